"""What the known calls of scripting languages do with their arguments."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector, Exhausted, mode_flags
from chimera_guard.effects.code.scripts import outputs, rows
from chimera_guard.effects.code.scripts.arguments import (
    by_shell,
    combinations,
    list_of,
    option_of,
    recurses,
    text_of,
    texts_of,
)
from chimera_guard.effects.code.scripts.brackets import nesting
from chimera_guard.effects.code.scripts.language import Language
from chimera_guard.effects.code.scripts.secrets import leaks
from chimera_guard.effects.code.scripts.tokens import ADDRESSES, Token
from chimera_guard.effects.code.sql.names import CHANGES, DESTROYS, HARMLESS, READS, WITHIN
from chimera_guard.effects.code.sql.reader import handed_on
from chimera_guard.words.value import HOLE

MAX_ARGUMENT_TOKENS = 50_000  # looked at as arguments, in all calls together
_ENDS = frozenset([";", "\n", "}", "if", "unless", "or", "and", "&&", "||", "for", "foreach", "while"])
_BY_METHOD = {"DELETE": "remote-delete", "PUT": "remote-change", "PATCH": "remote-change", "POST": "remote-change"}

# Settings of connections by which something is sent.
_SENDING = frozenset({"CURLOPT_POSTFIELDS", "CURLOPT_INFILE", "POST", "PUT", "content"})
_PIPES = frozenset({"pipe", "pipeline", "pipeTo"})


class Actions:
    """A script's tokens, and what the calls in it do."""

    def __init__(self, spec: Language, found: list[Token] | None, into: Collector) -> None:
        self.spec = spec
        self.tokens = found
        self.into = into
        self.left = MAX_ARGUMENT_TOKENS
        self.leaked: tuple[str, ...] = ()
        self.written: list[tuple[str | None, str | None]] = []

    def sign(self, i: int, text: str) -> bool:
        """Whether the token at `i` is that sign."""
        return self.tokens is not None and i < len(self.tokens) and self.tokens[i].text == text

    def nested(self, code: str) -> None:
        """Code within the code."""
        raise NotImplementedError

    # Arguments

    def arguments(self, i: int) -> list[list[Token]]:
        """The arguments of the call whose name ends before `i`, each as its tokens."""
        found = self.tokens or []
        bare = not self.sign(i, "(")
        at = i if bare else i + 1
        result: list[list[Token]] = [[]]
        depth = 0
        while at < len(found):
            token = found[at]
            if depth == 0 and (token.text == ")" or (bare and token.kind in ("sign", "name") and token.text in _ENDS)):
                break
            depth += nesting(token)
            if depth == 0 and token.kind == "sign" and token.text == ",":
                result.append([])
            else:
                result[-1].append(token)
            at += 1
        self.left -= at - i
        if self.left < 0:
            raise Exhausted
        return [argument for argument in result if argument]

    # Actions

    def act(self, action: str, i: int) -> None:
        """Do what a call does, by its name in the tables: with each of the constants that its arguments can be."""
        arguments = self.arguments(i)
        if action == "rows":
            all_rows = rows.lost(self.tokens or [], i - 1, arguments)
            if all_rows is not None:
                self.into.effect("database-delete" if all_rows else "database-change", None)
            self.into.complete = False
            return
        self.leaked = leaks(arguments)
        for combination in combinations(arguments):
            self.acts(action, combination)

    def acts(self, action: str, arguments: list[list[Token]]) -> None:
        """Do what a call with such arguments does."""
        into = self.into
        kind, *flags = action.split("+")
        if kind == "fetch" and len(arguments) > 1:
            into.effect(_BY_METHOD.get((option_of(arguments[1], "method") or "").upper(), "fetch"))
        if kind == "delete" and any(token.text == "recursive" for argument in arguments[1:] for token in argument):
            flags.append("recursive")
        if kind in ("shell", "argv", "either"):
            self.runs("shell" if any(map(by_shell, arguments)) else kind, arguments)
        elif kind in _SPECIAL:
            _SPECIAL[kind](self, arguments, text_of(arguments[0]) if arguments else None)
        elif kind == "delete" and any(map(recurses, arguments)):
            self.each(kind, arguments, (*flags, "recursive"))
        elif " " in action:
            texts = [text_of(argument) for argument in arguments]
            fetched = action == "read write" and (next(iter(texts), None) or "").startswith(ADDRESSES)
            for part, text in zip(action.split(), texts, strict=False):
                if part != "-":
                    into.effect("fetch" if part == "read" and fetched else part, text)
            if fetched and len(texts) > 1:
                into.wrote(texts[1], None, frozenset({"remote"}))
        elif kind == "kill":
            self.kills(arguments)
        elif kind in ("fetch", "send", "connect", "listen", "privilege", "exec-script", "remote-delete"):
            target = text_of(arguments[0]) if arguments else None
            target = None if target is None or target[:1] == HOLE else target
            into.effect(kind, target, *flags, *self.leaked)
        else:
            self.each(kind, arguments, tuple(flags))
            piped = len(arguments) == 1 and any(token.text in _PIPES for token in self.tokens or ())
            if piped and kind == "write":
                self.wrote(text_of(arguments[0]), None)
            if kind in ("write", "append") and len(arguments) > 1:
                self.wrote(text_of(arguments[0]), text_of(arguments[1]))

    def kills(self, arguments: list[list[Token]]) -> None:
        """A signal: in some languages it stands before the processes that get it, in others behind the one."""
        given = arguments[1:] if self.spec.all_arguments else arguments[:1]
        numbers = ["".join(token.text for token in argument) for argument in given]
        for number in numbers or [""]:
            self.into.effect("kill", number if number.lstrip("-").isdecimal() else None)

    def wrote(self, path: str | None, text: str | None) -> None:
        """Something is put into a file, which is known for sure when all of the code is read."""
        self.written.append((path, text))

    def settle(self) -> None:
        """Note what was put into files: where it is not known, it may be what was fetched."""
        for path, text in self.written:
            self.settled(path, text)

    def settled(self, path: str | None, text: str | None) -> None:
        """Note what was put into one file."""
        into = self.into
        fetched = any(kind == "fetch" for kind, _, _ in into.effects)
        known = text is not None and HOLE not in text
        if path is not None and HOLE not in path and (fetched or known):
            into.wrote(path, text if known else None, frozenset() if known else frozenset({"remote"}))
        elif path is not None and path in into.files:
            into.wrote(path, None, frozenset())

    # Actions that are no effect upon the arguments: other code, and what changes how the rest is read. Each gets the
    # arguments, and the text of the first one.

    def unknowable(self, arguments: list[list[Token]], first: str | None) -> None:
        """What does something that can't be followed."""
        self.into.capable()

    def evaluates(self, arguments: list[list[Token]], first: str | None) -> None:
        """`eval`: code as a text; a block is read in its place."""
        if first is not None:
            self.nested(first)
        if (first is not None and HOLE in first) or (first is None and not (arguments and arguments[0][0].text == "{")):
            self.into.capable()

    def later(self, arguments: list[list[Token]], first: str | None) -> None:
        """`setTimeout`: code as a text, if it is one."""
        self.nested(first or "")

    def queries(self, arguments: list[list[Token]], first: str | None) -> None:
        """A statement for a database."""
        handed_on(first, self.into)

    def states(self, arguments: list[list[Token]], first: str | None) -> None:
        """`.run`, `.prepare` of a database, where it is one: other things have methods of that name too."""
        if _first_word(first).upper() in DESTROYS | WITHIN:
            handed_on(first, self.into)
        else:
            self.into.complete = self.into.complete and first is None and not arguments

    def asks(self, arguments: list[list[Token]], first: str | None) -> None:
        """`.exec` of a database, or of another machine's shell."""
        word = _first_word(first)
        if word and word.upper() not in CHANGES | DESTROYS | READS | HARMLESS | WITHIN:
            self.into.shell(first)
        else:
            handed_on(first, self.into)

    def goes(self, arguments: list[list[Token]], first: str | None) -> None:
        """`chdir`."""
        self.into.directory = first

    def sets_up(self, arguments: list[list[Token]], first: str | None) -> None:
        """The settings of a connection, which say whether it sends something."""
        if any(token.text in _SENDING for token in self.tokens or ()):
            self.into.effect("send", None, *self.leaked)

    def permits(self, arguments: list[list[Token]], first: str | None) -> None:
        """`chmod`: the bits stand before the files, or behind them."""
        texts = [token.text for argument in arguments for token in argument if token.kind == "number"]
        octal = texts[0].lower().lstrip("0o") if texts else ""
        bits = int(octal, 8) if octal and set(octal) <= set("01234567") else 0o777
        self.each("chmod", [a for a in arguments if text_of(a) is not None], mode_flags(bits))

    def requires(self, arguments: list[list[Token]], first: str | None) -> None:
        """`require`: a module by its name, a file of data, or code from the network."""
        if first is not None and first.startswith(ADDRESSES):
            self.into.effect("exec-script", first)
        elif first is not None and first.endswith(".json"):
            self.into.effect("read", first)
        elif first is None or first.removeprefix("node:") not in self.spec.modules:
            self.into.complete = False

    def each(self, kind: str, arguments: list[list[Token]], flags: tuple[str, ...]) -> None:
        if not arguments:
            self.into.capable() if kind == "delete" else self.into.effect(kind, None, *flags)
        for n, argument in enumerate(arguments):
            listed = texts_of(argument)
            for text in listed if listed is not None and argument[0].text != "{" else [text_of(argument)]:
                if text is not None:
                    self.into.effect(kind, text, *flags)
                elif n == 0:
                    self.into.effect(kind, None, *flags)
                    self.into.complete = self.into.complete and kind not in ("delete", "move", "chmod")
            if not self.spec.all_arguments or kind not in ("delete", "chmod", "chown"):
                break

    def runs(self, kind: str, arguments: list[list[Token]]) -> None:
        texts = [text_of(argument) for argument in arguments]
        first = texts[0] if texts else None
        listed = next((words for words in map(texts_of, arguments) if words is not None and words), None)
        where = next((d for d in (option_of(argument, "cwd") for argument in arguments) if d is not None), None)
        said = next((words for words in (list_of(argument, "cmd", "args") for argument in arguments) if words), None)
        if said is not None:  # `new Deno.Command("rm", {args: [...]})`, `Bun.spawn({cmd: [...]})`
            self.into.argv([first, *said] if first is not None else said, where)
        elif arguments and texts_of(arguments[0]) and arguments[0][0].text != "{":
            self.into.argv(texts_of(arguments[0]) or [], where)
        elif first is None:
            self.into.capable()
        elif kind == "shell" or (kind == "either" and len([t for t in texts if t is not None]) < 2 and listed is None):
            self.into.shell(first, where)
        elif listed is not None and arguments[1][0].text in ("[", "(", "c"):
            self.into.argv([first, *listed], where)
        else:
            plain = (a for a in arguments[1:] if a[0].text not in ("{", "function") and all(t.text != "=>" for t in a))
            self.into.argv([first, *map(text_of, plain)], where)

    def opens(self, arguments: list[list[Token]], first: str | None) -> None:
        """`open`: a file to read or write by its mode, or a command where there is a pipe."""
        texts = [text_of(argument) for argument in arguments]
        if texts and texts[0] is not None:
            names, modes = texts[:1], [text for text in texts[1:2] if text is not None]
        else:
            known = [text for text in texts if text is not None]
            modes = [text for text in known if text.strip("+<>|-brwatx") == "" and text]
            names = [text for text in known if text not in modes]
        if any("|" in mode and mode.strip("-") == "|" for mode in modes):
            self.into.shell(names[0] if names else None)
        elif names and names[0] and (names[0].startswith("|") or names[0].endswith("|")):
            self.into.shell(names[0].strip("| "))
        elif names and names[0] and "://" in names[0]:
            self.into.effect("fetch", names[0])
        else:
            mode = modes[0] if modes else ""
            name = names[0] if names else None
            if name is not None and name[:1] in "<>":
                mode, name = name[:2], name.lstrip("<>+ ")
            kind = "append" if ">>" in mode or "a" in mode else "write" if set(mode) & set(">wx+") else "read"
            if name is None and kind == "read" and not modes:
                self.into.complete = False
            else:
                self.into.effect(kind, name)


def _first_word(text: str | None) -> str:
    return next(iter((text or "").split()), "")


_SPECIAL = {
    "capable": Actions.unknowable,
    "eval": Actions.evaluates,
    "later": Actions.later,
    "sql": Actions.queries,
    "statement": Actions.states,
    "asked": Actions.asks,
    "open": Actions.opens,
    "chdir": Actions.goes,
    "stream": Actions.sets_up,
    "chmod": Actions.permits,
    "module": Actions.requires,
    "puts": outputs.puts,
    "downloads": outputs.downloads,
    "prints": outputs.prints,
}
