"""A resource's properties as the fields of AWS's answers, with the place of each."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from rolevet.place import Declared, Span
from rolevet.sources.cloudformation.documents import Document, Opaque, read_document
from rolevet.sources.cloudformation.resolver import Resolver
from rolevet.sources.cloudformation.template import Declaration
from rolevet.sources.cloudformation.values import Gap, Value, gaps_in
from rolevet.unknown import Doubt, Partly, Unknown

_TRUE: Final = ("true", "yes", "on")
_FALSE: Final = ("false", "no", "off")
_DIGITS_MAX: Final = 18
_TRANSFORM: Final = "Fn::Transform"


class Fields:
    """`raw`, `unknown` and `parts` of one resource, as they are filled in property by property."""

    def __init__(self, declared: Declaration, resolver: Resolver) -> None:
        self.declared = declared
        self.resolver = resolver
        self.raw: dict[str, Any] = {}
        self.unknown: dict[str, Unknown] = {}
        self.parts: dict[str, Span] = {}
        self.wild: list[Gap] = []
        """What is not known in its policies and may be a wildcard."""

    def value(self, name: str) -> Value | None:
        """Of a property; None where there is none."""
        properties = self.declared.properties
        node = properties.get(name) if properties is not None else None
        return None if node is None else self.resolver.value(node, self.declared.local)

    @property
    def _included(self) -> bool:
        """Whether more properties come from elsewhere."""
        properties = self.declared.properties
        return properties is not None and _TRANSFORM in properties.members

    @property
    def place(self) -> Declared:
        span = self.declared.key.span
        return Declared(
            span.file, span.line, span.column, span.end_line, span.end_column, self.parts
        )

    def text(self, name: str, field: str, default: Any = None) -> None:
        self._fill(name, field, default, lambda value: value.text)

    def number(self, name: str, field: str, default: int) -> None:
        self._fill(name, field, default, _number)

    def flag(self, name: str, field: str, default: bool | None = None) -> None:
        self._fill(name, field, default, _flag)

    def texts(self, name: str, field: str) -> None:
        """What is known of a list that is not known whole is in `raw` all the same."""
        value = self.value(name)
        known: list[Any] = []
        unknown: Unknown | None = None
        for number, each in enumerate(value.items if value else ()):
            item = self.own(each)
            text = item.text
            if item.gaps:
                unknown = self._unknown(name, item)
                continue
            known.append(text if text is not None else _camel(item))
            self.parts[f"{field}[{number}]"] = self.parts[f"{field}[{text}]"] = item.node.span
        self.raw[field] = known
        if unknown is not None:
            texts = tuple(each for each in known if isinstance(each, str))
            self.unknown[field] = Partly(unknown.reason, unknown.doubt, texts)
        if value is not None:
            self.parts[field] = value.node.span
        elif self._included:
            self.untold(field, f"{name} may be told by {_TRANSFORM}")

    def tree(self, name: str, field: str) -> None:
        """An object or a list of them, whose names begin with capitals in a template only."""
        value = self.value(name)
        if value is None:
            return
        self.raw[field] = _camel(value)
        self.parts |= _paths(field, value)
        for gap in gaps_in(value):
            self.unknown[field] = Unknown(f"{name} holds {gap.what}", Doubt.BY_NATURE)

    def document(self, value: Value, field: str, what: str) -> Document | None:
        """A policy document for `field`, of which `what` tells in a clause; None where unknown."""
        self.parts[field] = value.node.span
        try:
            found = read_document(value, wide=self.resolver.choice.wide)
        except Opaque as opaque:
            self.untold(field, f"{what} {opaque}")
            return None
        self.wild += found.gaps
        self.parts |= {f"{field}{path}": span for path, span in found.parts.items()}
        return found

    def untold(self, field: str, reason: str) -> None:
        """What a template cannot tell."""
        self.unknown[field] = Unknown(reason, Doubt.BY_NATURE)

    def tags(self, field: str = "tags") -> None:
        value = self.value("Tags")
        self.raw[field] = [_camel(item, capitals=field == "Tags") for item in _rows(value)]

    def _fill(self, name: str, field: str, default: Any, read: Callable[[Value], Any]) -> None:
        value = self.value(name)
        if value is None:
            if self._included:
                self.untold(field, f"{name} may be told by {_TRANSFORM}")
            elif default is not None:
                self.raw[field] = default
            return
        known = self.own(value)
        self.parts[field] = value.node.span
        if known.gaps:
            self.unknown[field] = self._unknown(name, known)
        else:
            self.raw[field] = read(known)

    def own(self, value: Value) -> Value:
        """An ARN that is put together of a name which is not known is known if the template
        declares what is called so."""
        arn = self.resolver.spelt.get(value.text or "")
        return Value(value.node, arn) if arn else value

    def _unknown(self, name: str, value: Value) -> Unknown:
        verb = "is" if value.gap else "holds"
        return Unknown(f"{name} {verb} {value.gaps[0].what}", Doubt.BY_NATURE)


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


def _camel(value: Value, name: str = "", *, capitals: bool = False) -> Any:
    if isinstance(value.data, str):
        read = _TYPED.get(name)
        return read(value) if read else value.data
    if isinstance(value.data, tuple):
        return [_camel(item, capitals=capitals) for item in value.data]
    named = ((name if capitals else _lowered(name), item) for name, item in value.data.items())
    return {name: _camel(item, name, capitals=capitals) for name, item in named}


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _paths(path: str, value: Value) -> dict[str, Span]:
    found = {path: value.node.span}
    for name, item in value.members.items():
        found |= _paths(f"{path}.{_lowered(name)}", item)
    return found
