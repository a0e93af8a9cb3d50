"""`rolevet rules test` and `rolevet rules new`: for whoever writes rules as data."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolevet.cli.configured import configured
from rolevet.cli.talk import verbose
from rolevet.config import Config
from rolevet.declare.judging import Declared
from rolevet.declare.skeleton import skeleton
from rolevet.definition import Rule, check_id
from rolevet.errors import InputError, UsageError
from rolevet.text import plain

if TYPE_CHECKING:
    from rolevet.declare.rules import Declaration


@click.command(name="test")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@configured
@verbose
def test(paths: tuple[Path, ...], config: Config) -> None:
    """Judge the examples of rules that are data, and compare what comes of it.

    PATH is a rule file or a folder of them; without one, they are those that come with rolevet and
    other packages, and those of the configuration and --rules. Exits with 2 if an example comes out
    otherwise than its verdict says, as for a file that is wrong.

    \b
    Examples:
      rolevet rules test acme.yaml
      rolevet rules test
    """
    from rolevet.declare.files import declarations, refuse_taken  # YAML and JMESPath come with it

    declared = declarations(paths or sorted(filter(None, map(_file_of, config.rules))))
    if not declared:
        raise UsageError("no rule here is data", hint="name a rule file, or see: rolevet rules new")
    tested = {_file_of(one.rule) for one in declared}
    refuse_taken(declared, [rule for rule in config.rules if _file_of(rule) not in tested])
    _report(declared)


def _file_of(rule: Rule) -> Path | None:
    return rule.judge.file.resolve() if isinstance(rule.judge, Declared) else None


def _report(tested: Iterable["Declaration"]) -> None:
    failed = count = 0
    for declaration in tested:
        problems = list(_problems(declaration))
        count += len(declaration.cases)
        failed += len(problems)
        of_all = f"{len(problems)} of " if problems else ""
        verdict = "FAIL" if problems else "ok"
        cases = f"{of_all}{len(declaration.cases)} cases"
        click.echo(f"{verdict:<4}  {declaration.rule.info.id}  {cases}")
        for problem in problems:
            click.echo(f"      {problem}")
    if failed:
        raise InputError(
            f"{failed} of {count} cases came out otherwise", hint="mend the rule, or the case"
        )


def _problems(declaration: "Declaration") -> Iterator[str]:
    from rolevet.declare.cases import problem_of

    for case in declaration.cases:
        problem = problem_of(declaration.rule, case)
        if problem:
            yield f"{case.entry.place}: {case.name}: {plain(problem)}"


@click.command(name="new")
@click.argument("rule_id", metavar="ID")
@verbose
def new(rule_id: str) -> None:
    """Print a rule file with one rule in it, and with comments that say what to fill in.

    \b
    Example:
      rolevet rules new ACME001 > acme.yaml
    """
    try:
        check_id(rule_id)
    except ValueError as error:
        raise UsageError(plain(str(error), 200), hint="name it as in ACME001") from None
    click.echo(skeleton(rule_id), nl=False)
