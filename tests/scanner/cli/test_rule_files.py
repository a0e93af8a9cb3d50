"""Rules that are data, wherever a command chooses rules; and the commands for who writes them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from world import ACCOUNT, REGION, alias, inventory, role

from rolevet import Cell, CellState, cli
from rolevet.declare.skeleton import skeleton
from rolevet.sources.snapshot import snapshot_of

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule file and a snapshot with one alias against it, in a working directory of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    cell = Cell(ACCOUNT, REGION, "x:List", CellState.COMPLETE, kind="role-alias", lists=True)
    seen = inventory(
        alias("fleet", credentialDurationSeconds=43200), role(longest=43200), coverage=[cell]
    )
    Path("snapshot.json").write_bytes(snapshot_of(seen, "1").data)
    Path("acme.yaml").write_text(skeleton("ACME001"))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """The exit code of a command, its stdout and its stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.run(words)
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


def lint(said: Said, *words: str) -> tuple[int, list[tuple[str, str]]]:
    code, out, _ = said("lint", "snapshot.json", "--allow-incomplete", "-o", "json", *words)
    report: Any = json.loads(out)
    return code, [(one["rule"], one["message"]) for one in report["findings"]]


FOUND = ("ACME001", "Role alias 'fleet' hands out credentials for 43200 seconds.")


def test_rules_from_the_command_line(said: Said) -> None:
    words = ["--select", "ACME"]
    assert lint(said, *words, "--rules", "acme.yaml") == (1, [FOUND])
    assert lint(said, *words, "--rules", ".") == (1, [FOUND])
    assert lint(said, *words, "--rules", "acme.yaml", "--rules", "./acme.yaml") == (1, [FOUND])
    assert lint(said, *words, "--rules", "acme.yaml", "--fail-on", "high") == (0, [FOUND])
    assert said("lint", "snapshot.json", *words)[0] == 2


def test_rules_from_the_configuration_stand_beside_it(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'rule-files = ["acme.yaml"]\nselect = ["ACME"]\n[rules.ACME001]\nseverity = "info"\n'
    Path("rolevet.toml").write_text(text)
    Path("deep/er").mkdir(parents=True)
    Path("snapshot.json").rename("deep/er/snapshot.json")
    monkeypatch.chdir("deep/er")
    assert lint(said) == (0, [FOUND])
    assert said("lint", "snapshot.json", "--isolated", "--select", "ACME")[0] == 2
    assert lint(said, "--isolated", "--select", "ACME", "--rules", "../../acme.yaml")[0] == 1


def test_where_they_can_be_seen(said: Said) -> None:
    rules = ["--rules", "acme.yaml"]
    listed = {one["id"]: one for one in json.loads(said("rules", "--json", *rules)[1])}
    assert listed["ACME001"]["chosen"]
    assert (
        "medium    A role alias hands out credentials for longer than four hours."
        in said("rules", *rules)[1]
    )
    assert "must: credentialDurationSeconds <= `14400`" in said("explain", "acme001", *rules)[1]
    policy = json.loads(said("permissions", "--select", "ACME", *rules)[1])
    assert policy["Statement"][0]["Action"] == [
        *("ec2:DescribeRegions", "iot:DescribeRoleAlias", "iot:ListRoleAliases")
    ]
    Path("other.yaml").write_text(skeleton("ACME002"))
    Path("rolevet.toml").write_text('rule-files = ["other.yaml"]')
    shown = said("config", "show", *rules)[1]
    assert 'rule-files = ["other.yaml", "acme.yaml"]  # rolevet.toml:1, command line' in shown
    assert '[rules.ACME001]\nseverity = "medium"  # default' in shown


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            skeleton("ACME001").replace("<= `14400`", "=< `14400`"),
            "acme.yaml:25:11: rule ACME001: in must, at character 27: unknown token '='",
        ),
        (skeleton("PROF001"), "rule PROF001: package 'rolevet' defines this id already"),
        ("rules: [", "acme.yaml:1:9: "),
    ],
)
def test_a_file_that_is_wrong_ends_every_command(said: Said, text: str, says: str) -> None:
    Path("acme.yaml").write_text(text)
    for words in (["lint", "x"], ["rules"], ["explain", "PROF001"], ["config", "show"]):
        code, out, err = said(*words, "--rules", "acme.yaml")
        assert (code, out) == (2, "")
        assert says in err
    assert said("rules", "test", "acme.yaml")[0] == 2


def test_the_cases_of_a_file_are_tested(said: Said) -> None:
    assert said("rules", "test", "acme.yaml") == (0, "ok    ACME001  4 cases\n", "")
    Path("acme.yaml").write_text(skeleton("ACME001").replace("14400}", "14401}"))
    code, out, err = said("rules", "test", ".")
    assert code == 2
    assert out == (
        "FAIL  ACME001  1 of 4 cases\n"
        "      acme.yaml:51:9: four hours: expected accepts, got rejects: Role alias 'fleet' hands "
        "out credentials for 14401 seconds.\n"
    )
    assert err == (
        "rolevet: error: 1 of 4 cases came out otherwise\n"
        "  what to do: mend the rule, or the case\n"
    )


def test_without_a_file_all_that_are_chosen_from_are_tested(said: Said) -> None:
    code, out, err = said("rules", "test", "--rules", "acme.yaml")
    assert (code, err) == (0, "")
    tested = [line.split()[1] for line in out.splitlines()]
    assert {"ACME001", "HARD001", "NAME001"} <= set(tested)
    Path("rolevet.toml").write_text('rule-files = ["acme.yaml"]')
    assert said("rules", "test")[1] == out
    assert said("rules", "test", "acme.yaml")[1] == "ok    ACME001  4 cases\n"


def test_where_no_rule_is_data(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolevet.cli.configured.load_rules", lambda: ())
    code, _, err = said("rules", "test")
    assert code == 2
    assert "no rule here is data" in err


def test_a_new_file(said: Said) -> None:
    assert said("rules", "new", "ACME007") == (0, skeleton("ACME007"), "")
    code, out, err = said("rules", "new", "acme")
    assert (code, out) == (2, "")
    assert "rule id 'acme': use capital letters, digits and hyphens" in err


def test_what_the_listing_takes_is_not_for_the_commands_below_it(said: Said) -> None:
    code, out, err = said("rules", "--json", "--select", "PROF", "test")
    assert (code, out) == (2, "")
    assert "an option stands before 'test'" in err
    assert said("rules", "lst")[0] == 2
