"""What notebooks and their shell add to Python: `!line` of shell code, `%magic`, `%%cell`."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector

_CELLS = frozenset({"%%bash", "%%sh", "%%script", "%%system", "%%!"})
_LINES = ("%system ", "%sx ", "%sc ")
_TIMED = ("%timeit ", "%time ", "%prun ", "%%timeit ", "%%time ")


def without_magics(code: str, into: Collector) -> str:
    """The code without them; what they run is noted. For code that is no plain Python."""
    lines = code.split("\n")
    first = lines[0].strip().split(" ")[0]
    if first in _CELLS:
        into.shell("\n".join(lines[1:]))
        return "pass"
    return "\n".join(_plain(line, into) for line in lines)


def _plain(line: str, into: Collector) -> str:
    stripped = line.lstrip()
    indent = line[: len(line) - len(stripped)]
    name, equals, rest = stripped.partition("=")
    if equals and name.strip().isidentifier() and rest.lstrip()[:1] == "!":  # `files = !ls`
        into.shell(rest.lstrip()[1:].lstrip("! "))
        return f"{indent}{name}= None"
    if stripped[:1] == "!":
        into.shell(stripped.lstrip("! "))
        return f"{indent}pass"
    if stripped.startswith(_LINES):
        into.shell(stripped.partition(" ")[2])
        return f"{indent}pass"
    if stripped.startswith(_TIMED):
        return indent + stripped.partition(" ")[2]
    if stripped[:1] == "%":
        into.complete = False
        return f"{indent}pass"
    return line
