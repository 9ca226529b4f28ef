"""What a line does so that something is not seen, or is found: programs under other names, searches for secrets."""

from __future__ import annotations

from posixpath import basename, dirname

from chimera_guard.context import NOTHING_KNOWN
from chimera_guard.effects.globs import likely_names
from chimera_guard.effects.names import SECRET_WORDS, TRUSTED
from chimera_guard.effects.places import CREDENTIAL_DIRECTORIES
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.scope import scope_of
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

_SEEKING = frozenset({"seeking-secrets"})
_OWN = frozenset({"project", "workspace", "user", "temporary", "unknown", "home"})


def copied_program(call: Call, original: str) -> None:
    """Note that a program is run from a copy that the line made: under another name, or from where all can write."""
    path = Value(call.name, call.span)
    old, new = (basename(each).strip("0123456789.-") for each in (original, call.name))
    program = call._replace(name=old)
    if dirname(original) in TRUSTED and old not in new and new not in old:
        program.emit("exec-script", path, frozenset({"renamed"}))
    elif _scope(call, call.name) == "temporary" and _scope(call, original) not in _OWN:
        program.emit("exec-script", path, frozenset({"planted"}))


def _scope(call: Call, path: str) -> str:
    return scope_of(Value(path, call.span), call.walker.context, call.state.cwd)


def sought(reading: Reading) -> frozenset[str]:
    """The flag of a search for keys or passwords, where the names or texts that are looked for say so."""
    for value in reading.values("named", "sought"):
        text = (value.text or "").lower()
        if any(word in text for word in SECRET_WORDS):
            return _SEEKING
        if text in CREDENTIAL_DIRECTORIES:  # where it is, not what is in it
            continue
        if any(scope_of(example, NOTHING_KNOWN, None) == "credential" for example in _examples(text)):
            return _SEEKING
    return NO_TAINT


def _examples(pattern: str) -> list[Value]:
    """Names that the pattern fits, as far as that tells what they are the names of."""
    telling = pattern[:1] == "." and sum(map(str.isalpha, pattern)) > 4
    names = likely_names(pattern)[1:] if telling else ()
    return [Value(name, Span(0, 0)) for name in (pattern.strip("*"), *names)]
