"""Ways to functions by their names: `__import__("os")`, `getattr(os, "system")`, `operator.attrgetter("name")`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.guesses import unknown_method
from chimera_guard.effects.code.python.libraries import imported
from chimera_guard.effects.code.python.tables import CAPABLE_METHODS, CAPABLE_MODULES, INERT_IN_MODULES
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Instance,
    Keywords,
    Ref,
    Thing,
    Unknown,
    argument_at,
    first_of,
    taint_in,
    template_of,
    text_of,
)
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

_PLAIN_ROOTS = names("logging math hashlib datetime random string itertools statistics time numpy pandas torch")


def import_module(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`__import__("os")`."""
    name = text_of(first_of(arguments))
    if name is None and arguments and _of_package(arguments[0]):
        reader.into.complete = False
        return UNKNOWN
    if name is None:
        reader.into.capable()
        return UNKNOWN
    imported(name, reader.into)
    return Ref(name)


def _of_package(value: Any) -> bool:
    """Whether a name is that of a module in a package that is known, and is none that reaches for the machine."""
    if isinstance(value, Thing):
        return value.kind == "module-name"
    root, dot, _ = template_of(value).partition(".")
    return dot != "" and HOLE not in root and root not in INERT_IN_MODULES | CAPABLE_MODULES


def get_attribute(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`getattr(os, "system")`."""
    name = text_of(argument_at(arguments, 1, {}))
    base = first_of(arguments)
    if isinstance(base, (Ref, Instance)) and name is not None:
        return reader.attribute(base, name)
    if isinstance(base, Instance):
        return UNKNOWN
    if name is None:
        reader.into.complete = False
        root = base.path.partition(".")[0] if isinstance(base, Ref) else ""
        if not isinstance(base, Unknown) and root not in _PLAIN_ROOTS:
            reader.into.capable()
        return UNKNOWN
    if name in CAPABLE_METHODS:
        unknown_method(reader, name, base, [], {})
    return Unknown(taint_in(base))


def asks_for(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`operator.attrgetter("name")`: a way to any function, where the name is not a harmless one."""
    for argument in arguments[:1] if path.endswith("caller") else arguments:
        name = text_of(argument)
        if name is None or not CAPABLE_METHODS.isdisjoint(name.split(".")) or "__" in name:
            reader.into.capable()
    return Thing("plain")
