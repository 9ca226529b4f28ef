"""`chimera-guard check`."""

from __future__ import annotations

import sys
from typing import Any

import click

from chimera_guard.frontends import checking
from chimera_guard.frontends.commands.options import EXIT_STATUS, command_of, judging, language


@click.command("check", short_help="Say what a command would do, and ask if it is risky.", epilog=EXIT_STATUS)
@click.argument("command", metavar="COMMAND", required=False)
@judging
@language
@click.option("--json", "json", is_flag=True, help="Print the assessment as JSON (see docs/json.md); never asks.")
@click.option("--jsonl", is_flag=True, help="Judge each line of standard input (a JSON string, or an object).")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing and ask nothing; the exit status says it all.")
@click.option("--no-ask", is_flag=True, help="Only report, also on a terminal.")
def command(command: str | None, jsonl: bool, no_ask: bool, **options: Any) -> int:
    """Say what COMMAND would do if a shell ran it, and how risky that is. Runs nothing.

    COMMAND is one argument: put it in quotes. With - it is read from standard input.

    On a terminal the question is asked that the policy wants, so that this works:

        chimera-guard check "$c" && eval "$c"
    """
    asked = checking.Options(**options, ask=not no_ask)
    if jsonl:
        if command is not None:
            raise click.BadOptionUsage("jsonl", "--jsonl reads the commands from standard input; name none")
        from chimera_guard.frontends.many import check_many

        return check_many(sys.stdin.buffer, asked, sys.stdout)
    if command is None:
        raise click.UsageError("Missing argument 'COMMAND'.")
    return checking.check(command_of(command), asked)
