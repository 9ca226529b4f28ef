"""Lines of a console that takes what it also takes as its arguments: `echo 'undefine web' | virsh`."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

_LEAVES = names("exit quit q bye")


def read(language: str, code: str, into: Collector) -> None:
    """Read each line as the arguments of the tool, whose name is the first thing that the code is started with.

    What stands between braces belongs to the line that opens them: `table inet filter { ... }`.
    """
    tool, depth = next(iter(into.arguments), None), 0
    if tool is None:
        into.complete = False
        return
    for line in code.replace(";", "\n").split("\n"):
        line = line if line.lstrip()[:1] != "#" else ""
        words = [word.strip("\"'") for word in line.split()]
        if words and not depth and words[0] != "}" and words[0].lower() not in _LEAVES:
            into.argv([tool, *words], native=True)
        depth = max(depth + line.count("{") - line.count("}"), 0)
