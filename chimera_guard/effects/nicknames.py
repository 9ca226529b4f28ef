"""Subcommands that the line itself makes: `git -c alias.x='reset --hard' x`, `git config alias.x clean; git x`."""

from __future__ import annotations

from chimera_guard.effects import unwrap
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from chimera_guard.effects.call import Call

    Meaning: TypeAlias = tuple[str | None, bool]  # what a name stands for, and whether that is a line of shell code

_SHELL = ("-s", "--shell")
_MAX_MEANINGS = 32


def follow(call: Call, word: Value, argv: Sequence[Value]) -> None:
    """Run what a subcommand stands for that the tool does not have by itself, where the line has told the tool."""
    if word.text is None or f"alias {call.name} {word.text}" in call.frame.active:
        return
    at = argv.index(word) if word in argv else 0
    inner = call.active(f"alias {call.name} {word.text}")
    meanings = [*_given(argv[:at], word.text), *_meanings(call, word.text)]
    for text, shell in dict.fromkeys(meanings) if at else ():
        call.walker.spend(call.frame)
        if text is None:
            call.unknown("code", word)
        elif shell or text[:1] == "!":
            unwrap.shell(inner.inside().apart(), text.removeprefix("!"), argv[at + 1 :], append=True)
        else:
            words = [word._replace(text=each.strip("'\""), quoted=True) for each in text.split()]
            call.walker.invoker.run(inner.apart(), [*argv[:at], *words, *argv[at + 1 :]], functions=False)


def _given(options: Sequence[Value], name: str) -> Iterator[Meaning]:
    """What the options of the same command make of it: `-c alias.x=clean`."""
    for option in options:
        own, meaning = _set_by(option.beginning)
        if own == name.lower():
            yield (meaning if option.text is not None else None), False


def _set_by(option: str) -> tuple[str, str]:
    """The name that an option makes, in lower case, and what it then stands for; "" for any other word."""
    setting, equals, meaning = option.partition("=")
    kind, _, name = setting.removeprefix("-c").lower().partition(".")
    return (name, meaning) if equals and kind == "alias" else ("", "")


def _meanings(call: Call, name: str) -> Sequence[Meaning]:
    """What earlier commands of the same tool make of a name; each of them is looked at once for all that follow."""
    walker = call.walker
    start, made = walker.naming
    for ran in walker.commands[start:-1]:
        if any("alias" in word.lower() for word in ran.argv[1:] if word is not None):
            _note(ran.argv, made)
    walker.naming = len(walker.commands) - 1, made
    return made.get((call.name, name.lower()), [])[-_MAX_MEANINGS:]


def _note(argv: tuple[str | None, ...], made: dict[tuple[str, str], list[Meaning]]) -> None:
    """Note the names that a command makes for subcommands of its tool."""
    tool = (argv[0] or "").rpartition("/")[2]
    shell = not set(_SHELL).isdisjoint(argv)
    for word in argv[1:]:
        name, meaning = _set_by(word or "")
        if name:  # which it hands on to those that it starts
            made.setdefault((tool, name), []).append((meaning, False))
    for word, following in zip(argv[1:], argv[2:], strict=False):
        kind, dot, name = (word or "").lower().partition(".")
        if dot and kind in ("alias", "aliases"):
            made.setdefault((tool, name), []).append((following, shell))
        elif "alias" in argv:  # `gh alias set co 'pr checkout'`
            made.setdefault((tool, (word or "").lower()), []).append((following, shell))
