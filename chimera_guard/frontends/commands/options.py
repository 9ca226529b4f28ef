"""Options and arguments that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from chimera_guard.frontends.checking import LANGUAGES

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
EXIT_STATUS = """\b
Exit status of check and run:
  0  the policy needs no confirmation, or it was given
  1  it needs confirmation, which was not given
  2  wrong usage, or broken settings
  3  denied by the settings
A command that run has run ends with its own exit status."""
MOST_PROPOSED = 20
MOST_BYTES = 1 << 24  # far beyond what is judged at all


def judging(function: Decorated) -> Decorated:
    """The options that say when to ask, and whom."""
    for option in (
        click.option("--no-llm", is_flag=True, help="Don't ask a language model, whatever the settings say."),
        click.option("--model", metavar="NAME", help="Ask this language model about what the rules leave open."),
        click.option(
            "--confirm-unknown/--no-confirm-unknown",
            default=None,
            help="Whether what can't be known (UNKNOWN) needs confirmation.",
        ),
        click.option(
            "--threshold",
            type=click.Choice(["low", "medium", "high"]),
            help="The lowest risk that needs confirmation (default: high).",
        ),
        click.option(
            "--policy",
            type=click.Choice(["never", "always", "threshold"]),
            help="When confirmation is needed (default: threshold).",
        ),
    ):
        function = option(function)
    return function


def language(function: Decorated) -> Decorated:
    """The option that says in whose language the command is written."""
    shells = click.Choice(list(dict.fromkeys(LANGUAGES.values())))
    return click.option("--shell", type=shells, default="bash", help="The shell that would run it (default: bash).")(
        function
    )


def similar(name: str, names: Iterable[str]) -> str:
    """A sentence that proposes the names that `name` could have been meant for; "" where there are none."""
    import difflib

    known = sorted(set(names))
    near = (
        [each for each in known if each.startswith(name)]
        or [each for each in known if name in each]
        or difflib.get_close_matches(name, known, cutoff=0.7)
    )
    return f" Did you mean {', '.join(near[:MOST_PROPOSED])}?" if name and near else ""


def command_of(text: str) -> str:
    """Return the command that an argument stands for: itself, or standard input for "-"."""
    if text != "-":
        return text
    return sys.stdin.buffer.read(MOST_BYTES).decode("utf-8", "surrogateescape").rstrip("\n")
