"""What is common to working out all modules of one configuration."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from rolevet.document import MAX_LENGTH
from rolevet.sources.terraform.hcl.module import Module
from rolevet.sources.terraform.hcl.words import Untold
from rolevet.stated.documents import literal
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Gap, Value
from rolevet.tree import BadTree, Node, Run, Source, read_source, source_of

_STEPS_MAX: Final = 2_000_000
_TEXT_MAX: Final = 20_000_000
_DEPTH_MAX: Final = 70
_PARTS_DEEP_MAX: Final = 150
_WHAT_MAX: Final = 200


@dataclass(slots=True, eq=False)
class Work:
    """One way in which a configuration may turn out; raises BadTree where that takes too long.

    `choice` says which conditions hold that nobody knows; `opened` are all such that were met.
    `module` gives that of a folder, and `text` the text of a file.
    """

    own: StandIns
    own_place: bool
    choice: Mapping[str, bool]
    module: Callable[[str], Module | None]
    text_of_file: Callable[[str, str], str | None]
    opened: dict[str, None] = field(default_factory=dict)
    steps: int = 0
    length: int = 0
    depth: int = 0

    def step(self, node: Node, count: int = 1) -> None:
        self.steps += count
        if self.steps > _STEPS_MAX:
            raise node.wrong("this configuration takes too long to work out", "split it")

    def is_too_deep(self) -> bool:
        return self.depth >= _DEPTH_MAX

    def weigh(self, value: Value) -> Value:
        """The same, for whoever is to go through all of it: parts may be there many times over."""
        waiting = [(value, 0)]
        while waiting:
            part, deep = waiting.pop()
            self.step(value.node)
            if deep > _PARTS_DEEP_MAX:
                raise value.node.wrong("this is nested too deep", "unnest it")
            if isinstance(part.data, tuple):
                waiting += [(each, deep + 1) for each in part.data]
            elif isinstance(part.data, Mapping):
                waiting += [(each, deep + 1) for each in part.data.values()]
        return value

    def text(self, node: Node, text: str, gaps: Iterable[Gap] = ()) -> Value:
        """A text that the configuration puts together."""
        self.length += len(text)
        if self.length > _TEXT_MAX:
            raise node.wrong("the texts of this configuration grow too long", "split it")
        written = self.own.as_own(text) if self.own_place else text
        return Value(node, written, tuple(dict.fromkeys(gaps)))

    def written(self, node: Node, runs: Iterable[Run], gaps: Iterable[Gap] = ()) -> Value:
        """A text of which each part is written somewhere, so that JSON in it has its places."""
        mended = [Run(self._owned(run.text), run.start, run.end) for run in runs]
        value = self.text(node, "".join(run.text for run in mended), gaps)
        if not (value.text or "").lstrip().startswith(("{", "[")):
            return value
        holds = _json(source_of(mended, node.source, node.end))
        return Value(node, value.data, value.gaps, holds) if holds else value

    def gap(self, node: Node, what: str, *, wild: bool = True) -> Value:
        """What the configuration does not tell."""
        shown = what[:_WHAT_MAX]
        found = Gap(self.own.named(shown), shown, wild)
        return Value(node, found.token, (found,))

    def unread(self, node: Node, what: str, of: Iterable[Gap] = ()) -> Value:
        """What is told by its place, or by the gap that it comes of."""
        first = next(iter(of), None)
        span = node.span
        where = f"{span.file.rpartition('/')[2]}:{span.line}:{span.column}"
        return self.gap(node, f"{what} of {first.what}" if first else f"{what} in {where}")

    def read(self, node: Node, folder: str, path: str) -> str:
        """The text of a file of a module; raises Untold."""
        found = self.text_of_file(folder, path)
        if found is None:
            raise Untold
        self.step(node, 100)
        return found

    def _owned(self, text: str) -> str:
        return self.own.as_own(text) if self.own_place else text


def _json(source: Source) -> Value | None:
    if len(source.text) > MAX_LENGTH:
        return None
    try:
        return literal(read_source(source))
    except BadTree:
        return None
