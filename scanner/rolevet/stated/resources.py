"""Resources that a file states as facts, as a live account would tell them once they are made."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from rolevet.authorities import Crl, TrustAnchor
from rolevet.coverage import GLOBAL
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import DEFAULT_DURATION, Profile, Resource, RoleAlias
from rolevet.stated.fields import Fields
from rolevet.stated.values import as_json
from rolevet.unknown import Doubt, Unknown, Unmade

ResourceT = TypeVar("ResourceT", bound=Resource)

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


def role_alias(fields: Fields) -> RoleAlias:
    """https://docs.aws.amazon.com/iot/latest/apireference/API_RoleAliasDescription.html"""
    named(fields, "roleAlias")
    fields.text("roleArn")
    fields.number(RoleAlias.DURATION_FIELD, DEFAULT_DURATION)
    fields.tags()
    later(fields, "lastModifiedDate")
    return resource(RoleAlias, fields)


def profile(fields: Fields) -> Profile:
    """https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ProfileDetail.html"""
    named(fields, "name")
    _enabled(fields)
    fields.number(Profile.DURATION_FIELD, DEFAULT_DURATION)
    fields.texts("roleArns")
    fields.texts("managedPolicyArns")
    fields.flag("acceptRoleSessionName", False)
    fields.flag("requireInstanceProperties", False)
    _document_text(fields, "sessionPolicy")
    fields.raw["attributeMappings"] = _DEFAULT_MAPPINGS
    fields.tree("attributeMappings")
    if "attributeMappings" in fields.parts and "attributeMappings" not in fields.unknown:
        fields.untold("attributeMappings", _BESIDE)
    return _of_roles_anywhere(Profile, fields)


def anchor(fields: Fields) -> TrustAnchor:
    """https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_TrustAnchorDetail.html"""
    named(fields, "name")
    _enabled(fields)
    fields.tree("source")
    fields.tree("notificationSettings")
    declared = fields.raw.get("notificationSettings")
    if declared is None or isinstance(declared, list):
        fields.raw["notificationSettings"] = _with_defaults(declared or [])
    fields.flag("crlDpRevocationEnabled")
    if "crlDpRevocationEnabled" in fields.stated.lacking:
        language = fields.stated.language
        fields.untold("crlDpRevocationEnabled", f"{language.maker} has no {language.word} for it")
    return _of_roles_anywhere(TrustAnchor, fields)


def crl(fields: Fields) -> Crl:
    """https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CrlDetail.html"""
    named(fields, "name")
    _enabled(fields)
    fields.text("crlData")
    data = fields.raw.get("crlData")
    if isinstance(data, str):
        fields.raw["crlData"] = data.encode("utf-8", "surrogatepass")
    fields.text("trustAnchorArn")
    return _of_roles_anywhere(Crl, fields)


def iot_policy(fields: Fields) -> IotPolicy:
    """https://docs.aws.amazon.com/iot/latest/apireference/API_GetPolicy.html"""
    named(fields, "policyName")
    _document_text(fields, "policyDocument")
    noun = fields.stated.language.noun
    fields.untold("targets", f"a {noun} does not tell all that the policy is attached to")
    return resource(IotPolicy, fields)


def managed_policy(fields: Fields) -> ManagedPolicy:
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html"""
    named(fields, "PolicyName")
    fields.raw["Arn"] = fields.stated.identity.arn
    value = fields.value("PolicyDocument")
    if value is not None:
        path = "PolicyVersion.Document"
        document = fields.document(value, path, fields.word("PolicyDocument"))
        if document is None:
            fields.unknown["PolicyVersion"] = fields.unknown.pop(path)
        else:
            fields.raw["PolicyVersion"] = {"Document": document.data, "IsDefaultVersion": True}
    return resource(ManagedPolicy, fields, region=GLOBAL)


def named(fields: Fields, field: str) -> None:
    """What it is called is in `raw` in any case, and unknown unless it is really its name."""
    fields.text(field)
    if field not in fields.raw and field not in fields.unknown:
        fields.untold(field, f"{fields.stated.language.maker} makes the name up")
    shown = fields.raw.get(field)
    if isinstance(shown, str) and fields.own.is_symbolic(shown):
        fields.untold(field, f"{fields.word(field)} is known only when the resource is made")
    value = fields.value(field)
    if value is not None and value.text is not None and value.gap is None:
        fields.raw[field] = value.text
    elif not isinstance(shown, str):
        fields.raw[field] = fields.stated.identity.name or fields.stated.id


def later(fields: Fields, field: str) -> None:
    """What becomes of a resource when and after it is made."""
    reason = f"a {fields.stated.language.noun} does not tell what happens to it later"
    kind = Unknown if fields.stated.made else Unmade
    fields.unknown[field] = kind(reason, Doubt.BY_NATURE)


def _enabled(fields: Fields) -> None:
    fields.flag("enabled")
    if "enabled" not in fields.raw and "enabled" not in fields.unknown:
        stated = f"the {fields.stated.language.noun} does not state {fields.word('enabled')}"
        fields.untold("enabled", f"{stated}, and AWS does not document the default")


def _document_text(fields: Fields, field: str) -> None:
    """A policy that AWS stores as a text: as it is written, unless something in it is not known."""
    value = fields.value(field)
    if value is None:
        fields.may_be_elsewhere(field)
        return
    if value.gap is not None:
        fields.parts[field] = value.node.span
        fields.untold(field, f"{fields.word(field)} is {value.gap.what}")
        return
    document = fields.document(value, field, fields.word(field))
    reason = fields.unknown.get(field)
    if document is not None and document.gaps:
        fields.raw[field] = json.dumps(document.data)
    elif reason is None or not value.gaps:
        # What is no policy is for the rules to judge.
        fields.unknown.pop(field, None)
        fields.raw[field] = as_json(value)


def _of_roles_anywhere(kind: type[ResourceT], fields: Fields) -> ResourceT:
    fields.tags()
    later(fields, "updatedAt")
    return resource(kind, fields)


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


def resource(kind: type[ResourceT], fields: Fields, region: str = "") -> ResourceT:
    later(fields, kind.CREATED_FIELD)
    arn = fields.stated.identity.arn
    _, partition, _, own_region, account, _ = arn.split(":", 5)
    return kind(
        arn=arn,
        account=account,
        region=region or own_region,
        partition=partition,
        raw=fields.raw,
        place=fields.place,
        unknown=fields.unknown,
    )
