"""zsh's complex commands, and whole sources. Source: zshmisc(1) "Complex Commands", "Alternate Forms"; zsh 5.9."""

from __future__ import annotations

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.zsh.names import NAME
from chimera_guard.syntax.dialects.zsh.statements import HOOKS, Statements
from chimera_guard.syntax.dialects.zsh.words import BLANK, SCRIPT


class Reader(Statements):
    """Reads complex commands, and whole sources."""

    anonymous = 0

    def whole(self) -> str:
        text = self.statements(frozenset())
        if self.peek():
            raise ValueError(f"{self.peek()!r} is out of place")
        if self.awaited:
            raise ValueError("a here-document is not closed")
        return self._with_documents(text)

    def again(self, source: str) -> str:
        return self._beside(source).whole()

    def again_inside(self, text: str) -> str:
        reader = self._beside(text)
        return reader._with_documents(reader.inside_quotes(""))

    def _with_documents(self, text: str) -> str:
        for mark, document in reversed(self.documents.items()):
            text = text.replace(mark, document)
        return text

    def _beside(self, source: str) -> Reader:
        reader = Reader(source, self.options | SCRIPT)
        reader.sorts, reader.depth = self.sorts, self.depth + 1
        return reader

    def parenthesis(self) -> str:
        self.place += 1
        self.skip_blank()
        if self.take(")"):
            return self.nameless()
        return f"(\n{self.commands(')')}\n)" + self.redirections()

    def nameless(self) -> str:
        """A function without a name, which is called at once."""
        self.anonymous += 1
        name = f"__anonymous_{self.depth}_{self.anonymous}"
        body = self.function([name])
        words: list[str] = []
        self.skip_blank()
        while self.peek() and self.peek() not in "\n;&|)" and self.bare() != "}":
            words.append(self.redirection() or self.word())
            self.skip_blank()
        return f"{{ {body}\n{' '.join([name, *words])}\n}}"

    def function(self, names: list[str]) -> str:
        """A function of these names, whose parentheses and body stand here."""
        self.skip_blank()
        if self.at("(") and self.defines():
            self.up_to(")")
        self.skip_separators()
        self.defined |= set(names)
        body = self.command()
        if not all(set(name) <= NAME | set("-.:+@/") for name in names):
            return f": {' '.join(names)}\n{UNKNOWN}() {{\n{body}\n}}".replace(f"{UNKNOWN}()", "__unread()")
        hooks = self.hooks | HOOKS  # which run of themselves, as do those of signals and of the end
        runs = [f"({name})" for name in names if name.startswith("TRAP") or name in hooks]
        return "\n".join([*(f"{name}() {{\n{body}\n}}" for name in names), *runs])

    def named(self, _: str) -> str:
        """Behind `function`."""
        names: list[str] = []
        self.skip_blank()
        while self.bare() != "{" and self.peek() and self.peek() not in "(\n;":
            name = self.word(head=True)
            if not name:
                raise ValueError(f"{self.peek()!r} is no name of a function")
            names.append(name)
            self.skip_blank()
        return self.function(names) if names else self.nameless()

    def complex(self, word: str) -> str | None:
        reads = {
            "{": self.block, "if": self.if_, "while": self.while_, "until": self.while_, "for": self.for_,
            "foreach": self.for_, "select": self.for_, "repeat": self.repeat, "case": self.case, "function": self.named,
            "[[": self.test,
        }  # fmt: skip
        if word not in reads:
            return None
        self.place += len(word)
        self.skip_blank()
        return reads[word](word)

    def block(self, _: str) -> str:
        text = f"{{\n{self.upto('}')}\n}}"
        self.skip_blank()
        if self.bare() != "always":
            return text
        self.word()
        self.skip_blank()
        if not self.take("{"):
            raise ValueError("'{' is missing")
        return f"{{ {text}\n{{\n{self.upto('}')}\n}}\n}}"

    def upto(self, *ends: str) -> str:
        """Statements up to one of `ends`, which is passed."""
        text = self.statements(frozenset(ends))
        if not self.peek():
            raise ValueError(f"{ends[-1]!r} is missing")
        self.place += len(self.bare())
        return text

    def condition(self) -> str:
        """Statements, up to the word, the brace or the command that follows."""
        parts: list[str] = []
        self.skip_lines()
        while True:
            parts.append(self.statement())
            self.skip_blank()
            if self.peek() not in (";", "\n", "&"):
                return "\n".join(parts)
            if self.take("&"):
                parts[-1] += " &"
            self.skip_separators()
            if self.bare() in ("then", "do"):
                return "\n".join(parts)

    def body(self, *ends: str) -> str:
        """What a loop does: `do ... done`, `{ ... }` or one statement."""
        self.skip_separators()
        if self.bare() == "do":
            self.place += 2
            return self.upto("done")
        if ends:
            return self.upto(*ends)
        if self.bare() == "{":
            self.place += 1
            return self.upto("}")
        return self.statement()

    def if_(self, _: str) -> str:
        text = f"if {self.condition()}\nthen "
        while True:
            braces = self.bare() == "{"
            if braces:
                self.place += 1
                text += self.upto("}")
            elif self.bare() == "then":
                self.place += 4
                text += self.statements(frozenset({"elif", "else", "fi"}))
            else:
                return f"{text}{self.statement()}\nfi"
            self.skip_blank()
            word = self.bare()
            if word in ("elif", "else", "fi"):
                self.place += len(word)
            elif not braces:
                raise ValueError("'fi' is missing")
            self.skip_blank()
            if word == "elif":
                text += f"\nelif {self.condition()}\nthen "
                continue
            if word == "else":
                text += f"\nelse {self.otherwise(braces)}"
            return f"{text}\nfi"

    def otherwise(self, braces: bool) -> str:
        if braces and self.take("{"):
            return self.upto("}")
        return self.upto("fi")

    def while_(self, word: str) -> str:
        return f"{word} {self.condition()}\ndo {self.body()}\ndone"

    def repeat(self, _: str) -> str:
        times = self.word()
        self.skip_blank()
        return f"for __repeated in {times}\ndo {self.body()}\ndone"

    def for_(self, word: str) -> str:
        if self.at("(("):
            return f"for {self.arithmetic('((', '))')}\ndo {self.body()}\ndone"
        names: list[str] = []
        while self.peek() and self.peek() not in "(;\n" and self.bare() not in ("in", "do", "{"):
            names.append(self.while_in(NAME))
            if not names[-1]:
                raise ValueError("the loop has no name for its variable")
            self.skip_blank()
        items = '"$@"'
        if self.take("("):
            items = " ".join(self.items())
        elif self.bare() == "in":
            self.place += 2
            items = " ".join(self.line_of_words())
        body = self.body(*(["end"] if word == "foreach" else []))
        for name in reversed(names):
            body = f"{'select' if word == 'select' else 'for'} {name} in {items}\ndo {body}\ndone"
        return body

    def line_of_words(self) -> list[str]:
        words: list[str] = []
        self.skip_blank()
        while self.peek() and self.peek() not in ";\n&":
            word = self.word()
            if not word:
                raise ValueError(f"{self.peek()!r} is out of place")
            words.append(word)
            self.skip_blank()
        return words

    def case(self, _: str) -> str:
        self.globbing = False
        text = f"case {self.word()} in"
        self.skip_separators()
        end = "esac" if self.bare() == "in" else "}"
        if not self.take("in") and not self.take("{"):
            raise ValueError("'in' is missing")
        ends = frozenset({";;", ";&", ";|", end})
        self.skip_separators()
        while self.bare() != end:
            pattern = self.pattern()
            self.globbing = True
            text += f"\n{pattern}) {self.statements(ends)} "
            self.globbing = False
            mark = self.peek(2)
            if mark in (";;", ";&", ";|"):
                self.place += 2
            elif not self.peek():
                raise ValueError(f"{end!r} is missing")
            text += ";;&" if mark == ";|" else ";&" if mark == ";&" else ";;"
            self.skip_separators()
        self.place += len(end)
        self.globbing = True
        return f"{text}\nesac"

    def pattern(self) -> str:
        """The patterns of a case, up to the parenthesis behind them."""
        self.skip_blank()
        found = [""]
        if self.at("("):
            found = [self.group() or "*"]
            if not self.peek() or self.peek() in " \t\n":
                return found[0]
        while not self.take(")"):
            self.while_in(BLANK)
            if self.take("|"):
                found.append("")
            elif not self.at(")"):
                found[-1] += self.part([found[-1]])
        return "|".join(each or "''" for each in found)

    def test(self, _: str) -> str:
        """`[[ ... ]]`."""
        words = ["[["]
        pattern = False
        self.globbing = "(#q" in self.source
        while True:
            self.skip_lines()
            if self.at("]]"):
                self.place += 2
                self.globbing = True
                return " ".join([*words, "]]"])
            if self.at("&&") or self.at("||"):
                words.append(self.peek(2))
                self.place += 2
            elif self.peek() and self.peek() in "<>)" and not self.numbers() or self.at("(") and not pattern:
                words.append(self.next(""))
            else:
                words.append(self.word() or self.next("']]' is missing"))
            pattern = words[-1] in ("=", "==", "!=", "=~")
