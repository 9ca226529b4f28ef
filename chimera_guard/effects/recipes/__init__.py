"""Follows task runners into the files that they read: what `make clean` or `npm run build` would run.

What such a file holds was not read by whoever typed the command. So it can only make the verdict worse, and only with
what is certain: what can't be followed in it stays "a script that was not read".
"""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import join
from typing import TYPE_CHECKING

from chimera_guard.effects import unwrap
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.recipes import justfile, makefile, package
from chimera_guard.effects.recipes.model import Recipe, RecipeFile
from chimera_guard.effects.state import NOWHERE, State
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import HOLE, Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

MAX_FILE = 262_144
MAX_RECIPES = 64
# Each format: the names that its file can have, the first that exists counts; and who reads it.
FORMATS = {
    "make": (("GNUmakefile", "makefile", "Makefile"), makefile.read),
    "just": (("justfile", "Justfile", ".justfile"), justfile.read),
    "package.json": (("package.json",), package.read),
    "composer.json": (("composer.json",), package.read),
    "deno.json": (("deno.json", "deno.jsonc"), package.read),
}


def follow(walker: Walker, reading: Reading, state: State, frame: Frame, span: Span, name: str) -> None:
    """Walk the recipes that the operands of a task runner name, where its file can be read."""
    kind, _, fixed = str(reading.usage.get("recipes")).partition(" ")
    words = [value.text for value in reading.words if value.text is not None]
    if walker.context.facts is None or len(words) != len(reading.words):
        return
    found = _file(walker, reading, kind, state)
    if found is None:
        return
    directory, file = found
    given = dict(word.split("=", 1) for word in words if "=" in word)
    if file.arguments:  # the first word names the recipe, the others are for it
        wanted, arguments = ([fixed], words) if fixed else (words[:1], words[1:])
    else:
        wanted, arguments = [word for word in words if "=" not in word], []
    todo = _in_order(file, wanted or ([file.first] if file.first else []))
    inner = frame._replace(via=(*frame.via, name), base=None, span=span, depth=frame.depth + 1, in_file=True)
    for line in file.always:
        unwrap.shell(walker, line, span, (), state.subshell(), None, inner)
    for target, recipe in todo:
        active = f"{directory} {target}"
        if active in frame.active:
            continue
        place = state.subshell()
        place.cwd = directory
        place.variables[unwrap.HOLE_NAME] = Value(None, NOWHERE, taint=frozenset({"environment"}), many=True)
        own = arguments if target in wanted else []
        for line in file.expand(recipe, target, given, own, _missing(walker)):
            text = line.replace(HOLE, f"${{{unwrap.HOLE_NAME}}}")
            unwrap.shell(
                walker, text, span, (), place.copy(), None, inner._replace(active=(*frame.active, active)), same=True
            )


def _file(walker: Walker, reading: Reading, kind: str, state: State) -> tuple[str, RecipeFile] | None:
    """The directory that the recipes run in, and the file of them; None where they can't be known."""
    directory = state.cwd
    if directory is None:
        return None
    scripts = (action for action in reading.actions if action.role == "exec-script" and action.escape)
    named = [action.values[0].text or "" for action in scripts if action.values]
    usual, read = FORMATS[kind]
    facts = walker.context.facts
    for name in named or usual:
        path = join(directory, name)
        if state.written(Value(path, NOWHERE)) is not None:
            return None  # the line itself makes it: it is not yet what it will be
        text = facts.read(path, MAX_FILE) if facts is not None and name else None
        if text is not None:
            file = read(text)
            return None if file is None else (directory, file)
    return None


def _in_order(file: RecipeFile, wanted: Sequence[str]) -> list[tuple[str, Recipe]]:
    """The recipes that are run for the wanted ones: what each needs comes before it."""
    done: dict[str, Recipe] = {}
    path: set[str] = set()

    def add(name: str) -> None:
        recipe = file.recipe(name)
        if recipe is None or name in done or name in path or len(done) >= MAX_RECIPES or len(path) > MAX_RECIPES:
            return
        path.add(name)
        for needed in recipe.needs:
            add(needed)
        path.discard(name)
        done[name] = recipe

    for name in wanted:
        add(name)
    return list(done.items())


def _missing(walker: Walker) -> str:
    """What a variable is worth that is set nowhere: nothing, or not known."""
    return "" if walker.context.env is not None and walker.context.env_complete else HOLE
