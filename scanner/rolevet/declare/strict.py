"""JMESPath without its quiet nulls.

To JMESPath, a field that is missing is null, null is false, and values of different types are never
equal. A rule would take all of that for a "no". Here it raises Undecided, and whoever wants to ask
for absence says so: `present(x)`, `default(x, y)`.
"""

import operator
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from jmespath.visitor import Options, TreeInterpreter

from rolevet.declare.functions import Functions
from rolevet.declare.values import Absent, View, plainly, same, size_of, some, type_of
from rolevet.policy.answers import NO, YES, Answer, all_of, any_of, maybe
from rolevet.text import plain
from rolevet.unknown import Undecided

PRESENT: Final = "present"
DEFAULT: Final = "default"
FORMS: Final = {PRESENT: 1, DEFAULT: 2}
"""What looks like a function, but does not take the value of its first argument; how many it takes.
"""

WORK: Final = 5_000_000
"""What one evaluation may cost before it gives up: ten for a step, one for a character or an
element that is gone through. About a second."""

_STEP: Final = 10
_ORDERS: Final = {"lt": operator.lt, "lte": operator.le, "gt": operator.gt, "gte": operator.ge}


def evaluated(tree: Mapping[str, Any], about: View, now: datetime) -> Any:
    """Raises Undecided, and Absent where it names what is not there."""
    try:
        return _Strict(now).visit(tree, about)
    except RecursionError:
        raise Undecided("what it looks at is nested too deep") from None


class _Strict(TreeInterpreter):  # type: ignore[misc] # JMESPath has no types
    """Each is for one evaluation, whose cost it counts."""

    def __init__(self, now: datetime) -> None:
        super().__init__(Options(custom_functions=Functions(now, self._spend)))
        self._left = WORK

    def visit(self, node: Any, *args: Any, **others: Any) -> Any:
        self._spend(_STEP)
        return super().visit(node, *args, **others)

    def visit_field(self, node: Any, value: Any) -> Any:
        name = node["value"]
        if isinstance(value, View):
            return value.field(name)
        if not isinstance(value, dict):
            raise Undecided(f"field '{plain(name, 100)}' is asked of {some(value)}")
        if name not in value:
            raise Absent(f"there is no field '{plain(name, 100)}'")
        return value[name]

    def visit_index(self, node: Any, value: Any) -> Any:
        index = node["value"]
        elements = _listed(value)
        if not -len(elements) <= index < len(elements):
            raise Absent(f"there is no element [{index}]")
        return elements[index]

    def visit_slice(self, node: Any, value: Any) -> Any:
        elements = _listed(value)
        self._spend(len(elements))
        return elements[slice(*node["children"])]

    def visit_comparator(self, node: Any, value: Any) -> bool:
        one, other = (plainly(self.visit(child, value)) for child in node["children"])
        order = _ORDERS.get(node["value"])
        if order is None:
            self._spend(size_of(one, self._left))
            return self._equal(one, other) is (node["value"] == "eq")
        if type_of(one) != "number" or type_of(other) != "number":
            raise Undecided(f"{some(one)} and {some(other)} have no order, only numbers have")
        return bool(order(one, other))

    def _equal(self, one: Any, other: Any) -> bool:
        if type_of(one) != type_of(other) and one is not None and other is not None:
            raise Undecided(f"{some(one)} is compared with {some(other)}")
        return same(one, other)

    def visit_or_expression(self, node: Any, value: Any) -> bool:
        return bool(any_of(self._answers(node, value)))

    def visit_and_expression(self, node: Any, value: Any) -> bool:
        return bool(all_of(self._answers(node, value)))

    def visit_not_expression(self, node: Any, value: Any) -> bool:
        return not self._truth(node["children"][0], value)

    def _answers(self, node: Any, value: Any) -> Iterator[Answer]:
        for child in node["children"]:
            try:
                yield YES if self._truth(child, value) else NO
            except Undecided as doubt:
                yield maybe(doubt.reason, doubt.doubt)

    def _truth(self, node: Any, value: Any) -> bool:
        found = self.visit(node, value)
        if not isinstance(found, bool):
            raise Undecided(f"{some(found)} stands where true or false must stand")
        return found

    def visit_projection(self, node: Any, value: Any) -> list[Any]:
        base, each = node["children"]
        return self._each(each, _listed(self.visit(base, value)))

    def visit_value_projection(self, node: Any, value: Any) -> list[Any]:
        base, each = node["children"]
        found = plainly(self.visit(base, value))
        if not isinstance(found, dict):
            raise Undecided(f"{some(found)} stands where an object must stand")
        return self._each(each, list(found.values()))

    def visit_filter_projection(self, node: Any, value: Any) -> list[Any]:
        base, each, condition = node["children"]
        elements = _listed(self.visit(base, value))
        return self._each(each, [one for one in elements if self._truth(condition, one)])

    def _each(self, node: Any, elements: list[Any]) -> list[Any]:
        """JMESPath leaves null out, which is a value here: what is missing has raised."""
        found = (self.visit(node, element) for element in elements)
        return [one for one in found if one is not None]

    def visit_flatten(self, node: Any, value: Any) -> list[Any]:
        elements = _listed(self.visit(node["children"][0], value))
        lists = [one if isinstance(one, list) else [one] for one in elements]
        self._spend(sum(map(len, lists)))
        return [inner for one in lists for inner in one]

    def visit_multi_select_list(self, node: Any, value: Any) -> list[Any]:
        return [plainly(self.visit(child, value)) for child in node["children"]]

    def visit_multi_select_dict(self, node: Any, value: Any) -> dict[str, Any]:
        return {child["value"]: plainly(self.visit(child, value)) for child in node["children"]}

    def visit_function_expression(self, node: Any, value: Any) -> Any:
        name, children = node["value"], node["children"]
        if name in FORMS:
            return self._form(name, children, value)
        arguments = [plainly(self.visit(child, value)) for child in children]
        self._spend(sum(size_of(one, self._left) for one in arguments))
        made = self._functions.called(name, arguments)
        if made is None:
            raise Undecided(f"{name}() has no answer")
        return made

    def _form(self, name: str, children: list[Any], value: Any) -> Any:
        try:
            found = plainly(self.visit(children[0], value))
        except Absent:
            found = None
        if name == PRESENT:
            return found is not None
        return self.visit(children[1], value) if found is None else found

    def _spend(self, cost: int) -> None:
        self._left -= cost
        if self._left < 0:
            raise Undecided("it takes too long to work out")


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Undecided(f"{some(value)} stands where an array must stand")
    return value
