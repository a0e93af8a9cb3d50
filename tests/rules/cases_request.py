"""One table of cases for each rule about the request that makes or changes a resource."""

from dataclasses import replace
from typing import Any, TypeVar

from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from world import (
    alias,
    anchor,
    crl,
    inventory,
    iot_policy,
    profile,
    requested,
    role,
    role_arn,
    stated,
)

from rolevet.inventory import Inventory
from rolevet.resources import Resource
from rolevet.unknown import Doubt, Unknown

ResourceT = TypeVar("ResourceT", bound=Resource)

GAP = Unknown("RoleArn is parameter Role", Doubt.BY_NATURE)
ROLES = [role_arn(str(number)) for number in range(251)]
CREATE, UPDATE = "rolesanywhere:CreateProfile", "rolesanywhere:UpdateProfile"
UUID = "01234567-89ab-cdef-0123-456789abcdef"


def of_alias(*operations: str, **members: Any) -> Inventory:
    known = {"roleAlias": "fleet", "roleArn": role_arn(), **members}
    given = {name: value for name, value in known.items() if value is not None}
    return inventory(requested(alias(**members), *operations or ("iot:CreateRoleAlias",), **given))


def of_profile(operation: str = CREATE, **members: Any) -> Inventory:
    names = {"name": "p", "roleArns": []} if operation == CREATE else {"profileId": UUID}
    given = {name: value for name, value in {**names, **members}.items() if value is not None}
    return inventory(requested(profile(**members), operation, **given))


def of_template(resource: ResourceT, *fields: str) -> Inventory:
    return inventory(stated(resource, *fields))


def unknown(made: Any, field: str, **more: Any) -> Inventory:
    return inventory(stated(made(unknown={field: GAP}, **more), field))


def _shape(
    made: Any, operation: str, given: dict[str, Any], bad: dict[str, Any], field: str
) -> list[Case]:
    """Cases that the rules of all kinds share; `bad` breaks one constraint."""
    return [
        Case("as AWS takes it", ACCEPTS, inventory(requested(made(), operation, **given))),
        Case("as AWS refuses it", REJECTS, inventory(requested(made(), operation, **given | bad))),
        Case(
            "a member that is unknown",
            REJECTS,
            inventory(requested(made(), operation, **given, enabld=True)),
            "has no such member",
        ),
        Case("not known in a template", UNDECIDED, unknown(made, field, **given)),
        Case("of a live account", NOT_APPLICABLE, inventory(made())),
    ]


def _alias_name(length: int) -> Inventory:
    return of_alias(roleAlias="a" * length)


_DURATION = "credentialDurationSeconds"
CASES = {
    "ALIAS002": [
        Case("as short as may be", ACCEPTS, of_alias(credentialDurationSeconds=900)),
        Case("as long as may be", ACCEPTS, of_alias(credentialDurationSeconds=43200)),
        Case("a second too short", REJECTS, of_alias(credentialDurationSeconds=899),
             "credentialDurationSeconds is 899, and CreateRoleAlias takes 900 to 43200"),
        Case("a second too long", REJECTS, of_alias(credentialDurationSeconds=43201), "43201"),
        Case("a number in a text", REJECTS, of_alias(credentialDurationSeconds="3600"),
             "is a text, and CreateRoleAlias takes a whole number"),
        Case("true is no number", REJECTS, of_alias(credentialDurationSeconds=True)),
        Case("half a second", REJECTS, of_alias(credentialDurationSeconds=3600.5)),
        Case("null is not given", ACCEPTS, of_alias(credentialDurationSeconds=None)),
        Case("a name of 128 characters", ACCEPTS, _alias_name(128)),
        Case("a name of 129 characters", REJECTS, _alias_name(129), "has 129 characters"),
        Case("a name without characters", REJECTS, _alias_name(0)),
        Case("a name with all that it may hold", ACCEPTS, of_alias(roleAlias="aZ0_=,@-")),
        Case("a letter outside ASCII", REJECTS, of_alias(roleAlias="caf\u00e9")),
        Case("a line break at the end", REJECTS, of_alias(roleAlias="fleet\n")),
        Case("no role", REJECTS, of_alias(roleArn=None), "roleArn is not given"),
        Case("an update without a role", ACCEPTS, of_alias("iot:UpdateRoleAlias", roleArn=None)),
        Case("a create or an update, without a role", ACCEPTS,
             of_alias("iot:CreateRoleAlias", "iot:UpdateRoleAlias", roleArn=None)),
        Case("a create or an update, a second too short", REJECTS,
             of_alias("iot:CreateRoleAlias", "iot:UpdateRoleAlias", credentialDurationSeconds=1)),
        Case("ALIAS003 tells of a short ARN", ACCEPTS, of_alias(roleArn="role")),
        Case("a tag without a value", ACCEPTS, of_alias(tags=[{"Key": "team"}])),
        Case("a tag without a key", REJECTS, of_alias(tags=[{"Value": "x"}]), "tags[0].Key"),
        Case("a key of 129 characters", REJECTS, of_alias(tags=[{"Key": "k" * 129}])),
        Case("a template, a second too long", REJECTS,
             of_template(alias(credentialDurationSeconds=43201), "roleArn", _DURATION)),
        Case("a template without a name", ACCEPTS, of_template(alias(), "roleArn")),
        Case("a template without a role", REJECTS, of_template(alias(roleArn=None), "roleAlias")),
        Case("a role that the template does not tell", UNDECIDED, unknown(alias, "roleArn"),
             "RoleArn is parameter Role"),
        Case("of a live account", NOT_APPLICABLE, inventory(alias(credentialDurationSeconds=1))),
    ],
    "ALIAS002-UNKNOWN": [
        Case("members that there are", ACCEPTS, of_alias(credentialDurationSeconds=1)),
        Case("one that is mistyped", REJECTS, of_alias(credentialDurationSecond=3600),
             "(did you mean credentialDurationSeconds?)"),
        Case("tags in an update", REJECTS, of_alias("iot:UpdateRoleAlias", tags=[])),
        Case("tags where it may be a create", ACCEPTS,
             of_alias("iot:CreateRoleAlias", "iot:UpdateRoleAlias", tags=[])),
        Case("one in a tag", REJECTS, of_alias(tags=[{"Key": "a", "value": "b"}]), "tags[0].value"),
        Case("not known in a template", UNDECIDED, unknown(alias, "roleArn")),
        Case("of a live account", NOT_APPLICABLE, inventory(alias())),
    ],
    "ALIAS002-CHARSET": [
        Case("as the guide has it", ACCEPTS, inventory(alias("fleet=@-9"))),
        Case("an underscore", REJECTS, inventory(alias("the_fleet")), "holds _, which the guide"),
        Case("a comma too", REJECTS, inventory(alias("the_fleet,2")), ", and _"),
        Case("not known", UNDECIDED, inventory(alias(unknown={"roleAlias": GAP}))),
    ],
    "PROF002": [
        Case("the least", ACCEPTS, of_profile()),
        Case("a name of 255 characters", ACCEPTS, of_profile(name="n" * 255)),
        Case("a name of 256 characters", REJECTS, of_profile(name="n" * 256)),
        Case("a name with all that it may hold", ACCEPTS, of_profile(name="aZ 0-_")),
        Case("a name with a dot", REJECTS, of_profile(name="a.b"), "takes what matches"),
        Case("900 seconds", ACCEPTS, of_profile(durationSeconds=900)),
        Case("899 seconds", REJECTS, of_profile(durationSeconds=899)),
        Case("43200 seconds", ACCEPTS, of_profile(durationSeconds=43200)),
        Case("43201 seconds", REJECTS, of_profile(durationSeconds=43201)),
        Case("250 roles", ACCEPTS, of_profile(roleArns=ROLES[:250])),
        Case("251 roles", REJECTS, of_profile(roleArns=ROLES),
             "at most 250 items. An older edition of AWS's page says 50"),
        Case("no list of roles", REJECTS, of_profile(roleArns=None), "CreateProfile needs it"),
        Case("an update without roles", ACCEPTS, of_profile(UPDATE)),
        Case("a role that is a number", REJECTS, of_profile(roleArns=[1])),
        Case("PROF003 tells what is no role", ACCEPTS, of_profile(roleArns=["arn:aws:s3:::b"])),
        Case("50 managed policies", ACCEPTS, of_profile(managedPolicyArns=["p"] * 50)),
        Case("51 of one kind", REJECTS, of_profile(managedPolicyArns=["p"] * 51)),
        Case("PROF004-REJECTED tells of 51 of them", ACCEPTS,
             of_profile(managedPolicyArns=ROLES[:51])),
        Case("a policy ARN of 201 characters", REJECTS, of_profile(managedPolicyArns=["p" * 201])),
        Case("an empty session policy when it is made", ACCEPTS, of_profile(sessionPolicy="")),
        Case("an empty session policy in an update", REJECTS, of_profile(UPDATE, sessionPolicy=""),
             "takes 1 to 100000 characters"),
        Case("PROF005-REJECTED tells of a long one", ACCEPTS,
             of_profile(UPDATE, sessionPolicy="x" * 100_001)),
        Case("200 tags", ACCEPTS, of_profile(tags=[{"key": "k", "value": ""}] * 200)),
        Case("201 tags", REJECTS, of_profile(tags=[{"key": "k", "value": ""}] * 201)),
        Case("a tag that holds more than it may", REJECTS,
             of_profile(tags=[{"key": "k!", "value": ""}]), "is not spelt so"),
        Case("an alias", ACCEPTS, of_profile(aliasName="team/backup")),
        Case("no alias any more", ACCEPTS, of_profile(UPDATE, aliasName="")),
        Case("an alias of AWS", REJECTS, of_profile(aliasName="AWS/x"), "begins with aws/"),
        Case("two slashes", REJECTS, of_profile(aliasName="a//b")),
        Case("named by its ARN", ACCEPTS, of_profile(UPDATE, profileId=profile().arn)),
        Case("named by an alias ARN", ACCEPTS, of_profile(
            UPDATE, profileId="arn:aws:rolesanywhere:eu-west-1:123456789012:alias/profile/a")),
        Case("named by its name", REJECTS, of_profile(UPDATE, profileId="backup")),
        Case("the list is not known", UNDECIDED, unknown(profile, "roleArns")),
        Case("of a live account", NOT_APPLICABLE, inventory(profile())),
    ],
    "PROF002-UNKNOWN": [
        Case("members that there are", ACCEPTS, of_profile(enabled=True)),
        Case("enabled in an update", REJECTS, of_profile(UPDATE, enabled=True)),
        Case("one that is mistyped", REJECTS, of_profile(sessionPolcy="x"), "sessionPolicy?"),
        Case("not known in a template", UNDECIDED, unknown(profile, "roleArns")),
        Case("of a live account", NOT_APPLICABLE, inventory(profile())),
    ],
    "PROF002-NOOP": [
        Case("not set", ACCEPTS, of_profile()),
        Case("set to false", ACCEPTS, of_profile(requireInstanceProperties=False)),
        Case("set to true", REJECTS, of_profile(requireInstanceProperties=True)),
        Case("not known", UNDECIDED, unknown(profile, "requireInstanceProperties")),
        Case("of a live account", NOT_APPLICABLE, inventory(profile())),
    ],
    "PROF002-LEGACY": [
        Case("50 roles", ACCEPTS, of_profile(roleArns=ROLES[:50])),
        Case("51 roles", REJECTS, of_profile(roleArns=ROLES[:51]), "older tools 50"),
        Case("250 roles", REJECTS, of_profile(roleArns=ROLES[:250])),
        Case("PROF002 tells of 251", ACCEPTS, of_profile(roleArns=ROLES)),
        Case("51 where the tool takes 100", ACCEPTS, of_profile(roleArns=ROLES[:51]),
             settings={"legacy_role_limit": 100}),
        Case("the list is not known", UNDECIDED, unknown(profile, "roleArns")),
        Case("of a live account", NOT_APPLICABLE, inventory(profile())),
    ],
    "PROF015": [
        Case("enabled", ACCEPTS, of_profile(enabled=True)),
        Case("disabled", ACCEPTS, of_profile(enabled=False)),
        Case("not stated", REJECTS, of_profile(), "does not state enabled; AWS does not document"),
        Case("not stated in a template", REJECTS, of_template(profile(), "name", "roleArns")),
        Case("stated, if not known", ACCEPTS, unknown(profile, "enabled")),
        Case("a macro may state it", UNDECIDED, inventory(
            stated(profile(unknown={"enabled": GAP}), "name", open_to="Fn::Transform"))),
        Case("an update", NOT_APPLICABLE, of_profile(UPDATE)),
        Case("of a live account", NOT_APPLICABLE, inventory(profile())),
    ],
    "ANCH007-UNDECLARED": [
        Case("enabled", ACCEPTS, of_template(anchor(), "name", "enabled")),
        Case("stated, if not known", ACCEPTS, unknown(anchor, "enabled")),
        Case("not stated in a template", REJECTS, of_template(anchor(), "name"),
             "does not state enabled; AWS does not document the default"),
        Case("not stated in a request", REJECTS, inventory(requested(
            anchor(), "rolesanywhere:CreateTrustAnchor", name="ca", source={}))),
        Case("a macro may state it", UNDECIDED, inventory(
            stated(anchor(unknown={"enabled": GAP}), "name", open_to="Fn::Transform"))),
        Case("an update", NOT_APPLICABLE, inventory(requested(
            anchor(), "rolesanywhere:UpdateTrustAnchor", trustAnchorId=UUID))),
        Case("of a live account", NOT_APPLICABLE, inventory(anchor())),
    ],
    "ANCH010": [
        *_shape(anchor, "rolesanywhere:CreateTrustAnchor",
                {"name": "ca", "source": {"sourceType": "AWS_ACM_PCA"}}, {"enabled": "true"},
                "enabled"),
        Case("a type that there is not", REJECTS, inventory(requested(
            anchor(), "rolesanywhere:UpdateTrustAnchor",
            trustAnchorId=UUID, source={"sourceType": "PCA"})), "CERTIFICATE_BUNDLE or"),
        Case("ANCH002 tells of a source without data", ACCEPTS, inventory(requested(
            anchor(), "rolesanywhere:UpdateTrustAnchor",
            trustAnchorId=UUID, source={"sourceData": {}}))),
        Case("a setting without a threshold", REJECTS, inventory(requested(
            anchor(), "rolesanywhere:CreateTrustAnchor", name="ca", source={},
            notificationSettings=[{"enabled": True, "event": "CA_CERTIFICATE_EXPIRY"}])),
            "threshold is not given"),
        Case("settings of a template, told with the defaults", ACCEPTS, of_template(
            anchor(source={}, notificationSettings=[
                {"event": "CA_CERTIFICATE_EXPIRY", "enabled": True, "threshold": 45,
                 "configuredBy": "rolesanywhere.amazonaws.com"}]),
            "name", "source", "notificationSettings")),
        Case("a setting that is off", ACCEPTS, inventory(requested(
            anchor(), "rolesanywhere:CreateTrustAnchor", name="ca", source={},
            notificationSettings=[{"enabled": False, "event": "CA_CERTIFICATE_EXPIRY"}]))),
    ],
    "CRL005": [
        *_shape(crl, "rolesanywhere:ImportCrl",
                {"name": "r", "crlData": "LS0t", "trustAnchorArn": anchor().arn},
                {"crlData": "-----BEGIN X509 CRL-----"}, "crlData"),
        Case("CRL004-REJECTED tells what is no anchor", ACCEPTS, inventory(requested(
            crl(), "rolesanywhere:ImportCrl", name="r", crlData="LS0t", trustAnchorArn="ca"))),
        Case("300000 bytes of a template", ACCEPTS,
             of_template(crl(crlData=b"x" * 300_000), "name", "crlData")),
        Case("300001 bytes of a template", REJECTS,
             of_template(crl(crlData=b"x" * 300_001), "name", "crlData"), "has 300001 bytes"),
    ],
    "TRUST012": [
        Case("as AWS takes it", ACCEPTS, inventory(requested(
            role(), "iam:UpdateRole", RoleName="Device", MaxSessionDuration=3600))),
        Case("3599 seconds", REJECTS, inventory(requested(
            role(), "iam:UpdateRole", RoleName="Device", MaxSessionDuration=3599))),
        Case("a document that is no text", REJECTS, inventory(requested(
            role(), "iam:CreateRole", RoleName="Device", AssumeRolePolicyDocument={}))),
        Case("a name with a slash", REJECTS, inventory(requested(
            role(), "iam:UpdateRole", RoleName="a/b"))),
        Case("a template", ACCEPTS, of_template(
            role(AssumeRolePolicyDocument={}), "AssumeRolePolicyDocument")),
        Case("not known in a template", UNDECIDED, inventory(stated(
            replace(role(AssumeRolePolicyDocument={}), unknown={"MaxSessionDuration": GAP}),
            "MaxSessionDuration"))),
        Case("of a live account", NOT_APPLICABLE, inventory(role())),
    ],
    "IOTP005": [
        *_shape(iot_policy, "iot:CreatePolicy", {"policyName": "p", "policyDocument": "{}"},
                {"policyName": "a b"}, "policyDocument"),
    ],
}  # fmt: skip
