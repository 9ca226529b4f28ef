"""Reads the scripts of package.json and its like: a JSON object of names and shell lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from chimera_guard.effects.recipes.model import Recipe, RecipeFile


def read(text: str) -> RecipeFile | None:
    """The scripts in `text`; None when it is not such a file. `pre` and `post` scripts belong to the one they name."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    scripts = data.get("scripts", data.get("tasks")) if isinstance(data, dict) else None
    if not isinstance(scripts, dict):
        return None
    lines = {name: _lines(script) for name, script in scripts.items()}
    recipes = {
        name: Recipe((), (*lines.get(f"pre{name}", ()), *script, *lines.get(f"post{name}", ())))
        for name, script in lines.items()
    }
    return RecipeFile(recipes, _expand, arguments=True)


def _lines(script: object) -> tuple[str, ...]:
    """A script as shell lines: a line, a list of lines, or an object with one (deno); what is no shell is left out."""
    if isinstance(script, dict):
        script = script.get("command", "")
    items = script if isinstance(script, list) else [script]
    return tuple(item for item in items if isinstance(item, str) and item[:1] != "@" and "::" not in item)


def _expand(
    recipe: Recipe, name: str, given: Mapping[str, str], arguments: Sequence[str], missing: str
) -> Sequence[str]:
    extra = [argument for argument in arguments if argument != "--"]
    if not extra:
        return recipe.lines
    quoted = " ".join("'" + argument.replace("'", "'\\''") + "'" for argument in extra)
    return [f"{line} {quoted}" for line in recipe.lines]
