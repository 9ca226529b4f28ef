"""Reads Taskfiles and playbooks: the lines of shell in them, each with the names of the tasks that it needs.

Sources: Task 3.38, its schema reference; Ansible 2.16, the modules `shell`, `command`, `raw` and `file`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chimera_guard.effects.recipes.model import Recipe, RecipeFile
from chimera_guard.effects.steps import plain, split, values
from chimera_guard.words.value import HOLE

_MODULES = frozenset({"shell", "command", "raw", "cmd", "win_shell", "win_command"})
_FILES = frozenset({"file", "ansible.builtin.file", "win_file", "ansible.windows.win_file"})
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
    """The lines of shell of all the tasks of a playbook, and what it removes as a line that does so."""
    removed = (f"rm -rf '{path}'" for path in _removed(text) if not {"'", "{", "}"} & set(path))
    return RecipeFile({}, _lines, always=(*(_gaps(line) for line in values(text, _LINES)), *removed))


def _removed(text: str) -> Iterator[str]:
    """The files and directories that tasks want to be absent."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        depth, key, value = split(line)
        if key not in _FILES:
            continue
        words = value.strip("{}").replace(",", " ").replace(": ", "=").split()
        said = {name: plain(what) for name, _, what in (word.partition("=") for word in words)}
        for below in lines[at + 1 :] if not value else ():
            deeper, name, what = split(below)
            if name and deeper <= depth:
                break
            said.setdefault(name, plain(what))
        path = said.get("path", said.get("dest", said.get("name", "")))
        if said.get("state") == "absent" and path:
            yield path


def _lines(
    recipe: Recipe, name: str, given: Mapping[str, str], arguments: Sequence[str], missing: str
) -> Sequence[str]:
    return [_gaps(line) for line in recipe.lines]


def _gaps(line: str) -> str:
    """A line with what stands in `{{ }}` replaced by HOLE."""
    first, *parts = line.split("{{")
    return first + "".join(HOLE + part.partition("}}")[2] for part in parts)
