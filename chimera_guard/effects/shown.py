"""Secrets that a command prints, and such as it looks at and does not show."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.builtins import CHANGES
from chimera_guard.effects.feeding import taint_of
from chimera_guard.effects.output import CODINGS
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.secret_names import NAMED_SECRET, seeks_secret
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

_KEEPING = frozenset({"nothing", "sums"})
_SECRETS = frozenset({"secret", NAMED_SECRET})
_PRINTING = CODINGS | {"all", "lines", "some-lines"}


def note(call: Call, reading: Reading, argv: Sequence[Value], start: int) -> None:
    """Note a secret that a command shows to whoever looks: of its words, or of what it passes on.

    Its effects begin at `start`: where it only says how much it reads, whether two things are the same, or whether
    there is something in it, nobody gets to know what that is.
    """
    stdin = call.stdin
    keeps = reading.prints in _KEEPING and call.name not in CHANGES  # `read` has it for whoever asks later
    if keeps and all(effect.kind == "read" for effect in call.walker.effects[start:]):
        _unshown(call, start)
    if call.frame.heard or reading.prints not in _PRINTING or _elsewhere(call):
        return
    if stdin is not None and reading.prints in CODINGS and "encoded" in stdin.taint and _SECRETS & stdin.taint:
        call.emit("reveal", flags=frozenset({"disguised"}))
        return
    if reading.usage.inherited("stdin", "text") == "none":
        if NAMED_SECRET in taint_of(argv[1:]):
            call.emit("reveal")
    elif stdin is not None and not any(action.role == "read" for action in reading.actions):
        searched = "secret" in stdin.taint and _looks_for_secret(reading)
        if NAMED_SECRET in stdin.taint or searched:
            call.emit("reveal")


def _unshown(call: Call, start: int) -> None:
    """Mark what a command reads, and what is redirected into it, as shown to nobody."""
    effects, stdin = call.walker.effects, call.stdin
    if start and stdin is not None and "secret" in stdin.taint and not effects[start - 1].program:
        start -= effects[start - 1].kind == "read"
    effects[start:] = [effect.marked("unshown") for effect in effects[start:]]


def _elsewhere(call: Call) -> bool:
    """Whether it runs on another machine, which was sent the value as a part of the command."""
    via = call.frame.via
    return bool(via) and any(effect.kind == "connect" and effect.program in via for effect in call.walker.effects)


def _looks_for_secret(reading: Reading) -> bool:
    return any(sought.text is not None and seeks_secret(sought.text) for sought in reading.values("sought"))
