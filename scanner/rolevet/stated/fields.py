"""What a resource states as the fields of AWS's answers, with the place of each."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from rolevet.place import Declared, Span
from rolevet.stated.declaration import Stated
from rolevet.stated.documents import Document, Opaque, read_document
from rolevet.stated.standins import StandIns
from rolevet.stated.values import Gap, Value, gaps_in
from rolevet.unknown import Doubt, Partly, Unknown

_TRUE: Final = ("true", "yes", "on")
_FALSE: Final = ("false", "no", "off")
_DIGITS_MAX: Final = 18


class Fields:
    """`raw`, `unknown` and `parts` of one resource, as they are filled in field by field.

    `spelt` are the ARNs of the file's own resources, by how others may put them together; `wide`
    says whether what is not known in policies is taken to allow as much as it can.
    """

    def __init__(
        self, stated: Stated, own: StandIns, spelt: Mapping[str, str], *, wide: bool
    ) -> None:
        self.stated = stated
        self.own = own
        self.wide = wide
        self.raw: dict[str, Any] = {}
        self.unknown: dict[str, Unknown] = {}
        self.parts: dict[str, Span] = {}
        self.wild: list[Gap] = []
        """What is not known in its policies and may be a wildcard."""
        self._spelt = spelt

    def value(self, field: str) -> Value | None:
        """None where it is not stated."""
        return self.stated.values.get(field)

    def word(self, field: str) -> str:
        """How the file spells it."""
        return self.stated.spelt.get(field, field)

    @property
    def place(self) -> Declared:
        span = self.stated.key.span
        return Declared(
            *(span.file, span.line, span.column, span.end_line, span.end_column),
            parts=self.parts,
            asked=self.stated.asked,
            elsewhere=self.stated.elsewhere,
        )

    def text(self, field: str, default: Any = None) -> None:
        self._fill(field, default, lambda value: value.text)

    def number(self, field: str, default: int) -> None:
        self._fill(field, default, _number)

    def flag(self, field: str, default: bool | None = None) -> None:
        self._fill(field, default, _flag)

    def texts(self, field: str) -> None:
        """What is known of a list that is not known whole is in `raw` all the same."""
        value = self.value(field)
        known: list[Any] = []
        unknown: Unknown | None = None
        for number, each in enumerate(value.items if value else ()):
            item = self.owned(each)
            text = item.text
            if item.gaps:
                unknown = self._unknown(field, item)
                continue
            known.append(text if text is not None else _data(item))
            self.parts[f"{field}[{number}]"] = self.parts[f"{field}[{text}]"] = item.node.span
        self.raw[field] = known
        if value is not None and unknown is not None:
            texts = tuple(each for each in known if isinstance(each, str))
            empty = not known and _may_be_empty(value)
            self.unknown[field] = Partly(unknown.reason, unknown.doubt, texts, empty)
        if value is not None:
            self.parts[field] = value.node.span
        else:
            self.may_be_elsewhere(field)

    def tree(self, field: str) -> None:
        """An object or a list of them."""
        value = self.value(field)
        if value is None:
            self.may_be_elsewhere(field)
            return
        self.raw[field] = _data(value)
        self.parts |= _paths(field, value)
        for gap in gaps_in(value):
            self.untold(field, f"{self.word(field)} holds {gap.what}")

    def document(self, value: Value, field: str, what: str) -> Document | None:
        """A policy document for `field`, of which `what` tells in a clause; None where unknown."""
        self.parts[field] = value.node.span
        try:
            found = read_document(value, wide=self.wide)
        except Opaque as opaque:
            self.untold(field, f"{what} {opaque}")
            return None
        self.wild += found.gaps
        self.parts |= {f"{field}{path}": span for path, span in found.parts.items()}
        return found

    def untold(self, field: str, reason: str) -> None:
        """What a file cannot tell."""
        self.unknown[field] = Unknown(reason, Doubt.BY_NATURE)

    def tags(self, field: str = "tags") -> None:
        value = self.value(field)
        if value is None and self.may_be_elsewhere(field):
            return
        if value is not None and value.gap is not None:
            self.unknown[field] = self._unknown(field, value)
        self.raw[field] = [_data(item) for item in _rows(value)]
        if value is not None:
            self.parts |= _paths(field, value)

    def owned(self, value: Value) -> Value:
        """An ARN that is put together of a name which is not known is known if the file declares
        what is called so."""
        arn = self._spelt.get(value.text or "")
        return Value(value.node, arn) if arn else value

    def _fill(self, field: str, default: Any, read: Callable[[Value], Any]) -> None:
        value = self.value(field)
        if value is None:
            if not self.may_be_elsewhere(field) and default is not None:
                self.raw[field] = default
            return
        known = self.owned(value)
        self.parts[field] = value.node.span
        if known.gaps:
            self.unknown[field] = self._unknown(field, known)
        else:
            self.raw[field] = read(known)

    def may_be_elsewhere(self, field: str) -> bool:
        """Whether what the file does not state may be so all the same, which is then noted."""
        stated = self.stated
        told = f"the {stated.language.noun} does not tell {self.word(field)}"
        if field in stated.lacking:
            self.untold(field, told)
            return True
        if stated.elsewhere:
            self.untold(field, f"{told}, and {stated.elsewhere} may")
        return bool(stated.elsewhere)

    def _unknown(self, field: str, value: Value) -> Unknown:
        verb = "is" if value.gap else "holds"
        return Unknown(f"{self.word(field)} {verb} {value.gaps[0].what}", Doubt.BY_NATURE)


def _may_be_empty(value: Value) -> bool:
    """Of a list of which no item is known; one that is no list in the file may come to any."""
    alone = value.text is not None
    return alone or all(any(gap.loose for gap in item.gaps) for item in value.items)


def _number(value: Value) -> Any:
    text = value.text or ""
    whole, _, fraction = text.partition(".")
    digits = whole.removeprefix("-")
    is_whole = digits.isascii() and digits.isdecimal() and not fraction.strip("0")
    return int(whole) if is_whole and len(digits) <= _DIGITS_MAX else value.text


def _flag(value: Value) -> Any:
    text = (value.text or "").lower()
    return True if text in _TRUE else False if text in _FALSE else value.text


_TYPED: Final = {"enabled": _flag, "threshold": _number}
"""The fields inside of objects that are no texts."""


def _rows(value: Value | None) -> Iterator[Value]:
    yield from (item for item in (value.items if value else ()) if isinstance(item.data, Mapping))


def _data(value: Value, name: str = "") -> Any:
    if isinstance(value.data, str):
        read = _TYPED.get(name)
        return read(value) if read else value.data
    if isinstance(value.data, tuple):
        return [_data(item) for item in value.data]
    return {name: _data(item, name) for name, item in value.data.items()}


def _paths(path: str, value: Value) -> dict[str, Span]:
    found = {path: value.node.span}
    for name, item in value.members.items():
        found |= _paths(f"{path}.{name}", item)
    return found
