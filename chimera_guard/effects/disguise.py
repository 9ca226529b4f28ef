"""What a line does so that something is not seen, or is found: programs under other names, searches for secrets."""

from __future__ import annotations

from posixpath import basename, dirname
from typing import TYPE_CHECKING

from chimera_guard.context import NOTHING_KNOWN
from chimera_guard.effects.names import SECRET_WORDS, TRUSTED
from chimera_guard.effects.places import CREDENTIAL_DIRECTORIES
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.scope import scope_of
from chimera_guard.effects.state import State
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

_SOUGHT = frozenset({"named", "sought"})
_SEEKING = frozenset({"seeking-secrets"})
_OWN = frozenset({"project", "workspace", "user", "temporary", "unknown", "home"})


def copied_program(walker: Walker, name: str, original: str, state: State, frame: Frame, span: Span) -> None:
    """Note that a program is run from a copy that the line made: under another name, or from where all can write."""
    old, new = (basename(path).strip("0123456789.-") for path in (original, name))
    known = dirname(original) in TRUSTED
    if known and old not in new and new not in old:
        walker.emit("exec-script", Value(name, span), span, frame, state, old, frozenset({"renamed"}))
    elif _scope(name, walker, state) == "temporary" and _scope(original, walker, state) not in _OWN:
        walker.emit("exec-script", Value(name, span), span, frame, state, old, frozenset({"planted"}))


def _scope(path: str, walker: Walker, state: State) -> str:
    return scope_of(Value(path, Span(0, 0)), walker.context, state.cwd)


def sought(reading: Reading) -> frozenset[str]:
    """The flag of a search for keys or passwords, where the names or texts that are looked for say so."""
    for action in reading.actions:
        if action.role in _SOUGHT and action.values and action.values[0].text is not None:
            text = action.values[0].text.lower()
            if any(word in text for word in SECRET_WORDS):
                return _SEEKING
            if text in CREDENTIAL_DIRECTORIES:  # where it is, not what is in it
                continue
            if scope_of(_example(text), NOTHING_KNOWN, None) == "credential":
                return _SEEKING
    return NO_TAINT


def _example(pattern: str) -> Value:
    """A name that the pattern fits, as far as that tells what it is the name of."""
    return Value(pattern.strip("*"), Span(0, 0))
