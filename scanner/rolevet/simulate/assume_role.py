"""AWS STS's AssumeRole, which moto grants to everybody and for every ARN."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.iam.exceptions import NotFoundException
from moto.iam.models import Role, iam_backends
from moto.iam.policy_validation import IAMPolicyDocumentValidator
from moto.sts.exceptions import STSValidationError
from moto.sts.models import sts_backends
from moto.sts.responses import TokenResponse

from rolevet.simulate.enforcement import RefusedError
from rolevet.simulate.reading import BadRequestError, parameters
from rolevet.simulate.trust import trusts

_ROLE: Final = re.compile(r"arn:[a-z-]+:iam::(\d{12}):role/[\w+=,.@/-]+", re.ASCII)
_DEFAULT_DURATION: Final = 3600
_LONGEST_CHAINED: Final = 3600
_LONGEST_POLICY: Final = 2048


class PackedPolicyTooLargeError(ServiceException):
    """The session policy is too long."""

    code = "PackedPolicyTooLarge"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the names by which a trust policy may let it in."""

    arn: str
    names: frozenset[str]
    is_session: bool = False
    is_known: bool = True


def install() -> None:
    """Puts the operation of this module in the place of moto's."""
    setattr(TokenResponse, assume_role.__name__, assume_role)


def assume_role(self: TokenResponse) -> ActionResult:
    """A session of a role that exists and trusts the caller.

    A key that IAM does not know speaks for the root of the account that moto takes it for. It may
    also take a role that does not exist, as moto always allows: that is how a scene is set in
    other accounts. All other keys, and so all once IAM is asked, get what AWS answers.

    AWS asks no identity-based policy if the trust policy of the same account names the very caller;
    here enforcement always asks it. Session tags are not kept, nor managed session policies.
    """
    given = _checked(self)
    packed = _packed(given.get("Policy"))
    caller, role = _caller(self), _role(given["RoleArn"])
    trusted = not caller.is_known if role is None else _trusts(role, caller, given)
    if not trusted:  # AWS tells no difference between a role that is missing and one that refuses
        raise RefusedError(
            "AccessDenied",
            f"User: {caller.arn} is not authorized to perform: sts:AssumeRole "
            f"on resource: {given['RoleArn']}",
        )
    seconds = given.get("DurationSeconds", _DEFAULT_DURATION)
    _check_duration(seconds, role, caller)
    session = self.backend.assume_role(
        region_name=self.region,
        role_session_name=given["RoleSessionName"],
        role_arn=given["RoleArn"],
        policy=given.get("Policy"),  # type: ignore[arg-type]
        duration=seconds,
        external_id=given.get("ExternalId"),  # type: ignore[arg-type]
    )
    return ActionResult(
        {
            "Credentials": session,
            "AssumedRoleUser": {"AssumedRoleId": session.user_id, "Arn": session.arn},
            "PackedPolicySize": packed,
            "SourceIdentity": given.get("SourceIdentity"),
        }
    )


def _checked(response: TokenResponse) -> dict[str, Any]:
    try:
        given = parameters(response)
    except BadRequestError as error:
        raise STSValidationError(str(error)) from error
    if not _ROLE.fullmatch(given["RoleArn"]):
        raise STSValidationError(f"{given['RoleArn']} is invalid")
    return given


def _packed(policy: str | None) -> int | None:
    """The percentage of the room that the session policy takes up.

    How AWS packs is not documented; leaving out insignificant white space is our assumption.
    """
    if policy is None:
        return None
    IAMPolicyDocumentValidator(policy).validate()
    length = len(json.dumps(json.loads(policy), separators=(",", ":")))
    percentage = -(-100 * length // _LONGEST_POLICY)
    if length > _LONGEST_POLICY:
        raise PackedPolicyTooLargeError(
            f"Packed policy consumes {percentage}% of allotted space, please use smaller policy."
        )
    return percentage


def _caller(response: TokenResponse) -> Caller:
    account, partition, key = response.current_account, response.partition, response.access_key
    root = f"arn:{partition}:iam::{account}:root"
    everybody = frozenset({"*", account, root})
    session = sts_backends[account][partition].get_assumed_role_from_access_key(key)
    if session is not None:
        names = everybody | {session.arn, session.role_arn}
        return Caller(session.arn, names, is_session=True)
    user = iam_backends[account][partition].get_user_from_access_key_id(key)
    if user is not None:
        return Caller(user.arn, everybody | {user.arn})
    return Caller(root, everybody, is_known=False)


def _role(arn: str) -> Role | None:
    _, partition, _, _, account, _ = arn.split(":", 5)
    try:
        return iam_backends[account][partition].get_role_by_arn(arn)
    except (KeyError, NotFoundException):
        return None


def _trusts(role: Role, caller: Caller, given: dict[str, Any]) -> bool:
    actions = ["sts:AssumeRole"]
    if "SourceIdentity" in given:
        actions.append("sts:SetSourceIdentity")
    if given.get("Tags"):
        actions.append("sts:TagSession")
    context = {
        f"sts:{name.lower()}": given[name]
        for name in ("ExternalId", "RoleSessionName", "SourceIdentity")
        if name in given
    }
    return trusts(role.assume_role_policy_document, caller.names, actions, context)


def _check_duration(seconds: int, role: Role | None, caller: Caller) -> None:
    if role is not None and seconds > int(role.max_session_duration or _DEFAULT_DURATION):
        raise STSValidationError(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        )
    if caller.is_session and seconds > _LONGEST_CHAINED:
        raise STSValidationError(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed "
            "by role chaining"
        )
