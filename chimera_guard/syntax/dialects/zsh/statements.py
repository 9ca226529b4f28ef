"""zsh's lists, pipelines and simple commands, rewritten. Source: zshmisc(1) "Simple Commands & Pipelines"; zsh 5.9."""

from __future__ import annotations

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.zsh.builtins import Builtins, bare
from chimera_guard.syntax.dialects.zsh.names import DEFINITIONS, NAME
from chimera_guard.syntax.dialects.zsh.parameters import PATHS

_DECLARING = frozenset("typeset declare local export readonly integer float private".split())
_BEFORE = ("-", "nocorrect", "noglob")  # say how a command is called, or how it is read
_SHAPING = frozenset("LRZluUTFE")  # options by which a variable is not what it is set to
_CLOSING = frozenset("} then elif else fi do done esac end".split())
_TERMINATORS = (";;", ";&", ";|")
HOOKS = frozenset("chpwd periodic precmd preexec zshaddhistory zshexit command_not_found_handler".split())
_MAX_DEPTH = 60


class Statements(Builtins):
    """Reads statements, and writes them anew."""

    def commands(self, end: str) -> str:
        globbing, self.globbing = self.globbing, True
        text = self.statements(frozenset({end}))
        if not self.take(end):
            raise ValueError(f"{end!r} is missing")
        self.globbing = globbing
        return text

    def apart(self) -> str:
        awaited, self.awaited = self.awaited, []
        text = self.commands(")")
        if self.awaited:
            raise ValueError("a here-document is not closed")
        self.awaited = awaited
        return text

    def statements(self, ends: frozenset[str]) -> str:
        """Statements up to one of `ends`, which is not passed; `:` where there are none."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        parts: list[str] = []
        while True:
            self.skip_separators()
            if not self.peek() or self.ending(ends):
                break
            parts.append(self.statement() + self.separator())
        self.depth -= 1
        return "\n".join(parts) or ":"

    def skip_separators(self) -> None:
        """Pass blanks, new lines and single semicolons."""
        self.skip_blank()
        while self.peek() == "\n" or (self.at(";") and self.peek(2) not in _TERMINATORS):
            if self.at("\n"):
                self.new_line()
            else:
                self.place += 1
            self.skip_blank()

    def ending(self, ends: frozenset[str]) -> bool:
        if self.at(")") or self.peek(2) in _TERMINATORS:
            found = self.peek(1 if self.at(")") else 2)
        else:
            found = self.bare()
            if found not in _CLOSING:
                return False
        if found not in ends:
            raise ValueError(f"{found!r} is out of place")
        return True

    def separator(self) -> str:
        """Pass what ends a statement; returns what to write for it."""
        self.skip_blank()
        for mark in ("&|", "&!", "&"):
            if not self.at("&&") and self.take(mark):
                return " &"
        if self.peek() not in ("", ";", "\n", ")") and self.bare() not in _CLOSING:
            raise ValueError(f"{self.peek()!r} is out of place")
        return ""

    def statement(self) -> str:
        """Pipelines that `&&` and `||` join."""
        text = self.pipeline()
        self.skip_blank()
        while self.at("&&") or self.at("||"):
            operator = self.peek(2)
            self.place += 2
            self.skip_lines()
            self.depth += 1
            text += f" {operator} {self.pipeline()}"
            self.depth -= 1
            self.skip_blank()
        return text

    def skip_lines(self) -> None:
        self.skip_blank()
        while self.at("\n"):
            self.new_line()
            self.skip_blank()

    def pipeline(self) -> str:
        text = ""
        self.skip_blank()
        while self.bare() in ("!", "coproc", "time"):
            word = self.word()
            text = f"{text}{word} " if word != "!" or not text else text.removeprefix("! ")
            self.skip_blank()
            if word == "time" and (not self.peek() or self.peek() in ";\n&|)"):
                return text + ":"
        text += self.command()
        self.skip_blank()
        while self.at("|") and not self.at("||"):
            operator = "|&" if self.take("|&") else self.next("")
            self.skip_lines()
            text += f" {operator} {self.command()}"
            self.skip_blank()
        return text

    def command(self) -> str:
        if self.at("(("):
            text = self.arithmetic("((", "))")
            if text is not None:
                return text + self.redirections()
        if self.at("("):
            return self.parenthesis()
        text = self.complex(self.bare())
        return self.simple() if text is None else text + self.redirections()

    def complex(self, word: str) -> str | None:
        """The complex command that the reserved `word` begins; None where it begins none."""
        raise NotImplementedError

    def parenthesis(self) -> str:
        """What begins with a parenthesis in the place of a command."""
        raise NotImplementedError

    def function(self, names: list[str]) -> str:
        """A function of these names, whose parentheses and body stand here."""
        raise NotImplementedError

    def redirections(self) -> str:
        """What follows the end of a complex command."""
        text = ""
        self.skip_blank()
        while found := self.redirection():
            text += f" {found}"
            self.skip_blank()
        return text

    # Simple commands

    def simple(self) -> str:
        words: list[str] = []
        before: list[str] = []
        definitions: list[str] = []
        name = ""
        redirected = shaped = False
        while True:
            self.skip_blank()
            redirection = self.redirection()
            if redirection:
                redirected = True
                words.append(redirection)
                continue
            if not self.peek() or self.peek() in "\n;&|)" or self.bare() == "}":
                break
            if name and self.at("(") and self.defines():
                return self.function(words)
            taken = (name and name not in _DECLARING) or bool({"-", "noglob"}.intersection(before))
            assigned = "" if taken else self.assignment()
            if assigned and assigned[0] == "\n":
                definitions.append(assigned[1:])
                continue
            word = assigned or self.word(head=not name, names=True)
            if not name and not assigned:
                self.skip_blank()
                if word in _BEFORE and self.peek() not in ("", *"\n;&|)}"):
                    before.append(word)
                    continue
                name = word
                self.skip_blank()
                if self.at("(") and self.defines():
                    return self.function([word])
            elif word == "-" and all(each.startswith("$") for each in words):  # the same, if these are nothing
                word = f'"{UNKNOWN}"'
            if name in _DECLARING and word.startswith("-") and not assigned:
                shaped = shaped or not _SHAPING.isdisjoint(word)
                self.declared(word)
            elif shaped or name == "float":
                self.sorts[word.partition("=")[0].removesuffix("+")] = "unknown"
            words.append(word)
        if redirected and not name and "NULLCMD" in self.source:
            text = " ".join(words)  # what a redirection without a command runs
            return f"{{ {text} ${{NULLCMD-}}\n{text} ${{READNULLCMD-}}\n}}"
        if not words and not definitions:
            raise ValueError("a command is missing")
        text = self.renamed(name, words)
        if name and "noglob" in before and any(not {"*", "?", "["}.isdisjoint(word) for word in words):
            text = f"noglob {text}"
        return "\n".join(["{", *definitions, text or ":", "}"]) if definitions else text

    def declared(self, flags: str) -> None:
        """Note what `typeset -A x` and its like make of the variable behind it."""
        sort = "keyed" if "A" in flags else ""
        here = self.place
        self.skip_blank()
        name = self.while_in(NAME)
        if name and sort:
            self.sorts[name] = sort
            self.declared_at[name] = self.depth
        self.place = here

    def assignment(self) -> str:
        """`name=value` with all forms of either; empty where there is none, behind a new line where it defines."""
        here = self.place
        name = self.while_in(NAME)
        index = (self.arithmetic("[", "]") or "") if name and self.at("[") else ""
        more = self.take("+=")
        if not name or name[0].isdecimal() or not (more or self.take("=")):
            self.place = here
            return ""
        if name in DEFINITIONS and (index or name != "commands"):
            return "\n" + self.definition(name, index[1:-1])
        if name == "mapfile" and index and self.has_mapfile():
            return f"\necho {self.word()} >{'>' if more else ''} {index[1:-1]}"
        if name == "options" and index:
            value = self.word()
            self.set_options([index[1:-1]], value.strip("'\"") == "on")
            return f"{name}{index}={value}"
        if index:
            index = self.shifted(name, index)
        sign = "+=" if more else "="
        if not self.take("("):
            if name == "path":
                return f"PATH={'$PATH:' if more or index else ''}{self.word()}"
            if more and not index and self.sorts.get(name) == "array":
                return f"{name}+=({self.word()})"
            if not index and self.sorts.get(name) not in ("keyed", "unknown"):
                self.sorts[name] = "scalar"
            return f"{name}{index}{sign}{self.word()}"
        if self.sorts.get(name) not in ("keyed", "unknown") and name != "path":
            self.sorts[name] = "array"
        words = self.items()
        self.hollow |= {name} if any(word[:2] in ("''", '""', '"$') for word in words) else set()
        if name.endswith("_functions"):
            self.hooks |= set(words)
            definitions = "".join(f"\n({word})" for word in words if word in self.defined)
            return f"{name}{sign}({' '.join(words)}){definitions}"
        if name == "path":
            return f"PATH{sign}{':' if more else ''}{':'.join(words).replace(PATHS, '$PATH')}"
        if index:  # of a part of it
            self.sorts[name] = "unknown"
            sign = "+="
        if self.sorts.get(name) == "keyed" and len(words) % 2 == 0 and not any(word[:1] in "[$" for word in words[::2]):
            words = [f"[{key}]={value}" for key, value in zip(words[::2], words[1::2], strict=True)]
        return f"{name}{sign}({' '.join(words)})"

    def definition(self, table: str, name: str) -> str:
        """`functions[name]=text` and the like: a definition, in the form of one."""
        if not name or set(name) & set("$`\"'"):
            raise ValueError("what is defined is not known")
        text = self.word() or "''"
        if table == "commands":
            return f"hash -p {text} {name}"
        if table == "saliases":  # what is run with a file of that kind
            return f'({bare(text)} "{UNKNOWN}")'
        if table == "galiases":
            self.pending[name] = bare(text)
        if table.endswith("functions"):
            return f"{name}() {{\neval {text}\n}}"
        return f"alias {name}={text}"

    def shifted(self, name: str, index: str) -> str:
        """An index as the other language counts."""
        if self.sorts.get(name) == "array" and index[1:-1].isdecimal() and index != "[0]":
            return f"[{int(index[1:-1]) - 1}]"
        return index

    def items(self) -> list[str]:
        """Words up to a closing parenthesis, which is passed."""
        words: list[str] = []
        while True:
            self.skip_lines()
            if self.take(")"):
                return words
            word = self.word()
            if not word:
                raise ValueError("')' is missing")
            words.append(word)
