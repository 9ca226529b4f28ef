"""Fields: the arguments that a word is on its way to become."""

from __future__ import annotations

from typing import NamedTuple

from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import NO_TAINT, Value

MAX_TEXT = 262_144
MAX_FIELDS = 4_096
_GLOB = frozenset("*?[")
_ESCAPED = frozenset("*?[]\\")
NOWHERE = Span(0, 0)


class Piece(NamedTuple):
    """A part of a field. `text` is None where it is unknown; `quoted` characters are never special.

    `value` is where it comes from, None for text of the line itself.
    """

    text: str | None
    quoted: bool
    value: Value | None


class Fields:
    """Collects pieces, and splits unquoted expansions where the shell does."""

    __slots__ = ("_after_blank", "blanks", "current", "done", "ifs", "limit", "quoted", "splits")

    def __init__(self, ifs: str | None, splits: bool) -> None:
        """`ifs` are the separators (None: not known); without `splits` everything stays one field."""
        self.splits = splits
        self.ifs = ifs
        self.blanks = " \t\n" if ifs is None else "".join(c for c in ifs if c in " \t\n")
        self.done: list[list[Piece]] = []
        self.current: list[Piece] | None = None
        self.quoted = False
        self._after_blank = False
        self.limit = MAX_FIELDS

    def literal(self, text: str, quoted: bool) -> None:
        """Text of the line itself, which is not split."""
        if quoted:
            self.quoted = True
        elif not text:
            return
        self._add(Piece(text, quoted, None))

    def scalar(self, value: Value | None, quoted: bool) -> None:
        """The result of an expansion; None for an unset variable."""
        if quoted:
            self.quoted = True
        if value is None:
            if quoted:
                self._add(Piece("", True, None))
        elif value.text is None:
            many = value.many and self.splits if not quoted else False
            self._add(Piece(None, quoted, value._replace(many=many or (self.splits and not quoted))))
        elif quoted or not self.splits:
            self._add(Piece(value.text, quoted, value))
        else:
            self._split(value)

    def listed(self, values: tuple[Value, ...], star: bool, quoted: bool) -> None:
        """The elements of a list: `$@` or, with `star`, `$*`."""
        self.quoted = self.quoted or quoted
        if not self.splits or (star and quoted):
            joint = " " if not star or self.ifs is None else self.ifs[:1]
            if quoted and star:
                self._add(Piece("", True, None))
            for index, value in enumerate(values):
                if index and joint:
                    self._add(Piece(joint, True, None))
                self.scalar(value, quoted)
            return
        for index, value in enumerate(values):
            if index:
                self.end()
            if quoted and value.text is None and value.many:
                self._add(Piece(None, True, value))
            else:
                self.scalar(value, quoted)

    def unknown_list(self, value: Value, star: bool, quoted: bool) -> None:
        """A list of which the elements are not known."""
        self.quoted = self.quoted or quoted
        many = self.splits and not (star and quoted)
        self._add(Piece(None, quoted, value._replace(many=many)))

    def end(self) -> None:
        """Close the field at hand, if there is one."""
        if self.current is not None:
            self.done.append(self.current)
            self.current = None
            self._after_blank = False

    def _add(self, piece: Piece) -> None:
        self._after_blank = False
        if self.current is None:
            self.current = [piece]
        else:
            self.current.append(piece)

    def _split(self, value: Value) -> None:
        text = value.text or ""
        ifs = self.ifs
        if ifs is None:  # any character could be a separator
            if text:
                self.scalar(value._replace(text=None, if_unset=text, many=True), False)
            return
        if ifs == " \t\n":
            words = text.split() if text.isascii() and text.isprintable() else _cut(text, ifs)
            if len(words) == 1 and len(words[0]) == len(text):
                self._add(Piece(text, False, value))
                return
        start = 0
        for at, character in enumerate(text):
            if character not in ifs:
                continue
            if at > start:
                self._add(Piece(text[start:at], False, value))
            start = at + 1
            if character in self.blanks:
                if self.current is not None:
                    self.end()
                    self._after_blank = True
            elif self.current is not None or self._after_blank:
                self.end()
                self._after_blank = False
            else:
                self.done.append([Piece("", True, value)])
            if len(self.done) > self.limit:
                self.done = [[Piece(None, False, Value(None, NOWHERE, taint=value.taint, many=True))]]
                return
        if start < len(text):
            self._add(Piece(text[start:], False, value))


def _cut(text: str, separators: str) -> list[str]:
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [part for part in text.split(separators[0]) if part]


def value_of(pieces: list[Piece], span: Span, quoted: bool, globbing: bool) -> Value:
    """The value of a field. With `globbing`, unquoted wildcards make it a pattern."""
    if len(pieces) == 1:
        text, inert, origin = pieces[0]
        if origin is not None and text is None:
            return origin._replace(span=span, quoted=quoted)
        if text is not None and (inert or not globbing or _GLOB.isdisjoint(text)):
            return Value(text, span, taint=origin.taint if origin is not None else NO_TAINT, quoted=quoted)
    taint = NO_TAINT
    known = True
    size = 0
    for text, _, origin in pieces:
        if origin is not None:
            taint |= origin.taint
        if text is None:
            known = False
        else:
            size += len(text)
    if size > MAX_TEXT:
        return Value(None, span, taint=taint, quoted=quoted)
    glob = _glob(pieces, known) if globbing or not known else None
    if known:
        text = "".join([piece.text or "" for piece in pieces])
        if glob is None or not globbing:
            return Value(text, span, taint=taint, quoted=quoted)
        prefix, suffix = _ends(pieces)
        return Value(None, span, prefix, suffix, glob, taint=taint, many=True, quoted=quoted)
    return _unknown(pieces, span, taint, quoted, glob, globbing)


def _unknown(
    pieces: list[Piece], span: Span, taint: frozenset[str], quoted: bool, glob: str | None, globbing: bool
) -> Value:
    unset: str | None = ""
    many = False
    for text, _, origin in pieces:
        if text is None and origin is not None:
            many = many or origin.many
            text = origin.if_unset
        unset = None if text is None or unset is None else unset + text
    prefix, suffix = _ends(pieces)
    return Value(None, span, prefix, suffix, glob, unset, taint, many or (globbing and glob is not None), quoted)


def _ends(pieces: list[Piece]) -> tuple[str, str]:
    """The certain beginning and the certain end of a field that is no plain text."""
    prefix = ""
    for text, quoted, origin in pieces:
        if text is None:
            prefix += origin.prefix if origin is not None else ""
            break
        at = len(text) if quoted else next((i for i, c in enumerate(text) if c in "*?[@+!\\"), len(text))
        prefix += text[:at]
        if at < len(text):
            break
    suffix = ""
    for text, quoted, origin in reversed(pieces):
        if text is None:
            return prefix, (origin.suffix if origin is not None else "") + suffix
        at = 0 if quoted else next((len(text) - i for i, c in enumerate(reversed(text)) if c in "*?])\\"), 0)
        suffix = text[at:] + suffix
        if at:
            break
    return prefix, suffix


def _glob(pieces: list[Piece], known: bool) -> str | None:
    """The field as a glob with its inert characters escaped; None where nothing in it is active, or not all is known."""
    out: list[str] = []
    shape: list[str] = []
    for text, quoted, origin in pieces:
        if text is None:
            if origin is None or origin.glob is None:
                return None
            out.append(origin.glob)
            shape.append("*")
        elif quoted:
            out.append(escape(text))
            shape.append("q" * len(text))
        else:
            out.append(text)
            shape.append(text)
    return "".join(out) if active("".join(shape)) else None


def escape(text: str) -> str:
    """`text` with a backslash before each character that means something in a pattern."""
    if _ESCAPED.isdisjoint(text):
        return text
    return "".join(["\\" + c if c in _ESCAPED else c for c in text])


def active(text: str) -> bool:
    """Whether `text`, as a pattern, holds a wildcard that no backslash makes inert."""
    if _GLOB.isdisjoint(text) and "(" not in text:
        return False
    at = 0
    while at < len(text):
        c = text[at]
        if c == "\\":
            at += 1
        elif c in "*?" or (c in "+@!" and text.startswith("(", at + 1) and ")" in text[at + 2 :]):
            return True
        elif c == "[" and _bracket(text, at):
            return True
        at += 1
    return False


def _bracket(text: str, at: int) -> bool:
    end = text.find("]", at + 3 if text[at + 1 : at + 2] in ("!", "^") else at + 2, at + 4096)
    return end > 0 and "/" not in text[at:end]
