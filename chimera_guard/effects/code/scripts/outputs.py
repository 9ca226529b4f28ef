"""What R's functions write to files, which stand behind what is written, or have a name."""

from __future__ import annotations

from chimera_guard.effects.code.scripts.arguments import text_of
from chimera_guard.effects.code.scripts.tokens import Token
from chimera_guard.records import TYPE_CHECKING

if TYPE_CHECKING:
    from chimera_guard.effects.code.scripts.actions import Actions

_FILES = frozenset({"file", "con", "path", "destfile"})
_STREAMS = frozenset({"stdout", "stderr", ""})


def puts(actions: Actions, arguments: list[list[Token]], first: str | None) -> None:
    """`writeLines(text, con)`, `saveRDS(x, file = path)`."""
    named = [argument for argument in arguments if _is_file(argument)]
    plain = [argument for argument in arguments if len(argument) < 2 or argument[1].text != "="]
    target = named[0][2:] if named else plain[1] if len(plain) > 1 else []
    if target and target[0].text not in _STREAMS:
        actions.into.effect("write", text_of(target))
        actions.wrote(text_of(target), first)


def downloads(actions: Actions, arguments: list[list[Token]], first: str | None) -> None:
    """`download.file(url, destfile)`."""
    actions.into.effect("fetch", first)
    puts(actions, arguments, None)


def prints(actions: Actions, arguments: list[list[Token]], first: str | None) -> None:
    """`cat(text, file = path)`: to the output, but where a file is named."""
    if any(map(_is_file, arguments)):
        puts(actions, arguments, first)


def _is_file(argument: list[Token]) -> bool:
    """Whether an argument is the file, by its name."""
    return len(argument) > 2 and argument[0].text in _FILES and argument[1].text == "="
