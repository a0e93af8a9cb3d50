"""The data sources whose answers follow from the configuration, or have stand-ins."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from rolevet.sources.terraform.hcl.words import encoded
from rolevet.sources.terraform.hcl.work import Work
from rolevet.sources.terraform.policy_document import document_of
from rolevet.stated.documents import Opaque
from rolevet.stated.values import Gap, Value, gaps_in

if TYPE_CHECKING:
    from rolevet.sources.terraform.hcl.instances import Instance

_DOCUMENT: Final = "aws_iam_policy_document"
_BLOCKS: Final = ("statement", "principals", "not_principals", "condition")
_KEYS: Final = ("test", "variable", "type")
_DNS: Final = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}


def attribute(source: "Instance", name: str, work: Work) -> Value | None:
    """None where nothing is known of it but its arguments."""
    own, key = work.own, source.block.key
    told = {
        ("aws_caller_identity", "account_id"): own.account,
        ("aws_caller_identity", "id"): own.account,
        ("aws_region", "name"): own.region,
        ("aws_region", "id"): own.region,
        ("aws_region", "region"): own.region,
        ("aws_partition", "partition"): own.partition,
        ("aws_partition", "id"): own.partition,
        ("aws_partition", "dns_suffix"): _DNS.get(own.partition, _DNS["aws"]),
    }.get((source.type, name))
    if told is not None:
        return Value(key, told)
    if source.type == _DOCUMENT and name in ("json", "minified_json"):
        return _document(source, work)
    return None


def _document(source: "Instance", work: Work) -> Value:
    key, values = source.block.key, source.values_stated()
    gap = next(_unfit(values), None)
    try:
        document = None if gap else document_of(values, key)
    except Opaque as opaque:
        return work.gap(key, f"data source {source.address}, in which a document {opaque}")
    if document is None or document.gap is not None:
        known = gap or (document.gap if document else None)
        return work.unread(key, "a policy document", (known,) if known else ())
    gaps = tuple(gaps_in(document))
    text = work.text(key, encoded(_shortened(document)), gaps)
    return Value(key, text.data, text.gaps, document)


def _unfit(values: Mapping[str, Value]) -> Iterator[Gap]:
    """What has to be known for there to be anything to say of the document."""
    for name in _BLOCKS:
        for block in values[name].items if name in values else ():
            yield from block.gaps
            yield from (gap for key in _KEYS if (at := block.members.get(key)) for gap in at.gaps)
            yield from _unfit(block.members)


def _shortened(value: Value, depth: int = 0) -> Value:
    """A list of one item is written as that item, but for statements."""
    if isinstance(value.data, Mapping):
        members = {name: _shortened(item, depth + 1) for name, item in value.data.items()}
        return Value(value.node, members)
    if isinstance(value.data, tuple):
        items = tuple(_shortened(item, depth + 1) for item in value.data)
        return items[0] if len(items) == 1 and depth > 1 else Value(value.node, items)
    return value
