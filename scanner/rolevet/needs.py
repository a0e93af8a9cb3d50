"""What a rule can ask to have collected: kinds of resource, and details that cost extra calls."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from rolevet.authorities import CertificateAuthority, CertificateSubject, Crl, TrustAnchor
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias


class Detail(StrEnum):
    """A part of a resource that the call which finds the resource does not tell."""

    ROLE_BOUNDARY = "role-boundary"
    """The permissions boundary of a role, and when it was last used."""

    ROLE_POLICIES = "role-policies"
    """The policies of a role: the inline ones whole, the attached ones by ARN."""

    TRUSTING_ROLES = "trusting-roles"
    """The roles that trust a broker's service, though no broker names them."""

    IOT_POLICY_TARGETS = "iot-policy-targets"
    """The certificates and groups that an IoT policy is attached to."""

    TAGS = "tags"
    """The tags of role aliases, profiles, trust anchors and CRLs."""


Need = type[Resource] | Detail

RESOURCES: Final[tuple[type[Resource], ...]] = (
    *(RoleAlias, Profile, TrustAnchor, Crl, Role, IotPolicy, ManagedPolicy),
    *(CertificateAuthority, CertificateSubject),
)
"""Every kind that is collected."""


def kinds_of(kind: type[Any]) -> frozenset[type[Resource]]:
    """The kinds of resource that a kind of subject takes in; none of a binding, which is none."""
    return frozenset(each for each in RESOURCES if issubclass(each, kind))


_PRESUPPOSED: Final[dict[Need, tuple[Need, ...]]] = {
    CertificateAuthority: (TrustAnchor,),
    Crl: (TrustAnchor,),
    Detail.IOT_POLICY_TARGETS: (IotPolicy,),
    Detail.ROLE_BOUNDARY: (Role,),
    Detail.ROLE_POLICIES: (Role,),
    Detail.TAGS: (RoleAlias, Profile, TrustAnchor),
    Detail.TRUSTING_ROLES: (Role,),
}


def name_of(need: Need) -> str:
    """What coverage calls it."""
    return need.value if isinstance(need, Detail) else need.KIND


def with_presupposed(needs: Iterable[Need]) -> frozenset[Need]:
    """The needs, and what must be there before they can be met."""
    wanted = frozenset(needs)
    return wanted.union(*(_PRESUPPOSED.get(need, ()) for need in wanted))
