"""Values out of several: of branches, of the rounds of a loop, of commands that print one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import HOLE, Value

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
    parts: list[Value] = []
    taint: frozenset[str] = frozenset()
    known = True
    size = 0
    added = False
    for value in values:
        taint |= value.taint
        added = added or _adds(value)
        known = known and value.text is not None
        size += len(value.text or value.template or "")
        parts.append(value)
    if known and size <= MAX_OUTPUT:
        return Value("".join([value.text or "" for value in parts]), NOWHERE, taint=taint)
    if any((value.text or "").strip() for value in parts):
        taint -= {"file"}
    template = _joined_outline(parts) if size <= MAX_OUTPUT else None
    return Value(None, NOWHERE, taint=taint - {"timetable"} if added else taint, many=True, template=template)


def _joined_outline(parts: Iterable[Value]) -> str | None:
    """The outlines of what is printed one after the other; None where one of them is not known at all."""
    outlines = [value.text if value.text is not None else value.template for value in parts]
    return None if None in outlines or HOLE in outlines else "".join(filter(None, outlines)) or None


def in_rounds(outputs: Sequence[Value]) -> Value:
    """What a loop prints in some number of rounds that print `outputs`: each of these lines, any number of times."""
    return uncertain(*outputs)._replace(template=_joined_outline(dict.fromkeys(outputs)))


def partly(value: Value) -> bool:
    """Whether a part of a text is known, as in `$JAVA_HOME/bin/java`, or what stands for it, as in `${CC:-gcc}`."""
    if value.text is not None:
        return False
    if value.if_unset and value.taint == {"environment"}:
        return True
    return not value.many and value.template not in (None, HOLE)
