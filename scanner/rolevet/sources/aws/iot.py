"""Role aliases: the listing returns names only, so each is described by a call of its own."""

from typing import Final

from rolevet.place import ApiCall
from rolevet.resources import RoleAlias
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.listings import Api, list_all
from rolevet.sources.aws.parts import Each, Looked, Part, listed, look, looked_up, not_offered

_DESCRIBE: Final = "iot:DescribeRoleAlias"
# 250 is the largest page that the service model admits.
_LIST: Final = Api(
    action="iot:ListRoleAliases",
    method="list_role_aliases",
    items="roleAliases",
    next_sent="marker",
    next_received="nextMarker",
    parameters={"pageSize": 250},
)


def collect_aliases(access: Access, region: str, each: Each) -> Part[RoleAlias]:
    """Every role alias of the Region; one that could not be described is known by name alone."""
    account = access.account
    if not access.offers(_LIST.action, region):
        return Part((), (not_offered(_LIST.action, account, region, kind=RoleAlias.KIND),))
    listing = list_all(access.caller(_LIST.action, region), _LIST)
    cell = listed(listing, _LIST.action, account, region, kind=RoleAlias.KIND)
    names = sorted({str(item) for item in listing.items})
    if not names:
        return Part((), (cell,))
    caller = access.caller(_DESCRIBE, region)

    def describe(name: str) -> Looked:
        return look(
            caller,
            "describe_role_alias",
            "roleAliasDescription",
            "ResourceNotFoundException",
            roleAlias=name,
        )

    looks = dict(zip(names, each(describe, names), strict=True))
    aliases = (
        _alias(access, region, name, looked)
        for name, looked in looks.items()
        if looked.found or looked.fault  # one that was deleted meanwhile is not there
    )
    return Part(
        tuple(aliases), (cell, looked_up(looks, _DESCRIBE, account, region, kind=RoleAlias.KIND))
    )


def _alias(access: Access, region: str, name: str, looked: Looked) -> RoleAlias:
    arn = f"arn:{access.partition}:iot:{region}:{access.account}:rolealias/{name}"
    raw = looked.found or {"roleAlias": name}
    reason = looked.unknown(f"role alias '{name}'")
    return RoleAlias(
        arn=str(raw.get("roleAliasArn") or arn),
        account=access.account,
        region=region,
        partition=access.partition,
        raw=raw,
        place=ApiCall(_DESCRIBE, access.account, region),
        unknown=dict.fromkeys(("roleArn", RoleAlias.DURATION_FIELD), reason) if reason else {},
    )
