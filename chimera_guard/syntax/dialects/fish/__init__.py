"""fish's command language, rewritten as the POSIX-like one that the analysis reads.

Not a compiler: the result does the same things to files and programs, and what can't be expressed is an unknown
variable. Words are rewritten where the two differ in quoting; blocks get the other keywords.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from chimera_guard.syntax.dialects import UNKNOWN, bound
from chimera_guard.syntax.dialects.fish.commands import COMMANDS, place
from chimera_guard.syntax.dialects.fish.names import Names
from chimera_guard.syntax.dialects.fish.parts import Token
from chimera_guard.syntax.dialects.fish.reader import FOREIGN, KEYWORDS, Reader
from chimera_guard.syntax.dialects.fish.words import tokens

_PASSES = 3
# A line of these characters, which does not begin with a word of the language's own, is the same in both.
_SAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,+@ ")
_OWN = KEYWORDS | FOREIGN | COMMANDS.keys()


def translate(source: str) -> str:
    """The same in the other language. Raises ValueError for what can't be read."""
    first = source.split(None, 1)[:1]
    if first and _SAME.issuperset(source) and first[0] not in _OWN and place(first[0]) is None:
        return source
    found = tokens(bound(source))
    text = _translated(found)
    if any("&" in token.raw for token in found if token.kind == "word"):
        with suppress(ValueError):
            older = _translated(tokens(source, ends=True))
            return text if older == text else f"{text}\n{older}"
    return text


def _translated(found: Sequence[Token]) -> str:
    names = Names()
    for _ in range(_PASSES):  # what is learned of a variable at its end counts for all of the text
        known = names.size()
        names.set.clear()
        reader = Reader(found, names)
        text = reader.statements(frozenset())
        if reader.token is not None:
            raise ValueError(f"{reader.token.raw!r} is out of place")
        if names.size() == known:
            break
    later = [f'{name} "{UNKNOWN}"' for name in names.handlers]  # with what the variables are by then
    return "\n".join([text, *later, *[f'{name}="{UNKNOWN}"' for name in sorted(reader.local[0])]])
