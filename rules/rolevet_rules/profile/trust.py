"""Whether the roles of a profile trust Roles Anywhere."""

from collections.abc import Iterator

from rolevet import (
    ROLES_ANYWHERE,
    Answer,
    Hit,
    Inventory,
    NotApplicable,
    ProfileBinding,
    Role,
    Severity,
    Trouble,
    any_of,
    gate_of,
    rule,
)
from rolevet_rules.trust.asked import ASSUME, TRUST_MODEL, enabled, profile_bindings
from rolevet_rules.trust.services import untrusting_hit


@rule(
    "PROF012",
    "profile-role-not-trusting-rolesanywhere",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Role,
    source=TRUST_MODEL,
)
def not_trusting(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """An enabled profile lists a role that does not let Roles Anywhere assume it.

    ## Why it matters

    CreateProfile takes any role of the account, whatever its trust policy says. Every session for
    this one is refused.

    ## Example

    A role that trusts `ec2.amazonaws.com` only.

    ## How to mend it

    Let Roles Anywhere in, from the trust anchors and for the certificates that are meant:

        {"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"},
         "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
         "Condition": {"ArnEquals": {"aws:SourceArn": "ANCHOR-ARN"}}}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Whether anybody asks for the role. A role that trusts Roles Anywhere under conditions that no
    session meets is for other rules.
    """
    bindings = _listing(role, inventory)
    active = any_of(enabled(binding.broker) for binding in bindings)
    if not active.possible:
        raise NotApplicable("PROF012-LATENT judges it")
    if ~_open(role, inventory) & active:
        on = (binding for binding in bindings if enabled(binding.broker).possible)
        yield untrusting_hit(role, ROLES_ANYWHERE, on, inventory)


@rule(
    "PROF012-LATENT",
    "disabled-profile-role-not-trusting-rolesanywhere",
    severity=Severity.INFO,
    trouble=Trouble.FAILS,
    kind=Role,
    source=TRUST_MODEL,
)
def latent_not_trusting(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """Only disabled profiles list a role, and it does not let Roles Anywhere assume it.

    ## Why it matters

    Nothing fails while the profiles are disabled. Once one is enabled, every session for the role
    is refused: see PROF012.

    ## Example

    A disabled profile, and a role that trusts `ec2.amazonaws.com` only.

    ## How to mend it

    Before you enable the profile, let Roles Anywhere in, or take the role out of the profile:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json
        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...

    ## False positives

    None known.

    ## What it cannot see

    Whether the profiles are to be enabled again.
    """
    bindings = _listing(role, inventory)
    active = any_of(enabled(binding.broker) for binding in bindings)
    if active.certain:
        raise NotApplicable("PROF012 judges it")
    if ~_open(role, inventory) & ~active:
        yield untrusting_hit(role, ROLES_ANYWHERE, bindings, inventory)


def _listing(role: Role, inventory: Inventory) -> tuple[ProfileBinding, ...]:
    bindings = profile_bindings(role, inventory)
    if not bindings:
        raise NotApplicable("no profile lists the role")
    return bindings


def _open(role: Role, inventory: Inventory) -> Answer:
    return gate_of(role, ROLES_ANYWHERE, inventory).door(ASSUME).open
