"""All that there is to say of one rule, as text, as Markdown and as JSON."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any, Final

import click

from rolevet.cli.catalogue import UNVERIFIED
from rolevet.definition import Rule
from rolevet.finding import Control, Trouble
from rolevet.needs import Need, name_of
from rolevet.resources import Resource
from rolevet.sources.aws.plan import ACTIONS
from rolevet.tables import written

_HEADING: Final = re.compile(r"^## (.+)\n+", re.MULTILINE)
_UNEASY: Final = re.compile(r"([\\|*`\[\]<>]|\b_|_\b)")
_TROUBLES: Final = {
    Trouble.REJECTED: "AWS refuses it",
    Trouble.FAILS: "AWS accepts it, and then sessions fail",
    Trouble.EXPOSURE: "more is possible than should be",
    Trouble.HYGIENE: "it works and is safe, but nobody should leave it so",
}
_GROUPS: Final = {
    "AliasBinding": "role alias with its role",
    "ProfileBinding": "profile with each of its roles",
    "Binding": "role alias and profile with each of its roles",
    "Tagged": "role alias, profile, trust anchor and CRL",
}
_TYPES: Final = {int: "integer", bool: "boolean", tuple: "array"}
"""As JSON Schema calls them."""

_CONTROL: Final = ("framework", "control", "verified", "note")
_CAVEAT: Final = (
    "What it tests of compliance frameworks, in part; `rolevet rules --framework NAME` tells what "
    f"it does not test. {UNVERIFIED}"
)


def as_text(rule: Rule) -> str:
    """For a terminal; the id is bold."""
    return "\n".join(_text(rule))


def _text(rule: Rule) -> Iterator[str]:
    info = rule.info
    yield f"{click.style(info.id, bold=True)} {info.name}"
    yield f"severity {_severity(rule)}, class {info.trouble.value}, judges {_default(rule)}"
    yield f"confidence {info.confidence.label}, judges each {_judged(rule)}\n"
    yield f"{info.help}\n"
    for name, parameter in sorted(rule.parameters.items()):
        yield f"Parameter {name} ({_value(rule, name)}; {parameter.takes}): {parameter.help}"
    for need, actions in _reads(rule.needs):
        yield f"Reads {need}: {', '.join(actions)}"
    if rule.yields_to:
        yield f"Yields to: {', '.join(sorted(rule.yields_to))}"
    for framework, controls in groupby(info.controls, lambda control: control.framework):
        yield f"Tests in part, of {framework}: {'; '.join(map(_control, controls))}"
    if info.controls:
        yield UNVERIFIED
    yield f"Source: {info.source}"


def as_markdown(rule: Rule) -> str:
    """A page that stands for itself, whoever shows it."""
    info = rule.info
    facts = [
        ("Severity", _severity(rule)),
        ("Class", f"{info.trouble.value}: {_TROUBLES[info.trouble]}"),
        ("Confidence", info.confidence.label),
        ("Judges", f"each {_judged(rule)}, {_default(rule)}"),
        *((f"Reads {need}", ", ".join(actions)) for need, actions in _reads(rule.needs)),
        *((("Yields to", ", ".join(sorted(rule.yields_to))),) if rule.yields_to else ()),
    ]
    parts = [f"# {info.id}: {info.name}", info.summary, table(("", ""), facts)]
    parts += (f"## {title}\n\n{text}" if title else text for title, text in sections(rule))
    if rule.parameters:
        rows = [_parameter_row(rule, name) for name in sorted(rule.parameters)]
        parts += ["## Parameters", table(("parameter", "value", "can be", "is"), rows)]
    if info.controls:
        parts += ["## Controls", _CAVEAT, table(_CONTROL, map(_control_row, info.controls))]
    return "\n\n".join((*parts, "## Source", f"<{info.source}>")) + "\n"


def as_json(rule: Rule) -> dict[str, Any]:
    """Fields are added, never renamed."""
    info = rule.info
    return {
        "id": info.id,
        "name": info.name,
        "version": info.version,
        "summary": info.summary,
        "severity": info.severity.label,
        "declared_severity": info.declared_severity and info.declared_severity.label,
        "class": info.trouble.value,
        "confidence": info.confidence.label,
        "opt_in": info.opt_in,
        "judges": _judged(rule),
        "sections": [{"title": title, "text": text} for title, text in sections(rule)],
        "parameters": [_parameter(rule, name) for name in sorted(rule.parameters)],
        "reads": [{"need": need, "actions": actions} for need, actions in _reads(rule.needs)],
        "yields_to": sorted(rule.yields_to),
        "controls": [asdict(control) for control in info.controls],
        "source": info.source,
    }


def sections(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Title and text of each section of the help; what follows the summary has no title."""
    _, _, rest = rule.info.help.partition("\n\n")
    first, *others = _HEADING.split(rest)
    pairs = (("", first), *zip(others[::2], others[1::2], strict=True))
    return tuple((title, text.rstrip()) for title, text in pairs if text.strip())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """In Markdown; what stands in a cell is shown as it is."""
    lines = [head, *([escaped(cell) for cell in row] for row in rows)]
    first, *others = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join((first, "|---" * len(head) + "|", *others))


def escaped(text: str) -> str:
    """Fit for a cell: on one line, and nothing in it is Markdown."""
    return _UNEASY.sub(r"\\\1", " ".join(text.split()))


def _severity(rule: Rule) -> str:
    info = rule.info
    before = info.declared_severity
    return info.severity.label + ("" if before is None else f" instead of {before.label}")


def _default(rule: Rule) -> str:
    return "only where it is selected" if rule.info.opt_in else "by default"


def _judged(rule: Rule) -> str:
    """What a rule looks at, in the singular."""
    kind = rule.kind
    if kind.__name__ in _GROUPS or not issubclass(kind, Resource):
        return _GROUPS.get(kind.__name__, kind.__name__)
    first, *rest = kind.LABEL.split(" ")
    return " ".join((first.lower() if first[1:].islower() else first, *rest))


def _reads(needs: Iterable[Need]) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((name_of(need), ACTIONS[need]) for need in needs)


def _value(rule: Rule, name: str) -> str:
    value, default = dict(rule.info.settings)[name], rule.parameters[name].default
    return written(value) + ("" if value == default else f" instead of {written(default)}")


def _parameter_row(rule: Rule, name: str) -> tuple[str, ...]:
    parameter = rule.parameters[name]
    return name, _value(rule, name), parameter.takes, parameter.help


def _parameter(rule: Rule, name: str) -> dict[str, Any]:
    parameter = rule.parameters[name]
    bounded = type(parameter.default) is int
    return {
        "name": name,
        "value": dict(rule.info.settings)[name],
        "default": parameter.default,
        "type": _TYPES[type(parameter.default)],
        "low": parameter.low if bounded else None,
        "high": parameter.high if bounded else None,
        "help": parameter.help,
    }


def _control(control: Control) -> str:
    marks = ("verified" if control.verified else "", control.note or "")
    said = ", ".join(mark for mark in marks if mark)
    return f"{control.control} ({said})" if said else control.control


def _control_row(control: Control) -> tuple[str, ...]:
    verified = "yes" if control.verified else "no"
    return control.framework, control.control, verified, control.note or ""
