"""`chimera-guard explain`."""

from __future__ import annotations

import sys
from typing import Any

import click

from chimera_guard.frontends import checking
from chimera_guard.frontends.commands.options import command_of, judging, language
from chimera_guard.frontends.trace import trace


@click.command("explain", short_help="Show how a verdict comes about.")
@click.argument("command", metavar="COMMAND")
@judging
@language
def command(command: str, **options: Any) -> int:
    """Show how the verdict on COMMAND comes about: how it is read, what it runs with all words worked out and
    wrappers taken off, what that would do, what was found, and what the policy says.

    COMMAND is one argument: put it in quotes. With - it is read from standard input. Nothing is run.
    """
    asked = checking.Options(**options)
    guard = checking.Guard(asked)
    assessment = guard.assess(command_of(command))
    checking.show_lines(trace(assessment, guard.decide(assessment), checking.terminal_width(sys.stdout), asked.shell))
    return checking.ALLOWED
