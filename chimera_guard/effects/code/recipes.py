"""Files of steps as code: every recipe of a makefile or a justfile, every script of a package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.recipes import justfile, makefile, package, tasks
from chimera_guard.effects.recipes.model import Recipe, RecipeFile, in_order
from chimera_guard.words.value import HOLE, with_holes

_READERS = {
    "make": makefile.read,
    "just": justfile.read,
    "scripts": package.read,
    "taskfile": tasks.taskfile,
    "playbook": tasks.playbook,
}


def read(language: str, code: str, into: Collector) -> None:
    """Read what a file of steps runs: all of them, where it is not known which are asked for."""
    file = _READERS[language](code)
    if file is None:
        into.complete = False
        return
    lines = list(file.always)
    given = dict(word.split("=", 1) for word in into.arguments[1:] if word and "=" in word)
    for name, recipe in _asked(file, into.arguments[1:]):
        lines += file.expand(recipe, name, given, [], HOLE)
    for line in lines:
        into.shell(with_holes(line))


def _asked(file: RecipeFile, words: Sequence[str | None]) -> Iterable[tuple[str, Recipe]]:
    """The recipes that the words behind the name of the file ask for; an empty one is there where nothing is asked."""
    names = [word for word in words if word is None or "=" not in word]
    wanted = [name for name in names if name] or [file.first or ""]
    if words and None not in names and all(file.recipe(name) is not None for name in wanted):
        return in_order(file, wanted)
    return file.recipes.items()
