"""Words of a shell's line in Python: how a line is split into them, and put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code import folding
from chimera_guard.effects.code.python_values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Partial,
    lifted,
    target_of,
    template_of,
    texts_joined,
)
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python import PythonReader


def shell_words(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`shlex.split`, `shlex.join`, `shlex.quote`."""
    given = arguments[0] if arguments else keywords.get("s", UNKNOWN)
    if path.endswith("quote"):
        return given
    if path.endswith("join"):
        listed = given.value if isinstance(given, Known) and isinstance(given.value, list) else None
        return UNKNOWN if listed is None else texts_joined([lifted(item) for item in listed], " ")
    if target_of(given) is None:
        return UNKNOWN
    words = folding.words(template_of(given))
    return Known([Partial(word) if HOLE in word or SOME_NAME in word else word for word in words])


def unread(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A function that runs the project's own code."""
    reader.into.complete = False
    return UNKNOWN
