"""What takes a function of Python, and calls it: threads, pools, `map`, partials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.loops import rounds
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Class,
    Function,
    Known,
    Ref,
    Thing,
    Unknown,
    argument_at,
    items_of,
    taint_in,
)
from chimera_guard.effects.places import names

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

_EACH = names("builtins.map builtins.filter itertools.starmap")
_STARTED = names("threading.Thread threading.Timer multiprocessing.Process multiprocessing.context.Process")
_GIVEN = names("functools.partial")
_LATER = names("atexit.register")
# Methods of pools and loops, whatever the object is called.
_METHODS_EACH = names("map imap imap_unordered map_async")
_METHODS_ONCE = names("submit apply apply_async run_in_executor to_thread call_soon call_later")


def applying(function: Any, name: str) -> bool:
    """Whether something calls the functions that it is given."""
    if isinstance(function, Ref) and function.path in _EACH | _STARTED | _GIVEN | _LATER | {"asyncio.to_thread"}:
        return True
    return isinstance(function, (Unknown, Thing)) and name in _METHODS_EACH | _METHODS_ONCE


def applied(reader: PythonReader, function: Any, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """Call what is given as it would be called; None where that is nothing that can be called."""
    path = function.path if isinstance(function, Ref) else ""
    if path in _STARTED:
        return _started(reader, path, arguments, keywords)
    place = next((n for n, value in enumerate(arguments[:2]) if _callable(value)), None)
    if place is None:
        return None
    target, rest = arguments[place], arguments[place + 1 :]
    if path in _GIVEN:
        if isinstance(target, Function):
            return target.given(*rest, **keywords)
        return Function(_call_of(), {"_": target}).given(*rest, **keywords) if isinstance(target, Ref) else None
    if path in _EACH or name in _METHODS_EACH:
        values = []
        for item in rounds(rest[0] if rest else UNKNOWN) or [Unknown(taint_in(*rest))]:
            values.append(reader.called(target, [item], {}))
        return Known([value.value if isinstance(value, Known) else value for value in values])
    return reader.called(target, rest, keywords)


def _started(reader: PythonReader, path: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """A thread or a process: `target` is called with `args`."""
    target = argument_at(arguments, 1, keywords, "target")
    given = argument_at(arguments, 2, keywords, "args", default=Known([]))
    if isinstance(target, Function) and id(target.node) in reader.active:
        reader.into.effect("exec-code", reader.into.language, "fork")
    elif _callable(target):
        items = items_of(given)
        reader.called(target, [Unknown(taint_in(given))] if items is None else items, {})
    return Thing("started")


def _callable(value: Any) -> bool:
    return isinstance(value, (Function, Class, Ref))


def _call_of() -> Any:
    import ast

    tree = ast.parse("lambda *arguments, **keywords: _(*arguments, **keywords)", mode="eval")
    return tree.body
