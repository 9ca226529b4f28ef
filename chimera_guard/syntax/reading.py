"""Reads a line that is not plain: the lexer and grammar of this package, checked against bashlex's grammar."""

from __future__ import annotations

import re

from chimera_guard.syntax.grammar import Parser
from chimera_guard.syntax.nodes import List, Script, Span
from chimera_guard.syntax.scanner import Unreadable

# What no shell script holds outside of quotes for a good reason, and what terminals and parsers disagree about.
_FORBIDDEN = re.compile("[\0\u2028\u2029\ufeff]")


def read(source: str) -> Script:
    """Return the tree of `source`, or a script with a problem."""
    if _FORBIDDEN.search(source) is not None:
        return _refused(source, "it holds a NUL or another character that hides what it says")
    parser = Parser(source)
    try:
        return parser.script()
    except Unreadable as problem:
        return _refused(source, str(problem))
    except RecursionError:
        return _refused(source, "it is nested too deeply")


def _refused(source: str, problem: str) -> Script:
    return Script(source, List(Span(0, 0), ()), problem)
