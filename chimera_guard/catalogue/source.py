"""Where the catalogue's data lies: compiled by the build where there is a build, else the TOML files themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

# No pathlib: importing it would take a good part of the time that a whole check takes.
_HERE = __file__.rpartition("/")[0]
COMPILED = f"{_HERE.rpartition('/')[0]}/_compiled"


@cache
def _index() -> dict[str, Any] | None:
    try:
        with open(f"{COMPILED}/index.json", "rb") as file:
            index: dict[str, Any] = json.load(file)
    except FileNotFoundError:
        return None
    return index


@cache
def _uncompiled() -> dict[str, Any]:
    from pathlib import Path

    from chimera_guard.catalogue.compile import read_all

    return read_all(Path(_HERE), strict=False)


@cache
def _lines() -> bytes:
    with open(f"{COMPILED}/tools.jsonl", "rb") as file:
        return file.read()


def tool(name: str) -> Mapping[str, Any] | None:
    """The normalised data of the tool that has this name or alias."""
    index = _index()
    if index is None:
        primary = _uncompiled()["names"].get(name)
        return None if primary is None else _uncompiled()["tools"][primary]
    place = index["names"].get(name)
    if place is None:
        return None
    data: dict[str, Any] = json.loads(_lines()[place[0] : place[0] + place[1]])
    return data


def verbs(table: str) -> Mapping[str, Any]:
    """The normalised verb table of this name."""
    index = _index() or _uncompiled()
    found: Mapping[str, Any] = index["verbs"][table]
    return found


def primary_names() -> list[str]:
    """The first name of every tool."""
    index = _index()
    return list(index["primary"] if index is not None else _uncompiled()["tools"])
