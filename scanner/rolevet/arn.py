"""Amazon Resource Names, taken apart by hand.

No regular expression reads them: the one that AWS documents for role ARNs takes cubic time on
hostile input and accepts names that no role can have.
"""

import string
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PARTITIONS: Final = frozenset(
    {
        "aws",
        "aws-cn",
        "aws-eusc",
        "aws-iso",
        "aws-iso-b",
        "aws-iso-e",
        "aws-iso-f",
        "aws-us-gov",
    }
)
"""Every partition that botocore knows; a test compares them with the installed botocore."""

MAX_LENGTH: Final = 2048
"""Characters; the longest ARN that any of the AWS models involved admits."""

_BY_REGION: Final = {
    "cn-": "aws-cn",
    "eusc-": "aws-eusc",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
}
_DIGITS: Final = frozenset(string.digits)
_NAME: Final = frozenset(string.ascii_letters + string.digits + "_+=,.@-")
_ROLE_NAME_MAX: Final = 64
_POLICY_NAME_MAX: Final = 128
_PATH_MAX: Final = 512
# Nobody can edit the trust policy of these roles, so no broker can ever be allowed to use one.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
_UNEDITABLE_PATHS: Final = ("/aws-service-role/", "/aws-reserved/")


_AWS: Final = "aws"
"""What stands in the place of the account in the ARN of a policy that AWS owns."""


class ArnFault(StrEnum):
    """What keeps a text from being the ARN of a role or a policy that a broker can use."""

    MALFORMED = "MALFORMED"
    PARTITION = "PARTITION"
    NOT_A_ROLE = "NOT_A_ROLE"
    NOT_A_POLICY = "NOT_A_POLICY"
    CROSS_ACCOUNT = "CROSS_ACCOUNT"
    UNEDITABLE_TRUST = "UNEDITABLE_TRUST"


class BadArn(ValueError):
    """The text is not the ARN that was asked for; the message is a clause about "it"."""

    def __init__(self, fault: ArnFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Arn:
    """`arn:partition:service:region:account:resource`; region and account may be empty."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return ":".join(
            ("arn", self.partition, self.service, self.region, self.account, self.resource)
        )


@dataclass(frozen=True, slots=True)
class RoleArn:
    """The ARN of an IAM role; the path begins and ends with a slash."""

    partition: str
    account: str
    path: str
    name: str

    def __str__(self) -> str:
        return f"arn:{self.partition}:iam::{self.account}:role{self.path}{self.name}"


def is_account(text: str) -> bool:
    """Whether it is the id of an account."""
    return len(text) == 12 and _DIGITS.issuperset(text)


def partition_of(region: str) -> str:
    """The one that a Region is in, by how it is called."""
    named = (name for start, name in _BY_REGION.items() if region.startswith(start))
    return next(named, "aws")


def parse_arn(text: str, max_length: int = MAX_LENGTH) -> Arn:
    """Raises BadArn unless the text has the six parts of an ARN in a known partition."""
    if len(text) > max_length:
        raise BadArn(ArnFault.MALFORMED, f"it has more than {max_length} characters")
    if not (text.isascii() and text.isprintable()):
        raise BadArn(ArnFault.MALFORMED, "it holds characters that no ARN can hold")
    parts = text.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not (parts[2] and parts[5]):
        raise BadArn(ArnFault.MALFORMED, "it is not of the form arn:partition:service:…")
    if parts[1] not in PARTITIONS:
        raise BadArn(ArnFault.PARTITION, f"there is no partition '{parts[1]}'")
    return Arn(*parts[1:])


def parse_role(text: str, max_length: int = MAX_LENGTH) -> RoleArn:
    """Raises BadArn unless the text is the ARN of one IAM role, without wildcards.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    arn = parse_arn(text, max_length)
    kind, slash, rest = arn.resource.partition("/")
    if arn.service != "iam" or kind != "role" or not slash:
        raise BadArn(ArnFault.NOT_A_ROLE, "it does not name an IAM role")
    if arn.region or not is_account(arn.account):
        raise BadArn(ArnFault.MALFORMED, "a role ARN has no Region and an account of 12 digits")
    path, _, name = f"/{rest}".rpartition("/")
    if not (0 < len(name) <= _ROLE_NAME_MAX and _NAME.issuperset(name)):
        raise BadArn(ArnFault.NOT_A_ROLE, "it does not end in a role name")
    if len(path) + 1 > _PATH_MAX or " " in path:
        raise BadArn(ArnFault.NOT_A_ROLE, "its path is not a role path")
    return RoleArn(arn.partition, arn.account, f"{path}/", name)


def usable_role(text: str, *, partition: str, account: str, max_length: int) -> RoleArn:
    """Raises BadArn unless the text names a role that a broker of this account can hand out."""
    role = parse_role(text, max_length)
    _must_be_of(role, partition, account)
    if role.path.startswith(_UNEDITABLE_PATHS):
        raise BadArn(
            ArnFault.UNEDITABLE_TRUST,
            f"it is under '{role.path}', where nobody can edit a trust policy",
        )
    return role


def usable_policy(text: str, *, partition: str, account: str) -> Arn:
    """Raises BadArn unless the text names a managed policy that roles and sessions of this account
    can have: one of its own, or of AWS.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    arn = parse_arn(text)
    kind, _, rest = arn.resource.partition("/")
    name = rest.rpartition("/")[2]
    if arn.service != "iam" or kind != "policy":
        raise BadArn(ArnFault.NOT_A_POLICY, "it does not name a managed policy")
    if not (0 < len(name) <= _POLICY_NAME_MAX and _NAME.issuperset(name)):
        raise BadArn(ArnFault.NOT_A_POLICY, "it does not end in the name of a policy")
    if arn.region or not (arn.account == _AWS or is_account(arn.account)):
        raise BadArn(
            ArnFault.MALFORMED, "a policy ARN has no Region, and an account of 12 digits or 'aws'"
        )
    _must_be_of(arn, partition, account if arn.account != _AWS else _AWS)
    return arn


def is_of_aws(arn: Arn) -> bool:
    """Whether AWS itself owns the policy that it names."""
    return arn.account == _AWS


def _must_be_of(arn: Arn | RoleArn, partition: str, account: str) -> None:
    if arn.partition != partition:
        raise BadArn(
            ArnFault.PARTITION, f"it is in partition '{arn.partition}', not in '{partition}'"
        )
    if arn.account != account:
        raise BadArn(
            ArnFault.CROSS_ACCOUNT, f"it belongs to account {arn.account}, not to {account}"
        )
