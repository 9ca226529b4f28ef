"""Secrets of the environment, by the names of their variables, that PowerShell prints or puts into an address."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.powershell.words import Code, Statement, Variable, Word
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.secret_names import names_secret

_PRINTS = frozenset({"echo", "write", "write-output", "write-host", "write-information", "write-warning", "out-host"})
_PRINTS_NAMED = frozenset({"gci", "get-childitem", "get-item", "gi", "get-content", "gc", "dir", "ls", "cat", "type"})
_MAX_DEPTH = 20


def note(statements: Sequence[Statement], into: Collector, depth: int = 0) -> None:
    """Note what becomes of such variables in statements."""
    for statement in statements if depth < _MAX_DEPTH else ():
        for words in statement:
            for word in words:
                for part in word.parts:
                    if isinstance(part, Code):
                        note(part.statements, into, depth + 1)
            if not words:
                continue
            first, name = words[0], words[0].head.lower()
            assigned = len(words) > 1 and words[1].head.startswith(("=", "+="))
            alone = len(words) == 1 and len(first.parts) == 1 and _secret(first)
            named = name in _PRINTS_NAMED and any(_named(word) for word in words[1:])
            prints = alone or named or (name in _PRINTS and any(map(_secret, words[1:])))
            if len(statement) == 1 and not assigned and prints:
                into.effect("reveal")
            if any("http" in word.head[:4] and _secret(word) for word in words):
                into.effect("fetch", None, "secret")


def _secret(word: Word) -> bool:
    """Whether the word has such a variable in it, and not only a part of it (`$env:X.Length`)."""
    for place, part in enumerate(word.parts):
        if isinstance(part, Variable) and part.name.startswith("env:") and names_secret(part.name[4:].upper()):
            after = word.parts[place + 1] if place + 1 < len(word.parts) else ""
            return not (isinstance(after, str) and after.lower().startswith((".length", ".substring", "[")))
    return False


def _named(word: Word) -> bool:
    """Whether the word names such a variable: `env:X`."""
    return word.head.lower().startswith("env:") and names_secret(word.head[4:].upper())
