"""The names of tools and of their arguments as words, and what the verb among them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from chimera_guard.catalogue import load, verbs
from chimera_guard.catalogue.usage import Option
from chimera_guard.effects.verbs import graver, verb_of

_MAX_NAME = 200
_SEPARATORS = ("__", "::", ".", "/", ":")
# What clients put in front of the names of tools that are their own.
_OWN = frozenset({"functions", "function", "tools", "tool", "default", "api", "developer", "builtin", "container"})
# In front of a word that is a verb, too, these say that it is the name of what is looked at.
_BEFORE_NAMES = frozenset({"last", "latest", "next", "for", "before", "after", "pending", "available", "recent"})
_JOINING = frozenset({"and", "or", "then"})
# Verbs that say what is done also where they stand behind a thing, or behind a verb that only looks.
_ENDS = frozenset("create update delete remove edit write set add send move replace execute drop insert".split())
# Names of things that say that it is looked at, where they stand behind another thing: `git_status`, `pod_logs`.
_LOOKED_AT = frozenset("status log logs history metrics version diff info list stats diagnostics".split())
_THINGS = frozenset(
    """
    pod container job run build service workflow deployment node instance cluster server db database system disk memory
    network app task repo repository branch file table user page project session process index queue bucket event alarm
    alert channel thread page machine vm host chat command terminal
    """.split()
)


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[str, ...]:
    """The words of a name, in whatever way it joins them: `readFile`, `read_file`, `Read-File`, `READ FILE`."""
    found: list[str] = []
    word = ""
    for place, sign in enumerate(text[:_MAX_NAME]):
        after = text[place + 1 : place + 2]
        if not sign.isalnum() or (sign.isupper() and word and (not word[-1].isupper() or after.islower())):
            found.append(word)
            word = ""
        if sign.isalnum():
            word += sign
    return tuple(each.lower() for each in (*found, word) if each)


@lru_cache(maxsize=1024)
def parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of whom a tool belongs to (none for the client's own tools), and those of its own name."""
    for separator in _SEPARATORS:
        name = name.replace(separator, "\0")
    *owners, own = [part for part in name.split("\0") if part] or [""]
    owner = tuple(word for part in owners for word in words(part) if word != "mcp")
    return () if _OWN.issuperset(owner) else owner, words(own)


def is_plain(name: str) -> bool:
    """Whether a name has nothing in it but what names are written with: letters that look like others are none."""
    return 0 < len(name) <= _MAX_NAME and name.isascii() and all(sign.isalnum() or sign in "_-./:" for sign in name)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Option]:
    return {**verbs("cloud"), **verbs("tools")}


@lru_cache(maxsize=1024)
def meaning(owner: tuple[str, ...], name: tuple[str, ...]) -> Option | None:
    """What a tool does by the verbs in its name, which stand in front (`delete_page`) or behind (`page_delete`)."""
    while len(name) > 1 and (name[0] in owner or (verb_of(_table(), name[0]) is None and is_program(name[0]))):
        name = name[1:]
    if not _JOINING.isdisjoint(name):
        return _gravest([_strict(name, place) for place in range(len(name))])
    first, last = _strict(name, 0), _strict(name, len(name) - 1)
    if first is not None:
        named = len(name) > 1 and (name[-1] not in _ENDS or name[-2] in _BEFORE_NAMES)
        return first if last is None or named else graver(first, last)
    within = next((found for place in range(1, len(name)) if (found := _strict(name, place)) is not None), None)
    if within is not None:
        return graver(last, within) if last is not None else within
    return _by_noun(name)


def _strict(name: Sequence[str], place: int) -> Option | None:
    """What the word at `place` does, as a verb and no thing."""
    found = verb_of(_table(), "-".join(name[place:]))
    return None if found is None or found.noun in ("thing", "alone") else found


def _by_noun(name: Sequence[str]) -> Option | None:
    """What words do that are a verb and a thing, where no other verb is there."""
    found: list[Option | None] = []
    for place, word in enumerate(name):
        known = verb_of(_table(), "-".join(name[place:])) or _table().get(word)
        if known is None or (known.noun == "alone" and not _looked_at(name, place)):
            continue
        found.append(known)
    return _gravest(found)


def _looked_at(name: Sequence[str], place: int) -> bool:
    """Whether a word is what a tool shows: it is all of its name, or stands behind nothing but a thing."""
    things = all(word in _THINGS or word.endswith("s") for word in name[:place])
    return place == len(name) - 1 and name[place] in _LOOKED_AT and things  # or it is all of the name


def _gravest(found: Sequence[Option | None]) -> Option | None:
    result: Option | None = None
    for each in found:
        if each is not None and each.does:
            result = graver(result, each)
    return result


@lru_cache(maxsize=256)
def is_program(word: str) -> bool:
    """Whether a word is the name of a program with subcommands, as `git` and `kubectl` are."""
    usage = load(word) if word.isascii() else None
    return usage is not None and bool(usage.get("subcommands") or usage.get("verbs"))
