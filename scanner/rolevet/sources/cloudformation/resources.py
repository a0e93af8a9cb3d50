"""The resources of a template as facts, as a live account would tell them once they are made."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from rolevet.authorities import Crl, TrustAnchor
from rolevet.coverage import GLOBAL
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import DEFAULT_DURATION, Profile, Resource, RoleAlias
from rolevet.sources.cloudformation.fields import Fields
from rolevet.sources.cloudformation.identities import Identity
from rolevet.sources.cloudformation.values import as_json

ResourceT = TypeVar("ResourceT", bound=Resource)

_MADE_UP: Final = "CloudFormation makes the name up"
LATER: Final = "a template does not tell what happens to it later"
_NOT_STATED: Final = "the template does not state Enabled, and AWS does not document the default"
_NO_PROPERTY: Final = "CloudFormation has no property for it"
_BESIDE: Final = "AWS does not say what becomes of the default mappings beside declared ones"


def mappings(**specifiers: tuple[str, ...]) -> list[dict[str, Any]]:
    """Attribute mappings as AWS tells them, by certificate field."""
    return [
        {"certificateField": name, "mappingRules": [{"specifier": each} for each in rules]}
        for name, rules in specifiers.items()
    ]


_DEFAULT_MAPPINGS: Final = mappings(
    x509Issuer=("*",), x509SAN=("DNS", "URI", "Name/*"), x509Subject=("*",)
)
"""https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html"""

_DEFAULT_EVENTS: Final = ("CA_CERTIFICATE_EXPIRY", "END_ENTITY_CERTIFICATE_EXPIRY")
_DEFAULT_THRESHOLD: Final = 45
"""Days.

https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html
"""


def role_alias(fields: Fields, identity: Identity) -> RoleAlias:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iot-rolealias.html"""
    named(fields, identity, "RoleAlias", "roleAlias")
    fields.text("RoleArn", "roleArn")
    fields.number("CredentialDurationSeconds", RoleAlias.DURATION_FIELD, DEFAULT_DURATION)
    fields.tags()
    for field in ("creationDate", "lastModifiedDate"):
        fields.untold(field, LATER)
    return resource(RoleAlias, fields, identity)


def profile(fields: Fields, identity: Identity) -> Profile:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rolesanywhere-profile.html"""
    named(fields, identity, "Name", "name")
    _enabled(fields)
    fields.number("DurationSeconds", Profile.DURATION_FIELD, DEFAULT_DURATION)
    fields.texts("RoleArns", "roleArns")
    fields.texts("ManagedPolicyArns", "managedPolicyArns")
    fields.flag("AcceptRoleSessionName", "acceptRoleSessionName", False)
    fields.flag("RequireInstanceProperties", "requireInstanceProperties", False)
    _session_policy(fields)
    fields.raw["attributeMappings"] = _DEFAULT_MAPPINGS
    fields.tree("AttributeMappings", "attributeMappings")
    if "attributeMappings" in fields.parts and "attributeMappings" not in fields.unknown:
        fields.untold("attributeMappings", _BESIDE)
    return _of_roles_anywhere(Profile, fields, identity)


def anchor(fields: Fields, identity: Identity) -> TrustAnchor:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rolesanywhere-trustanchor.html"""
    named(fields, identity, "Name", "name")
    _enabled(fields)
    fields.tree("Source", "source")
    fields.tree("NotificationSettings", "notificationSettings")
    declared = fields.raw.get("notificationSettings")
    if declared is None or isinstance(declared, list):
        fields.raw["notificationSettings"] = _with_defaults(declared or [])
    fields.untold("crlDpRevocationEnabled", _NO_PROPERTY)
    return _of_roles_anywhere(TrustAnchor, fields, identity)


def crl(fields: Fields, identity: Identity) -> Crl:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rolesanywhere-crl.html"""
    named(fields, identity, "Name", "name")
    _enabled(fields)
    fields.text("CrlData", "crlData")
    data = fields.raw.get("crlData")
    if isinstance(data, str):
        fields.raw["crlData"] = data.encode("utf-8", "surrogatepass")
    fields.text("TrustAnchorArn", "trustAnchorArn")
    return _of_roles_anywhere(Crl, fields, identity)


def iot_policy(fields: Fields, identity: Identity) -> IotPolicy:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iot-policy.html"""
    named(fields, identity, "PolicyName", "policyName")
    value = fields.value("PolicyDocument")
    if value is not None:
        _document_text(fields, value, "policyDocument", "PolicyDocument")
    fields.untold("targets", "a template does not tell all that the policy is attached to")
    return resource(IotPolicy, fields, identity)


def managed_policy(fields: Fields, identity: Identity) -> ManagedPolicy:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html"""
    named(fields, identity, "ManagedPolicyName", "PolicyName")
    fields.raw["Arn"] = identity.arn
    value = fields.value("PolicyDocument")
    if value is not None:
        path = "PolicyVersion.Document"
        document = fields.document(value, path, "PolicyDocument")
        if document is None:
            fields.unknown["PolicyVersion"] = fields.unknown.pop(path)
        else:
            fields.raw["PolicyVersion"] = {"Document": document.data, "IsDefaultVersion": True}
    return resource(ManagedPolicy, fields, identity, region=GLOBAL)


def named(fields: Fields, identity: Identity, property_name: str, field: str) -> None:
    """What it is called is in `raw` in any case, and unknown unless it is really its name."""
    fields.text(property_name, field)
    if field not in fields.raw and field not in fields.unknown:
        fields.untold(field, _MADE_UP)
    shown = fields.raw.get(field)
    if isinstance(shown, str) and fields.resolver.stand_ins.is_symbolic(shown):
        fields.untold(field, f"{property_name} is known only when the stack is made")
    value = fields.value(property_name)
    if value is not None and value.text is not None and value.gap is None:
        fields.raw[field] = value.text
    elif not isinstance(shown, str):
        fields.raw[field] = identity.name or fields.declared.id


def _enabled(fields: Fields) -> None:
    fields.flag("Enabled", "enabled")
    if "enabled" not in fields.raw and "enabled" not in fields.unknown:
        fields.untold("enabled", _NOT_STATED)


def _session_policy(fields: Fields) -> None:
    value = fields.value("SessionPolicy")
    if value is None:
        return
    _document_text(fields, value, "sessionPolicy", "SessionPolicy")


def _document_text(fields: Fields, value: Any, field: str, what: str) -> None:
    """A policy that AWS stores as a text: as it is written, unless something in it is not known."""
    if value.gap is not None:
        fields.parts[field] = value.node.span
        fields.untold(field, f"{what} is {value.gap.what}")
        return
    document = fields.document(value, field, what)
    reason = fields.unknown.get(field)
    if document is not None and document.gaps:
        fields.raw[field] = json.dumps(document.data)
    elif reason is None or not value.gaps:
        # What is no policy is for the rules to judge.
        fields.unknown.pop(field, None)
        fields.raw[field] = as_json(value)


def _of_roles_anywhere(kind: type[ResourceT], fields: Fields, identity: Identity) -> ResourceT:
    fields.tags()
    for field in ("createdAt", "updatedAt"):
        fields.untold(field, LATER)
    return resource(kind, fields, identity)


def _with_defaults(declared: list[Any]) -> list[Any]:
    events = {each.get("event") for each in declared if isinstance(each, Mapping)}
    return declared + [
        {
            "event": event,
            "enabled": True,
            "threshold": _DEFAULT_THRESHOLD,
            "configuredBy": "rolesanywhere.amazonaws.com",
        }
        for event in _DEFAULT_EVENTS
        if event not in events
    ]


def resource(
    kind: type[ResourceT], fields: Fields, identity: Identity, region: str = ""
) -> ResourceT:
    own = fields.resolver.stand_ins
    return kind(
        arn=identity.arn,
        account=own.account,
        region=region or own.region,
        partition=own.partition,
        raw=fields.raw,
        place=fields.place,
        unknown=fields.unknown,
    )
