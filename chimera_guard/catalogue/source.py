"""Where the catalogue's data lies: compiled by the build where there is a build, else the TOML files themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
COMPILED = _HERE.parent / "_compiled"


@cache
def _index() -> dict[str, Any] | None:
    try:
        text = (COMPILED / "index.json").read_text(encoding="utf-8")
    except OSError:
        return None
    index: dict[str, Any] = json.loads(text)
    return index


@cache
def _uncompiled() -> dict[str, Any]:
    from chimera_guard.catalogue.compile import read_all

    return read_all(_HERE, strict=False)


@cache
def _lines() -> bytes:
    return (COMPILED / "tools.jsonl").read_bytes()


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
