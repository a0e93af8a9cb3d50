"""`rolevet rules`: the catalogue as it is installed."""

import json
from collections.abc import Set

import click

from rolevet.cli.configured import chooses
from rolevet.cli.talk import verbose
from rolevet.config import Config
from rolevet.finding import RuleInfo, Severity


@click.command(name="rules")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@chooses
@verbose
def command(as_json: bool, config: Config) -> None:
    """List the rules that are installed, those of other packages too.

    Severities and settings are those of the configuration, and rules that it does not choose are
    marked.

    \b
    Examples:
      rolevet rules
      rolevet rules --select class:exposure --ignore ALIAS
    """
    infos = [rule.info for rule in config.rules]
    chosen = {rule.info.id for rule in config.chosen}
    if as_json:
        rows = [
            {
                "id": info.id,
                "name": info.name,
                "severity": info.severity.label,
                "declared_severity": _label(info.declared_severity),
                "class": info.trouble.value,
                "summary": info.summary,
                "source": info.source,
                "opt_in": info.opt_in,
                "chosen": info.id in chosen,
                "settings": dict(info.settings),
            }
            for info in infos
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    width = max((len(info.id) for info in infos), default=0)
    for info in infos:
        click.echo(
            f"{info.id:<{width}}  {info.severity.label:<8}  {info.summary}{_mark(info, chosen)}"
        )


def _label(severity: Severity | None) -> str | None:
    return None if severity is None else severity.label


def _mark(info: RuleInfo, chosen: Set[str]) -> str:
    if info.id in chosen:
        return ""
    return "  (opt-in)" if info.opt_in else "  (not chosen)"
