"""Files of steps: the recipes of a Makefile or a justfile, the scripts of a package."""

from __future__ import annotations

import json
import re

from chimera_guard.effects.code.reading import Collector

_ASSIGNED = re.compile(r"^(?:export\s+)?([A-Za-z_][\w.-]*)\s*(?:[:?+!]{0,2}=)\s*(.*)$")
_VARIABLE = re.compile(r"\$[({]([A-Za-z_][\w.-]*)[)}]|\{\{\s*([A-Za-z_]\w*)\s*\}\}")
_COMPUTED = re.compile(r"\$\(shell\s+([^()]*)\)")
_AUTOMATIC = re.compile(r"\$[@<^?*+|%]|\$\([@<^?*+|%][DF]\)")
_OF_PACKAGES = ("scripts", "tasks", "bin-hooks")
_MAX_DEPTH = 8


def read(language: str, code: str, into: Collector) -> None:
    """Read all the recipes of a Makefile ("make"), or all the scripts of a package ("scripts")."""
    if language == "make":
        _makefile(code.replace("\\\n", " "), into)
        return
    try:
        found = json.loads(code)
    except ValueError:
        into.complete = False
        return
    for key in _OF_PACKAGES if isinstance(found, dict) else ():
        _scripts(found.get(key), into, 0)


def _scripts(value: object, into: Collector, depth: int) -> None:
    if isinstance(value, str):
        into.shell(value)
    elif isinstance(value, dict | list) and depth < _MAX_DEPTH:
        for item in value.values() if isinstance(value, dict) else value:
            _scripts(item, into, depth + 1)


def _makefile(code: str, into: Collector) -> None:
    known: dict[str, str] = {}
    for line in code.split("\n"):
        for match in _COMPUTED.finditer(line):
            into.shell(match[1])
        if line[:1] in ("\t", " "):
            _recipe(line, known, into)
            continue
        assigned = _ASSIGNED.match(line)
        if assigned:
            known[assigned[1]] = assigned[2]
        elif ":" in line and ";" in line.partition(":")[2]:
            _recipe(line.partition(":")[2].partition(";")[2], known, into)


def _recipe(line: str, known: dict[str, str], into: Collector) -> None:
    line = line.strip().lstrip("@-+ ")
    if not line or line.startswith("#"):
        return
    line = _AUTOMATIC.sub("made_by_this", _COMPUTED.sub("$made", line))
    line = _VARIABLE.sub(lambda match: known.get(match[1] or match[2], f"${{{match[1] or match[2]}}}"), line)
    into.shell(line.replace("$$", "$"))
