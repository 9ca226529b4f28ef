"""Lists of all that there is of a kind: packages, the mail that waits, secrets, the jobs of a table."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.model import Effect
from chimera_guard.effects.reader import Reading
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

_NARROWING = frozenset("/~=")  # what awk's code has in it where it picks some of the lines
_INSTALLED = "/^ii/"  # what dpkg writes in front of each package that is there


def narrowed(reading: Reading, stdin: Value | None, taint: frozenset[str], effects: Sequence[Effect]) -> frozenset[str]:
    """The taint of what is printed, without "inventory" where it is a part of it, and "timetable" where it is more."""
    named = takes_in(effects)
    taint = taint - {"timetable"} if named else taint
    reads = reading.usage.inherited("stdin", "text") != "none"
    if "inventory" in taint and reads and stdin is not None and "inventory" in stdin.taint:
        return taint if passes_all(reading) else taint - {"inventory"}
    return taint - {"inventory"} if named else taint


def passes_all(reading: Reading) -> bool:
    """Whether a filter lets every line through, or nearly so: also `grep .`, which every line fits."""
    if reading.prints != "some-lines":
        return reading.prints in ("all", "lines")
    return any(sought.text is not None and not sought.text.strip("^$.*+") for sought in reading.values("sought"))


def takes_in(effects: Sequence[Effect]) -> bool:
    """Whether what a command prints comes from a file, too, or is made by a script."""
    return any(each.kind in ("read", "exec-script") and each.target is not None for each in effects)


def kept_by(language: str, code: str, taint: frozenset[str], call: Call) -> frozenset[str]:
    """The taint of what a filter's code prints: whether a list is still whole, and a table holds nothing new."""
    picks = language == "sed" or "select(" in code or not _NARROWING.isdisjoint(code.replace(_INSTALLED, ""))
    if "inventory" in taint and picks:
        taint -= {"inventory"}
    if "timetable" in taint:
        from chimera_guard.words.outlines import deletes_only

        kept = deletes_only(code, call.walker.work) if language == "sed" else language == "awk" and "{" not in code
        taint = taint if kept else taint - {"timetable"}
    return taint


def put_back(effect: Effect, stdin: Value | None) -> Effect:
    """A table of jobs that is set anew: out of the one that there is, or out of something else."""
    if stdin is None or "timetable" not in stdin.taint:
        return effect
    return effect._replace(taint=effect.taint | {"timetable"})
