"""Vets every AWS role that is handed out for a certificate.

What is listed here is all that a package of rules or formats needs. Each name is imported when it
is first asked for, because every command pays for what this module imports.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rolevet.arn import BadArn as BadArn
    from rolevet.arn import parse_arn as parse_arn
    from rolevet.attributes import mapped_attributes as mapped_attributes
    from rolevet.attributes import maps_any as maps_any
    from rolevet.attributes import maps_attribute as maps_attribute
    from rolevet.authorities import CertificateAuthority as CertificateAuthority
    from rolevet.authorities import CertificateSubject as CertificateSubject
    from rolevet.authorities import Crl as Crl
    from rolevet.authorities import TrustAnchor as TrustAnchor
    from rolevet.believed import anchor_of as anchor_of
    from rolevet.believed import believed_by as believed_by
    from rolevet.believed import can_revoke as can_revoke
    from rolevet.believed import crls_of as crls_of
    from rolevet.believed import readable_of as readable_of
    from rolevet.believed import revocation_list as revocation_list
    from rolevet.believed import revoking_anchor as revoking_anchor
    from rolevet.certificates import BadCertificate as BadCertificate
    from rolevet.certificates import Certificate as Certificate
    from rolevet.certificates import read_bundle as read_bundle
    from rolevet.certificates import unwrapped as unwrapped
    from rolevet.coverage import GLOBAL as GLOBAL
    from rolevet.coverage import Cell as Cell
    from rolevet.coverage import CellState as CellState
    from rolevet.declare.files import declared_rules as declared_rules
    from rolevet.definition import Hit as Hit
    from rolevet.definition import Parameter as Parameter
    from rolevet.definition import Rule as Rule
    from rolevet.definition import rule as rule
    from rolevet.device_access import device_policy as device_policy
    from rolevet.device_access import is_open_to_devices as is_open_to_devices
    from rolevet.device_access import reach_of as reach_of
    from rolevet.device_access import role_aliases_at as role_aliases_at
    from rolevet.document import minified as minified
    from rolevet.drift import Difference as Difference
    from rolevet.drift import differences as differences
    from rolevet.finding import Change as Change
    from rolevet.finding import Confidence as Confidence
    from rolevet.finding import Control as Control
    from rolevet.finding import Evidence as Evidence
    from rolevet.finding import Finding as Finding
    from rolevet.finding import Inconclusive as Inconclusive
    from rolevet.finding import Overlay as Overlay
    from rolevet.finding import Related as Related
    from rolevet.finding import Report as Report
    from rolevet.finding import RuleInfo as RuleInfo
    from rolevet.finding import RuleResult as RuleResult
    from rolevet.finding import Severity as Severity
    from rolevet.finding import Trouble as Trouble
    from rolevet.framework_file import read_framework as read_framework
    from rolevet.frameworks import Claim as Claim
    from rolevet.frameworks import Framework as Framework
    from rolevet.granted import PERMISSIONS as PERMISSIONS
    from rolevet.granted import boundary_policies as boundary_policies
    from rolevet.granted import field_of as field_of
    from rolevet.granted import gate_of as gate_of
    from rolevet.granted import identity_policies as identity_policies
    from rolevet.granted import is_administrator_access as is_administrator_access
    from rolevet.granted import managed_document as managed_document
    from rolevet.granted import policy_arn_fault as policy_arn_fault
    from rolevet.granted import role_permissions as role_permissions
    from rolevet.granted import service_of as service_of
    from rolevet.granted import session_field_of as session_field_of
    from rolevet.granted import session_policies as session_policies
    from rolevet.granted import session_policy as session_policy
    from rolevet.granted import trust_policy as trust_policy
    from rolevet.inventory import AliasBinding as AliasBinding
    from rolevet.inventory import Binding as Binding
    from rolevet.inventory import Inventory as Inventory
    from rolevet.inventory import Missing as Missing
    from rolevet.inventory import ProfileBinding as ProfileBinding
    from rolevet.inventory import Scope as Scope
    from rolevet.kept import once as once
    from rolevet.listed import all_listed as all_listed
    from rolevet.listed import brokers_known as brokers_known
    from rolevet.listed import listed_everywhere as listed_everywhere
    from rolevet.listed import listers_known as listers_known
    from rolevet.listed import must_be_listed as must_be_listed
    from rolevet.listed import roles_listed as roles_listed
    from rolevet.needs import Detail as Detail
    from rolevet.pem import private_keys as private_keys
    from rolevet.place import ApiCall as ApiCall
    from rolevet.place import Declared as Declared
    from rolevet.place import Place as Place
    from rolevet.place import Span as Span
    from rolevet.policies import IotPolicy as IotPolicy
    from rolevet.policies import ManagedPolicy as ManagedPolicy
    from rolevet.policy.actions import ANY_ROLE as ANY_ROLE
    from rolevet.policy.actions import ANY_THING as ANY_THING
    from rolevet.policy.actions import DATA as DATA
    from rolevet.policy.actions import IOT_DATA as IOT_DATA
    from rolevet.policy.actions import IOT_DATA_PLANE as IOT_DATA_PLANE
    from rolevet.policy.actions import IOT_DATA_PLANE_SINCE as IOT_DATA_PLANE_SINCE
    from rolevet.policy.actions import PASSING as PASSING
    from rolevet.policy.actions import SECURITY_SERVICES as SECURITY_SERVICES
    from rolevet.policy.actions import TAMPERING as TAMPERING
    from rolevet.policy.actions import THING_ADMIN_READ as THING_ADMIN_READ
    from rolevet.policy.actions import THING_ADMIN_WRITE as THING_ADMIN_WRITE
    from rolevet.policy.answers import NO as NO
    from rolevet.policy.answers import YES as YES
    from rolevet.policy.answers import Answer as Answer
    from rolevet.policy.answers import all_of as all_of
    from rolevet.policy.answers import answer_of as answer_of
    from rolevet.policy.answers import any_of as any_of
    from rolevet.policy.answers import maybe as maybe
    from rolevet.policy.answers import not_known as not_known
    from rolevet.policy.conditions import Condition as Condition
    from rolevet.policy.conditions import Quantifier as Quantifier
    from rolevet.policy.constraints import CREDENTIAL_PROVIDER as CREDENTIAL_PROVIDER
    from rolevet.policy.constraints import ROLES_ANYWHERE as ROLES_ANYWHERE
    from rolevet.policy.constraints import Bond as Bond
    from rolevet.policy.constraints import Broker as Broker
    from rolevet.policy.constraints import Constraint as Constraint
    from rolevet.policy.constraints import Source as Source
    from rolevet.policy.constraints import bond_of as bond_of
    from rolevet.policy.devices import DevicePolicy as DevicePolicy
    from rolevet.policy.devices import Misnamed as Misnamed
    from rolevet.policy.devices import Reach as Reach
    from rolevet.policy.devices import ResourceFault as ResourceFault
    from rolevet.policy.documents import read_policy as read_policy
    from rolevet.policy.faults import BadPolicy as BadPolicy
    from rolevet.policy.faults import PolicyFault as PolicyFault
    from rolevet.policy.gate import Door as Door
    from rolevet.policy.gate import Gate as Gate
    from rolevet.policy.gate import Way as Way
    from rolevet.policy.gate import to_one_of as to_one_of
    from rolevet.policy.keys import DEVICE_KEYS as DEVICE_KEYS
    from rolevet.policy.keys import NAMED_KEYS as NAMED_KEYS
    from rolevet.policy.keys import having as having
    from rolevet.policy.keys import lacking as lacking
    from rolevet.policy.keys import widest as widest
    from rolevet.policy.patterns import FRESH as FRESH
    from rolevet.policy.patterns import covers as covers
    from rolevet.policy.patterns import has_wildcard as has_wildcard
    from rolevet.policy.patterns import overlap as overlap
    from rolevet.policy.permissions import Permissions as Permissions
    from rolevet.policy.permissions import all_but as all_but
    from rolevet.policy.sets import PolicySet as PolicySet
    from rolevet.policy.statements import Effect as Effect
    from rolevet.policy.statements import Kind as Kind
    from rolevet.policy.statements import Policy as Policy
    from rolevet.policy.statements import Statement as Statement
    from rolevet.policy.tiers import Tier as Tier
    from rolevet.policy.variables import variables as variables
    from rolevet.public_roots import public_cas as public_cas
    from rolevet.reached import Session as Session
    from rolevet.reached import alias_reaches as alias_reaches
    from rolevet.reached import controls_its_broker as controls_its_broker
    from rolevet.reached import device_views as device_views
    from rolevet.reached import escalations_in as escalations_in
    from rolevet.reached import is_open as is_open
    from rolevet.reached import open_bindings as open_bindings
    from rolevet.reached import paths_to as paths_to
    from rolevet.reached import permissions_through as permissions_through
    from rolevet.reached import reaches_in as reaches_in
    from rolevet.reached import reaches_through as reaches_through
    from rolevet.reached import role_reaches as role_reaches
    from rolevet.reached import sessions_of as sessions_of
    from rolevet.reached import used_by_devices as used_by_devices
    from rolevet.requested import Refusal as Refusal
    from rolevet.requested import asked_by as asked_by
    from rolevet.requested import refusals as refusals
    from rolevet.resources import Profile as Profile
    from rolevet.resources import Resource as Resource
    from rolevet.resources import Role as Role
    from rolevet.resources import RoleAlias as RoleAlias
    from rolevet.resources import Tagged as Tagged
    from rolevet.revocation import BadRevocationList as BadRevocationList
    from rolevet.revocation import RevocationList as RevocationList
    from rolevet.revocation import is_signed_by as is_signed_by
    from rolevet.revocation import read_revocation_list as read_revocation_list
    from rolevet.seen import Seen as Seen
    from rolevet.seen import anchors_for as anchors_for
    from rolevet.seen import certificate_in_use as certificate_in_use
    from rolevet.seen import is_mapped as is_mapped
    from rolevet.seen import last_asked as last_asked
    from rolevet.seen import seen_at as seen_at
    from rolevet.seen import seen_through as seen_through
    from rolevet.seen import seen_through_none as seen_through_none
    from rolevet.shapes import Breach as Breach
    from rolevet.text import plain as plain
    from rolevet.unknown import Doubt as Doubt
    from rolevet.unknown import NotApplicable as NotApplicable
    from rolevet.unknown import Undecided as Undecided
    from rolevet.unknown import Unknown as Unknown
    from rolevet.waiver import Status as Status
    from rolevet.waiver import Waiver as Waiver
    from rolevet.waiver import WaiverResult as WaiverResult
    from rolevet.waiver import WaiverState as WaiverState
    from rolevet.written import Fault as Fault
    from rolevet.written import WrittenFault as WrittenFault
    from rolevet.written import WrittenFile as WrittenFile

__version__ = "0.1.0"

_HOMES: Final = {
    "arn": ("BadArn", "parse_arn"),
    "attributes": ("mapped_attributes", "maps_any", "maps_attribute"),
    "authorities": ("CertificateAuthority", "CertificateSubject", "Crl", "TrustAnchor"),
    "believed": (
        *("anchor_of", "believed_by", "can_revoke", "crls_of", "readable_of", "revocation_list"),
        *("revoking_anchor",),
    ),
    "certificates": ("BadCertificate", "Certificate", "read_bundle", "unwrapped"),
    "coverage": ("Cell", "CellState", "GLOBAL"),
    "declare.files": ("declared_rules",),
    "definition": ("Hit", "Parameter", "Rule", "rule"),
    "device_access": ("device_policy", "is_open_to_devices", "reach_of", "role_aliases_at"),
    "document": ("minified",),
    "drift": ("Difference", "differences"),
    "finding": (
        *(
            "Change",
            "Confidence",
            "Control",
            "Evidence",
            "Finding",
            "Inconclusive",
            "Overlay",
            "Related",
        ),
        *("Report", "RuleInfo", "RuleResult", "Severity", "Trouble"),
    ),
    "framework_file": ("read_framework",),
    "frameworks": ("Claim", "Framework"),
    "granted": (
        *("PERMISSIONS", "boundary_policies", "field_of", "gate_of", "identity_policies"),
        *("is_administrator_access", "managed_document", "policy_arn_fault", "role_permissions"),
        *("service_of", "session_field_of", "session_policies", "session_policy", "trust_policy"),
    ),
    "inventory": ("AliasBinding", "Binding", "Inventory", "Missing", "ProfileBinding", "Scope"),
    "kept": ("once",),
    "listed": (
        *("all_listed", "brokers_known", "listed_everywhere", "listers_known"),
        *("must_be_listed", "roles_listed"),
    ),
    "needs": ("Detail",),
    "pem": ("private_keys",),
    "place": ("ApiCall", "Declared", "Place", "Span"),
    "policies": ("IotPolicy", "ManagedPolicy"),
    "policy.actions": (
        *("ANY_ROLE", "ANY_THING", "DATA", "IOT_DATA", "IOT_DATA_PLANE", "IOT_DATA_PLANE_SINCE"),
        *("PASSING", "SECURITY_SERVICES", "TAMPERING", "THING_ADMIN_READ", "THING_ADMIN_WRITE"),
    ),
    "policy.answers": (
        *("Answer", "NO", "YES", "all_of", "answer_of", "any_of", "maybe", "not_known"),
    ),
    "policy.conditions": ("Condition", "Quantifier"),
    "policy.constraints": (
        *("Bond", "Broker", "CREDENTIAL_PROVIDER", "Constraint", "ROLES_ANYWHERE", "Source"),
        *("bond_of",),
    ),
    "policy.devices": ("DevicePolicy", "Misnamed", "Reach", "ResourceFault"),
    "policy.documents": ("read_policy",),
    "policy.faults": ("BadPolicy", "PolicyFault"),
    "policy.gate": ("Door", "Gate", "Way", "to_one_of"),
    "policy.keys": ("DEVICE_KEYS", "NAMED_KEYS", "having", "lacking", "widest"),
    "policy.patterns": ("FRESH", "covers", "has_wildcard", "overlap"),
    "policy.permissions": ("Permissions", "all_but"),
    "policy.sets": ("PolicySet",),
    "policy.statements": ("Effect", "Kind", "Policy", "Statement"),
    "policy.tiers": ("Tier",),
    "policy.variables": ("variables",),
    "public_roots": ("public_cas",),
    "reached": (
        *("Session", "alias_reaches", "controls_its_broker", "device_views", "escalations_in"),
        *("is_open", "open_bindings", "paths_to", "permissions_through", "reaches_in"),
        *("reaches_through", "role_reaches", "sessions_of", "used_by_devices"),
    ),
    "requested": ("Refusal", "asked_by", "refusals"),
    "resources": ("Profile", "Resource", "Role", "RoleAlias", "Tagged"),
    "revocation": ("BadRevocationList", "RevocationList", "is_signed_by", "read_revocation_list"),
    "shapes": ("Breach",),
    "seen": (
        *("Seen", "anchors_for", "certificate_in_use", "is_mapped", "last_asked", "seen_at"),
        *("seen_through", "seen_through_none"),
    ),
    "text": ("plain",),
    "unknown": ("Doubt", "NotApplicable", "Undecided", "Unknown"),
    "waiver": ("Status", "Waiver", "WaiverResult", "WaiverState"),
    "written": ("Fault", "WrittenFault", "WrittenFile"),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'rolevet' has no attribute {name!r}")
    value: object = getattr(import_module(f"rolevet.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value
