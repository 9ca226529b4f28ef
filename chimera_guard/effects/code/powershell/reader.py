"""PowerShell: what its statements would do, by the names of the commands in them."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.powershell import cmdlets, secrets
from chimera_guard.effects.code.powershell.calls import expression
from chimera_guard.effects.code.powershell.commands import perform
from chimera_guard.effects.code.powershell.names import (
    bind,
    block,
    held,
    known_place,
    parameters,
    puts,
    set_in_session,
    splatted,
)
from chimera_guard.effects.code.powershell.output import NOTHING, Output
from chimera_guard.effects.code.powershell.words import Code, Command, Statement, Variable, Word, parse
from chimera_guard.effects.code.reading import Collector, Exhausted, capped
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, SOME_NAME

_MAX_STEPS = 4_000
_MAX_ROUNDS = 16
_MAX_WORDS = 512
_MAX_TEXT = 65_536
_GOES_ON = frozenset({"else", "elseif", "catch", "finally", "while", "until"})
_VARIABLES: dict[str, str] = {
    "home": "~", "env:userprofile": "~", "env:home": "~", "pwd": ".", "psscriptroot": ".",
    "profile": "~/.config/powershell/profile.ps1", "env:temp": "/tmp",
    "env:tmp": "/tmp", "env:systemroot": "C:\\Windows", "env:windir": "C:\\Windows", "env:systemdrive": "C:",
    "env:appdata": "~/AppData/Roaming", "env:localappdata": "~/AppData/Local", "env:programfiles": "C:\\Program Files",
    "env:programdata": "C:\\ProgramData", "true": "", "false": "", "null": "",
}  # fmt: skip
_SETS = frozenset({"=", "+=", "-=", "*=", "/=", "%=", "?="})
_BEGIN_NAMES = ("%", "?", "\\", "/", "~", ".\\", "./", "..")
_OF_FILE = names(".fullname .path .pspath .name .currentuserallhosts .currentusercurrenthost .allusersallhosts")


def read(language: str, code: str, into: Collector) -> None:
    """Read PowerShell into the collector."""
    statements, whole = parse(code)
    into.complete = into.complete and whole
    Reader(into).run(statements)
    secrets.note(statements, into)


class Reader:
    """Goes through statements in their order, and notes what they do."""

    __slots__ = (
        "aliases", "blocks", "each", "called_now", "exposed", "functions", "into", "lists", "steps", "tables",
        "variables",
    )  # fmt: skip

    def __init__(self, into: Collector) -> None:
        self.into = into
        self.variables: dict[str, str | None] = dict(_VARIABLES)
        self.functions: dict[str, Command] = {}  # the words of each behind its name
        self.called_now: list[str] = []
        self.lists: dict[str, tuple[str, ...]] = {}  # variables that hold several texts
        self.tables: dict[str, dict[str, Command]] = {}  # those that hold keys, and the words of their values
        self.blocks: dict[str, Code] = {}  # those that hold code
        self.aliases: dict[str, str] = {}
        self.exposed = False  # whether all the variables of the environment are listed
        self.steps = 0
        self.each = NOTHING  # what `$_` is one of

    def run(self, statements: Sequence[Statement]) -> Output:
        """Every statement; what the last one hands on."""
        output = NOTHING
        for pipeline in statements:
            output = NOTHING
            for command in pipeline:
                self.steps += 1
                if self.steps > _MAX_STEPS:
                    raise Exhausted
                output = self.command(command, output)
        return output

    def text(self, word: Word) -> str:
        """What a word says, with HOLE for what is not known of it."""
        found: list[str] = []
        for place, part in enumerate(word.parts):
            if isinstance(part, Variable):
                known = self.variables.get(part.name) or (HOLE if part.name not in _VARIABLES else "")
                of_each = place and part.name == "_" and known == self.each.listed
                found.append(SOME_NAME if of_each else known)  # its name, in what is put together with it
            elif isinstance(part, Code):
                found.append(HOLE)
            else:
                before = word.parts[place - 1] if place else None
                of_file = isinstance(before, Variable) and part.lower() in _OF_FILE
                found.append("" if of_file else part)
        if word.bare and found and found[0][:1] == "[" and (len(found) > 1 or found[0].startswith(cmdlets.CASTS)):
            return known_place(word.parts, found) or HOLE
        return "".join(found) if sum(map(len, found)) < _MAX_TEXT else HOLE

    def texts(self, word: Word) -> tuple[str, ...]:
        """What a word says, one after the other where it is a list: `$dirs`, `@("a", "b")`."""
        only = word.parts[0] if len(word.parts) == 1 else ""
        if isinstance(only, Variable) and only.name in self.lists:
            return self.lists[only.name]
        if isinstance(only, Code) and only.sign == "(" and len(only.statements) == 1:
            words = only.statements[0][0]
            literal = all(not each.bare for each in words)
            return tuple(self.text(each) for each in words) if literal else (HOLE,)
        return (self.text(word),)

    def inner(self, words: Command, given: Output = NOTHING) -> Output:
        """All the code within words, for each text that is given; what the last of it hands on."""
        output = NOTHING
        for item in capped(given.items, _MAX_ROUNDS):
            self.variables["_"] = self.variables["psitem"] = item
            output = self.inner(words)
        if given.items:
            return output
        for word in words:
            for part in word.parts:
                if isinstance(part, Code):
                    if given.listed is not None:
                        self.each = given
                        self.variables["_"] = self.variables["psitem"] = given.listed
                    output = self.run(part.statements)
        return output

    def command(self, words: Command, given: Output) -> Output:
        """One command, into which comes what is `given`."""
        if len(words) > _MAX_WORDS:
            self.into.capable()
            return NOTHING
        words, targets = self.redirected(words)
        if not words:
            return NOTHING
        output = self.performed(words, given)
        for target, appends in targets:
            puts(self, target, output, appends)
        return output

    def performed(self, words: Command, given: Output) -> Output:
        """One command without its redirections."""
        if len(words) > 1 and words[1].bare and words[1].head in _SETS and not words[0].head[:1].isalpha():
            return self.assignment(words)
        first = words[0]
        if first.bare and first.head in ("&", "."):
            return self.called(words[1:])
        name = first.head.lower()
        if not (first.bare and (name[:1].isalpha() or name.startswith(_BEGIN_NAMES))):
            return self.expression(words)
        keyword = name.split("=")[0]
        if keyword in cmdlets.KEYWORDS and (name != "foreach" or len(first.parts) > 1 or given is NOTHING):
            return self.keyword(keyword, words)
        if len(words) > 1 and words[1].head == "=":  # in a table
            return self.command(words[2:], NOTHING)
        return self.named(name, words, given)

    def keyword(self, name: str, words: Command) -> Output:
        if name in ("function", "filter", "workflow") and len(words) > 1:
            named = words[1].head.lower().rpartition(":")[2]
            self.functions[named] = words[1:]
            return self.inner(words[2:]) if named in cmdlets.RUN_UNASKED else NOTHING
        if name in ("return", "throw", "exit", "else", "process", "begin", "end") and len(words) > 1:
            return self.command(words[1:], NOTHING)
        heading = words[0].parts[1] if len(words[0].parts) > 1 else words[1].parts[0] if len(words) > 1 else ""
        if name == "foreach" and isinstance(heading, Code) and heading.sign == "(" and heading.statements:
            return self.loop(heading.statements[0][0], words[1:])
        for place, word in enumerate(words[1:], 1):  # another statement can follow in the same line
            ended = _sign(words[place - 1], "(" if name == "param" else "{")
            if ended and word.head.lower() not in _GOES_ON and not _sign(word, "{"):
                self.inner(words[:place])
                return self.command(words[place:], NOTHING)
        return self.inner(words)

    def loop(self, heading: Command, body: Command) -> Output:
        """`foreach ($x in ...) {...}`, once for each text that is known, or for whatever is listed."""
        of = heading[0].parts[0] if heading[0].parts else ""
        if not isinstance(of, Variable) or len(heading) < 3:
            return self.inner(body)
        items = [self.text(word) for word in heading[2:]]
        only = heading[2].parts[0] if len(heading) == 3 else ""
        if isinstance(only, Variable) and only.name in self.lists:
            items = [*self.lists[only.name]]
        if any(word.bare and word.head for word in heading[2:]) or any(HOLE in item for item in items):
            self.each = self.command(heading[2:], NOTHING)
            items = [self.each.listed or HOLE]
        output = NOTHING
        for item in capped(items, _MAX_ROUNDS):
            self.variables[of.name] = item
            output = self.inner(body)
        return output

    def assignment(self, words: Command) -> Output:
        """`$x = ...`; what is set in the environment is so for whatever is started."""
        target = words[0].parts[-1] if words[0].parts else ""
        output = self.command(words[2:], NOTHING)
        for part in words[0].parts:
            if isinstance(part, Variable):
                target = part
                break
        if isinstance(target, Variable) and held(self, target.name, words):
            return NOTHING
        known = output.text if words[1].head == "=" else None
        if isinstance(target, Variable):
            if ":" in target.name and not target.name.startswith(("global:", "script:", "local:", "private:")):
                set_in_session(
                    self, target.name, self.text(words[2]) if words[1].head == "=" and len(words) == 3 else None
                )
            else:
                self.variables[target.name] = known if known is not None or output.listed is None else output.listed
                self.lists.pop(target.name, None)
                if output.items:
                    self.lists[target.name] = output.items
        return NOTHING

    def redirected(self, words: Command) -> tuple[Command, list[tuple[str, bool]]]:
        """The words without the files that the output goes to; those, and whether it is put behind what they hold."""
        kept: list[Word] = []
        targets: list[tuple[str, bool]] = []
        skipped = False
        for place, word in enumerate(words):
            if skipped:
                skipped = False
            elif word.bare and word.head.rstrip(">&1") in ("", "2", "*") and ">" in word.head:
                skipped = "&" not in word.head
                if skipped:
                    target = self.text(words[place + 1]) if place + 1 < len(words) else HOLE
                    targets.append((target, ">>" in word.head))
            else:
                kept.append(word)
        return tuple(kept), targets

    def called(self, words: Command) -> Output:
        """`& x`, `. ./x.ps1`: a block, a program or a file that is run."""
        if not words:
            return NOTHING
        first = words[0].parts[0] if words[0].parts else ""
        if isinstance(first, Variable) and first.name in self.blocks:
            first = self.blocks[first.name]
        if isinstance(first, Code) and first.sign == "{":
            return block(self, first, words)
        output = self.inner(words)
        name = self.text(words[0])
        if HOLE in name or output.remote:
            self.into.capable()
            return NOTHING
        return self.named(name.lower() if "/" not in name and "\\" not in name else name, words, NOTHING)

    def expression(self, words: Command) -> Output:
        """Texts, numbers, variables, and what is called of them."""
        output = self.inner(words)
        remote, listed = expression(self, words, output.remote)
        if listed is not None:
            return Output(listed=listed)
        only = words[0].parts[0] if len(words) == 1 and len(words[0].parts) == 1 else ""
        if isinstance(only, Variable) and only.name in self.lists:
            return Output(items=self.lists[only.name])
        texts = tuple(self.text(word) for word in words)
        if len(texts) > 1 and all(word.listed for word in words[1:]) and not any(HOLE in text for text in texts):
            return Output(items=texts)
        if len(words) == 1:
            text = self.text(words[0])
            if all(not isinstance(part, Code) for part in words[0].parts):
                known = text if HOLE not in text else None
                return Output(known, known if isinstance(words[0].parts[0], Variable) else None, remote=remote)
            return output._replace(text=None, remote=remote)
        return Output(remote=remote)

    def function(self, name: str, words: Command) -> Output:
        """A function that the code defines."""
        body = self.functions[name]
        bind(self, parameters(body), words[1:])
        self.called_now.append(name)
        self.inner(words)
        output = self.inner(body[1:])
        self.called_now.pop()
        return output

    def named(self, name: str, words: Command, given: Output) -> Output:
        """A command with a name."""
        if "\\" in name and "-" in name.rpartition("\\")[2] and name[0] not in ".\\~" and ":" not in name:
            name = name.rpartition("\\")[2]  # `Module\\Verb-Noun`
        name = self.aliases.get(name, name)
        words = splatted(self, words)
        if name in self.functions and name not in self.called_now:
            return self.function(name, words)
        return perform(self, name, words, given)


def _sign(word: Word, sign: str) -> bool:
    """Whether a word ends with statements in brackets of that kind."""
    last = word.parts[-1] if word.parts else ""
    return isinstance(last, Code) and last.sign == sign
