"""What a resource is called that is not made yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from rolevet.authorities import CertificateAuthority, Crl, TrustAnchor
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Value


@dataclass(frozen=True, slots=True)
class Identity:
    """`name` is what people call it, `told` whether the file tells that name.

    `reference` is what others name it by. `spelt` is the ARN as others may put it together of its
    name, where that is not wholly known. A `foreign` resource is of a type that says nothing of
    what its attributes are.
    """

    reference: Value
    arn: str = ""
    name: str = ""
    told: bool = False
    spelt: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    foreign: bool = False


_GLOBAL: Final[dict[type[Resource], tuple[str, str]]] = {
    Role: ("iam", "role"),
    ManagedPolicy: ("iam", "policy"),
}
_REGIONAL: Final[dict[type[Resource], tuple[str, str]]] = {
    RoleAlias: ("iot", "rolealias/"),
    IotPolicy: ("iot", "policy/"),
    Profile: ("rolesanywhere", "profile/"),
    TrustAnchor: ("rolesanywhere", "trust-anchor/"),
    Crl: ("rolesanywhere", "crl/"),
    CertificateAuthority: ("acm-pca", "certificate-authority/"),
}


def arn_of(kind: type[Resource], name: str, own: StandIns, region: str = "") -> str:
    """In the account that a file will be deployed to, and in its Region unless another is told;
    IAM's names begin with a path."""
    if kind in _GLOBAL:
        service, what = _GLOBAL[kind]
        return f"arn:{own.partition}:{service}::{own.account}:{what}{name}"
    service, what = _REGIONAL[kind]
    return f"arn:{own.partition}:{service}:{region or own.region}:{own.account}:{what}{name}"
