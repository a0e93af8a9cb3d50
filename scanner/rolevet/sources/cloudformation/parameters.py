"""The parameters of a template, and what they are given.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from dataclasses import dataclass

from rolevet.sources.cloudformation.deployment import Argument
from rolevet.tree import Kind, Node


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """As it is declared; `argument` is None where nobody says what its value will be."""

    name: str
    declared: Node
    argument: Argument | None

    @property
    def type(self) -> str:
        kind = self.declared.get("Type")
        return kind.text if kind is not None else ""

    @property
    def is_list(self) -> bool:
        """Whether its value is one text, but a list to who refers to it."""
        return self.type == "CommaDelimitedList" or self.type.startswith("List<")

    @property
    def is_stored(self) -> bool:
        """Whether its value is the name of what holds another, in Systems Manager."""
        return self.type.startswith("AWS::SSM::Parameter::")

    @property
    def given(self) -> str | None:
        """The value that it is given, beside which nothing else need be tried."""
        return self.argument.text if self.argument is not None else None

    @property
    def default(self) -> str | None:
        """What it is taken for where nothing is given, which somebody may change."""
        default = self.declared.get("Default")
        if self.argument is not None or default is None:
            return None
        return None if default.kind in (Kind.LIST, Kind.MAPPING, Kind.NULL) else default.text

    @property
    def known(self) -> str | None:
        return self.default if self.given is None else self.given

    @property
    def is_hidden(self) -> bool:
        """Whether the value that it is given may not be told."""
        masked = self.declared.get("NoEcho")
        return self.given is not None and masked is not None and masked.text.lower() == "true"

    def split(self, text: str) -> tuple[str, ...]:
        """A value as the one text that it is, or as those of a list."""
        return tuple(part.strip() for part in text.split(",")) if self.is_list else (text,)
