"""Writes docs/rules from the rules and their tables of cases: `make docs`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from rules.cases import Verdict
from rules.tables import VERDICTS

from rolevet.cli.page import as_markdown, escaped, table
from rolevet.definition import Rule
from rolevet.frameworks import controlled
from rolevet_rules import rules
from rolevet_rules.frameworks import frameworks

HOME = Path(__file__).parents[1] / "docs/rules"
IDS = HOME / "ids.txt"
FIRST = (
    "<!-- Made by tests/docs_pages.py of the rules and their cases; to make it anew: make docs -->"
)
FAMILIES = {
    "ALIAS": "IoT role aliases",
    "PROF": "IAM Roles Anywhere profiles",
    "ANCH": "trust anchors",
    "CRL": "revocation",
    "TRUST": "the trust policies of roles",
    "PERM": "what roles may do",
    "IOTP": "IoT policies",
    "INV": "the inventory as a whole",
    "FILE": "files of infrastructure code themselves",
    "NAME": "names that tell what something is for",
    "HARD": "house rules that go further than AWS asks",
}

Verdicts = Mapping[str, Sequence[tuple[str, Verdict]]]


def pages(every: Iterable[Rule], verdicts: Verdicts) -> dict[str, str]:
    """Every page by the name of its file."""
    known = sorted(every, key=lambda rule: rule.info.id)
    made = {f"{rule.info.id}.md": _page(rule, verdicts[rule.info.id]) for rule in known}
    return {"README.md": _index(known), **made}


def _page(rule: Rule, cases: Sequence[tuple[str, Verdict]]) -> str:
    order = list(Verdict)
    rows = sorted(cases, key=lambda case: order.index(case[1]))
    told = table(("case", "the rule"), [(name, verdict.value) for name, verdict in rows])
    return (
        f"{FIRST}\n\n{as_markdown(rule)}\n## Cases\n\nThe tests hold the rule to these.\n\n{told}\n"
    )


def _index(known: Sequence[Rule]) -> str:
    parts = [
        FIRST,
        "# Rules",
        "All rules that come with rolevet. `rolevet explain ID` tells the same of a rule as it is "
        "configured, and also of the rules of other packages. Ids are permanent: "
        "[ids.txt](ids.txt) holds every one that was ever used.",
    ]
    for family, members in sorted(_by_family(known).items(), key=lambda pair: _rank(pair[0])):
        parts += [f"## {family}: {FAMILIES.get(family, 'others')}", _rows(members)]
    return "\n\n".join(parts) + "\n"


def _rows(members: Iterable[Rule]) -> str:
    lines = ["| rule | severity | class | default | says |", "|---|---|---|---|---|"]
    for info in (rule.info for rule in members):
        words = (
            f"[{info.id}]({info.id}.md)",
            info.severity.label,
            info.trouble.value,
            "opt-in" if info.opt_in else "on",
            escaped(info.summary),
        )
        lines.append(f"| {' | '.join(words)} |")
    return "\n".join(lines)


def _by_family(known: Iterable[Rule]) -> dict[str, list[Rule]]:
    return {family: list(members) for family, members in groupby(known, _family)}


def _family(rule: Rule) -> str:
    return re.split(r"[0-9-]", rule.info.id)[0]


def _rank(family: str) -> int:
    return list(FAMILIES).index(family) if family in FAMILIES else len(FAMILIES)


def ids(before: str, every: Iterable[Rule]) -> str:
    """What was there and what is new, one to a line; nothing ever leaves it."""
    return "".join(f"{one}\n" for one in sorted({*before.split(), *(r.info.id for r in every)}))


def made() -> dict[str, str]:
    """Everything that should stand in docs/rules."""
    every = controlled(rules(), frameworks())
    before = IDS.read_text() if IDS.exists() else ""
    return {**pages(every, VERDICTS), IDS.name: ids(before, every)}


def main() -> None:
    """Pages of rules that are no longer there go."""
    HOME.mkdir(exist_ok=True)
    wanted = made()
    for path in HOME.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (HOME / name).write_text(text)


if __name__ == "__main__":
    main()
