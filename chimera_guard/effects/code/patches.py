"""Patches as coding agents write them: which files they add, change, move and delete."""

from __future__ import annotations

from chimera_guard.effects.code.reading import NO_FLAGS, Collector

_HEADERS = {
    "*** Update File:": "write",
    "*** Add File:": "write",
    "*** Move to:": "write",
    "*** Delete File:": "delete",
}


def read(language: str, code: str, into: Collector) -> None:
    """Read a patch between `*** Begin Patch` and `*** End Patch`; an added file holds what its lines say."""
    added: dict[str, list[str]] = {}
    name, found = "", False
    for line in code.splitlines():
        header = next((header for header in _HEADERS if line.strip().startswith(header)), None)
        if header is not None:
            path = line.strip().removeprefix(header).strip()
            found, name = True, path if header == "*** Add File:" else ""
            into.effect(_HEADERS[header], path)
        elif name and line[:1] == "+":
            added.setdefault(name, []).append(line[1:])
    for path, lines in added.items():
        into.wrote(path, "\n".join(lines) + "\n", NO_FLAGS)
    if not found:
        into.effect("write", ".")
        into.complete = False
