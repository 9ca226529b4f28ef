"""The words of a finding: those of its rule, with what is so for this effect.

A text may hold {target}, {program} and {scope}. In a rule that comes with the guard it may also hold choices:
`[move: moves away | delete: deletes]` becomes what fits the effect's kind, flags or taint; an alternative without a
name before a colon fits always, and where none fits there is nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from chimera_guard.effects.model import Effect
from chimera_guard.rules.registry import Rule

# What an effect is about that has no target which could be named.
_UNNAMED = {
    **dict.fromkeys(("read", "write", "append", "truncate", "delete", "move", "chmod", "chown", "link"), "files"),
    "exec-script": "a script",
    "kill": "processes",
    "device-write": "a disk",
    "connect": "another machine",
    "send": "another machine",
}


def told(rule: Rule, effect: Effect) -> Iterator[str]:
    """The reason, the why and the instead of a finding."""
    for text in (rule.reason, rule.why, rule.instead):
        if rule.chooses and "[" in text:
            text = _chosen(text, effect)
        yield _filled(text, effect) if "{" in text else text


def shown(rule: Rule) -> Iterator[str]:
    """The same three texts for a list of rules, where they are about no effect."""
    for text in (rule.reason, rule.why, rule.instead):
        if rule.chooses:
            text = _offered(text)
        yield text.replace("{target}", "TARGET").replace("{program}", "PROGRAM").replace("{scope}", "SCOPE")


def shorten(text: str) -> str:
    """`text`, cut where it is too long to be read at a glance."""
    return text if len(text) <= 80 else text[:79] + "…"


def _alternatives(choice: str) -> Iterator[tuple[list[str], str]]:
    """The names that each alternative is for (none: always), and its words."""
    for alternative in choice.split("|"):
        names, colon, words = alternative.partition(":")
        yield (names.split(), words.strip()) if colon else ([], alternative.strip())


def _chosen(text: str, effect: Effect) -> str:
    so = {effect.kind, *effect.flags, *effect.taint}
    while "[" in text:
        head, _, rest = text.partition("[")
        choice, _, tail = rest.partition("]")
        fitting = (words for names, words in _alternatives(choice) if not names or not so.isdisjoint(names))
        text = f"{head}{next(fitting, '')}{tail}"
    return text.replace("  ", " ").strip()


def _offered(text: str) -> str:
    while "[" in text:
        head, _, rest = text.partition("[")
        choice, _, tail = rest.partition("]")
        words = [words for _, words in sorted(_alternatives(choice), key=lambda each: bool(each[0]))]
        text = f"{head}{(' ' if words[0].endswith('.') else ' or ').join(words)}{tail}"
    return text


def _filled(text: str, effect: Effect) -> str:
    """A text of a rule with what it says about the effect filled in."""
    target = shorten(effect.aim())
    if not target:
        text = text.removesuffix(": {target}").removesuffix(" ({target})")
        target = _UNNAMED.get(effect.kind, "something")
    program = shorten(effect.program) or "some program"
    return text.replace("{program}", program).replace("{scope}", effect.scope).replace("{target}", target)
