"""What a script of SQL leaves nothing of: tables of its session, tables that it builds anew, what it rolls back."""

from __future__ import annotations

from chimera_guard.effects.code.reading import CodeEffect
from chimera_guard.effects.code.sql.statements import Statement

_AROUND_NAMES = frozenset(["FROM", "IF", "EXISTS", "NOT", "ONLY", "GLOBAL", "LOCAL"])


def is_passing(statement: Statement, passing: set[str]) -> bool:
    """Whether a statement is about a table that the script made for its own session; notes the tables that it makes."""
    words = [text.upper().strip('"`[]') for _, text in statement if text.upper() not in _AROUND_NAMES]
    if words[:1] == ["CREATE"]:
        kinds = [word for word in words[1:4] if word in ("TEMP", "TEMPORARY", "TABLE")]
        if kinds[-1:] == ["TABLE"] and len(kinds) > 1:
            passing.add(words[words.index("TABLE") + 1] if words[-1] != "TABLE" else "")
        return False
    words = [word for word in words if word != "TABLE"]
    named = words[1:2] if words and words[0] in ("DROP", "DELETE", "TRUNCATE") else []
    found = bool(named) and named[0] in passing and "," not in words
    if found and words[0] == "DROP":  # from then on it is another one of that name
        passing.discard(named[0])
    return found


def rebuilt(found: list[Statement]) -> set[str]:
    """Tables in whose place the script puts another one, into which it has copied: `ALTER TABLE new RENAME TO old`."""
    plain = [[text.upper().strip('"`[]') for _, text in statement] for statement in found]
    filled = {words[2] for words in plain if words[:2] == ["INSERT", "INTO"] and "SELECT" in words and len(words) > 2}
    renamed = (words for words in plain if words[:2] == ["ALTER", "TABLE"] and words[-3:-1] == ["RENAME", "TO"])
    return {words[-1] for words in renamed if words[2] in filled}


def is_rebuilt(statement: Statement, names: set[str]) -> bool:
    """Whether a statement drops one of the tables that `rebuilt` found."""
    words = [text.upper().strip('"`[]') for _, text in statement if text.upper() not in _AROUND_NAMES]
    return words[:2] == ["DROP", "TABLE"] and len(words) == 3 and words[2] in names


def undone(effect: CodeEffect, language: str) -> CodeEffect:
    """An effect as a rollback leaves it; MySQL can't take back a statement that defines something."""
    kind, target, flags = effect
    at_once = language == "mysql" and not (target or "").upper().startswith(("DELETE", "UPDATE", "WITH", "INSERT"))
    return effect if kind != "database-delete" or at_once else (kind, target, flags | {"local"})
