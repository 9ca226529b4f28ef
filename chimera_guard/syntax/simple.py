"""Simple commands: assignments, words, redirections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.syntax.expansions import bracketed
from chimera_guard.syntax.nodes import BETWEEN_ELEMENTS, Assignment, Command, Literal, Part, Redirect, Simple, Word
from chimera_guard.syntax.problems import Continued, Unreadable
from chimera_guard.syntax.redirections import redirect
from chimera_guard.syntax.scanner import META, NAME

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser

_DECLARING = frozenset({"declare", "typeset", "local", "export", "readonly", "alias", "eval", "let"})


def simple(parser: Parser) -> Command:
    """The simple command at this place, or the function that is defined by `name()`."""
    start = end = parser.i
    assignments: list[Assignment] = []
    words: list[Word] = []
    redirects: list[Redirect] = []
    while True:
        c = parser.blanks()
        if c == "" or c in ";|\n)":
            break
        if c in "<>&{0123456789":
            item = redirect(parser)
            if item is not None:
                redirects.append(item)
                parser.spend()
                end = parser.i
                continue
            if c == "&":
                break
        if c == "(":
            if len(words) == 1 and not assignments and not redirects:
                return _function(parser, words[0], start)
            raise Unreadable("a parenthesis stands in the middle of a command")
        if not words:
            assignment = _assignment(parser)
            if assignment is not None:
                assignments.append(assignment)
                parser.spend()
                end = parser.i
                continue
            words.append(_head(parser))
        else:
            words.append(_argument(parser, words[0].literal in _DECLARING))
        parser.spend()
        end = parser.i
    if end == start:
        raise Unreadable(f"{parser.s[parser.i : parser.i + 1]!r} stands where a command should")
    return Simple(parser.span(start, end), tuple(assignments), tuple(words), tuple(redirects))


def _function(parser: Parser, name: Word, start: int) -> Command:
    from chimera_guard.syntax.compound import function

    parser.level += 1
    node = function(parser, name, start)
    parser.level -= 1
    if parser.level == 0:
        parser.compounds[start] = parser.i, node
    return node


def _head(parser: Parser) -> Word:
    """The command word: where a line is continued in it, it is read without that, because it can be a keyword."""
    word = parser.scanner.word(parser.i)
    if parser.joined >= 0:
        raise Continued(parser.joined)
    return word


def _argument(parser: Parser, declaring: bool) -> Word:
    """A word behind the command word."""
    start = parser.i
    if declaring and (array := _array_argument(parser)) is not None:
        return array
    word = parser.scanner.word(start, "glob")
    if parser.joined >= 0 and parser.i < parser.n and parser.s[parser.i] in "<>" and word.literal is not None:
        raise Continued(parser.joined)
    return word


def _assignment(parser: Parser) -> Assignment | None:
    """NAME=value at this place; None when there is no assignment."""
    s, start = parser.s, parser.i
    match = NAME.match(s, start)
    if match is None:
        return None
    at = match.end()
    index: Word | None = None
    if s.startswith("[", at):
        body: list[Part] = []
        close = bracketed(parser.scanner, at + 1, body, "[")
        if not s.startswith(("=", "+="), close + 1):
            if any(c in META for c in s[at:close]):
                raise Unreadable("brackets behind a name hold blanks, but nothing is assigned")
            return None
        index = parser.scanner.finish(at + 1, close, body)
        at = close + 1
    append = s.startswith("+=", at)
    if not append and not s.startswith("=", at):
        return None
    at += 2 if append else 1
    if s.startswith("\\\n", at):
        raise Continued(at)
    value: Word | tuple[Word, ...] = _array(parser, at + 1) if s.startswith("(", at) else parser.scanner.word(at)
    return Assignment(parser.span(start, parser.i), match.group(), value, append, index)


def _array(parser: Parser, at: int) -> tuple[Word, ...]:
    """The elements of an array from behind its parenthesis; leaves the parser behind the closing one."""
    parser.i = at
    words = []
    if parser.pending:
        raise Unreadable("a here-document is announced before an array")
    while (c := parser.newlines()) != ")":
        if c == "" or c in ";&|(" or (c in "<>" and not parser.s.startswith("(", parser.i + 1)):
            raise Unreadable("an array is not closed")
        words.append(_element(parser))
        parser.spend()
    parser.i += 1
    if parser.i < parser.n and parser.s[parser.i] not in META:
        raise Unreadable("an array is followed by something else")
    return tuple(words)


def _element(parser: Parser) -> Word:
    """An element of an array: `[index]=value` may hold blanks in its index."""
    start = parser.i
    if parser.s[start] == "[":
        parts: list[Part] = [Literal("[", True)]
        close = bracketed(parser.scanner, start + 1, parts, "[")
        if parser.s.startswith(("]=", "]+="), close):
            value = parser.scanner.word(close + 1)
            tail: tuple[Part, ...] = value.parts or (Literal(value.literal or "", True),)
            return parser.scanner.finish(start, parser.i, [*parts, Literal("]", True), *tail])
        if any(c in META for c in parser.s[start:close]):
            raise Unreadable("brackets in an array hold blanks, but nothing is assigned")
    return parser.scanner.word(start, "glob")


def _array_argument(parser: Parser) -> Word | None:
    """`name=( )` as an argument of declare and its like: one word that holds everything."""
    match = NAME.match(parser.s, parser.i)
    if match is None or not parser.s.startswith(("=(", "+=("), match.end()):
        return None
    start = parser.i
    opening = parser.s.index("(", match.end())
    parts: list[Part] = [Literal(parser.s[start : opening + 1] + BETWEEN_ELEMENTS, True)]
    homes = False
    for word in _array(parser, opening + 1):
        inner: tuple[Part, ...] = word.parts or (Literal(word.literal or "", True),)
        homes = homes or (type(inner[0]) is Literal and not inner[0].quoted and inner[0].text[:1] == "~")
        parts += inner
        parts.append(Literal(BETWEEN_ELEMENTS, True))
    whole = parser.scanner.finish(start, parser.i, [*parts, Literal(")", True)])
    return whole._replace(literal=None) if homes else whole
