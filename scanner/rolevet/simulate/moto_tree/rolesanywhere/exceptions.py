"""The errors of IAM Roles Anywhere; their HTTP status comes from botocore's model."""

from moto.core.exceptions import ServiceException


class ResourceNotFoundException(ServiceException):
    """No such resource in this account and region."""

    code = "ResourceNotFoundException"


class TooManyTagsException(ServiceException):
    """A resource would hold more tags than a request may carry."""

    code = "TooManyTagsException"
    message = "Too many tags."


class ValidationException(ServiceException):
    """The request breaks a constraint."""

    code = "ValidationException"
