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
_SAME = frozenset({"=", "==", "<=>", "<=", ">=", "LIKE", "ILIKE"})
_ABOVE = frozenset({">", ">=", "<>", "!="})


def narrowed(tokens: Tokens) -> bool:
    """Whether a statement that begins with these tokens says which rows (`WHERE 1=1` says nothing)."""
    words = [text.upper() if kind == "word" else "" for kind, text in tokens]
    if not _NARROWS.isdisjoint(words) and "PERCENT" not in words:
        return True
    if "JOIN" in words and not {"ON", "USING"}.isdisjoint(words):
        return True
    if "WHERE" not in words:
        return False
    return not _holds(_condition(tokens[words.index("WHERE") + 1 :]))


def _condition(tokens: Tokens) -> Tokens:
    """What belongs to the condition: up to the next part of the statement, or the bracket around all of it."""
    depth = 0
    for i, (kind, text) in enumerate(tokens):
        depth += (text == "(") - (text == ")") if kind == "sign" else 0
        if depth < 0 or (depth == 0 and kind == "word" and text.upper() in _ENDS):
            return tokens[:i]
    return tokens


def _holds(tokens: Tokens) -> bool:
    """Whether a condition holds for every row."""
    return any(all(map(_always, _parts(part, "AND"))) for part in _parts(tokens, "OR"))


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


def _always(tokens: Tokens) -> bool:
    """Whether a single comparison is true whatever the row holds."""
    if len(tokens) > 2 and tokens[0][1] == "(" and tokens[-1][1] == ")":
        return _holds(tokens[1:-1])
    words = [text.upper() for _, text in tokens]
    if len(words) == 1:
        return words[0] == "TRUE" or (tokens[0][0] == "number" and words[0] != "0")
    if words[:1] == ["NOT"]:
        return words[1:] in (["FALSE"], ["0"])
    if words[:1] == ["EXISTS"]:
        return "FROM" not in words
    if words[1:] == ["IS", "NOT", "NULL"]:
        return _is_key(words[0])
    return _compared(tokens, words)


def _compared(tokens: Tokens, words: list[str]) -> bool:
    end = 1
    while end < len(tokens) and tokens[end][1] in "<>=!":
        end += 1
    sign = "".join(words[1:end]) or (words[1] if words[1:2] and words[1] in _SAME else "")
    right = tokens[max(end, 2) :]
    minus = bool(right) and right[0][1] == "-"
    right = right[1:] if minus else right
    if not sign or len(right) != 1:
        return False
    (kind, left), (other, value) = tokens[0], right[0]
    if "LIKE" in sign:
        return set(value[1:-1]) == {"%"}
    if kind == other and left.upper() == value.upper() and not minus:
        return sign in _SAME
    if kind == other and kind in ("number", "text") and sign in _COMPARES:
        return bool(_COMPARES[sign](*map(_number, (left, value))) if kind == "number" else sign in ("<>", "!="))
    if not _is_key(words[0]) or sign not in _ABOVE:
        return False
    return value == "''" or (other == "number" and (minus or _number(value) <= 1))


def _is_key(name: str) -> bool:
    """Whether a column is the one that every row has a value in."""
    return name.strip('"`[]').rpartition(".")[2].strip('"`[]').upper() in _KEYS


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 2.0
