"""IoT policies: the listing returns names only, so each is asked for by a call of its own."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from rolevet.needs import Detail, Need, name_of
from rolevet.place import ApiCall
from rolevet.policies import IotPolicy
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.listings import Api, list_all
from rolevet.sources.aws.parts import (
    Each,
    Looked,
    Part,
    listed,
    look,
    look_through,
    looked_up,
    not_offered,
)
from rolevet.unknown import Unknown

_GET: Final = "iot:GetPolicy"
_GONE: Final = "ResourceNotFoundException"
# 250 is the largest page that the service model admits.
_LIST: Final = Api(
    action="iot:ListPolicies",
    method="list_policies",
    items="policies",
    next_sent="marker",
    next_received="nextMarker",
    parameters={"pageSize": 250},
)
_TARGETS: Final = Api(
    action="iot:ListTargetsForPolicy",
    method="list_targets_for_policy",
    items="targets",
    next_sent="marker",
    next_received="nextMarker",
    parameters={"pageSize": 250},
)


def collect_iot_policies(
    access: Access, region: str, needs: Collection[Need], each: Each
) -> Part[IotPolicy]:
    """Every IoT policy of the Region with its default version, and its targets if need be."""
    account = access.account
    if not access.offers(_LIST.action, region):
        return Part((), (not_offered(_LIST.action, account, region, kind=IotPolicy.KIND),))
    listing = list_all(access.caller(_LIST.action, region), _LIST)
    cells = [listed(listing, _LIST.action, account, region, kind=IotPolicy.KIND)]
    rows = {str(row.get("policyName")): row for row in listing.items}
    names = sorted(rows)
    if not names:
        return Part((), tuple(cells))
    looks = _documents(access, region, names, each)
    cells.append(looked_up(looks, _GET, account, region, kind=IotPolicy.KIND))
    targets: Mapping[str, Looked] = {}
    if Detail.IOT_POLICY_TARGETS in needs:
        targets = _targets(access, region, names, each)
        kind = name_of(Detail.IOT_POLICY_TARGETS)
        cells.append(looked_up(targets, _TARGETS.action, account, region, kind=kind))
    facts = (
        _policy(access, region, rows[name], looked, targets.get(name))
        for name, looked in looks.items()
        if looked.found or looked.fault  # one that was deleted meanwhile is not there
    )
    return Part(tuple(facts), tuple(cells))


def _documents(
    access: Access, region: str, names: Collection[str], each: Each
) -> dict[str, Looked]:
    caller = access.caller(_GET, region)

    def get(name: str) -> Looked:
        return look(caller, "get_policy", "policyDocument", _GONE, policyName=name)

    return dict(zip(names, each(get, names), strict=True))


def _targets(access: Access, region: str, names: Collection[str], each: Each) -> dict[str, Looked]:
    caller = access.caller(_TARGETS.action, region)

    def through(name: str) -> Looked:
        return look_through(caller, _TARGETS, _GONE, policyName=name)

    return dict(zip(names, each(through, names), strict=True))


def _policy(
    access: Access,
    region: str,
    row: Mapping[str, Any],
    looked: Looked,
    targets: Looked | None,
) -> IotPolicy:
    name = str(row.get("policyName"))
    what = f"IoT policy '{name}'"
    raw = {**row, **(looked.found or {})}
    unread = looked.unknown(what)
    unknown = {"policyDocument": unread} if unread else {}
    if targets:
        if targets.found is None:
            gone = Unknown(f"{what} was deleted meanwhile")
            unknown["targets"] = targets.unknown(what) or gone
        else:
            raw["targets"] = sorted(targets.found[_TARGETS.items], key=str)
    arn = f"arn:{access.partition}:iot:{region}:{access.account}:policy/{name}"
    return IotPolicy(
        arn=str(raw.get("policyArn") or arn),
        account=access.account,
        region=region,
        partition=access.partition,
        raw=raw,
        place=ApiCall(_GET, access.account, region),
        unknown=unknown,
    )
