"""The roles that brokers name: whether they exist, how long they last, whom they trust."""

from collections.abc import Iterable
from typing import Any, Final

from botocore.client import BaseClient

from rolevet.arn import BadArn, usable_role
from rolevet.coverage import Cell, CellState
from rolevet.inventory import MissingRole, RoleFact
from rolevet.place import ApiCall
from rolevet.resources import Role, RoleAlias
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import CallFailed, Fault, ask
from rolevet.sources.aws.parts import looked_up
from rolevet.unknown import Doubt, Unknown

_GET: Final = "iam:GetRole"
_GLOBAL: Final = "global"


def collect_roles(
    access: Access, arns: Iterable[str]
) -> tuple[dict[str, RoleFact], tuple[Cell, ...]]:
    """What IAM says of each ARN that can name a role of this account, by ARN; one call a name."""
    names = {arn: name for arn in arns if (name := _name_here(access, arn))}
    if not names:
        return {}, ()
    client = access.client("iam", access.regions[0])
    answers = {name: _get(client, name) for name in sorted(set(names.values()))}
    facts = {arn: _fact(access, arn, name, answers[name]) for arn, name in names.items()}
    return facts, (looked_up(answers, _GET, access.account, _GLOBAL),)


def _name_here(access: Access, arn: str) -> str | None:
    try:
        role = usable_role(
            arn,
            partition=access.partition,
            account=access.account,
            max_length=RoleAlias.ROLE_ARN_MAX,
        )
    except BadArn:
        return None
    return role.name


def _get(client: BaseClient, name: str) -> dict[str, Any] | Fault | None:
    """None where IAM says that there is no such role."""
    try:
        answer = ask(client, "get_role", RoleName=name)
    except CallFailed as failed:
        return None if failed.fault.code == "NoSuchEntity" else failed.fault
    role = answer.get("Role")
    if not isinstance(role, dict):
        return Fault(CellState.FAILED, "MalformedAnswer", "the answer has no Role")
    return role


def _fact(access: Access, arn: str, name: str, answer: dict[str, Any] | Fault | None) -> RoleFact:
    place = ApiCall(_GET, access.account, _GLOBAL)
    if answer is None:
        return MissingRole(arn, place)
    if isinstance(answer, Fault):
        return answer.unknown(_GET, f"role '{name}'")
    # IAM finds a role by its name, which is unique in the account whatever the path: the ARN that
    # the broker names may have another path than the role, and what AWS makes of that is not known.
    if answer.get("Arn") != arn:
        return Unknown(
            f"role '{name}' exists as {answer.get('Arn')}, not as {arn}", Doubt.BY_NATURE
        )
    return Role(
        arn=arn,
        account=access.account,
        region=_GLOBAL,
        partition=access.partition,
        raw=answer,
        place=place,
    )
