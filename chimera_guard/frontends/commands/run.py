"""`chimera-guard run`."""

from __future__ import annotations

from typing import Any

import click

from chimera_guard.frontends import checking
from chimera_guard.frontends.commands.options import EXIT_STATUS, judging


@click.command("run", short_help="Check a command, ask if it is risky, and run it.", epilog=EXIT_STATUS)
@click.argument("command", metavar="COMMAND")
@judging
@click.option("-q", "--quiet", is_flag=True, help="Print nothing and ask nothing: what needs confirmation is not run.")
@click.option("--no-ask", is_flag=True, help="Don't ask: what needs confirmation is not run.")
def command(command: str, no_ask: bool, **options: Any) -> int:
    """Check COMMAND, ask where the policy wants it, and run it in your shell ($SHELL).

    COMMAND is one argument: put it in quotes. Ends with the command's own exit status, or, when it was not run, with
    that of check.
    """
    if command == "-":
        raise click.BadParameter("- stands for standard input, which run leaves to the command", param_hint="COMMAND")
    return checking.run(command, checking.Options(**options, ask=not no_ask))
