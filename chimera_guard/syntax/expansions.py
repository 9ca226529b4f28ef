"""What `$` and backticks begin: substitutions, arithmetic, and (in `parameters`) parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chimera_guard.syntax.nodes import Arithmetic, Literal, Part, Substitution
from chimera_guard.syntax.parameters import parameter
from chimera_guard.syntax.problems import Beyond, Continued, Unreadable

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser
    from chimera_guard.syntax.scanner import Scanner

_RUNS = {"(": re.compile(r"[^\\'\"$`()]+"), "[": re.compile(r"[^\\'\"$`\[\]]+")}
MAX_DEPTH = 60  # expansions in expansions, with the commands around them
_TO_BACKTICK = re.compile(r"[^`\\]+")
_CLOSING = {"(": ")", "[": "]"}
# The pieces of a text that matter when bash looks for the end of an arithmetic expansion it has already found once.
_EXTRACT = re.compile(
    r"\\.|'[^']*'|(?P<double>\"(?:\\.|[^\"\\])*\")|`[^`]*`|(?P<comment>(?<![^ \t\n])#)|(?P<bracket>[()])", re.DOTALL
)
_SUBSTITUTION = re.compile(r"\$\(|(?<!\\)`")


def dollar(scanner: Scanner, at: int, parts: list[Part], quoted: bool) -> int:
    """What the `$` at `at` begins; returns where it ends."""
    s, parser = scanner.s, scanner.parser
    parser.spend()
    follows = s[at + 1 : at + 2]
    if follows == "\\" and s.startswith("\n", at + 2):
        raise Continued(at + 1)
    if follows == "'" and not quoted:
        return scanner.ansi(at + 2, parts)
    if follows == '"' and not quoted:
        return scanner.double(at + 2, parts)
    if follows in ("{", "[") or s.startswith("((", at + 1):
        parser.depth += 1
        if parser.depth > MAX_DEPTH:
            raise Beyond("expansions are nested too deeply")
        end = _nestable(scanner, at, parts, quoted, follows)
        parser.depth -= 1
        return end
    if follows == "(":
        return substitution(scanner, at, at + 2, "$(", parts, quoted)
    return parameter(scanner, at, parts, quoted)


def _nestable(scanner: Scanner, at: int, parts: list[Part], quoted: bool, follows: str) -> int:
    parser = scanner.parser
    if follows == "(":
        if at not in parser.commands:
            end = _arithmetic(scanner, at + 3, parts, quoted)
            if end is not None:
                return end
            parser.commands.add(at)
        announced = len(parser.bodies)
        end = substitution(scanner, at, at + 2, "$(", parts, quoted)
        read_anew(parser, at, end, announced)
        return end
    if follows == "[":
        body: list[Part] = []
        end = bracketed(scanner, at + 2, body, "[")
        parts.append(Arithmetic(scanner.finish(at + 2, end, body), quoted))
        return end + 1
    return parameter(scanner, at, parts, quoted)


def bracketed(scanner: Scanner, at: int, parts: list[Part], opening: str) -> int:
    """A text with balanced brackets, read as between double quotes; returns the place of the closing one.

    Quotes hide brackets, but nothing else: bash expands what stands between single quotes here, too.
    """
    s, n = scanner.s, scanner.parser.n
    run, closing, depth, quote = _RUNS[opening], _CLOSING[opening], 0, ""
    while at < n:
        c = s[at]
        scanner.parser.spend()
        if c == "$" or c == "`":
            read = dollar if c == "$" else backtick
            end = read(scanner, at, parts, quoted=True)
            if (quote == "'" and "'" in s[at:end]) or (c == "`" and '\\"' in s[at:end]):
                raise Unreadable("quotes and an expansion overlap")
            if opening == "(" and s.startswith("{", at + 1) and not _balanced(s, at + 2, end - 1, comments=False):
                raise Unreadable("a parameter expansion in parentheses holds parentheses that are not balanced")
            at = end
            continue
        if c == "\\" and at + 1 < n:
            if quote == "'":
                raise Unreadable("single quotes hold a backslash where bash expands them")
            if s[at + 1] != "\n":
                parts.append(Literal(s[at : at + 2], True))
            at += 2
            continue
        if c == "'" or c == '"':
            if quote in ("", c):
                quote = "" if quote else c
        elif not quote and c == closing:
            if depth == 0:
                return at
            depth -= 1
        elif not quote and c == opening:
            depth += 1
        match = run.match(s, at)
        end = match.end() if match is not None else at + 1
        if c != '"' or quote == "'":
            parts.append(Literal(s[at:end], True))
        at = end
    raise Unreadable(f"{opening} is not closed")


def _arithmetic(scanner: Scanner, at: int, parts: list[Part], quoted: bool) -> int | None:
    """`$(( ))` from behind the parentheses; None when it turns out to be a command substitution."""
    body: list[Part] = []
    end = scanner.parser.attempt(lambda: bracketed(scanner, at, body, "("))
    if end is None or not scanner.s.startswith("))", end):
        return None
    if not _balanced(scanner.s, at, end, comments=True):
        raise Unreadable("bash itself takes such a text in $(( )) for something else")
    parts.append(Arithmetic(scanner.finish(at, end, body), quoted))
    return end + 2


def read_anew(parser: Parser, start: int, end: int, announced: int) -> None:
    """Refuse what looked like arithmetic where bash, which reads it anew, sees another text than is written.

    It has joined continued lines by then, and runs the body of a here-document (`announced`: how many there were).

    Raises:
        Unreadable: when there is either.
    """
    if parser.s.find("\\\n", start, end) >= 0 or len(parser.bodies) > announced:
        raise Unreadable("parentheses that only look like arithmetic hold a continued line, or a here-document")


def _balanced(s: str, at: int, end: int, comments: bool) -> bool:
    """Whether the parentheses of a text are balanced when nothing but quotes hides them: that is how bash counts them.

    `comments`: ` #` begins a comment, as it does when bash comes to expand `$(( ))`.
    """
    depth = 0
    for match in _EXTRACT.finditer(s[at:end]):
        if match.lastgroup == "comment":
            depth = -1 if comments else depth
        elif match.lastgroup == "bracket":
            depth += 1 if match.group() == "(" else -1
        elif match.lastgroup == "double" and _SUBSTITUTION.search(match.group()) is not None:
            return False  # which can hold double quotes of its own
        if depth < 0:
            break
    return depth == 0


def substitution(scanner: Scanner, start: int, at: int, kind: str, parts: list[Part], quoted: bool) -> int:
    """`$( )`, `<( )` or `>( )` from behind the parenthesis: commands of their own."""
    scanner.parser.spend(3)
    script, end = scanner.parser.nested(at)
    parts.append(Substitution(kind, script, quoted))
    return end + 1


def backtick(scanner: Scanner, at: int, parts: list[Part], quoted: bool) -> int:
    """A command substitution in backticks, with one level of backslashes taken away."""
    s, parser = scanner.s, scanner.parser
    parser.spend(8)
    escapes = '`$\\"' if quoted and not parser.document else "`$\\"
    text: list[str] = []
    end = at + 1
    while True:
        match = _TO_BACKTICK.match(s, end)
        stop = match.end() if match is not None else end
        parser.spend()
        if stop + 1 >= parser.n and not s.startswith("`", stop):
            raise Unreadable("a backtick is not closed")
        text.append(s[end:stop])
        if s[stop] == "`":
            break
        follows = s[stop + 1]
        if follows != "\n":
            text.append(follows if follows in escapes else "\\" + follows)
        end = stop + 2
    parts.append(Substitution("$(", parser.inner("".join(text), parser.span(at, stop + 1)), quoted))
    return stop + 1
