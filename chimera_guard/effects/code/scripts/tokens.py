"""One tokenizer for the scripting languages that are given on command lines."""

from __future__ import annotations

import re
from typing import NamedTuple

from chimera_guard.effects.code.reading import Exhausted
from chimera_guard.effects.code.scripts.interpolation import code_end, interpolated, unescaped
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, HOLE_NAME

MAX_TOKENS = 20_000
# What is the same in all the languages, or nearly so.
MEMBERS = (".", "->", "::", "?.")  # between a thing and what belongs to it
DEFINES = names("function def sub fn func fun")
ADDRESSES = ("http://", "https://")
_TEXTS = ("text", "command", "words")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_WORDS = ("w", "W", "i", "I")
_KINDS = {"x": "command", "r": "regex"}
_QUOTED = re.compile(r"(qq|qw|qx|qr|q|m|s|tr|y)(?=\s*[^\w\s,;=)>]|\s+[#{(\[<|!/])")
_DATA = ("__END__", "__DATA__")
_HERE = re.compile(r"([~-]?)\s*([\"'`]?)([A-Za-z_]\w*)\2")


class Token(NamedTuple):
    """`kind` is name, text, command (backticks), regex, number, variable or sign.

    `plain` is False for a text that is put together when it is used; `inner` is the code within it.
    """

    kind: str
    text: str
    plain: bool = True
    inner: tuple[str, ...] = ()


class Syntax(NamedTuple):
    """How a language writes its tokens."""

    comments: tuple[str, ...] = ("#",)
    block: tuple[str, str] | None = None
    backtick: str = "command"  # or "text"
    interpolation: tuple[str, ...] = ()  # what begins code or variables within double quotes
    raw_single: bool = True
    sigils: str = ""
    here: str = ""  # what begins a text that stands in the lines below
    quote_words: bool = False  # q{}, qq{}, qx{} of Perl
    percent: bool = False  # %w[], %x() of Ruby
    regex: bool = True


def tokens(code: str, syntax: Syntax) -> list[Token] | None:
    """The tokens of `code`, or None where it makes no sense.

    Raises:
        Exhausted: when there are too many.
    """
    lexer = _Lexer(code, syntax)
    try:
        lexer.run()
    except _Unreadable:
        return None
    return lexer.found


class _Unreadable(Exception):
    """The code does not follow the rules of its language."""


class _Lexer:
    def __init__(self, code: str, syntax: Syntax) -> None:
        self.code = code
        self.syntax = syntax
        self.at = 0
        self.found: list[Token] = []
        self.unclosed = False
        self.missing: set[str] = set()  # names that end no text below
        self.below: dict[int, int] = {}  # where to go on behind a line below which texts stand

    def run(self) -> None:
        code, syntax = self.code, self.syntax
        name = re.compile(r"[A-Za-z_][\w]*[?!]?(?![\w=])|[A-Za-z_]\w*" if syntax.percent else r"[A-Za-z_]\w*")
        variable = re.compile(r"\$\$?\w+|[@%&]\w+|\$[&`'+!@/\\,;.0-9_]|@_") if syntax.sigils else None
        signs = re.compile(r"=~|!~|=>|->|::|//|\?\.|&&|\|\||\*\*|\.\.\.?|<<|>>|==+|!=+|[<>]=|\S")
        while self.at < len(code):
            if len(self.found) > MAX_TOKENS:
                raise Exhausted
            character = code[self.at]
            if character in " \t\r\f":
                self.at += 1
            elif character == "\n":
                self.add("sign", "\n", self.below.get(self.at, self.at + 1))
            elif self.comment() or (syntax.here and code.startswith(syntax.here, self.at) and self.here()):
                pass
            elif character in "\"'":
                self.quoted(character)
            elif character == "`":
                self.backtick()
            elif syntax.quote_words and (match := _QUOTED.match(code, self.at)) and self.starts():
                self.quote_like(match[1], match.end())
            elif syntax.percent and character == "%" and self.percent():
                pass
            elif character == "/" and syntax.regex and self.starts():
                self.regex()
            elif variable is not None and character in syntax.sigils and (match := variable.match(code, self.at)):
                self.add("variable", match[0], match.end())
            elif syntax.here == "<<" and code.startswith(_DATA, self.at) and code[self.at - 1 : self.at] in ("", "\n"):
                return  # what follows is no code
            elif match := name.match(code, self.at):
                self.add("name", match[0], match.end())
            elif character.isdigit():
                match = re.compile(r"\d[\w.]*").match(code, self.at)
                self.add("number", match[0] if match else character, match.end() if match else self.at + 1)
            else:
                match = signs.match(code, self.at)
                self.add("sign", match[0] if match else character, match.end() if match else self.at + 1)

    def add(self, kind: str, text: str, end: int, plain: bool = True, inner: tuple[str, ...] = ()) -> None:
        if kind in _TEXTS and HOLE_NAME in text:  # what the shell puts there
            text = text.replace(HOLE_NAME, HOLE)
        self.found.append(Token(kind, text, plain, inner))
        self.at = end

    def starts(self) -> bool:
        """Whether an expression can start here (so that `/` begins a pattern and `q` a quote)."""
        last = next((token for token in reversed(self.found) if token.text != "\n"), None)
        if last is None:
            return True
        if last.kind == "name":
            return last.text in _BEFORE_EXPRESSION
        return last.kind == "sign" and last.text not in (")", "]", "}", "->", ".", "::", "?.")

    def comment(self) -> bool:
        syntax = self.syntax
        for mark in syntax.comments:
            if self.code.startswith(mark, self.at):
                end = self.code.find("\n", self.at)
                self.at = len(self.code) if end < 0 else end
                return True
        if syntax.block is not None and self.code.startswith(syntax.block[0], self.at):
            end = self.code.find(syntax.block[1], self.at + 2)
            self.at = len(self.code) if end < 0 else end + len(syntax.block[1])
            return True
        return False

    def until(self, start: int, end: str, nested: str = "", within: tuple[str, ...] = ()) -> int:
        """Where the unescaped `end` of a quotation is; `within` begins code in which quotations have their own end."""
        depth = 0
        at = start
        while at < len(self.code):
            character = self.code[at]
            if character == "\\":
                at += 2
                continue
            if within and (mark := next((mark for mark in within if self.code.startswith(mark, at)), "")):
                inside = code_end(self.code, at + len(mark), mark)
                self.unclosed = inside < 0  # no code within a text behind that ends, either
                within = within if inside >= 0 else ()
                at = max(inside, at) + 1
                continue
            if character == end and depth == 0:
                return at
            if nested and character == nested:
                depth += 1
            elif nested and character == end:
                depth -= 1
            at += 1
        raise _Unreadable

    def quoted(self, mark: str) -> None:
        raw, mixed = mark == "'" and self.syntax.raw_single, self.syntax.backtick != "text"
        end = self.until(self.at + 1, mark, within=() if raw or not mixed else self.within())
        body = self.code[self.at + 1 : end]
        # Where texts stand in backticks, those alone have code in them.
        self.text("text", body, end + 1, raw, mixed)

    def within(self) -> tuple[str, ...]:
        """What begins code within a text whose quotes do not end the text: not so in Perl."""
        starts = self.syntax.interpolation
        return (
            ()
            if self.syntax.quote_words or self.unclosed
            else tuple(mark for mark in starts if mark[0] == "{" or mark[-1] == "{")
        )

    def text(self, kind: str, body: str, end: int, raw: bool = False, mixed: bool = True) -> None:
        if raw:
            self.add(kind, body.replace("\\'", "'").replace("\\\\", "\\"), end)
            return
        inner = interpolated(body, self.syntax.interpolation) if mixed else None
        self.add(kind, unescaped(body), end, inner is None, inner or ())

    def backtick(self) -> None:
        end = self.until(self.at + 1, "`", within=self.within())
        self.text(self.syntax.backtick, self.code[self.at + 1 : end], end + 1)

    def here(self) -> bool:
        """A text that stands in the lines below: `<<~END`, `<<'EOT'`, `<<<EOT`."""
        match = _HERE.match(self.code, self.at + len(self.syntax.here))
        line = self.code.find("\n", self.at)
        if (
            match is None
            or line < 0
            or match[3] in self.missing
            or not (match[1] or (match[3][0].isupper() and self.starts()))
        ):
            return False
        begin = at = self.below.get(line, line + 1)
        behind = " \t;,)" if self.syntax.here == "<<<" else " \t\r"  # what may stand there behind the last line's name
        while at < len(self.code):
            end = self.code.find("\n", at)
            end = len(self.code) if end < 0 else end
            if self.code[at:end].strip(behind) == match[3]:
                name = self.code.index(match[3], at) + len(match[3])
                self.below[line] = name if self.code[name:end].strip() else min(end + 1, len(self.code))
                self.text("command" if match[2] == "`" else "text", self.code[begin:at], match.end(), match[2] == "'")
                return True
            at = end + 1
        self.missing.add(match[3])
        return False

    def regex(self) -> None:
        at, bracket = self.at + 1, False
        while at < len(self.code) and (self.code[at] != "/" or bracket):
            if self.code[at] == "\n":
                raise _Unreadable
            bracket = self.code[at] == "[" or (bracket and self.code[at] != "]")
            at += 2 if self.code[at] == "\\" else 1
        while at + 1 < len(self.code) and self.code[at + 1].isalpha():
            at += 1
        self.add("regex", "", at + 1)

    def quote_like(self, operator: str, at: int) -> None:
        """`qq{...}`, `s/a/b/e` of Perl."""
        while self.code[at].isspace():
            at += 1
        mark = self.code[at]
        close = _PAIRS.get(mark, mark)
        end = self.until(at + 1, close, mark if close != mark else "")
        body = self.code[at + 1 : end]
        if operator in ("q", "qw"):
            self.add("text" if operator == "q" else "words", body, end + 1)
        elif operator in ("qq", "qx"):
            self.text("text" if operator == "qq" else "command", body, end + 1)
        else:
            inner: tuple[str, ...] = ()
            if operator in ("s", "tr", "y"):
                start = end + 1
                if close != mark:
                    start = self.code.index(mark, end + 1) + 1 if mark in self.code[end + 1 :] else end + 1
                second = self.until(start, close, mark if close != mark else "")
                body, end = self.code[start:second], second
            flags = re.compile(r"[a-z]*").match(self.code, end + 1)
            letters = flags[0] if flags else ""
            if operator == "s" and "e" in letters:
                inner = (body,) if "ee" not in letters else (f"eval({body})",)
            self.add("regex", operator, end + 1 + len(letters), not inner, inner)

    def percent(self) -> bool:
        """`%w[...]`, `%x(...)` of Ruby."""
        match = re.compile(r"%([qQwWiIxr]?)([\[({<|!/])").match(self.code, self.at)
        if match is None or not (self.starts() or self.found[-1].text == "\n"):
            return False
        mark = match[2]
        close = _PAIRS.get(mark, mark)
        end = self.until(match.end(), close, mark if close != mark else "")
        kind = "words" if match[1] in _WORDS else _KINDS.get(match[1], "text")
        self.text(kind, self.code[match.end() : end], end + 1, raw=match[1] in ("q", "w"))
        return True


_BEFORE_EXPRESSION = names(
    """
    return if unless while until and or not print puts split grep map push p system exec eval do else elsif when in
    case typeof join echo say
    """
)
