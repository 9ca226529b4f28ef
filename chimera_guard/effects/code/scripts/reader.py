"""Scripting languages, by their tokens: calls that we know are read, and whatever else is called is unread."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.code.scripts import secrets
from chimera_guard.effects.code.scripts.actions import Actions
from chimera_guard.effects.code.scripts.arguments import text_of
from chimera_guard.effects.code.scripts.brackets import closed
from chimera_guard.effects.code.scripts.constants import Values, with_constants
from chimera_guard.effects.code.scripts.given import with_arguments
from chimera_guard.effects.code.scripts.homes import with_homes
from chimera_guard.effects.code.scripts.language import Language
from chimera_guard.effects.code.scripts.languages import LANGUAGES
from chimera_guard.effects.code.scripts.names import imported, renamed
from chimera_guard.effects.code.scripts.tokens import ADDRESSES, DEFINES, Token, tokens
from chimera_guard.effects.code.scripts.variables import variables
from chimera_guard.effects.names import UNASKED_KEYS

MAX_DEPTH = 4
MAX_CHAIN = 16
MAX_HEAD = 64  # tokens between the parentheses in front of a body
_JOINS = frozenset([".", "::", "->", "?.", ":"])
_TRUE = dict.fromkeys(("1", "true", "TRUE", "True", "T", "42"), "while") | dict.fromkeys(("0", "false"), "until")
_ALL_OF_IT = frozenset("each each_pair to_h to_a map inspect sort select filter to_json collect reject".split())
_REFERABLE = frozenset(["shell", "argv", "either", "eval", "delete", "capable"])
_NAMES = DEFINES | {"class", "module", "package"}  # words that a name follows which is the code's own


def read(language: str, code: str, into: Collector) -> None:
    """Read `code` of one of the languages into the collector."""
    language, _, printed = language.partition("-")
    into.language = language
    printed = printed or ("printed" if language == "r" and code.lstrip().startswith("Sys.getenv(") else "")
    spec = LANGUAGES.get(language)
    if spec is None:
        into.complete = False
        return
    secrets.note(spec.prepared(code), spec.syntax, into, bool(printed))
    script = _Script(spec, code, into, 0, Values())
    script.run()
    script.settle()
    if shows_environment(script.tokens or ()):
        into.effect("read", None, "secret")
    if endless(script.tokens or ()) and any(line.rstrip("; \n)}").endswith("&") for line in into.lines):
        into.effect("exec-code", language, "fork-bomb")


def endless(found: Sequence[Token]) -> bool:
    """Whether there is a loop whose condition always holds."""
    texts = [token.text for token in found]
    for i, text in enumerate(texts):
        after = texts[i + 1 : i + 5]
        condition = "".join(after[1:2] if after[:1] == ["("] else after[:1])
        if text in ("while", "until") and _TRUE.get(condition) == text:
            return True
        if text == "for" and after == ["(", ";", ";", ")"]:
            return True
        if text in ("loop", "repeat") and after[:1] and after[0] in ("{", "do"):
            return True
    return False


def _all_variables(texts: Sequence[str]) -> bool:
    """Whether all variables are among what stands between the brackets that open here."""
    depth = 0
    for i, text in enumerate(texts):
        depth += (text in ("(", "{", "[")) - (text in (")", "}", "]"))
        if text == "process" and texts[i + 1 : i + 3] == [".", "env"] and texts[i + 3 : i + 4] not in (["."], ["["]):
            return True
        if depth <= 0:
            return False
    return False


def shows_environment(found: Sequence[Token]) -> bool:
    """Whether all of the environment is looked at, and not one variable of it, or handed on to a program."""
    texts = [token.text for token in found]
    for i, token in enumerate(found):
        if token.kind == "variable" and token.text in ("%ENV", "$_ENV") and texts[i + 1 : i + 2] not in (["{"], ["["]):
            return True
        if token.kind == "name" and token.text == "ENV" and texts[i - 1 : i] not in (["."], ["::"]):
            after = texts[i + 1 : i + 3]
            if after[:1] == ["."] and after[1:] and after[1] in _ALL_OF_IT:
                return True
            if i and texts[i - 1] in ("p", "pp", "puts", "inspect"):
                return after[:1] not in (["["], ["."])
        printed = texts[max(i - 2, 0) : i] in (["log", "("], ["stringify", "("], ["entries", "("], ["values", "("])
        if token.text == "stringify" and _all_variables(texts[i + 1 : i + 128]):
            return True
        if token.text == "process" and printed and texts[i + 1 : i + 4] in ([".", "env", ")"], [".", "env", ","]):
            return True
    return False


class _Script(Actions):
    def __init__(self, spec: Language, code: str, into: Collector, depth: int, values: Values) -> None:
        found = tokens(spec.prepared(code), spec.syntax)
        self.values = values
        if found:
            found, self.values = with_constants(
                with_homes(renamed(with_arguments(found, into.arguments), spec)), values
            )
        super().__init__(spec, found, into)
        self.depth = depth
        self.functions: set[str] = set()
        self.imported = imported(self.tokens or (), spec)
        self.held = variables(self.tokens or ())
        words = {token.text for token in self.tokens or () if token.kind in ("text", "name")}
        self.grave = not spec.grave.isdisjoint(words)
        self.mentioned = "\n".join(words)

    def run(self) -> None:
        found = self.tokens
        if found is None:
            self.into.complete = False
            return
        for i, token in enumerate(found):
            if token.kind == "name" and token.text in _NAMES and i + 1 < len(found):
                of_class = found[i + 1].text == "self" and i + 3 < len(found)
                self.functions.add(found[i + 3 if of_class else i + 1].text)
                self.functions.update(self.parameters(i + 2) if self.spec.subscripts else ())
            elif token.kind == "name" and (self.sign(i + 1, "=>") or (self.sign(i + 1, ":") and self.defines(i + 2))):
                self.functions.add(token.text)  # of an object; or what is given to a function, and called by it
            elif token.text == "=>" and i and found[i - 1].text == ")":
                self.functions.update(self.given(i - 1))
            elif token.kind in ("name", "variable") and self.sign(i + 1, "=") and self.defines(i + 2):
                self.functions.add(token.text)
            elif token.kind == "name" and self.spec.subscripts and self.sign(i + 1, "(") and self.has_body(i + 1):
                self.functions.add(token.text)  # a method of a class
        for i, token in enumerate(found):
            if token.text in UNASKED_KEYS:
                self.into.sets(token.text, self.given_to(i + 1))
            for inner in token.inner if token.kind != "choice" else ():
                self.nested(inner)
            if token.kind == "command":
                self.into.shell(token.text if token.plain else None)
            elif token.kind == "name":
                self.name(i, token)
            elif token.text == "$" and i + 1 < len(found) and found[i + 1].kind == "text" and self.spec.subscripts:
                self.into.shell(found[i + 1].text if found[i + 1].plain else None)  # $`...` in JavaScript
            elif token.kind == "variable":
                listed = i > 0 and found[i - 1].text in ("my", "our", "foreach", "for")  # `foreach my $x (...)`
                called = (self.sign(i + 1, "(") and not listed) or (self.sign(i + 1, "->") and self.sign(i + 2, "("))
                if called and token.text not in self.functions:
                    self.into.capable()
            elif token.text == "]" and self.sign(i + 1, "(") and self.spec.subscripts and not self.has_body(i + 1):
                self.into.capable()

    def given_to(self, i: int) -> str | None:
        """The text that is set behind a key: `.key = "..."`, `["key"] = "..."`, `key: "..."`."""
        found, at = self.tokens or [], i + self.sign(i, "]")
        ahead = found[at + 1 : at + 2] if self.sign(at, "=") or self.sign(at, ":") or self.sign(at, "=>") else []
        return text_of(ahead)

    def given(self, i: int) -> list[str]:
        """The names of parameters between brackets that close at `i`."""
        found, at = self.tokens or [], i - 1
        while at > max(i - 24, 0) and found[at].text != "(":
            at -= 1
        return [token.text for token in found[at:i] if token.kind == "name"]

    def parameters(self, i: int) -> list[str]:
        """The names of parameters between brackets that open at `i`, any of which can be a function."""
        inside = (self.tokens or [])[i + 1 : i + 24] if self.sign(i, "(") else []
        end = next((n for n, token in enumerate(inside) if token.text == ")" and token.kind == "sign"), 0)
        return [token.text for token in inside[:end] if token.kind == "name"]

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
        return self.sign(closed(self.tokens or [], i, MAX_HEAD) + 1, "{")

    def brought_in(self, i: int) -> bool:
        """Whether a name stands where a module gives it: `import { a, rm } from`, `const { a, rm } = require(...)`."""
        ahead = (self.tokens or [])[i + 1 : i + 64]
        end = i + 1 + next((n for n, each in enumerate(ahead) if each.kind != "name" and each.text not in ",\n"), 0)
        return self.sign(end, "}") and (self.sign(end + 1, "from") or self.sign(end + 1, "="))

    def nested(self, code: str) -> None:
        """Code within the code."""
        if self.depth >= MAX_DEPTH:
            self.into.capable()
            return
        inner = _Script(self.spec, code, self.into, self.depth + 1, self.values)
        inner.functions, inner.left, inner.written = self.functions, self.left, self.written
        inner.imported |= self.imported
        inner.run()
        self.left = inner.left

    def name(self, i: int, token: Token) -> None:
        """A name that may be one that is called."""
        spec = self.spec
        chain = self.chain(i)
        following = self.tokens[i + 1] if self.tokens and i + 1 < len(self.tokens) else Token("sign", "")
        if token.text in ("import", "from") and following.kind == "text" and following.text.startswith(ADDRESSES):
            self.into.effect("exec-script", following.text)  # a module of JavaScript from the network
            return
        member = "." in chain
        before = i - 2 * chain.count(".") - 1
        begins = self.tokens[before].text if self.tokens and before >= 0 else ";"
        called = following.text == "(" or (following.kind == "text" and following.text != "" and token.text == "$")
        if not called and not spec.bare_calls:
            known = spec.actions.get(chain) or spec.actions.get(token.text, "")
            handed = begins in ("(", ",", "=", "[", ":", "=>", "return") or chain[0] == "."
            given = known.partition("+")[0] in _REFERABLE and handed and not self.sign(i + 1, ":")
            if given and not self.brought_in(i):
                self.into.capable()  # handed on, to be called elsewhere
            return
        if not member and spec.subscripts and token.text == "constructor" and self.has_body(i + 1):
            return  # a method of a class, where it is written
        action = self.action(chain, token.text, member)
        if action is not None:
            self.act(action, i + 1)
            return
        bare = spec.bare_calls and not member
        called = following.text == "(" or (bare and following.kind in ("text", "variable", "words"))
        starts = begins in (";", "\n", "{") and following.text not in ("=", ".", "::", ",", "}", ")", "=>", ":", "(")
        goes_on = following.text not in ("", "\n", ";") and token.text not in self.held
        self.other(i, token, chain, called or (bare and starts and goes_on and token.text[0].islower()))

    def action(self, chain: str, name: str, member: bool) -> str | None:
        """What the tables say that a name does."""
        actions = self.spec.actions
        for full in (chain, chain.partition(".")[2] if chain.count(".") > 1 else chain):
            if full in actions and ("." in full or self.may_act(full, member)):
                return actions[full]
        if member and f".{name}" in actions:
            return actions[f".{name}"]
        harmless_member = member and name in self.spec.plain and not self.loads(name)
        return actions[name] if name in actions and not harmless_member and self.may_act(name, member) else None

    def other(self, i: int, token: Token, chain: str, called: bool) -> None:
        """A name of which the tables do not say what it does."""
        spec, member = self.spec, "." in chain
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
            if not member and self.grave and token.text not in self.imported:
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
        """`File.delete` for the name `delete` in it; no more of a long one than any table has."""
        found = self.tokens or []
        parts = [found[i].text]
        while i >= 2 and found[i - 1].text in _JOINS and found[i - 2].kind in ("name", "variable"):
            if len(parts) == MAX_CHAIN:
                break
            i -= 2
            parts.append(found[i].text)
        if i >= 1 and found[i - 1].text in _JOINS:
            of_module = i >= 5 and found[i - 2].text == ")" and found[i - 5].text == "require"
            parts.append(found[i - 3].text.removeprefix("node:") if of_module else "")  # `require("https").request`
        return ".".join(reversed(parts))
