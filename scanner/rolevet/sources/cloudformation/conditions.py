"""Whether a template's conditions hold.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
"""

from typing import TYPE_CHECKING

from rolevet.sources.cloudformation.calls import call_of
from rolevet.sources.cloudformation.functions import same
from rolevet.sources.cloudformation.loops import Local, filled
from rolevet.stated.values import Value, gaps_in
from rolevet.tree import Kind, Node

if TYPE_CHECKING:
    from rolevet.sources.cloudformation.resolver import Resolver


def holds(node: Node, resolver: "Resolver", local: Local) -> bool | None:
    """Whether a condition holds; None where that does not follow."""
    if node.kind is Kind.MAPPING and list(node.members) == ["Condition"]:
        return resolver.condition(filled(node.members["Condition"].value.text, local))
    call = call_of(node)
    if call is None:
        return None
    given = call.given.items
    if call.name == "Condition":
        return resolver.condition(filled(call.given.text, local))
    if call.name == "Fn::Equals" and len(given) == 2:
        return _equal(resolver.compared(given[0], local), resolver.compared(given[1], local))
    held = [resolver.test(item, local) for item in given]
    if call.name == "Fn::Not" and len(held) == 1:
        return None if held[0] is None else not held[0]
    if call.name in ("Fn::And", "Fn::Or") and held:
        decisive = call.name == "Fn::Or"
        return decisive if decisive in held else None if None in held else not decisive
    return None


def _equal(one: Value | None, other: Value | None) -> bool | None:
    if one is None or other is None:
        return None
    if same(one, other):
        return True
    gaps = [*gaps_in(one), *gaps_in(other)]
    if not gaps:
        return False
    # What is chosen to differ from all that it is compared with differs from this too.
    return False if [gap.other for gap in gaps] == [True] and (one.gap or other.gap) else None
