"""All tables of cases, one for each rule, wherever they stand."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from rules.cases import Case, Verdict

HERE = Path(__file__).parent


def _tables() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for path in sorted(HERE.glob("cases_*.py")):
        table = import_module(f"rules.{path.stem}").CASES
        assert found.keys().isdisjoint(table), f"{path.name} has a table that is there already"
        found |= table
    return found


CASES = _tables()
"""By the id of the rule."""

VERDICTS: Mapping[str, Sequence[tuple[str, Verdict]]] = {
    rule: [(case.name, case.verdict) for case in cases] for rule, cases in CASES.items()
}
"""What the pages of the rules tell of them: the name of each case, and what the rule says to it."""
