"""Follows task runners into the files that they read: what `make clean` or `npm run build` would run.

What such a file holds was not read by whoever typed the command. So it can only make the verdict worse, and only with
what is certain: what can't be followed in it stays "a script that was not read".
"""

from __future__ import annotations

from posixpath import join
from typing import TYPE_CHECKING

from chimera_guard.effects import unwrap
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.recipes import justfile, makefile, package, tasks
from chimera_guard.effects.recipes.model import RecipeFile, in_order
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import HOLE, HOLE_NAME, Value, with_holes

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

MAX_FILE = 262_144
# Each format: the names that its file can have, the first that exists counts; and who reads it.
FORMATS = {
    "make": (("GNUmakefile", "makefile", "Makefile"), makefile.read),
    "just": (("justfile", "Justfile", ".justfile"), justfile.read),
    "package.json": (("package.json",), package.read),
    "composer.json": (("composer.json",), package.read),
    "taskfile": (("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml"), tasks.taskfile),
    "playbook": ((), tasks.playbook),
    "deno.json": (("deno.json", "deno.jsonc"), package.read),
}


def follow(call: Call, reading: Reading) -> None:
    """Walk the recipes that the operands of a task runner name, where its file can be read."""
    kind, _, fixed = str(reading.usage.get("recipes")).partition(" ")
    words = [value.text for value in reading.words if value.text is not None]
    file = _file(call, reading, kind)
    if file is None or len(words) != len(reading.words):
        return
    given = dict(word.split("=", 1) for word in words if "=" in word)
    if file.arguments:  # the first word names the recipe, the others are for it
        wanted, arguments = ([fixed], words) if fixed else (words[:1], words[1:])
    else:
        wanted, arguments = [word for word in words if "=" not in word], []
    context = call.walker.context
    missing = "" if context.env is not None and context.env_complete else HOLE  # what is set nowhere is empty
    inner = call.inside(base=None, span=call.span, in_file=True)._replace(stdin=None)
    for line in file.always:
        own = inner.apart()
        own.state.variables[HOLE_NAME] = Value(None, NOWHERE, taint=frozenset({"environment"}), many=True)
        unwrap.shell(own, with_holes(line))
    for target, recipe in in_order(file, wanted or ([file.first] if file.first else [])):
        key = f"{call.state.cwd} {target}"
        if key in call.frame.active:
            continue
        for line in file.expand(recipe, target, given, arguments if target in wanted else [], missing):
            own = inner.active(key).apart()
            own.state.variables[HOLE_NAME] = Value(None, NOWHERE, taint=frozenset({"environment"}), many=True)
            unwrap.shell(own, with_holes(line), same=True)


def _file(call: Call, reading: Reading, kind: str) -> RecipeFile | None:
    """The file of recipes; None where it can't be known."""
    directory, facts = call.state.cwd, call.walker.context.facts
    if directory is None or facts is None:
        return None
    scripts = (each for each in reading.actions if each.role == "exec-script" and (each.escape or kind == "playbook"))
    named = [action.values[0].text or "" for action in scripts if action.values]
    usual, read = FORMATS[kind]
    for name in named or usual:
        path = join(directory, name)
        if call.state.written(Value(path, NOWHERE)) is not None:
            return None  # the line itself makes it: it is not yet what it will be
        text = facts.read(path, MAX_FILE) if name else None
        if text is not None:
            return read(text)
    return None
