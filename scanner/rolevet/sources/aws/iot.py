"""Role aliases: the listing returns names only, so each is described by a call of its own."""

from typing import Final

from botocore.client import BaseClient

from rolevet.coverage import CellState
from rolevet.place import ApiCall
from rolevet.resources import RoleAlias
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import Api, CallFailed, Fault, ask, list_all
from rolevet.sources.aws.parts import Part, listed, looked_up, not_offered

_LIST: Final = "iot:ListRoleAliases"
_DESCRIBE: Final = "iot:DescribeRoleAlias"
# 250 is the largest page that the service model admits.
_API: Final = Api("list_role_aliases", "roleAliases", "marker", "nextMarker", {"pageSize": 250})


def collect_aliases(access: Access, region: str) -> Part[RoleAlias]:
    """Every role alias of the Region; one that could not be described is known by name alone."""
    account = access.account
    if not access.offers("iot", region):
        return Part((), (not_offered(_LIST, account, region, kind=RoleAlias.KIND),))
    client = access.client("iot", region)
    listing = list_all(client, _API)
    answers = {
        name: _describe(client, name) for name in sorted({str(item) for item in listing.items})
    }
    cells = [listed(listing, _LIST, account, region, kind=RoleAlias.KIND)]
    if answers:
        cells.append(looked_up(answers, _DESCRIBE, account, region))
    aliases = (
        _alias(access, region, name, answer)
        for name, answer in answers.items()
        if answer is not None
    )
    return Part(tuple(aliases), tuple(cells))


def _describe(client: BaseClient, name: str) -> dict[str, object] | Fault | None:
    """None for an alias that was deleted after it had been listed."""
    try:
        answer = ask(client, "describe_role_alias", roleAlias=name)
    except CallFailed as failed:
        return None if failed.fault.code == "ResourceNotFoundException" else failed.fault
    description = answer.get("roleAliasDescription")
    if not isinstance(description, dict):
        return Fault(CellState.FAILED, "MalformedAnswer", "the answer has no roleAliasDescription")
    return description


def _alias(access: Access, region: str, name: str, answer: dict[str, object] | Fault) -> RoleAlias:
    arn = f"arn:{access.partition}:iot:{region}:{access.account}:rolealias/{name}"
    unknown = {}
    if isinstance(answer, Fault):
        reason = answer.unknown(_DESCRIBE, f"role alias '{name}'")
        unknown = dict.fromkeys(("roleArn", RoleAlias.DURATION_FIELD), reason)
        answer = {"roleAlias": name}
    return RoleAlias(
        arn=str(answer.get("roleAliasArn") or arn),
        account=access.account,
        region=region,
        partition=access.partition,
        raw=answer,
        place=ApiCall(_DESCRIBE, access.account, region),
        unknown=unknown,
    )
