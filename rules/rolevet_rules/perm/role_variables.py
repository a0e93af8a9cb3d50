"""Policy variables in roles that are handed out, and in which they have no value."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    PERMISSIONS,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    Severity,
    Trouble,
    is_open,
    not_known,
    once,
    paths_to,
    role_permissions,
    rule,
    used_by_devices,
)
from rolevet_rules.perm.misuse import NOT_A_DEVICE, Misuse, clause, evidence, misuses, statements_of
from rolevet_rules.perm.paths import Found, hit, must_be_no

_VARIABLES: Final = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"
)


@rule(
    "PERM006",
    "policy-variable-wrong-context",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Role,
    needs=PERMISSIONS,
    source=_VARIABLES,
)
def variable_without_value(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A policy of a role relies on a variable that never has a value, and so gives nothing.

    ## Why it matters

    What has no value equals nothing: an Allow whose resource or condition needs it allows nothing.
    There are four ways to get there, which the evidence tells apart: `VERSION`, because only
    documents of version 2012-10-17 replace variables; `IOT_CORE`, because `iot:ClientId`,
    `iot:Connection.Thing.…` and `iot:Certificate.…` are for policies of AWS IoT Core, not of IAM;
    `MISSPELT`, because the credential provider knows only `credentials-iot:ThingName`,
    `credentials-iot:ThingTypeName` and `credentials-iot:AwsCertificateId`; and `NOT_A_DEVICE`,
    because no role alias hands the role out, and nobody else has these.

    ## Example

    `arn:aws:s3:::fleet/${credential-iot:ThingName}/*`, in which an s is missing.

    ## How to mend it

    Write the key that was meant, and the version beside it:

        {"Version": "2012-10-17", "Statement": …}

    ## False positives

    A policy that waits for a role alias to be made.

    ## What it cannot see

    Whether a key of another service has a value in its requests, and whether a tag is there that
    `aws:PrincipalTag/…` names. A variable with a default has a value, so that it is passed over.
    """
    yield from _hits(role, inventory, opens=False)


@rule(
    "PERM006-OPEN",
    "policy-variable-leaves-open",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_VARIABLES,
)
def variable_leaves_open(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A policy of a role means to keep something shut by a variable that never has a value.

    ## Why it matters

    What has no value equals nothing. A Deny whose resource or condition needs it denies nothing; a
    condition such as `StringNotEquals` holds for whatever there is, so that an Allow with it lets
    all pass. PERM006 says why a variable may have no value.

    ## Example

    `Deny s3:*` on `arn:aws:s3:::fleet/${iot:ClientId}/sealed/*` in a policy of IAM, which knows no
    `iot:ClientId`.

    ## How to mend it

    Write a key that IAM knows in sessions of this role, and version 2012-10-17 beside it; or deny
    what is to be denied by name.

    ## False positives

    Nothing that the statement should keep shut is allowed by another.

    ## What it cannot see

    What PERM006 cannot see either, and whether what is left open is of use to anybody.
    """
    yield from _hits(role, inventory, opens=True)


def _hits(role: Role, inventory: Inventory, *, opens: bool) -> Iterator[Hit]:
    paths = tuple(path for path in paths_to(role, inventory) if is_open(path).certain)
    if not paths:
        must_be_no(is_open(path) for path in paths_to(role, inventory))
        raise NotApplicable("no broker hands the role out today")
    found = tuple(each for each in _misused(role, inventory) if each.opens is opens)
    if not found:
        sets = role_permissions(role, inventory).sets
        must_be_no(not_known(unknown) for each in sets for unknown in each.unknown)
        return
    what = "leaves open what it should shut" if opens else "gives less than it seems to"
    statements = statements_of(found)
    yield hit(role, f"{what}: {clause(found)}", Found(paths, ()), statements, **evidence(found))


@once
def _misused(role: Role, inventory: Inventory) -> tuple[Misuse, ...]:
    """Raises Undecided where it all hangs on whether a role alias hands the role out."""
    every = tuple(
        found
        for each in role_permissions(role, inventory).sets
        for found in misuses((*each.allows, *each.denies))
    )
    wrong = tuple(each for each in every if each.reason != NOT_A_DEVICE)
    if len(wrong) == len(every):
        return wrong
    devices = used_by_devices(role, inventory)
    return every if devices.known is False else wrong if wrong or devices else ()
