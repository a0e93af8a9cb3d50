"""`rolevet explain` in its three forms, and `rolevet rules --framework`."""

import json
from collections.abc import Iterator

import pytest

from rolevet import (
    Binding,
    Claim,
    Control,
    Framework,
    Hit,
    Inventory,
    Parameter,
    Role,
    Rule,
    Severity,
    Trouble,
    cli,
    rule,
)
from rolevet_rules import rules


@rule(
    "ACME001",
    "acme-binding",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Binding,
    needs=[Role],
    source="https://example.com/page",
    opt_in=True,
    yields_to=["PROF001", "ALIAS001"],
    parameters={
        "days": Parameter(3, "days | nights", low=1, high=9),
        "strict": Parameter(False, "whether"),
    },
)
def acme(binding: Binding, _: Inventory, *, days: int, strict: bool) -> Iterator[Hit]:
    """A binding is Acme's.

    What comes before the first heading.

    ## Why it matters

    It does.

    ## How to mend it

        ## not a heading
    """
    yield from ()


@rule(
    "ACME001-MORE",
    "acme-more",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=Binding,
    source="https://example.com/page",
)
def more(binding: Binding, _: Inventory) -> Iterator[Hit]:
    """Nothing more is said."""
    yield from ()


POLICY = Framework(
    "acme",
    "Acme's policy",
    "Chapter 4 only.",
    (
        Claim(
            Control("acme", "4.1", verified=True, note="Only on Mondays."), ("ACME001",), "Sundays."
        ),
        Claim(Control("acme", "4.2"), ("ACME001-MORE", "ACME002"), "The rest."),
    ),
)


@pytest.fixture(autouse=True)
def _acme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolevet.cli.configured.load_rules", lambda: (acme, more))
    monkeypatch.setattr("rolevet.plugins.load_frameworks", lambda: (POLICY,))
    monkeypatch.setattr("rolevet.cli.framework.load_frameworks", lambda: (POLICY,))


TEXT = """\
ACME001 acme-binding
severity low, class exposure, judges only where it is selected
confidence high, judges each role alias and profile with each of its roles

A binding is Acme's.

What comes before the first heading.

## Why it matters

It does.

## How to mend it

    ## not a heading

Parameter days (3; a whole number, 1 to 9): days | nights
Parameter strict (false; true or false): whether
Reads profile: rolesanywhere:ListProfiles
Reads role: iam:GetRole, iam:ListRoles
Reads role-alias: iot:DescribeRoleAlias, iot:ListRoleAliases
Yields to: ALIAS001, PROF001
Tests in part, of acme: 4.1 (verified, Only on Mondays.)
Numbers of controls that are not marked as verified have not been compared with the framework's own text.
Source: https://example.com/page
"""  # noqa: E501 - as it is printed

MARKDOWN = """\
# ACME001: acme-binding

A binding is Acme's.

|  |  |
|---|---|
| Severity | low |
| Class | exposure: more is possible than should be |
| Confidence | high |
| Judges | each role alias and profile with each of its roles, only where it is selected |
| Reads profile | rolesanywhere:ListProfiles |
| Reads role | iam:GetRole, iam:ListRoles |
| Reads role-alias | iot:DescribeRoleAlias, iot:ListRoleAliases |
| Yields to | ALIAS001, PROF001 |

What comes before the first heading.

## Why it matters

It does.

## How to mend it

    ## not a heading

## Parameters

| parameter | value | can be | is |
|---|---|---|---|
| days | 3 | a whole number, 1 to 9 | days \\| nights |
| strict | false | true or false | whether |

## Controls

What it tests of compliance frameworks, in part; `rolevet rules --framework NAME` tells what it does not test. Numbers of controls that are not marked as verified have not been compared with the framework's own text.

| framework | control | verified | note |
|---|---|---|---|
| acme | 4.1 | yes | Only on Mondays. |

## Source

<https://example.com/page>
"""  # noqa: E501 - as it is printed


@pytest.mark.parametrize(("words", "whole"), [([], TEXT), (["--markdown"], MARKDOWN)])
def test_a_rule_in_words(words: list[str], whole: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "acme001", *words]) == 0
    assert capsys.readouterr().out == whole


def test_a_rule_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "acme001", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "id": "ACME001",
        "name": "acme-binding",
        "version": 1,
        "summary": "A binding is Acme's.",
        "severity": "low",
        "declared_severity": None,
        "class": "exposure",
        "confidence": "high",
        "opt_in": True,
        "judges": "role alias and profile with each of its roles",
        "sections": [
            {"title": "", "text": "What comes before the first heading."},
            {"title": "Why it matters", "text": "It does."},
            {"title": "How to mend it", "text": "    ## not a heading"},
        ],
        "parameters": [
            {
                "name": "days",
                "value": 3,
                "default": 3,
                "type": "integer",
                "low": 1,
                "high": 9,
                "help": "days | nights",
            },
            {
                "name": "strict",
                "value": False,
                "default": False,
                "type": "boolean",
                "low": None,
                "high": None,
                "help": "whether",
            },
        ],
        "reads": [
            {"need": "profile", "actions": ["rolesanywhere:ListProfiles"]},
            {"need": "role", "actions": ["iam:GetRole", "iam:ListRoles"]},
            {"need": "role-alias", "actions": ["iot:DescribeRoleAlias", "iot:ListRoleAliases"]},
        ],
        "yields_to": ["ALIAS001", "PROF001"],
        "controls": [
            {
                "framework": "acme",
                "control": "4.1",
                "verified": True,
                "note": "Only on Mondays.",
            }
        ],
        "source": "https://example.com/page",
    }


def test_a_rule_of_which_little_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "ACME001-MORE", "--markdown"]) == 0
    out = capsys.readouterr().out
    assert "## Parameters" not in out
    assert "Yields to" not in out
    assert "| acme | 4.1 | yes | Only on Mondays. |\n| acme | 4.2 | no |  |\n" in out


def test_what_the_configuration_changed_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = acme.configured({"days": 5}, Severity.HIGH)
    monkeypatch.setattr("rolevet.cli.configured.load_rules", lambda: (changed,))
    assert cli.run(["explain", "ACME001", "--markdown"]) == 0
    out = capsys.readouterr().out
    assert "| Severity | high instead of low |" in out
    assert "| days | 5 instead of 3 |" in out
    assert cli.run(["explain", "ACME001", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["severity"], told["declared_severity"]) == ("high", "low")
    assert (told["parameters"][0]["value"], told["parameters"][0]["default"]) == (5, 3)


def test_two_forms_at_once_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "ACME001", "--json", "--markdown"]) == 2
    assert "--json and --markdown contradict each other" in capsys.readouterr().err


@pytest.mark.parametrize("one", rules(), ids=lambda one: one.info.id)
def test_every_built_in_rule_has_all_three(
    one: Rule, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rolevet.cli.configured.load_rules", lambda: (one,))
    for words, begin in (([], one.info.id), (["--json"], "{"), (["--markdown"], "# ")):
        assert cli.run(["explain", one.info.id, *words]) == 0
        assert capsys.readouterr().out.startswith(begin)


LISTING = """\
Acme's policy (acme)
Chapter 4 only. Each control is tested in part only: a finding tells where it may not be met, and no
run shows that it is met. Numbers of controls that are not marked as verified have not been compared
with the framework's own text.

4.1  (verified)
  ACME001       low       A binding is Acme's.  (opt-in)
  ACME001-MORE  info      Nothing more is said.
  Only on Mondays.
  Not tested: Sundays.

4.2
  ACME001-MORE  info      Nothing more is said.
  Not installed: ACME002.
  Not tested: The rest.
"""


def test_a_framework_by_control(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "--framework", "acme"]) == 0
    assert capsys.readouterr().out == LISTING


def test_a_framework_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "--framework", "ACME", "--json", "--select", "ACME001"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["title"], told["note"]) == (
        "acme",
        "Acme's policy",
        "Chapter 4 only.",
    )
    assert "have not been compared" in told["caveat"]
    assert told["controls"] == [
        {
            "control": "4.1",
            "verified": True,
            "note": "Only on Mondays.",
            "rules": [
                {"id": "ACME001", "chosen": True},
                {"id": "ACME001-MORE", "chosen": False},
            ],
            "not_installed": [],
            "not_tested": "Sundays.",
        },
        {
            "control": "4.2",
            "verified": False,
            "note": None,
            "rules": [{"id": "ACME001-MORE", "chosen": False}],
            "not_installed": ["ACME002"],
            "not_tested": "The rest.",
        },
    ]


def test_a_framework_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "--framework", "acne"]) == 2
    assert capsys.readouterr().err == (
        "rolevet: error: there is no framework 'acne'\n"
        "  what to do: did you mean acme? known are: acme\n"
    )
