"""What rolevet offers, and what it costs to ask for it."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import rolevet

HEAVY = {
    "boto3",
    "botocore",
    "sarif_om",
    "moto",
    "attr",
    "jmespath",
    "cryptography",
    "certifi",
    "yaml",
    "rich",
}
SNAPSHOT = Path(__file__).parent / "golden/snapshot.json"
REQUEST = Path(__file__).parent / "request/alias.json"
TEMPLATE = Path(__file__).parent / "cloudformation/fleet.yaml"


def test_what_type_checkers_see_is_what_there_is() -> None:
    tree = ast.parse(Path(rolevet.__file__).read_text())
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        (alias.asname, node.module)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    homes = {(name, f"rolevet.{home}") for name, home in rolevet._HOME_OF.items()}
    assert seen == homes
    assert rolevet.__all__ == sorted(name for name, _ in homes)


def test_every_name_can_be_had() -> None:
    for name in rolevet.__all__:
        assert getattr(rolevet, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = rolevet.nothing


def test_the_decorator_is_no_module() -> None:
    import rolevet.definition

    assert rolevet.rule is rolevet.definition.rule


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["rules", "--help"],
        ["rules", "new", "ACME001"],
        ["rules", "test", "--help"],
        ["scan", "--help"],
        ["doctor", "--help"],
        ["collect", "--help"],
        ["lint", "--help"],
        ["preflight", "--help"],
        ["demo", "--help"],
    ],
)
def test_what_loads_no_rule_imports_nothing_heavy(words: list[str]) -> None:
    assert _imported(words).isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "words",
    [
        ["rules"],
        ["rules", "--json"],
        ["rules", "--framework", "soc2"],
        ["explain", "PROF001"],
        ["permissions"],
        ["config", "show"],
        ["lint", str(SNAPSHOT), "--select", "ALIAS001", "--allow-incomplete", "-o", "json"],
        ["lint", str(TEMPLATE), "--select", "ALIAS,PROF,TRUST,PERM", "-o", "json"],
        ["lint", str(REQUEST), "-o", "json"],
        ["preflight", "CreateRoleAlias", str(REQUEST), "-o", "json"],
    ],
)
def test_what_loads_the_rules_reads_those_that_are_data_and_imports_nothing_else(
    words: list[str],
) -> None:
    assert _imported(words) & HEAVY == {"jmespath", "yaml"}


def test_the_version_imports_next_to_nothing() -> None:
    own = {name for name in _imported(["--version"]) if name.startswith("rolevet")}
    assert own == {"rolevet", "rolevet.cli", "rolevet.cli.talk", "rolevet.errors"}


def _imported(words: list[str]) -> set[str]:
    """The modules that a command has imported when it ends well."""
    program = (
        "import json, sys\n"
        "from rolevet.cli import run\n"
        f"code = run({words!r})\n"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    code, modules = json.loads(done.stderr)
    assert code == 0
    return set(modules)


def test_broad_excepts_stand_in_two_places() -> None:
    root = Path(rolevet.__file__).parents[2]
    places = [
        path.name
        for folder in ("scanner", "rules", "reports")
        for path in (root / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert sorted(places) == ["plugins.py", "verdict.py"]
