"""Text to tree. The only place that sees source text."""

from __future__ import annotations

from chimera_guard.syntax.nodes import List, Script, Span
from chimera_guard.syntax.plain import plain

MAX_SOURCE = 1 << 20
_NO_COMMANDS = List(Span(0, 0), ())


def parse(source: str) -> Script:
    """Return the tree of `source` as bash would read it. Never raises.

    What can't be read for certain comes back as a script with a `problem` and without commands.
    """
    script = plain(source)
    if script is not None:
        return script
    if len(source) > MAX_SOURCE:
        return Script(source, _NO_COMMANDS, f"it is longer than {MAX_SOURCE} characters", beyond=True)
    from chimera_guard.syntax.reading import read

    return read(source)
