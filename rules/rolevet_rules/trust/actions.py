"""Whether a trust policy allows all that a session takes."""

from collections.abc import Iterator

from rolevet import (
    YES,
    Answer,
    Gate,
    Hit,
    Inventory,
    Role,
    Severity,
    Trouble,
    Undecided,
    all_of,
    answer_of,
    any_of,
    maps_any,
    rule,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import (
    ASSUME,
    SET_IDENTITY,
    TAG,
    TRUST_MODEL,
    labels,
    open_gate,
    profile_bindings,
)


@rule(
    "TRUST003",
    "trust-required-actions-missing",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Role,
    source=TRUST_MODEL,
)
def required_actions_missing(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role lets Roles Anywhere assume it, but not do all else that a session takes.

    ## Why it matters

    Roles Anywhere sets the source identity of every session, and passes the attributes of the
    certificate as session tags. A trust policy that does not allow `sts:SetSourceIdentity` and
    `sts:TagSession` beside `sts:AssumeRole` gives no session.

    ## Example

    `"Action": "sts:AssumeRole"` for `rolesanywhere.amazonaws.com`, as for any other service.

    ## How to mend it

    Add the missing actions to the statement, under the same conditions, and put the policy:

        "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    It lets in nobody whom the statement did not mean to let in.

    ## False positives

    None known. Where `sts:TagSession` alone is missing and every profile that lists the role maps
    no attribute, the rule does not decide: AWS does not say whether such a session needs it.

    ## What it cannot see

    Whether the conditions of the statements can all be met by one session.
    """
    gate = open_gate(role, inventory)
    needed = {action: gate.door(action).open for action in (SET_IDENTITY, TAG)}
    missing = [action for action, answer in needed.items() if answer.known is False]
    if not missing and all_of(needed.values()):
        return
    if missing == [TAG] and not _tags_something(role, inventory):
        raise Undecided("AWS does not say whether a session without tags needs sts:TagSession")
    if gate.door(ASSUME).open:
        yield _hit(role, gate, missing, inventory)


def _tags_something(role: Role, inventory: Inventory) -> Answer:
    """Whether some profile that lists the role maps an attribute, as profiles do at first."""
    bindings = profile_bindings(role, inventory)
    if not bindings:
        return YES
    return any_of(answer_of(maps_any, binding.broker) for binding in bindings)


def _hit(role: Role, gate: Gate, missing: list[str], inventory: Inventory) -> Hit:
    spoken = (way.statement for door in gate.doors for way in door.ways)
    return with_paths(
        Hit(
            f"{role.label} lets Roles Anywhere assume it without {' and '.join(missing)}, which "
            "its sessions need: they are refused.",
            at="AssumeRolePolicyDocument",
            evidence={"missing": tuple(missing), "statements": labels(spoken)},
        ),
        profile_bindings(role, inventory),
    )
