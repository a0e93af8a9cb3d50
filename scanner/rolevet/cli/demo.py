"""`rolevet demo`: a simulated AWS in a process of its own, and the real scan against it."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final

import click

from rolevet.cli import scan
from rolevet.cli.talk import verbose
from rolevet.errors import CollectError, UsageError

_REGION: Final = "eu-west-1"


@click.command(name="demo")
@verbose
def command() -> None:
    """Scan a simulated AWS account on this machine; nothing to set up.

    Starts the simulated AWS, fills it with a small company, scans it over HTTP as you would scan
    your own account, prints the report, and leaves nothing running. Exits with 0 when that worked,
    whatever the report says.
    """
    if not (find_spec("moto") and find_spec("flask")):
        raise UsageError("the simulated AWS is not installed", hint="pip install 'rolevet[demo]'")
    _leave_real_accounts_alone()
    with _simulated_aws() as url:
        words = ["scan", "--isolated", "--endpoint-url", url, "--region", _REGION]
        click.echo(f"$ rolevet {shlex.join(words)}\n", err=True)
        code = scan.command.main(words[1:], standalone_mode=False)
    click.echo(f"\nThat scan exits with {code}. Now your own account: rolevet scan", err=True)


def _leave_real_accounts_alone() -> None:
    """Take everything out of this process's environment that leads to one, or through a proxy."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.lower().endswith("_proxy"):
            del os.environ[name]
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "demo",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


@contextmanager
def _simulated_aws() -> Iterator[str]:
    """The URL of a server that ends with this block, and with this process however that ends."""
    words = [sys.executable, "-m", "rolevet.simulate", "--company", _REGION, "--while-stdin-open"]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a terminal interrupts this process alone, which then ends it
    ) as server:
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            if not url:
                raise CollectError(
                    f"the simulated AWS did not start: exit code {server.wait()}",
                    hint="see the lines above; is rolevet[demo] installed whole?",
                )
            yield url
        finally:
            server.terminate()
