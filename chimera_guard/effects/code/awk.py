"""awk programs: harmless but for what they run, write and read on their own."""

from __future__ import annotations

import re

from chimera_guard.effects.code.reading import Collector

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
    |(?P<text>"(?:[^"\\\n]|\\.)*")
    |(?P<regex>/(?:[^/\\\n\[]|\\.|\[\^?\]?(?:[^\]\\\n]|\\.)*\])*/)
    |(?P<number>\d[\w.]*)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<line>\n)
    |(?P<sign>>>|\|&|&&|\|\||==|!=|<=|>=|\+\+|--|\S)
    """,
    re.X | re.S,
)
_BEFORE_REGEX = frozenset("( , { } ; ~ ! && || \n ? :".split(" "))
_ENDS = frozenset([";", "}", "\n"])


def read(language: str, code: str, into: Collector) -> None:
    """Read an awk program into the collector."""
    tokens = _tokens(code)
    if tokens is None:
        into.complete = False
        return
    printing = False
    depth = 0
    for i, (kind, text) in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else ("", "")
        if text in ("(", "["):
            depth += 1
        elif text in (")", "]"):
            depth -= 1
        elif text in _ENDS:
            printing = False
        elif kind == "word" and text in ("print", "printf"):
            printing, depth = True, 0
        elif text == "@":
            into.capable()
        elif kind == "word" and text == "system" and following[1] == "(":
            into.shell(_constant(tokens, i + 2, (")",)))
        elif kind == "word" and text == "getline" and following[1] == "<":
            into.effect("read", _constant(tokens, i + 2, (")", *_ENDS)))
        elif kind == "word" and text == "getline" and tokens[i + 2 : i + 3] and tokens[i + 2][1] == "<":
            into.effect("read", _constant(tokens, i + 3, (")", *_ENDS)))
        elif text in ("|", "|&"):
            _pipe(tokens, i, printing, into)
        elif text in (">", ">>") and printing and depth <= 0:
            target = _constant(tokens, i + 1, (*_ENDS,))
            into.effect("append" if text == ">>" else "write", target)
        elif kind == "text" and text.startswith(('"/inet', '"/tcp', '"/udp')):
            into.effect("connect", _text(text))
            into.complete = False


def _pipe(tokens: list[tuple[str, str]], i: int, printing: bool, into: Collector) -> None:
    if i + 1 < len(tokens) and tokens[i + 1][1] == "getline":
        before = tokens[i - 1] if i else ("", "")
        joined = i > 1 and tokens[i - 2][0] in ("text", "word", "number")
        into.shell(_text(before[1]) if before[0] == "text" and not joined else None)
    elif printing:
        line = _constant(tokens, i + 1, (*_ENDS,))
        if line is None or not line.startswith("/inet"):
            into.shell(line)


def _constant(tokens: list[tuple[str, str]], start: int, ends: tuple[str, ...]) -> str | None:
    """The text that stands alone between `start` and one of `ends`; None for anything else."""
    parts = []
    for kind, text in tokens[start:]:
        if kind != "text" and text in ends:
            break
        if kind != "text":
            return None
        parts.append(_text(text))
    return "".join(parts) if parts else None


def _text(token: str) -> str:
    return token[1:-1].replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")


def _tokens(code: str) -> list[tuple[str, str]] | None:
    """The tokens, or None where there are none that make sense."""
    found: list[tuple[str, str]] = []
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
