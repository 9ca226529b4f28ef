"""PowerShell as statements, pipelines, commands and words: what stands where, without a thought of what it does."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from chimera_guard.effects.code.reading import Exhausted

_ENDS = frozenset(" \t\r\n;|,)}&")
_SINGLE, _DOUBLE, _DASHES = "'\u2018\u2019\u201a\u201b", '"\u201c\u201d\u201e', "\u2013\u2014\u2015"
_PLAINLY = str.maketrans({**dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_DASHES, "-")})
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_PLAIN = _NAME | frozenset("-./\\:~!")
_MAX_DEPTH = 40


class Variable(NamedTuple):
    """`$name`, in lower case; `env:path` is one of the environment, `@name` what a table holds as options."""

    name: str


class Code(NamedTuple):
    """Statements in brackets; `sign` is the opening one: `(`, `{`, `@{`."""

    sign: str
    statements: tuple[Statement, ...]


Part: TypeAlias = "str | Variable | Code"


class Word(NamedTuple):
    """Parts without a blank between them; `bare` where none is quoted, `listed` where it stands behind a comma."""

    parts: tuple[Part, ...]
    bare: bool = True
    listed: bool = False

    @property
    def head(self) -> str:
        """The text that it begins with."""
        first = self.parts[0] if self.parts else ""
        return first if isinstance(first, str) else ""


Command: TypeAlias = "tuple[Word, ...]"
Statement: TypeAlias = "tuple[Command, ...]"  # a pipeline


def parse(code: str) -> tuple[tuple[Statement, ...], bool]:
    """Return the statements of `code`, and whether its brackets and quotes are closed."""
    parser = _Parser(code if code.isascii() else code.translate(_PLAINLY))
    statements = parser.statements("")
    return statements, not parser.broken


class _Parser:
    __slots__ = ("at", "broken", "code", "depth", "table")

    def __init__(self, code: str) -> None:
        self.code = code
        self.at = 0
        self.depth = 0
        self.broken = False
        self.table = False  # whether it stands between `@{` and `}`, where names are given values

    def begins(self, text: str) -> bool:
        return self.code.startswith(text, self.at)

    def until(self, mark: str, beyond: int = 0) -> str:
        """The text up to `mark`, which is left behind."""
        begin = self.at + beyond
        end = self.code.find(mark, begin)
        if end < 0:
            self.broken, end = True, len(self.code)
        self.at = end + len(mark)
        return self.code[begin:end]

    def statements(self, close: str) -> tuple[Statement, ...]:
        """All up to the bracket `close`."""
        found: list[Statement] = []
        pipeline: list[Command] = []
        words: list[Word] = []
        comma = False
        while self.at < len(self.code) and self.code[self.at] != (close or None):
            char = self.code[self.at]
            if char in " \t\r,":
                self.at += 1
                comma = comma or char == ","
                continue
            if not words and (char == "&" or self.names_what_runs()) and not self.begins("&&"):
                self.at += 1
                words.append(Word((char,)))
            elif char in ";\n|&":
                piped = self.separator() == "|"
                if words:
                    pipeline.append(tuple(words))
                if pipeline and not piped and (words or char != "\n"):  # a pipe goes on in the next line
                    found.append(tuple(pipeline))
                    pipeline = []
                words = []
            elif self.begins("--%") and words:  # what follows is for a program, as it stands
                end = min(place for mark in "\n|" if (place := (self.code + mark).find(mark, self.at)) >= 0)
                words += [Word((text.strip('"'),), False) for text in self.code[self.at + 3 : end].split()]
                self.at = end
            elif char == "#" or self.begins("<#"):
                self.until("\n" if char == "#" else "#>")
                self.at -= char == "#"
            elif char in ")}":
                self.broken = True
                self.at += 1
            else:
                words.append(self.word(comma))
            comma = False
        self.broken = self.broken or (close != "" and self.at >= len(self.code))
        self.at += 1
        pipeline += [tuple(words)] if words else []
        return (*found, tuple(pipeline)) if pipeline else tuple(found)

    def names_what_runs(self) -> bool:
        """Whether what follows is `.` and the name, or the code, of what runs here."""
        return self.code[self.at] == "." and self.code[self.at + 1 : self.at + 2] in ("'", '"', "$", "(", "{")

    def separator(self) -> str:
        """What stands between commands: `;`, `|`, `||`."""
        begin = self.at
        self.at += 1
        self.at += self.code[begin] in "|&" and self.begins(self.code[begin])
        return self.code[begin : self.at]

    def nested(self, sign: str, skipped: int) -> Code:
        self.at += skipped
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise Exhausted
        table, self.table = self.table, sign == "@{"
        inner = self.statements("}" if sign[-1] == "{" else ")")
        self.table = table
        self.depth -= 1
        return Code(sign, inner)

    def word(self, listed: bool) -> Word:
        """The word that begins here."""
        parts: list[Part] = []
        bare = True
        begin = self.at
        while self.at < len(self.code) and self.code[self.at] not in _ENDS:
            char = self.code[self.at]
            if char in "'\"" or (char == "@" and self.code[self.at + 1 : self.at + 2] in ("'", '"')):
                if bare and self.code[begin] == "-" and self.code[self.at - 1] == ":":
                    break  # the value of `-Option:"..."`
                self.quoted(parts)
                bare = False
            elif char == "$" or (char == "@" and self.code[self.at + 1 : self.at + 2] in _NAME):
                self.variable(parts)
            elif char == "(" or self.begins("@("):
                parts.append(self.nested("(", 1 + (char == "@")))
            elif char == "{" or self.begins("@{"):
                if parts:
                    break
                parts.append(self.nested("{" if char == "{" else "@{", 1 + (char == "@")))
                break
            elif char == "[" and not parts:
                kind = self.bracket()
                if self.code[self.at : self.at + 1] not in ("'", '"') or "scriptblock" in kind:
                    self.append(parts, kind)
            elif self.assigns(char) and self.at == begin:
                self.at += 1 + (char != "=")
                return Word((self.code[begin : self.at],))
            elif self.assigns(char) and parts and (self.table or isinstance(parts[0], Variable)):
                break
            elif char == ">":
                if parts and self.code[begin : self.at] not in ("2", "1", "*"):
                    break
                return self.redirection(begin)
            else:
                self.plain(parts, char)
        if self.at == begin:
            self.at += 1
        return Word(tuple(parts), bare, listed)

    def assigns(self, char: str) -> bool:
        return char == "=" or (char in "+-*/%?" and self.code[self.at + 1 : self.at + 2] == "=")

    def plain(self, parts: list[Part], char: str) -> None:
        begin = self.at
        while self.at < len(self.code) and self.code[self.at] in _PLAIN:
            self.at += 1
        if self.at > begin:
            self.append(parts, self.code[begin : self.at])
            return
        self.at += 1
        if char == "`":  # what follows stands for itself, and a line goes on
            char = self.code[self.at : self.at + 1].replace("\n", "")
            self.at += 1
        self.append(parts, char)

    def append(self, parts: list[Part], text: str) -> None:
        last = parts[-1] if parts else None
        if isinstance(last, str):
            parts[-1] = last + text
        else:
            parts.append(text)

    def bracket(self) -> str:
        """`[type]` and what is called of it: `[IO.File]::Delete`."""
        depth, begin = 0, self.at
        while self.at < len(self.code):
            depth += {"[": 1, "]": -1}.get(self.code[self.at], 0)
            self.at += 1
            if not depth:
                break
        return self.code[begin : self.at]

    def redirection(self, begin: int) -> Word:
        while self.at < len(self.code) and self.code[self.at] in ">&1":
            self.at += 1
        return Word((self.code[begin : self.at],))

    def quoted(self, parts: list[Part]) -> None:
        """A text in quotes of any kind."""
        here = self.code[self.at] == "@"
        self.at += here
        quote = self.code[self.at]
        if here:
            text = self.until(f"\n{quote}@", 1)
            inner = _Parser(text.lstrip("\r\n"))
            inner.at = 0
            if quote == "'":
                self.append(parts, inner.code)
            else:
                inner.expand(parts, "")
            return
        self.at += 1
        if quote == '"':
            self.expand(parts, quote)
            return
        self.append(parts, self.until("'"))
        while self.begins("'"):
            self.append(parts, "'" + self.until("'", 1))

    def expand(self, parts: list[Part], quote: str) -> None:
        """A text in which variables stand for what they hold."""
        self.append(parts, "")
        while self.at < len(self.code):
            char = self.code[self.at]
            if char == quote:
                self.at += 1
                if not self.begins(quote):
                    return
            if char == "$":
                self.variable(parts)
            elif char == "`":
                self.append(parts, self.code[self.at + 1 : self.at + 2])
                self.at += 2
            else:
                begin = self.at
                while self.at < len(self.code) and (self.at == begin or self.code[self.at] not in f"$`{quote}"):
                    self.at += 1
                self.append(parts, self.code[begin : self.at])
        self.broken = self.broken or quote != ""

    def variable(self, parts: list[Part]) -> None:
        """`$name`, `${name}`, `$env:NAME`, `$(...)`."""
        sign = self.code[self.at].strip("$")
        self.at += 1
        following = self.code[self.at : self.at + 1]
        if following == "(":
            parts.append(self.nested("(", 1))
            return
        if following == "{":
            parts.append(Variable(self.until("}", 1).lower()))
            return
        begin = self.at
        while self.at < len(self.code) and self.code[self.at] in _NAME:
            self.at += 1
            drive = self.begins(":") and self.code[self.at + 1 : self.at + 2] in _NAME
            self.at += drive and ":" not in self.code[begin : self.at]
        if self.at == begin:
            self.at += following in ("?", "$", "^")
            if self.at == begin:
                self.append(parts, "$")
                return
        parts.append(Variable(sign + self.code[begin : self.at].lower()))
