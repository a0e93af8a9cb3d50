"""AWS IoT's role alias operations, which moto serves without constraints and without pages."""

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.iot.exceptions import InvalidRequestException
from moto.iot.responses import IoTResponse

from rolevet.simulate.paging import BadTokenError, turn_to
from rolevet.simulate.reading import BadRequestError, parameters

_DEFAULT_DURATION = 3600


def install() -> None:
    """Puts the operations of this module in the place of moto's."""
    for operation in (
        create_role_alias,
        delete_role_alias,
        describe_role_alias,
        list_role_aliases,
        update_role_alias,
    ):
        setattr(IoTResponse, operation.__name__, operation)


def create_role_alias(self: IoTResponse) -> ActionResult:
    """Does not ask whether the role exists or whom it trusts."""
    given = checked(self)
    alias = self.iot_backend.create_role_alias(
        given["roleAlias"],
        given["roleArn"],
        given.get("credentialDurationSeconds", _DEFAULT_DURATION),
    )
    vars(alias)["tags"] = {tag["Key"]: tag.get("Value", "") for tag in given.get("tags", ())}
    return ActionResult({"roleAlias": alias.role_alias, "roleAliasArn": alias.arn})


def describe_role_alias(self: IoTResponse) -> ActionResult:
    """The role alias of that name."""
    alias = self.iot_backend.describe_role_alias(checked(self)["roleAlias"])
    return ActionResult({"roleAliasDescription": alias.to_dict()})


def update_role_alias(self: IoTResponse) -> ActionResult:
    """Changes the members that are present and leaves the others."""
    given = checked(self)
    alias = self.iot_backend.describe_role_alias(given["roleAlias"])
    alias.role_arn = given.get("roleArn", alias.role_arn)
    alias.credential_duration_seconds = given.get(
        "credentialDurationSeconds", alias.credential_duration_seconds
    )
    alias.last_modified_date = utcnow()
    return ActionResult({"roleAlias": alias.role_alias, "roleAliasArn": alias.arn})


def delete_role_alias(self: IoTResponse) -> ActionResult:
    """Deletes the role alias of that name."""
    self.iot_backend.delete_role_alias(checked(self)["roleAlias"])
    return EmptyResult()


def list_role_aliases(self: IoTResponse) -> ActionResult:
    """The names, in alphabetical order.

    The model says what `ascendingOrder` does when it is true; that an omitted one means the same
    and a false one the reverse is our assumption.
    """
    given = checked(self)
    descending = given.get("ascendingOrder") is False
    backend = self.iot_backend
    place = f"{backend.account_id}:{backend.region_name}"
    try:
        page = turn_to(
            f"{place}:role-aliases:{'down' if descending else 'up'}",
            [(alias.role_alias, alias.role_alias) for alias in backend.list_role_aliases()],
            token=given.get("marker"),
            wanted=given.get("pageSize"),
            descending=descending,
        )
    except BadTokenError as error:
        raise InvalidRequestException("The marker is not valid") from error
    return ActionResult({"roleAliases": page.rows, "nextMarker": page.token})


def checked(response: IoTResponse) -> dict[str, Any]:
    """A request's members, once they hold the model's constraints."""
    try:
        return parameters(response)
    except BadRequestError as error:
        raise InvalidRequestException(str(error)) from error
