"""The statements of a text in SQL, each as its tokens."""

from __future__ import annotations

import re
from typing import TypeAlias

Statement: TypeAlias = "list[tuple[str, str]]"

_TOKEN = re.compile(
    r"""
    --[^\n]*|\#[^\n]*|/\*.*?(?:\*/|\Z)        # comments
    |(?P<text>'(?:[^'\\]|''|\\.)*(?:'|\Z)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    |(?P<name>"(?:[^"]|"")*(?:"|\Z)|`[^`]*(?:`|\Z)|\[[^\]\n]{0,128}\])
    |(?P<word>[^\W\d][\w$.]*)
    |(?P<number>\d[\w.]*)
    |(?P<end>;)
    |(?P<sign>\S)
    """,
    re.X | re.S,
)
_TRANSACTION = ("TRAN", "TRANSACTION", "WORK")
_MODES = ("READ", "ISOLATION", "DEFERRABLE", "NOT", "WITH", "")
_ROUTINES = frozenset({"PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PROC"})


def statements(code: str) -> list[Statement]:
    """Split into statements, each a list of (kind, text)."""
    found: list[Statement] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind == "tag":
            kind = "text"
        if kind is None:
            continue
        if kind == "end":
            found.append([])
            continue
        last = found[-1]
        word = match[0].upper() if kind == "word" else ""
        before = last[-1][1].upper() if last else ""
        ends = word in ("COMMIT", "ROLLBACK") and before not in ("ON", "AND", "WITH")
        if last and (ends or (before in _TRANSACTION and len(last) == 2 and word not in _MODES)):
            found.append([])
        found[-1].append((kind, match[0]))
    return _bodies([statement for statement in found if statement])


def _bodies(found: list[Statement]) -> list[Statement]:
    """Put together again what belongs to a routine that is only defined: what stands between its BEGIN and END."""
    result: list[Statement] = []
    end = -1
    for i, statement in enumerate(found):
        if i <= end:
            result[-1] += statement
            continue
        words = {text.upper() for _, text in statement}
        if statement[0][1].upper() == "CREATE" and "BEGIN" in words and not _ROUTINES.isdisjoint(words):
            end = next((n for n in range(i + 1, len(found)) if _is_end(found[n])), -1)
        result.append(list(statement))
    return result


def _is_end(statement: Statement) -> bool:
    return statement[0][1].upper() == "END" and (len(statement) == 1 or statement[1][0] == "sign")
