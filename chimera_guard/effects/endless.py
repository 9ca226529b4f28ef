"""Output without end: into nothing it keeps a processor busy, into a file it fills the disk."""

from __future__ import annotations

from chimera_guard.effects.places import names
from chimera_guard.effects.reader import Reading
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

_SOURCES = names("/dev/zero /dev/urandom /dev/random /dev/full")
_NOWHERE = frozenset({"/dev/null"})
_ENDLESS = frozenset({"endless"})
_BUSY = frozenset({"busy"})


def note(call: Call, reading: Reading, start: int) -> None:
    """Mark what a command copies from a source without end into a file of its own; its effects begin at `start`."""
    effects = call.walker.effects
    if call.frame.bounded or "bounded" in reading.flags or not reading.usage.inherited("copies", False):
        return
    if any(action.role == "bound" for action in reading.actions):
        return
    found = False
    for place in range(start, len(effects)):
        effect = effects[place]
        if effect.kind == "read" and effect.text in _SOURCES:
            effects[place] = effect.marked("endless")
            found = True
        elif effect.kind == "write" and found and effect.text in _NOWHERE:
            call.emit("service", flags=_BUSY)
        elif effect.kind == "write" and found and effect.scope not in ("null", "device"):
            effects[place] = effect.marked("endless")


def redirected(call: Call, target: str, start: int) -> None:
    """Note where a redirection takes the output of a command that prints without end."""
    if not any("endless" in effect.flags for effect in call.walker.effects[start:]):
        return
    path = target[1:]
    if path in _NOWHERE:
        call.emit("service", flags=_BUSY)
    elif not path.startswith("/dev/"):
        call.emit("write", None if path.startswith("\0") else Value(path, call.span), _ENDLESS)
