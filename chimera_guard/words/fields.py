"""Fields: the arguments that a word is on its way to become."""

from __future__ import annotations

from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import NOWHERE, Span
from chimera_guard.words.shell import Shell
from chimera_guard.words.value import HOLE, NO_TAINT, Value
from chimera_guard.words.wildcards import active, begins_pattern, escape, wildcards

MAX_TEXT = 262_144
MAX_FIELDS = 4_096
_MADE = frozenset({"decoded"})  # what even the known parts of a text can come from


class Piece(NamedTuple):
    """A part of a field. `text` is None where it is unknown; `quoted` characters are never special.

    `value` is where it comes from, None for text of the line itself.
    """

    text: str | None
    quoted: bool
    value: Value | None


class Fields:
    """Collects pieces, and splits unquoted expansions where the shell does."""

    __slots__ = ("_after_blank", "_shell", "current", "done", "splits", "unset")

    def __init__(self, shell: Shell, splits: bool) -> None:
        """Without `splits` everything stays one field."""
        self._shell = shell
        self.splits = splits
        self.done: list[list[Piece]] = []
        self.current: list[Piece] | None = None
        self._after_blank = False
        self.unset = False  # whether a variable was not set

    def separators(self) -> str | None:
        """The characters of IFS, None where they are not known."""
        value = self._shell.variable("IFS")
        return " \t\n" if value is None else value.text

    def literal(self, text: str, quoted: bool) -> None:
        """Text of the line itself, which is not split."""
        if text or quoted:
            self._add(Piece(text, quoted, None))

    def home(self, prefix: str) -> None:
        """A tilde prefix of which the directory is not known."""
        self._add(Piece(None, True, Value(None, NOWHERE, prefix, glob=prefix, template=prefix)))

    def scalar(self, value: Value | None, quoted: bool) -> None:
        """The result of an expansion; None for an unset variable."""
        if value is None:
            self.unset = True
            if quoted:
                self._add(Piece("", True, None))
        elif value.text is None:
            if self.splits and not quoted and value.template is not None and value.glob is None and not value.many:
                self._with_gaps(value)
                return
            many = value.many and self.splits if not quoted else False
            self._add(Piece(None, quoted, value._replace(many=many or (self.splits and not quoted))))
        elif quoted or not self.splits:
            self._add(Piece(value.text, quoted, value))
        else:
            self._split(value)

    def listed(self, values: tuple[Value, ...], star: bool, quoted: bool) -> None:
        """The elements of a list: `$@` or, with `star`, `$*`."""
        if len(values) > 8 and not self._shell.work.spend(len(values)):
            self.unknown_list(Value(None, NOWHERE, many=True), star, quoted)
            return
        if not self.splits or (star and quoted):
            joint = (self.separators() or "")[:1] if star else " "
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
        if piece.text is not None and len(piece.text) > 4096 and not self._shell.work.spend(len(piece.text) >> 10):
            taint = piece.value.taint if piece.value is not None else NO_TAINT
            piece = Piece(None, piece.quoted, Value(None, NOWHERE, taint=taint))
        if self.current is None:
            self.current = [piece]
        else:
            self.current.append(piece)

    def _with_gaps(self, value: Value) -> None:
        """Split a text in which something is unknown: what is known of it is words, each gap any number of them."""
        texts = (value.template or "").split(HOLE)
        empty = "" if value.if_unset == "".join(texts) else None
        known = Value("", NOWHERE, taint=value.taint & _MADE)
        for place, text in enumerate(texts):
            if place:
                self._add(Piece(None, False, Value(None, NOWHERE, if_unset=empty, taint=value.taint, many=True)))
            if text:
                self._split(known._replace(text=text))

    def _split(self, value: Value) -> None:
        text = value.text or ""
        ifs = self.separators()
        if ifs is None:  # any character could be a separator
            if text:
                self.scalar(value._replace(text=None, if_unset=text, many=True), False)
            return
        if len(text) > 64 and not self._shell.work.spend(len(text) >> 2):
            self._add(Piece(None, False, value._replace(text=None, many=True)))
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
            if character in " \t\n":
                if self.current is not None:
                    self.end()
                    self._after_blank = True
            elif self.current is not None or self._after_blank:
                self.end()
                self._after_blank = False
            else:
                self.done.append([Piece("", True, value)])
            if len(self.done) > MAX_FIELDS:
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
        if text is not None and (inert or not globbing or not wildcards(text)):
            return Value(text, span, taint=origin.taint if origin is not None else NO_TAINT, quoted=quoted)
    taint = NO_TAINT
    known = True
    size = 0
    plain = True
    for text, inert, origin in pieces:
        if origin is not None:
            taint |= origin.taint
        if text is None:
            known = False
        else:
            size += len(text)
            plain = plain and (inert or not wildcards(text))
    if size > MAX_TEXT:
        return Value(None, span, taint=taint, quoted=quoted)
    glob, wild = _glob(pieces) if not known or (globbing and not plain) else (None, False)
    if known and not wild:
        return Value("".join([piece.text or "" for piece in pieces]), span, taint=taint, quoted=quoted)
    prefix, suffix = _ends(pieces)
    if known:
        return Value(None, span, prefix, suffix, glob, taint=taint, many=True, quoted=quoted)
    many = wild and globbing
    unset: list[str] = []
    for text, _, origin in pieces:
        if text is None and origin is not None:
            many = many or origin.many
            text = origin.if_unset
        if text is not None:
            unset.append(text)
    empty = "".join(unset) if len(unset) == len(pieces) else None
    return Value(None, span, prefix, suffix, glob, empty, taint, many, quoted, _template(pieces))


def _template(pieces: list[Piece]) -> str | None:
    """The text with HOLE in the place of what is unknown, None where nothing of it is known."""
    parts = [text if text is not None else (origin and origin.template) or HOLE for text, _, origin in pieces]
    template = "".join(parts)
    return template if template.strip(HOLE) else None


def _ends(pieces: list[Piece]) -> tuple[str, str]:
    """The certain beginning and the certain end of a field that is no plain text."""
    prefix: list[str] = []
    for text, quoted, origin in pieces:
        if text is None:
            prefix.append(origin.prefix if origin is not None else "")
            if origin is None or origin.glob is None or origin.glob != origin.prefix:
                break
            continue
        at = len(text) if quoted else next((i for i, c in enumerate(text) if begins_pattern(text, i, c)), len(text))
        prefix.append(text[:at])
        if at < len(text):
            break
    suffix: list[str] = []
    for text, quoted, origin in reversed(pieces):
        if text is None:
            suffix.append(origin.suffix if origin is not None else "")
            break
        at = 0 if quoted else next((len(text) - i for i, c in enumerate(reversed(text)) if c in "*?])\\"), 0)
        suffix.append(text[at:])
        if at:
            break
    return "".join(prefix), "".join(reversed(suffix))


def _glob(pieces: list[Piece]) -> tuple[str | None, bool]:
    """The field as a glob with its inert characters escaped, and whether that has wildcards.

    The glob is None where there is nothing in the field but text, and where not all of it is known.
    """
    out: list[str] = []
    shape: list[str] = []
    known = whole = True
    for text, quoted, origin in pieces:
        if text is None:
            known = False
            glob = origin.glob if origin is not None else None
            whole = whole and glob is not None
            out.append(glob or "")
        elif quoted:
            out.append(escape(text))
            shape.append("q" * len(text))
        else:
            out.append(text)
            shape.append(text)
    wild = active("".join(shape))
    return (None if not whole or (known and not wild) else "".join(out)), wild
