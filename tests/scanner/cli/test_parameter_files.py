"""`rolevet lint --parameter-file`, in this process."""

import json
import os
from pathlib import Path

import pytest
from scanner.cloudformation.made import alias, role, template

from rolevet.cli import run

SECONDS = "CredentialDurationSeconds: !Ref Seconds\nRoleArn: !GetAtt Role.Arn"
TEXT = template(
    role(), alias(SECONDS), sections="Parameters: {Seconds: {Type: Number, MaxValue: 43200}}"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.yaml").write_text(TEXT)
    (tmp_path / "other.yaml").write_text(template(role()))
    for name, given in {
        "long.json": [{"ParameterKey": "Seconds", "ParameterValue": "43200"}],
        "short.json": {"Parameters": {"Seconds": "900"}},
        "other.json": {"Other": "hunter2"},
        "refused.json": {"Seconds": "43201"},
        "wrong.json": [1],
    }.items():
        (tmp_path / name).write_text(json.dumps(given))
    return tmp_path


def linted(*files: str, paths: tuple[str, ...] = (".",), more: tuple[str, ...] = ()) -> int:
    words = [word for file in files for word in ("--parameter-file", file)]
    return run(["lint", *paths, *words, *more, "--select", "ALIAS001"])


def test_what_is_given_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert linted(more=("--strict",)) == 3
    assert linted("long.json", more=("--strict",)) == 1
    assert linted("short.json", more=("--strict",)) == 0
    assert capsys.readouterr().err == ""


def test_a_name_that_no_template_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    warning = (
        "rolevet: warning: other.json:1:11: no template that was read has a parameter 'Other'\n"
    )
    assert linted("short.json", "other.json") == 0
    assert capsys.readouterr().err == warning
    assert linted("short.json", "other.json", more=("--show-files",)) == 0
    assert capsys.readouterr().err == warning


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (("refused.json",), "refused.json:1:13: the value of parameter 'Seconds' is too small or"),
        (("long.json", "short.json"), "short.json:1:28: parameter 'Seconds' is also in long.json:"),
        (("long.json", "long.json"), "long.json:1:48: parameter 'Seconds' is also in long.json:1"),
        (("wrong.json",), "wrong.json:1:2: this has no ParameterKey"),
        (("gone.json",), "gone.json cannot be read: No such file or directory"),
        (("folder",), "folder is no file"),
        (("pipe",), "pipe is no file"),
        (("nul\0",), "nul\\x00 cannot be read: embedded null"),
    ],
)
def test_what_cannot_be_given_ends_the_run(
    folder: Path, files: tuple[str, ...], error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    assert linted(*files) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"rolevet: error: {error}")


def test_a_file_that_is_too_large_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "large.json").write_text("#" * 2_000_000)
    assert linted("large.json") == 2
    assert "large.json:1:1: it holds more than 1 MiB" in capsys.readouterr().err
