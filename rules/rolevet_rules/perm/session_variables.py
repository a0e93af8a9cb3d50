"""Policy variables in the session policies of profiles, where they have no value."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    ManagedPolicy,
    Profile,
    Severity,
    Trouble,
    not_known,
    rule,
    session_field_of,
)
from rolevet_rules.perm.misuse import VERSION, Misuse, clause, evidence, labels, misuses
from rolevet_rules.perm.paths import must_be_no
from rolevet_rules.profile.words import must_be_enabled, session_set

_VARIABLES: Final = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"
)


@rule(
    "PERM006-SESSION",
    "session-policy-variable-wrong-context",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Profile,
    needs=[ManagedPolicy],
    source=_VARIABLES,
)
def variable_without_value(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A session policy relies on a variable that never has a value, and so lets nothing pass.

    ## Why it matters

    A session may do what its role and its session policies allow alike. An Allow that needs a
    variable without a value allows nothing, and takes from the session what the role grants. In
    sessions of Roles Anywhere neither the keys of AWS IoT nor those of its credential provider have
    values; PERM006 says what else leaves a variable without one.

    ## Example

    A session policy that was copied from the role of a fleet of devices, with
    `${credentials-iot:ThingName}` in it.

    ## How to mend it

    Use what Roles Anywhere tells of the certificate, such as
    `${aws:PrincipalTag/x509Subject/CN}`, in a document of version 2012-10-17:

        aws rolesanywhere update-profile --profile-id ID --session-policy FILE

    ## False positives

    None known.

    ## What it cannot see

    Whether the certificate has the attribute that `aws:PrincipalTag/…` names, and whether a key of
    another service has a value in its requests. Inline policies whose version replaces no variables
    are left to PROF006-LITERAL.
    """
    yield from _hits(profile, inventory, opens=False)


@rule(
    "PERM006-SESSION-OPEN",
    "session-policy-variable-leaves-open",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Profile,
    needs=[ManagedPolicy],
    source=_VARIABLES,
)
def variable_leaves_open(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A session policy means to keep something shut by a variable that never has a value.

    ## Why it matters

    A Deny that needs a variable without a value denies nothing, and an Allow whose condition says
    what the variable must not be lets all pass: the session keeps what it was to lose. PERM006 says
    what leaves a variable without a value.

    ## Example

    `Deny s3:*` on `arn:aws:s3:::reports/${credentials-iot:ThingName}/*` in a profile.

    ## How to mend it

    Write a key that sessions of Roles Anywhere have, such as `aws:PrincipalTag/x509Subject/CN`, in
    a document of version 2012-10-17; or deny what is to be denied by name:

        aws rolesanywhere update-profile --profile-id ID --session-policy FILE

    ## False positives

    Nothing that the statement should keep shut is allowed by another, or by the role.

    ## What it cannot see

    What PERM006-SESSION cannot see either.
    """
    yield from _hits(profile, inventory, opens=True)


def _hits(profile: Profile, inventory: Inventory, *, opens: bool) -> Iterator[Hit]:
    must_be_enabled(profile)
    policies = session_set(profile, inventory)
    every = misuses((*policies.allows, *policies.denies))
    found = tuple(each for each in every if each.opens is opens and not _is_told(each))
    if not found:
        must_be_no(map(not_known, policies.unknown))
        return
    what = "leaves open what it should shut" if opens else "lets less pass than it seems to"
    yield Hit(
        f"A session policy of {profile.label} {what}: {clause(found)}.",
        at=session_field_of(found[0].statement),
        evidence={**evidence(found), "statements": labels(found)},
    )


def _is_told(misuse: Misuse) -> bool:
    """PROF006-LITERAL reports an inline policy whose version replaces no variables."""
    inline = session_field_of(misuse.statement) == "sessionPolicy"
    return misuse.reason == VERSION and inline
