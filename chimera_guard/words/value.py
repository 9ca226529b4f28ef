"""What a word becomes: a text we know, a pattern of which we know the beginning, or an honest unknown."""

from __future__ import annotations

from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import Span

NO_TAINT: frozenset[str] = frozenset()
HOLE = "\ue000"  # of the private use area, which shells and programs give no meaning
SOME_NAME = "\ue001"  # likewise: the name of any file in a place


HOLE_NAME = "__unknown_word"  # the variable that stands for it in shell code


def with_holes(text: str) -> str:
    """A template as shell code: its holes are a variable, to which whoever walks the code gives an unknown value.

    Where a hole is a part of a variable's name, it is one of another name: `${dir_$x}`, `$x=value`. In single quotes,
    in which a variable would be plain text, these are closed around it.
    """
    before, *pieces = text.split(HOLE)
    whole = [before]
    quote = ""
    for piece in pieces:
        quote = _quote_after(before, quote)
        start = before.rstrip(_OF_NAMES)
        if quote == "'":
            whole.append(f"'\"${{{HOLE_NAME}}}\"'")
        elif start.endswith("${"):
            whole.append(HOLE_NAME)
        elif piece.lstrip(_OF_NAMES)[:1] == "=" and (not start or start.endswith(_BEFORE_NAMES)):
            whole.append(f"{HOLE_NAME}s_name")
        else:
            whole.append(f"${{{HOLE_NAME}}}")
        whole.append(piece)
        before = piece
    return "".join(whole)


def _quote_after(text: str, quote: str) -> str:
    """The quote that is open behind a piece of shell code, where `quote` is open in front of it; "" for none."""
    at = 0
    places = {"'": text.find("'"), '"': text.find('"')}
    while True:
        for sign, place in places.items():
            if 0 <= place < at:
                places[sign] = text.find(sign, at)
        at = places[quote] if quote else min((place for place in places.values() if place >= 0), default=-1)
        if at < 0:
            return quote
        before = text[:at] if at < 64 else text[at - 64 : at]
        if quote == "'" or (len(before) - len(before.rstrip("\\"))) % 2 == 0:
            quote = "" if quote else text[at]
        at += 1


_OF_NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_BEFORE_NAMES = (";", "; ", "\n", "export ", "readonly ", "local ", "declare ")


class Value(NamedTuple):
    """One argument (or, where `many`, any number of them).

    Known:   `text` is the exact text.
    Pattern: `text` is None; `prefix` is the beginning that is certain, `glob` the whole as an active glob where
             the word is a pathname expansion of constants (`/tmp/*.o`: prefix "/tmp/", glob "/tmp/*.o").
    Unknown: `text` is None, `prefix` "", `glob` None.

    `if_unset` is the text when every unknown variable in the word is unset or empty (None when that can't be said):
    `"$X/"` is unknown, but `if_unset` "/" is what `rm -rf` must be judged by. A known text, or a pattern, has one where
    a variable in the word is not set: it is the text itself.
    `suffix` is the end that is certain, for a Pattern or Unknown.
    `taint` says where the content comes from: "remote" (fetched), "secret" (credentials), "decoded", "encoded",
    "listed" (names found by another command), "input" (read from the terminal or standard input), "argument"
    (positional parameter), "own-place" (`$0`, which says where a script lies), "environment" (a variable that this
    line does not set), "all-variables" (what all of them hold), "named-secret" (one whose name says that it holds a
    secret), "processes" (all that runs), "some-processes" (a part of it), "vital-process" and "protecting-process"
    (those that go by the name of such a one), "inventory" (all that there is of a kind: packages, mail), "timetable" (a
    table of jobs, and nothing beside it), "accounts" (who may log in here), "elsewhere" (what another machine
    holds), "own-words" (what the shell's own echo and printf print), "own-code" (what a tool prints to be run by the
    shell: its completion, its set-up), "program" (where a program lies), "output" (any other command's output).
    `template` is the text with HOLE wherever something unknown stands in it, None where nothing of it is known.
    `quoted` is whether any of the word was quoted (so that `'-rf'` is still an option, but `'~'` no home).
    """

    text: str | None
    span: Span
    prefix: str = ""
    suffix: str = ""
    glob: str | None = None
    if_unset: str | None = None
    taint: frozenset[str] = NO_TAINT
    many: bool = False
    quoted: bool = False
    template: str | None = None

    @property
    def known(self) -> bool:
        """Whether the exact text is known."""
        return self.text is not None

    @property
    def blank(self) -> bool:
        """Whether not even a part of the text is known; only its beginning or end may be."""
        return self.text is None and self.template in (None, HOLE)

    @property
    def beginning(self) -> str:
        """The exact text, or as much of its beginning as is certain."""
        return self.text if self.text is not None else self.prefix

    def describe(self) -> str:
        """The value for people and for `to_dict`: the text, the glob, `prefix…`, or `…`."""
        if self.text is not None:
            return self.text.replace(HOLE_NAME, "…") if HOLE_NAME in self.text else self.text
        return self.glob or f"{self.prefix}…{self.suffix}"


def beyond(value: Value, start: str) -> Value:
    """The rest of a word behind its certain beginning: the value in `--to=$DIR/x`, of whatever is known of it."""

    def rest(text: str | None) -> str | None:
        return text[len(start) :] if text is not None and text.startswith(start) else text

    return value._replace(
        text=rest(value.text),
        prefix=rest(value.prefix) or "",
        glob=rest(value.glob),
        if_unset=rest(value.if_unset),
        template=rest(value.template),
    )


def with_gaps(text: str, span: Span, taint: frozenset[str] = NO_TAINT) -> Value:
    """A text as a word in which HOLE stands for something unknown, and SOME_NAME for the name of any file."""
    if HOLE not in text and SOME_NAME not in text:
        return Value(text, span, taint=taint)
    gaps = text.replace(SOME_NAME, HOLE)
    while gaps.endswith(f"/{HOLE}/{HOLE}"):  # of a tree, or of one directory in it
        gaps = gaps[:-2]
    prefix, _, suffix = gaps.partition(HOLE)
    suffix = suffix.rpartition(HOLE)[2]
    listed = SOME_NAME in text and text[0] != HOLE
    glob = gaps.replace(HOLE, "*") if listed else None
    return Value(None, span, prefix, suffix, glob, taint=taint, many=listed, template=gaps)
