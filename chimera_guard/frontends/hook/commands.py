"""The commands of the shell hook, for the command line to register."""

from __future__ import annotations

import sys

import click

SHELL = click.Choice(["bash", "zsh", "fish"])


@click.command()
@click.argument("shell", type=SHELL)
def init(shell: str) -> None:
    """Print what a start-up file evaluates to guard a shell.

    bash, zsh: eval "$(chimera-guard init bash)"; fish: chimera-guard init fish | source
    """
    from chimera_guard.frontends.hook import scripts
    from chimera_guard.host import settings

    try:
        strict = settings.load().hook.on_failure == "strict"
    except settings.SettingsError as error:
        click.echo(f"chimera-guard: {error}", err=True)
        strict = False
    try:
        click.echo(scripts.init(shell, strict), nl=False)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.argument("shell", type=SHELL, required=False)
def install(shell: str | None) -> None:
    """Guard new interactive shells: edits the start-up file of SHELL (default: the login shell)."""
    from chimera_guard.frontends import install as files
    from chimera_guard.frontends.hook import scripts

    try:
        click.echo(files.install(shell or files.login_shell(), scripts.command()))
    except files.InstallError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.argument("shell", type=SHELL, required=False)
def uninstall(shell: str | None) -> None:
    """Undo `install`."""
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


def _not_here(name: str) -> click.Command:
    @click.command(name, hidden=True)
    def command() -> None:
        raise click.ClickException(f"`{name}` is for a shell whose hook is loaded, and this one's is not")

    return command


_ALL = (init, install, uninstall, status, doctor, _not_here("off"), _not_here("on"))
COMMANDS = {str(command.name): command for command in _ALL}
