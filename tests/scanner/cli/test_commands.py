"""The commands that need no account, and what becomes of errors that nobody foresaw."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from reports.made import denied, hostile, usual
from scanner.cli.conftest import Run, environment

from rolevet import cli, plugins
from rolevet.cli.output import Output, parse_outputs, write_all
from rolevet.definition import Rule
from rolevet.errors import OutputError
from rolevet_rules import rules


def test_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(rule.info.id for rule in rules())
    assert lines[0].split()[1] == "high"


def test_rules_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {
        "id": "ALIAS001",
        "name": "alias-duration-exceeds-role-max",
        "severity": "high",
        "declared_severity": None,
        "class": "fails",
        "summary": "A role alias asks for longer credentials than its role allows.",
        "source": "https://docs.aws.amazon.com/iot/latest/apireference/API_UpdateRoleAlias.html",
        "opt_in": False,
        "chosen": True,
        "settings": {},
    }


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.info.id)
def test_explain(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", rule.info.id.lower()]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{rule.info.id} {rule.info.name}\n")
    assert rule.info.help in out
    assert out.endswith(f"Source: {rule.info.source}\n")


def test_help_teaches(
    capsys: pytest.CaptureFixture[str],
    golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    pages = []
    for words in ([], *([command] for command in cli._COMMANDS), ["config", "show"]):
        assert cli.run([*words, "--help"]) == 0
        pages.append(capsys.readouterr().out)
    golden("help.txt", "\n".join(pages))


def test_without_a_word_it_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 2
    assert "Commands:" in capsys.readouterr().err


def test_a_broken_plugin_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.metadata import EntryPoint, EntryPoints

    broken = EntryPoint("acme", "not_there:rules", plugins.RULES)
    monkeypatch.setattr(plugins, "entry_points", lambda group: EntryPoints([broken]))
    assert cli.run(["rules"]) == 2
    assert capsys.readouterr().err == (
        "rolevet: error: plugin 'acme' of package '(unnamed)' cannot be used: "
        "ModuleNotFoundError: No module named 'not_there'\n"
        "  what to do: mend the package, or uninstall it: pip uninstall (unnamed)\n"
    )
    assert cli.run(["rules", "-v"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rolevet.cli.configured.load_rules", interrupted)
    assert cli.run(["rules"]) == 3
    assert "interrupted; nothing was written" in capsys.readouterr().err


def test_an_interruption_that_comes_early_is_told() -> None:
    program = (
        "import signal, rolevet.cli\n"
        "def early(*_): raise KeyboardInterrupt\n"
        "signal.signal = early\n"
        "rolevet.cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert done.stderr.startswith("rolevet: error: interrupted; nothing was written\n")


def test_an_interruption_inside_exec_does_not_change_the_exit_code(
    rolevet_program: Run, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'rolevet.cli.rules': exec('raise KeyboardInterrupt')\n"
        "sys.meta_path.insert(0, Interrupting())\n"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    assert rolevet_program("rules", PYTHONPATH=path).returncode == 3


@pytest.mark.parametrize("verbose", [False, True])
def test_a_bug_of_ours_is_called_one(verbose: bool) -> None:
    words = ["rolevet", "rules", *(["-v"] if verbose else [])]
    program = (
        f"import sys; sys.argv = {words!r}\n"
        "import rolevet.cli.configured, rolevet.cli\n"
        "def bug(): raise ZeroDivisionError('by zero')\n"
        "rolevet.cli.configured.load_rules = bug\n"
        "rolevet.cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 4
    assert "this is a bug in rolevet: ZeroDivisionError: by zero" in done.stderr
    assert ("Traceback" in done.stderr) is verbose


def test_a_reader_that_goes_away_is_no_bug() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "rolevet", "explain", "PROF001"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 3


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("", True), ("1", False)])
def test_colours_are_for_terminals(no_color: str | None, coloured: bool) -> None:
    """NO_COLOR counts when it is set and not empty, as no-color.org says."""
    parent, child = pty.openpty()
    program = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from reports.made import usual\n"
        "from rolevet.cli.output import parse_outputs, write_all\n"
        "write_all(parse_outputs(['text']), usual())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        stdout=child,
        env=environment(NO_COLOR=no_color),
        check=True,
    )
    os.close(child)
    shown = os.read(parent, 65536)
    os.close(parent)
    assert done.returncode == 0
    assert (b"\x1b[" in shown) is coloured


def test_reports_go_to_stdout_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "r.txt"
    write_all(parse_outputs(["text=-", f"text={target}"]), usual())
    assert target.read_text() == capsys.readouterr().out
    assert "\x1b" not in target.read_text()


@pytest.mark.usefixtures("umask")
def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    write_all(parse_outputs([f"json={tmp_path / 'r'}"]), usual())
    assert (tmp_path / "r").stat().st_mode & 0o777 == 0o640


def test_a_format_that_breaks_leaves_no_half_file(tmp_path: Path) -> None:
    def breaks(_: object) -> list[str]:
        raise ZeroDivisionError

    def begins(_: object) -> object:
        yield "half"
        raise ZeroDivisionError

    kept = tmp_path / "kept"
    kept.write_text("old")
    whole = tmp_path / "whole"
    outputs = [
        Output(breaks, tmp_path / "a"),
        Output(begins, kept),  # type: ignore[arg-type]
        Output(lambda _: ["whole"], whole),
    ]
    with pytest.raises(ZeroDivisionError):
        write_all(outputs, usual())
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "kept": "old",
        "whole": "whole",
    }


def test_a_place_that_may_not_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(OutputError, match="cannot be written to"):
        parse_outputs([f"json={tmp_path / 'r'}"])


def test_broken_rules_are_told_on_stderr(
    rolevet: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rolevet.cli import judging

    judging._tell_of_broken_rules(denied())
    assert capsys.readouterr().err == ""
    judging._tell_of_broken_rules(hostile())
    line = capsys.readouterr().err
    assert line.startswith(r"rolevet: warning: ACME002: the rule failed: RuntimeError: x\x1b[31m")
    assert line.count("\n") == 1
    monkeypatch.setattr(sys, "argv", ["rolevet", "scan", "-v"])
    judging._tell_of_broken_rules(hostile())
    assert "Traceback" in capsys.readouterr().err
