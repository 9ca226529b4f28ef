"""Addresses as socat reads them: with quotes and escapes of their own, options behind commas, two joined by `!!`."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.value import Value

COMMA = "\ue001"  # a comma that separates nothing; of the private use area, as words.value.HOLE
_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def addresses(arguments: Sequence[Value]) -> list[Value]:
    """The arguments with their quotes taken away, and those that hold two addresses as two."""
    found: list[Value] = []
    for value in arguments:
        if value.text is None or value.text.startswith("-"):
            found.append(value)
        else:
            found += [value._replace(text=text) for text in _unquoted(value.text)]
    return found


def _unquoted(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    at = 0
    quote = ""
    while at < len(text):
        character = text[at]
        at += 1
        if character == "\\" and quote != "'" and at < len(text):
            character = _ESCAPES.get(text[at], text[at])
            at += 1
        elif character == quote:
            quote = ""
            continue
        elif not quote and character in "\"'":
            quote = character
            continue
        elif not quote and character == "!" and text[at : at + 1] == "!":
            parts.append([])
            at += 1
            continue
        elif not quote:
            parts[-1].append(character)
            continue
        parts[-1].append(COMMA if character == "," else character)
    return ["".join(part) for part in parts]
