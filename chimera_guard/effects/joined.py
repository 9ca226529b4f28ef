"""Values out of several: of branches, of the rounds of a loop, of commands that print one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import Value

EMPTY = Value("", NOWHERE)
MAX_ROUNDS = 16  # rounds of a loop that are walked one by one
MAX_OUTPUT = 262_144  # characters
Variable = Value | tuple[Value, ...]


def uncertain(*values: Variable | None) -> Value:
    """A value that could be any of `values`."""
    taint: frozenset[str] = frozenset()
    other = False  # what is not, or not for certain, all that a file holds
    added = False  # what is in no table of jobs yet
    for value in values:
        for item in value if isinstance(value, tuple) and not isinstance(value, Value) else (value,):
            if isinstance(item, Value):
                taint |= item.taint
                other = other or ("file" not in item.taint and item.text != "")
                added = added or _adds(item)
    taint -= {"timetable"} if added else frozenset()
    return Value(None, NOWHERE, taint=taint - {"file"} if other else taint, many=True)


def _adds(value: Value) -> bool:
    """Whether a value has something that does not come from the table of jobs that there is."""
    return "timetable" not in value.taint and value.text != ""


def rounds_of(words: Sequence[Value] | None) -> list[Value]:
    """What the variable of a loop over `words` can be, in at most MAX_ROUNDS values; a pattern stands for its files."""
    if words is None or len(words) > MAX_ROUNDS:
        return [uncertain(*(words or ()))]
    choices = [value for value in words if value.known or value.glob is not None or not value.many]
    others = [value for value in words if not (value.known or value.glob is not None or not value.many)]
    if others or not words:
        named = len(others) == 1 and "listed" in others[0].taint and (others[0].prefix or others[0].suffix)
        choices.append(others[0] if named else uncertain(*others))
    return [value._replace(many=value.many and value.glob is None) for value in choices]


def concatenate(values: Iterable[Value]) -> Value:
    """What several commands print, one after the other."""
    texts: list[str] = []
    taint: frozenset[str] = frozenset()
    known = True
    size = 0
    added = False
    for value in values:
        taint |= value.taint
        added = added or _adds(value)
        if value.text is None:
            known = False
        else:
            texts.append(value.text)
            size += len(value.text)
    if known and size <= MAX_OUTPUT:
        return Value("".join(texts), NOWHERE, taint=taint)
    if any(text.strip() for text in texts):
        taint -= {"file"}
    return Value(None, NOWHERE, taint=taint - {"timetable"} if added else taint, many=True)
