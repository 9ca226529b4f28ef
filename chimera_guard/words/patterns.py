"""Shell patterns, with their extended groups, matched without regular expressions and in bounded time.

A set of places in the text is an integer with one bit for each place, so that every step handles all of them at once.
"""

from __future__ import annotations

from chimera_guard.words.brackets import Bracket, bracket
from chimera_guard.words.work import Work

MAX_TEXT = 20_000
MAX_PATTERN = 4_000
MAX_WORK = 10_000


class TooMuch(Exception):
    """Matching would take longer than the bounds allow."""


class Group:
    """`@(a|b)` and its like."""

    __slots__ = ("alternatives", "kind")

    def __init__(self, kind: str, alternatives: list[list[Token]]) -> None:
        self.kind = kind
        self.alternatives = alternatives


class Star:
    """`*`."""

    __slots__ = ()


STAR = Star()
Token = str | Bracket | Group | Star  # "?" for any character is a bracket expression without members


def compiled(pattern: str) -> list[Token]:
    """Return the tokens of a pattern.

    Raises:
        TooMuch: when the pattern is longer than the bound, or nested too deeply.
    """
    if len(pattern) > MAX_PATTERN:
        raise TooMuch
    tokens, at = _tokens(pattern, 0, "", 0)
    assert at == len(pattern)
    return tokens


def _tokens(pattern: str, at: int, ends: str, depth: int) -> tuple[list[Token], int]:
    tokens: list[Token] = []
    while at < len(pattern):
        c = pattern[at]
        if c in ends:
            break
        if c in "?*+@!" and pattern.startswith("(", at + 1) and (end := _group(pattern, at + 2)) > 0:
            tokens.append(_alternatives(pattern, at, end, depth))
            at = end + 1
            continue
        at += 1
        if c == "\\" and at < len(pattern):
            tokens.append(pattern[at])
            at += 1
        elif c == "*":
            if not tokens or tokens[-1] is not STAR:
                tokens.append(STAR)
        elif c == "?":
            tokens.append(Bracket(True))
        elif c == "[" and (found := bracket(pattern, at - 1)) is not None:
            tokens.append(found[0])
            at = found[1]
        else:
            tokens.append(c)
    return tokens, at


def _group(pattern: str, at: int) -> int:
    """Where the group whose inside begins at `at` closes, -1 where it does not."""
    depth = 1
    while at < len(pattern):
        c = pattern[at]
        if c == "\\":
            at += 1
        elif c == "[" and (found := bracket(pattern, at)) is not None:
            at = found[1] - 1
        elif c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return -1


def _alternatives(pattern: str, at: int, end: int, depth: int) -> Group:
    if depth > 8:
        raise TooMuch
    kind = pattern[at]
    at += 2
    found: list[list[Token]] = []
    while True:
        tokens, at = _tokens(pattern[:end], at, "|", depth + 1)
        found.append(tokens)
        if at >= end:
            return Group(kind, found)
        at += 1


class Matcher:
    """One pattern over one text."""

    __slots__ = ("all", "floor", "masks", "size", "text", "tokens", "work")

    def __init__(self, text: str, tokens: list[Token], work: Work) -> None:
        if len(text) > MAX_TEXT or work.left <= 0:
            raise TooMuch
        self.text = text
        self.size = len(text)
        self.tokens = tokens
        self.all = (1 << len(text) + 1) - 1
        self.masks: dict[Token, int] = {}
        self.work = work
        self.floor = max(work.left - MAX_WORK, 0)

    def ends(self, start: int) -> int:
        """The places at which a match that begins at `start` can end."""
        return self.step(self.tokens, 1 << start)

    def step(self, tokens: list[Token], places: int) -> int:
        """The places that `tokens` lead to from `places`."""
        for token in tokens:
            if not places:
                return 0
            self.work.left -= 2 + (self.size >> 10)
            if self.work.left < self.floor:
                raise TooMuch
            if token is STAR:
                places = self.all & -(places & -places)
            elif isinstance(token, Group):
                places = self.group(token, places)
            else:
                places = (places & self.mask(token)) << 1
        return places

    def mask(self, token: Token) -> int:
        """The places whose character the token takes."""
        found = self.masks.get(token)
        if found is None:
            self.work.left -= self.size >> 3
            takes = token.takes if isinstance(token, Bracket) else token.__eq__
            flags = {character: "1" if takes(character) else "0" for character in set(self.text)}
            bits = "".join([flags[character] for character in reversed(self.text)])
            found = self.masks[token] = int(bits, 2) if bits else 0
        return found

    def group(self, group: Group, places: int) -> int:
        """The places behind a group."""
        kind = group.kind
        if kind == "!":
            return self.negated(group, places)
        once = self.either(group, places)
        if kind == "@":
            return once
        if kind == "?":
            return once | places
        seen = once
        while once:
            once = self.either(group, once) & ~seen
            seen |= once
        return seen | places if kind == "*" else seen

    def either(self, group: Group, places: int) -> int:
        """The places behind any one of a group's alternatives."""
        found = 0
        for tokens in group.alternatives:
            found |= self.step(tokens, places)
        return found

    def negated(self, group: Group, places: int) -> int:
        """The places behind anything but the alternatives, from each place on its own."""
        found = 0
        while places:
            first = places & -places
            found |= self.all & -first & ~self.either(group, first)
            places ^= first
        return found


def mirrored(tokens: list[Token]) -> list[Token]:
    """The tokens that match a text backwards."""
    return [
        Group(token.kind, [mirrored(inner) for inner in token.alternatives]) if isinstance(token, Group) else token
        for token in reversed(tokens)
    ]
