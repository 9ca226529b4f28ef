"""Reads Taskfiles and playbooks: the lines of shell in them, each with the names of the tasks that it needs.

Sources: Task 3.38, its schema reference; Ansible 2.16, the modules `shell`, `command` and `raw`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chimera_guard.effects.recipes.model import Recipe, RecipeFile
from chimera_guard.effects.steps import split, values
from chimera_guard.words.value import HOLE

_MODULES = frozenset({"shell", "command", "raw", "cmd", "win_shell", "win_command"})
_LINES = _MODULES | {f"ansible.builtin.{module}" for module in _MODULES}


def taskfile(text: str) -> RecipeFile:
    """The tasks of a Taskfile."""
    recipes: dict[str, Recipe] = {}
    name, depth = "", 0
    block: list[str] = []
    within = False
    for line in [*text.split("\n"), "end:"]:
        at, key, _ = split(line)
        if at == 0 and key:
            within = within or key == "tasks"
        if within and key and (at == 0 or not depth or at <= depth) and key != "tasks":
            if name:
                recipes[name] = _task("\n".join(block))
            name, depth, block = key if at else "", at or depth, []
        else:
            block.append(line)
    first = "default" if "default" in recipes else None
    return RecipeFile(recipes, _lines, first)


def _task(block: str) -> Recipe:
    lines = tuple(values(block, frozenset({"cmds", "cmd"})))
    called = tuple(line.partition(":")[2].strip() for line in lines if line.startswith("task:"))
    kept = tuple(line.removeprefix("cmd:").strip() for line in lines if not line.startswith(("task:", "defer:")))
    return Recipe((*values(block, frozenset({"deps"})), *called), kept)


def playbook(text: str) -> RecipeFile:
    """The lines of shell of all the tasks of a playbook."""
    return RecipeFile({}, _lines, always=tuple(_gaps(line) for line in values(text, _LINES)))


def _lines(
    recipe: Recipe, name: str, given: Mapping[str, str], arguments: Sequence[str], missing: str
) -> Sequence[str]:
    return [_gaps(line) for line in recipe.lines]


def _gaps(line: str) -> str:
    """A line with what stands in `{{ }}` replaced by HOLE."""
    first, *parts = line.split("{{")
    return first + "".join(HOLE + part.partition("}}")[2] for part in parts)
