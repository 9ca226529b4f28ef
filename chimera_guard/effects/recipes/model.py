"""What a file of recipes is, whatever its format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chimera_guard.records import NamedTuple

MAX_TEXT = 65_536
MAX_RECIPES = 64


class Recipe(NamedTuple):
    """What one name runs: the recipes that it `needs`, then its `lines`, which may hold the format's own variables.

    `parameters` are the names of the arguments that it takes.
    """

    needs: tuple[str, ...]
    lines: tuple[str, ...]
    parameters: tuple[str, ...] = ()


# (recipe, its name, variables given on the command line, arguments, what a missing variable is worth) -> shell code,
# with HOLE where something is not known.
Expand = Callable[[Recipe, str, Mapping[str, str], Sequence[str], str], Sequence[str]]


class RecipeFile(NamedTuple):
    """The recipes of a file.

    `first` is the one that runs when none is named; `always` are lines of shell code that run whenever the file is
    read. `arguments` is whether the words behind the first are arguments
    of it, and not recipes themselves. `patterns` are recipes whose name holds a `%` that stands for anything.
    """

    recipes: Mapping[str, Recipe]
    expand: Expand
    first: str | None = None
    arguments: bool = False
    patterns: Mapping[str, Recipe] = {}
    always: tuple[str, ...] = ()

    def recipe(self, name: str) -> Recipe | None:
        """The recipe for a name; that of a pattern where none has it."""
        found = self.recipes.get(name)
        if found is not None and (found.lines or found.needs):
            return found
        for pattern, recipe in self.patterns.items():
            before, _, after = pattern.partition("%")
            if len(name) > len(before) + len(after) and name.startswith(before) and name.endswith(after):
                stem = name[len(before) : len(name) - len(after)]
                return recipe._replace(needs=tuple(need.replace("%", stem) for need in recipe.needs))
        return found


def in_order(file: RecipeFile, wanted: Sequence[str]) -> list[tuple[str, Recipe]]:
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
