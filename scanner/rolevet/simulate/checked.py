"""Operations of IAM and AWS IoT that moto serves without the constraints of the model."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from moto.core.responses import ActionResult, BaseResponse
from moto.iam.exceptions import ValidationError
from moto.iam.responses import IamResponse
from moto.iot.exceptions import InvalidRequestException
from moto.iot.responses import IoTResponse

from rolevet.simulate.reading import BadRequestError, parameters

_OPERATIONS: Final[dict[type[BaseResponse], tuple[str, ...]]] = {
    IamResponse: ("create_role", "put_role_policy", "update_assume_role_policy", "update_role"),
    IoTResponse: ("create_policy",),
}
_ERRORS: Final[dict[type[BaseResponse], type[Exception]]] = {
    IamResponse: ValidationError,
    IoTResponse: InvalidRequestException,
}


def install() -> None:
    """Has moto serve them only where the constraints hold."""
    for responses, names in _OPERATIONS.items():
        for name in names:
            serve = getattr(responses, name)
            if not hasattr(serve, "__wrapped__"):
                setattr(responses, name, _checked(serve, _ERRORS[responses]))


def _checked(serve: Callable[[Any], ActionResult], error: type[Exception]) -> Callable[..., Any]:
    @wraps(serve)
    def checked(self: Any) -> ActionResult:
        try:
            parameters(self)
        except BadRequestError as bad:
            raise error(str(bad)) from bad
        return serve(self)

    return checked
