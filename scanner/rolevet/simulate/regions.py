"""Which Regions an account has enabled: AWS Account Management sets it, and EC2 tells it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from moto.account import urls
from moto.account.models import account_backends
from moto.account.responses import AccountResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.organizations.exceptions import AWSOrganizationsNotInUseException
from moto.utilities.utils import get_partition

from rolevet.simulate.organizations import home_of
from rolevet.simulate.paging import BadTokenError, turn_to
from rolevet.simulate.reading import BadRequestError, parameters

if TYPE_CHECKING:
    from moto.ec2.responses.availability_zones_and_regions import AvailabilityZonesAndRegions

# https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
_BY_DEFAULT: Final = frozenset(
    {
        *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1"),
        *("ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2"),
        *("eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    }
)
_NOT_OPTED_IN: Final = "not-opted-in"


class ValidationError(ServiceException):
    """There is no such Region, or it is enabled by default."""

    code = "ValidationException"


class AccessDeniedError(ServiceException):
    """The other account is not in an organization that the caller manages."""

    code = "AccessDeniedException"


def install() -> None:
    """Adds the operations on Regions to moto's.

    EC2 takes longer to import than all the rest, and answers as moto does until an account chooses:
    so it is extended then.
    """
    for operation in (enable_region, disable_region, get_region_opt_status, list_regions):
        first, *others = operation.__name__.split("_")
        path = first + "".join(word.title() for word in others)
        setattr(AccountResponse, operation.__name__, operation)
        urls.url_paths[f"{{0}}/{path}$"] = AccountResponse.dispatch


def enable_region(self: AccountResponse) -> ActionResult:
    """At once: nobody sees ENABLING."""
    return _opt(self, "opted-in")


def disable_region(self: AccountResponse) -> ActionResult:
    """At once: nobody sees DISABLING."""
    return _opt(self, _NOT_OPTED_IN)


def get_region_opt_status(self: AccountResponse) -> ActionResult:
    """Of one Region."""
    given, account = _asked(self)
    name = given["RegionName"]
    return ActionResult(
        {"RegionName": name, "RegionOptStatus": _statuses(account, self.partition)[name]}
    )


def list_regions(self: AccountResponse) -> ActionResult:
    """Of the partition."""
    given, account = _asked(self)
    wanted = given.get("RegionOptStatusContains")
    try:
        page = turn_to(
            f"{account}:regions:{sorted(wanted or ())}",
            [
                (name, {"RegionName": name, "RegionOptStatus": status})
                for name, status in _statuses(account, self.partition).items()
                if not wanted or status in wanted
            ],
            token=given.get("NextToken"),
            wanted=given.get("MaxResults"),
        )
    except BadTokenError as error:
        raise ValidationError("The next token is not valid") from error
    return ActionResult({"Regions": page.rows, "NextToken": page.token})


def describe_regions(self: "AvailabilityZonesAndRegions") -> ActionResult:
    """As moto does, but what the account has disabled is told only if it is asked for.

    moto tells the Regions of every partition, and states that are not AWS's everywhere.
    """
    self.error_on_dryrun()
    names = self._get_param("RegionNames", [])
    anyhow = names or self._get_bool_param("AllRegions", False)
    chosen = _chosen(self.current_account, self.partition)
    return ActionResult(
        {
            "Regions": [
                {
                    "RegionName": region.name,
                    "Endpoint": region.endpoint,
                    "OptInStatus": chosen.get(region.name, region.opt_in_status),
                }
                for region in self.ec2_backend.describe_regions(names)
                if anyhow or chosen.get(region.name) != _NOT_OPTED_IN
            ]
        }
    )


def _opt(response: AccountResponse, status: str) -> ActionResult:
    from moto.ec2.responses.availability_zones_and_regions import AvailabilityZonesAndRegions

    given, account = _asked(response)
    name = given["RegionName"]
    if name in _BY_DEFAULT:
        raise ValidationError(f"Region {name} is enabled by default.")
    setattr(AvailabilityZonesAndRegions, describe_regions.__name__, describe_regions)
    _chosen(account, response.partition)[name] = status
    return EmptyResult()


def _asked(response: AccountResponse) -> tuple[Mapping[str, Any], str]:
    """What is asked, and of which account."""
    try:
        given = parameters(response)
    except BadRequestError as error:
        raise ValidationError(str(error)) from error
    caller = response.current_account
    account: str = given.get("AccountId", caller)
    if account != caller and not _manages(caller, account, response.partition):
        raise AccessDeniedError("You don't have permission to access the specified account.")
    name = given.get("RegionName")
    if name is not None and name not in _statuses(account, response.partition):
        raise ValidationError("The Region name is not valid.")
    return given, account


def _manages(caller: str, account: str, partition: str) -> bool:
    try:
        return home_of(account, partition).account_id == caller
    except AWSOrganizationsNotInUseException:
        return False


def _chosen(account: str, partition: str) -> dict[str, str]:
    """By Region; kept where a reset finds it."""
    chosen: dict[str, str] = vars(account_backends[account][partition]).setdefault("chosen", {})
    return chosen


def _statuses(account: str, partition: str) -> dict[str, str]:
    """Of every Region of the partition."""
    from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

    chosen = _chosen(account, partition)
    return {
        region.name: _status(region.name, chosen.get(region.name, region.opt_in_status))
        for region in RegionsAndZonesBackend.regions
        if get_partition(region.name) == partition
    }


def _status(name: str, opt_in_status: str) -> str:
    if name in _BY_DEFAULT:
        return "ENABLED_BY_DEFAULT"
    return "DISABLED" if opt_in_status == _NOT_OPTED_IN else "ENABLED"
