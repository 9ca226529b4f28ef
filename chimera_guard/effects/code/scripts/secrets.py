"""Secrets of the environment, by the names of their variables, that a script prints, asks an address with, or sends."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.code.scripts.brackets import nesting
from chimera_guard.effects.code.scripts.tokens import ADDRESSES, Syntax, Token, tokens
from chimera_guard.effects.places import names
from chimera_guard.effects.secret_names import names_secret

MAX_TOKENS = 4_000
MAX_DEPTH = 3
# What stands in front of the name of a variable: `process.env.X`, `ENV["X"]`, `$ENV{X}`, `os.Getenv("X")`.
_HOLDERS = frozenset({"ENV", "env", "getenv", "Getenv", "LookupEnv", "$ENV", "$_ENV", "$_SERVER", "Sys.getenv"})
_PRINTS = names(
    """
    puts p pp print printf say echo print_r var_dump var_export println Println Printf Print message cat warn die
    error_log alert
    """
)
_PRINTS_OF = {
    "console": names("log error warn info debug dir table trace"), "stdout": names("write puts print printf"),
    "stderr": names("write puts print printf"), "$stdout": names("write puts print"), "io": frozenset({"write"}),
    "$stderr": names("write puts print"), "STDOUT": names("write puts print"), "STDERR": names("write puts print"),
}  # fmt: skip
# What tells no more of a secret than whether, or how long, it is.
_BEFORE = names(
    """
    ! typeof defined length strlen Boolean bool exists empty isset is_null len nchar crypto createHash key? has_key?
    include? member?
    """
)
_BEHIND = frozenset(["?", "==", "===", "!=", "!==", "&&", "||", "??"])
_SAME = [[".", name] for name in ("to_s", "toString", "strip", "trim")]
_PARTS = names("length size slice substring substr nil? empty? present? blank? start_with? startsWith hash bytesize")
# Under these names one secret is how somebody logs in at the other end.
_LOGGING_IN = names(
    """
    headers header auth authorization authentication cookies cert password passwd client_secret secret api_key apikey
    key token access_token accesstoken username user bearer httpheader curlopt_httpheader curlopt_userpwd
    """
)
_BODIES = names("body data form json payload content CURLOPT_POSTFIELDS")
_POSTS = frozenset({"post", "put", "patch", "post_form", "post_json", "Post", "PostForm"})
_PART = (["."], ["["], ["?."])
_ENDS = frozenset([";", "\n"])


def note(code: str, syntax: Syntax, into: Collector, printed: bool = False) -> None:
    """Note what becomes of secrets of the environment; `printed` is whether the code's own value is printed."""
    if not any(holder in code for holder in ("env", "ENV", "_SERVER")):
        return
    found = tokens(code, syntax)
    if found is None or len(found) > MAX_TOKENS:
        return
    script = _Secrets(found, syntax)
    if script.printed() or (printed and script.holds(found)):
        into.effect("reveal")
    if script.asked():
        into.effect("fetch", None, "secret")
    if script.sent():
        into.effect("send", None, "secret")


class _Secrets:
    """A script's tokens, and the names that stand for secrets in it."""

    def __init__(self, found: Sequence[Token], syntax: Syntax) -> None:
        self.tokens = found
        self.syntax = syntax
        self.held: set[str] = set()
        for i, token in enumerate(found):
            if token.text in ("=", ":", "<") and token.kind == "sign" and i:
                self._assigned(i)

    def _assigned(self, i: int) -> None:
        """Note the names to which the sign at `i` gives a secret: `t = ...`, `t := ...`, `{ A, B } = process.env`."""
        found, value = self.tokens, i + 1
        while value < len(found) and found[value].text in ("=", "-"):
            value += 1
        if found[i].text in (":", "<") and value == i + 1:
            return
        before = found[i - 1]
        if before.kind in ("name", "variable") and self.holds(found[value : self._end(value)]):
            self.held.add(before.text)
        texts = [token.text for token in found[value : value + 4]]
        if before.text == "}" and "env" in texts[:3] and texts[-1:] != ["."]:
            at = i - 2
            while at >= 0 and found[at].text != "{" and i - at < 60:
                aliased = found[at - 1].text == ":" and names_secret(found[at - 2].text)
                if names_secret(found[at].text) or aliased:
                    self.held.add(found[at].text)
                at -= 1

    def _end(self, i: int) -> int:
        """Where an expression ends that begins at `i`."""
        depth = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            depth += nesting(token)
            if depth < 0 or (depth == 0 and (token.kind == "sign" and token.text in _ENDS or self._modifies(i))):
                break
            i += 1
        return i

    def _modifies(self, i: int) -> bool:
        """Whether `if` or its like stands at `i`, behind the statement that it is about."""
        return self.tokens[i].kind == "name" and self.tokens[i].text in ("if", "unless", "while", "until")

    def holds(self, part: Sequence[Token], depth: int = 0) -> bool:
        """Whether a secret is in what these tokens give."""
        for i, token in enumerate(part):
            if token.kind == "text" and not token.plain and depth < MAX_DEPTH and self._within(token, depth):
                return True
            named = (
                token.kind in ("name", "variable") and token.text in self.held and not (i and part[i - 1].text == ".")
            )
            if (named or _is_secret(part, i)) and not _told(part, i):
                return True
        return False

    def _within(self, token: Token, depth: int) -> bool:
        """Whether a secret is put into a text."""
        for inner in token.inner:
            found = tokens(inner, self.syntax)
            if found is not None and self.holds(found, depth + 1):
                return True
        if "$" not in self.syntax.sigils or "$" not in token.text:
            return False
        words = "".join(sign if sign.isalnum() or sign in "_$" else " " for sign in token.text).split()
        return any(
            word in self.held or (names_secret(word) and n and words[n - 1] in _HOLDERS) for n, word in enumerate(words)
        )

    def printed(self) -> bool:
        """Whether a secret is printed."""
        for i, token in enumerate(self.tokens):
            if token.kind != "name" or not self._prints(i):
                continue
            start = i + 1
            if self.holds(self.tokens[start : self._end(start + 1) if self._is(start, "(") else self._end(start)]):
                return True
        return False

    def _prints(self, i: int) -> bool:
        word, owner = self.tokens[i].text, self.tokens[i - 2].text if i > 1 and self._is(i - 1, ".") else ""
        return word in _PRINTS_OF.get(owner, ()) or (word in _PRINTS and owner in ("", "fmt", "log", "System", "out"))

    def asked(self) -> bool:
        """Whether a secret is put into an address."""
        start = 0
        for i in range(len(self.tokens) + 1):
            if i < len(self.tokens) and not self._separates(i):
                continue
            part = self.tokens[start:i]
            address = next((n for n, each in enumerate(part) if each.text.startswith(ADDRESSES)), None)
            if address is not None and not any("@" in each.text for each in part[address:] if each.kind == "text"):
                prints = any(each.kind == "name" and each.text in (*_PRINTS, "log") for each in part[:address])
                if not prints and self.holds(part[address:]):
                    return True
            start = i + 1
        return False

    def _separates(self, i: int) -> bool:
        token = self.tokens[i]
        variable = token.text == "{" and i and self.tokens[i - 1].text in _HOLDERS
        closes = token.text == "}" and i > 2 and self.tokens[i - 3].text in _HOLDERS
        return token.kind == "sign" and token.text in (",", ";", "{", "}", "\n") and not variable and not closes

    def sent(self) -> bool:
        """Whether a secret is in what is sent, and not what somebody logs in with."""
        for i, token in enumerate(self.tokens):
            named = token.text in _BODIES and any(self._is(i + 1, sign) for sign in (":", "=>", "=", ","))
            begin = i + 2 if named else self._second(i)
            if begin and self.holds(self._without_login(self.tokens[begin : self._item(begin)])):
                return True
        return False

    def _second(self, i: int) -> int:
        """Where the second argument begins of a call at `i` that posts it; 0 for any other."""
        if self.tokens[i].text not in _POSTS or not self._is(i + 1, "("):
            return 0
        behind = self._item(i + 2)
        return behind + 1 if self._is(behind, ",") else 0

    def _item(self, i: int) -> int:
        """Where an item of a list ends that begins at `i`."""
        depth = 0
        for at in range(i, len(self.tokens)):
            text = self.tokens[at].text if self.tokens[at].kind == "sign" else ""
            depth += nesting(self.tokens[at])
            if depth < 0 or (depth == 0 and text in (",", ";", "\n")):
                return at
        return len(self.tokens)

    def _without_login(self, part: Sequence[Token]) -> list[Token]:
        kept: list[Token] = []
        skipping = 0
        for i, token in enumerate(part):
            ahead = part[i + 1].text if i + 1 < len(part) else ""
            if token.text.lower() in _LOGGING_IN and ahead in (":", "=", "=>"):
                skipping = 1
            elif skipping and token.kind == "sign" and token.text in (",", "}"):
                skipping = 0
            if not skipping:
                kept.append(token)
        return kept

    def _is(self, i: int, text: str) -> bool:
        return i < len(self.tokens) and self.tokens[i].text == text and self.tokens[i].kind == "sign"


def _is_secret(part: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` names a variable of the environment that holds a secret."""
    if part[i].kind not in ("name", "text") or not names_secret(part[i].text):
        return False
    before = [token.text for token in part[max(i - 4, 0) : i]]
    return not _HOLDERS.isdisjoint(before[-2:]) or (len(before) == 4 and before[0] in _HOLDERS)


def _told(part: Sequence[Token], i: int) -> bool:
    """Whether no more is told of the secret at `i` than whether it is there, or how long."""
    at = i + 1
    while at < len(part) and part[at].text in ("]", "}", ")"):
        at += 1
    while [token.text for token in part[at : at + 2]] in _SAME:
        at += 2
    behind = [token.text for token in part[at : at + 2]]
    if behind[:1] and (behind[0] in _BEHIND or (behind[0] in (".", "?.", "&.") and behind[1:] and behind[1] in _PARTS)):
        return True
    return any(token.text in _BEFORE for token in part[max(i - 8, 0) : i])


def leaks(arguments: Sequence[Sequence[Token]]) -> tuple[str, ...]:
    """("secret",) where the whole environment is handed on (`process.env`), and not one variable of it."""
    for argument in arguments:
        texts = [token.text for token in argument]
        if (
            "%ENV" in texts
            or "$_ENV" in texts
            or any(texts[n : n + 3] == ["ENV", ".", "to_h"] for n in range(len(texts)))
        ):
            return ("secret",)
        for n, text in enumerate(texts):
            if text == "env" and texts[max(n - 2, 0) : n] == ["process", "."] and texts[n + 1 : n + 2] not in _PART:
                return ("secret",)
    return ()
