"""The grammar of commands: lists, pipelines, and what they are made of (`simple`, `compound`, `redirections`)."""

from __future__ import annotations

import re
from collections.abc import Callable

from chimera_guard.syntax.nodes import Command, Item, List, Negation, Pipeline, Script, Simple, Span, Word
from chimera_guard.syntax.problems import Beyond, Continued, Unreadable
from chimera_guard.syntax.redirections import Heredoc, read_bodies, reprinted
from chimera_guard.syntax.relocation import filled, relocated
from chimera_guard.syntax.scanner import META, Scanner
from chimera_guard.syntax.simple import simple

MAX_NESTING = 40
MAX_STEPS = 40_000  # pieces of words, and what else takes about 3 microseconds each
RESERVED = frozenset(
    "if then elif else fi while until do done for select case esac { } ! time in function coproc [[ ]]".split()
)
CLOSING = frozenset({"then", "elif", "else", "fi", "do", "done", "esac", "}"})
_BLANKS = re.compile(r"(?:[ \t]|\\\n)+")
_EMPTY_LINES = re.compile(r"[ \t\n]+")
_RAW = re.compile(r"[^ \t\n;&|()<>]{1,64}")
_SEPARATOR = re.compile(r"&&|\|\||;;&|;&|;;|[;&\n]")
_OPERATOR_CONTINUED = re.compile(r"(?:\\\n)+[&|;<>(0-9-]")


class Parser:
    """Reads one source text."""

    def __init__(self, source: str, depth: int = 0, fuel: list[int] | None = None, document: bool = False) -> None:
        self.s = source
        self.n = len(source)
        self.i = 0
        self.depth = depth
        self.fuel = fuel if fuel is not None else [MAX_STEPS]
        self.document = document  # whether the text is the body of a here-document
        self.pending: list[Heredoc] = []
        self.bodies: list[Word] = []
        self.commands: set[int] = set()  # places of `((` that turned out to be something else
        self.substituted = 0  # substitutions around the current place
        self.joined = -1  # where a line is continued inside the word that was read last
        self.level = 0  # compound commands around the current place, in its substitution
        self.compounds: dict[int, tuple[int, Command]] = {}  # the outermost ones: beginning, end and node
        self.hidden: list[Span] = []  # comments and bodies of here-documents
        self.scanner = Scanner(self)

    # Services for the other modules

    def span(self, start: int, end: int) -> Span:
        """A span of this text."""
        return Span(start, end)

    def spend(self, steps: int = 1) -> None:
        """Bound the work.

        Raises:
            Unreadable: when the bound is reached.
        """
        self.fuel[0] -= steps
        if self.fuel[0] < 0:
            raise Beyond("it is too involved to be read in time")

    def attempt(self, read: Callable[[], int]) -> int | None:
        """What `read` returns; None, and everything as it was, when the text can't be read that way."""
        start, state = self.i, (self.depth, self.pending, self.substituted, self.level)
        try:
            return read()
        except Continued:
            raise
        except Unreadable:
            if self.fuel[0] < 0:
                raise
        self.depth, self.pending, self.substituted, self.level = state
        self.i = start
        self.hidden = [span for span in self.hidden if span.start < start]
        self.compounds = {at: compound for at, compound in self.compounds.items() if at < start}
        return None

    def nested(self, at: int) -> tuple[Script, int]:
        """The commands of a substitution that begin at `at`, and the place of its closing parenthesis."""
        if self.depth >= MAX_NESTING:
            raise Beyond(f"substitutions are nested more than {MAX_NESTING} deep")
        saved = self.pending, self.level
        before = len(self.bodies)
        self.depth, self.i, self.pending, self.level = self.depth + 1, at, [], 0
        self.substituted += 1
        body = self.list(")")
        if self.i >= self.n or self.s[self.i] != ")":
            raise Unreadable("a substitution is not closed")
        if self.pending:
            raise Unreadable("a here-document in a substitution has no body")
        if len(self.bodies) > before and not reprinted(body):
            raise Unreadable("a here-document in a substitution is followed by more, which bash misreads")
        end = self.i
        self.pending, self.level = saved
        self.depth -= 1
        self.substituted -= 1
        return Script(self.s[at:end], body), end

    def inner(self, text: str, span: Span) -> Script:
        """The commands of a text that was taken out of this one, from `span`."""
        if self.depth >= MAX_NESTING:
            raise Beyond(f"substitutions are nested more than {MAX_NESTING} deep")
        from chimera_guard.syntax.reading import read_text

        script = read_text(text, self.depth + 1, self.fuel, self.substituted + 1)
        return relocated(script, lambda _: span)

    def script(self) -> Script:
        """The whole text, checked."""
        body = self.list("")
        if self.i < self.n:
            raise Unreadable(f"{self.s[self.i]!r} stands where no command can begin")
        read_bodies(self)
        self.check()
        return Script(self.s, filled(body, self.bodies) if self.bodies else body)

    def check(self) -> None:
        """Ask another grammar about the compound commands of this text.

        Raises:
            Unreadable: when it reads them differently.
        """
        if self.compounds:
            from chimera_guard.syntax.check import check

            check(self)

    # Blanks

    def blanks(self) -> str:
        """Skip blanks, continued lines and comments; returns the next character, "" at the end."""
        s, at = self.s, self.i
        match = _BLANKS.match(s, at)
        if match is not None:
            at = self.i = match.end()
        if at >= self.n:
            return ""
        c = s[at]
        if c == "#" and (at == 0 or s[at - 1] in META or s.startswith("\\\n", at - 2)):
            end = s.find("\n", at)
            self.i = self.n if end < 0 else end
            self.hidden.append(Span(at, self.i))
            return "" if end < 0 else "\n"
        return c

    def newlines(self) -> str:
        """Skip blanks and newlines; returns the next character."""
        while (c := self.blanks()) == "\n":
            self.spend()
            self.i += 1
            if self.pending:
                read_bodies(self)
            match = _EMPTY_LINES.match(self.s, self.i)
            if match is not None:
                self.i = match.end()
        return c

    def raw(self) -> str:
        """The unquoted word that begins here, as it stands, without leaving its beginning."""
        match = _RAW.match(self.s, self.i)
        if match is None:
            return ""
        raw = match.group()
        if raw[-1] == "\\" and self.s.startswith("\n", match.end()) and raw[:-1].isalpha():
            raise Continued(match.end() - 1)
        return raw

    def expect(self, word: str) -> None:
        """Read a reserved word.

        Raises:
            Unreadable: when something else stands here.
        """
        self.newlines()
        if self.raw() != word:
            raise Unreadable(f"{word!r} is missing")
        self.i += len(word)

    def operator(self, end: int) -> None:
        """Leave the operator that ends at `end`.

        Raises:
            Continued: when the line is continued, and what follows can belong to the operator.
        """
        self.i = end
        if _OPERATOR_CONTINUED.match(self.s, end) is not None:
            raise Continued(end)

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
            separator = self.separator(command)
            items.append(Item(command, separator))
            if separator in ("&&", "||"):
                c = self.newlines()
                if c == "" or c == end or self.closes(c):
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

    def separator(self, command: Command) -> str:
        """The operator behind a command."""
        c = self.blanks()
        match = _SEPARATOR.match(self.s, self.i) if c else None
        if match is None:
            if c in ("", ")") or (type(command) is not Simple and self.closes(c)):
                return ""
            raise Unreadable(f"{c!r} stands where a command should end")
        operator = match.group()
        if operator in (";;", ";&", ";;&"):
            return ""
        if operator == "\n":
            self.i = match.end()
            if self.pending:
                read_bodies(self)
            return ";"
        self.operator(match.end())
        return operator

    def pipeline(self) -> Command:
        """One or more commands with `|` between them, and `!` or `time` before them."""
        start = self.i
        c = self.s[start]
        if c in "!t" and (raw := self.raw()) in ("!", "time"):
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise Beyond(f"commands are nested more than {MAX_NESTING} deep")
            self.i += len(raw)
            c = self.blanks()
            while raw == "time" and c == "-" and self.raw() in ("-p", "--"):
                self.i += 2
                c = self.blanks()
            alone = c in ("", "\n", ";", "&", ")")
            body = Simple(self.span(self.i, self.i), (), (), ()) if alone else self.pipeline()
            self.depth -= 1
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
            self.operator(self.i + 1)
            c = self.newlines()
            if c == "" or c == ")":
                raise Unreadable("a pipe leads to nothing")
            stages.append(simple(self) if self.raw() == "time" else self.command())
            c = self.blanks()
        return Pipeline(self.span(start, self.i), tuple(stages), frozenset(stderr))

    def command(self) -> Command:
        """A compound or simple command."""
        self.spend(3)
        c = self.s[self.i]
        if c == "(" or ("a" <= c <= "z" or c in "{[}") and self.raw() in RESERVED:
            from chimera_guard.syntax.compound import compound

            return self.grouped(compound)
        return simple(self)

    def grouped(self, read: Callable[[Parser], Command]) -> Command:
        """Read a compound command, and note it for the check if it is an outermost one."""
        start = self.i
        self.spend(4)
        self.depth += 1
        self.level += 1
        if self.depth > MAX_NESTING:
            raise Beyond(f"commands are nested more than {MAX_NESTING} deep")
        node = read(self)
        self.depth -= 1
        self.level -= 1
        if self.level == 0:
            self.compounds[start] = self.i, node
        return node
