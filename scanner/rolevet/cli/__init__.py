"""Words in, exit code out.

Commands are named here and imported only when they run, so that `rolevet --version` costs no more
than click itself.
"""

import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from traceback import print_exception
from types import TracebackType
from typing import Final, NoReturn

import click

from rolevet import __version__
from rolevet.cli.talk import tell_error, verbose, wants_traceback
from rolevet.errors import ExitCode, RolevetError

_COMMANDS: Final = {
    "scan": "Collect from a live account and judge what is there.",
    "collect": "Collect from a live account into a snapshot, and judge nothing.",
    "lint": "Judge what templates and snapshots hold; needs no account.",
    "preflight": "Judge an API request before it is sent, alone or against a snapshot.",
    "report": "Write a saved JSON report in other formats.",
    "rules": "List the rules that are installed.",
    "explain": "Tell what a rule says, why, and how to mend it.",
    "permissions": "Print the least that a scan must be allowed to do.",
    "config": "Show what is configured, and where each value comes from.",
    "doctor": "Try what a scan would call, and tell which rules could not decide.",
    "demo": "Scan a simulated AWS account on this machine; nothing to set up.",
}

_EPILOG: Final = """\b
Exit codes:
  0  clean
  1  findings at or above --fail-on
  2  the command, the configuration or a plugin is wrong
  3  incomplete: something that should have been read could not be
  4  a bug in rolevet
"""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"rolevet.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_Commands,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="rolevet %(version)s")
@verbose
def cli() -> None:
    """Vet every AWS role that is handed out for a certificate.

    IoT role aliases and IAM Roles Anywhere profiles both trade a certificate for the credentials of
    a role. rolevet collects them, judges them with one set of rules, and says what is wrong. It
    only reads.

    \b
    Start here:
      rolevet demo                         see it at work, without an AWS account
      rolevet scan --region eu-west-1      vet your own account
      rolevet explain PROF001              what one finding means, and how to mend it
    """


def main() -> None:
    """The console script; whoever ends it with SIGTERM gets what Ctrl-C gives."""
    sys.excepthook = _last_resort
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = _interrupted()  # it came before the command began
    if threading.active_count() > 1:
        # After an interruption a call may still be under way; nobody waits for its answer.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    _forget_interruption()
    sys.exit(code)


def _forget_interruption() -> None:
    """CPython ends by SIGINT, whatever the exit code, if that came inside exec().

    Dataclasses use it, so that this may be while modules are imported. Each exec() starts anew.
    """
    exec("")  # noqa: S102


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def run(arguments: Sequence[str]) -> int:
    """The exit code of a command line; whatever the user can mend is told on stderr."""
    try:
        return int(cli.main(list(arguments), "rolevet", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as shown:
        shown.show()
        return ExitCode.USAGE
    except click.ClickException as error:
        tell_error(error.format_message(), _usage_hint(error))
        return ExitCode.USAGE
    except RolevetError as error:
        if wants_traceback(arguments):
            print_exception(error)
        tell_error(error.message, error.hint)
        return error.exit_code
    except SystemExit as ended:
        # click ends with 1, which says "findings" here, when whoever read our output has gone.
        return ExitCode.INCOMPLETE if ended.code else ExitCode.CLEAN
    except (click.Abort, KeyboardInterrupt):
        return _interrupted()


def _interrupted() -> int:
    tell_error("interrupted; nothing was written", "run the command again")
    return ExitCode.INCOMPLETE


def _usage_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"see: {context.command_path if context else 'rolevet'} --help"


def _last_resort(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Every exception that nothing else explained is a bug of ours, and says so."""
    if wants_traceback(sys.argv):
        print_exception(kind, error, trace)
    tell_error(
        f"this is a bug in rolevet: {kind.__name__}: {error}",
        "run it again with -v and report what it shows",
    )
    raise SystemExit(ExitCode.BUG)
