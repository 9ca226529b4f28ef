"""Which rows a call of a library for databases is about: all of a table, or those that a condition names."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.scripts.tokens import Token
from chimera_guard.effects.code.stores import everything
from chimera_guard.effects.places import names

MAX_STATEMENT = 256
_NARROWING = names(
    """
    where andWhere orWhere whereIn whereNotIn whereBetween whereNull whereNotNull whereRaw whereHas whereDate whereKey
    find findOne findFirst findMany find_by findBy first filter eq match limit take in gte lte gt lt rewhere not
    """
)
_WHOLE = names("table query all unscoped newQuery")
_STARTS, _ENDS = names("{ } ; => =") | {""}, frozenset([";", "}"])


def lost(found: Sequence[Token], i: int, arguments: Sequence[Sequence[Token]]) -> bool | None:
    """Whether the call of the name at `i` takes all rows of a table; None where it is no call for a table."""
    name, before, after = found[i].text, _before(found, i), _after(found, i)
    given = [[token.text for token in argument] for argument in arguments]
    flat = [text for texts in given for text in texts]
    if name in ("sync", "synchronize"):
        return "true" in flat if name == "synchronize" else _says(flat, "force", "true")
    if name == "destroy":
        if "where" not in flat and "truncate" not in flat:
            return None
        return _says(flat, "truncate", "true") or _empty(flat)
    if name == "updateMany":
        return given[:1] == [["{", "}"]] or ("data" in flat and "where" not in flat) or _empty(flat)
    if name == "deleteMany":
        return not given or everything("".join(given[0])) or _empty(flat)
    if name == "del":
        return not given and _NARROWING.isdisjoint(before)
    if found[i - 1].text == "." and name == "delete":
        return _NARROWING.isdisjoint(after)
    if name == "delete":
        if given:
            return None
        return False if _WHOLE.isdisjoint(before) else _NARROWING.isdisjoint(before)
    return _NARROWING.isdisjoint(before)


def _says(texts: Sequence[str], key: str, value: str) -> bool:
    return any(list(texts[n : n + 3]) in ([key, ":", value], [key, "=>", value]) for n in range(len(texts)))


def _empty(texts: Sequence[str]) -> bool:
    """Whether it says `where: {}`."""
    return any(list(texts[n : n + 4]) == ["where", ":", "{", "}"] for n in range(len(texts)))


def _before(found: Sequence[Token], i: int) -> set[str]:
    """The names between the beginning of the statement and `i`."""
    texts: set[str] = set()
    depth = 0
    for at in range(i - 1, max(i - MAX_STATEMENT, -1), -1):
        token = found[at]
        if token.kind == "sign":
            depth += (token.text in ")]") - (token.text in "([") if token.text else 0
            if depth < 0 or (depth == 0 and token.text in _STARTS):
                break
            if depth == 0 and token.text == "\n" and found[at + 1].text not in (".", "->", "?."):
                break
        elif token.kind in ("name", "variable"):
            texts.add(token.text)
    return texts


def _after(found: Sequence[Token], i: int) -> set[str]:
    """The names from `i` to the end of the statement."""
    texts: set[str] = set()
    for at in range(i + 1, min(i + MAX_STATEMENT, len(found))):
        token = found[at]
        following = found[at + 1].text if at + 1 < len(found) else ""
        if token.kind == "sign" and (token.text in _ENDS or (token.text == "\n" and following != ".")):
            break
        if token.kind == "name":
            texts.add(token.text)
    return texts
