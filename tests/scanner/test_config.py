"""Configuration files: which one is read, what it may say, and how one that is wrong is refused."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from rolevet import (
    AliasBinding,
    Hit,
    Inventory,
    Parameter,
    Profile,
    RoleAlias,
    Rule,
    Severity,
    Trouble,
    rule,
)
from rolevet.config import Config, read
from rolevet.config_file import load, nearest
from rolevet.errors import ExitCode, InputError
from rolevet.finding import Overlay
from rolevet.selection import Choice
from rolevet.tables import parsed
from rolevet_rules import rules

Faults = Callable[[Any, Any], list[str]]

ROOT = Path(__file__).parents[2]

ACCOUNT = "123456789012"
PARAMETERS = {
    "days": Parameter(45, "Days before it is told.", 1, 360),
    "strict": Parameter(False, "Whether to be strict."),
    "allowed": Parameter((), "What is allowed."),
}


def make(id: str, kind: type[Any], severity: Severity, **more: Any) -> Rule:
    def judge(subject: Any, inventory: Inventory, **_: Any) -> Iterator[Hit]:
        """A test rule."""
        yield from ()

    return rule(
        id,
        "test-rule",
        severity=severity,
        trouble=Trouble.HYGIENE,
        kind=kind,
        source="https://example.com/",
        **more,
    )(judge)


RULES = [
    make("AL001", RoleAlias, Severity.HIGH, parameters=PARAMETERS),
    make("AL002", AliasBinding, Severity.HIGH),
    make("PR001", Profile, Severity.MEDIUM, parameters=PARAMETERS),
    make("PR002", Profile, Severity.LOW, opt_in=True),
]


def configured(text: str) -> Config:
    entry = parsed(text.encode(), "r.toml")
    assert entry is not None
    return read(entry, RULES)


def test_an_empty_file_changes_nothing() -> None:
    config = configured("")
    assert config == Config(rules=tuple(RULES), file="r.toml")
    assert [rule.info.id for rule in config.chosen] == ["AL001", "AL002", "PR001"]
    assert (config.gate, config.strict, config.require_coverage) == (Severity.MEDIUM, False, ())


def test_all_that_a_file_can_say() -> None:
    config = configured(
        """
        select = ["AL", "class:exposure"]
        extend-select = ["PR002"]
        ignore = ["AL002"]
        fail-on = "never"
        strict = true
        require-coverage = ["iam:*"]
        [rules.AL001]
        severity = "low"
        days = 7
        strict = true
        allowed = ["x"]
        [[overlay]]
        accounts = ["123456789012"]
        ignore = ["PR"]
        rules.AL001.days = 9
        [[overlay]]
        accounts = ["123456789012", "210987654321"]
        aliases = ["lab-*"]
        ignore = ["all"]
        """
    )
    assert config.choice == Choice(("AL", "class:exposure"), ("PR002",), ("AL002",))
    assert [rule.info.id for rule in config.chosen] == ["AL001", "PR002"]
    assert (config.fail_on, config.gate, config.strict) == ("never", None, True)
    assert config.require_coverage == ("iam:*",)
    first = config.rules[0].info
    assert (first.severity, first.declared_severity) == (Severity.LOW, Severity.HIGH)
    assert first.settings == (("allowed", ("x",)), ("days", 7), ("strict", True))
    lab = Overlay((ACCOUNT, "210987654321"), ("lab-*",), ignored=True)
    assert first.overlays == (Overlay((ACCOUNT,), settings=(("days", 9),)), lab)
    assert [rule.info.overlays for rule in config.rules[1:]] == [
        (lab,),
        (Overlay((ACCOUNT,), ignored=True),),
        (Overlay((ACCOUNT,), ignored=True),),
    ]
    assert [rule.info.declared_severity for rule in config.rules[1:]] == [None] * 3
    assert config.origin("ignore") == "r.toml:4"
    assert config.origin("rules.AL001.days") == "r.toml:10"
    assert config.origin("overlay.0.rules.AL001.days") == "r.toml:16"
    assert config.origin("overlay.1.aliases") == "r.toml:19"
    assert config.origin("rules.PR001.days") == "default"


def test_the_command_line_has_the_last_word() -> None:
    config = configured("fail-on = 'low'\nstrict = true").told(fail_on="high", strict=None)
    assert (config.fail_on, config.strict) == ("high", True)
    assert (config.origin("fail-on"), config.origin("strict")) == ("command line", "r.toml:2")


@pytest.mark.parametrize(
    ("text", "says", "hint"),
    [
        ("\nslect = []", "r.toml:2: there is no key 'slect' here", "did you mean select?"),
        ("select = 'AL'", "r.toml:1: this is not a list", "see docs/configuration.md"),
        ("select = [1]", "r.toml:1: this is not a list of texts", "see docs"),
        ("select = ['']", "r.toml:1: this is not a list of texts", "see docs"),
        ("strict = true\nignore = ['AL009']", "r.toml:2: there is no rule 'AL009'", "did you mean"),
        ("ignore = ['class:x']", "r.toml:1: there is no class 'x'", "known are: exposure, fails"),
        ("fail-on = 'hihg'", "r.toml:1: there is no 'hihg'", "did you mean high?"),
        ("fail-on = 3", "r.toml:1: this is not a text", "see docs"),
        ("strict = 'yes'", "r.toml:1: this is not true or false", "write true or false"),
        ("strict = 1", "r.toml:1: this is not true or false", "write true or false"),
        ("require-coverage = 'x'", "r.toml:1: this is not a list", "see docs"),
        ("rules = 1", "r.toml:1: this is not a table", "see docs"),
        ("[rules.AL01]\ndays = 1", "r.toml:1: there is no key 'AL01' here", "did you mean AL001"),
        ("[rules]\nAL001 = 1", "r.toml:2: this is not a table", "see docs"),
        ("[rules.AL001]\ndasy = 1", "r.toml:2: there is no key 'dasy' here", "did you mean days?"),
        ("[rules.AL001]\ndays = 0", "r.toml:2: days is 0; it can be 1 to 360", "see: rolevet expl"),
        ("[rules.AL001]\ndays = 1.5", "r.toml:2: days is not a whole number", "see: rolevet"),
        (
            "[rules.AL001]\ndays = 1979-05-27",
            "r.toml:2: days is not a whole number",
            "see: rolevet",
        ),
        ("[rules.AL001]\nstrict = 1", "r.toml:2: strict is not true or false", "see: rolevet"),
        (
            "[rules.AL001]\nallowed = 'x'",
            "r.toml:2: allowed is not a list of texts",
            "see: rolevet",
        ),
        ("[rules.AL001]\nallowed = [1]", "r.toml:2: this is not a list of texts", "see docs"),
        ("[rules.AL001]\nallowed = {}", "r.toml:2: allowed is not a list of texts", "see: rolevet"),
        ("[rules.AL001]\n\nseverity = 'x'", "r.toml:3: there is no 'x'", "known are: critical, "),
        ("[rules.AL001]\nseverity = 'never'", "r.toml:2: there is no 'never'", ""),
        ("[rules.AL002]\ndays = 1", "r.toml:2: there is no key 'days' here", "known are: severity"),
        ("overlay = 1", "r.toml:1: this is not a list", "see docs"),
        ("[overlay]\nignore = []", "r.toml:1: this is not a list", "see docs"),
        (
            "[[overlay]]\nacounts = []",
            "r.toml:2: there is no key 'acounts'",
            "did you mean accounts?",
        ),
        (
            "[[overlay]]\nignore = ['AL']",
            "r.toml:1: this overlay says not for what it is",
            "give it",
        ),
        ("[[overlay]]\naccounts = []", "r.toml:2: this list is empty", "leave it out"),
        (
            "[[overlay]]\naccounts = ['1']",
            "r.toml:2: '1' is not an account id",
            "an account id has",
        ),
        (
            "[[overlay]]\naliases = ['x']",
            "r.toml:1: this overlay changes nothing",
            "give it ignore",
        ),
        (
            "[[overlay]]\naliases = ['x']\nrules.AL001 = {}",
            "r.toml:1: this overlay changes nothing",
            "give it ignore",
        ),
        (
            f"[[overlay]]\naliases = ['{'x' * 257}']",
            "r.toml:2: a pattern has more than 256 characters",
            "shorten it",
        ),
        (
            "[[overlay]]\naliases = ['x']\nignore = ['PR']",
            "r.toml:3: 'PR' means no rule that judges aliases",
            "see docs",
        ),
        (
            "[[overlay]]\naliases = ['x']\n[overlay.rules.PR001]\ndays = 3",
            "r.toml:3: rule PR001 does not judge aliases",
            "see docs",
        ),
        (
            "[[overlay]]\naliases = ['x']\n[overlay.rules.AL001]\nseverity = 'low'",
            "r.toml:4: there is no key 'severity' here",
            "",
        ),
        (
            "[[overlay]]\naliases = ['x']\n[overlay.rules.AL002]\nx = 1",
            "r.toml:4: there is no key 'x' here",
            "drop it",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, says: str, hint: str) -> None:
    with pytest.raises(InputError) as raised:
        configured(text)
    assert raised.value.message.startswith(says)
    assert raised.value.hint.startswith(hint)
    assert raised.value.exit_code is ExitCode.USAGE


DOCUMENTS = [
    ("", True),
    ("select = ['AL']\nextend-select = ['all']\nignore = ['severity:low']", True),
    ("fail-on = 'critical'\nstrict = true\nrequire-coverage = ['iam:*']", True),
    ("rule-files = ['a.yaml', 'rules']", True),
    ("mandatory = ['AL001', 'severity:high']", True),
    ("mandatory = ['']", False),
    ("[rules.AL001]\nseverity = 'info'\ndays = 7\nstrict = true\nallowed = ['x']", True),
    ("[[overlay]]\naccounts = ['123456789012']\nignore = ['all']", True),
    ("[[overlay]]\naliases = ['x*']\nrules.AL001.days = 3", True),
    ("select = 'AL'", False),
    ("select = ['']", False),
    ("select = [1]", False),
    ("fail-on = 'hihg'", False),
    ("strict = 1", False),
    ("require-coverage = ['']", False),
    ("rule-files = 'a.yaml'", False),
    ("rule-files = ['']", False),
    ("slect = []", False),
    ("rules = []", False),
    ("rules.AL001 = 1", False),
    ("rules.al001.days = 1", False),
    ("rules.AL001.severity = 'never'", False),
    ("rules.AL001.days = 1.5", False),
    ("rules.AL001.allowed = [1]", False),
    ("overlay = {}", False),
    ("[[overlay]]\nignore = ['all']", False),
    ("[[overlay]]\naccounts = []\nignore = ['all']", False),
    ("[[overlay]]\naccounts = ['1']\nignore = ['all']", False),
    ("[[overlay]]\naliases = ['']\nignore = ['all']", False),
    ("[[overlay]]\naliases = ['x']\nregions = ['all']\nignore = ['all']", False),
    ("[[overlay]]\naliases = ['x']\nrules.AL001.severity = 'low'", False),
]


def _schema() -> Any:
    return json.loads(files("rolevet").joinpath("config-v1.schema.json").read_text())


@pytest.mark.parametrize(("text", "is_right"), DOCUMENTS)
def test_the_schema_says_what_the_parser_says(
    schema_faults: Faults, text: str, is_right: bool
) -> None:
    assert (schema_faults(_schema(), tomllib.loads(text)) == []) is is_right
    if is_right:
        configured(text)
    else:
        with pytest.raises(InputError):
            configured(text)


def test_every_key_of_the_schema_is_in_a_right_document() -> None:
    right = [tomllib.loads(text) for text, is_right in DOCUMENTS if is_right]
    schema = _schema()
    assert {key for one in right for key in one} == set(schema["properties"])
    overlays = [overlay for one in right for overlay in one.get("overlay", ())]
    known = schema["properties"]["overlay"]["items"]["properties"]
    assert {key for overlay in overlays for key in overlay} == set(known)


Put = Callable[[str, str], None]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts a file below an own root; the working directory is a/b there, a is a git repository."""
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/.git").mkdir()
    monkeypatch.chdir(tmp_path / "a/b")

    def written(name: str, text: str) -> None:
        (tmp_path / name).write_text(text)

    return written


def test_the_nearest_file_is_read(put: Put, tmp_path: Path) -> None:
    put("rolevet.toml", "above = 'the repository'")
    assert nearest() is None
    put("a/pyproject.toml", "[tool.ruff]\n")
    assert nearest() is None
    put("a/pyproject.toml", "[tool.rolevet]\nstrict = true\n")
    found = nearest()
    assert found is not None
    assert found.value["strict"].place == f"{tmp_path}/a/pyproject.toml:2"
    put("a/b/pyproject.toml", "[project]\nname = 'x'\n")
    assert nearest() == found
    put("a/rolevet.toml", "")
    found = nearest()
    assert found is not None
    assert found.place == f"{tmp_path}/a/rolevet.toml:1"
    put("a/b/pyproject.toml", "[tool.rolevet]\n")
    found = nearest()
    assert found is not None
    assert found.place == "pyproject.toml:1"


def test_without_git_every_folder_above_counts(put: Put, tmp_path: Path) -> None:
    put("rolevet.toml", "strict = true")
    (tmp_path / "a/.git").rmdir()
    found = nearest()
    assert found is not None
    assert found.file == f"{tmp_path}/rolevet.toml"


def test_a_file_that_is_named(put: Put, tmp_path: Path) -> None:
    put("a/b/other.toml", "tool.rolevet.strict = true\n")
    assert list(load(Path("other.toml")).value) == ["tool"]
    put("a/b/pyproject.toml", "tool.rolevet.strict = true\n")
    assert list(load(Path("pyproject.toml")).value) == ["strict"]


def test_files_that_cannot_be_read(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"there is no file x\.toml"):
        load(Path("x.toml"))
    put("pyproject.toml", "")
    with pytest.raises(InputError, match=r"has no table \[tool\.rolevet\]"):
        load(tmp_path / "pyproject.toml")
    put("a/pyproject.toml", "[tool")
    with pytest.raises(InputError, match=r"a/pyproject\.toml is no TOML that can be read"):
        nearest()

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InputError, match=r"a/pyproject\.toml cannot be read: Permission denied"):
        nearest()
    monkeypatch.setattr(Path, "cwd", refused)
    with pytest.raises(InputError, match="the working directory cannot be told: Permission denied"):
        nearest()


def test_the_files_in_the_documentation_can_be_read() -> None:
    for page in (ROOT / "README.md", ROOT / "docs/configuration.md"):
        (block,) = re.findall(r"```toml\n(.*?)```", page.read_text(), re.DOTALL)
        entry = parsed(block.encode(), page.name)
        assert entry is not None
        assert read(entry, rules()).overlays
