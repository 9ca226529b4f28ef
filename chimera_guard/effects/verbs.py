"""Which of the words in front of a tool's operands says what it does, by a table of verbs."""

from __future__ import annotations

from collections.abc import Mapping

from chimera_guard.catalogue.usage import Option

GRAVE = frozenset({"remote-delete", "reveal"})
_PAST = frozenset({"deleted", "deletes", "deleter"})
LAST = frozenset({"list", "view", "create", "update", "delete"})  # verbs that stand behind the thing: `disk-delete`


class Candidates:
    """Words that can be verbs, or things, or the first operand: what they would do if nothing behind them is a verb."""

    __slots__ = ("noun", "spoken")

    def __init__(self) -> None:
        self.spoken: Option | None = None  # of the first word like `add-tags`
        self.noun: Option | None = None  # the gravest of words like `snapshot`

    def add(self, candidate: Option) -> None:
        """Note what a word would do."""
        if candidate.noun == "spoken":
            self.spoken = self.spoken or candidate
        elif candidate.does:
            self.noun = graver(self.noun, candidate)

    def with_verb(self, verb: Option) -> Option:
        """What the words do together with a verb behind them, which can as well be the name of an operand."""
        return graver(self.spoken, verb)

    def without_verb(self) -> Option | None:
        """What the words do when no verb follows."""
        return self.spoken or self.noun


def graver(one: Option | None, other: Option) -> Option:
    """The one that does more; the other when both do as much."""
    return one if one is not None and _gravity(one) > _gravity(other) else other


def _gravity(verb: Option) -> int:
    kinds = {template.kind for template in verb.does}
    return 2 if kinds & GRAVE else 1 if kinds - {"remote-read"} else 0


def verb_of(table: Mapping[str, Option], word: str) -> Option | None:
    """What a word does by its whole, by its end behind a colon, or by its beginning or its end around hyphens.

    Of those by their beginning, what is not grave is only "spoken": `restore-plans` is a thing, where a verb follows.
    """
    found = table.get(word) or (table.get(word.rpartition(":")[2]) if ":" in word else None)
    if found is not None:
        return found
    first, _, rest = word.partition("-")
    thing = word.partition("-for-")[0].rpartition("-")[2]
    found = table.get(f"{first}-{rest.partition('-')[0]}") or table.get(f"{first}-*-{thing}") or table.get(first)
    found = found or table.get(_first_of_joined(first))
    if found is None and rest and (last := word.rpartition("-")[2]) in LAST:
        return table[last]._replace(noun="thing")
    if found is None or found.noun == "alone":
        return None
    if found.noun or any(template.kind in GRAVE for template in found.does):
        return found
    return found._replace(noun="spoken")


def _first_of_joined(word: str) -> str:
    """The first of the words that are joined without a hyphen: `listSites`, `deletetable`; "" where none are seen."""
    for place, letter in enumerate(word):
        if letter.isupper():
            return word[:place]
    return "delete" if word.startswith("delete") and word not in _PAST else ""
