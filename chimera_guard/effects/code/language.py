"""What `scripts` must know of a language to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chimera_guard.effects.code.tokens import Syntax
from chimera_guard.effects.places import names


class Language(NamedTuple):
    """A language as `scripts` reads it.

    `actions` say what a call of a name does, `needs` which of them hold only as plain functions ("") or with a module
    loaded. `plain` names are harmless to call, `capable` ones reach for the machine in ways that are not followed.
    """

    syntax: Syntax
    actions: Mapping[str, str]
    plain: frozenset[str]
    capable: frozenset[str] = frozenset()
    needs: Mapping[str, str] = {}
    modules: frozenset[str] = frozenset()
    plain_prefixes: tuple[str, ...] = ()
    bare_calls: bool = False
    subscripts: bool = False
    all_arguments: bool = False
    grave: frozenset[str] = frozenset()  # modules after whose loading an unknown function could be theirs
    prepared: Callable[[str], str] = str


def table(text: str) -> dict[str, str]:
    """Lines of `action: name name ...`."""
    found = {}
    for line in text.strip().splitlines():
        action, _, rest = line.strip().partition(": ")
        for name in rest.split():
            found[name] = action
    return found


COMMON = names("if else elsif elseif unless while until for foreach return and or not print printf length do in of new")
