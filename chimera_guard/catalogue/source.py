"""Where the catalogue's data lies: compiled by the build where there is a build, else the TOML files themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache

from chimera_guard.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

# No pathlib: importing it would take a good part of the time that a whole check takes.
_HERE = __file__.rpartition("/")[0]
_DECODER = json.JSONDecoder()
COMPILED = f"{_HERE.rpartition('/')[0]}/_compiled"


@cache
def _names() -> str | None:
    """The places of all names in tools.jsonl; None where nothing is compiled."""
    try:
        with open(f"{COMPILED}/names.txt", encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


@cache
def _uncompiled() -> dict[str, Any]:
    from pathlib import Path

    from chimera_guard.catalogue.compile import read_all

    return read_all(Path(_HERE), strict=False)


def _uncompiled_tool(name: str) -> Mapping[str, Any] | None:
    """The same from the TOML files: that of the tool alone if it has this name, else all."""
    from pathlib import Path

    from chimera_guard.catalogue.compile import read_all

    if len(name) < 200 and name.replace("-", "").isalnum():
        found = read_all(Path(_HERE), strict=False, only=name)
        if name in found["names"]:
            alone: Mapping[str, Any] = found["tools"][found["names"][name]]
            return alone
    primary = _uncompiled()["names"].get(name)
    return None if primary is None else _uncompiled()["tools"][primary]


@cache
def _tools() -> int:
    # Stays open, so that an upgrade below a running process changes nothing for it.
    return os.open(f"{COMPILED}/tools.jsonl", os.O_RDONLY | os.O_CLOEXEC)


@cache
def _verbs() -> dict[str, Any]:
    with open(f"{COMPILED}/verbs.json", "rb") as file:
        tables: dict[str, Any] = json.load(file)
    return tables


def tool(name: str, about: bool = False) -> Mapping[str, Any] | None:
    """The normalised data of the tool that has this name or alias; what it is `about` only if that is asked for."""
    names = _names()
    if names is None:
        return _uncompiled_tool(name)
    place = _place(names, name)
    if place is None:
        return None
    line = os.pread(_tools(), int(place[1]), int(place[0])).decode()
    data: dict[str, Any]
    data, end = _DECODER.raw_decode(line)
    if about:
        data |= _DECODER.raw_decode(line, end)[0]
    return data


def _place(names: str, name: str) -> list[str] | None:
    """Where the data of `name` lies: the sorted lines of `names` are halved until its own is found."""
    low, high, key = 0, len(names), f"{name} "
    while low < high:
        start = max(low, names.rfind("\n", low, (low + high) // 2) + 1)
        end = names.index("\n", start)
        line = names[start:end]
        if line.startswith(key):
            return line[len(key) :].split(" ")
        if line < key:
            low = end + 1
        else:
            high = start
    return None


def verbs(table: str) -> Mapping[str, Any]:
    """The normalised verb table of this name."""
    found: Mapping[str, Any] = (_uncompiled()["verbs"] if _names() is None else _verbs())[table]
    return found


def primary_names() -> list[str]:
    """The first name of every tool, in alphabetical order."""
    names = _names()
    if names is None:
        return sorted(_uncompiled()["tools"])
    return [line.partition(" ")[0] for line in names.split("\n") if line.endswith("*")]
