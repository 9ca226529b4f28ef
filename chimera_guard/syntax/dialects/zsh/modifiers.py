"""What zsh does to a value behind a colon, as operators of the other language. Source: zshexpn(1) "Modifiers"."""

from __future__ import annotations

from chimera_guard.syntax.dialects.cursor import Cursor
from chimera_guard.syntax.dialects.zsh.names import DIGITS, NAME

HERE = ":-$PWD"
_MODIFIERS = {"h": "dirname", "t": "##*/", "r": "%.*", "l": ",,", "u": "^^", "a": "", "A": "", "P": HERE}
_OTHER_MODIFIERS = frozenset("ceqQx")
_REPEATED = frozenset("fgw")  # how often the next one is done
_REPLACED = NAME | frozenset("-./:,@%+=^# ")  # what a replacement may be made of


class Modifiers(Cursor):
    """Reads the modifiers behind a variable."""

    def modifiers(self, braced: bool = False) -> list[str]:
        """`:h`, `:s/a/b/` and the like; a colon before anything else is text."""
        found: list[str] = []
        while self.at(":"):
            end = self.place + 1
            while self.source[end : end + 1] in _REPEATED:
                end += 1
            prefixes, letter = self.source[self.place + 1 : end], self.source[end : end + 1]
            repeated = prefixes.strip("g") != ""
            if letter == "&" and braced:
                self.place = end + 1
                found.append("!")
            elif letter == "s":
                self.place = end + 1
                changed = self.replacement("//" if "g" in prefixes else "/", braced)
                found.append("!" if repeated else changed)
            elif letter and (letter in _MODIFIERS or letter in _OTHER_MODIFIERS):
                self.place = end + 1
                if braced and self.while_in(DIGITS) and letter in "ht":  # so many of its parts
                    found.append("!")
                found.append("!" if repeated else _MODIFIERS.get(letter, "!"))
            else:
                break
        return found

    def replacement(self, operator: str, braced: bool) -> str:
        """What stands behind `:s` or `:gs`, as an operator; `!` where that can't be said."""
        mark = self.next("a modifier is not complete")
        if mark in NAME:
            self.while_in(NAME)
            return "!"
        old, new = self.up_to(mark), self.up_to(mark)
        text = mark + old + new
        if not _REPLACED.issuperset(text) or (" " in text and not braced):  # it may end the word
            raise ValueError("what is replaced can't be read")
        return f"{operator}{old}/{new}" if "/" not in old + new else "!"
