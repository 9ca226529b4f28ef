"""Reads a line that is not plain: the lexer and grammar of this package, checked against bashlex's grammar."""

from __future__ import annotations

import re

from chimera_guard.syntax.grammar import MAX_STEPS, Parser
from chimera_guard.syntax.nodes import List, Script, Span
from chimera_guard.syntax.problems import Beyond, Continued, Unreadable
from chimera_guard.syntax.relocation import restored

MAX_JOINED = 16  # lines that are continued in the middle of a token
MAX_JOINED_LENGTH = 1 << 15
# What no command line holds for a good reason, and what terminals and parsers disagree about.
_NOTHING = List(Span(0, 0), ())
_FORBIDDEN = re.compile("[\0\u2028\u2029\ufeff\ud800-\udfff]")


def read(source: str) -> Script:
    """Return the tree of `source`, or a script with a problem."""
    if _FORBIDDEN.search(source) is not None:
        return _refused(source, "it holds a NUL or another character that hides what it says")
    try:
        script = read_text(source, 0, [MAX_STEPS], 0)
    except Unreadable as problem:
        return Script(source, _NOTHING, str(problem), isinstance(problem, Beyond))
    except RecursionError:
        return Script(source, _NOTHING, "it is nested too deeply", beyond=True)
    except Exception as error:  # whoever guards a shell with this must get an answer whatever happens
        return _refused(source, f"reading it failed ({type(error).__name__})")
    return script if script.source is source else Script(source, script.body)


def read_text(text: str, depth: int, fuel: list[int], substituted: int) -> Script:
    """The commands of a text; a line that is continued in the middle of a token is joined first.

    Raises:
        Unreadable: when it can't be read for certain.
    """
    removed: list[int] = []
    while True:
        parser = Parser(text, depth, fuel)
        parser.substituted = substituted
        try:
            script = parser.script()
        except Continued as continued:
            if len(removed) >= MAX_JOINED or len(text) > MAX_JOINED_LENGTH:
                raise
            text = text[: continued.at] + text[continued.at + 2 :]
            removed.append(continued.at)
            continue
        return restored(script, removed) if removed else script


def _refused(source: str, problem: str) -> Script:
    return Script(source, _NOTHING, problem)
