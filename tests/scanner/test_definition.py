"""The decorator refuses rules that could not be shown, selected or traced."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from rolevet import (
    Confidence,
    Hit,
    Inventory,
    Overlay,
    Parameter,
    Profile,
    Rule,
    Severity,
    Trouble,
    rule,
)


def _make(doc: str | None = "Something is bad.", **changes: Any) -> Rule:
    def judge(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
        yield from ()

    judge.__doc__ = doc
    arguments: dict[str, Any] = {
        "severity": Severity.LOW,
        "trouble": Trouble.HYGIENE,
        "kind": Profile,
        "source": "https://example.com/",
    }
    words = {"id": "ACME001", "name": "bad-thing"} | changes
    return rule(words.pop("id"), words.pop("name"), **(arguments | words))(judge)


def test_the_docstring_becomes_the_page() -> None:
    info = _make("Something is\nvery bad.\n\n## Why\n\nBecause.").info
    assert info.summary == "Something is very bad."
    assert info.help == "Something is\nvery bad.\n\n## Why\n\nBecause."
    assert (info.confidence, info.version) == (Confidence.HIGH, 1)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"id": "acme1"}, "capital letters"),
        ({"id": ""}, "capital letters"),
        ({"id": "A" * 65}, "capital letters"),
        ({"name": "Bad Thing"}, "kebab-case"),
        ({"name": ""}, "kebab-case"),
        ({"doc": None}, "does not begin with a sentence"),
        ({"doc": "no full stop"}, "does not begin with a sentence"),
        ({"source": "http://example.com/"}, "is not an https:// address"),
        ({"parameters": {"severity": Parameter(1, "x")}}, "cannot be called 'severity'"),
    ],
)
def test_unfit_rules_are_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        _make(**changes)


PARAMETERS = {
    "days": Parameter(45, "Days before it is told.", 1, 360),
    "strict": Parameter(False, "Whether to be strict."),
    "allowed": Parameter((), "What is allowed."),
}


def test_parameters_have_defaults_and_can_be_set() -> None:
    rule = _make(parameters=PARAMETERS)
    assert rule.info.settings == (("allowed", ()), ("days", 45), ("strict", False))
    given = rule.configured({"days": 1, "allowed": ("a",)})
    assert given.info.settings == (("allowed", ("a",)), ("days", 1), ("strict", False))
    assert dict(rule.info.settings)["days"] == 45, "the rule itself is not changed"


def test_another_severity_keeps_the_one_before_in_sight() -> None:
    rule = _make()
    assert rule.configured({}).info == rule.info
    changed = rule.configured({}, Severity.INFO).info
    assert (changed.severity, changed.declared_severity) == (Severity.INFO, Severity.LOW)


def test_overlays_are_held_to_the_parameters() -> None:
    rule = _make(parameters=PARAMETERS)
    overlay = Overlay(accounts=("123456789012",), settings=(("days", 1),))
    assert rule.overlaid([overlay]).info.overlays == (overlay,)
    with pytest.raises(ValueError, match="days is 0; it can be 1 to 360"):
        rule.overlaid([overlay, replace(overlay, settings=(("days", 0),))])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"dasy": 1}, "rule ACME001 has no parameter 'dasy'; it has allowed, days, strict"),
        ({"days": 0}, "days is 0; it can be 1 to 360"),
        ({"days": 361}, "days is 361; it can be 1 to 360"),
        ({"days": True}, "days is not a whole number"),
        ({"days": "9"}, "days is not a whole number"),
        ({"strict": 1}, "strict is not true or false"),
        ({"allowed": "a"}, "allowed is not a list of texts"),
    ],
)
def test_settings_that_cannot_be(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        _make(parameters=PARAMETERS).configured(given)
