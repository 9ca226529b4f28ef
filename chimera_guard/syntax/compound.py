"""Compound commands and function definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.syntax.expansions import bracketed, read_anew
from chimera_guard.syntax.nodes import (
    ArithmeticCommand,
    ArithmeticFor,
    Case,
    Command,
    Condition,
    Coprocess,
    For,
    Function,
    Group,
    If,
    List,
    Loop,
    Part,
    Word,
)
from chimera_guard.syntax.problems import Unreadable
from chimera_guard.syntax.redirections import redirects
from chimera_guard.syntax.scanner import NAME
from chimera_guard.syntax.simple import simple

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser

COMPOUND = frozenset({"if", "while", "until", "for", "select", "case", "{", "[["})
_PATTERN_OPERATORS = {"=~": "regex", "==": "pattern", "=": "pattern", "!=": "pattern"}


def compound(parser: Parser) -> Command:
    """The compound command at this place."""
    raw = parser.raw()
    start = parser.i
    if parser.s[start] == "(":
        return _parenthesis(parser, start)
    if raw not in COMPOUND:
        if raw in ("function", "coproc"):
            parser.i += len(raw)
            return _function(parser, start) if raw == "function" else _coprocess(parser, start)
        raise Unreadable(f"{raw!r} stands where a command should")
    parser.i += len(raw)
    if raw == "{":
        body = _body(parser, "}")
        return Group(parser.span(start, parser.i), "{", body, redirects(parser))
    if raw == "if":
        return _if(parser, start)
    if raw in ("while", "until"):
        condition = _body(parser, "do")
        body = _body(parser, "done")
        return Loop(parser.span(start, parser.i), raw, condition, body, redirects(parser))
    if raw in ("for", "select"):
        return _for(parser, start, raw)
    if raw == "case":
        return _case(parser, start)
    words = _condition(parser)
    return Condition(parser.span(start, parser.i), words, redirects(parser))


def function(parser: Parser, name: Word, start: int) -> Command:
    """`name()` from its opening parenthesis."""
    parser.i += 1
    if parser.blanks() != ")" or name.literal is None or not _plain(parser, name):
        raise Unreadable("a parenthesis stands in the middle of a command")
    parser.i += 1
    body = _definition(parser)
    return Function(parser.span(start, parser.i), name.literal, body)


def _plain(parser: Parser, name: Word) -> bool:
    return parser.s[name.span.start : name.span.end] == name.literal


def _definition(parser: Parser) -> Command:
    c = parser.newlines()
    if c != "(" and parser.raw() not in COMPOUND:
        raise Unreadable("a function has no body")
    return parser.command()


def _function(parser: Parser, start: int) -> Command:
    parser.blanks()
    name = parser.scanner.word(parser.i)
    if not name.literal or not _plain(parser, name):
        raise Unreadable("a function has no plain name")
    if parser.blanks() == "(":
        rest = parser.i + 1
        parser.i = rest
        if parser.blanks() == ")":
            parser.i += 1
        else:
            parser.i = rest - 1
    body = _definition(parser)
    return Function(parser.span(start, parser.i), name.literal, body)


def _coprocess(parser: Parser, start: int) -> Command:
    if parser.substituted:
        raise Unreadable("a coprocess in a substitution is misread by bash itself")
    parser.blanks()
    if parser.raw() in COMPOUND or parser.s[parser.i : parser.i + 1] == "(":
        return Coprocess(parser.span(start, parser.i), "COPROC", parser.command())
    saved = parser.i
    match = NAME.match(parser.s, saved)
    if match is not None and parser.s[match.end() : match.end() + 1] in (" ", "\t"):
        parser.i = match.end()
        c = parser.blanks()
        if c == "(" or parser.raw() in COMPOUND:
            return Coprocess(parser.span(start, parser.i), match.group(), parser.command())
        parser.i = saved
    if parser.raw() in ("time", "!", "coproc", "function", ""):
        raise Unreadable("coproc is followed by something odd")
    return Coprocess(parser.span(start, parser.i), "COPROC", simple(parser))


def _body(parser: Parser, end: str) -> List:
    body = parser.list("")
    if not body.items:
        raise Unreadable(f"nothing stands before {end!r}")
    parser.expect(end)
    return body


def _parenthesis(parser: Parser, start: int) -> Command:
    if parser.s.startswith("((", start) and start not in parser.commands:
        parts: list[Part] = []
        end = parser.attempt(lambda: bracketed(parser.scanner, start + 2, parts, "("))
        if end is not None and parser.s.startswith("))", end):
            parser.i = end + 2
            body = parser.scanner.finish(start + 2, end, parts)
            return ArithmeticCommand(parser.span(start, parser.i), body, redirects(parser))
        parser.commands.add(start)
    parser.i = start + 1
    announced = len(parser.bodies)
    commands = parser.list(")")
    if not commands.items or parser.blanks() != ")":
        raise Unreadable("a parenthesis is not closed, or holds nothing")
    parser.i += 1
    if start in parser.commands:
        read_anew(parser, start, parser.i, announced)
    return Group(parser.span(start, parser.i), "(", commands, redirects(parser))


def _if(parser: Parser, start: int) -> Command:
    branches = []
    otherwise = None
    while True:
        condition = _body(parser, "then")
        body = parser.list("")
        if not body.items:
            raise Unreadable("nothing stands behind 'then'")
        branches.append((condition, body))
        raw = parser.raw()
        if raw == "elif":
            parser.i += 4
            continue
        if raw == "else":
            parser.i += 4
            otherwise = parser.list("")
        parser.expect("fi")
        break
    return If(parser.span(start, parser.i), tuple(branches), otherwise, redirects(parser))


def _for(parser: Parser, start: int, kind: str) -> Command:
    if parser.blanks() == "(" and kind == "for" and parser.s.startswith("((", parser.i):
        parts: list[Part] = []
        begin = parser.i + 2
        end = bracketed(parser.scanner, begin, parts, "(")
        if not parser.s.startswith("))", end):
            raise Unreadable("(( is not closed")
        header = parser.scanner.finish(begin, end, parts)
        parser.i = end + 2
        if parser.blanks() == ";":
            parser.i += 1
        body = _loop_body(parser)
        return ArithmeticFor(parser.span(start, parser.i), header, body, redirects(parser))
    name = parser.scanner.word(parser.i)
    if name.literal is None or NAME.fullmatch(name.literal) is None or parser.joined >= 0:
        raise Unreadable("a loop has no name for its variable")
    words: tuple[Word, ...] | None = None
    c = parser.newlines()
    if c and parser.raw() == "in":
        parser.i += 2
        found = []
        while (c := parser.blanks()) not in ("", ";", "\n"):
            if c in "&|()" or (c in "<>" and parser.s[parser.i + 1 : parser.i + 2] != "("):
                raise Unreadable("the words of a loop hold an operator")
            found.append(parser.scanner.word(parser.i, "glob"))
        words = tuple(found)
    if c == ";":
        parser.i += 1
    body = _loop_body(parser)
    return For(parser.span(start, parser.i), kind, name.literal, words, body, redirects(parser))


def _loop_body(parser: Parser) -> List:
    parser.newlines()
    if parser.raw() == "{":
        parser.i += 1
        return _body(parser, "}")
    parser.expect("do")
    return _body(parser, "done")


def _case(parser: Parser, start: int) -> Command:
    parser.blanks()
    subject = parser.scanner.word(parser.i)
    parser.expect("in")
    arms = []
    while True:
        c = parser.newlines()
        if parser.raw() == "esac":
            parser.i += 4
            break
        if c == "(":
            parser.i += 1
            c = parser.blanks()
        patterns = []
        while True:
            if c == "" or c in "\n;&|()<>":
                raise Unreadable("a pattern of case is missing")
            patterns.append(parser.scanner.word(parser.i, "glob"))
            c = parser.blanks()
            if c != "|":
                break
            parser.i += 1
            c = parser.blanks()
        if c != ")":
            raise Unreadable("a pattern of case is not closed")
        parser.i += 1
        saved, parser.level = parser.level, 0  # the commands of an arm are checked on their own
        arms.append((tuple(patterns), parser.list("")))
        parser.level = saved
        c = parser.newlines()
        for operator in (";;&", ";;", ";&"):
            if parser.s.startswith(operator, parser.i):
                parser.i += len(operator)
                break
        else:
            parser.expect("esac")
            break
    return Case(parser.span(start, parser.i), subject, tuple(arms), redirects(parser))


def _condition(parser: Parser) -> tuple[Word, ...]:
    s = parser.s
    words: list[Word] = []
    previous = ""
    while True:
        c = parser.newlines()
        at = parser.i
        if c == "":
            raise Unreadable("[[ is not closed")
        if parser.raw() == "]]":
            parser.i += 2
            return tuple(words)
        operator = next((item for item in ("&&", "||", "(", ")", "<", ">") if s.startswith(item, at)), None)
        groups = _PATTERN_OPERATORS.get(previous, "")
        if groups:
            words.append(parser.scanner.word(at, groups))
        elif operator is not None and s[at : at + 2] not in ("<(", ">("):
            parser.operator(at + len(operator))
            words.append(Word(parser.span(at, parser.i), operator))
        elif c in ";&|":
            raise Unreadable("[[ ]] holds an operator that it can't")
        else:
            words.append(parser.scanner.word(at))
        if parser.i == at:
            raise Unreadable("[[ ]] can't be read")
        previous = "" if groups else s[at : parser.i]
        parser.spend()
