"""`rolevet rules`: the catalogue as it is installed."""

import json

import click

from rolevet.cli.talk import verbose
from rolevet.plugins import load_rules


@click.command(name="rules")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@verbose
def command(as_json: bool) -> None:
    """List the rules that are installed, those of other packages too."""
    infos = [rule.info for rule in load_rules()]
    if as_json:
        rows = [
            {
                "id": info.id,
                "name": info.name,
                "severity": info.severity.label,
                "class": info.trouble.value,
                "summary": info.summary,
                "source": info.source,
                "opt_in": info.opt_in,
                "settings": dict(info.settings),
            }
            for info in infos
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    width = max((len(info.id) for info in infos), default=0)
    for info in infos:
        opt_in = "  (opt-in)" if info.opt_in else ""
        click.echo(f"{info.id:<{width}}  {info.severity.label:<8}  {info.summary}{opt_in}")
