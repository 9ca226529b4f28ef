"""What `check` and `run` do, once it is known what they were asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from chimera_guard.context import Context
from chimera_guard.host.facts import current_context
from chimera_guard.host.settings import Settings, load, load_tools
from chimera_guard.policy import decide
from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.report import Assessment
from chimera_guard.risk import SecurityRisk

if TYPE_CHECKING:
    from typing import TextIO

    from chimera_guard.frontends.document import Line

ALLOWED, UNCONFIRMED, USAGE, DENIED = 0, 1, 2, 3
STATUS = {"allow": ALLOWED, "ask": UNCONFIRMED, "deny": DENIED}
# In whose language a line is judged that one of these shells runs; in others the same text can be another command.
LANGUAGES = {**dict.fromkeys(("sh", "bash", "dash", "ash", "ksh", "mksh"), "bash"), "zsh": "zsh", "fish": "fish"}


class Options(NamedTuple):
    """What was asked for on the command line; None leaves it to the settings."""

    policy: str | None = None
    threshold: str | None = None
    confirm_unknown: bool | None = None
    model: str | None = None
    no_llm: bool = False
    json: bool = False
    quiet: bool = False
    ask: bool = True
    shell: str = "bash"


class Guard:
    """Settings and options together: assesses command lines on this machine, and says what the policy answers.

    Raises SettingsError when the settings are broken.
    """

    def __init__(self, options: Options) -> None:
        self.settings = settled(load(), options)
        load_tools(self.settings)
        self._policy = self.settings.policy()
        self._options = options

    def context(self, cwd: str | None = None) -> Context:
        """The facts of this machine, for a command that would run in `cwd`."""
        return self.settings.applied_to(current_context(cwd, dialect=self._options.shell))

    def assess(self, command: str, cwd: str | None = None) -> Assessment:
        """Return the assessment of `command`, by the rules and, where one is settled, a language model."""
        if self._options.no_llm or not (self._options.model or self.settings.llm.model):
            from chimera_guard.analysis import assess

            return assess(command, self.context(cwd))
        from chimera_guard.analyzers import from_settings

        analyzer = from_settings(self.settings, model=self._options.model)
        return analyzer.assess_command(command, self.context(cwd))

    def decide(self, assessment: Assessment) -> str:
        """Return "allow", "ask" or "deny"."""
        return decide(assessment, self._policy, self.settings.deny)

    def record(self, assessment: Assessment, decision: str, door: str) -> None:
        """Write the verdict to the audit log where the settings want one; what goes wrong is a warning."""
        if not self.settings.audit.enabled:
            return
        from chimera_guard.host.audit import default_file, record

        try:
            record(self.settings.audit, assessment, decision, door)
        except OSError as error:
            file = error.filename or self.settings.audit.file or default_file()
            warn(f"the audit log can't be written: {file}: {error.strerror}")


def settled(settings: Settings, options: Options) -> Settings:
    """Return the settings with the options of the command line on top."""
    if options.threshold is not None:
        settings = settings._replace(policy_name="threshold", threshold=SecurityRisk[options.threshold.upper()])
    if options.policy is not None:
        settings = settings._replace(policy_name=options.policy)
    if options.confirm_unknown is not None:
        settings = settings._replace(confirm_unknown=options.confirm_unknown)
    return settings


def check(command: str, options: Options, door: str = "check") -> int:
    """Judge `command`, show the verdict, ask where the policy wants it, and return the exit status."""
    guard = Guard(options)
    assessment = guard.assess(command)
    decision = guard.decide(assessment)
    if options.json:
        import json

        print(json.dumps({**assessment.to_dict(), "decision": decision}))
    elif not options.quiet and (door == "check" or decision != "allow"):
        show(assessment, decision)
    status = STATUS[decision]
    if decision == "ask" and options.ask and not options.json and not options.quiet and on_terminal():
        from chimera_guard.frontends.asking import approved

        status = ALLOWED if approved("\nApprove?", sys.stdin, sys.stdout) else UNCONFIRMED
        decision = "approved" if status == ALLOWED else "declined"
    guard.record(assessment, decision, door)
    return status


def run(command: str, options: Options) -> int:
    """Like `check`, and then run `command` in the user's shell in place of this process; returns only when it must
    not or can't run."""
    shell = users_shell()
    status = check(command, options._replace(shell=LANGUAGES[os.path.basename(shell)]), "run")
    if status != ALLOWED:
        if not options.quiet:
            warn("not run")
        return status
    sys.stdout.flush()
    try:
        os.execv(shell, [shell, "-c", f" {command}" if command.startswith(("-", "+")) else command])  # no option
    except (OSError, ValueError) as error:
        warn(f"{shell} can't be started: {getattr(error, 'strerror', None) or error}")
    return 126


def users_shell() -> str:
    """Return the user's shell where its language can be judged, else /bin/sh."""
    shell = os.environ.get("SHELL", "")
    if os.path.isabs(shell) and os.access(shell, os.X_OK):
        if os.path.basename(shell) in LANGUAGES:
            return shell
        warn(f"runs in /bin/sh: {os.path.basename(shell)} reads command lines in another way than any that is judged")
    return "/bin/sh"


def show(assessment: Assessment, decision: str) -> None:
    """Print a verdict."""
    from chimera_guard.frontends.document import verdict

    show_lines(verdict(assessment, decision, terminal_width(sys.stdout)))


def show_lines(lines: Sequence[Line]) -> None:
    """Print what was laid out: in colours on a terminal that wants them, else as plain text."""
    if wants_colour():
        from chimera_guard.frontends.rendering import paint

        paint(lines)
    else:
        from chimera_guard.frontends.document import plain

        sys.stdout.write(plain(lines))


def on_terminal() -> bool:
    """Whether a person can read the verdict and answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def wants_colour() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody asked for none."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width(stream: TextIO) -> int:
    """Return how many columns `stream` has, 100 at most: longer lines are hard to read."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = os.environ.get("COLUMNS", "")
        width = int(columns) if columns.isdecimal() and len(columns) < 5 else 80
    return max(20, min(width or 80, 100))


def warn(text: str) -> None:
    """Say something on standard error."""
    from chimera_guard.frontends.visible import visible

    print(f"chimera-guard: {visible(text)}", file=sys.stderr)
