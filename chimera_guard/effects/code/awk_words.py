"""awk programs as tokens: where expressions begin and end, and what texts they give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from chimera_guard.words.escapes import unescape
from chimera_guard.words.value import HOLE

Tokens: TypeAlias = "list[tuple[str, str]]"  # the kind and the text of each
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*")
    |(?P<regex>/(?:[^/\\\n\[]|\\.|\[\^?\]?(?:[^\]\\\n]|\\.){0,100}\]){0,400}/)
    |(?P<number>\d[\w.]*)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<line>\n)
    |(?P<sign>>>|\|&|&&|\|\||==|!=|<=|>=|\+\+|--|\S)
    """,
    re.X | re.S,
)
_BEFORE_REGEX = frozenset("( , { } ; ~ ! && || \n ? :".split(" "))
ENDS = (";", "}", "\n")
MAX_NESTED = 32  # brackets
_STARTS = frozenset(
    ["{", "}", ";", "\n", ",", "&&", "||", "!", "=", "?", ":", "while", "if", "print", "return", "do", "else"]
)


def held_by(tokens: Tokens) -> dict[str, str]:
    """What variables hold that get a text once, put together of constants and gaps."""
    places: dict[str, list[int]] = {}
    for i, (kind, text) in enumerate(tokens[:-1]):
        after, before = tokens[i + 1][1], tokens[i - 1][1] if i else ""
        changed = after in ("=", "++", "--") or before in ("getline", "++", "--")
        compound = after in ("+", "-", "*", "/", "%", "^") and tokens[i + 2 : i + 3] == [("sign", "=")]
        if kind == "word" and (changed or compound or before in (",", "(") and after in (",", ")")):
            places.setdefault(text, []).append(i if after == "=" else -1)
    held: dict[str, str] = {}
    for name, at in places.items():
        if len(given := [i for i in at if i >= 0]) == 1:
            folded = folded_text(tokens[given[0] + 2 : end_of(tokens, given[0] + 2, (")", ",", *ENDS))], held)
            held |= {name: folded} if folded is not None else {}
    return held


def begin_of(tokens: Tokens, i: int) -> int:
    """Where the expression begins that ends before `i`."""
    depth, at = 0, i
    while at > 0:
        kind, text = tokens[at - 1]
        if kind != "text" and text in (")", "]"):
            depth += 1
        elif kind != "text" and text in ("(", "["):
            depth -= 1
        if depth < 0 or (depth == 0 and kind != "text" and text in _STARTS):
            break
        at -= 1
    return at


def end_of(tokens: Tokens, start: int, ends: Sequence[str]) -> int:
    """Where the expression that begins at `start` ends, at one of `ends` outside of brackets."""
    depth = 0
    for at in range(start, len(tokens)):
        kind, text = tokens[at]
        if kind != "text" and depth == 0 and text in ends:
            return at
        depth += (text in ("(", "[")) - (text in (")", "]")) if kind == "sign" else 0
    return len(tokens)


def close_of(tokens: Tokens, start: int) -> int:
    """Where the bracket that opens at `start` closes."""
    return end_of(tokens, start + 1, (")",))


def folded_text(tokens: Tokens, held: dict[str, str], depth: int = 0) -> str | None:
    """The text that an expression gives, with a gap for all that is not known; None for one with no text in it."""
    parts: list[str] = []
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        following = tokens[at + 1][1] if at + 1 < len(tokens) else ""
        if kind == "text":
            parts.append(text_of(text))
        elif kind == "word" and text in held and following not in ("(", "["):
            parts.append(held[text])
        elif text == "(" and depth < MAX_NESTED:
            close = close_of(tokens, at)
            parts.append(folded_text(tokens[at + 1 : close], held, depth + 1) or HOLE)
            at = close
        elif kind == "word" and text == "sprintf" and following == "(":
            close = close_of(tokens, at + 1)
            parts.append(formatted(folded_text(tokens[at + 2 : end_of(tokens, at + 2, (",", ")"))], held)))
            at = close
        elif kind == "sign" and text in ("?", "&&", "||"):
            return None
        else:
            if not parts or parts[-1] != HOLE:
                parts.append(HOLE)
            if following in ("(", "[") and kind == "word":
                at = end_of(tokens, at + 2, (")", "]"))
        at += 1
    return "".join(parts) if any(part != HOLE for part in parts) else None


def formatted(text: str | None) -> str:
    """A format of `sprintf` with gaps for what is put into it."""
    if text is None:
        return HOLE
    first, *rest = text.replace("%%", "\0percent").split("%")
    return (first + "".join(HOLE + part.lstrip("-+ #0123456789.*")[1:] for part in rest)).replace("\0percent", "%")


def without_gaps(text: str | None) -> str | None:
    """A text without gaps."""
    return None if text is None or HOLE in text else text


def text_of(token: str) -> str:
    """The text that a token in quotes stands for."""
    return unescape(token[1:-1].replace("\\/", "/"), "printf")[0]


def tokens_of(code: str) -> Tokens | None:
    """The tokens, or None where there are none that make sense."""
    found: Tokens = []
    at = 0
    while at < len(code):
        match = _TOKEN.match(code, at)
        if match is None:
            at += 1
            continue
        kind = match.lastgroup or ""
        if kind == "regex" and found and not (found[-1][1] in _BEFORE_REGEX or found[-1][1] in ("return", "in")):
            found.append(("sign", "/"))
            at += 1
            continue
        if kind == "sign" and match[0] == '"':
            return None
        if kind != "comment":
            found.append((kind, match[0]))
        at = match.end()
    return found
