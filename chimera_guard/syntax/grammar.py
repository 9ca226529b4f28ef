"""The grammar of commands: lists, pipelines, compound and simple commands, redirections, here-documents."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from chimera_guard.syntax.nodes import (
    Assignment,
    Command,
    Item,
    List,
    Literal,
    Negation,
    Part,
    Pipeline,
    Redirect,
    Script,
    Simple,
    Span,
    Word,
)
from chimera_guard.syntax.scanner import META, NAME, Scanner, Unreadable

MAX_NESTING = 40
RESERVED = frozenset(
    "if then elif else fi while until do done for select case esac { } ! time in function coproc [[ ]]".split()
)
CLOSING = frozenset({"then", "elif", "else", "fi", "do", "done", "esac", "}"})
DECLARING = frozenset({"declare", "typeset", "local", "export", "readonly"})
_BLANKS = re.compile(r"(?:[ \t]|\\\n)+")
_REDIRECT = re.compile(r"(\d+|\{[A-Za-z_]\w*\})?(&>>|<<<|<<-|&>|>>|<<|<&|>&|<>|>\||<(?!\()|>(?!\())", re.ASCII)
_SEPARATOR = re.compile(r"&&|\|\||;;&|;&|;;|[;&\n]")
_TARGET = re.compile(
    r"[ \t]*(?:\d+-?|-)(?=[\s;&|()<>]|$)|[ \t]*[A-Za-z_./$\"{][^'`\s;&|()<>]*(?=[\s;&|()<>]|$)", re.ASCII
)


class Heredoc(NamedTuple):
    """A here-document whose body is still to come; `place` is its place among the bodies."""

    delimiter: str
    quoted: bool
    strip: bool
    place: int


class Parser:
    """Reads one source text. Text with `fixed` comes from somewhere else in the line: all its spans are that one."""

    def __init__(self, source: str, depth: int = 0, fixed: Span | None = None, fuel: list[int] | None = None) -> None:
        self.s = source
        self.n = len(source)
        self.i = 0
        self.depth = depth
        self.fixed = fixed
        self.fuel = fuel if fuel is not None else [20_000 + 8 * self.n]
        self.pending: list[Heredoc] = []
        self.bodies: list[Word] = []
        self.commands: set[int] = set()  # places of `$((` that turned out to be command substitutions
        self.substituted = 0  # substitutions around the current place
        self.grouped = False  # whether a reserved word or a group was read
        self.scanner = Scanner(self)

    # Services for the other modules

    def span(self, start: int, end: int) -> Span:
        """A span of this text, in the whole line."""
        return self.fixed or Span(start, end)

    def spend(self) -> None:
        """Bound the work.

        Raises:
            Unreadable: when the bound is reached.
        """
        self.fuel[0] -= 1
        if self.fuel[0] < 0:
            raise Unreadable("it is too involved to be read in time")

    def nested(self, at: int) -> tuple[Script, int]:
        """The commands of a substitution that begin at `at`, and the place of its closing parenthesis."""
        if self.depth >= MAX_NESTING:
            raise Unreadable(f"substitutions are nested more than {MAX_NESTING} deep")
        saved = self.pending
        before = len(self.bodies)
        self.depth, self.i, self.pending = self.depth + 1, at, []
        self.substituted += 1
        body = self.list(")")
        if self.i >= self.n or self.s[self.i] != ")":
            raise Unreadable("a substitution is not closed")
        if self.pending:
            raise Unreadable("a here-document in a substitution has no body")
        if len(self.bodies) > before and (len(body.items) != 1 or type(body.items[0].command) is not Simple):
            raise Unreadable("a here-document in a substitution is followed by more, which bash misreads")
        end = self.i
        self.depth, self.pending = self.depth - 1, saved
        self.substituted -= 1
        return Script(self.s[at:end], body), end

    def inner(self, text: str, span: Span) -> Script:
        """A text that was taken out of this one."""
        if self.depth >= MAX_NESTING:
            raise Unreadable(f"substitutions are nested more than {MAX_NESTING} deep")
        parser = Parser(text, self.depth + 1, span, self.fuel)
        parser.substituted = self.substituted + 1
        script = parser.script()
        self.grouped = self.grouped or parser.grouped
        return script

    def script(self) -> Script:
        """The whole text."""
        body = self.list("")
        if self.i < self.n:
            raise Unreadable(f"{self.s[self.i]!r} stands where no command can begin")
        self.read_bodies()
        if self.bodies:
            body = filled(body, self.bodies)
        return Script(self.s, body)

    # Blanks

    def blanks(self) -> str:
        """Skip blanks, continued lines and comments; returns the next character, "" at the end."""
        s = self.s
        match = _BLANKS.match(s, self.i)
        if match is not None:
            self.i = match.end()
        if self.i >= self.n:
            return ""
        c = s[self.i]
        if c == "#" and (self.i == 0 or s[self.i - 1] in " \t\n;&|()<>" or s[self.i - 2 : self.i] == "\\\n"):
            end = s.find("\n", self.i)
            self.i = self.n if end < 0 else end
            return "" if end < 0 else "\n"
        return c

    def newlines(self) -> str:
        """Skip blanks and newlines; returns the next character."""
        while (c := self.blanks()) == "\n":
            self.i += 1
            self.read_bodies()
        return c

    def raw(self) -> str:
        """The unquoted word that begins here, as it stands, without leaving its beginning."""
        s, end = self.s, self.i
        while end < self.n and s[end] not in META:
            end += 1
            if end - self.i > 64:
                return ""
        return s[self.i : end]

    def expect(self, word: str) -> None:
        """Read a reserved word.

        Raises:
            Unreadable: when something else stands here.
        """
        self.newlines()
        if self.raw() != word:
            raise Unreadable(f"{word!r} is missing")
        self.grouped = True
        self.i += len(word)

    # Lists

    def list(self, end: str) -> List:
        """Commands up to the character `end`, a closing reserved word, `;;`, or the end of the text."""
        start = self.i
        items: list[Item] = []
        while True:
            c = self.newlines()
            if c == "" or c == end or self.closes(c):
                break
            if c == ")":
                raise Unreadable("a closing parenthesis has no opening one")
            command = self.pipeline()
            separator = self.separator()
            items.append(Item(command, separator))
            if separator in ("&&", "||"):
                c = self.newlines()
                if c == "" or c == end:
                    raise Unreadable(f"{separator} is followed by nothing")
            elif separator == "":
                break
        return List(self.span(start, self.i), tuple(items))

    def closes(self, c: str) -> bool:
        """Whether a list ends here."""
        if c == ";":
            if self.s.startswith((";;", ";&"), self.i):
                return True
            raise Unreadable("a semicolon stands where a command should")
        return c in "tedf}" and self.raw() in CLOSING

    def separator(self) -> str:
        """The operator behind a command."""
        c = self.blanks()
        match = _SEPARATOR.match(self.s, self.i) if c else None
        if match is None:
            if c in ("", ")"):
                return ""
            raise Unreadable(f"{c!r} stands where a command should end")
        operator = match.group()
        if operator in (";;", ";&", ";;&"):
            return ""
        self.i = match.end()
        if operator == "\n":
            self.read_bodies()
            return ";"
        return operator

    def pipeline(self) -> Command:
        """One or more commands with `|` between them, and `!` or `time` before them."""
        start = self.i
        raw = self.raw()
        if raw in ("!", "time"):
            self.grouped = True
            self.i += len(raw)
            c = self.blanks()
            while raw == "time" and self.raw() in ("-p", "--"):
                self.i += 2
                c = self.blanks()
            if c in ("", "\n", ";", "&", ")"):
                return Simple(self.span(start, self.i), (), (), ())
            body = self.pipeline()
            return Negation(self.span(start, self.i), raw, body)
        first = self.command()
        c = self.blanks()
        if c != "|" or self.s.startswith("||", self.i):
            return first
        stages = [first]
        stderr = set()
        while c == "|" and not self.s.startswith("||", self.i):
            if self.s.startswith("|&", self.i):
                stderr.add(len(stages) - 1)
                self.i += 1
            self.i += 1
            if self.newlines() == "":
                raise Unreadable("a pipe leads to nothing")
            stages.append(self.command())
            c = self.blanks()
        return Pipeline(self.span(start, self.i), tuple(stages), frozenset(stderr))

    def command(self) -> Command:
        """A compound or simple command."""
        self.spend()
        c = self.s[self.i]
        if c == "(" or ("a" <= c <= "z" or c in "{[") and self.raw() in RESERVED:
            from chimera_guard.syntax.compound import compound

            self.grouped = True
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise Unreadable(f"commands are nested more than {MAX_NESTING} deep")
            node = compound(self)
            self.depth -= 1
            if node is not None:
                return node
        return self.simple()

    # Simple commands

    def simple(self) -> Command:
        """Assignments, words and redirections."""
        s = self.s
        start = self.i
        assignments: list[Assignment] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        end = start
        while True:
            c = self.blanks()
            if c == "" or c in ";|\n)":
                break
            if c in "<>&{" or c.isdigit():
                redirect = self.redirect()
                if redirect is not None:
                    redirects.append(redirect)
                    end = self.i
                    continue
                if c == "&":
                    break
            if c == "(":
                if len(words) == 1 and not assignments and not redirects:
                    from chimera_guard.syntax.compound import function

                    return function(self, words[0], start)
                raise Unreadable("a parenthesis stands in the middle of a command")
            if not words:
                assignment = self.assignment()
                if assignment is not None:
                    assignments.append(assignment)
                    end = self.i
                    continue
            elif words[0].literal in DECLARING and (declared := self.array_argument()) is not None:
                words.append(declared)
                end = self.i
                continue
            word = self.scanner.word(self.i)
            words.append(word)
            self.spend()
            if s[self.i : self.i + 1] in ("<", ">") and s[self.i - 1] == "\n" and word.literal is not None:
                raise Unreadable("a line is continued in the middle of a redirection")
            end = self.i
        if end == start:
            raise Unreadable(f"{s[self.i : self.i + 1]!r} stands where a command should")
        return Simple(self.span(start, end), tuple(assignments), tuple(words), tuple(redirects))

    def assignment(self) -> Assignment | None:
        """NAME=value at this place; None when there is no assignment."""
        s, start = self.s, self.i
        match = NAME.match(s, start)
        if match is None:
            return None
        at = match.end()
        index: Word | None = None
        if s[at : at + 1] == "[":
            body: list[Part] = []
            try:
                close = self.scanner.bracketed(at + 1, body, "[", "]")
            except Unreadable:
                return None
            if not s.startswith(("=", "+="), close + 1):
                return None
            index = self.scanner.finish(at + 1, close, body)
            at = close + 1
        append = s.startswith("+=", at)
        if not append and s[at : at + 1] != "=":
            return None
        at += 2 if append else 1
        value: Word | tuple[Word, ...] = self.array(at + 1) if s[at : at + 1] == "(" else self.scanner.word(at)
        return Assignment(self.span(start, self.i), match.group(), value, append, index)

    def array(self, at: int) -> tuple[Word, ...]:
        """The elements of an array from behind its parenthesis; leaves the parser behind the closing one."""
        self.i = at
        words = []
        while (c := self.newlines()) != ")":
            if c == "" or c in ";&|(" or (c in "<>" and self.s[self.i + 1 : self.i + 2] != "("):
                raise Unreadable("an array is not closed")
            words.append(self.element())
            self.spend()
        self.i += 1
        if self.i < self.n and self.s[self.i] not in META:
            raise Unreadable("an array is followed by something else")
        return tuple(words)

    def element(self) -> Word:
        """An element of an array: `[index]=value` may hold blanks in its index."""
        start = self.i
        if self.s[start] == "[":
            parts: list[Part] = [Literal("[", True)]
            try:
                close = self.scanner.bracketed(start + 1, parts, "[", "]")
            except Unreadable:
                return self.scanner.word(start)
            if self.s.startswith(("]=", "]+="), close):
                value = self.scanner.word(close + 1)
                tail: tuple[Part, ...] = value.parts or (Literal(value.literal or "", True),)
                return self.scanner.finish(start, self.i, [*parts, Literal("]", True), *tail])
        return self.scanner.word(start)

    def array_argument(self) -> Word | None:
        """`name=( )` as an argument of declare and its like: one word that holds everything."""
        match = NAME.match(self.s, self.i)
        if match is None or not self.s.startswith(("=(", "+=("), match.end()):
            return None
        start = self.i
        opening = self.s.index("(", match.end())
        parts: list[Part] = [Literal(self.s[start : opening + 1], True)]
        for word in self.array(opening + 1):
            parts += word.parts or (Literal(word.literal or "", True),)
            parts.append(Literal(" ", True))
        return self.scanner.finish(start, self.i, [*parts, Literal(")", True)])

    # Redirections

    def redirect(self) -> Redirect | None:
        """A redirection at this place; None when there is none."""
        s, start = self.s, self.i
        match = _REDIRECT.match(s, start)
        if match is None:
            return None
        operator = match.group(2)
        if operator in ("&>", "&>>") and match.group(1):
            return None
        self.i = match.end()
        if operator in (">&", "<&") and _TARGET.match(s, self.i) is None:
            raise Unreadable(f"bash expands the word behind {operator} twice")
        c = self.blanks()
        if c == "" or c in "\n;|)(" or (c in "<>&" and s[self.i + 1 : self.i + 2] != "("):
            raise Unreadable(f"{operator} leads to nothing")
        at = self.i
        word = self.scanner.word(at)
        if operator in ("<<", "<<-"):
            word = self.heredoc(s[at : self.i], operator == "<<-")
        fd = (match.group(1) or "").strip("{}")
        return Redirect(self.span(start, self.i), operator, fd, word)

    def heredoc(self, raw: str, strip: bool) -> Word:
        """Note a here-document with this delimiter; returns the word that stands for its body until that is read."""
        if "$" in raw or "`" in raw:
            raise Unreadable("the delimiter of a here-document is no plain word")
        delimiter = _unquoted(raw.replace("\\\n", ""))
        index = len(self.bodies)
        self.bodies.append(Word(Span(0, 0), ""))
        self.pending.append(Heredoc(delimiter, raw != delimiter, strip, index))
        return Word(Span(-1 - index, -1), None)

    def read_bodies(self) -> None:
        """Read the bodies of the here-documents that the line just ended announced."""
        pending, self.pending = self.pending, []
        for heredoc in pending:
            self.bodies[heredoc.place] = self.body(heredoc)

    def body(self, heredoc: Heredoc) -> Word:
        """Read one body; leaves the parser behind its delimiter."""
        start = self.i
        lines: list[str] = []
        while True:
            if self.i >= self.n:
                if self.depth and self.fixed is None:
                    raise Unreadable("a here-document in a substitution is not closed")
                break
            line = self.line()
            while not heredoc.quoted and _continued(line) and self.i < self.n:
                line += "\n" + self.line()
            shown = line.lstrip("\t") if heredoc.strip else line
            if shown.replace("\\\n", "") == heredoc.delimiter and ("\\\n" not in shown or not heredoc.quoted):
                break
            if self.depth and shown.startswith(heredoc.delimiter) and ")" in shown:
                raise Unreadable("the delimiter of a here-document shares its line with a parenthesis")
            lines.append(shown + "\n")
            self.spend()
        text = "".join(lines)
        span = self.span(start, self.i)
        if heredoc.quoted or not ("$" in text or "`" in text or "\\" in text):
            return Word(span, text)
        parser = Parser(text, self.depth, span, self.fuel)
        parts: list[Part] = []
        parser.scanner.text(0, parts, "", escapes="$`\\")
        self.grouped = self.grouped or parser.grouped
        return parser.scanner.finish(0, parser.n, parts)

    def line(self) -> str:
        """The next physical line, without its newline."""
        end = self.s.find("\n", self.i)
        end = self.n if end < 0 else end
        line = self.s[self.i : end]
        self.i = min(end + 1, self.n)
        return line


def _continued(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _unquoted(raw: str) -> str:
    text, at = "", 0
    while at < len(raw):
        c = raw[at]
        if c == "\\":
            text += raw[at + 1 : at + 2]
            at += 2
        elif c in "'\"":
            end = raw.index(c, at + 1)
            text += raw[at + 1 : end]
            at = end + 1
        else:
            text += c
            at += 1
    return text


def filled(node: List, bodies: list[Word]) -> List:
    """The tree with the bodies of here-documents in place."""

    def fill(item: Any) -> Any:
        if isinstance(item, Word):
            if item.span.start < 0:
                return bodies[-1 - item.span.start]
            if item.literal is not None:
                return item
        if isinstance(item, tuple):
            values = [fill(value) for value in item]
            return type(item)(*values) if hasattr(item, "_fields") else tuple(values)
        return item

    result = fill(node)
    assert isinstance(result, List)
    return result
