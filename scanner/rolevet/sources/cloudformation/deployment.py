"""What is known of a template's stack beside what the template says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rolevet.errors import InputError
from rolevet.place import Span
from rolevet.tree import BadTree


@dataclass(frozen=True, slots=True)
class Argument:
    """What a parameter is given, and where that is written; None for a value that is known only
    elsewhere, as that of the stack before."""

    text: str | None
    span: Span

    def refused(self, problem: str, hint: str) -> InputError:
        """An error that says where, without the value, which may be a secret."""
        bad = BadTree(problem, self.span, hint)
        return InputError(bad.message, hint=bad.hint)


@dataclass(frozen=True, slots=True)
class Deployment:
    """`account`, `region` and `name`, that of the stack, are empty where they are not known.

    `constructs` tells, by logical id, where the CDK's code makes a resource.
    """

    arguments: Mapping[str, Argument] = field(default_factory=dict)
    account: str = ""
    region: str = ""
    name: str = ""
    constructs: Mapping[str, str] = field(default_factory=dict)

    def tells(self, pseudo: str) -> bool:
        """Whether a pseudo-parameter is known, so that nothing else need be tried."""
        known = {"AWS::AccountId": self.account, "AWS::Region": self.region}
        known |= {"AWS::Partition": self.region, "AWS::StackName": self.name}
        return bool(known.get(pseudo))
