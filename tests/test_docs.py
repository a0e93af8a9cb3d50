"""The words that stand beside the code."""

import re
import subprocess
from importlib import import_module
from pathlib import Path

import click
import docs_pages
import pytest

from rolevet import cli
from rolevet.declare.cases import problem_of
from rolevet.declare.files import declarations
from rolevet.errors import ExitCode
from rolevet_rules import rules

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


MADE = docs_pages.made()


@pytest.mark.parametrize("name", MADE)
def test_the_page_is_as_the_rule_and_its_cases_are(name: str) -> None:
    path = docs_pages.HOME / name
    assert path.exists(), "see: make docs"
    assert path.read_text() == MADE[name], "see: make docs"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {path.name for path in docs_pages.HOME.iterdir()} == set(MADE)


def test_ids_are_permanent() -> None:
    used = docs_pages.IDS.read_text().split()
    assert set(used) == {rule.info.id for rule in rules()}, "see: make docs; no id may ever leave"
    gone = docs_pages.ids("GONE001\n", rules()).split()
    assert set(gone) == {"GONE001", *used}


def test_the_readme_tells_of_every_family() -> None:
    families = {re.split(r"\d", rule.info.id)[0] for rule in rules()}
    assert families <= set(docs_pages.FAMILIES)
    assert {f"`{family}`" for family in docs_pages.FAMILIES} <= set(re.findall(r"`\w+`", README))


def test_the_readme_lists_every_command_and_exit_code() -> None:
    assert re.findall(r"^\| `rolevet (\w+)", README, re.MULTILINE) == list(cli._COMMANDS)
    codes = [int(code) for code in re.findall(r"^\| (\d) \|", README, re.MULTILINE)]
    assert codes == [code.value for code in ExitCode]


def test_the_example_rule_is_the_one_that_is_tested() -> None:
    """CONTRIBUTING's rule, word for word, runs in tests/plugin."""
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
    plugin = (ROOT / "tests/plugin/src/acme_rolevet/__init__.py").read_text()
    assert block[block.index("@rule(") :] in plugin


def test_the_docs_name_only_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        assert set(re.findall(r"make ([a-z-]+)[`\s]", (ROOT / page).read_text())) <= targets | {
            "and"
        }


def test_the_rules_in_the_docs_are_rules(tmp_path: Path) -> None:
    page = (ROOT / "docs/rules-as-data.md").read_text()
    blocks = re.findall(r"```yaml\n(rules:.*?)```", page, re.DOTALL)
    assert len(blocks) == 2
    for number, block in enumerate(blocks):
        (tmp_path / f"{number}.yaml").write_text(block)
    for one in declarations([tmp_path]):
        assert [problem_of(one.rule, case) for case in one.cases] == [""] * len(one.cases)


PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_a_page_is_one(page: Path) -> None:
    for words in re.findall(r"rolevet ([a-z]+(?: [^\n`#|]*)?)", page.read_text()):
        name, *others = words.split()
        if name not in cli._COMMANDS:
            continue  # a sentence that speaks of rolevet
        command = import_module(f"rolevet.cli.{name}").command
        if isinstance(command, click.Group) and others:
            bare = command.invoke_without_command and others[0] not in command.commands
            command = command if bare else command.commands[others.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        used = {word.partition("=")[0] for word in others if re.match(r"--?[a-z]", word)}
        assert used <= known, words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_help_is_what_make_says_first() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "test", "lint", "bench", "build", "help"):
        assert f"make {target} " in shown


@pytest.mark.parametrize("folder", ["scanner", "rules", "reports", "tests/plugin/src"])
def test_nothing_that_is_packaged_is_ignored_by_git(folder: str) -> None:
    done = subprocess.run(
        ["git", "status", "--ignored", "--porcelain", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    ignored = [line for line in done.stdout.splitlines() if line.startswith("!!")]
    assert all("__pycache__" in line for line in ignored)
