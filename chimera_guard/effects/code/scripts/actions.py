"""What the known calls of scripting languages do with their arguments."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector, Exhausted, mode_flags
from chimera_guard.effects.code.scripts import rows
from chimera_guard.effects.code.scripts.arguments import choices, option_of, recurses, text_of, texts_of
from chimera_guard.effects.code.scripts.brackets import nesting
from chimera_guard.effects.code.scripts.language import Language
from chimera_guard.effects.code.scripts.secrets import leaks
from chimera_guard.effects.code.scripts.tokens import ADDRESSES, Token
from chimera_guard.effects.code.sql.names import CHANGES, DESTROYS, HARMLESS, READS, WITHIN
from chimera_guard.effects.code.sql.reader import handed_on
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE

MAX_ARGUMENT_TOKENS = 50_000  # looked at as arguments, in all calls together
MAX_WAYS = 16
_UNKNOWN = [Token("number", "?")]
_ENDS = frozenset([";", "\n", "}", "if", "unless", "or", "and", "&&", "||", "for", "foreach", "while"])
_BY_METHOD = {"DELETE": "remote-delete", "PUT": "remote-change", "PATCH": "remote-change", "POST": "remote-change"}

_SPECIAL = names("capable unread eval sql statement asked open chdir chmod module stream later")
_PIPES = frozenset({"pipe", "pipeline", "pipeTo"})


def _by_shell(argument: list[Token]) -> bool:
    """Whether an argument says `shell: true`."""
    texts = [token.text for token in argument]
    return any(texts[n : n + 3] == ["shell", ":", "true"] for n in range(len(texts)))


def _combinations(arguments: list[list[Token]]) -> list[list[list[Token]]]:
    """The arguments with one text for each that is put together of constants and gaps."""
    found: list[list[list[Token]]] = [[]]
    for argument in arguments:
        ways = _ways(argument)
        ways = ways if len(found) * len(ways) <= MAX_WAYS else [_UNKNOWN]
        found = [[*before, way] for before in found for way in ways]
    return found


def _ways(argument: list[Token]) -> list[list[Token]]:
    """What an argument can be; in a list, each item with each of its texts."""
    held = argument[0].kind if argument else ""
    mixed = len(argument) > 1 and text_of(argument) is None and not (held == "sign" and argument[0].text in "[{(")
    if texts := choices(argument) if held == "choice" or mixed else []:
        return [[Token("text", text)] if text != HOLE else _UNKNOWN for text in texts]
    ways = [argument]
    for n, token in enumerate(argument):
        if token.kind == "choice" and len(token.inner) * len(ways) <= MAX_WAYS:
            ways = [[*way[:n], Token("text", text), *way[n + 1 :]] for way in ways for text in token.inner]
        elif token.kind == "choice":
            ways = [[*way[:n], *_UNKNOWN, *way[n + 1 :]] for way in ways]
    return ways


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
        for combination in _combinations(arguments):
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
            self.runs("shell" if any(map(_by_shell, arguments)) else kind, arguments)
        elif kind in _SPECIAL:
            self.special(kind, arguments)
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

    def special(self, kind: str, arguments: list[list[Token]]) -> None:
        """What is no effect upon its arguments: other code, and what changes how the rest is read."""
        into = self.into
        first = text_of(arguments[0]) if arguments else None
        if kind == "capable":
            into.capable()
        elif kind == "unread":
            into.complete = False
        elif kind == "eval":
            if first is not None:
                self.nested(first)
                if HOLE in first:
                    into.capable()
            elif not arguments or arguments[0][0].text != "{":
                into.capable()
        elif kind == "later":
            self.nested(first or "")  # code as a text
        elif kind == "sql":
            handed_on(first, into)
        elif kind == "statement":  # of a database, where it is one: other things have methods of that name too
            if next(iter((first or "").split()), "").upper() in DESTROYS | WITHIN:
                handed_on(first, into)
            else:
                into.complete = into.complete and first is None and not arguments
        elif kind == "asked":  # a database, or another machine's shell
            word = next(iter((first or "").split()), "")
            if word and word.upper() not in CHANGES | DESTROYS | READS | HARMLESS | WITHIN:
                into.shell(first)
            else:
                handed_on(first, into)
        elif kind == "open":
            self.opens(arguments)
        elif kind == "chdir":
            into.directory = first
        elif kind == "stream":  # settings of a connection
            sent = {"CURLOPT_POSTFIELDS", "CURLOPT_INFILE", "POST", "PUT", "content"}
            if any(token.text in sent for token in self.tokens or ()):
                into.effect("send", None, *self.leaked)
        elif kind == "chmod":
            texts = [token.text for argument in arguments for token in argument if token.kind == "number"]
            octal = texts[0].lower().lstrip("0o") if texts else ""
            bits = int(octal, 8) if octal and set(octal) <= set("01234567") else 0o777
            self.each("chmod", [a for a in arguments if text_of(a) is not None], mode_flags(bits))
        elif first is not None and first.startswith(ADDRESSES):
            into.effect("exec-script", first)
        elif first is not None and first.endswith(".json"):
            into.effect("read", first)
        elif first is None or first.removeprefix("node:") not in self.spec.modules:
            into.complete = False

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
        if arguments and texts_of(arguments[0]) and arguments[0][0].text != "{":
            self.into.argv(texts_of(arguments[0]) or [], where)
        elif first is None:
            self.into.capable()
        elif kind == "shell" or (kind == "either" and len([t for t in texts if t is not None]) < 2 and listed is None):
            self.into.shell(first, where)
        elif listed is not None and arguments[1][0].text in ("[", "(", "c"):
            self.into.argv([first, *listed], where)
        else:
            said = (a for a in arguments[1:] if a[0].text not in ("{", "function") and all(t.text != "=>" for t in a))
            self.into.argv([first, *map(text_of, said)], where)

    def opens(self, arguments: list[list[Token]]) -> None:
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
