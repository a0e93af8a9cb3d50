"""Roles that can get or give more than they have."""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    PERMISSIONS,
    YES,
    Answer,
    Confidence,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Role,
    Session,
    Severity,
    Trouble,
    any_of,
    controls_its_broker,
    escalations_in,
    is_open,
    rule,
    sessions_of,
)
from rolevet_rules.perm.paths import ASLEEP, Found, allowing, hit, latent_with, listed, open_with

_IAM: Final = (
    "https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "list_awsidentityandaccessmanagementiam.html"
)
_MOST_REASONS: Final = 10
_EXTRA: Final = {
    "actions_extra": Parameter(
        (), "further actions that no role handed out may use, such as ssm:SendCommand"
    )
}


@rule(
    "PERM002",
    "broker-role-can-escalate",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_IAM,
    yields_to=["PERM001"],
    parameters=_EXTRA,
)
def can_escalate(
    role: Role, inventory: Inventory, *, actions_extra: tuple[str, ...]
) -> Iterator[Hit]:
    """A role that can get or give more than it has is handed out for certificates.

    ## Why it matters

    Some actions are worth more than they look: whoever may write a policy, pass any role to code of
    his own or change whom a role trusts has soon what he likes. So does whoever controls the
    brokers: a trust anchor of his own, a profile with another role in it, an alias that points
    elsewhere. What a stolen certificate is worth then is not what the role was meant to do.

    It looks for these, on any resource or, where that is enough, on the role itself, its policies
    and the brokers that hand it out (the evidence says `SELF_PERSIST` of the last): writing and
    attaching policies, and taking boundaries away, in IAM; making keys and passwords of users;
    `iam:PassRole` with what runs code; `sts:AssumeRole` on any role; trust anchors, profiles,
    attribute mappings and CRLs of Roles Anywhere; role aliases, policies and certificates of IoT.

    ## Example

    `iam:PassRole` and `lambda:CreateFunction` on `*`: a function runs with whatever role it is
    given.

    ## How to mend it

    Take the actions away, or name the resources that they are meant for:

        aws iam put-role-policy --role-name NAME --policy-name NAME --policy-document FILE
        aws iam create-policy-version --policy-arn ARN --policy-document FILE --set-as-default

    ## False positives

    A role whose work is to provision devices, or to deploy. It is as dear as what it can make:
    narrow it, and keep its certificate as such.

    ## What it cannot see

    Service and resource control policies. Roles of no broker, to which a narrow `iam:PassRole` or
    `sts:AssumeRole` may lead. Ways that need an action that is not listed; `actions_extra` adds it.
    """
    found = open_with(
        lambda session: _escalates(session, inventory, actions_extra), role, inventory
    )
    if found.paths:
        yield _escalating(role, found, inventory)


@rule(
    "PERM002-LATENT",
    "latent-broker-role-can-escalate",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_IAM,
    yields_to=["PERM001-LATENT"],
    parameters=_EXTRA,
)
def latent_can_escalate(
    role: Role, inventory: Inventory, *, actions_extra: tuple[str, ...]
) -> Iterator[Hit]:
    """A role that can get or give more than it has is in a disabled profile.

    ## Why it matters

    One call of EnableProfile, whoever makes it, hands it out again. PERM002 says by which actions a
    role gets more than it has.

    ## Example

    A disabled profile with the role of a deployment that may write policies.

    ## How to mend it

    Delete the profile, or take the role out of it:

        aws rolesanywhere delete-profile --profile-id ID
        aws rolesanywhere update-profile --profile-id ID --role-arns ARN ...

    ## False positives

    A profile that is enabled only while something is deployed.

    ## What it cannot see

    Who may enable the profile, and what PERM002 cannot see either.
    """
    found = latent_with(
        lambda s: _escalates(s, inventory, actions_extra), role, inventory, "PERM002"
    )
    if found.paths:
        yield _escalating(role, found, inventory, ASLEEP)


@rule(
    "PERM002-CONDITIONAL",
    "broker-role-may-escalate",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=_IAM,
    confidence=Confidence.MEDIUM,
    yields_to=["PERM001"],
)
def may_escalate(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role that is handed out for certificates may get more than it has, on some condition.

    ## Why it matters

    A condition, a policy variable or the name of a resource decides whether the role can get or
    give more than it has by one of the actions that PERM002 lists, and nobody can tell without the
    request: a condition may keep everybody out, or let everybody pass. PERM002 is undecided then.

    ## Example

    `iam:PassRole` on `*` if `iam:PassedToService` is Lambda's, with `lambda:CreateFunction`; or
    `iam:PutRolePolicy` on `role/pump-*`, which is harmless if no such role may do more.

    ## How to mend it

    See whether the condition keeps out whom it should; where it does, accept the finding. Else take
    the action away, or name resources that are worth nothing more.

    ## False positives

    A condition that the holders of the certificates can never meet, and named resources that may do
    no more than the role itself.

    ## What it cannot see

    What the values of a condition come to in a request, and what PERM002 cannot see either.
    """
    sessions = sessions_of(role, inventory)
    if any(_certain_today(session, inventory) for session in sessions):
        raise NotApplicable("PERM002 reports it")
    found = open_with(lambda session: _may_escalate(session, inventory), role, inventory)
    if found.paths:
        yield _perhaps(role, found, inventory)


def _escalates(
    session: Session, inventory: Inventory, extra: tuple[str, ...]
) -> Mapping[str, Answer]:
    found = escalations_in(session, inventory)
    return {**found, **session.permissions.allowed_of(extra)} if extra else found


def _may_escalate(session: Session, inventory: Inventory) -> Mapping[str, Answer]:
    """Those of which it is certain that something that was read would decide."""
    whole = escalations_in(session, inventory)
    read = _as_read(session, inventory)
    return {action: YES if action in read else answer for action, answer in whole.items()}


def _as_read(session: Session, inventory: Inventory) -> Mapping[str, Answer]:
    return escalations_in(session, inventory, as_read=True)


def _certain_today(session: Session, inventory: Inventory) -> bool:
    escalates = any_of(escalations_in(session, inventory).values())
    return escalates.certain and any(is_open(path).certain for path in session.paths)


def _escalating(role: Role, found: Found, inventory: Inventory, end: str = "") -> Hit:
    brokers = found.brokers
    sessions = [
        session
        for session in sessions_of(role, inventory)
        if any(path.broker.arn in brokers for path in session.paths)
    ]
    persists = any(controls_its_broker(session, inventory).certain for session in sessions)
    possible = {action for session in sessions for action in _as_read(session, inventory)}
    return hit(
        role,
        f"can get or give more than it has by {listed(found.things)}{end}",
        found,
        allowing(role, inventory, found.things),
        actions=found.things,
        perhaps=tuple(sorted(possible.difference(found.things))),
        reason="SELF_PERSIST" if persists else "ESCALATES",
    )


def _perhaps(role: Role, found: Found, inventory: Inventory) -> Hit:
    reasons = {
        answer.reason
        for session in sessions_of(role, inventory)
        for action, answer in _as_read(session, inventory).items()
        if action in found.things and answer.reason
    }
    why = tuple(sorted(reasons))
    return hit(
        role,
        f"may get or give more than it has by {listed(found.things)} ({why[0]})",
        found,
        allowing(role, inventory, found.things),
        actions=found.things,
        because=why[:_MOST_REASONS],
    )
