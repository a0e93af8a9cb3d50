"""What a role asks of those who come through a broker, and what it then lets them do.

A document that cannot be read makes what depends on it a maybe, and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from rolevet.arn import BadArn, parse_arn, usable_policy
from rolevet.inventory import Inventory
from rolevet.kept import once
from rolevet.needs import Detail, Need
from rolevet.policies import ManagedPolicy
from rolevet.policy.constraints import CREDENTIAL_PROVIDER, ROLES_ANYWHERE, Broker
from rolevet.policy.documents import read_policy
from rolevet.policy.faults import BadPolicy, PolicyFault
from rolevet.policy.gate import Gate, gate
from rolevet.policy.permissions import Permissions
from rolevet.policy.sets import PolicySet
from rolevet.policy.statements import Kind, Policy, Statement
from rolevet.resources import Profile, Role, RoleAlias
from rolevet.unknown import Doubt, Undecided, Unknown

PERMISSIONS: Final[tuple[Need, ...]] = (
    Role,
    Detail.ROLE_POLICIES,
    Detail.ROLE_BOUNDARY,
    ManagedPolicy,
)
"""What a rule needs that asks what a role may do."""

_INLINE: Final = "inline policy"
_INLINE_SESSION: Final = "the inline session policy"
_ADMINISTRATOR_ACCESS: Final = "policy/AdministratorAccess"
_EVERYTHING: Final = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"},
}


def service_of(broker: RoleAlias | Profile) -> Broker:
    """The service through which the broker hands out roles."""
    return CREDENTIAL_PROVIDER if isinstance(broker, RoleAlias) else ROLES_ANYWHERE


@once
def trust_policy(role: Role, _: Inventory) -> Policy:
    """Raises Undecided where the document is no trust policy."""
    try:
        return read_policy(role.trust, Kind.TRUST)
    except BadPolicy as bad:
        raise Undecided(f"the trust policy of {role.label} cannot be read: {bad}") from None


@once
def gate_of(role: Role, broker: Broker, inventory: Inventory) -> Gate:
    """What a caller must bring to get a session of the role through the broker."""
    trust = trust_policy(role, inventory)
    return gate(trust, broker, partition=role.partition, account=role.account)


@once
def identity_policies(role: Role, inventory: Inventory) -> PolicySet:
    """Its inline policies and those that are attached to it."""
    inline = _members(
        lambda: (
            _read(document, f"{_INLINE} '{name}'")
            for name, document in sorted(role.inline_policies.items())
        )
    )
    attached = _members(
        lambda: (managed_document(arn, inventory) for arn in role.attached_policies)
    )
    return PolicySet.of((*inline, *attached))


@once
def boundary_policies(role: Role, inventory: Inventory) -> PolicySet | None:
    """Its permissions boundary; None where it has none."""
    members = _members(
        lambda: (managed_document(arn, inventory) for arn in (role.boundary,) if arn)
    )
    return PolicySet.of(members) if members else None


@once
def session_policy(profile: Profile, _: Inventory) -> Policy | BadPolicy | None:
    """The inline one, or what keeps the text from being a policy; None where there is no text."""
    text = profile.session_policy
    if text is None:
        return None
    try:
        if text.lstrip().startswith("%"):
            raise BadPolicy(PolicyFault.NOT_JSON, "it is not JSON but URL-encoded")
        return read_policy(text, Kind.PERMISSIONS, _INLINE_SESSION)
    except BadPolicy as bad:
        return bad.with_traceback(None)  # it is kept, and what it was raised in should not be


@once
def session_policies(profile: Profile, inventory: Inventory) -> PolicySet | None:
    """What the profile cuts its sessions down to, as one set; None where it does not."""

    def inline_member() -> Iterator[Policy | Unknown]:
        inline = session_policy(profile, inventory)
        if isinstance(inline, BadPolicy):
            yield Unknown(f"{_INLINE_SESSION} cannot be read: {inline}", Doubt.BY_NATURE)
        elif inline is not None:
            yield inline

    inline = _members(inline_member)
    listed = _members(
        lambda: (_listed_policy(arn, profile, inventory) for arn in profile.managed_policy_arns)
    )
    members = (*inline, *listed)
    return PolicySet.of(members) if members else None


@once
def role_permissions(role: Role, inventory: Inventory) -> Permissions:
    """What the role may do, whoever uses it."""
    return Permissions.of(
        identity_policies(role, inventory), boundary=boundary_policies(role, inventory)
    )


def field_of(statement: Statement) -> str:
    """The field of a role that holds the policy of one of its statements."""
    inline = statement.policy.startswith(_INLINE)
    return "RolePolicyList" if inline else "AttachedManagedPolicies"


def session_field_of(statement: Statement) -> str:
    """The field of a profile that holds the session policy of one of its statements."""
    return "sessionPolicy" if statement.policy == _INLINE_SESSION else "managedPolicyArns"


def _listed_policy(arn: str, profile: Profile, inventory: Inventory) -> Policy | Unknown:
    fault = policy_arn_fault(arn, profile)
    if fault is None:
        return managed_document(arn, inventory)
    return Unknown(f"policy {arn} is of no use to {profile.label}: {fault}", Doubt.BY_NATURE)


def policy_arn_fault(arn: str, profile: Profile) -> BadArn | None:
    """What keeps a managed policy from being one that sessions of the profile can have."""
    try:
        usable_policy(arn, partition=profile.partition, account=profile.account)
    except BadArn as fault:
        return fault
    return None


def managed_document(arn: str, inventory: Inventory) -> Policy | Unknown:
    """A managed policy by its ARN, in the account that the inventory is about."""
    try:
        policy = inventory.managed_policy(arn)
    except Undecided as undecided:
        if is_administrator_access(arn):
            return read_policy(_EVERYTHING, Kind.PERMISSIONS, f"policy '{arn}'")
        return Unknown(undecided.reason, undecided.doubt)
    if policy is None:
        return Unknown(f"policy {arn} does not exist", Doubt.BY_NATURE)
    return _managed_policy(policy, inventory)


def is_administrator_access(arn: str) -> bool:
    """Whether it is the policy of that name that AWS owns, not one that somebody calls so."""
    try:
        parsed = parse_arn(arn)
    except BadArn:
        return False
    return (parsed.service, parsed.account, parsed.resource) == (
        "iam",
        "aws",
        _ADMINISTRATOR_ACCESS,
    )


@once
def _managed_policy(policy: ManagedPolicy, _: Inventory) -> Policy | Unknown:
    members = _members(lambda: (_read(policy.document, f"policy '{policy.name}'"),))
    return members[0]


def _members(
    question: Callable[[], Iterable[Policy | Unknown]],
) -> tuple[Policy | Unknown, ...]:
    """What could not be had is one unknown member."""
    try:
        return tuple(question())
    except Undecided as undecided:
        return (Unknown(undecided.reason, undecided.doubt),)


def _read(document: str | Mapping[str, Any], name: str) -> Policy | Unknown:
    try:
        return read_policy(document, Kind.PERMISSIONS, name)
    except BadPolicy as bad:
        return Unknown(f"{name} cannot be read: {bad}", Doubt.BY_NATURE)
