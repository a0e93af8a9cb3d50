"""Managed policies that profiles and roles name: the default version of each, once per account."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from rolevet.arn import Arn, BadArn, is_of_aws, usable_policy
from rolevet.coverage import GLOBAL, Effort
from rolevet.inventory import Missing, PolicyFact, RoleFact
from rolevet.place import ApiCall
from rolevet.policies import ManagedPolicy
from rolevet.resources import Profile, Role
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.parts import Each, Looked, Part, look, looked_up
from rolevet.unknown import Undecided, Unknown

ResourceT = TypeVar("ResourceT", Profile, Role)

_GET: Final = "iam:GetPolicy"
_GET_VERSION: Final = "iam:GetPolicyVersion"
_GONE: Final = "NoSuchEntity"
_VERSION: Final = "PolicyVersion"

# How often one account uses it: of a policy that all accounts share, nobody's number may be told.
_OF_ONE_ACCOUNT: Final = ("AttachmentCount", "PermissionsBoundaryUsageCount")


@dataclass(frozen=True, slots=True)
class _Fetched:
    """Two looks at one policy, the second only where the first found something."""

    policy: Looked
    version: Looked | None = None

    @property
    def raw(self) -> dict[str, Any] | None:
        """The policy with its default version, or None if anything is missing."""
        if self.policy.found is None or self.version is None or self.version.found is None:
            return None
        return {**self.policy.found, _VERSION: self.version.found}


def policies_named(profiles: Iterable[Profile], roles: Iterable[RoleFact]) -> frozenset[str]:
    """The ARNs that profiles are known to list, and that roles have attached or as a boundary."""
    known = [role for role in roles if isinstance(role, Role)]
    return frozenset(
        (
            *_answers(lambda profile: profile.managed_policy_arns, profiles),
            *_answers(lambda role: role.attached_policies, known),
            *_answers(lambda role: (role.boundary,) if role.boundary else (), known),
        )
    )


def _answers(
    question: Callable[[ResourceT], Iterable[str]], resources: Iterable[ResourceT]
) -> Iterator[str]:
    for resource in resources:
        with suppress(Undecided):
            yield from question(resource)


def collect_policies(
    access: Access, arns: Iterable[str], known: Mapping[str, dict[str, Any]], each: Each
) -> Part[tuple[str, PolicyFact]]:
    """What IAM says of each ARN that can name a policy here; `known` need not be asked for."""
    wanted = sorted(arn for arn in arns if _usable(access, arn) is not None)
    left = [arn for arn in wanted if _VERSION not in known.get(arn, {})]
    fetched = dict(zip(left, each(lambda arn: _fetched(access, arn), left), strict=True))
    place = ApiCall("iam:GetAccountAuthorizationDetails", access.account, GLOBAL)
    facts: tuple[tuple[str, PolicyFact], ...] = tuple(
        (
            arn,
            _fact(access, arn, fetched[arn])
            if arn in fetched
            else _policy(access, arn, known[arn], place),
        )
        for arn in wanted
    )
    policies = {arn: one.policy for arn, one in fetched.items()}
    versions = {arn: one.version for arn, one in fetched.items() if one.version}
    cells = (
        looked_up(looks, action, access.account, GLOBAL, kind=ManagedPolicy.KIND)
        for looks, action in ((policies, _GET), (versions, _GET_VERSION))
        if looks
    )
    return Part(facts, tuple(cells))


def _usable(access: Access, text: str) -> Arn | None:
    """None where it cannot name a policy of use in this account."""
    try:
        return usable_policy(text, partition=access.partition, account=access.account)
    except BadArn:
        return None


def _fetched(access: Access, arn: str) -> _Fetched:
    usable = _usable(access, arn)
    if usable is None or not is_of_aws(usable):
        return _fetch(access, arn)
    tried: list[_Fetched] = []

    def fetch() -> dict[str, Any] | None:
        tried.append(_fetch(access, arn))
        return tried[0].raw

    raw = access.shared.aws_policies.get(arn, fetch)
    # Which account asked first is accident, so that what it took is not counted to any of them.
    if raw is None:
        version = tried[0].version
        return _Fetched(
            replace(tried[0].policy, effort=Effort()),
            version and replace(version, effort=Effort()),
        )
    policy = {
        name: value for name, value in raw.items() if name not in (*_OF_ONE_ACCOUNT, _VERSION)
    }
    return _Fetched(
        Looked(_GET, Effort(), policy), Looked(_GET_VERSION, Effort(), dict(raw[_VERSION]))
    )


def _fetch(access: Access, arn: str) -> _Fetched:
    policy = look(access.caller(_GET, GLOBAL), "get_policy", "Policy", _GONE, PolicyArn=arn)
    if policy.found is None:
        return _Fetched(policy)
    caller = access.caller(_GET_VERSION, GLOBAL)
    default = str(policy.found.get("DefaultVersionId"))
    return _Fetched(
        policy,
        look(caller, "get_policy_version", _VERSION, _GONE, PolicyArn=arn, VersionId=default),
    )


def _fact(access: Access, arn: str, fetched: _Fetched) -> PolicyFact:
    what = f"policy {arn}"
    place = ApiCall(_GET, access.account, GLOBAL)
    reason = fetched.policy.unknown(what)
    if reason:
        return reason
    if fetched.policy.found is None:
        return Missing(arn, place)
    if fetched.raw:
        return _policy(access, arn, fetched.raw, place)
    unread = fetched.version.unknown(what) if fetched.version else None
    gone = Unknown(f"the default version of {what} was deleted meanwhile")
    return _policy(access, arn, fetched.policy.found, place, {_VERSION: unread or gone})


def _policy(
    access: Access,
    arn: str,
    raw: Mapping[str, Any],
    place: ApiCall,
    unknown: Mapping[str, Unknown] | None = None,
) -> ManagedPolicy:
    return ManagedPolicy(
        arn=arn,
        account=access.account,
        region=GLOBAL,
        partition=access.partition,
        raw=raw,
        place=place,
        unknown=unknown or {},
    )
