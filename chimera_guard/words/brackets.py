"""Bracket expressions of patterns: `[a-z]`, `[!x]`, `[[:digit:]]`."""

from __future__ import annotations

from collections.abc import Callable

CLASSES: dict[str, Callable[[str], bool]] = {
    "alpha": str.isalpha,
    "digit": lambda c: "0" <= c <= "9",
    "alnum": str.isalnum,
    "upper": str.isupper,
    "lower": str.islower,
    "space": str.isspace,
    "blank": lambda c: c in " \t",
    "punct": lambda c: c.isprintable() and not c.isalnum() and c != " ",
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
    "cntrl": lambda c: ord(c) < 32 or ord(c) == 127,
    "print": str.isprintable,
    "graph": lambda c: c.isprintable() and c != " ",
    "word": lambda c: c.isalnum() or c == "_",
    "ascii": str.isascii,
}


class Bracket:
    """The characters that one place of a pattern takes; without members and negated, any one."""

    __slots__ = ("classes", "members", "negated", "ranges")

    def __init__(self, negated: bool) -> None:
        self.members: set[str] = set()
        self.negated = negated
        self.ranges: list[tuple[str, str]] = []
        self.classes: list[Callable[[str], bool]] = []

    def takes(self, character: str) -> bool:
        """Whether the expression matches this character."""
        inside = (
            character in self.members
            or any(low <= character <= high for low, high in self.ranges)
            or any(check(character) for check in self.classes)
        )
        return inside != self.negated


def bracket(pattern: str, at: int, escapes: bool = True) -> tuple[Bracket, int] | None:
    """Return the bracket expression at the `[` at `at` and the place behind it, None where there is none.

    Without `escapes`, a backslash in it is a character like any other.
    """
    at += 1
    negated = pattern[at : at + 1] in ("!", "^")
    at += negated
    found = Bracket(negated)
    first = True
    while at < len(pattern):
        if pattern[at] == "]" and not first:
            return found, at + 1
        first = False
        if pattern.startswith("[:", at) and (stop := pattern.find(":]", at + 2)) > 0:
            check = CLASSES.get(pattern[at + 2 : stop])
            if check is not None:
                found.classes.append(check)
                at = stop + 2
                continue
        low, at = _member(pattern, at, escapes)
        if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("]", ""):
            high, at = _member(pattern, at + 1, escapes)
            found.ranges.append((low, high))
        else:
            found.members.add(low)
    return None


def _member(pattern: str, at: int, escapes: bool) -> tuple[str, int]:
    """One character of the expression, and the place behind it."""
    for mark in ("[.", "[="):
        if pattern.startswith(mark, at) and pattern.startswith(mark[1] + "]", at + 3):
            return pattern[at + 2], at + 5
    if escapes and pattern[at] == "\\" and at + 1 < len(pattern):
        return pattern[at + 1], at + 2
    return pattern[at], at + 1
