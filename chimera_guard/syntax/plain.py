"""Lines that need no grammar: splitting them at blanks is exactly what a shell does."""

from __future__ import annotations

import re

from chimera_guard.syntax.nodes import Item, List, Script, Simple, Span, Word

# Words of characters that never mean anything to a shell. The first has no `=` (an assignment) and is no reserved word.
_PLAIN = re.compile(
    r"(?!(?:if|then|elif|else|fi|while|until|do|done|for|select|case|esac|time|function|coproc|in)(?: |$))"
    r"[A-Za-z0-9_./:@%+,^-]+(?: +(?![0-9]*[<>])[A-Za-z0-9_./:=@%+,^-]+)* *",
    re.ASCII,
)
_new = tuple.__new__  # in half the time


def plain(source: str) -> Script | None:
    """The tree of a plain line, None for any other."""
    if len(source) > 4096 or _PLAIN.fullmatch(source) is None:
        return None
    words = []
    at = 0
    for text in source.split():
        at = source.index(text, at)
        end = at + len(text)
        words.append(_new(Word, (_new(Span, (at, end)), text, ())))
        at = end
    span = Span(0, at)
    return Script(source, List(span, (Item(Simple(span, (), tuple(words), ()), ""),)))
