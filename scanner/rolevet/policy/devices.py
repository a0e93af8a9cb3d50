"""What an IoT policy says of role aliases, told without knowing which of them exist.

https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from rolevet.policy.answers import Answer
from rolevet.policy.patterns import FRESH, covers, has_wildcard, overlap
from rolevet.policy.sets import PolicySet
from rolevet.policy.statements import Effect, Policy, Statement
from rolevet.policy.variables import as_pattern, variables

_ACTION: Final = "iot:assumerolewithcertificate"
_EVIDENT: Final = "iot:assumerole"
"""How only this action of AWS IoT begins: whoever writes so much means it.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
"""

_UNSEEN: Final = FRESH * 64
"""The name of a role alias that no policy spells."""

_THING: Final = "iot:connection.thing."
_LOOK_ALIKES: Final = ("rolealias", "role-alias", "role_alias")


class ResourceFault(StrEnum):
    """Why a resource is no role alias of the policy's account and Region."""

    IAM_ROLE = "IAM_ROLE"
    NAME = "NAME"
    """It is no ARN."""
    SEGMENT = "SEGMENT"
    """A role alias is meant, and the ARN is written otherwise."""
    ELSEWHERE = "ELSEWHERE"
    """It is a role alias of another partition, account or Region."""
    OTHER_KIND = "OTHER_KIND"


class Misnamed(NamedTuple):
    """A resource as it is written, and what is wrong with it."""

    text: str
    fault: ResourceFault


@dataclass(frozen=True, slots=True)
class Reach:
    """The role aliases that a policy lets certificates use.

    `unseen` answers for one whose name no policy spells, as one that is yet to be made. `certain`
    and `possible` are ARNs; the latter are those for which conditions or variables decide.
    """

    unseen: Answer
    certain: tuple[str, ...]
    possible: tuple[str, ...]

    @property
    def arns(self) -> tuple[str, ...]:
        return tuple(sorted((*self.certain, *self.possible)))


@dataclass(frozen=True, slots=True)
class DevicePolicy:
    """The statements of an IoT policy that are about iot:AssumeRoleWithCertificate.

    `named` allow it by its name, whatever their resources. `implied` allow it by a wildcard or by
    NotAction, and these and `denies` may be about a role alias of the policy's place. `space` is
    what the ARNs of those begin with, up to their names.
    """

    space: str
    named: tuple[Statement, ...]
    implied: tuple[Statement, ...]
    denies: tuple[Statement, ...]
    replaces: bool

    @classmethod
    def of(cls, policy: Policy, *, partition: str, account: str, region: str) -> "DevicePolicy":
        space = f"arn:{partition}:iot:{region}:{account}:rolealias/"
        about = [each for each in policy.statements if each.actions.includes(_ACTION).possible]
        allows = [each for each in about if each.effect is Effect.ALLOW]
        denies = [each for each in about if each.effect is Effect.DENY]

        def may_matter(statement: Statement) -> bool:
            return statement.resources.meets(f"{space}?*")

        return cls(
            space=space,
            named=tuple(each for each in allows if _names(each)),
            implied=tuple(each for each in allows if not _names(each) and may_matter(each)),
            denies=tuple(filter(may_matter, denies)),
            replaces=policy.replaces_variables,
        )

    def reach(self, allows: Iterable[Statement], arns: Collection[str]) -> Reach:
        """What these of its statements allow and none denies, of the ARNs and beyond them.

        A resource with a policy variable reaches none: AWS's pages disagree on which variables have
        a value here.
        """
        fixed = tuple(
            replace(each, resources=replace(each.resources, varying=())) for each in allows
        )
        policies = PolicySet(fixed, self.denies)
        answers = {arn: policies.at(_ACTION, arn) for arn in _candidates(fixed, arns)}
        return Reach(
            unseen=policies.at(_ACTION, f"{self.space}{_UNSEEN}"),
            certain=tuple(arn for arn, answer in answers.items() if answer.certain),
            possible=tuple(arn for arn, answer in answers.items() if answer.known is None),
        )

    def allows(self, arn: str) -> Answer:
        """Whether it lets certificates use the role alias; a variable makes that a maybe."""
        return PolicySet((*self.named, *self.implied), self.denies).at(_ACTION, arn)

    def wildcards(self, arns: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """The patterns by which it names role aliases, but for those that match any name, and
        which of the ARNs each matches."""
        found = {
            pattern
            for statement in _positive(self.named)
            for pattern in statement.resources.fixed_patterns()
            if has_wildcard(pattern) and self._is_alias(pattern)
        }
        narrow = sorted(each for each in found if not covers(each, f"{self.space}{_UNSEEN}"))
        known = tuple(arns)
        return {each: tuple(arn for arn in known if covers(each, arn)) for each in narrow}

    def literals(self) -> tuple[str, ...]:
        """The ARNs of single role aliases that it allows."""
        found = {
            text
            for statement in _positive((*self.named, *self.implied))
            for text in statement.resources.exact
            if self._is_alias(text)
        }
        return tuple(sorted(found))

    def misnamed(self) -> tuple[Misnamed, ...]:
        """The resources of its named statements that are no role aliases of its place."""
        texts = {text for each in _positive(self.named) for text in each.resources.written}
        patterns = ((text, self._pattern(text)) for text in sorted(texts))
        return tuple(
            Misnamed(text, self._fault(pattern))
            for text, pattern in patterns
            if not self._is_alias(pattern)
        )

    def names_some_alias(self) -> bool:
        """Whether a resource of its named statements can be a role alias of its place."""
        return any(
            each.resources.negated or any(map(self._is_alias, each.resources.every_pattern()))
            for each in self.named
        )

    def thing_variables(self) -> tuple[str, ...]:
        """Variables of the thing by which it allows role aliases, as they are written."""
        texts = (
            text
            for each in (*self.named, *self.implied)
            for text in each.resources.written
            if self.replaces and self._is_alias(self._pattern(text))
        )
        found = [variable for text in texts for variable in variables(text)]
        for each in self.named:
            found += (v for condition in each.conditions for v in condition.variables)
        return tuple(sorted({v.key for v in found if v.key.lower().startswith(_THING)}))

    def _pattern(self, text: str) -> str:
        return as_pattern(text, replaces=self.replaces)[0]

    def _is_alias(self, pattern: str) -> bool:
        return overlap(pattern, f"{self.space}?*")

    def _fault(self, pattern: str) -> ResourceFault:
        parts = pattern.split(":", 5)
        if len(parts) < 6 or parts[0] != "arn":
            return ResourceFault.NAME
        service, resource = parts[2], parts[5]
        if service == "iam":
            return ResourceFault.IAM_ROLE
        if not resource.lower().startswith(_LOOK_ALIKES):
            return ResourceFault.OTHER_KIND
        kind, _, name = resource.partition("/")
        right = kind == "rolealias" and name and service == "iot"
        return ResourceFault.ELSEWHERE if right else ResourceFault.SEGMENT


def _names(statement: Statement) -> bool:
    actions = statement.actions
    return not actions.negated and any(
        pattern.startswith(_EVIDENT) and covers(pattern, _ACTION)
        for pattern in actions.every_pattern()
    )


def _candidates(allows: Iterable[Statement], arns: Collection[str]) -> Iterable[str]:
    """Those of the ARNs that the statements can allow: most policies of a fleet name one."""
    found: set[str] = set()
    for resources in (each.resources for each in allows):
        if resources.negated or resources.prefixes or resources.patterns:
            return arns
        found |= resources.exact
    return sorted(arn for arn in found if arn in arns)


def _positive(statements: Iterable[Statement]) -> Iterator[Statement]:
    return (each for each in statements if not each.resources.negated)
