"""Text to tree. The only place that sees source text."""

from __future__ import annotations

from chimera_guard.syntax.nodes import List, Script, Span
from chimera_guard.syntax.plain import plain

MAX_SOURCE = 1 << 20
_NO_COMMANDS = List(Span(0, 0), ())


def parse(source: str, dialect: str = "bash", options: frozenset[str] | None = None) -> Script:
    """Return the tree of `source` as bash, or the shell that `dialect` names, would read it. Never raises.

    What can't be read for certain comes back as a script with a `problem` and without commands. The spans of its
    nodes are about the script's own source, which is another text where another shell's language was rewritten.
    `options` are those of the shell that it was typed to; None for what was not typed.
    """
    if dialect != "bash" and len(source) <= MAX_SOURCE:
        from chimera_guard.syntax.dialects import rewrite

        try:
            source = rewrite(dialect, source, options)
        except ValueError as error:
            return Script(source, _NO_COMMANDS, str(error))
    elif dialect == "bash" and options is not None and "interactivecomments" not in options and "#" in source:
        return Script(source, _NO_COMMANDS, "comments are switched off, so that what looks like one runs")
    script = plain(source)
    if script is not None:
        return script
    if len(source) > MAX_SOURCE:
        return Script(source, _NO_COMMANDS, f"it is longer than {MAX_SOURCE} characters", beyond=True)
    from chimera_guard.syntax.reading import read

    return read(source)


def unfinished(source: str, dialect: str = "bash") -> bool:
    """Whether the shell would wait for the next line of what can be read as it is: a backslash ends it, or a
    here-document has no end yet."""
    if (len(source) - len(source.rstrip("\\"))) % 2:
        return True
    # bash reads a line that can begin no command as text of a here-document, or not at all
    return dialect == "bash" and "<<" in source and parse(f"{source}\n;;").problem is None
