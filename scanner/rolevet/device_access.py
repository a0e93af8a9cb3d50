"""Which role aliases the certificates of devices may use, put together from IoT policies and the
role aliases beside them."""

from collections.abc import Mapping

from rolevet.inventory import Inventory
from rolevet.kept import once
from rolevet.policies import IotPolicy
from rolevet.policy.answers import NO, YES, Answer, not_known
from rolevet.policy.devices import DevicePolicy, Reach
from rolevet.policy.documents import read_policy
from rolevet.policy.faults import BadPolicy
from rolevet.policy.statements import Kind, Statement
from rolevet.resources import RoleAlias
from rolevet.unknown import Undecided, Unknown


@once
def device_policy(policy: IotPolicy, _: Inventory) -> DevicePolicy:
    """Raises Undecided where the document is no policy."""
    try:
        # Without a name, so that documents that say the same are the same.
        document = read_policy(policy.document, Kind.PERMISSIONS)
    except BadPolicy as bad:
        raise Undecided(f"the document of {policy.label} cannot be read: {bad}") from None
    return DevicePolicy.of(
        document, partition=policy.partition, account=policy.account, region=policy.region
    )


def role_aliases_at(account: str, region: str, inventory: Inventory) -> Mapping[str, RoleAlias]:
    """Those that are known there, by ARN; whether these are all is for must_be_listed to say."""
    return _by_place(inventory).get((account, region), {})


def reach_of(policy: IotPolicy, allows: tuple[Statement, ...], inventory: Inventory) -> Reach:
    """What these statements of an IoT policy let certificates use, of the aliases beside it."""
    if not allows:
        return Reach(NO, (), ())
    device = device_policy(policy, inventory)
    return _reach(policy.account, policy.region, allows, device, inventory)


def is_open_to_devices(alias: RoleAlias, inventory: Inventory) -> Answer:
    """Whether some IoT policy beside it lets certificates use it, if only on conditions."""
    opened, doubt = _opened(alias.account, alias.region, inventory)
    if alias.arn in opened:
        return YES
    return NO if doubt is None else not_known(doubt)


@once
def _opened(
    account: str, region: str, inventory: Inventory
) -> tuple[frozenset[str], Unknown | None]:
    devices: dict[DevicePolicy, None] = {}
    doubt: Unknown | None = None
    for policy in inventory.iot_policies:
        if (policy.account, policy.region) != (account, region):
            continue
        try:
            devices[device_policy(policy, inventory)] = None
        except Undecided as undecided:
            doubt = doubt or Unknown(undecided.reason, undecided.doubt)
    arns = role_aliases_at(account, region, inventory)
    opened = (arn for arn in arns if any(each.allows(arn).possible for each in devices))
    return frozenset(opened), doubt


@once
def _reach(
    account: str,
    region: str,
    allows: tuple[Statement, ...],
    device: DevicePolicy,
    inventory: Inventory,
) -> Reach:
    # Fleets have many policies, of which most say the same of role aliases.
    return device.reach(allows, role_aliases_at(account, region, inventory))


@once
def _by_place(inventory: Inventory) -> Mapping[tuple[str, str], Mapping[str, RoleAlias]]:
    found: dict[tuple[str, str], dict[str, RoleAlias]] = {}
    for alias in inventory.aliases:
        found.setdefault((alias.account, alias.region), {})[alias.arn] = alias
    return found
