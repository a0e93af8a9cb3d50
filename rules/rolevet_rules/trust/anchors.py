"""Whether a role says which trust anchors it accepts."""

from collections.abc import Iterator

from rolevet import (
    PERMISSIONS,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    Severity,
    Tier,
    Trouble,
    role_reaches,
    rule,
)
from rolevet_rules.trust.asked import TRUST_MODEL, open_gate
from rolevet_rules.trust.binding import ACCOUNT_ONLY, by_tags, unbound, unbound_hit


@rule(
    "TRUST001",
    "trust-anchor-binding-missing",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=TRUST_MODEL,
    yields_to=["TRUST003", "TRUST004"],
    parameters=ACCOUNT_ONLY,
)
def without_anchors(
    role: Role, inventory: Inventory, *, accept_account_only: bool
) -> Iterator[Hit]:
    """A role that trusts Roles Anywhere does not say which trust anchors it accepts.

    ## Why it matters

    Without a condition, a certificate from any trust anchor of the account can have any role that
    trusts the service. Whoever may add an anchor, with a CA of their own, has the role. That there
    is one anchor today does not help: the attack is to add a second.

    One session takes `sts:AssumeRole` and `sts:SetSourceIdentity`, and each is allowed by itself.
    A condition on either holds every session, wherever in the policy it stands.

    ## Example

    A statement that allows `rolesanywhere.amazonaws.com` the three actions, without a condition; or
    with `aws:SourceAccount` only, or with `"aws:SourceArn": "arn:aws:rolesanywhere:*:*:trust-anchor/*"`.

    ## How to mend it

    Add to the statement a condition that names the anchors, and put the policy:

        "Condition": {"ArnEquals": {"aws:SourceArn": "ANCHOR-ARN"}}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    Where nobody but those who may use the role can add trust anchors, the account itself may be
    boundary enough: set `accept_account_only`, and the rule accepts `aws:SourceAccount`.

    ## What it cannot see

    Resource control policies, which may refuse what the trust policy allows. Which anchors the
    clients of the role come through today: begin with those that they use.
    """  # noqa: E501 - an ARN
    gate = open_gate(role, inventory)
    if not unbound(gate, accept_account_only=accept_account_only):
        return
    if by_tags(gate).certain:
        raise NotApplicable("TRUST001-TAGGED or TRUST001-UNTAGGED reports it")
    if role_reaches(role, Tier.ESCALATION, inventory).certain:
        raise NotApplicable("TRUST001-PRIVILEGED reports it")
    yield unbound_hit(role, gate, inventory)


@rule(
    "TRUST001-PRIVILEGED",
    "privileged-role-without-anchor-binding",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=TRUST_MODEL,
    yields_to=["TRUST003", "TRUST004"],
    parameters=ACCOUNT_ONLY,
)
def privileged_without_anchors(
    role: Role, inventory: Inventory, *, accept_account_only: bool
) -> Iterator[Hit]:
    """A role that can take over its account does not say which trust anchors it accepts.

    ## Why it matters

    As TRUST001 says, any trust anchor of the account opens the role; and what the role may do is
    enough to become an administrator. Whoever may add an anchor, or holds a certificate from
    any that is there, has the account.

    ## Example

    A role with AdministratorAccess whose trust policy lets `rolesanywhere.amazonaws.com` in without
    a condition.

    ## How to mend it

    Name the anchors, and give the role no more than its clients need:

        "Condition": {"ArnEquals": {"aws:SourceArn": "ANCHOR-ARN"}}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A profile whose session policy cuts its sessions down does not help: whoever may add an anchor
    is often allowed to add a profile as well. See TRUST001 for `accept_account_only`.

    ## What it cannot see

    Service control policies and resource control policies. Ways to become an administrator that go
    over what other roles and services are trusted with.
    """
    gate = open_gate(role, inventory)
    answer = unbound(gate, accept_account_only=accept_account_only)
    if not answer.possible:
        return
    if by_tags(gate).certain:
        raise NotApplicable("TRUST001-TAGGED or TRUST001-UNTAGGED reports it")
    privileged = role_reaches(role, Tier.ESCALATION, inventory)
    if not privileged.possible:
        raise NotApplicable("the role cannot take over its account")
    if answer & privileged:
        yield unbound_hit(role, gate, inventory)
