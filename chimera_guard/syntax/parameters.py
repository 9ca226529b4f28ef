"""`$name` and `${...}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.syntax.nodes import Literal, Parameter, Part, Word
from chimera_guard.syntax.scanner import NAME, Unreadable

if TYPE_CHECKING:
    from chimera_guard.syntax.scanner import Scanner

SPECIAL = frozenset("@*#?-$!0123456789")
_OPERATORS = (
    ":-", ":=", ":?", ":+", "##", "%%", "//", "/#", "/%", "^^", ",,", "~~",
    "-", "=", "?", "+", "#", "%", "/", ":", "^", ",", "~", "@",
)  # fmt: skip
_PATTERNS = frozenset({"#", "##", "%", "%%", "/", "//", "/#", "/%", "^", "^^", ",", ",,", "~", "~~"})


def parameter(scanner: Scanner, at: int, parts: list[Part], quoted: bool) -> int:
    """The parameter expansion at the `$` at `at`, or a lone `$`; returns where it ends."""
    s = scanner.s
    if s[at + 1 : at + 2] == "{":
        return _braced(scanner, at, parts, quoted)
    match = NAME.match(s, at + 1)
    if match is not None:
        parts.append(Parameter(match.group(), quoted))
        return match.end()
    if s[at + 1 : at + 2] in SPECIAL and at + 1 < len(s):
        parts.append(Parameter(s[at + 1], quoted))
        return at + 2
    parts.append(Literal("$", quoted))
    return at + 1


def _braced(scanner: Scanner, start: int, parts: list[Part], quoted: bool) -> int:
    s = scanner.s
    at = start + 2
    if s[at : at + 1] in (" ", "\t", "\n", "|"):
        raise Unreadable("${ is followed by a command, which bash before 5.3 does not know")
    length = indirect = False
    if s[at : at + 1] == "#" and s[at + 1 : at + 2] not in ("}", "", ":", "-", "=", "+", "%", "/") and _name(s, at + 1):
        length, at = True, at + 1
    elif s[at : at + 1] == "!" and s[at + 1 : at + 2] not in ("}", "") and _name(s, at + 1):
        indirect, at = True, at + 1
    name = _name(s, at)
    if not name:
        raise Unreadable("${ is not followed by the name of a parameter")
    at += len(name)
    index: Word | None = None
    if s[at : at + 1] == "[":
        body: list[Part] = []
        end = scanner.bracketed(at + 1, body, "[", "]")
        index = scanner.finish(at + 1, end, body)
        at = end + 1
    operator = "" if s[at : at + 1] == "}" else next((item for item in _OPERATORS if s.startswith(item, at)), None)
    if operator is None:
        if indirect and s.startswith(("*}", "@}"), at):
            parts.append(Parameter(name, quoted, s[at], indirect=True))
            return at + 2
        raise Unreadable("${ } holds something that is no parameter expansion")
    at += len(operator)
    operand = second = None
    if operator:
        split = {"/": "/", "//": "/", "/#": "/", "/%": "/", ":": ":"}.get(operator, "")
        bare = quoted and operator not in _PATTERNS
        operand, at = _operand(scanner, at, "}" + split, quoted, bare)
        if split and s[at : at + 1] == split:
            second, at = _operand(scanner, at + 1, "}", quoted, quoted and operator == ":")
    if s[at : at + 1] != "}":
        raise Unreadable("${ is not closed")
    parts.append(Parameter(name, quoted, operator, operand, second, index, length, indirect))
    return at + 1


def _name(s: str, at: int) -> str:
    match = NAME.match(s, at)
    if match is not None:
        return match.group()
    end = at
    while s[end : end + 1].isdigit() and s[end].isascii():
        end += 1
    if end > at:
        return s[at:end]
    return s[at : at + 1] if s[at : at + 1] in SPECIAL else ""


def _operand(scanner: Scanner, at: int, ends: str, quoted: bool, bare: bool) -> tuple[Word, int]:
    """The word behind an operator, up to one of `ends`. `bare`: single quotes are characters like any other."""
    s, n = scanner.s, scanner.parser.n
    parts: list[Part] = []
    start = at
    if s.startswith("//", at - 2) and "/" in ends and s[at : at + 1] == "/":
        parts.append(Literal("/", False))  # the pattern of `${x////-}` is a slash
        at += 1
    while at < n and s[at] not in ends:
        c = s[at]
        if c == "'" and not bare:
            at = scanner.piece(at, parts, c)
        elif c == '"':
            at = scanner.double(at + 1, parts)
        elif c == "\\" and at + 1 < n:
            follows = s[at + 1]
            if follows == "\n":
                pass
            elif not quoted or follows in '$`"\\}' or not bare:
                parts.append(Literal(follows, True))
            else:
                parts.append(Literal("\\" + follows, True))
            at += 2
        elif c == "$" and not (bare and s.startswith("$'", at)):
            at = scanner.dollar(at, parts, bare and not s.startswith(("$'", '$"'), at))
        elif c == "`":
            at = scanner.backtick(at, parts, quoted)
        elif c in "<>" and s[at + 1 : at + 2] == "(" and not quoted:
            at = scanner.process(at, parts)
        else:
            parts.append(Literal(c, bare))
            at += 1
    return scanner.finish(start, at, parts), at
