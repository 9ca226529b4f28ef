"""The words of fish's language: what they are made of, and where they end."""

from __future__ import annotations

import re

from chimera_guard.syntax.dialects.cursor import Cursor
from chimera_guard.syntax.dialects.fish.escapes import escaped
from chimera_guard.syntax.dialects.fish.parts import Braces, Part, Substitution, Text, Token, Variable

_BLANK = " \t\r"
_ENDS = frozenset(" \t\r\n;&|<>)")
_BLANKS = frozenset(" \t\r\n;|<>)")
_MARKS = frozenset("<>&|;\n0123456789")
_NOTHING = _ENDS | {""}
_PLAIN = re.compile(r"[A-Za-z0-9_./:=,+@%^!-]+", re.ASCII)
_IN_BRACES = re.compile(r"[A-Za-z0-9_./:=+@%^!-]+", re.ASCII)
_QUOTED = re.compile(r"[^\\\"$]+")
_NAME = re.compile(r"\w*")
_MAX_DEPTH = 60
_GROUPS = frozenset({"{ ", "{\n", "{\t", "{;"})


def tokens(source: str, ends: bool = False) -> list[Token]:
    """All tokens of `source`. Raises ValueError for what fish would not read either.

    An ampersand in a word `ends` it in versions before 3.5.
    """
    lexer = _Lexer(source, ends)
    found = lexer.tokens()
    if lexer.place < len(source):
        raise ValueError("')' is out of place")
    return found


class _Lexer(Cursor):
    def __init__(self, source: str, ends: bool) -> None:
        super().__init__(source)
        self.ends = ends
        self.depth = 0

    def tokens(self) -> list[Token]:
        """The tokens up to a parenthesis that closes, which is not taken, or to the end."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        found: list[Token] = []
        continued = -1  # how many tokens there were when a line was continued
        while self.place < len(self.source):
            character = self.source[self.place]
            if character in _BLANK:
                self.place += 1
            elif character == "\\" and self.peek(2) == "\\\n":
                self.place += 2
                continued = len(found)
            elif character == "#":  # behind a continued line, its own end is none either
                end = self.source.find("\n", self.place)
                self.place = len(self.source) if end < 0 else end + (continued == len(found))
            elif character == ")":
                break
            elif character == "{" and self.peek(2) in _GROUPS and (not found or found[-1].kind == "operator"):
                self.place += 1
                found.append(Token("{", (Text("{"),), text="{"))
            elif character in _MARKS:
                found.append(self.redirection() or self.operator() or self.word())
            else:
                found.append(self.word())
        self.depth -= 1
        return found

    def operator(self) -> Token | None:
        for raw, text in _OPERATORS.get(self.peek(), ()):
            if self.source.startswith(raw, self.place):
                self.place += len(raw)
                return Token(text, kind="operator")
        return None

    def redirection(self) -> Token | None:
        start = self.place
        while self.peek().isdecimal():
            self.place += 1
        number = self.source[start : self.place]
        for raw, text in _REDIRECTIONS.get(self.peek(), ()):
            if self.source.startswith(raw, self.place):
                self.place += len(raw)
                if "|" in text:
                    return Token("|" if text == "|" and number in ("", "1") else "|&", kind="operator")
                while self.peek() and (self.peek() in _BLANK or self.peek(2) == "\\\n"):
                    self.place += 1 + (self.peek() == "\\")
                number = "" if text[0] == "&" else number
                return Token(number + text, self.word().parts, "redirection")
        self.place = start
        return None

    def word(self) -> Token:
        start = self.place
        plain = _PLAIN.match(self.source, start)
        if plain is not None and (plain.end() == len(self.source) or self.source[plain.end()] in _BLANKS):
            self.place = plain.end()
            return Token(plain.group(), (Text(plain.group(), True),), text=plain.group())
        parts: list[Part] = []
        while self.place < len(self.source) and (self.source[self.place] not in _ENDS or self.joins(start)):
            plain = _PLAIN.match(self.source, self.place)
            if plain is not None:
                parts.append(Text(plain.group(), True))
                self.place = plain.end()
            elif self.source[self.place] == "[" and self.place > start:
                self.brackets(parts)
            else:
                self.part(parts)
        if start == self.place:
            raise ValueError("a word is missing")
        known = all(type(part) is Text for part in parts)
        text = "".join([part.text for part in parts if type(part) is Text]) if known else None
        return Token(self.source[start : self.place], tuple(parts), text=text)

    def joins(self, start: int) -> bool:
        """Whether there is an ampersand in the middle of the word that begins at `start`."""
        pair = self.peek(2)
        return pair[0] == "&" and self.place > start and not self.ends and pair[1:] not in _NOTHING

    def brackets(self, parts: list[Part]) -> None:
        """`[...]` in a word: as in an index, nothing in it ends the word."""
        parts.append(Text("[", True))
        self.place += 1
        while (character := self.peek()) != "]":
            if not character:
                raise ValueError("a bracket is not closed")
            if character in _ENDS:
                parts.append(Text(character))
                self.place += 1
            else:
                self.part(parts)
        parts.append(Text("]", True))
        self.place += 1

    def part(self, parts: list[Part]) -> None:
        """Read what stands here, and add it to `parts`."""
        character = self.peek()
        if character == "'":
            parts.append(self.single())
        elif character == '"':
            self.double(parts)
        elif character == "\\":
            text, self.place = escaped(self.source, self.place)
            parts.append(Text(text))
        elif character == "$":
            parts.append(self.dollar(quoted=False))
        elif character == "(":
            parts.append(self.substitution(quoted=False))
        elif character == "{":
            self.braces(parts)
        else:
            self.place += 1
            parts.append(Text(character, True))

    def single(self) -> Text:
        self.place += 1
        text: list[str] = []
        while (character := self.peek()) != "'":
            if not character:
                raise ValueError("a quote is not closed")
            if character == "\\" and self.peek(2) in ("\\'", "\\\\"):
                self.place += 1
            text.append(self.peek())
            self.place += 1
        self.place += 1
        return Text("".join(text))

    def double(self, parts: list[Part]) -> None:
        self.place += 1
        parts.append(Text(""))
        while (character := self.peek()) != '"':
            if not character:
                raise ValueError("a quote is not closed")
            if character == "$":
                parts.append(self.substitution(True) if self.peek(2) == "$(" else self.dollar(quoted=True))
            elif character == "\\":
                pair = self.peek(2)
                parts.append(Text("" if pair == "\\\n" else pair[1:] if pair[1:] in ('"', "\\", "$") else pair))
                self.place += len(pair)
            else:
                run = _QUOTED.match(self.source, self.place)
                self.place = run.end() if run is not None else self.place + 1
                parts.append(Text(run.group() if run is not None else character))
        self.place += 1

    def dollar(self, quoted: bool) -> Part:
        start = self.place
        while self.peek() == "$":
            self.place += 1
        dollars = self.place - start
        while self.peek(2) == "\\\n":
            self.place += 2
        if self.peek() == "(" and dollars == 1 and not quoted:
            return self.substitution(quoted)
        braced = self.peek() == "{"  # which only those write who put something into a text
        name = _NAME.match(self.source, self.place + braced)
        if name is None or not name.group() or (braced and self.source[name.end() : name.end() + 1] != "}"):
            return Text("$" * dollars)
        self.place = name.end() + braced
        text = name.group()
        while not quoted and not braced and self.peek() == "\\" and self.peek(2) != "\\\n":  # an escape goes on with it
            more, place = escaped(self.source, self.place)
            if not more or not more.replace("_", "a").isalnum():
                break
            following = _NAME.match(self.source, place)
            text += more + (following.group() if following is not None else "")
            self.place = following.end() if following is not None else place
        return Variable(text, quoted, dollars, self.index(quoted))

    def index(self, quoted: bool) -> tuple[Part, ...] | None:
        """What stands in the brackets that follow, if there are any."""
        parts: list[Part] = []
        if self.peek() != "[":
            return None
        while self.peek() == "[":
            parts.extend([Text(" ")] if parts else [])
            self.place += 1
            while (character := self.peek()) != "]":
                if not character:
                    raise ValueError("an index is not closed")
                if character in _ENDS or (quoted and character != "$"):
                    self.place += 1
                    parts.append(Text(character))
                elif quoted and self.peek(2) != "$(":
                    parts.append(self.dollar(quoted))
                else:
                    self.part(parts)
            self.place += 1
        return tuple(parts)

    def substitution(self, quoted: bool) -> Substitution:
        """`( ... )` or `$( ... )`, up to the parenthesis that closes it."""
        self.place += 2 if self.peek() == "$" else 1
        found = self.tokens()
        if self.peek() != ")":
            raise ValueError("a substitution is not closed")
        self.place += 1
        return Substitution(found, quoted, self.index(quoted))

    def braces(self, parts: list[Part]) -> None:
        """`{ ... }`, up to the brace that closes it: alternatives, a variable set apart, or nothing special."""
        start = self.place
        self.place += 1
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError("it is nested too deeply")
        found: list[list[Part]] = [[]]
        while (character := self.peek()) != "}":
            plain = _IN_BRACES.match(self.source, self.place)
            if not character:
                raise ValueError("a brace is not closed")
            if plain is not None:
                found[-1].append(Text(plain.group(), True))
                self.place = plain.end()
            elif character == ",":
                found.append([])
                self.place += 1
            else:
                self.part(found[-1])
        self.place += 1
        self.depth -= 1
        if len(found) > 1 or any(type(part) is not Text for part in found[0]):
            parts.append(Braces(tuple(map(_trimmed, found))))
        else:
            parts.append(Text(self.source[start : start + 1]))
            parts.extend([*found[0], Text("}")])


def _trimmed(parts: list[Part]) -> tuple[Part, ...]:
    """An alternative without the blanks around it."""
    blank = [type(part) is Text and part.plain and not part.text.strip(" \t") for part in parts]
    first = blank.index(False) if False in blank else len(parts)
    last = len(parts) - (blank[::-1].index(False) if False in blank else 0)
    return tuple(parts[first:last])


_OPERATORS: dict[str, tuple[tuple[str, str], ...]] = {
    "&": (("&&", "&&"), ("&|", "|&"), ("&", "&")),
    "|": (("||", "||"), ("|", "|")),
    ";": ((";", ";"),),
    "\n": (("\n", "\n"),),
}
_REDIRECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "&": (("&|", "|&"), ("&>>?", "&>>"), ("&>>", "&>>"), ("&>?", "&>>"), ("&>", "&>")),
    ">": ((">>?", ">>"), (">>", ">>"), (">?", ">>"), (">|", "|"), (">&", ">&"), (">", ">")),
    "<": (("<&", "<&"), ("<?", "<"), ("<", "<")),
}
