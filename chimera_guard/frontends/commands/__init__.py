"""The commands of the command line, each in a module that is only imported when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from chimera_guard.frontends.checking import USAGE, warn
from chimera_guard.frontends.commands.options import EXIT_STATUS, similar
from chimera_guard.host.settings import SettingsError

HOMES = {
    "check": "chimera_guard.frontends.commands.check",
    "run": "chimera_guard.frontends.commands.run",
    "explain": "chimera_guard.frontends.commands.explain",
    "rules": "chimera_guard.frontends.commands.rules",
    "tools": "chimera_guard.frontends.commands.tools",
}
SHELL_COMMANDS = "chimera_guard.frontends.hook.commands"


class BrokenSettings(click.ClickException):
    """The settings can't be used."""

    exit_code = USAGE


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*HOMES, *import_module(SHELL_COMMANDS).COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in HOMES:
            command: click.Command = import_module(HOMES[cmd_name]).command
            return command
        found: click.Command | None = import_module(SHELL_COMMANDS).COMMANDS.get(cmd_name)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"No such command {args[0]!r}.{similar(args[0], self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise BrokenSettings(str(error)) from None


@click.group(
    cls=Commands,
    epilog=EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="chimera-guard", message="%(prog)s %(version)s")
def group() -> None:
    """A seat belt for the shell: says what a command line would do, and asks before it does harm."""


def _looks_unquoted(error: click.UsageError, first: str) -> bool:
    """Whether the words of a command line, of which the `first` is one, could have been taken for our own."""
    if isinstance(error, click.NoSuchOption) and error.possibilities and first.startswith("--"):  # ours, misspelt
        return False
    wrong_value = isinstance(error, (click.BadParameter, click.BadOptionUsage))
    return not wrong_value or isinstance(error, click.MissingParameter)


def main(arguments: list[str]) -> int:
    """Run the command that the arguments name; returns the exit status."""
    try:
        result = group.main([*arguments], prog_name="chimera-guard", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        if arguments[:1] in (["check"], ["run"], ["explain"]) and _looks_unquoted(error, "".join(arguments[1:2])):
            click.echo("The command line to judge is one argument: put it in quotes.", err=True)
        return error.exit_code
    except click.ClickException as error:
        warn(error.format_message())
        return error.exit_code
    except click.Abort:
        return 1
    return result if isinstance(result, int) else 0
