"""The questions about a broker and its role that both families of rules ask."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from rolevet import Binding, Confidence, Hit, Related

SHORTEST_ROLE_MAX = 3600
"""Seconds; no role can have a smaller MaxSessionDuration.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
"""

PATHS_MAX: Final = 50
"""Brokers that a finding about a role names; it counts the others."""

# That a broker cannot use the role of another account follows from iam:PassRole, which cannot
# cross accounts; no AWS page says it of these two services in so many words.
_FOLLOWS = frozenset({"CROSS_ACCOUNT"})


def duration_over_role_max(binding: Binding, consequence: str) -> Iterator[Hit]:
    """A hit where the broker asks for longer sessions than the role allows."""
    duration = binding.broker.duration
    if duration <= SHORTEST_ROLE_MAX:
        return
    role = binding.role
    if duration > role.max_session_duration:
        yield Hit(
            f"{binding.broker.label} asks for sessions of {duration} seconds, but role "
            f"'{role.name}' allows at most {role.max_session_duration}: {consequence}.",
            at=binding.broker.DURATION_FIELD,
            evidence={
                binding.broker.DURATION_FIELD: duration,
                "MaxSessionDuration": role.max_session_duration,
                "roleArn": role.arn,
            },
            related=(Related(role.arn, f"MaxSessionDuration is {role.max_session_duration}"),),
        )


def unusable_role_arn(binding: Binding, at: str) -> Iterator[Hit]:
    """A hit where the ARN does not name a role that this broker could ever hand out."""
    fault = binding.role_arn_fault
    if fault is None:
        return
    shown = binding.role_arn if len(binding.role_arn) <= 200 else f"{binding.role_arn[:200]}…"
    yield Hit(
        f"{binding.broker.label} names '{shown}', which is not a role that it can hand out: "
        f"{fault}.",
        at=at,
        evidence={"roleArn": shown, "fault": fault.fault.value},
        confidence=Confidence.MEDIUM if fault.fault.value in _FOLLOWS else None,
    )


def role_gone(binding: Binding, consequence: str, at: str) -> Iterator[Hit]:
    """A hit where IAM says that the role does not exist."""
    if binding.role_missing:
        yield Hit(
            f"{binding.broker.label} hands out role '{binding.role_arn}', which does not exist: "
            f"{consequence}. Whoever may create a role of that name takes its place.",
            at=at,
            evidence={"roleArn": binding.role_arn},
        )


def with_paths(hit: Hit, bindings: Iterable[Binding]) -> Hit:
    """A hit in a role, told with the brokers that hand the role out."""
    arns = sorted({binding.broker.arn for binding in bindings})
    paths = tuple(Related(arn, "hands out the role") for arn in arns[:PATHS_MAX])
    evidence = {**hit.evidence, "brokers": len(arns)}
    return replace(hit, related=(*hit.related, *paths), evidence=evidence)
