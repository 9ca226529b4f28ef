"""Processes that are looked for by their names, so that what is found can be ended."""

from __future__ import annotations

from chimera_guard.effects.globs import matches
from chimera_guard.effects.names import PROTECTING, VITAL
from chimera_guard.effects.reader import Reading
from chimera_guard.words.value import NO_TAINT, Value

_ANY_NUMBER = frozenset({"[0-9]", "[1-9][0-9]", "[[:digit:]]", "d", "."})  # without what stands around it
_LISTED = frozenset({"processes", "some-processes"})


def looked_for(reading: Reading, stdin: Value | None) -> frozenset[str]:
    """The taint of a list of the processes of a name, where a machine can't do without them, or they protect it."""
    filters = stdin is not None and not _LISTED.isdisjoint(stdin.taint)
    found = NO_TAINT
    for value in reading.values("process", *(["sought"] if filters else [])):
        if value.text is not None:
            found |= kind_of(value.text)
    return found


def numbers_alone(reading: Reading) -> bool:
    """Whether a filter is about numbers, as all processes have them, and not about names: `^[0-9]+$`."""
    sought = reading.values("sought")
    return bool(sought) and all((value.text or "").strip("^$+*\\<> bs") in _ANY_NUMBER for value in sought)


def kind_of(pattern: str) -> frozenset[str]:
    """What kind of processes a pattern fits that is mostly a name: `sshd`, `[s]shd`, `^sshd$`."""
    name = "".join(sign for sign in pattern.lower() if sign not in "[]^$ \\\"'").rpartition("/")[2]
    found = {"vital-process"} if name in VITAL else set()
    if any(matches(each, name) for each in PROTECTING):
        found.add("protecting-process")
    return frozenset(found)


def named_in(code: str) -> frozenset[str]:
    """The same for the patterns of a filter's code: `/sshd/ { print $2 }`."""
    found = NO_TAINT
    for word in code.split("/")[1::2]:
        found |= kind_of(word)
    return found
