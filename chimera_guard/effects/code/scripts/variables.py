"""Names in scripting languages that are variables, so that what follows them is not what they are called with."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.scripts.tokens import DEFINES, Token

MAX_SPAN = 24


def variables(found: Sequence[Token]) -> set[str]:
    """The names that are given something, are parameters, or are what a loop or a block goes through."""
    held: set[str] = set()
    for i, token in enumerate(found):
        after = found[i + 1].text if i + 1 < len(found) else ""
        if token.kind == "name" and after == "=" and (i + 2 >= len(found) or found[i + 2].text != "="):
            held.add(token.text)
        elif token.text == "|" and token.kind == "sign" and i and found[i - 1].text in ("{", "do"):
            held |= _between(found, i + 1, "|")
        elif token.kind == "name" and token.text in ("for", "local"):
            held |= _between(found, i + 1, "in" if token.text == "for" else "=")
        elif token.kind == "name" and token.text in DEFINES:
            opens = next((n for n in range(i + 1, min(i + 5, len(found))) if found[n].text == "("), None)
            held |= _between(found, opens + 1, ")") if opens is not None else set()
        elif token.kind == "name" and token.text in ("rescue", "catch"):
            held |= _between(found, i + 1, "\n")
    return held


def _between(found: Sequence[Token], i: int, end: str) -> set[str]:
    """The names from `i` to a sign or word; none where that is not near, or more than names stands before it."""
    held: set[str] = set()
    for token in found[i : i + MAX_SPAN]:
        if token.text == end:
            return held
        if token.kind == "name":
            held.add(token.text)
        elif token.kind == "text" or token.text in (";", "{", "}"):
            break
    return set()
