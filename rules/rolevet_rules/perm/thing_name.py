"""Policies of devices that hold only for those which send the name of their thing."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Final

from rolevet import (
    NAMED_KEYS,
    NO,
    PERMISSIONS,
    Answer,
    Condition,
    Effect,
    Hit,
    Inventory,
    Permissions,
    PolicySet,
    Role,
    Severity,
    Statement,
    Trouble,
    any_of,
    lacking,
    maybe,
    not_known,
    role_permissions,
    rule,
    widest,
)
from rolevet_rules.perm.paths import device_paths, hit, listed, must_be_no

_DENY: Final = "DENY_DEPENDS_ON_THING_NAME"
_ALLOW: Final = "ALLOW_WITHOUT_THING_NAME"
_MOST: Final = 64
"""Statements that are looked at, and actions of each that are asked for one by one."""


@rule(
    "PERM005",
    "device-role-deny-depends-on-thing-name",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html",
)
def deny_depends_on_thing_name(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A device escapes what is denied to it by not sending the name of its thing.

    ## Why it matters

    `credentials-iot:ThingName` and `credentials-iot:ThingTypeName` are there only if the device
    sends the header `x-amzn-iot-thingname` with its request for credentials. It cannot send a false
    one, but it may send none. IAM then says that the variable has no value: no resource and no
    positive operator of a condition matches it. An Allow that needs it gives nothing, which is
    safe; a Deny that needs it denies nothing (reason `DENY_DEPENDS_ON_THING_NAME`). And an Allow
    whose condition excludes some names lets those pass that have none (`ALLOW_WITHOUT_THING_NAME`).

    ## Example

    `Allow s3:*` on a bucket, and `Deny s3:*` on `BUCKET/${credentials-iot:ThingName}/sealed/*`.

    ## How to mend it

    Deny everything to devices that send no name, beside what is denied to those that do:

        {"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"Null": {"credentials-iot:ThingName": "true"}}}

    Or use `credentials-iot:AwsCertificateId`, which is always there; or have the Allow name what is
    the device's own, so that nothing needs to be denied.

    ## False positives

    What is denied is of no use to a device without its name.

    ## What it cannot see

    Service and resource control policies. What AWS does with `NotResource` and a variable without a
    value is not documented; the rule is undecided there. AWS also says that such a statement may be
    invalid as a whole, so that one resource beside another without a value counts for nothing.
    """
    found = device_paths(role, inventory)
    own = role_permissions(role, inventory)
    nameless = own.revised(partial(lacking, keys=NAMED_KEYS))
    suspects = list(islice(_suspects(own), _MOST + 1))
    answers = [_granted(nameless, suspect) for suspect, _ in suspects[:_MOST]]
    faulty = [each for each, answer in zip(suspects, answers, strict=False) if answer.certain]
    if not faulty:
        must_be_no((*answers, *_doubts(own, len(suspects))))
        return
    statements = [statement for statement, _ in faulty]
    labels = tuple(statement.label for statement in statements)
    yield hit(
        role,
        f"holds a device to less if it does not send the name of its thing: see {listed(labels)}",
        found,
        statements,
        reasons=tuple(sorted({reason for _, reason in faulty})),
    )


def _suspects(permissions: Permissions) -> Iterator[tuple[Statement, str]]:
    """The statements that are less strict with a device without a name, each with the reason."""
    for each in permissions.sets:
        for deny in each.denies:
            left = lacking(deny, NAMED_KEYS)
            if left is None or left.resources is not deny.resources:
                yield deny, _DENY
        for allow in each.allows:
            if any(_lets_nameless_pass(condition) for condition in allow.conditions):
                yield allow, _ALLOW


def _lets_nameless_pass(condition: Condition) -> bool:
    """A condition on the absence itself says what it means."""
    named = condition.name in NAMED_KEYS and condition.operator != "Null"
    return named and condition.holds_without_key


def _granted(nameless: Permissions, suspect: Statement) -> Answer:
    """Whether a device without a name may do something that the statement is about."""
    if suspect.effect is Effect.ALLOW:
        left = lacking(suspect, NAMED_KEYS)
        if left is None:
            return NO
        suspect = left
    view = nameless.within(PolicySet((widest(suspect),), ()))
    actions = suspect.actions
    few = not actions.negated and len(actions.written) <= _MOST
    return any_of(view.allows_some(action) for action in (actions.written if few else ("*",)))


def _doubts(permissions: Permissions, count: int) -> Iterator[Answer]:
    if count > _MOST:
        yield maybe(f"more than {_MOST} statements depend on the name of a thing")
    for unknown in (unknown for each in permissions.sets for unknown in each.unknown):
        yield not_known(unknown)
