"""What stands in parentheses in zsh's patterns: alternatives, and qualifiers, which can hold code.

Source: zshexpn(1) "Glob Operators", "Glob Qualifiers"; zsh 5.9.
"""

from __future__ import annotations

from chimera_guard.syntax.dialects.zsh.braces import PAIRS, Braces
from chimera_guard.syntax.dialects.zsh.names import DIGITS, NAME

ENDS = frozenset(" \t\n;&|<>)")
PROGRAM = NAME | frozenset("-.+")
_BLANK = frozenset(" \t")
_CHANGING = (":h", ":a:", ":A:", ":s", ":gs", ":P:")
# Letters of glob qualifiers that can stand before one with code; some with a text between two of any character.
_QUALIFIERS = frozenset("/F.@=p*%rwxARWXIEsStUGcmahLDNnoOYMTVkKmMpPwMdugf^-+,#q0123456789")
_WITH_TEXT = frozenset("fugP")


class Patterns(Braces):
    """Reads patterns."""

    def numbers(self) -> str:
        """`<1-9>`, a pattern of numbers; empty where none stands here."""
        if not self.at("<"):
            return ""
        end = self.source.find(">", self.place, self.place + 40)
        first, dash, last = self.source[self.place + 1 : max(end, 0)].partition("-")
        return self.source[self.place : end + 1] if dash and DIGITS.issuperset(first + last) else ""

    def defines(self) -> bool:
        """Whether an empty pair of parentheses stands here."""
        place = self.place + 1
        while self.source[place : place + 1] in _BLANK and place < len(self.source):
            place += 1
        return self.source[place : place + 1] == ")"

    def group(self) -> str:
        """`(a|b)` or `(N)` in a word: any names, or those that there are; with the code that picks among them."""
        self.place += 1
        start = self.place
        run: list[str] = []
        code = ""
        choice = depth = 0
        qualifiers = True
        while depth or not self.at(")"):
            if qualifiers and self.peek() and self.peek() in "eo+" and (picked := self.picking()):
                code += picked
                continue
            if qualifiers and self.peek() and self.peek() in _WITH_TEXT:
                self.skip_text(run)
                continue
            if qualifiers and self.at("["):  # which of them
                self.arithmetic("[", "]")
                continue
            qualifiers = qualifiers and self.peek() in _QUALIFIERS
            if self.at("$"):
                run.append(self.dollar(False))
            elif (text := self.quoting()) is not None:
                run.append(text if text.startswith("$(") else "")
            else:
                letter = self.next("a parenthesis is not closed")
                choice |= letter in "|/#" and self.source[start] != "#"
                depth += (letter == "(") - (letter == ")")
        self.place += 1
        last = not self.peek() or self.peek() in ENDS
        runs = "".join(text for text in run if "$(" in text)
        self.changed = last and any(mark in self.source[start : self.place] for mark in _CHANGING)
        sure = last and not choice and "N" not in self.source[start : self.place]  # with `N` it may be none at all
        return f"{'' if sure else '*'}{code}{runs}"

    def skip_text(self, run: list[str]) -> None:
        """Pass a qualifier with the text behind it, `u:name:`; what runs in the text is added to `run`."""
        self.place += 1
        mark = self.peek()
        if not mark or mark in NAME | ENDS | _QUALIFIERS | {"$", '"', "'", "`", "\\"}:
            return
        self.place += 1
        end = PAIRS.get(mark, mark)
        while not self.take(end):
            if self.at("$"):
                run.append(self.dollar(False))
            elif (text := self.quoting()) is not None:
                run.append(text)
            else:
                self.next("a parenthesis is not closed")

    def picking(self) -> str:
        """The code of a qualifier, `e:code:` or `+name`, as a substitution; empty where none stands here."""
        here = self.place
        self.while_in(frozenset("oO"))
        name = self.while_in(PROGRAM) if self.take("+") else ""
        if name and not name[0].isdecimal():  # `L+10` is a size
            return f"$({name})"
        mark = self.peek(2)[1:]
        if name or not self.take("e") or not mark or mark in NAME | ENDS | {"]"}:
            self.place = here
            return ""
        self.place += 1
        start, end = self.place, PAIRS.get(mark, mark)
        while not self.at(end) or not self.peek():
            letter = self.next("the code of a pattern is not closed")
            if letter == "'" or letter == '"':
                while self.next("a quote is not closed") != letter:
                    pass
            self.place += letter == "\\"
        text = self.source[start : self.place]
        self.place += 1
        return f"$(eval {text})"
