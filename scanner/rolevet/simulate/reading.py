"""Reads a request as botocore's model describes it."""

from typing import Any

from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model

from rolevet.simulate.constraints import complaint


class BadRequestError(ValueError):
    """Says what is wrong with a request, in the service's own words."""


def parameters(response: BaseResponse) -> dict[str, Any]:
    """The request's members under the names of the model, once they hold all its constraints.

    moto can parse by itself before it calls an operation, but it cannot answer with an error yet
    at that point: a page size that is no number would be a server error.
    """
    try:
        response.parse_parameters(response.normalized_request)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadRequestError("The request could not be read") from error
    model = get_service_model(response.boto3_service_name)
    shape = model.operation_model(response._get_action()).input_shape
    given: dict[str, Any] = response.params
    broken = complaint(shape, given) if shape is not None else None
    if broken is not None:
        raise BadRequestError(broken)
    return given
