"""AWS IoT's listings of policies and of their targets, which moto serves without pages."""

from collections.abc import Iterable
from typing import Any

from moto.core.responses import ActionResult
from moto.iot.exceptions import InvalidRequestException
from moto.iot.responses import IoTResponse

from rolevet.simulate.paging import BadTokenError, Page, turn_to
from rolevet.simulate.role_aliases import checked


def install() -> None:
    """Puts the operations of this module in the place of moto's."""
    for operation in (list_policies, list_targets_for_policy):
        setattr(IoTResponse, operation.__name__, operation)


def list_policies(self: IoTResponse) -> ActionResult:
    """Names and ARNs, in alphabetical order."""
    given = checked(self)
    rows = [(policy.name, policy.to_dict()) for policy in self.iot_backend.list_policies()]
    page = _page(self, "policies", rows, given)
    return ActionResult({"policies": page.rows, "nextMarker": page.token})


def list_targets_for_policy(self: IoTResponse) -> ActionResult:
    """ARNs, in alphabetical order."""
    given = checked(self)
    name = given["policyName"]
    targets = self.iot_backend.list_targets_for_policy(policy_name=name)
    page = _page(self, f"targets of {name}", [(arn, arn) for arn in targets], given)
    return ActionResult({"targets": page.rows, "nextMarker": page.token})


def _page(
    response: IoTResponse, listing: str, rows: Iterable[tuple[str, Any]], given: dict[str, Any]
) -> Page[Any]:
    backend = response.iot_backend
    try:
        return turn_to(
            f"{backend.account_id}:{backend.region_name}:{listing}",
            rows,
            token=given.get("marker"),
            wanted=given.get("pageSize"),
            descending=given.get("ascendingOrder") is False,
        )
    except BadTokenError as error:
        raise InvalidRequestException("The marker is not valid") from error
