"""Patches: which files they add, change, move and delete, and the lines that they put into them.

Sources: the instructions of coding agents' `apply_patch`; GNU diffutils 3.8, "Unified Format"; git-diff(1).
"""

from __future__ import annotations

from chimera_guard.effects.code.reading import NO_FLAGS, Collector
from chimera_guard.effects.names import ADDED

_HEADERS = {
    "*** Update File:": "write",
    "*** Add File:": "write",
    "*** Move to:": "write",
    "*** Delete File:": "delete",
}
_IN_PLACE = ("in-place",)


def read(language: str, code: str, into: Collector) -> None:
    """Read a patch; an added file holds what its lines say, a changed one holds these beside what it held."""
    added: dict[str, list[str]] = {}
    name, before = "", ""
    for line in code.splitlines():
        header = next((header for header in _HEADERS if line.strip().startswith(header)), None)
        if header is not None:
            path = line.strip().removeprefix(header).strip()
            name = {"*** Add File:": path, "*** Update File:": path + ADDED}.get(header, "")
            into.effect(_HEADERS[header], path, *(_IN_PLACE if header == "*** Update File:" else ()))
        elif line.startswith("+++ ") and before:
            name = _changed(before, _path(line), into)
        elif line.startswith(("rename to ", "copy to ")):
            into.effect("write", line.partition(" to ")[2])
        elif name and line[:1] == "+":
            added.setdefault(name, []).append(line[1:])
        before = _path(line) if line.startswith("--- ") else ""
    for path, lines in added.items():
        into.wrote(path, "\n".join(lines) + "\n", NO_FLAGS)
    if not into.effects:
        into.effect("write", ".")
        into.complete = False


def _changed(old: str, new: str, into: Collector) -> str:
    """Note what happens to a file whose names are these; returns under which name its added lines are kept."""
    if new == "/dev/null":
        into.effect("delete", old)
        return ""
    fresh = old == "/dev/null"
    into.effect("write", new, *(() if fresh else _IN_PLACE))
    return new if fresh else new + ADDED


def _path(line: str) -> str:
    """The name in `+++ b/NAME`, without what stands for the side, and without the date behind it."""
    name = line[4:].partition("\t")[0].strip().strip('"')
    return name[2:] if name[:2] in ("a/", "b/", "i/", "w/", "c/", "o/") else name
