"""Files of parameters, in each of the forms that users have them.

https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rolevet.sources.cloudformation.deployment import Argument
from rolevet.text import plain
from rolevet.tree import BadTree, Kind, Limits, Node, decoded, read_documents

_LIMITS: Final = Limits(size=1024 * 1024, depth=20, nodes=20_000, aliases=False)
_HINT: Final = 'write it as {"NAME": "VALUE"}, or as the AWS CLI does'
_KEY: Final = "ParameterKey"
_VALUE: Final = "ParameterValue"
_PREVIOUS: Final = "UsePreviousValue"
_FIELDS: Final = (_KEY, _VALUE, _PREVIOUS, "ResolvedValue")
_NAME_MAX: Final = 255
_VALUE_MAX: Final = 4096
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

_SCALARS: Final = (Kind.TEXT, Kind.NUMBER, Kind.TRUE, Kind.FALSE)
_NULLS: Final = ("", "~", "null")


def read_arguments(data: bytes, file: str) -> Mapping[str, Argument]:
    """Raises BadTree, whose message holds no value."""
    decoded(data, file, _LIMITS)
    try:
        documents = read_documents(data, file, _LIMITS)
    except BadTree as bad:
        # What stands there may be a secret.
        raise BadTree("this is neither JSON nor YAML that is read here", bad.span, _HINT) from None
    for second in documents[1:]:
        raise second.wrong("a second document begins", "keep one document")
    return _once(pair for root in documents for pair in _written(root))


def arguments_of(section: Node) -> Mapping[str, Argument]:
    """Of a mapping from names to values; raises BadTree."""
    return _once(_named(section))


def _once(pairs: Iterable[tuple[Node, Argument]]) -> Mapping[str, Argument]:
    found: dict[str, Argument] = {}
    for key, argument in pairs:
        # A text may be NAME=VALUE, of which only the name is shown.
        name = key.text.partition("=")[0]
        if not name or len(name) > _NAME_MAX:
            raise key.wrong("this is not the name of a parameter", _HINT)
        if name in found:
            line = found[name].span.line
            raise key.wrong(f"parameter '{name}' is there twice, first in line {line}", "drop one")
        found[name] = argument
    return found


def _written(root: Node) -> Iterator[tuple[Node, Argument]]:
    inner = root.get("Parameters")
    section = root if inner is None or inner.kind in _SCALARS else inner
    if section.kind is Kind.LIST:
        yield from map(_listed, section.items)
    elif section.kind is Kind.MAPPING:
        yield from _named(section)
    else:
        raise section.wrong("this is no list or mapping of parameters", _HINT)


def _named(section: Node) -> Iterator[tuple[Node, Argument]]:
    for member in section.members.values():
        if "=" in member.key.text:
            raise member.key.wrong("a name holds no '='", _HINT)
        yield member.key, _argument(member.value)


def _listed(item: Node) -> tuple[Node, Argument]:
    if item.kind is Kind.TEXT:
        _, mark, text = item.text.partition("=")
        if not mark:
            raise item.wrong("this is not NAME=VALUE", _HINT)
        return item, Argument(_bounded(item, text), item.span)
    for name, member in item.members.items():
        if name not in _FIELDS:
            raise member.key.wrong(f"there is no field '{plain(name, 40)}'", _HINT)
    key, value, previous = (item.get(name) for name in (_KEY, _VALUE, _PREVIOUS))
    if key is None or key.kind is not Kind.TEXT or "=" in key.text:
        raise item.wrong(f"this has no {_KEY}", _HINT)
    keeps = previous is not None and previous.text.lower() == "true"
    if keeps is (value is not None):
        raise item.wrong(f"this needs a {_VALUE} or {_PREVIOUS}, and not both", _HINT)
    return key, Argument(None, item.span) if value is None else _argument(value)


def _argument(value: Node) -> Argument:
    if len(value.members) == 1 and next(iter(value.members)).startswith("Fn::"):
        return Argument(None, value.span)  # CodePipeline fills it in
    empty = value.bare and value.text in _NULLS
    if value.kind not in _SCALARS or value.tag or empty:
        raise value.wrong("this value is not a text", "write it as one text, a list with commas")
    return Argument(_bounded(value, value.text), value.span)


def _bounded(node: Node, text: str) -> str:
    if len(text.encode("utf-8", "surrogatepass")) > _VALUE_MAX:
        raise node.wrong(f"this value has more than {_VALUE_MAX} bytes", "shorten it")
    return text
