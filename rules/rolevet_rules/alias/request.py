"""What AWS IoT refuses of the request for a role alias."""

from collections.abc import Iterator
from typing import Final

from rolevet import Breach, Hit, Inventory, Refusal, RoleAlias, Severity, Trouble, rule
from rolevet_rules import requests

_CREATE: Final = "https://docs.aws.amazon.com/iot/latest/apireference/API_CreateRoleAlias.html"
_GUIDE: Final = "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"
_NOT_IN_THE_GUIDE: Final = "_,"


@rule(
    "ALIAS002",
    "alias-request-shape-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=RoleAlias,
    source=_CREATE,
)
def shape_invalid(alias: RoleAlias, _: Inventory) -> Iterator[Hit]:
    """A role alias is asked for with values that CreateRoleAlias or UpdateRoleAlias refuses.

    ## Why it matters

    The deployment fails, perhaps half way: a name has 1 to 128 characters out of letters, digits
    and `_=,@-`, a duration is a whole number of 900 to 43200 seconds, and CreateRoleAlias needs the
    ARN of a role.

    ## Example

    `"credentialDurationSeconds": "3600"`, a text where a number is taken.

    ## How to mend it

    Correct the value in the template or the request; the message tells what is taken.

    ## False positives

    None known. What is taken comes from the model that the installed botocore brings: where AWS
    has changed it since, update botocore.

    ## What it cannot see

    Whether `roleArn` names a role: see ALIAS003, which also tells where it is too short or too
    long. What an account already holds, and whether the caller may ask.
    """
    yield from requests.misshapen(alias, _is_of_the_role)


def _is_of_the_role(refusal: Refusal) -> bool:
    return refusal.fault.path == "roleArn" and refusal.fault.breach is Breach.SIZE


@rule(
    "ALIAS002-UNKNOWN",
    "alias-request-member-unknown",
    severity=Severity.MEDIUM,
    trouble=Trouble.REJECTED,
    kind=RoleAlias,
    source=_CREATE,
)
def member_unknown(alias: RoleAlias, _: Inventory) -> Iterator[Hit]:
    """A request for a role alias has a member that the operation does not know.

    ## Why it matters

    The AWS CLI and the SDKs refuse to send it. Sent by other means, nothing says that the service
    reads it: a mistyped `credentialDurationSeconds` means the duration that was not meant.

    ## Example

    `tags` in a request of UpdateRoleAlias, which has no such member: tags are changed with
    TagResource.

    ## How to mend it

    Spell it as AWS does, or leave it out:

        aws iot create-role-alias --generate-cli-skeleton

    ## False positives

    None known. A member that AWS has added since needs a newer botocore.

    ## What it cannot see

    Members of templates: CloudFormation refuses properties that it does not know by itself.
    """
    yield from requests.unknown_members(alias)


@rule(
    "ALIAS002-CHARSET",
    "alias-name-outside-guide",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=RoleAlias,
    source=_GUIDE,
    opt_in=True,
)
def name_outside_guide(alias: RoleAlias, _: Inventory) -> Iterator[Hit]:
    """A role alias has a name that the API takes and the developer guide does not list.

    ## Why it matters

    The guide allows letters, digits and `=@-`; the API takes an underscore and a comma as well.
    Whoever checks names by the guide stumbles over such a one.

    ## Example

    `fleet_gateway`.

    ## How to mend it

    A role alias cannot be renamed. Create one with another name, and point the devices to it:

        aws iot create-role-alias --role-alias NAME --role-arn ARN

    ## False positives

    The API takes the name, so that nothing fails by itself.

    ## What it cannot see

    What else reads the name.
    """
    if "roleAlias" in alias.unknown:
        raise alias.unknown["roleAlias"].undecided()
    found = sorted({character for character in alias.name if character in _NOT_IN_THE_GUIDE})
    if found:
        yield Hit(
            f"The name of {alias.label} holds {' and '.join(found)}, which the guide "
            "does not list.",
            at="roleAlias",
            evidence={"characters": tuple(found)},
        )
