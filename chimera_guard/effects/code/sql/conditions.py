"""Which rows a statement is about: a condition that holds for all of them narrows nothing down."""

from __future__ import annotations

import operator
from collections.abc import Sequence

Tokens = Sequence["tuple[str, str]"]

_ENDS = frozenset({"RETURNING", "ORDER", "OPTION", "SETTINGS", "WINDOW"})
_NARROWS = frozenset({"LIMIT", "TOP", "FETCH"})
_KEYS = frozenset({"ID", "_ID", "ROWID", "OID", "CTID", "UUID"})
_COMPARES = {
    "=": operator.eq, "==": operator.eq, "<=>": operator.eq, "<>": operator.ne, "!=": operator.ne,
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_SAME = frozenset({"=", "==", "<=>", "<=", ">="})
_ABOVE = frozenset({">", ">=", "<>", "!="})
_SIGNS = frozenset("<>=!~*")
_NAMED = frozenset({"LIKE", "ILIKE", "REGEXP", "RLIKE", "GLOB"})
# What a pattern is made of that everything fits.
_MATCHING = {
    "LIKE": {"%"}, "ILIKE": {"%"}, "GLOB": {"*"},
    "REGEXP": set("^.*$"), "RLIKE": set("^.*$"), "~": set("^.*$"), "~*": set("^.*$"),
}  # fmt: skip
_TURNED = {"=": "<>", "<>": "=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_COUNTS = frozenset({"LENGTH", "LEN", "CHAR_LENGTH", "CHARACTER_LENGTH", "OCTET_LENGTH", "ABS"})  # are never below 0
_MAX_CHOICES = 16
_GIVEN = frozenset("?$@%#{}[]")  # what stands for a value that somebody fills in
_OF_NO_ROW = frozenset(
    "NOT IS NULL TRUE FALSE AND OR XOR LIKE BETWEEN IN SELECT CASE WHEN THEN ELSE END INTERVAL "
    "CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER".split()
)


def narrowed(tokens: Tokens) -> bool:
    """Whether a statement that begins with these tokens says which rows (`WHERE 1=1` says nothing)."""
    words = [text.upper() if kind == "word" else "" for kind, text in tokens]
    if not _NARROWS.isdisjoint(words) and "PERCENT" not in words:
        return True
    if "JOIN" in words and not {"ON", "USING"}.isdisjoint(words):
        return True
    if "WHERE" not in words:
        return False
    table = next((words[n + 1] for n, word in enumerate(words[:-1]) if word in ("FROM", "UPDATE")), "")
    return not _holds(_condition(tokens[words.index("WHERE") + 1 :]), table)


def merges_all(tokens: Tokens) -> bool:
    """Whether a MERGE deletes or changes rows on a condition that holds for all of them."""
    parts = _parts(tokens, "WHEN")
    joined = _parts(parts[0], "ON")
    if len(joined) < 2:
        return False
    every, none = _holds(joined[-1]), _fails(joined[-1])
    for part in parts[1:]:
        condition, *then = _parts(part, "THEN")
        if not then or next(iter(then[0]), ("", ""))[1].upper() not in ("DELETE", "UPDATE"):
            continue
        words = [text.upper() for _, text in condition]
        of_target = none if "SOURCE" in words[:5] and words[0] == "NOT" else every and words[0] == "MATCHED"
        if of_target and ("AND" not in words or _holds(condition[words.index("AND") + 1 :])):
            return True
    return False


def _condition(tokens: Tokens) -> Tokens:
    """What belongs to the condition: up to the next part of the statement, or the bracket around all of it."""
    depth = 0
    for i, (kind, text) in enumerate(tokens):
        depth += (text == "(") - (text == ")") if kind == "sign" else 0
        if depth < 0 or (depth == 0 and kind == "word" and text.upper() in _ENDS):
            return tokens[:i]
    return tokens


def _holds(tokens: Tokens, table: str = "") -> bool:
    """Whether a condition holds for every row (of `table`)."""
    choices = _parts(tokens, "OR")
    return any(all(_always(each, table) for each in _parts(part, "AND")) for part in choices) or _complete(choices)


def _fails(tokens: Tokens) -> bool:
    """Whether a condition holds for no row."""
    return all(any(map(_never, _parts(part, "AND"))) for part in _parts(tokens, "OR"))


def _complete(choices: Sequence[Tokens]) -> bool:
    """Whether one of several choices is the opposite of another: `a > 5 OR a <= 5`, `a OR NOT a`."""
    said = [tuple(text.upper() for _, text in part) for part in choices[:_MAX_CHOICES]]
    return any(_opposite(words) in said or ("NOT", *words) in said for words in said)


def _opposite(words: tuple[str, ...]) -> tuple[str, ...]:
    """A comparison the other way round."""
    if words[-3:] == ("IS", "NOT", "NULL"):
        return (*words[:-3], "IS", "NULL")
    start = next((place for place, word in enumerate(words) if word in _SIGNS), 0)
    end = start + 1
    while end < len(words) and words[end] in _SIGNS:
        end += 1
    turned = _TURNED.get("".join(words[start:end])) if start else None
    return ("NOT", *words) if turned is None else (*words[:start], *turned, *words[end:])


def _parts(tokens: Tokens, word: str) -> list[Tokens]:
    """Split at a word outside of brackets."""
    parts: list[list[tuple[str, str]]] = [[]]
    depth = 0
    for kind, text in tokens:
        depth += (text == "(") - (text == ")") if kind == "sign" else 0
        if depth == 0 and kind == "word" and text.upper() == word:
            parts.append([])
        else:
            parts[-1].append((kind, text))
    return list(parts)


def _always(tokens: Tokens, table: str = "") -> bool:
    """Whether a single comparison is true whatever the row holds."""
    if len(tokens) > 2 and tokens[0][1] == "(" and tokens[-1][1] == ")":
        return _holds(tokens[1:-1], table)
    words = [text.upper() for _, text in tokens]
    if len(words) == 1:
        return words[0] == "TRUE" or (tokens[0][0] == "number" and words[0] != "0")
    if words[:1] == ["NOT"]:
        return _never(tokens[1:])
    if words[-2:] == ["IS", "TRUE"]:
        return _always(tokens[:-2], table)
    if words[:1] == ["EXISTS"]:
        return "WHERE" not in words and "JOIN" not in words
    if words[1:] == ["IS", "NOT", "NULL"]:
        return _is_key(words[0]) or tokens[0][0] in ("number", "text")
    found = _compared(tokens, words)
    return found is True or (found is None and (_all_of(words, table) or _is_constant(tokens)))


def _is_constant(tokens: Tokens) -> bool:
    """Whether a comparison asks nothing of the row, so that it holds for all of them or for none."""
    if len(tokens) < 2 or any(kind == "sign" and text in _GIVEN for kind, text in tokens) or _never(tokens):
        return False
    cast = False
    for (kind, text), following in zip(tokens, (*tokens[1:], ("", "")), strict=True):
        names = kind == "word" and text.upper() not in _OF_NO_ROW and not cast and following[1] != "("
        if names or text[:1] in ('"', "`"):
            return False
        cast = text in (":", "::") or text.upper() == "AS"
    return True


def _never(tokens: Tokens) -> bool:
    """Whether a single comparison is false whatever the row holds."""
    if len(tokens) > 2 and tokens[0][1] == "(" and tokens[-1][1] == ")":
        return _fails(tokens[1:-1])
    words = [text.upper() for _, text in tokens]
    if len(words) == 1:
        return words[0] in ("FALSE", "0")
    if words[1:] == ["IS", "NULL"]:
        return _is_key(words[0]) or tokens[0][0] in ("number", "text")
    return _compared(tokens, words) is False


def _all_of(words: Sequence[str], table: str) -> bool:
    """Whether a value is one of all of those that the same table has: `id IN (SELECT id FROM t)`."""
    if "SELECT" not in words[:5] or words[-3:-1] != ["FROM", table] or words[-1] != ")":
        return False
    chosen = words[words.index("SELECT") + 1]
    return words in (
        [chosen, "IN", "(", "SELECT", chosen, "FROM", table, ")"],
        [chosen, "=", "ANY", "(", "SELECT", chosen, "FROM", table, ")"],
    )


def _compared(tokens: Tokens, words: list[str]) -> bool | None:
    """What a comparison comes to in every row; None where that depends on the row."""
    start = next((n for n, word in enumerate(words) if n and (word[:1] in _SIGNS or word in _NAMED)), 0)
    end = start + 1
    while end < len(tokens) and tokens[end][1] in _SIGNS:
        end += 1
    sign = "".join(words[start:end])
    if sign in _MATCHING and end == len(tokens) - 1:
        return True if set(tokens[end][1][1:-1]) <= _MATCHING[sign] and tokens[end][1] != "''" else None
    if not start or sign not in _COMPARES:
        return None
    if words[:start] == words[end:]:
        return sign in _SAME or (None if sign not in ("<>", "!=", "<", ">") else False)
    minus = words[end : end + 1] == ["-"]
    right = tokens[end + minus :]
    if len(right) != 1:
        return None
    (kind, left), (other, value) = tokens[0], right[0]
    if start == 1 and kind == other and kind in ("number", "text") and not minus:
        pair = map(_number, (left, value)) if kind == "number" else (left[1:-1], value[1:-1])
        return bool(_COMPARES[sign](*pair))
    counted = words[0] in _COUNTS and start > 1 and sign in (">", ">=") and (minus or (value == "0" and sign == ">="))
    if counted or (start == 1 and _is_key(words[0]) and sign in _ABOVE):
        return True if value == "''" or (other == "number" and (minus or _number(value) <= 1)) else None
    return None


def _is_key(name: str) -> bool:
    """Whether a column is the one that every row has a value in."""
    return name.strip('"`[]').rpartition(".")[2].strip('"`[]').upper() in _KEYS


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 2.0
