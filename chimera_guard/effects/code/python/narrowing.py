"""What a condition says of a name in its body: `if f.endswith(".tmp")`, `if d in ("build", "dist")`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from chimera_guard.effects.code.python.values import Known, Partial, Thing, each_of, text_of
from chimera_guard.effects.processes import kind_of
from chimera_guard.words.value import SOME_NAME

MAX_WAYS = 8
_FIELDS = frozenset("pid name cmdline exe username uids ppid status create_time terminal".split())


Narrowing: TypeAlias = "tuple[str, list[Any]] | None"


def narrowed(test: ast.expr, value: Callable[[ast.expr], Any], names: dict[str, Any]) -> Narrowing:
    """A name, and what it can be where `test` holds; None where the test says nothing of the kind."""
    process = _process(test, names)
    if process is not None:
        return process, [Thing("any-process", "it")]
    if isinstance(test, ast.BoolOp):
        found = [each for each in (narrowed(part, value, names) for part in test.values) if each is not None]
        if isinstance(test.op, ast.And):
            return found[0] if found else None
        together = len(found) == len(test.values) and len({name for name, _ in found}) == 1
        ways = [one for _, each in found for one in each]
        return (found[0][0], ways) if together and len(ways) <= MAX_WAYS else None
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _compared(test, value, names)
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and len(test.args) == 1:
        place = test.func.value
        if test.func.attr in ("endswith", "startswith") and isinstance(place, ast.Name) and _gap(names.get(place.id)):
            start = test.func.attr == "startswith"
            texts = _texts(value(test.args[0]))
            ways = [_filled(names[place.id], text + SOME_NAME if start else SOME_NAME + text) for text in texts]
            return (place.id, ways) if ways else None
    return None


def _process(test: ast.expr, names: dict[str, Any]) -> str | None:
    """The name of a process, one of those that run, that a test picks by what it is called, or started with."""
    texts, found, excluded = False, None, False
    for node in ast.walk(test):
        if isinstance(node, ast.Name) and isinstance(held := names.get(node.id), Thing) and held.kind == "any-process":
            found = node.id if held.target is None else found
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts = texts or (len(node.value) > 1 and node.value not in _FIELDS)
            excluded = excluded or node.value in ("username", "uids", "terminal") or bool(kind_of(node.value))
        elif isinstance(node, (ast.NotEq, ast.NotIn, ast.Not, ast.Or)):
            excluded = True
    return found if texts and not excluded else None


def _compared(
    test: ast.Compare, value: Callable[[ast.expr], Any], names: dict[str, Any]
) -> tuple[str, list[Any]] | None:
    if not isinstance(test.ops[0], (ast.Eq, ast.In)):
        return None
    place, ending, whole = test.left, False, False
    if isinstance(place, ast.Attribute) and place.attr in ("name", "suffix"):
        ending, whole = place.attr == "suffix", place.attr == "name"
        place = place.value
    if not isinstance(place, ast.Name) or not _gap(names.get(place.id)):
        return None
    texts = _texts(value(test.comparators[0]))
    ways = [_filled(names[place.id], SOME_NAME + text if ending else text, whole) for text in texts]
    return (place.id, ways) if ways else None


def _gap(value: Any) -> bool:
    """Whether a value is the name of any file, or a path that ends with one."""
    text = value.template if isinstance(value, Partial) else value.target if isinstance(value, Thing) else None
    return text is not None and text.endswith(SOME_NAME)


def _texts(value: Any) -> list[str]:
    items = each_of(value)
    texts = [text_of(item) for item in items] if len(items) <= MAX_WAYS else [None]
    return [text for text in texts if text is not None] if None not in texts else []


def _filled(value: Any, text: str, named: bool = False) -> Any:
    """A path with its last gap, or all of its last name, filled in."""
    begin = (value.template if isinstance(value, Partial) else value.target)[: -len(SOME_NAME)]
    whole = (begin[: begin.rfind("/") + 1] if named else begin) + text
    if isinstance(value, Thing):
        return value._replace(target=whole)
    return Known(whole) if SOME_NAME not in whole else Partial(whole, value.taint)
