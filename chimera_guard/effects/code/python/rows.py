"""Rows of tables that Python's libraries for databases ask for: those that a condition names, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.databases import database
from chimera_guard.effects.code.python.guesses import NARROWING, unknown_method
from chimera_guard.effects.code.python.values import Arguments, Keywords, Thing, Unknown
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

_GOING_ON = NARROWING | names(
    """
    all order_by distinct select_related prefetch_related only defer values values_list with_for_update options join
    outerjoin using select_for_update limit annotate execution_options first last one one_or_none get scalar_one
    """
)
_LOOKING = names("count exists scalar aggregate iterator explain fetchall scalars")


def rows(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a query with a condition."""
    if name == "delete" or (name == "update" and (arguments or keywords)):
        reader.into.effect("database-change", None)
        reader.into.complete = False
        return thing
    if name in _GOING_ON:
        return thing
    if name in _LOOKING:
        return Unknown()
    return unknown_method(reader, name, Unknown(), arguments, keywords)


def in_memory(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A database that is gone when the program ends: what is deleted there was made there."""
    outer, reader.into = reader.into, Collector(reader.into.language)
    try:
        database(reader, thing, name, arguments, keywords)
    finally:
        inner, reader.into = reader.into.reading(), outer
    kept = tuple((kind, target, flags) for kind, target, flags in inner.effects if not kind.startswith("database"))
    outer.merge(inner._replace(effects=kept))
    return thing if name in ("cursor", "connect", "__enter__", "execute", "executemany") else Unknown()
