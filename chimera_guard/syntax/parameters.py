"""`$name` and `${...}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chimera_guard.syntax.nodes import Literal, Parameter, Part, Word
from chimera_guard.syntax.problems import Continued, Unreadable

if TYPE_CHECKING:
    from chimera_guard.syntax.scanner import Scanner

_SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[@*#?$!0-9-]", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-]", re.ASCII)
_LENGTH = re.compile(r"#(?=[A-Za-z_0-9]|[-#?@*$!]\})", re.ASCII)
_INDIRECT = re.compile(r"!(?=[A-Za-z_0-9#?@*])", re.ASCII)
_OPERATOR = re.compile(r":[-=?+]|##|%%|//|/[#%]|\^\^|,,|~~|[-=?+#%/:^,~@]")
# `${{ matrix.os }}`, which is filled in before any shell sees the line, and which no shell runs as it stands. Nothing
# in it may hide where it ends.
_EXPRESSION = re.compile(r"\{[ \tA-Za-z0-9_.,*/=&|!()'\[\]-]+\}\}", re.ASCII)
_PATTERNS = frozenset({"#", "##", "%", "%%", "/", "//", "/#", "/%", "^", "^^", ",", ",,", "~", "~~"})
_DELIMITER = {"/": "/", "//": "/", "/#": "/", "/%": "/", ":": ":"}
_RUNS = {end: re.compile(rf"[^\\'\"$`<>}}{end}]+") for end in ("", "/", ":")}


def parameter(scanner: Scanner, at: int, parts: list[Part], quoted: bool) -> int:
    """The parameter expansion at the `$` at `at`, or a lone `$`; returns where it ends."""
    s = scanner.s
    if s.startswith("{", at + 1):
        return _braced(scanner, at, parts, quoted)
    match = _SIMPLE.match(s, at + 1)
    if match is None:
        parts.append(Literal("$", quoted))
        return at + 1
    end = match.end()
    if s.startswith("\\\n", end) and s[at + 1] not in "@*#?$!-0123456789":
        raise Continued(end)
    parts.append(Parameter(match.group(), quoted))
    return end


def _braced(scanner: Scanner, start: int, parts: list[Part], quoted: bool) -> int:
    s = scanner.s
    at = start + 2
    expression = _EXPRESSION.match(s, at)
    if expression is not None:
        said = expression.group().lstrip("{ \t")
        secret = "SECRETS" if said.startswith(("secrets.", "secrets[")) else "ALL" if "(secrets)" in said else ""
        parts.append(Parameter("{{" + secret, quoted))
        return expression.end()
    if s[at : at + 1] in (" ", "\t", "\n", "|"):
        raise Unreadable("${ is followed by a command, which bash before 5.3 does not know")
    length = _LENGTH.match(s, at) is not None
    indirect = _INDIRECT.match(s, at) is not None
    match = _NAME.match(s, at + 1 if length or indirect else at)
    if match is None:
        raise _odd(s, at, "${ is not followed by the name of a parameter")
    at = match.end()
    index: Word | None = None
    if s.startswith("[", at):
        from chimera_guard.syntax.expansions import bracketed

        body: list[Part] = []
        end = bracketed(scanner, at + 1, body, "[")
        index = scanner.finish(at + 1, end, body)
        at = end + 1
    operator, operand, second = "", None, None
    if indirect and s.startswith(("*}", "@}"), at):
        operator = s[at]
        at += 1
    elif not s.startswith("}", at):
        found = _OPERATOR.match(s, at)
        if found is None:
            raise _odd(s, at, "${ } holds something that is no parameter expansion")
        operator, at = found.group(), found.end()
        if s.startswith("\\\n", at):
            raise Continued(at)
        delimiter = _DELIMITER.get(operator, "")
        plain = quoted and operator not in _PATTERNS
        operand, at = _operand(scanner, at, delimiter, quoted, plain)
        if delimiter and s.startswith(delimiter, at):
            second, at = _operand(scanner, at + 1, "", quoted, plain)
    if not s.startswith("}", at):
        raise Unreadable("${ is not closed")
    parts.append(Parameter(match.group(), quoted, operator, operand, second, index, length, indirect))
    return at + 1


def _odd(s: str, at: int, problem: str) -> Unreadable:
    return Continued(at) if s.startswith("\\\n", at) else Unreadable(problem)


def _operand(scanner: Scanner, at: int, delimiter: str, quoted: bool, plain: bool) -> tuple[Word, int]:
    """The word behind an operator, up to `}` or the delimiter.

    `plain`: single quotes are characters like any other, as between double quotes.
    """
    from chimera_guard.syntax.expansions import backtick, dollar, substitution

    s, n, run = scanner.s, scanner.parser.n, _RUNS[delimiter]
    parts: list[Part] = []
    start, guard = at, -1
    if delimiter == "/" and s.startswith("//", at - 2) and s.startswith("/", at):
        parts.append(Literal("/", False))  # the pattern of `${x////-}` is a slash
        at += 1
    while at < n:
        c = s[at]
        if c == "}" or c == delimiter:
            break
        scanner.parser.spend()
        begin = at
        if c == "'":
            if plain:
                guard = guard if at <= guard else _unambiguous(s, at)
                parts.append(Literal(c, True))
                at += 1
            else:
                at = scanner.piece(at, parts, c)
        elif c == '"':
            at = scanner.double(at + 1, parts)
        elif c == "\\" and at + 1 < n:
            follows = s[at + 1]
            if follows != "\n":
                kept = plain and follows not in '$`"\\}'
                parts.append(Literal("\\" + follows if kept else follows, True))
            at += 2
        elif c == "$":
            at = dollar(scanner, at, parts, plain and not s.startswith(("$'", '$"'), at))
        elif c == "`":
            at = backtick(scanner, at, parts, quoted)
        elif c in "<>" and s.startswith("(", at + 1) and not quoted:
            at = substitution(scanner, at, at + 2, s[at : at + 2], parts, quoted=False)
            if "}" in s[begin:at]:
                raise Unreadable("a process substitution in ${ } holds a brace")
        else:
            match = run.match(s, at)
            at = match.end() if match is not None else at + 1
            parts.append(Literal(s[begin:at], plain))
        if begin < guard < at - 1:
            raise Unreadable("quotes and an expansion overlap")
    return scanner.finish(start, at, parts), at


def _unambiguous(s: str, at: int) -> int:
    """Where the single quotes at `at` end.

    Between double quotes bash looks for the end of `${ }` as if these quotes hid something, and expands as if they
    did not. Both must come to the same.
    """
    end = s.find("'", at + 1)
    if end < 0 or any(c in '}"\\`' for c in s[at + 1 : end]):
        raise Unreadable("single quotes in a double-quoted ${ } can be read in two ways")
    return end
