"""Redirections and here-documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import List, Literal, Parameter, Part, Pipeline, Redirect, Simple, Span, Word
from chimera_guard.syntax.problems import Unreadable
from chimera_guard.syntax.relocation import relocated

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser

_REDIRECT = re.compile(
    r"(\d+(?=[<>])|\{[A-Za-z_]\w*(?:\[\w+\])?\}(?=[<>]))?(&>>|<<<|<<-|&>|>>|<<|<&|>&|<>|>\||<(?!\()|>(?!\())", re.ASCII
)
_CLOSED = re.compile(r"[ \t]*(-)")


class Heredoc(NamedTuple):
    """A here-document whose body is still to come; `place` is its place among the bodies."""

    delimiter: str
    quoted: bool
    strip: bool
    place: int


def redirect(parser: Parser) -> Redirect | None:
    """The redirection at this place; None when there is none."""
    s, start = parser.s, parser.i
    match = _REDIRECT.match(s, start)
    if match is None:
        return None
    operator = match.group(2)
    parser.spend(3)
    parser.operator(match.end())
    if operator in (">&", "<&"):
        closed = _CLOSED.match(s, parser.i)
        if closed is not None:  # whatever follows is a word of its own
            parser.i = closed.end()
            target = Word(parser.span(closed.start(1), parser.i), "-")
            return Redirect(parser.span(start, parser.i), operator, (match.group(1) or "").strip("{}"), target)
    c = parser.blanks()
    if c == "" or c in "\n;|)(" or (c in "<>&" and not s.startswith("(", parser.i + 1)):
        raise Unreadable(f"{operator} leads to nothing")
    at = parser.i
    word = parser.scanner.word(at)
    if operator in (">&", "<&") and not all(map(_inert, word.parts)):
        raise Unreadable(f"bash expands the word behind {operator} twice")
    if operator in ("<<", "<<-"):
        word = _announced(parser, word, s[at : parser.i], operator == "<<-")
    return Redirect(parser.span(start, parser.i), operator, (match.group(1) or "").strip("{}"), word)


def _inert(part: Part) -> bool:
    """Whether a part of a word comes to the same when it is expanded a second time (as far as can be seen here)."""
    if type(part) is Literal:
        return not any(c in "$`\\" for c in part.text)
    index = part[5] if type(part) is Parameter else None
    return type(part) is Parameter and not part.operator and (index is None or (index.literal or "$").isalnum())


def redirects(parser: Parser) -> tuple[Redirect, ...]:
    """The redirections behind a compound command."""
    found = []
    while parser.blanks():
        item = redirect(parser)
        if item is None:
            break
        found.append(item)
    return tuple(found)


def _announced(parser: Parser, word: Word, raw: str, strip: bool) -> Word:
    """Note a here-document with this delimiter; returns the word that stands for its body until that is read."""
    raw = raw.replace("\\\n", "")
    quoted = any(c in "\\'\"" for c in raw)
    parts = word.parts or (Literal(word.literal or "", False),)
    if all(type(part) is Literal for part in parts):
        delimiter = "".join([part.text for part in parts if type(part) is Literal])
    elif quoted:
        raise Unreadable("the delimiter of a here-document is no plain word")
    else:
        delimiter = raw
    if "\n" in delimiter:
        raise Unreadable("the delimiter of a here-document holds a line break")
    place = len(parser.bodies)
    parser.bodies.append(Word(Span(0, 0), ""))
    parser.pending.append(Heredoc(delimiter, quoted, strip, place))
    return Word(Span(-1 - place, -1), None)


def read_bodies(parser: Parser) -> None:
    """Read the bodies of the here-documents that the line just ended announced."""
    pending, parser.pending = parser.pending, []
    for heredoc in pending:
        parser.bodies[heredoc.place] = _body(parser, heredoc)


def _body(parser: Parser, heredoc: Heredoc) -> Word:
    """Read one body; leaves the parser behind its delimiter."""
    start = parser.i
    lines: list[str] = []
    while True:
        if parser.i >= parser.n:
            if parser.substituted:
                raise Unreadable("a here-document in a substitution is not closed")
            break
        line = _line(parser)
        while not heredoc.quoted and _continued(line) and parser.i < parser.n:
            line = line[:-1] + _line(parser)
            parser.spend()
        if heredoc.strip:
            line = line.lstrip("\t")
        if line == heredoc.delimiter:
            break
        if parser.substituted and line.startswith(heredoc.delimiter) and ")" in line:
            raise Unreadable("the delimiter of a here-document shares its line with a parenthesis")
        lines.append(line + "\n")
        parser.spend()
    span = parser.span(start, parser.i)
    parser.hidden.append(span)
    text = "".join(lines)
    if heredoc.quoted or not ("$" in text or "`" in text or "\\" in text):
        return Word(span, text)
    return _expanded(parser, text, span)


def _expanded(parser: Parser, text: str, span: Span) -> Word:
    """A body that holds expansions."""
    from chimera_guard.syntax.grammar import Parser as Reader

    reader = Reader(text, parser.depth, parser.fuel, document=True)
    reader.substituted = parser.substituted
    parts: list[Part] = []
    reader.scanner.text(0, parts, "")
    reader.check()
    word = reader.scanner.finish(0, reader.n, parts)
    if reader.bodies:
        raise Unreadable("a here-document stands in the body of another one")
    return relocated(word, lambda _: span)


def reprinted(body: List) -> bool:
    """Whether bash 5.2 gets a list with a here-document right when it prints a substitution, and reads that.

    It loses the `;` behind the command that follows a here-document, so nothing but `&&` and `||` may follow.
    """
    met = False
    for place, item in enumerate(body.items):
        command = item.command
        stages = command.stages if type(command) is Pipeline else (command,)
        if any(type(stage) is not Simple for stage in stages):
            return False
        redirects = [redirect for stage in stages if type(stage) is Simple for redirect in stage.redirects]
        count = sum(redirect.operator in ("<<", "<<-") for redirect in redirects)
        if count > 1 or (count and met):
            return False
        met = met or count > 0
        if met and place < len(body.items) - 1 and item.separator not in ("&&", "||"):
            return False
    return True


def _line(parser: Parser) -> str:
    """The next physical line, without its newline."""
    end = parser.s.find("\n", parser.i)
    end = parser.n if end < 0 else end
    line = parser.s[parser.i : end]
    parser.i = min(end + 1, parser.n)
    return line


def _continued(line: str) -> bool:
    return line.endswith("\\") and (len(line) - len(line.rstrip("\\"))) % 2 == 1
