"""Options of filters, read the way their programs read them."""

from __future__ import annotations

from collections.abc import Sequence


class Options:
    """What `words` hold: options by name with their values ("" for those that take none), and the operands."""

    __slots__ = ("given", "operands")

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        self.operands: list[str] = []

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def get(self, name: str, otherwise: str = "") -> str:
        """The value of an option, the last one where it is given twice."""
        return self.given.get(name, otherwise)


def read(words: Sequence[str], flags: str, valued: str = "", /, **long: str) -> Options | None:
    """Read options; None where one is not listed.

    `flags` are letters without a value, `valued` those with one. `long` names the letter that a long option (with `_`
    for `-`) stands for.
    """
    found = Options()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            found.operands += rest
            break
        if len(word) < 2 or word[0] != "-":
            found.operands.append(word)
        elif word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            letter = long.get(name.replace("-", "_"))
            if letter is None or (bool(equals) and letter not in valued):
                return None
            if letter in valued and not equals:
                if not rest:
                    return None
                value = rest.pop(0)
            found.given[letter] = value
        elif not _bundle(word[1:], rest, flags, valued, found):
            return None
    return found


def _bundle(letters: str, rest: list[str], flags: str, valued: str, found: Options) -> bool:
    for at, letter in enumerate(letters):
        if letter in valued:
            value = letters[at + 1 :]
            if not value:
                if not rest:
                    return False
                value = rest.pop(0)
            found.given[letter] = value
            return True
        if letter not in flags:
            return False
        found.given[letter] = ""
    return True
