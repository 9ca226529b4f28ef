"""What a script is called with: `ARGV[0]`, `$argv[1]`, `process.argv[2]`, `shift` stand for words of the line."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.scripts.arguments import listed
from chimera_guard.effects.code.scripts.tokens import Token

_INDEXED = {"$ARGV": 1, "ARGV": 1, "$argv": 0, "arg": 0}
_WHOLE = frozenset({"@ARGV", "ARGV"})


def with_arguments(found: Sequence[Token], arguments: Sequence[str | None]) -> list[Token]:
    """Return the tokens with the words of the line in the place of what names them; its own name is the first word."""
    if len(arguments) < 2 or not any(token.text.lower().endswith(("argv", "arg", "shift")) for token in found):
        return list(found)
    out: list[Token] = []
    taken = at = 0
    subroutines = any(token.text == "sub" for token in found)
    while at < len(found):
        token = found[at]
        index, size = _index(found, at, arguments)
        text = arguments[index] if 0 < index < len(arguments) else None
        after = found[at + 1].text if at + 1 < len(found) else ";"
        if token.kind == "text":
            out.append(token)
        elif text is not None:
            out.append(Token("text", text))
            at += size - 1
        elif (
            token.text == "shift" and token.kind == "name" and not subroutines and after in (";", "or", "||", "//", ")")
        ):
            taken += 1
            given = arguments[taken] if taken < len(arguments) else None
            out.append(token if given is None else Token("text", given))
        elif token.text in _WHOLE and after not in ("[", ".") and None not in arguments[1:]:
            out += listed([word or "" for word in arguments[1:]], "()")
        else:
            out.append(token)
        at += 1
    return out


def _index(found: Sequence[Token], at: int, arguments: Sequence[str | None]) -> tuple[int, int]:
    """Which word of the line is named at `at`, and by how many tokens; 0 for none."""
    texts = [token.text for token in found[at : at + 6]]
    if texts[1:2] == ["["] and texts[3:4] == ["]"] and texts[0] in _INDEXED and texts[2].isdecimal():
        return int(texts[2]) + _INDEXED[texts[0]], 4
    if texts[:4] == ["process", ".", "argv", "["] and texts[5:6] == ["]"] and texts[4].isdecimal():
        in_file = "." in (arguments[0] or "")
        return int(texts[4]) - in_file, 6
    return 0, 0
