"""Reads words: quotes, expansions, and where each of them ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chimera_guard.syntax.ansi import decode
from chimera_guard.syntax.nodes import Arithmetic, Literal, Part, Substitution, Word

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser


class Unreadable(Exception):
    """The text can't be read for certain; the message is a sentence for people."""


META = frozenset(" \t\n;&|()<>")
_RUN = re.compile(r"[^\s\\'\"$`;&|()<>*?\[\]{}~=:#!\x00-\x1f]+")  # characters that mean nothing in a word
_QUOTED_RUN = re.compile(r'[^\\"$`]+')
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_EXTGLOB = re.compile(r"[?*+@!]\(")


class Scanner:
    """Reads one word, or a text as if between double quotes, from a parser's source."""

    __slots__ = ("parser", "s")

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.s = parser.s

    def word(self, start: int, ends: frozenset[str] = META, pattern: bool = False) -> Word:
        """The word at `start`; leaves the parser behind it. `pattern` lets groups `( | )` be part of it."""
        s, n = self.s, self.parser.n
        match = _RUN.match(s, start)
        if match is not None:
            at = match.end()
            c = s[at] if at < n else " "
            if c in ends and not (pattern and c in "(|") and not (c in "<>" and s[at + 1 : at + 2] == "("):
                self.parser.i = at
                return Word(self.parser.span(start, at), match.group())
        parts: list[Part] = []
        at = start
        depth = 0
        while at < n:
            c = s[at]
            if c in ends and (depth == 0 or c == "\n"):
                if c in "<>" and s[at + 1 : at + 2] == "(":
                    at = self.process(at, parts)
                    continue
                if not (pattern and c in "(|" and not s.startswith("||", at)):
                    break
            if pattern and c in "()":
                depth += 1 if c == "(" else -1
                if depth < 0:
                    break
            at = self.piece(at, parts, c)
        self.parser.i = at
        return self.finish(start, at, parts)

    def finish(self, start: int, end: int, parts: list[Part]) -> Word:
        """A word of `parts`, joined where they are alike."""
        joined: list[Part] = []
        for part in parts:
            last = joined[-1] if joined else None
            if type(part) is Literal and type(last) is Literal and part.quoted == last.quoted:
                joined[-1] = Literal(last.text + part.text, part.quoted)
            else:
                joined.append(part)
        literal = None
        if all(type(part) is Literal for part in joined):
            texts = [part.text for part in joined if type(part) is Literal]
            if not _active(joined):
                literal = "".join(texts)
        return Word(self.parser.span(start, end), literal, tuple(joined))

    def piece(self, at: int, parts: list[Part], c: str) -> int:
        """One piece of an unquoted word; returns where it ends."""
        s = self.s
        if c == "\\":
            if at + 1 >= self.parser.n:
                parts.append(Literal("\\", True))
                return at + 1
            if s[at + 1] != "\n":
                parts.append(Literal(s[at + 1], True))
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
            return self.dollar(at, parts, quoted=False)
        if c == "`":
            return self.backtick(at, parts, quoted=False)
        match = _RUN.match(s, at)
        end = match.end() if match is not None else at + 1
        parts.append(Literal(s[at:end], False))
        return end

    def double(self, at: int, parts: list[Part]) -> int:
        """A double-quoted text from behind its opening quote; returns the place behind the closing one."""
        before = len(parts)
        at = self.text(at, parts, '"')
        if at >= self.parser.n:
            raise Unreadable("a double quote is not closed")
        if len(parts) == before:  # `""` is a word of its own; `"$@"` is none where there are no parameters
            parts.append(Literal("", True))
        return at + 1

    def text(self, at: int, parts: list[Part], end: str, escapes: str = '$`"\\') -> int:
        """A text as between double quotes, up to the character `end` ("" for the end of the source)."""
        s, n = self.s, self.parser.n
        while at < n:
            c = s[at]
            if c == end:
                return at
            if c == "\\" and at + 1 < n:
                follows = s[at + 1]
                if follows in escapes:
                    parts.append(Literal(follows, True))
                elif follows != "\n":
                    parts.append(Literal("\\" + follows, True))
                at += 2
            elif c == "$" and not (s.startswith(("$'", '$"'), at)):
                at = self.dollar(at, parts, quoted=True)
            elif c == "`":
                at = self.backtick(at, parts, quoted=True)
            else:
                match = _QUOTED_RUN.match(s, at) if end == '"' else None
                stop = match.end() if match is not None else at + 1
                parts.append(Literal(s[at:stop], True))
                at = stop
        return at

    def dollar(self, at: int, parts: list[Part], quoted: bool) -> int:
        """What a `$` begins; returns where it ends."""
        s, parser = self.s, self.parser
        parser.spend()
        follows = s[at + 1 : at + 2]
        if follows == "\\" and s[at + 2 : at + 3] == "\n":
            raise Unreadable("a line is continued in the middle of an expansion")
        if follows == "'" and not quoted:
            end = at + 2
            while end < parser.n and s[end] != "'":
                end += 2 if s[end] == "\\" else 1
            if end >= parser.n:
                raise Unreadable("a $' quote is not closed")
            parts.append(Literal(decode(s[at + 2 : end]), True))
            return end + 1
        if follows == '"' and not quoted:
            return self.double(at + 2, parts)
        if follows == "(":
            if s[at + 2 : at + 3] == "(" and (at not in parser.commands):
                after = self.arithmetic(at + 3, parts, quoted)
                if after is not None:
                    return after
                parser.commands.add(at)
            return self.substitution(at, at + 2, "$(", parts, quoted)
        if follows == "[":
            body: list[Part] = []
            end = self.bracketed(at + 2, body, "[", "]")
            parts.append(Arithmetic(self.finish(at + 2, end, body), quoted))
            return end + 1
        from chimera_guard.syntax.parameters import parameter

        return parameter(self, at, parts, quoted)

    def arithmetic(self, at: int, parts: list[Part], quoted: bool) -> int | None:
        """`$(( ))` from behind the parentheses; None when it turns out to be a command substitution."""
        body: list[Part] = []
        try:
            end = self.bracketed(at, body, "(", ")")
        except Unreadable:
            return None
        if self.s[end : end + 2] != "))":
            return None
        text = self.s[at:end]
        if text.count("(") != text.count(")") or " #" in text or "\n#" in text or "\t#" in text:
            raise Unreadable("bash itself takes $(( )) with such text for something else")
        parts.append(Arithmetic(self.finish(at, end, body), quoted))
        return end + 2

    def bracketed(self, at: int, parts: list[Part], opening: str, closing: str) -> int:
        """A text with balanced brackets, read as between double quotes; returns the place of the closing one."""
        s, n = self.s, self.parser.n
        depth = 0
        while at < n:
            c = s[at]
            if c == closing:
                if depth == 0:
                    return at
                depth -= 1
            elif c == opening:
                depth += 1
            if c == "$":
                at = self.dollar(at, parts, quoted=True)
            elif c == "`":
                at = self.backtick(at, parts, quoted=True)
            elif c == "\\" and at + 1 < n:
                if s[at + 1] != "\n":
                    parts.append(Literal(s[at : at + 2], True))
                at += 2
            else:
                if c != '"':
                    parts.append(Literal(c, True))
                at += 1
        raise Unreadable(f"{opening} is not closed")

    def substitution(self, start: int, at: int, kind: str, parts: list[Part], quoted: bool) -> int:
        """`$( )`, `<( )` or `>( )` from behind the parenthesis: commands of their own."""
        script, end = self.parser.nested(at)
        parts.append(Substitution(kind, script, quoted))
        return end + 1

    def process(self, at: int, parts: list[Part]) -> int:
        """`<( )` and `>( )`."""
        return self.substitution(at, at + 2, self.s[at : at + 2], parts, quoted=False)

    def backtick(self, at: int, parts: list[Part], quoted: bool) -> int:
        """A command substitution in backticks, with one level of backslashes taken away."""
        s, n = self.s, self.parser.n
        text: list[str] = []
        end = at + 1
        while True:
            if end >= n:
                raise Unreadable("a backtick is not closed")
            c = s[end]
            if c == "`":
                break
            if c == "\\" and end + 1 < n:
                follows = s[end + 1]
                if follows in "`$\\" or (quoted and follows == '"'):
                    text.append(follows)
                elif follows != "\n":
                    text.append("\\" + follows)
                end += 2
                continue
            text.append(c)
            end += 1
        script = self.parser.inner("".join(text), self.parser.span(at, end + 1))
        parts.append(Substitution("$(", script, quoted))
        return end + 1


def _active(parts: list[Part]) -> bool:
    """Whether the unquoted characters of literal parts make a glob, a brace expansion or a tilde prefix."""
    shape = "".join(
        part.text if not part.quoted else "Q" * (len(part.text) or 1) for part in parts if type(part) is Literal
    )
    if "*" in shape or "?" in shape or ("[" in shape and "]" in shape[shape.index("[") :]):
        return True
    if "{" in shape and "}" in shape and ("," in shape or ".." in shape):
        return True
    if "~" in shape and (shape[0] == "~" or "=~" in shape or ":~" in shape):
        return True
    return "(" in shape and _EXTGLOB.search(shape) is not None


