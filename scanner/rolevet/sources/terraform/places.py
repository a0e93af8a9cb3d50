"""The accounts and Regions that the providers of a file make things in, as far as it tells them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rolevet.arn import Arn, BadArn, is_account, parse_arn
from rolevet.sources.terraform.changes import Planned
from rolevet.sources.terraform.configuration import items_at, text_at
from rolevet.sources.terraform.identities import NAMINGS, region_in
from rolevet.stated.standins import StandIns
from rolevet.tree import Node

_LOGINS: Final = (
    *("access_key", "profile", "shared_credentials_files", "allowed_account_ids"),
    *("assume_role", "assume_role_with_web_identity"),
)
"""What decides in which account a provider is."""

_USUAL: Final = "aws"


class _Told(NamedTuple):
    provider: str
    partition: str = ""
    account: str = ""
    region: str = ""


@dataclass(frozen=True, eq=False)
class Places:
    """Stand-ins for each provider, and those for what no provider tells of."""

    own: StandIns
    by_provider: Mapping[str, StandIns] = field(default_factory=dict)

    def of(self, planned: Planned) -> StandIns:
        return self.by_provider.get(planned.provider, self.own)


def places_of(plan: Node, resources: Iterable[Planned], own: StandIns) -> Places:
    """Of a plan, or of a state, which has no blocks of providers."""
    known = tuple(resources)
    blocks = _blocks(plan)
    names = dict.fromkeys(one.provider for one in known)
    used = {name: _block(blocks, name) for name in names}
    is_state = plan.get("configuration") is None
    logins = {name: name if is_state else _login(block) for name, block in used.items()}
    accounts: dict[str, tuple[str, str]] = {}
    regions = {name: _region(block, plan) for name, block in used.items() if block}
    for told in (fact for each in known for fact in _told_by(each)):
        if told.account:
            accounts.setdefault(logins[told.provider], (told.partition, told.account))
        if told.region and not regions.get(told.provider):
            regions[told.provider] = told.region
    first = next(iter(logins.values()), "")
    for provider, login in logins.items():
        if login not in accounts and login != first:
            accounts[login] = "", own.another_account(f"<AccountId of {provider}>")
    return Places(
        own,
        {
            name: own.placed(*accounts.get(login, ("", "")), region_in(regions.get(name, "")))
            for name, login in logins.items()
        },
    )


def _blocks(plan: Node) -> Mapping[str, Node]:
    configuration = plan.get("configuration")
    found = configuration.get("provider_config") if configuration else None
    return {name: member.value for name, member in found.members.items()} if found else {}


def _block(blocks: Mapping[str, Node], provider: str) -> Node | None:
    """That of a module may be one of its caller; what is not configured any more has none."""
    own = blocks.get(provider) or blocks.get(provider.rpartition(":")[2])
    return own or blocks.get(_USUAL)


def _login(block: Node | None) -> str:
    expressions = block.get("expressions") if block else None
    found = ((name, expressions.get(name)) for name in _LOGINS) if expressions else ()
    texts = (f"{name}={_written(node)}" for name, node in found if node is not None)
    return ";".join(texts)


def _written(node: Node) -> str:
    return node.source.text[node.start : node.end]


def _region(block: Node, plan: Node) -> str:
    """Written out, or a variable of the root module."""
    expressions = block.get("expressions")
    region = expressions.get("region") if expressions else None
    if region is None:
        return ""
    if constant := text_at(region, "constant_value"):
        return constant
    variables = plan.get("variables")
    for reference in items_at(region, "references"):
        name = reference.text.removeprefix("var.")
        if (
            variables
            and name != reference.text
            and (value := text_at(variables.get(name), "value"))
        ):
            return value
    return ""


def _told_by(planned: Planned) -> Iterator[_Told]:
    provider = planned.provider
    if planned.is_data:
        yield from _asked(planned, provider)
    elif planned.type in NAMINGS:
        for node in (planned.after, planned.before):
            arn = _parsed(text_at(node, NAMINGS[planned.type].arns[0]))
            if arn is not None and is_account(arn.account):
                region = "" if text_at(node, "region") else arn.region
                yield _Told(provider, arn.partition, arn.account, region)


def _asked(planned: Planned, provider: str) -> Iterator[_Told]:
    """What data sources say of the provider itself."""
    account = text_at(planned.after, "account_id")
    if planned.type == "aws_caller_identity" and is_account(account):
        arn = _parsed(text_at(planned.after, "arn"))
        yield _Told(provider, arn.partition if arn else "", account)
    elif planned.type == "aws_region":
        name = text_at(planned.after, "region") or text_at(planned.after, "name")
        yield _Told(provider, region=name)


def _parsed(text: str) -> Arn | None:
    try:
        return parse_arn(text)
    except BadArn:
        return None
