"""The operations whose requests are read, and how a request is known without its operation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rolevet.authorities import Crl, TrustAnchor
from rolevet.errors import UsageError
from rolevet.policies import IotPolicy
from rolevet.resources import Profile, Role, RoleAlias, Tagged
from rolevet.service_model import input_of
from rolevet.shapes import Shape, is_of_type
from rolevet.text import did_you_mean, plain

_NAME_MAX: Final = 100
_WORD: Final = re.compile(r"[A-Z][a-z]*")
_MEMBERS_MIN: Final = 2
"""A request with one member reads or deletes what it names, or changes nothing of it."""
_UNKNOWN_MAX: Final = 1


@dataclass(frozen=True, slots=True)
class Operation:
    """`action` is spelt as IAM spells it; `identifier` is the member that names the resource."""

    action: str
    kind: type[Tagged] | type[IotPolicy] | type[Role]
    identifier: str
    marks: tuple[str, ...]
    """Members that only such a request holds together."""
    updates: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    """The fields of AWS's answers that members fill which are called otherwise."""
    row: str = ""
    """The field that is a list of which the request is one row."""
    leaves_open: str = ""
    """The field of which AWS does not say what it becomes if the request does not tell it."""

    @property
    def name(self) -> str:
        return self.action.partition(":")[2]

    @property
    def command(self) -> str:
        """As the AWS CLI calls it."""
        service, _, name = self.action.partition(":")
        return f"{service} {'-'.join(_WORD.findall(name)).lower()}"

    @property
    def input(self) -> Shape:
        """What it takes."""
        service, _, name = self.action.partition(":")
        return input_of(service, name)

    def is_of(self, members: Mapping[str, Any]) -> bool:
        """Whether this JSON object is clearly a request of it, if perhaps with one mistake."""
        if len(members) < _MEMBERS_MIN or not members.keys() >= set(self.marks):
            return False
        known = self.input.members
        unknown = sum(name not in known for name in members)
        return unknown <= min(_UNKNOWN_MAX, len(members) - _MEMBERS_MIN) and all(
            is_of_type(known[name], members[name]) for name in self.marks
        )


_ROLES_ANYWHERE: Final = "rolesanywhere"
OPERATIONS: Final = (
    # Of two that fit a request as well, the first names it.
    Operation("iot:CreateRoleAlias", RoleAlias, "roleAlias", ("roleAlias", "roleArn")),
    Operation("iot:UpdateRoleAlias", RoleAlias, "roleAlias", ("roleAlias",), updates=True),
    Operation("iot:CreatePolicy", IotPolicy, "policyName", ("policyName", "policyDocument")),
    Operation(f"{_ROLES_ANYWHERE}:CreateProfile", Profile, "name", ("name", "roleArns")),
    Operation(
        *(f"{_ROLES_ANYWHERE}:UpdateProfile", Profile, "profileId", ("profileId",)),
        updates=True,
        leaves_open=Profile.DURATION_FIELD,
    ),
    Operation(f"{_ROLES_ANYWHERE}:CreateTrustAnchor", TrustAnchor, "name", ("name", "source")),
    Operation(
        *(f"{_ROLES_ANYWHERE}:UpdateTrustAnchor", TrustAnchor, "trustAnchorId"),
        ("trustAnchorId",),
        updates=True,
    ),
    Operation(f"{_ROLES_ANYWHERE}:ImportCrl", Crl, "name", ("crlData", "trustAnchorArn")),
    Operation(f"{_ROLES_ANYWHERE}:UpdateCrl", Crl, "crlId", ("crlId",), updates=True),
    Operation("iam:CreateRole", Role, "RoleName", ("RoleName", "AssumeRolePolicyDocument")),
    Operation(
        *("iam:UpdateRole", Role, "RoleName", ("RoleName",)),
        updates=True,
        leaves_open="MaxSessionDuration",
    ),
    Operation(
        *("iam:UpdateAssumeRolePolicy", Role, "RoleName", ("RoleName", "PolicyDocument")),
        updates=True,
        fields={"PolicyDocument": "AssumeRolePolicyDocument"},
    ),
    Operation(
        *("iam:PutRolePolicy", Role, "RoleName", ("RoleName", "PolicyName", "PolicyDocument")),
        updates=True,
        row="RolePolicyList",
    ),
)


def operation_named(name: str) -> Operation:
    """`CreateRoleAlias`, `create-role-alias`, also behind the service: `iot:CreateRoleAlias`,
    `iot create-role-alias`; raises UsageError."""
    service, mark, bare = name.strip().replace(" ", ":", 1).rpartition(":")
    wanted = _letters(bare[:_NAME_MAX])
    for each in OPERATIONS:
        own, _, _ = each.action.partition(":")
        if _letters(each.name) == wanted and (not mark or service.lower() == own):
            return each
    known = (each.action for each in OPERATIONS)
    raise UsageError(
        f"'{plain(name, _NAME_MAX)}' is no operation whose requests are read",
        hint=did_you_mean(name, [*known, *(each.name for each in OPERATIONS)]),
    )


def _letters(name: str) -> str:
    return name.replace("-", "").lower()


def operations_of(members: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Those of which it may be a request, all of one kind; none where it clearly is none."""
    found = [each for each in OPERATIONS if each.is_of(members)]
    known = [sum(name in each.input.members for name in members) for each in found]
    most = max(known, default=0)
    fitting = [each for each, count in zip(found, known, strict=True) if count == most]
    return tuple(fitting) if len({each.kind for each in fitting}) == 1 else ()
