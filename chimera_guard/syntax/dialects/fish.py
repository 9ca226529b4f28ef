"""fish's command language, rewritten as the POSIX-like one that the analysis reads.

Not a compiler: the result does the same things to files and programs, and what can't be expressed is an unknown
variable. Words are rewritten where the two differ in quoting; blocks get the other keywords.
"""

from __future__ import annotations

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.fish_words import Token, tokens

_SEPARATORS = frozenset({";", "\n", "&"})
_FOREIGN = frozenset("if then else elif fi do done case esac while until for select in function { } [[ ]] !".split())
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_MAX_DEPTH = 60


def translate(source: str) -> str:
    """The same in the other language. Raises ValueError for what can't be read."""
    reader = Reader(tokens(source, translate))
    text = reader.statements(frozenset())
    if reader.token is not None:
        raise ValueError(f"{reader.token.raw!r} is out of place")
    return text


class Reader:
    """Reads statements from tokens, and writes them anew."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def at(self, *raw: str) -> bool:
        """Whether the next token is one of these, unquoted."""
        return self.token is not None and self.token.raw in raw

    def next(self) -> Token:
        token = self.token
        if token is None:
            raise ValueError("it is not complete")
        self.place += 1
        return token

    def expect(self, raw: str) -> None:
        if self.next().raw != raw:
            raise ValueError(f"{raw!r} is missing")

    def skip_blank(self) -> None:
        while self.at(";", "\n"):
            self.place += 1

    def statements(self, ends: frozenset[str]) -> str:
        """Statements up to a keyword of `ends`, which is not taken; `:` where there are none."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        parts: list[str] = []
        self.skip_blank()
        while self.token is not None and self.token.raw not in ends:
            parts.append(self.chain(parts))
            self.skip_blank()
        self.depth -= 1
        return "".join(parts).strip() or ":"

    def chain(self, before: list[str]) -> str:
        """One statement, with what joins it to those before."""
        joint = "\n" if before else ""
        if self.at("and", "or"):
            joint = " && " if self.next().raw == "and" else " || "
            joint = joint if before and not before[-1].endswith("&") else "\n"
        text = joint + self.pipeline()
        while self.at("&&", "||"):
            operator = self.next().raw
            while self.at("\n"):
                self.next()
            text += f" {operator} {self.pipeline()}"
        if self.at("&"):
            self.next()
            text += " &"
        return text

    def condition(self) -> str:
        """A statement, and those that `and` and `or` join to it."""
        parts = [self.chain([])]
        self.skip_blank()
        while self.at("and", "or"):
            parts.append(self.chain(parts))
            self.skip_blank()
        return "".join(parts)

    def pipeline(self) -> str:
        text = ""
        while self.at("not", "!"):
            self.next()
            text = "" if text else "! "
        text += self.command()
        while self.at("|", "|&"):
            text += f" {self.next().raw} "
            while self.at("\n"):
                self.next()
            text += self.command()
        return text

    def command(self) -> str:
        token = self.token
        if token is None or token.raw in _SEPARATORS:
            raise ValueError("a command is missing")
        blocks = {"begin": self.begin, "if": self.if_, "while": self.while_, "for": self.for_, "switch": self.switch}
        if token.raw in blocks:
            self.next()
            return blocks[token.raw]() + self.redirections()
        if token.raw == "function":
            self.next()
            name, body = self.function()
            return f"{name}() {{\n{body}\n}}"
        if token.raw == "end":
            raise ValueError("'end' is out of place")
        words = self.words()
        if words and words[0].raw == "set":
            return _assignment(words[1:])
        first = f"'{words[0].raw}'" if words[0].raw in _FOREIGN else words[0].text
        return " ".join([first, *(word.text for word in words[1:])])

    def words(self) -> list[Token]:
        """The words and redirections of a simple command."""
        found: list[Token] = []
        while self.token is not None and not self.token.operator:
            found.append(self.next())
        if not found:
            raise ValueError(f"{self.next().raw!r} is out of place")
        return found

    def redirections(self) -> str:
        """What follows the `end` of a block."""
        return "".join(f" {word.text}" for word in self.words()) if self.token and not self.token.operator else ""

    def begin(self) -> str:
        body = self.statements(frozenset({"end"}))
        self.expect("end")
        return f"{{\n{body}\n}}"

    def if_(self) -> str:
        ends = frozenset({"else", "end"})
        text = f"if {self.condition()}\nthen {self.statements(ends)}"
        while self.at("else"):
            self.next()
            if self.at("if"):
                self.next()
                text += f"\nelif {self.condition()}\nthen {self.statements(ends)}"
            else:
                text += f"\nelse {self.statements(frozenset({'end'}))}"
        self.expect("end")
        return f"{text}\nfi"

    def while_(self) -> str:
        text = f"while {self.condition()}\ndo {self.statements(frozenset({'end'}))}\ndone"
        self.expect("end")
        return text

    def for_(self) -> str:
        name = self.next()
        self.expect("in")
        if not _is_name(name.raw):
            raise ValueError("the loop has no name for its variable")
        items = " ".join(word.text for word in self.words()) if not self.at(*_SEPARATORS) else ""
        body = self.statements(frozenset({"end"}))
        self.expect("end")
        return f"for {name.raw} in {items}\ndo {body}\ndone"

    def switch(self) -> str:
        text = f"case {self.next().text} in"
        self.skip_blank()
        while self.at("case"):
            self.next()
            patterns = "|".join(_pattern(word.text) for word in self.words())
            text += f"\n{patterns}) {self.statements(frozenset({'case', 'end'}))} ;;"
        self.expect("end")
        return f"{text}\nesac"

    def function(self) -> tuple[str, str]:
        """The name and the body, behind `function`."""
        words = self.words()
        body = self.statements(frozenset({"end"}))
        self.expect("end")
        return words[0].text, body


def _pattern(text: str) -> str:
    """A pattern of `case`, which fish wants quoted: there its wildcards work nevertheless."""
    return text.strip("'\"") if not set(text.strip("'\"")) - _NAME - set("*?.-") else text


def _is_name(text: str) -> bool:
    return bool(text) and not text[0].isdigit() and _NAME.issuperset(text)


def _assignment(words: list[Token]) -> str:
    """`set`, with what stands behind it."""
    flags: set[str] = set()
    while words and words[0].raw.startswith("-"):
        flag = words.pop(0).raw
        flags |= {flag[2:3]} if flag.startswith("--") else set(flag[1:])
        if flag == "--":
            break
    redirected = " ".join(word.text for word in words if word.redirection)
    words = [word for word in words if not word.redirection]
    values = [word.text for word in words[1:]]
    tail = f" {redirected}" if redirected else ""
    if not words or flags & {"q", "n", "S"}:
        return " ".join([":", *values]) + tail
    name = words[0].raw
    if not _is_name(name):
        name, _, index = name.partition("[")
        if not _is_name(name) or not index:
            raise ValueError("the variable has no name")
        values = [f'"{UNKNOWN}"', *values]
    if "e" in flags:
        return f"unset {name}{tail}"
    export = "export " if flags & {"x"} else ""
    if flags & {"a", "p"}:
        return f"{name}+=({' '.join(values)}){tail}"
    if len(values) > 1 and name.endswith("PATH"):  # fish joins these with colons for programs
        return f"{export}{name}={':'.join(values)}{tail}"
    if len(values) > 1:
        return f"{name}=({' '.join(values)}){tail}"
    return f"{export}{name}={values[0] if values else ''}{tail}"
