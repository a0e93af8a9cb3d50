"""`--query`: what a JMESPath expression makes of the JSON report."""

import json
from collections.abc import Iterator
from typing import Final

from jmespath.exceptions import JMESPathError
from jmespath.visitor import TreeInterpreter

from rolevet.declare.compiled import BadExpression, compiled_query
from rolevet.errors import UsageError
from rolevet.finding import Report
from rolevet.plugins import Format, load_format
from rolevet.text import plain

_HINT: Final = "try it on a saved report: rolevet report FILE --query EXPRESSION"


def queried(expression: str) -> Format:
    """Raises UsageError with the character where the expression is wrong.

    What it makes of a report is written as JSON, a text with its quotes, as the AWS CLI does.
    """
    try:
        tree = compiled_query(expression)
    except BadExpression as bad:
        raise UsageError(
            f"--query is wrong at character {bad.character}: {bad}",
            hint="see: https://jmespath.org",
        ) from None
    whole = load_format("json")

    def render(report: Report) -> Iterator[str]:
        told = json.loads("".join(whole(report)))
        try:
            made = TreeInterpreter().visit(tree, told)
            yield f"{json.dumps(made, indent=2, allow_nan=False)}\n"
        except (JMESPathError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            said = plain(str(error), 300)
            raise UsageError(f"--query does not fit the report: {said}", hint=_HINT) from None

    return render
