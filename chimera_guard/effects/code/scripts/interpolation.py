"""Code and escapes within texts of scripting languages: `"#{name}"`, `` `${f({ a: "}" })}` ``, `"@{[ f ]}"`."""

from __future__ import annotations

import re

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_HEX = "[0-9a-fA-F]"
_ESCAPED = re.compile(rf"\\(?:x({_HEX}{{2}})|u({_HEX}{{4}})|[xu]\{{({_HEX}{{1,5}})\}}|([0-7]{{1,3}})|(.))", re.DOTALL)
MAX_NESTED = 4  # of texts within the code of texts


def interpolated(body: str, starts: tuple[str, ...]) -> tuple[str, ...] | None:
    """The code within a text; None where the text is constant."""
    found: list[str] = []
    constant = True
    at = 0
    while at < len(body):
        if body[at] == "\\":
            at += 2
            continue
        start = next((mark for mark in starts if body.startswith(mark, at)), None)
        following = body[at + len(start) : at + len(start) + 1] if start else ""
        if start is None or not (start[-1] in "{[" or following.isalnum() or following in ("_", "{", "$")):
            at += 1
            continue
        constant = False
        if start[-1] in "{[":
            end = body.find("]}", at) if start[-1] == "[" else code_end(body, at + len(start), start)
            found.append(body[at + len(start) : end if end > 0 else len(body)])
            if end < 0:
                break
            at = end - len(start)
        at += len(start)
    return None if constant else tuple(found)


def code_end(text: str, at: int, mark: str, depth: int = 0) -> int:
    """Where the code that `mark` begins within a text ends, which is at its closing bracket; -1 for nowhere."""
    braces, quote = 0, ""
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif quote and text.startswith(mark, at) and quote != "'" and depth < MAX_NESTED:
            at = code_end(text, at + len(mark), mark, depth + 1)
            if at < 0:
                return -1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character == "}" and braces == 0:
            return at
        else:
            braces += (character == "{") - (character == "}")
        at += 1
    return -1


def unescaped(body: str) -> str:
    """A text without its escapes."""
    return _ESCAPED.sub(_character, body) if "\\" in body else body


def _character(escape: re.Match[str]) -> str:
    *hexadecimal, octal, other = escape.groups()
    if other:
        return _ESCAPES.get(other, other)
    return chr(int(octal, 8)) if octal else chr(int("".join(filter(None, hexadecimal)), 16))
