"""Reads justfiles: variables, recipes with parameters, and what they need.

Source: just 1.43, its manual. A file that sets another shell, or recipes of other languages, are not followed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chimera_guard.effects.recipes.model import Recipe, RecipeFile
from chimera_guard.words.value import HOLE

SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh"})


def read(text: str) -> RecipeFile | None:
    """The recipes of a justfile; None when another shell than the usual runs them."""
    variables: dict[str, str | None] = {}
    recipes: dict[str, Recipe] = {}
    current = ""
    for line in text.replace("\\\n", "\\\0").split("\n"):
        if line[:1] in (" ", "\t"):
            if current:
                recipe = recipes[current]
                recipes[current] = recipe._replace(lines=(*recipe.lines, line.strip().replace("\\\0", "\\\n")))
            continue
        line = line.replace("\\\0", " ").strip()
        if line.startswith("set ") and "shell" in line.partition(":=")[0]:
            return None
        if not line or line[0] in "#[" or line.split()[0] in ("set", "import", "mod", "unexport"):
            continue
        name, assigns, value = line.partition(":=")
        if assigns and ":" not in name:
            _define(name, value.strip(), variables, recipes)
        elif ":" in line:
            current, recipe = _head(line)
            recipes[current] = recipe
    return RecipeFile(recipes, _Expander(variables), next(iter(recipes), None), arguments=True)


def _define(name: str, value: str, variables: dict[str, str | None], recipes: dict[str, Recipe]) -> None:
    words = name.split()
    if words[0] == "alias":
        recipes[words[-1]] = Recipe((value,), ())
    elif len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" and value[0] not in value[1:-1]:
        variables[words[-1]] = value[1:-1]
    else:
        variables[words[-1]] = None


def _head(line: str) -> tuple[str, Recipe]:
    """`name parameter +rest='default': needed (needed argument)`."""
    front, _, behind = line.partition(":")
    name, *parameters = front.lstrip("@").split() or [""]
    needed = behind.partition("#")[0].replace("&&", " ").replace("(", " ( ").split()
    needs = [word.strip(")") for place, word in enumerate(needed) if word != "(" and _is_name(needed, place)]
    names = tuple(parameter.lstrip("+*$").partition("=")[0] for parameter in parameters)
    return name, Recipe(tuple(needs), (), names)


def _is_name(words: Sequence[str], place: int) -> bool:
    """Whether the word is a recipe, and not an argument of one: those stand in brackets behind it."""
    depth = sum((word == "(") - word.endswith(")") for word in words[:place])
    return depth == 0 or words[place - 1] == "("


class _Expander:
    """Makes shell code of the lines of a recipe."""

    def __init__(self, variables: Mapping[str, str | None]) -> None:
        self.variables = variables

    def __call__(
        self, recipe: Recipe, name: str, given: Mapping[str, str], arguments: Sequence[str], missing: str
    ) -> Sequence[str]:
        values = {**self.variables, **given, **dict.fromkeys(recipe.parameters), **self.bound(recipe, arguments)}
        lines = [self.substituted(line, values) for line in recipe.lines]
        if lines and lines[0].startswith("#!"):
            program = lines[0].rpartition("/")[2].split()[-1:]
            return ["\n".join(lines[1:])] if program and program[0] in SHELLS else []
        return [line.lstrip("@-") for line in lines]

    def bound(self, recipe: Recipe, arguments: Sequence[str]) -> dict[str, str]:
        """Parameters that are each given one argument."""
        plain = [argument for argument in arguments if "=" not in argument]
        return dict(zip(recipe.parameters, plain, strict=False)) if len(plain) == len(recipe.parameters) else {}

    def substituted(self, line: str, values: Mapping[str, str | None]) -> str:
        """`line` with what stands in `{{ }}` replaced by its value, or by HOLE."""
        first, *parts = line.split("{{")
        done = [first]
        for part in parts:
            expression, closed, rest = part.partition("}}")
            value = values.get(expression.strip())
            done.append((HOLE if value is None else value) + rest if closed else "{{" + part)
        return "".join(done)
