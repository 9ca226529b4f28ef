"""Scripting languages, by their tokens: calls that we know are read, and whatever else is called is unread."""

from __future__ import annotations

from chimera_guard.effects.code.arguments import option_of, recurses, text_of, texts_of
from chimera_guard.effects.code.language import Language
from chimera_guard.effects.code.languages import LANGUAGES
from chimera_guard.effects.code.reading import Collector, mode_flags
from chimera_guard.effects.code.sql import handed_on
from chimera_guard.effects.code.tokens import Token, leaks, tokens

MAX_DEPTH = 4
MAX_ARGUMENT_TOKENS = 50_000  # looked at as arguments, in all calls together


class _Exhausted(Exception):
    """The code is larger than the bounds of the reader."""


_OPEN = {"(": ")", "[": "]", "{": "}"}
_JOINS = frozenset([".", "::", "->", "?.", ":"])
_BY_METHOD = {"DELETE": "remote-delete", "PUT": "remote-change", "PATCH": "remote-change", "POST": "remote-change"}
_ENDS = frozenset([";", "\n", "}", "if", "unless", "or", "and", "&&", "||"])
_REFERABLE = frozenset(["shell", "argv", "either", "eval", "delete", "capable"])
_DEFINES = frozenset(["function", "def", "sub", "fn", "func", "class", "module", "package", "fun"])


def read(language: str, code: str, into: Collector) -> None:
    """Read `code` of one of the languages into the collector."""
    spec = LANGUAGES.get(language)
    if spec is None:
        into.complete = False
        return
    try:
        _Script(spec, code, into, 0).run()
    except _Exhausted:
        into.capable()


class _Script:
    def __init__(self, spec: Language, code: str, into: Collector, depth: int) -> None:
        self.spec = spec
        self.into = into
        self.depth = depth
        self.tokens = tokens(spec.prepared(code), spec.syntax)
        self.functions: set[str] = set()
        self.left = MAX_ARGUMENT_TOKENS
        words = {token.text for token in self.tokens or () if token.kind in ("text", "name")}
        self.grave = not spec.grave.isdisjoint(words)
        self.mentioned = "\n".join(words)

    def run(self) -> None:
        found = self.tokens
        if found is None:
            self.into.complete = False
            return
        for i, token in enumerate(found):
            if token.kind == "name" and token.text in _DEFINES and i + 1 < len(found):
                self.functions.add(found[i + 1].text)
            elif token.kind in ("name", "variable") and self.sign(i + 1, "=") and self.defines(i + 2):
                self.functions.add(token.text)
            elif token.kind == "name" and self.spec.subscripts and self.sign(i + 1, "(") and self.has_body(i + 1):
                self.functions.add(token.text)  # a method of a class
        for i, token in enumerate(found):
            for inner in token.inner:
                self.nested(inner)
            if token.kind == "command":
                self.into.shell(token.text if token.plain else None)
            elif token.kind == "name":
                self.name(i, token)
            elif token.text == "$" and i + 1 < len(found) and found[i + 1].kind == "text" and self.spec.subscripts:
                self.into.shell(found[i + 1].text if found[i + 1].plain else None)  # $`...` in JavaScript
            elif token.kind == "variable":
                called = self.sign(i + 1, "(") or (self.sign(i + 1, "->") and self.sign(i + 2, "("))
                if called and token.text not in self.functions:
                    self.into.capable()
            elif token.text == "]" and self.sign(i + 1, "(") and self.spec.subscripts:
                self.into.capable()

    def sign(self, i: int, text: str) -> bool:
        """Whether the token at `i` is that sign."""
        return self.tokens is not None and i < len(self.tokens) and self.tokens[i].text == text

    def defines(self, i: int) -> bool:
        """Whether a function is written at `i`: `function`, `lambda`, `(a) =>`, `->`."""
        found = self.tokens or []
        if i >= len(found):
            return False
        if found[i].text in ("function", "lambda", "sub", "async", "->", "fn"):
            return True
        near = [token.text for token in found[i : i + 12]]
        return "=>" in near and found[i].text in ("(", *(t.text for t in found[i : i + 1] if t.kind == "name"))

    def has_body(self, i: int) -> bool:
        """Whether a block follows on the same line behind the parentheses that open at `i`."""
        depth = 0
        for at, token in enumerate((self.tokens or [])[i : i + 64], i):
            depth += (token.text == "(") - (token.text == ")") if token.kind == "sign" else 0
            if depth == 0:
                return self.sign(at + 1, "{")
        return False

    def nested(self, code: str) -> None:
        """Code within the code."""
        if self.depth >= MAX_DEPTH:
            self.into.capable()
            return
        inner = _Script(self.spec, code, self.into, self.depth + 1)
        inner.functions, inner.left = self.functions, self.left
        inner.run()
        self.left = inner.left

    def name(self, i: int, token: Token) -> None:
        spec = self.spec
        chain = self.chain(i)
        following = self.tokens[i + 1] if self.tokens and i + 1 < len(self.tokens) else Token("sign", "")
        member = "." in chain
        before = i - 2 * chain.count(".") - 1
        begins = self.tokens[before].text if self.tokens and before >= 0 else ";"
        called = following.text == "(" or (following.kind == "text" and following.text != "" and token.text == "$")
        if not called and not spec.bare_calls:
            known = spec.actions.get(chain) or spec.actions.get(token.text, "")
            if known.partition("+")[0] in _REFERABLE and begins in ("(", ",", "=") and not self.sign(i + 1, ":"):
                self.into.capable()  # handed on, to be called elsewhere
            return
        if not member and spec.subscripts and token.text == "constructor" and self.has_body(i + 1):
            return  # a method of a class, where it is written
        for full in (chain, chain.partition(".")[2] if chain.count(".") > 1 else chain):
            if full in spec.actions:
                self.act(spec.actions[full], i + 1)
                return
        harmless_member = member and token.text in spec.plain and not self.loads(token.text)
        if token.text in spec.actions and not harmless_member and self.may_act(token.text, member):
            self.act(spec.actions[token.text], i + 1)
            return
        bare = spec.bare_calls and not member
        called = following.text == "(" or (bare and following.kind in ("text", "variable", "words"))
        starts = begins in (";", "\n", "{") and following.text not in ("=", ".", "::", ",", "}", ")", "=>", ":", "(")
        if bare and starts and following.text not in ("", "\n", ";") and token.text[0].islower():
            called = True
        if called and spec.syntax.sigils == "$" and self.names_action(i + 1):
            self.into.capable()  # `array_map("unlink", ...)`
            return
        if not called or token.text in spec.plain or token.text in self.functions or chain in spec.plain:
            if token.text in spec.capable and (member or called):
                self.into.capable()
            return
        if token.text in spec.capable:
            self.into.capable()
        elif not token.text.startswith(spec.plain_prefixes or ("\0",)):
            self.into.complete = False
            if not member and self.grave:
                self.into.capable()

    def names_action(self, i: int) -> bool:
        """Whether a function that does something is handed over by its name, as a text."""
        texts = [text_of(argument) for argument in self.arguments(i)[:2]]
        return any(self.spec.actions.get(text or "", "").partition("+")[0] in _REFERABLE for text in texts)

    def loads(self, name: str) -> bool:
        """Whether the module whose function that is, is mentioned: `exec` then is no longer a pattern's method."""
        needs = self.spec.needs.get(name, "")
        return needs != "" and needs in self.mentioned

    def may_act(self, name: str, member: bool) -> bool:
        """Whether a name alone tells the action: for some it must not be a method, for some a module must be loaded."""
        needs = self.spec.needs.get(name)
        return needs is None or (not member if needs == "" else self.loads(name))

    def chain(self, i: int) -> str:
        """`File.delete` for the name `delete` in it."""
        found = self.tokens or []
        parts = [found[i].text]
        while i >= 2 and found[i - 1].text in _JOINS and found[i - 2].kind in ("name", "variable"):
            i -= 2
            parts.append(found[i].text)
        if i >= 1 and found[i - 1].text in _JOINS:
            parts.append("")
        return ".".join(reversed(parts))

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
            if token.kind == "sign" and token.text in _OPEN:
                depth += 1
            elif token.kind == "sign" and token.text in ")]}":
                depth -= 1
            if depth == 0 and token.kind == "sign" and token.text == ",":
                result.append([])
            else:
                result[-1].append(token)
            at += 1
        self.left -= at - i
        if self.left < 0:
            raise _Exhausted
        return [argument for argument in result if argument]

    # Actions

    def act(self, action: str, i: int) -> None:
        """Do what a call does, by its name in the tables."""
        into = self.into
        arguments = self.arguments(i)
        kind, *flags = action.split("+")
        if kind == "fetch" and len(arguments) > 1:
            into.effect(_BY_METHOD.get((option_of(arguments[1], "method") or "").upper(), "fetch"))
        if kind == "delete" and any(token.text == "recursive" for argument in arguments[1:] for token in argument):
            flags.append("recursive")
        if kind in ("shell", "argv", "either"):
            self.runs(kind, arguments)
        elif kind == "capable":
            into.capable()
        elif kind == "unread":
            into.complete = False
        elif kind == "eval":
            code = text_of(arguments[0]) if arguments else None
            if code is not None:
                self.nested(code)
            elif arguments and arguments[0][0].text != "{":
                into.capable()
        elif kind == "sql":
            handed_on(text_of(arguments[0]) if arguments else None, into)
        elif kind == "open":
            self.opens(arguments)
        elif kind == "chdir":
            into.directory = text_of(arguments[0]) if arguments else None
        elif kind == "chmod":
            texts = [token.text for argument in arguments for token in argument if token.kind == "number"]
            octal = texts[0].lower().lstrip("0o") if texts else ""
            bits = int(octal, 8) if octal and set(octal) <= set("01234567") else 0o777
            self.each("chmod", [a for a in arguments if text_of(a) is not None], mode_flags(bits))
        elif kind == "module":
            name = text_of(arguments[0]) if arguments else None
            if name is None or name.removeprefix("node:") not in self.spec.modules:
                into.complete = False
        elif kind == "delete" and any(map(recurses, arguments)):
            self.each(kind, arguments, (*flags, "recursive"))
        elif " " in action:
            for part, argument in zip(action.split(), arguments, strict=False):
                if part != "-":
                    into.effect(part, text_of(argument))
        elif kind in ("fetch", "send", "connect", "listen", "privilege", "kill", "exec-script", "remote-delete"):
            target = text_of(arguments[0]) if arguments else None
            into.effect(kind, target, *flags, *leaks(arguments))
        else:
            self.each(kind, arguments, tuple(flags))

    def each(self, kind: str, arguments: list[list[Token]], flags: tuple[str, ...]) -> None:
        if not arguments:
            self.into.capable() if kind == "delete" else self.into.effect(kind, None, *flags)
        for n, argument in enumerate(arguments):
            listed = texts_of(argument)
            for text in listed if listed is not None and argument[0].text != "{" else [text_of(argument)]:
                if text is not None:
                    self.into.effect(kind, text, *flags)
                elif n == 0 and kind in ("delete", "move", "chmod"):
                    self.into.capable()
                elif n == 0:
                    self.into.effect(kind, None, *flags)
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
            self.into.argv([first, *(text for text in texts[1:] if text is not None)], where)

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
