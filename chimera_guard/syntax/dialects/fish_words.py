"""The words of fish's language, each rewritten with the quoting of the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from chimera_guard.syntax.dialects import UNKNOWN

_BLANK = " \t\r"
_ENDS = frozenset(" \t\r\n;&|<>)")
_LETTERS = frozenset("abefnrtv")
_CODES = frozenset("xXuUc01234567")
_HEX = frozenset("0123456789abcdefABCDEF")
_SPECIAL = {"status": "?", "argv": "@", "fish_pid": "$", "last_pid": "!"}


class Token(NamedTuple):
    """`text` is what to write, `raw` what stands there (`'if'` in quotes is no keyword)."""

    text: str
    raw: str
    operator: bool = False
    redirection: bool = False


def tokens(source: str, inner: Callable[[str], str]) -> list[Token]:
    """All tokens of `source`; `inner` rewrites command substitutions. Raises ValueError."""
    return _Lexer(source, inner).run()


class _Lexer:
    def __init__(self, source: str, inner: Callable[[str], str]) -> None:
        self.source = source
        self.inner = inner
        self.place = 0

    def peek(self, length: int = 1) -> str:
        return self.source[self.place : self.place + length]

    def run(self) -> list[Token]:
        found: list[Token] = []
        while self.place < len(self.source):
            character = self.peek()
            if character in _BLANK:
                self.place += 1
            elif self.peek(2) == "\\\n":
                self.place += 2
            elif character == "#":
                while self.peek() not in ("", "\n"):
                    self.place += 1
            else:
                found.append(self.redirection() or self.operator() or self.word())
        return found

    def operator(self) -> Token | None:
        for raw, text in (("&&", "&&"), ("||", "||"), ("&|", "|&"), ("|", "|"), ("&", "&"), (";", ";"), ("\n", "\n")):
            if self.peek(len(raw)) == raw:
                self.place += len(raw)
                return Token(text, text, operator=True)
        if self.peek() == ")":
            raise ValueError("')' is out of place")
        return None

    def redirection(self) -> Token | None:
        start = self.place
        while self.peek().isdecimal():
            self.place += 1
        number = self.source[start : self.place]
        for raw, text in (("&>>", "&>>"), ("&>", "&>"), (">>", ">>"), (">?", ">"), (">|", "|&"), (">&", ">&"),
                          ("<&", "<&"), ("<?", "<"), (">", ">"), ("<", "<")):  # fmt: skip
            if self.peek(len(raw)) == raw:
                self.place += len(raw)
                if text == "|&":
                    return Token(text, text, operator=True)
                while self.peek() and self.peek() in _BLANK:
                    self.place += 1
                target = self.word()
                return Token(f"{number}{text}{'' if '&' in text[1:] else ' '}{target.text}", "", redirection=True)
        self.place = start
        return None

    def word(self) -> Token:
        start = self.place
        parts: list[str] = []
        while self.peek() and self.peek() not in _ENDS:
            parts.append(self.part())
        if start == self.place:
            raise ValueError("a word is missing")
        return Token("".join(parts), self.source[start : self.place])

    def part(self) -> str:
        character = self.peek()
        if character == "'":
            return self.single()
        if character == '"':
            return self.double()
        if character == "\\":
            return self.escape()
        if character == "$":
            return self.variable(quoted=False)
        if character == "(":
            return self.substitution()
        self.place += 1
        return "\\" + character if character in "`#" else character

    def single(self) -> str:
        self.place += 1
        text = ""
        while self.peek() != "'":
            if not self.peek():
                raise ValueError("a quote is not closed")
            if self.peek(2) in ("\\'", "\\\\"):
                self.place += 1
            text += self.peek()
            self.place += 1
        self.place += 1
        return "'" + text.replace("'", "'\\''") + "'"

    def double(self) -> str:
        self.place += 1
        text = ""
        while self.peek() != '"':
            pair = self.peek(2)
            if not pair:
                raise ValueError("a quote is not closed")
            if pair in ('\\"', "\\\\", "\\$", "\\\n"):
                text += pair
                self.place += 2
            elif pair == "$(":
                self.place += 1
                text += self.substitution()
            elif pair[0] == "$":
                text += self.variable(quoted=True)
            else:
                text += "\\" + pair[0] if pair[0] in "`\\" else pair[0]
                self.place += 1
        self.place += 1
        return f'"{text}"'

    def escape(self) -> str:
        pair = self.peek(2)
        if len(pair) < 2:
            raise ValueError("it ends in a backslash")
        self.place += 2
        if pair[1] in _LETTERS:
            return f"$'{pair}'"
        if pair[1] == "c" and self.peek().isascii() and self.peek().isalpha():
            self.place += 1
            return f"$'\\x{ord(self.source[self.place - 1].upper()) - 64:02x}'"
        if pair[1] in _CODES:
            digits = ""
            while self.peek() and self.peek() in _HEX and len(digits) < 8:
                digits += self.peek()
                self.place += 1
            return f"$'{pair.replace('X', 'x')}{digits}'" if pair[1] != "c" else UNKNOWN
        return "" if pair[1] == "\n" else pair

    def variable(self, quoted: bool) -> str:
        self.place += 1
        if self.peek() == "(" and not quoted:
            return self.substitution()
        start = self.place
        while self.peek().isalnum() or self.peek() == "_":
            self.place += 1
        name = self.source[start : self.place]
        if not name:  # `$$name`: a variable whose name is in another
            return UNKNOWN if self.peek() == "$" else "\\$"
        if self.peek() == "[":
            index = self.bracket()
            return f"${{{index}}}" if name == "argv" and index.isdecimal() else UNKNOWN
        if name == "argv":
            return "$*" if quoted else '"$@"'
        return f"${_SPECIAL[name]}" if name in _SPECIAL else f"${{{name}}}"

    def bracket(self) -> str:
        end = self.source.find("]", self.place)
        if end < 0:
            raise ValueError("an index is not closed")
        index = self.source[self.place + 1 : end]
        self.place = end + 1
        return index

    def substitution(self) -> str:
        """`( ... )`, up to the parenthesis that closes it."""
        self.place += 1
        start = self.place
        depth = 1
        while depth:
            character = self.peek()
            if not character:
                raise ValueError("a substitution is not closed")
            if character == "\\":
                self.place += 1
            elif character in "'\"":
                self.quote(character)
                continue
            elif character in "()":
                depth += 1 if character == "(" else -1
            self.place += 1
        text = self.source[start : self.place - 1]
        if self.peek() == "[":
            self.bracket()
        return f"$({self.inner(text)})"

    def quote(self, mark: str) -> None:
        self.place += 1
        while self.peek() != mark:
            if not self.peek():
                raise ValueError("a quote is not closed")
            self.place += 2 if self.peek() == "\\" else 1
        self.place += 1
