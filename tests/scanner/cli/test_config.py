"""What a configuration file and the command line make of a command."""

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from world import ACCOUNT, REGION, alias, inventory, profile, role

from rolevet import (
    Cell,
    CellState,
    Hit,
    Inventory,
    Parameter,
    Profile,
    RoleAlias,
    Severity,
    Trouble,
    cli,
    rule,
)
from rolevet.sources.snapshot import snapshot_of


@rule(
    "AL001",
    "long-name",
    severity=Severity.HIGH,
    trouble=Trouble.HYGIENE,
    kind=RoleAlias,
    source="https://example.com/",
    parameters={"longest": Parameter(3, "Characters.", 1, 9), "spared": Parameter((), "Names.")},
)
def long_name(
    subject: RoleAlias, _: Inventory, *, longest: int, spared: tuple[str, ...]
) -> Iterator[Hit]:
    """A name is long."""
    if len(subject.name) > longest and subject.name not in spared:
        yield Hit(f"{subject.name} is longer than {longest}", at="roleAlias")


@rule(
    "PR001",
    "any-profile",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Profile,
    source="https://example.com/",
    opt_in=True,
)
def any_profile(subject: Profile, _: Inventory) -> Iterator[Hit]:
    """A profile is there."""
    yield Hit("there", at="name")


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rules, a snapshot to judge, and a working directory of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr("rolevet.cli.configured.load_rules", lambda: (long_name, any_profile))
    cells = [
        Cell(ACCOUNT, REGION, f"x:List{kind}", CellState.COMPLETE, kind=kind, lists=True)
        for kind in ("role-alias", "profile")
    ]
    seen = inventory(alias("lab-1"), alias("main"), profile(), role(), coverage=cells)
    snapshot = snapshot_of(seen, "1")
    (tmp_path / "snapshot.json").write_bytes(snapshot.data)


Say = Callable[..., Any]


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Say:
    """The exit code of `rolevet lint`, and the JSON report."""

    def run(*words: str, text: str = "") -> tuple[int, Any]:
        Path("rolevet.toml").write_text(text)
        code = cli.run(["lint", "snapshot.json", "--allow-incomplete", "-o", "json", *words])
        out = capsys.readouterr()
        return code, json.loads(out.out) if out.out else out.err

    return run


def told(report: Any) -> list[tuple[str, str]]:
    return [(found["rule"], found["resource_name"]) for found in report["findings"]]


LAB, MAIN = ("AL001", "lab-1"), ("AL001", "main")
BACKUP = ("PR001", "backup")


@pytest.mark.parametrize(
    ("text", "words", "found", "code"),
    [
        ("", [], [LAB, MAIN], 1),
        ("select = ['PR']", [], [BACKUP], 0),
        ("select = ['class:exposure']\nfail-on = 'low'", [], [BACKUP], 1),
        ("extend-select = ['PR001']", [], [LAB, MAIN, BACKUP], 1),
        ("ignore = ['AL']\nextend-select = ['PR001']", ["--fail-on", "info"], [BACKUP], 1),
        ("ignore = ['AL']", ["--select", "AL,PR"], [LAB, MAIN, BACKUP], 1),
        ("select = ['PR']", ["--extend-select", "AL001"], [LAB, MAIN, BACKUP], 1),
        ("select = ['all']", ["--ignore", "PR", "--fail-on", "never"], [LAB, MAIN], 0),
        ("select = ['PR']", ["--isolated"], [LAB, MAIN], 1),
        ("fail-on = 'never'", [], [LAB, MAIN], 0),
        ("[rules.AL001]\nseverity = 'low'", [], [LAB, MAIN], 0),
        ("[rules.AL001]\nlongest = 4", [], [LAB], 1),
        ("[rules.AL001]\nspared = ['lab-1']", [], [MAIN], 1),
        ("[[overlay]]\naliases = ['lab-*']\nignore = ['AL']", [], [MAIN], 1),
        ("[[overlay]]\naliases = ['lab-*']\nrules.AL001.longest = 9", [], [MAIN], 1),
        (f"[[overlay]]\naccounts = ['{ACCOUNT}']\nignore = ['all']", [], [], 0),
        ("[[overlay]]\naccounts = ['210987654321']\nignore = ['all']", [], [LAB, MAIN], 1),
    ],
)
def test_what_is_judged(
    lint: Say, text: str, words: list[str], found: list[tuple[str, str]], code: int
) -> None:
    ended, report = lint(*words, text=text)
    assert (sorted(told(report)), ended) == (sorted(found), code)


def test_the_report_tells_what_was_changed(lint: Say) -> None:
    _, report = lint(
        text="[rules.AL001]\nseverity = 'low'\nlongest = 4\n"
        "[[overlay]]\naliases = ['lab-*']\nignore = ['AL']"
    )
    (row,) = report["rules"]
    assert (row["severity"], row["declared_severity"]) == ("low", "high")
    assert row["settings"] == {"longest": 4, "spared": []}
    (overlay,) = row["overlays"]
    assert (overlay["aliases"], overlay["ignored"]) == (["lab-*"], True)
    assert (row["passed"], row["not_applicable"]) == (1, 1)


def test_coverage_and_strictness_of_the_file(lint: Say) -> None:
    text = "strict = true\nrequire-coverage = ['iam:GetRole']\nfail-on = 'never'"
    code, report = lint(text=text)
    assert (code, report["summary"]["coverage_required_and_missing"]) == (0, ["iam:GetRole"])
    assert cli.run(["lint", "snapshot.json"]) == 3
    assert cli.run(["lint", "snapshot.json", "--allow-incomplete"]) == 0
    words = ["lint", "snapshot.json", "--allow-incomplete", "--require-coverage", "x"]
    assert cli.run(words) == 2


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        ("slect = []", [], "rolevet.toml:1: there is no key 'slect' here"),
        ("", ["--select", "AL01"], "there is no rule 'AL01'"),
        ("", ["--select", "AL001,"], "there is no rule ''"),
        ("", ["--ignore", "class:x"], "there is no class 'x'"),
        ("select = []", [], "no rule is left to judge by"),
        ("", ["--select", "AL", "--ignore", "all"], "no rule is left to judge by"),
        ("", ["--isolated", "--config", "x"], "--config and --isolated contradict each other"),
        ("", ["--config", "x.toml"], "there is no file x.toml"),
    ],
)
def test_what_ends_a_command(lint: Say, text: str, words: list[str], says: str) -> None:
    code, err = lint(*words, text=text)
    assert (code, err.splitlines()[0]) == (2, f"rolevet: error: {says}")


def test_a_file_that_is_named_takes_the_place_of_the_nearest(lint: Say) -> None:
    Path("other.toml").write_text("select = ['PR']")
    _, report = lint("--config", "other.toml", text="ignore = ['PR']")
    assert told(report) == [BACKUP]


CONFIG = f"""\
ignore = ["PR"]
strict = true

[rules.AL001]
severity = "low"
spared = ["a\\"\\\\b\\u0007c"]

[[overlay]]
accounts = ["{ACCOUNT}"]
aliases = ["lab-*"]
rules.AL001.longest = 9
"""


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert cli.run(["config", "show", *words]) == 0
    return capsys.readouterr().out.splitlines()


def test_config_show_tells_every_value_and_where_it_comes_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("rolevet.toml").write_text(CONFIG)
    lines = shown(capsys, "--extend-select", "PR001", "--fail-on", "low")
    assert lines == [
        "# file: rolevet.toml",
        "# judged by 2 of 2 rules: AL001, PR001",
        "# select: every rule that is not opt-in  # default",
        'extend-select = ["PR001"]  # command line',
        'ignore = ["PR"]  # rolevet.toml:1',
        'fail-on = "low"  # command line',
        "strict = true  # rolevet.toml:2",
        "require-coverage = []  # default",
        "rule-files = []  # default",
        "",
        "[rules.AL001]",
        'severity = "low"  # rolevet.toml:5',
        "longest = 3  # default",
        'spared = ["a\\"\\\\b\\U00000007c"]  # rolevet.toml:6',
        "",
        "[rules.PR001]",
        'severity = "low"  # default',
        "",
        "[[overlay]]",
        f'accounts = ["{ACCOUNT}"]  # rolevet.toml:9',
        'aliases = ["lab-*"]  # rolevet.toml:10',
        "ignore = []  # default",
        "[overlay.rules.AL001]",
        "longest = 9  # rolevet.toml:11",
    ]


def test_what_config_show_prints_is_a_configuration(
    capsys: pytest.CaptureFixture[str], lint: Say
) -> None:
    before = lint(text=CONFIG)
    text = "\n".join(shown(capsys))
    assert tomllib.loads(text)["rules"]["AL001"]["spared"] == ['a"\\b\x07c']
    code, report = lint(text=text)
    for row in (*report["rules"], *before[1]["rules"]):
        row.pop("declared_severity")
    assert (code, report["findings"]) == (before[0], before[1]["findings"])
    assert report["rules"] == before[1]["rules"]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ["--select", "all"],
            ['select = ["all"]  # command line', "extend-select = []  # default", "ignore = []"],
        ),
        (
            ["--ignore", "AL"],
            ['select = ["PR"]  # rolevet.toml:1', 'ignore = ["AL", "AL"]  # rolevet.toml:2, comm'],
        ),
        (["--isolated"], ["# file: none", "# select: every rule", "ignore = []  # default"]),
    ],
)
def test_config_show_and_the_command_line(
    capsys: pytest.CaptureFixture[str], words: list[str], lines: list[str]
) -> None:
    Path("rolevet.toml").write_text("select = ['PR']\nignore = ['AL']")
    out = shown(capsys, *words)
    assert all(any(line.startswith(wanted) for line in out) for wanted in lines), out


def test_rules_tells_what_is_configured(capsys: pytest.CaptureFixture[str]) -> None:
    Path("rolevet.toml").write_text("[rules.AL001]\nseverity = 'info'\nlongest = 5")
    assert cli.run(["rules"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "AL001  info      A name is long.",
        "PR001  low       A profile is there.  (opt-in)",
    ]
    assert cli.run(["rules", "--select", "PR"]) == 0
    assert "A name is long.  (not chosen)" in capsys.readouterr().out
    assert cli.run(["rules", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["severity"], first["declared_severity"]) == ("info", "high")
    assert (first["chosen"], second["chosen"]) == (True, False)
    assert first["settings"] == {"longest": 5, "spared": []}


def test_explain_tells_what_is_configured(capsys: pytest.CaptureFixture[str]) -> None:
    Path("rolevet.toml").write_text("[rules.AL001]\nseverity = 'info'\nlongest = 5")
    assert cli.run(["explain", "al001"]) == 0
    out = capsys.readouterr().out
    assert "severity info instead of high, class hygiene" in out
    assert "Parameter longest (5 instead of 3; a whole number, 1 to 9): Characters.\n" in out
    assert "Parameter spared ([]; a list of texts): Names.\n" in out
    assert cli.run(["explain", "AL001", "--isolated"]) == 0
    assert "severity high, class hygiene" in capsys.readouterr().out


def test_permissions_are_those_of_the_chosen_rules(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text("[tool.rolevet]\nselect = ['PR']")
    assert cli.run(["permissions"]) == 0
    assert "rolesanywhere:ListProfiles" in capsys.readouterr().out
    assert cli.run(["permissions", "--isolated"]) == 0
    out = capsys.readouterr().out
    assert "rolesanywhere:ListProfiles" not in out
    assert "iot:ListRoleAliases" in out
