"""Whether a session can have the name that a role waits for."""

import string
from collections.abc import Iterator
from typing import Final

from rolevet import (
    NO,
    YES,
    Answer,
    Bond,
    Confidence,
    Constraint,
    Gate,
    Hit,
    Inventory,
    Profile,
    Role,
    Severity,
    Trouble,
    Undecided,
    answer_of,
    any_of,
    listers_known,
    plain,
    rule,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import ASSUME, enabled, open_gate, profile_bindings

_SESSIONS: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html"
)
_SERIAL: Final = frozenset(string.hexdigits)
_LONGEST: Final = 64


@rule(
    "TRUST009",
    "trust-session-name-unsatisfiable",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Role,
    source=_SESSIONS,
    yields_to=["TRUST003", "TRUST004", "TRUST008"],
)
def session_name_unsatisfiable(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role waits for a session name that none of the profiles that list it lets clients choose.

    ## Why it matters

    Unless a profile accepts session names, Roles Anywhere names each session after the serial
    number of its certificate, and refuses a client that asks for another name. A condition on
    `sts:RoleSessionName` that asks for anything else is never met.

    ## Example

    The trust policy of Amazon EKS for hybrid nodes, with
    `"sts:RoleSessionName": "${aws:PrincipalTag/x509Subject/CN}"`, and a profile that was made
    without `acceptRoleSessionName`.

    ## How to mend it

    Let the profile accept session names, which the role then ties to the certificate:

        aws rolesanywhere update-profile --profile-id ID --accept-role-session-name

    Or take the condition out of the role.

    ## False positives

    A certificate may have its own serial number in the attribute that the condition names.

    ## What it cannot see

    Whether clients ask for the name that the role waits for. Of a role that a file states, only the
    profiles of the same file are known, so that it is told with medium confidence.
    """
    gate = open_gate(role, inventory)
    held = gate.door(ASSUME).held(_refuses_serials)
    if not held.possible:
        return
    bindings = [
        binding for binding in profile_bindings(role, inventory) if enabled(binding.broker).possible
    ]
    accepts = any_of(_lets_choose(binding.broker) for binding in bindings)
    if accepts.certain or not held:
        return
    if not bindings:
        raise Undecided("no enabled profile is known that lists the role")
    if not accepts and listers_known(Profile, role, inventory):
        hit = Hit(
            f"{role.label} waits for a session name that no serial number of a certificate can be, "
            "and no enabled profile that lists it accepts another.",
            at="AssumeRolePolicyDocument",
            evidence={"acceptRoleSessionName": False, "sts:RoleSessionName": _wanted(gate)},
            confidence=None if role.is_made else Confidence.MEDIUM,
        )
        yield with_paths(hit, bindings)


def _lets_choose(profile: Profile) -> Answer:
    """Whether it hands out sessions under names that clients choose."""
    accepts = answer_of(lambda: profile.accepts_session_name)
    return accepts & enabled(profile)


def _refuses_serials(each: Constraint) -> Answer:
    """Whether it demands a session name, and none that a serial number can be."""
    condition = each.condition
    if each.bond is not Bond.SESSION_NAME or condition.negated or condition.holds_without_key:
        return NO
    serial = any(
        _may_be_serial(value, wild=condition.takes_wildcards) for value in condition.values
    )
    return NO if serial or condition.operator == "Null" else YES


def _may_be_serial(value: str, *, wild: bool) -> bool:
    fitting = _SERIAL | {"*", "?"} if wild else _SERIAL
    return 0 < len(value) <= _LONGEST and fitting.issuperset(value)


def _wanted(gate: Gate) -> tuple[str, ...]:
    names = (
        value
        for way in gate.door(ASSUME).ways
        for each in way.constraints
        if each.bond is Bond.SESSION_NAME
        for value in each.condition.values
    )
    return tuple(sorted({plain(name, 100) for name in names}))[:50]
