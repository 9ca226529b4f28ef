"""Subcommands that the line itself makes: `git -c alias.x='reset --hard' x`, `git config alias.x clean; git x`."""

from __future__ import annotations

from chimera_guard.effects import unwrap
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chimera_guard.effects.call import Call
    from chimera_guard.report import RunCommand

_SHELL = ("-s", "--shell")
_MAX_LOOKED = 32  # such commands


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


def _given(options: Sequence[Value], name: str) -> Iterator[tuple[str | None, bool]]:
    """What the options of the same command make of it: `-c alias.x=clean`."""
    for option in options:
        meaning = _set_to(option.beginning, name)
        if meaning is not None:
            yield (meaning if option.text is not None else None), False


def _set_to(option: str, name: str) -> str | None:
    if option[:6] != "alias." and option[:6].lower() not in ("alias.", "-calia"):
        return None
    setting, equals, meaning = option.partition("=")
    return meaning if equals and setting.removeprefix("-c").lower() == f"alias.{name.lower()}" else None


def _meanings(call: Call, name: str) -> Iterator[tuple[str | None, bool]]:
    """What earlier commands of the same tool make of a name, and whether that is a line of shell code."""
    for ran in _naming(call):
        argv = ran.argv
        if (argv[0] or "").rpartition("/")[2] != call.name:
            continue
        for word in argv[1:]:  # which it hands on to those that it starts
            if (meaning := _set_to(word or "", name)) is not None:
                yield meaning, False
        shell = not argv[1:] or not set(_SHELL).isdisjoint(argv)
        for word, following in zip(argv[1:], argv[2:], strict=False):
            named = word == name and "alias" in argv
            if named or (word or "").lower() in (f"alias.{name}", f"aliases.{name}"):
                yield following, shell


def _naming(call: Call) -> Sequence[RunCommand]:
    """The commands in front of this one that may make a name; each is looked at once for all that follow."""
    walker = call.walker
    start, found = walker.naming
    for ran in walker.commands[start:-1]:
        if any("alias" in word.lower() for word in ran.argv[1:] if word is not None):
            found.append(ran)
    walker.naming = len(walker.commands) - 1, found
    return found[-_MAX_LOOKED:]
