"""The commands of the shell hook, for the command line to register."""

from __future__ import annotations

import os
import sys

import click

SHELL = click.Choice(["bash", "zsh", "fish"])


@click.command()
@click.argument("shell", type=SHELL)
def init(shell: str) -> None:
    """Print what a start-up file evaluates to guard a shell.

    \b
    bash, zsh:  eval "$(chimera-guard init bash)"
    fish:       chimera-guard init fish | source
    """
    from chimera_guard.frontends.hook import scripts
    from chimera_guard.host import settings

    try:
        environ = settings.without_variables(os.environ)
        strict = settings.load(environ=environ).hook.on_failure == "strict"
    except settings.SettingsError as error:
        click.echo(f"chimera-guard: {error}", err=True)
        strict = False
    try:
        click.echo(scripts.init(shell, strict), nl=False)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None


@click.command(short_help="Guard new interactive shells.")
@click.argument("shell", type=SHELL, required=False)
def install(shell: str | None) -> None:
    """Guard new interactive shells: edits the start-up file of SHELL (default: the login shell)."""
    from chimera_guard.frontends import install as files
    from chimera_guard.frontends.hook import scripts

    try:
        click.echo(files.install(shell or files.login_shell(), scripts.command()))
    except files.InstallError as error:
        raise click.ClickException(str(error)) from None


@click.command(short_help="Undo `install`.")
@click.argument("shell", type=SHELL, required=False)
def uninstall(shell: str | None) -> None:
    """Undo `install`: takes its block out of the start-up file of SHELL (default: the login shell)."""
    from chimera_guard.frontends import install as files

    try:
        click.echo(files.uninstall(shell or files.login_shell()))
    except files.InstallError as error:
        raise click.ClickException(str(error)) from None


@click.command()
def status() -> None:
    """Say whether this shell is guarded. Exit status: 0 guarded, 1 partly, 2 not."""
    from chimera_guard.frontends import doctor as checks

    report = checks.status()
    click.echo("\n".join(report.lines))
    sys.exit(report.status)


@click.command()
def doctor() -> None:
    """Say whether this shell is guarded, and what could break it. Exit status as for `status`."""
    from chimera_guard.frontends import doctor as checks

    report = checks.doctor()
    click.echo("\n".join(report.lines))
    sys.exit(report.status)


def _of_the_hook(name: str, text: str) -> click.Command:
    @click.command(name, help=text)
    def command() -> None:
        raise click.ClickException(
            f"`{name}` is for a shell whose hook is loaded, and this one's is not (see chimera-guard install)"
        )

    return command


_ALL = (
    *(init, install, uninstall, status, doctor),
    _of_the_hook("off", "Stop guarding this shell; asks first."),
    _of_the_hook("on", "Guard this shell again."),
)
COMMANDS = {str(command.name): command for command in _ALL}
