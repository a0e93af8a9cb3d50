"""moto's IAM enforcement, mended for session policies and the services that speak JSON."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from botocore.awsrequest import AWSRequest
from botocore.exceptions import UnknownServiceError
from moto.core.exceptions import AccessDeniedError, JsonRESTError
from moto.core.utils import get_service_model
from moto.iam import access_control
from moto.iam.access_control import (
    AssumedRoleAccessKey,
    IAMPolicy,
    IAMPolicyStatement,
    IAMRequest,
    PermissionResult,
)
from moto.iam.exceptions import NotFoundException
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

_IDENTITY: Final = "an identity-based"


def install() -> None:
    """Makes moto judge every request but S3's by the class of this module."""
    access_control.IAMRequest = EnforcedRequest  # type: ignore[misc]


class ForbiddenError(JsonRESTError):
    """A refusal before the operation, told in JSON: from moto's XML, boto3 reads no error code."""

    code = 403


class RefusedError(AccessDeniedError):
    """A refusal told in XML; moto's own says neither the resource nor the reason."""

    def __init__(self, error_type: str, message: str) -> None:
        super(AccessDeniedError, self).__init__(error_type, message)


class EnforcedRequest(IAMRequest):
    """One request, its signature checked over what the client signed.

    moto signs again over a dict of the headers when a request has no body, so that no GET of a
    rest-json service ever passes. It also knows nothing of session policies.
    """

    def check_action_permitted(self, resource: str) -> None:
        """Asks the session policy too; trust policies are asked by sts:AssumeRole itself."""
        refusal = self._refusal(resource)
        if refusal is None or self._action == "sts:GetCallerIdentity":
            return
        kind, reason = refusal
        who = f"User: {self._access_key.arn} is not authorized to perform: {self._action}"
        told = f"{who} on resource: {resource} {reason}"
        if self._speaks_json():
            raise ForbiddenError("AccessDeniedException", told)
        if self._service == "ec2":
            denied = "You are not authorized to perform this operation."
            raise RefusedError("UnauthorizedOperation", f"{denied} {told}")
        # Where an identity-based policy refuses, moto's words are kept: they say no more than who.
        raise RefusedError("AccessDenied", who if kind == _IDENTITY else told)

    def _create_aws_request(self) -> AWSRequest:
        request = super()._create_aws_request()
        if self._speaks_json():
            request.data = self._body or b""
        return request

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

    def _refusal(self, resource: str) -> tuple[str, str] | None:
        """What kind of policy denies the action, and how AWS says so; nothing if all allow it."""
        kinds = {_IDENTITY: self._identity_policies(), "a session": self._session_policy()}
        effects = {
            kind: frozenset(self._effects(policies, resource))
            for kind, policies in kinds.items()
            if policies is not None
        }
        for kind, found in effects.items():
            if "Deny" in found:
                return kind, f"with an explicit deny in {kind} policy"
        for kind, found in effects.items():
            if "Allow" not in found:
                noun = kind.split()[1]
                return kind, f"because no {noun} policy allows the {self._action} action"
        return None

    def _identity_policies(self) -> list[Any]:
        try:
            return list(self._access_key.collect_policies())
        except NotFoundException:  # the session outlives its role
            return []

    def _session_policy(self) -> list[str] | None:
        key = self._access_key
        if not isinstance(key, AssumedRoleAccessKey):
            return None
        sessions = sts_backends[self.account_id][get_partition(self._region)]
        session = sessions.get_assumed_role_from_access_key(key._access_key_id)
        return [session.policy] if session is not None and session.policy else None

    def _effects(self, policies: Iterable[Any], resource: str) -> Iterator[str]:
        met = {"Allow": PermissionResult.PERMITTED, "Deny": PermissionResult.DENIED}
        for policy in policies:
            for statement in _statements(policy):
                judged = IAMPolicyStatement(statement).is_action_permitted(self._action, resource)
                if judged is met[statement["Effect"]]:
                    yield statement["Effect"]


def _statements(policy: Any) -> Iterator[dict[str, Any]]:
    statements = IAMPolicy(policy)._policy_json["Statement"]
    yield from statements if isinstance(statements, list) else [statements]
