"""moto's IAM enforcement, mended for the services that speak JSON."""

from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSRequest
from botocore.exceptions import UnknownServiceError
from moto.core.exceptions import JsonRESTError
from moto.core.utils import get_service_model
from moto.iam import access_control
from moto.iam.access_control import IAMPolicy, IAMPolicyStatement, IAMRequest, PermissionResult


def install() -> None:
    """Makes moto judge every request but S3's by the class of this module."""
    access_control.IAMRequest = EnforcedRequest  # type: ignore[misc]


class ForbiddenError(JsonRESTError):
    """A refusal before the operation, told in JSON: from moto's XML, boto3 reads no error code."""

    code = 403


class EnforcedRequest(IAMRequest):
    """One request, its signature checked over what the client signed.

    moto signs again over a dict of the headers when a request has no body, so that no GET of a
    rest-json service ever passes.
    """

    _resource = "*"

    def check_action_permitted(self, resource: str) -> None:
        """Remembers the resource, which a refusal names."""
        self._resource = resource
        super().check_action_permitted(resource)

    def _create_aws_request(self) -> AWSRequest:
        request = super()._create_aws_request()
        if self._speaks_json():
            request.data = self._body or b""
        return request

    def _raise_access_denied(self) -> None:
        if self._speaks_json():
            reason = (
                "with an explicit deny in an identity-based policy"
                if self._is_explicitly_denied()
                else f"because no identity-based policy allows the {self._action} action"
            )
            raise ForbiddenError(
                "AccessDeniedException",
                f"User: {self._access_key.arn} is not authorized to perform: {self._action} "
                f"on resource: {self._resource} {reason}",
            )
        super()._raise_access_denied()

    def _raise_signature_does_not_match(self) -> None:
        if self._speaks_json():
            raise ForbiddenError(
                "InvalidSignatureException",
                "The request signature we calculated does not match the signature you provided.",
            )
        super()._raise_signature_does_not_match()

    def _raise_invalid_access_key(self, reason: str) -> None:
        if self._speaks_json():
            raise ForbiddenError(
                "UnrecognizedClientException",
                "The security token included in the request is invalid.",
            )
        super()._raise_invalid_access_key(reason)

    def _speaks_json(self) -> bool:
        try:
            model = get_service_model(self._service)
        except UnknownServiceError:
            return False  # some services sign with a name that is not their model's
        return model.protocol in {"json", "rest-json"}

    def _is_explicitly_denied(self) -> bool:
        return any(
            statement["Effect"] == "Deny"
            and IAMPolicyStatement(statement).is_action_permitted(self._action, self._resource)
            is PermissionResult.DENIED
            for policy in self._access_key.collect_policies()
            for statement in _statements(policy)
        )


def _statements(policy: Any) -> Iterator[dict[str, Any]]:
    statements = IAMPolicy(policy)._policy_json["Statement"]
    yield from statements if isinstance(statements, list) else [statements]
