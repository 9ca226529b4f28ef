"""Statements of fish's language, read from its tokens and written anew."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.fish.blocks import BLOCKS
from chimera_guard.syntax.dialects.fish.commands import COMMANDS, place
from chimera_guard.syntax.dialects.fish.names import Names
from chimera_guard.syntax.dialects.fish.parts import Text, Token
from chimera_guard.syntax.dialects.fish.writing import Writer, grouped

KEYWORDS = BLOCKS.keys() | {"and", "or", "not", "!", "time", "end", "else", "case", "command", "builtin", "exec"}
_DECORATIONS = frozenset({"command", "builtin", "exec"})
FOREIGN = frozenset("then elif fi do done esac until select in { } [[ ]] coproc".split())
_MAX_DEPTH = 60
_MAX_STATEMENTS = 4_000


class Reader:
    """Reads statements from tokens, and writes them anew."""

    def __init__(self, found: Sequence[Token], names: Names, function: bool = False, depth: int = 0) -> None:
        self.tokens = found
        self.names = names
        self.place = 0
        self.depth = depth
        self.function = function  # whether this is the body of one
        self.shares = False  # whether this is the body of a function that sets its caller's variables
        self.local: list[set[str]] = [set()]  # the variables that the blocks around have for themselves
        self.writer = Writer(names.several, names.loose, self.inner)

    def inner(self, found: Sequence[Token]) -> str:
        """The statements of a command substitution."""
        reader = Reader(found, self.names, self.function, self.depth)
        before = len(self.names.set)
        text = reader.statements(frozenset())
        if reader.token is not None:
            raise ValueError(f"{reader.token.raw!r} is out of place")
        self.names.lose(before)
        return text

    # Tokens

    @property
    def token(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def at(self, *raw: str) -> bool:
        """Whether the next token is one of these operators."""
        return self.token is not None and self.token.kind == "operator" and self.token.raw in raw

    def keyword(self) -> str | None:
        """The keyword that comes next: quotes around it make no difference."""
        text = self.token.text if self.token is not None else None
        return text if text in KEYWORDS else None

    def next(self) -> Token:
        token = self.token
        if token is None:
            raise ValueError("it is not complete")
        self.place += 1
        return token

    def expect(self, word: str) -> None:
        if self.next().text != word:
            raise ValueError(f"{word!r} is missing")

    def skip(self, *raw: str) -> None:
        while self.at(*raw):
            self.place += 1

    def words(self) -> list[Token]:
        """The words and redirections up to the next operator."""
        start = self.place
        while self.place < len(self.tokens) and self.tokens[self.place].kind != "operator":
            self.place += 1
        return list(self.tokens[start : self.place])

    def redirected(self, found: Sequence[Token]) -> str:
        """The redirections among words, each with a blank before it."""
        return "".join([f" {self.redirection(token)}" for token in found if token.kind == "redirection"])

    def redirection(self, token: Token) -> str:
        word = self.writer.word(token.parts)
        if token.raw[-1] != "&" or all(type(part) is Text for part in token.parts):
            return f"{token.raw}{'' if '&' in token.raw[1:] else ' '}{word}"
        return f"<<< {word}" if "<" in token.raw else f"{token.raw}1 3<<< {word}"  # a stream that is not known

    # Statements

    def statements(self, ends: frozenset[str]) -> str:
        """Statements up to a keyword of `ends`, which is not taken; `:` where there are none."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        parts: list[str] = []
        self.skip(";", "\n")
        while self.token is not None and self.token.text not in ends:
            parts.append(self.chain(parts))
            self.skip(";", "\n")
            if len(parts) > _MAX_STATEMENTS:
                raise ValueError(f"it has more than {_MAX_STATEMENTS:,} statements")
        self.depth -= 1
        return "".join(parts).strip() or ":"

    def chain(self, before: list[str]) -> str:
        """One statement, with what joins it to those before."""
        joint = "\n" if before else ""
        word = self.keyword()
        if word in ("and", "or"):
            self.next()
            joint = " && " if word == "and" else " || "
            if not before or before[-1].endswith("&"):  # it depends on what ran before all this
                joint = f'\n[ "{UNKNOWN}" ]{joint}'
        start = len(self.names.set)
        text = joint + self.pipeline()
        while self.at("&&", "||"):
            operator = self.next().raw
            self.skip("\n")
            text += f" {operator} {self.pipeline()}"
        if self.at("&"):
            self.next()
            self.names.lose(start)
            text += " &"
        return text

    def condition(self) -> str:
        """A statement, and those that `and` and `or` join to it."""
        parts = [self.chain([])]
        self.skip(";", "\n")
        while self.keyword() in ("and", "or"):
            parts.append(self.chain(parts))
            self.skip(";", "\n")
        return "".join(parts)

    def pipeline(self) -> str:
        text = ""
        if self.keyword() == "time":
            self.next()
            text = "time "
        start = len(self.names.set)
        text += self.statement(first=True)
        while self.at("|", "|&"):
            self.names.lose(start)
            text += f" {self.next().raw} "
            self.skip("\n")
            text += self.statement(first=False)
        return text

    def statement(self, first: bool) -> str:
        """What stands in a pipeline; only before the `first` command of one the other language has a negation."""
        before = self.assignments()
        if self.keyword() in ("not", "!"):
            self.next()
            before += self.assignments()
            timed = self.keyword() == "time"
            self.place += timed
            inner = ("time " if timed and first else "") + self.statement(first)
            text = inner[2:] if inner.startswith("! ") else f"! {inner}" if first else inner
        elif self.keyword() in BLOCKS:
            self.names.loose.update([item.partition("=")[0] for item in before.split() if "=" in item])
            text = self.block()
        else:
            text = self.command()
            return self.preset(before, text) if before else text
        return grouped(before.strip(), text) if before else text

    def preset(self, before: str, text: str) -> str:
        """A command behind assignments, which its own words can use."""
        names = [item.partition("=")[0] for item in before.split() if item.partition("=")[0].isidentifier()]
        used = [name for name in names if f"${{{name}" in text]
        if not used:
            return before + text
        return grouped(before.strip(), before + text, *map(self.without, used))

    def assignments(self) -> str:
        """`NAME=VALUE` before a command."""
        text = ""
        while self.token is not None and self.token.kind == "word":
            name = self.token.raw.partition("=")[0]
            following = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else None
            if not name.isidentifier() or "=" not in self.token.raw or following is None or following.kind != "word":
                break
            if name in self.names.outer:  # what is set in the meantime is gone behind it
                self.names.loose.add(name)
            written = self.writer.word(self.next().parts)
            text += ("" if name.isascii() else "__other=") + written + " "
        return text

    def command(self) -> str:
        token = self.token
        if token is None or token.kind == "operator":
            raise ValueError("a command is missing")
        found = self.words()
        head = next((word for word in found if word.kind == "word"), None)
        if head is None or head.raw in ("end", "else", "case"):
            raise ValueError(f"{token.raw!r} is out of place")
        if head is not found[0]:  # a redirection in front
            found.remove(head)
            found.insert(0, head)
        decoration = head.text if head.text in _DECORATIONS and len(found) > 1 else None
        rewrite = COMMANDS.get((found[1] if decoration == "builtin" else head).text or "")
        if rewrite is not None:
            text = rewrite(self, found[decoration == "builtin" :])
            if text is not None:
                return text
        return self.plain(found)

    def plain(self, found: Sequence[Token]) -> str:
        """A command that is the same in both languages but for its words."""
        head = found[0].text
        if head is not None and len(found) == 1 and (target := place(head)) is not None:
            return f"cd {self.writer.joined(found)}{target}"
        written = [self.redirection(t) if t.kind == "redirection" else self.writer.joined((t,)) for t in found]
        if head in FOREIGN or (head is not None and "=" in head):
            written[0] = f"'{head}'"
        return " ".join(written)

    # Blocks

    def block(self) -> str:
        word = self.next().text or ""
        if word == "function":
            return BLOCKS[word](self)
        self.local.append(set())
        text = BLOCKS[word](self)
        text += self.redirected(self.words())
        own = self.local.pop()
        if not own:
            return text
        return grouped(text, *map(self.without, sorted(own)))

    def without(self, name: str) -> str:
        """What takes a variable away that was set for one block, or one command."""
        if name in self.names.outer or name.isupper() or any(name in each for each in self.local):
            return f'{name}="{UNKNOWN}"'  # or what it was before
        return f"unset {name}"
