"""The tags of role aliases, which moto does not know."""

from moto.core.responses import ActionResult, EmptyResult
from moto.iot.exceptions import ResourceNotFoundException
from moto.iot.responses import IoTResponse

from rolevet.simulate.role_aliases import checked


def install() -> None:
    """Adds the operations of this module to moto's."""
    for operation in (tag_resource, untag_resource, list_tags_for_resource):
        setattr(IoTResponse, operation.__name__, operation)


def tag_resource(self: IoTResponse) -> ActionResult:
    """A key that is there already gets the new value."""
    given = checked(self)
    tags = _tags_of(self, given["resourceArn"])
    tags |= {tag["Key"]: tag.get("Value", "") for tag in given["tags"]}
    return EmptyResult()


def untag_resource(self: IoTResponse) -> ActionResult:
    """A key that is not there is no error."""
    given = checked(self)
    tags = _tags_of(self, given["resourceArn"])
    for key in given["tagKeys"]:
        tags.pop(key, None)
    return EmptyResult()


def list_tags_for_resource(self: IoTResponse) -> ActionResult:
    """All on one page: AWS allows 50 for each resource."""
    tags = _tags_of(self, checked(self)["resourceArn"])
    return ActionResult({"tags": [{"Key": key, "Value": value} for key, value in tags.items()]})


def _tags_of(response: IoTResponse, arn: str) -> dict[str, str]:
    for alias in response.iot_backend.list_role_aliases():
        if alias.arn == arn:
            tags: dict[str, str] = vars(alias)["tags"]  # as our CreateRoleAlias left them
            return tags
    raise ResourceNotFoundException(f"The resource {arn} could not be found")
