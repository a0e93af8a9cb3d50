"""`rolevet config show`: every value, and where it comes from."""

from collections.abc import Iterator

import click

from rolevet.cli.configured import chooses, gates
from rolevet.cli.talk import verbose
from rolevet.config import COMMAND_LINE, DEFAULT, Config
from rolevet.finding import Setting
from rolevet.tables import written


@click.group(name="config")
@verbose
def command() -> None:
    """Show what is configured.

    A rolevet.toml, or [tool.rolevet] in a pyproject.toml, is read from the working directory or the
    nearest folder above it, up to the root of the git repository.
    """


@command.command(name="show")
@chooses
@gates
@verbose
def show(config: Config) -> None:
    """Print every value as TOML, and where it comes from.

    That is a line of the file, the command line, or rolevet's default. The options are those of a
    scan, so that what a scan would do can be seen beforehand.

    \b
    Examples:
      rolevet config show
      rolevet config show --isolated --select class:exposure
    """
    for line in _lines(config):
        click.echo(line)


def _lines(config: Config) -> Iterator[str]:
    yield f"# file: {config.file or 'none'}"
    chosen = [rule.info.id for rule in config.chosen]
    yield f"# judged by {len(chosen)} of {len(config.rules)} rules: {', '.join(chosen)}"
    yield from _choice(config)
    yield _line("fail-on", config.fail_on, config.origin("fail-on"))
    yield _line("strict", config.strict, config.origin("strict"))
    yield _line("require-coverage", config.require_coverage, config.origin("require-coverage"))
    yield _rule_files(config)
    for rule in config.rules:
        key = f"rules.{rule.info.id}"
        yield f"\n[{key}]"
        yield _line("severity", rule.info.severity.label, config.origin(f"{key}.severity"))
        for name, value in rule.info.settings:
            yield _line(name, value, config.origin(f"{key}.{name}"))
    for index, laid in enumerate(config.overlays):
        yield "\n[[overlay]]"
        parts = {"accounts": laid.accounts, "aliases": laid.aliases, "ignore": laid.ignore}
        for name, texts in parts.items():
            yield _line(name, texts, config.origin(f"overlay.{index}.{name}"))
        for rule_id, settings in laid.settings.items():
            yield f"[overlay.rules.{rule_id}]"
            for name, value in settings.items():
                yield _line(name, value, config.origin(f"overlay.{index}.rules.{rule_id}.{name}"))


def _choice(config: Config) -> Iterator[str]:
    """The words of the command line follow those of the file, unless they begin anew."""
    file, asked = config.choice, config.asked
    anew = asked.select is not None
    select = asked.select if anew else file.select
    if select is None:
        yield f"# select: every rule that is not opt-in  # {DEFAULT}"
    else:
        yield _line("select", select, COMMAND_LINE if anew else config.origin("select"))
    for name, before, after in (
        ("extend-select", file.extend_select, asked.extend_select),
        ("ignore", file.ignore, asked.ignore),
    ):
        origins = [COMMAND_LINE] if after else []
        if not anew and (before or not after):
            origins.insert(0, config.origin(name))
        yield _line(name, after if anew else (*before, *after), ", ".join(origins) or DEFAULT)


def _rule_files(config: Config) -> str:
    """Those of the command line come beside those of the file."""
    asked = config.asked_rule_files
    origins = [COMMAND_LINE] if asked else []
    if config.rule_files or not asked:
        origins.insert(0, config.origin("rule-files"))
    return _line("rule-files", (*config.rule_files, *asked), ", ".join(origins))


def _line(name: str, value: str | Setting, origin: str) -> str:
    return f"{name} = {written(value)}  # {origin}"
