"""Reads words: runs of quoted and unquoted text, and where each of them ends."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from chimera_guard.syntax.ansi import decode
from chimera_guard.syntax.expansions import backtick, dollar, substitution
from chimera_guard.syntax.nodes import Literal, Part, Word
from chimera_guard.syntax.problems import Unreadable

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser

META = frozenset(" \t\n;&|()<>")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_RUN = re.compile(r"[^\s\\'\"$`;&|()<>*?\[\]{}~=:#!\x00-\x1f]+")  # characters that mean nothing in a word
_UNQUOTED = re.compile(r"[^\\'\"$` \t\n;&|()<>]+")
_QUOTED = {'"': re.compile(r'[^\\"$`]+'), "": re.compile(r"[^\\$`]+")}
_EXTGLOB = frozenset("?*+@!")


class Scanner:
    """Reads one word, or a text as if between double quotes, from a parser's source."""

    __slots__ = ("parser", "s")

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.s = parser.s

    def word(self, start: int, groups: str = "") -> Word:
        """The word at `start`; leaves the parser behind it.

        `groups` says what parentheses can be part of it: "glob" for `@(a|b)`, "regex" for `(a|b)` and `a|b` too.
        """
        s, n, parser = self.s, self.parser.n, self.parser
        parser.joined = -1
        match = _RUN.match(s, start)
        if match is not None:
            at = match.end()
            if at >= n or s[at] in " \t\n;&|)" and groups != "regex":
                parser.i = at
                return Word(parser.span(start, at), match.group())
        parts: list[Part] = []
        at = start
        while at < n:
            c = s[at]
            if c in META:
                if c in "<>" and s[at + 1 : at + 2] == "(":
                    at = substitution(self, at, at + 2, s[at : at + 2], parts, quoted=False)
                elif c == "(" and groups and (groups == "regex" or _before_group(parts)):
                    at = self.group(at, parts, any_text=groups != "glob")
                elif c == "|" and groups == "regex" and not s.startswith("||", at):
                    parts.append(Literal(c, False))
                    at += 1
                else:
                    break
            else:
                at = self.piece(at, parts, c)
        parser.i = at
        return self.finish(start, at, parts)

    def group(self, at: int, parts: list[Part], any_text: bool) -> int:
        """A group `( | )` of a pattern, from its opening parenthesis; returns the place behind the closing one."""
        s, depth = self.s, 0
        while at < self.parser.n:
            c = s[at]
            if c in "()":
                depth += 1 if c == "(" else -1
            elif c not in META:
                at = self.piece(at, parts, c)
                continue
            elif c != "|" and not any_text:
                break
            parts.append(Literal(c, False))
            at += 1
            if depth == 0:
                return at
        raise Unreadable("the parentheses of a pattern are not closed, or hold blanks or operators")

    def finish(self, start: int, end: int, parts: list[Part]) -> Word:
        """A word of `parts`, joined where they are alike."""
        joined: list[Part] = []
        known = True
        for kind, alike in groupby(parts, _kind):
            if kind is None:
                joined += alike
                known = False
            else:
                texts = [part.text for part in alike if type(part) is Literal]
                joined.append(Literal("".join(texts), kind))
        literal = None
        if known and not _active(joined):
            literal = "".join([part.text for part in joined if type(part) is Literal])
        return Word(self.parser.span(start, end), literal, tuple(joined))

    def piece(self, at: int, parts: list[Part], c: str) -> int:
        """One piece of an unquoted word; returns where it ends."""
        s = self.s
        self.parser.spend()
        if c == "\\":
            if at + 1 >= self.parser.n:
                parts.append(Literal("\\", True))
                return at + 1
            if s[at + 1] != "\n":
                parts.append(Literal(s[at + 1], True))
            elif self.parser.joined < 0:
                self.parser.joined = at
            return at + 2
        if c == "'":
            end = s.find("'", at + 1)
            if end < 0:
                raise Unreadable("a single quote is not closed")
            parts.append(Literal(s[at + 1 : end], True))
            return end + 1
        if c == '"':
            return self.double(at + 1, parts)
        if c == "$":
            return dollar(self, at, parts, quoted=False)
        if c == "`":
            return backtick(self, at, parts, quoted=False)
        match = _UNQUOTED.match(s, at)
        end = match.end() if match is not None else at + 1
        parts.append(Literal(s[at:end], False))
        return end

    def ansi(self, at: int, parts: list[Part]) -> int:
        """`$'...'` from behind its opening quote; returns the place behind the closing one."""
        s, end = self.s, at
        while end < self.parser.n and s[end] != "'":
            end += 2 if s[end] == "\\" else 1
        if end >= self.parser.n:
            raise Unreadable("a $' quote is not closed")
        self.parser.spend((end - at) // 16)
        parts.append(Literal(decode(s[at:end]), True))
        return end + 1

    def double(self, at: int, parts: list[Part]) -> int:
        """A double-quoted text from behind its opening quote; returns the place behind the closing one."""
        before = len(parts)
        at = self.text(at, parts, '"')
        if at >= self.parser.n:
            raise Unreadable("a double quote is not closed")
        if len(parts) == before:  # `""` is a word of its own; `"$@"` is none where there are no parameters
            parts.append(Literal("", True))
        return at + 1

    def text(self, at: int, parts: list[Part], end: str) -> int:
        """A text as between double quotes, up to the character `end`; with "" a here-document, up to its end."""
        s, n, run = self.s, self.parser.n, _QUOTED[end]
        escapes = '$`"\\' if end else "$`\\"
        while at < n:
            c = s[at]
            if c == end:
                return at
            self.parser.spend()
            if c == "\\" and at + 1 < n:
                follows = s[at + 1]
                if follows != "\n":
                    parts.append(Literal(follows if follows in escapes else "\\" + follows, True))
                at += 2
            elif c == "$" and not s.startswith(("$'", '$"'), at):
                at = dollar(self, at, parts, quoted=True)
            elif c == "`":
                at = backtick(self, at, parts, quoted=True)
            else:
                match = run.match(s, at)
                stop = match.end() if match is not None else at + 1
                parts.append(Literal(s[at:stop], True))
                at = stop
        return at


def _kind(part: Part) -> bool | None:
    return part.quoted if type(part) is Literal else None


def _before_group(parts: list[Part]) -> bool:
    last = parts[-1] if parts else None
    return type(last) is Literal and not last.quoted and last.text[-1:] in _EXTGLOB


def _active(parts: list[Part]) -> bool:
    """Whether the unquoted characters of literal parts make a glob, a brace expansion or a tilde prefix."""
    shape = "".join(
        [part.text if not part.quoted else "Q" * (len(part.text) or 1) for part in parts if type(part) is Literal]
    )
    if "*" in shape or "?" in shape or ("[" in shape and "]" in shape[shape.index("[") :]):
        return True
    if "{" in shape and "}" in shape and ("," in shape or ".." in shape):
        return True
    if "~" in shape and (shape[0] == "~" or "=~" in shape or ":~" in shape):
        return True
    return "(" in shape
