"""Repositories in Python (GitPython): a method is the subcommand of git that has its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Thing,
    each_of,
    first_of,
    target_of,
)
from chimera_guard.effects.places import names

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

_COMMANDS = names(
    """
    add am apply bisect branch checkout cherry_pick clean clone commit config diff fetch filter_branch gc log merge mv
    pull push rebase reflog remote reset restore revert rm show stash status submodule switch symbolic_ref tag
    update_ref worktree
    """
)


def repository(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`git.Repo("dir")`, `git.Repo.clone_from(url, "dir")`."""
    if path.endswith("clone_from"):
        reader.into.argv(["git", "clone", *(target_of(argument) for argument in arguments[:2])])
    place = target_of(first_of(arguments))
    return Thing("repository", None if place in (None, ".") or path.endswith("clone_from") else place)


def done(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a repository, or of something in it."""
    if name not in _COMMANDS:
        reader.into.complete = False
        return thing
    words: list[str | None] = ["git", *(["-C", thing.target] if thing.target else []), name.replace("_", "-")]
    for key, value in keywords.items():
        words += ["-" * (1 + (len(key) > 1)) + key.replace("_", "-")] if value == Known(True) else []
    for argument in arguments:
        words += map(target_of, each_of(argument))
    reader.into.argv(words)
    return UNKNOWN
