"""What is known of tools: one data file each, loaded when its name first appears on a line."""

from __future__ import annotations

from collections.abc import Mapping

from chimera_guard.catalogue import source
from chimera_guard.catalogue.usage import Option, Usage, option
from chimera_guard.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_tools: dict[str, Usage | None] = {}
_extra: dict[str, Mapping[str, Any]] = {}
_verbs: dict[str, dict[str, Option]] = {}


def load(name: str) -> Usage | None:
    """Return what is known of the tool called `name`, None for a tool that the catalogue does not know."""
    try:
        return _tools[name]
    except KeyError:
        pass
    found = data(name)
    usage = None if found is None else Usage(name, found)
    if len(_tools) < 4096:  # names come from command lines: what is not known must not fill the memory
        _tools[name] = usage
    return usage


def data(name: str, about: bool = False) -> Mapping[str, Any] | None:
    """The normalised data of the tool called `name`, None for a tool that the catalogue does not know.

    Its family, source, summary and examples are only there if what it is `about` is asked for.
    """
    return _extra.get(name) or source.tool(name, about)


def add(data: Mapping[str, Any]) -> None:
    """Add a tool of the user's own, or replace one, from its TOML data.

    Raises:
        CatalogueError: when the data is wrong.
    """
    from chimera_guard.catalogue.schema import normalise

    tool = normalise(data)
    for name in tool["names"]:
        _extra[name] = tool
        _tools.pop(name, None)


def verbs(table: str) -> Mapping[str, Option]:
    """The classes of a verb table, by verb."""
    if table not in _verbs:
        _verbs[table] = {verb: option(raw) for verb, raw in source.verbs(table).items()}
    return _verbs[table]


def families() -> dict[str, list[str]]:
    """The names of all tools by family, aliases left out."""
    result: dict[str, list[str]] = {}
    for name in source.primary_names():
        shipped = source.tool(name, about=True)
        if shipped is not None:
            result.setdefault(shipped.get("family", "other"), []).append(name)
    for extra in _extra.values():
        names = result.setdefault(extra.get("family", "yours"), [])
        if extra["names"][0] not in names:
            names.append(extra["names"][0])
    return result


def everything() -> dict[str, Mapping[str, Any]]:
    """The normalised data of every shipped tool by its primary name."""
    return {name: tool for name in source.primary_names() if (tool := source.tool(name, about=True)) is not None}
