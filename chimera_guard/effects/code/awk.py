"""awk programs: harmless but for what they run, write and read on their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from chimera_guard.effects.code.reading import NO_FLAGS, Collector
from chimera_guard.effects.secret_names import names_secret
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
_ENDS = (";", "}", "\n")
_STARTS = frozenset(
    ["{", "}", ";", "\n", ",", "&&", "||", "!", "=", "?", ":", "while", "if", "print", "return", "do", "else"]
)


def read(language: str, code: str, into: Collector) -> None:
    """Read an awk program into the collector."""
    tokens = _tokens(code)
    if tokens is None:
        into.complete = False
        return
    held = _variables(tokens)
    written: dict[str, str | None] = {}
    printing = False
    depth = began = 0
    for i, (kind, text) in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else ("", "")
        if text in ("(", "["):
            depth += 1
        elif text in (")", "]"):
            depth -= 1
        elif text in _ENDS:
            printing = False
        elif kind == "word" and text in ("print", "printf"):
            printing, depth, began = True, 0, i
        elif text == "ENVIRON" and printing and _shows_secret(tokens[i + 1 : i + 4]):
            into.effect("reveal")
        elif text == "@" and following[1] == "include":
            into.effect("exec-script", _known(_folded(tokens[i + 2 : i + 3], held)))
        elif text == "@":
            into.capable()
        elif kind == "word" and text == "system" and following[1] == "(":
            into.shell(_folded(tokens[i + 2 : _close(tokens, i + 1)], held))
        elif kind == "word" and text == "getline" and _input(tokens, i):
            source = tokens[_input(tokens, i) : _end(tokens, i + 1, (")", *_ENDS))]
            into.effect("read", _folded(source, held))
        elif text in ("|", "|&"):
            _pipe(tokens, i, printing, held, into)
        elif text in (">", ">>") and printing and depth <= 0:
            target = _folded(tokens[i + 1 : _end(tokens, i + 1, _ENDS)], held)
            into.effect("append" if text == ">>" else "write", target)
            if target is not None and HOLE not in target:
                line, before = _printed(tokens[began:i], held), written.get(target, "")
                written[target] = None if line is None or before is None else before + line
        elif kind == "text" and text.startswith(('"/inet', '"/tcp', '"/udp')):
            into.effect("connect", _text(text))
            into.complete = False
    for path, content in written.items():
        if content is not None:
            into.wrote(path, content, NO_FLAGS)
    if _endless(tokens) and any(_beside(line) for line in into.lines):
        into.effect("exec-code", language, "fork-bomb")


def _printed(tokens: Tokens, held: dict[str, str]) -> str | None:
    """What `print` and the texts behind it, or `printf`, print; None where that is not known."""
    rest = tokens[1:]
    if rest[:1] == [("sign", "(")] and _close(rest, 0) == len(rest) - 1:
        rest = rest[1:-1]
    given: list[str] = []
    at = 0
    while at < len(rest):
        end = _end(rest, at, (",",))
        text = _known(_folded(rest[at:end], held))
        if text is None:
            return None
        given.append(text)
        at = end + 1
    if tokens[0][1] == "print" or not given:
        return " ".join(given) + "\n" if given else None
    pieces = given[0].split("%s")
    if len(pieces) != len(given) or "%" in "".join(pieces):
        return None
    return pieces[0] + "".join(text + piece for text, piece in zip(given[1:], pieces[1:], strict=True))


def _shows_secret(index: Tokens) -> bool:
    """Whether `["NAME"]` follows, of a variable that holds a secret by its name."""
    return [text for _, text in index[::2]] == ["[", "]"] and names_secret(index[1][1].strip('"'))


def _beside(line: str) -> bool:
    """Whether a line of shell code leaves something running."""
    return line.rstrip("; \n})").endswith("&")


def _endless(tokens: Tokens) -> bool:
    """Whether there is a loop whose condition always holds."""
    texts = [text for _, text in tokens]
    for i, text in enumerate(texts):
        after = texts[i + 1 : i + 5]
        if text == "while" and after[:1] + after[2:3] == ["(", ")"] and tokens[i + 2][0] == "number":
            return after[1] != "0"
        if text == "for" and after == ["(", ";", ";", ")"]:
            return True
    return False


def _input(tokens: Tokens, i: int) -> int:
    """Where the file begins that a `getline` reads: `getline < file`, `getline line < file`; 0 where there is none."""
    return next((at + 1 for at in (i + 1, i + 2) if at < len(tokens) and tokens[at][1] == "<"), 0)


def _pipe(tokens: Tokens, i: int, printing: bool, held: dict[str, str], into: Collector) -> None:
    if i + 1 < len(tokens) and tokens[i + 1][1] == "getline":
        line = _folded(tokens[_begin(tokens, i) : i], held)
        if line is None or not line.startswith("/inet"):
            into.shell(line)
    elif printing:
        line = _folded(tokens[i + 1 : _end(tokens, i + 1, _ENDS)], held)
        if line is None or not line.startswith("/inet"):
            into.shell(line)


def _variables(tokens: Tokens) -> dict[str, str]:
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
            folded = _folded(tokens[given[0] + 2 : _end(tokens, given[0] + 2, (")", ",", *_ENDS))], held)
            held |= {name: folded} if folded is not None else {}
    return held


def _begin(tokens: Tokens, i: int) -> int:
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


def _end(tokens: Tokens, start: int, ends: Sequence[str]) -> int:
    """Where the expression that begins at `start` ends, at one of `ends` outside of brackets."""
    depth = 0
    for at in range(start, len(tokens)):
        kind, text = tokens[at]
        if kind != "text" and depth == 0 and text in ends:
            return at
        depth += (text in ("(", "[")) - (text in (")", "]")) if kind == "sign" else 0
    return len(tokens)


def _close(tokens: Tokens, start: int) -> int:
    """Where the bracket that opens at `start` closes."""
    return _end(tokens, start + 1, (")",))


def _folded(tokens: Tokens, held: dict[str, str]) -> str | None:
    """The text that an expression gives, with a gap for all that is not known; None for one with no text in it."""
    parts: list[str] = []
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        following = tokens[at + 1][1] if at + 1 < len(tokens) else ""
        if kind == "text":
            parts.append(_text(text))
        elif kind == "word" and text in held and following not in ("(", "["):
            parts.append(held[text])
        elif text == "(":
            close = _close(tokens, at)
            parts.append(_folded(tokens[at + 1 : close], held) or HOLE)
            at = close
        elif kind == "word" and text == "sprintf" and following == "(":
            close = _close(tokens, at + 1)
            parts.append(_formatted(_folded(tokens[at + 2 : _end(tokens, at + 2, (",", ")"))], held)))
            at = close
        elif kind == "sign" and text in ("?", "&&", "||"):
            return None
        else:
            if not parts or parts[-1] != HOLE:
                parts.append(HOLE)
            if following in ("(", "[") and kind == "word":
                at = _end(tokens, at + 2, (")", "]"))
        at += 1
    return "".join(parts) if any(part != HOLE for part in parts) else None


def _formatted(text: str | None) -> str:
    """A format of `sprintf` with gaps for what is put into it."""
    if text is None:
        return HOLE
    first, *rest = text.replace("%%", "\0percent").split("%")
    return (first + "".join(HOLE + part.lstrip("-+ #0123456789.*")[1:] for part in rest)).replace("\0percent", "%")


def _known(text: str | None) -> str | None:
    """A text without gaps."""
    return None if text is None or HOLE in text else text


def _text(token: str) -> str:
    return token[1:-1].replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")


def _tokens(code: str) -> Tokens | None:
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
