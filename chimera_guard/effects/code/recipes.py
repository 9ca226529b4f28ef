"""Files of steps as code: every recipe of a makefile or a justfile, every script of a package."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.recipes import justfile, makefile, package, tasks
from chimera_guard.words.value import HOLE, with_holes

_READERS = {
    "make": makefile.read,
    "just": justfile.read,
    "scripts": package.read,
    "taskfile": tasks.taskfile,
    "playbook": tasks.playbook,
}


def read(language: str, code: str, into: Collector) -> None:
    """Read all that a file of steps could run, whichever of them is asked for."""
    file = _READERS[language](code)
    if file is None:
        into.complete = False
        return
    lines = list(file.always)
    for name, recipe in file.recipes.items():
        lines += file.expand(recipe, name, {}, [], HOLE)
    for line in lines:
        into.shell(with_holes(line))
