"""Reads makefiles: variables, rules and their recipes, as far as that is possible without running make.

Source: GNU Make 4.4 manual, chapters 3 to 6. What functions give, `define`, and what is included from other
files is not followed; what depends on it is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chimera_guard.effects.recipes.model import MAX_TEXT, Recipe, RecipeFile
from chimera_guard.words.value import HOLE

CONDITIONS = frozenset({"ifeq", "ifneq", "ifdef", "ifndef"})
BUILT_IN = {
    "AR": "ar", "AS": "as", "CC": "cc", "CXX": "g++", "CPP": "cc -E", "FC": "f77", "LEX": "lex", "YACC": "yacc",
    "RM": "rm -f", "MAKE": "make", "SHELL": "/bin/sh", "ARFLAGS": "rv",
}  # fmt: skip
_Variables = dict[str, "str | None"]


def read(text: str) -> RecipeFile:
    """The rules of a makefile."""
    return _Makefile().read(text)


class _Makefile:
    """Collects variables (None: not known) and rules, line by line."""

    def __init__(self) -> None:
        self.variables: _Variables = dict(BUILT_IN)
        self.needs: dict[str, list[str]] = {}
        self.lines: dict[str, list[str]] = {}
        self.current: list[str] = []
        self.depth = 0  # of conditions
        self.defining = False
        self.first: str | None = None
        self.always: list[str] = []

    def read(self, text: str) -> RecipeFile:
        for command in text.split("$(shell ")[1:]:
            self.always.append(_enclosed(command, ")", "(")[0].replace("\\\n", " "))
        for line in text.replace("\\\n", "\\\0").split("\n"):
            if line.startswith("\t") and self.current:
                for target in self.current:
                    self.lines[target].append(line[1:].replace("\\\0\t", "\\\n").replace("\\\0", "\\\n"))
            else:
                self.statement(line.replace("\\\0", " ").partition("#")[0].strip())
        recipes = {name: Recipe(tuple(self.needs[name]), tuple(self.lines[name])) for name in self.lines}
        patterns = {name: recipe for name, recipe in recipes.items() if "%" in name}
        first = self.variables.get(".DEFAULT_GOAL", self.first)
        return RecipeFile(recipes, self.expand, first, patterns=patterns, always=tuple(self.always))

    def statement(self, line: str) -> None:
        """One line that is no recipe: a condition, a definition, an assignment or the head of a rule."""
        word = line.split(None, 1)[0] if line else ""
        if self.defining:
            self.defining = word != "endef"
        elif word in CONDITIONS:
            self.depth += 1
        elif word == "endif":
            self.depth -= 1
        elif word == "define":
            self.defining = True
            self.variables[(line.split() + [""])[1]] = None
        elif not line or word in ("else", "include", "-include", "sinclude", "vpath", "unexport", "undefine"):
            return
        elif not self.assignment(line):
            self.rule(line)

    def assignment(self, line: str) -> bool:
        """Note an assignment; returns whether the line is one."""
        name, equals, value = line.partition("=")
        operator = name[len(name.rstrip(":?+!")) :]
        name = name.rstrip(":?+!").strip().removeprefix("export ").removeprefix("override ").strip()
        if not equals:
            return False
        if ":" in name:  # of one target alone, which need not be the one that asks
            self.variables[name.rpartition(":")[2].split()[-1] if name.rpartition(":")[2].split() else ""] = None
        elif operator == "!" or self.depth > 0:
            self.variables[name] = None
            if operator == "!":
                self.always.append(self.substituted(value, {}, "", HOLE))
        elif operator == "+":
            before = self.variables.get(name, "")
            self.variables[name] = None if before is None else f"{before} {value.strip()}".strip()
        elif operator != "?" or name not in self.variables:
            self.variables[name] = value.strip()
        return True

    def rule(self, line: str) -> None:
        """Note the head of a rule: `targets : needed ; recipe`."""
        head, colon, rest = line.partition(":")
        self.current = []
        if not colon:
            return
        needed, semicolon, recipe = rest.lstrip(":").partition(";")
        names = needed.replace("|", " ")
        self.current = self.substituted(head, {}, "", HOLE).split()
        for target in self.current:
            self.needs.setdefault(target, []).extend(self.substituted(names, {}, "", HOLE).split())
            lines = self.lines.setdefault(target, [])
            if semicolon:
                lines.append(recipe.strip())
            if self.first is None and not target.startswith(".") and "%" not in target:
                self.first = target

    def expand(
        self, recipe: Recipe, name: str, given: Mapping[str, str], arguments: Sequence[str], missing: str
    ) -> Sequence[str]:
        """The lines of a recipe as shell code."""
        return [self.substituted(line.lstrip(" \t@+-"), given, name, missing) for line in recipe.lines]

    def substituted(self, text: str, given: Mapping[str, str], target: str, missing: str, depth: int = 0) -> str:
        """`text` with make's variables replaced by their values, or by HOLE."""
        done: list[str] = []
        while "$" in text and len(text) < MAX_TEXT:
            before, _, text = text.partition("$")
            done.append(before)
            sign, text = text[:1], text[1:]
            if sign == "$":
                done.append("$")
                continue
            if sign in ("(", "{"):
                name, text = _enclosed(text, ")" if sign == "(" else "}", sign)
            else:
                name = sign
            value: str | None = target if name == "@" and target else self.value(name, given, missing)
            if value is not None and "$" in value:
                value = self.substituted(value, given, target, missing, depth + 1) if depth < 16 else None
            done.append(HOLE if value is None else value)
        return "".join([*done, text])

    def value(self, name: str, given: Mapping[str, str], missing: str) -> str | None:
        """The value of a variable, still with others in it."""
        if name in given:
            return given[name]
        if name in self.variables:
            return self.variables[name]
        return missing if name.replace("_", "a").replace("-", "a").isalnum() and len(name) > 1 else None


def _enclosed(text: str, end: str, begin: str) -> tuple[str, str]:
    """What stands before the bracket that closes, and what behind it."""
    depth = 1
    for place, sign in enumerate(text):
        depth += (sign == begin) - (sign == end)
        if depth == 0:
            return text[:place], text[place + 1 :]
    return text, ""
