"""Reads the TOML files, and compiles them into one file that loads without a TOML parser."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from chimera_guard.catalogue.schema import ABOUT, CatalogueError, graft, normalise, options_of


def read_all(catalogue: Path, strict: bool = True, only: str = "*") -> dict[str, Any]:
    """Read every file below `catalogue`: {"tools": by primary name, "names": alias to primary, "verbs": tables}.

    Without `strict`, a file that is wrong is left out: its tools are then programs that are not known.
    With `only`, the files of that one tool are read.

    A file `NAME.GROUP.toml` without `names` adds subcommands, options and examples to the tool NAME.

    Raises:
        CatalogueError: with the file's name, for a file that is wrong.
    """
    tools: dict[str, Any] = {}
    names: dict[str, str] = {}
    paths = {*(catalogue / "tools").glob(f"{only}.toml"), *(catalogue / "tools").glob(f"{only}.*.toml")}
    for path in sorted(paths, key=lambda path: (path.name.count("."), path.name)):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            stem = path.stem.partition(".")[0]
            if "names" not in data and stem in tools:
                part = normalise({"names": [stem], **data})
                if "subcommands" in part:
                    graft(tools[stem].setdefault("subcommands", {}), part["subcommands"])
                for key in ("options", "examples"):
                    tools[stem].setdefault(key, {}).update(part.get(key, {}))
                for key in {"flags", "valued"} & part.keys():
                    tools[stem][key] = f"{tools[stem].get(key, '')} {part[key]}"
                continue
            tool = normalise(data)
        except (CatalogueError, tomllib.TOMLDecodeError) as error:
            if strict:
                raise CatalogueError(f"{path.name}: {error}") from None
            continue
        primary = tool["names"][0]
        tools[primary] = tool
        for name in tool["names"]:
            if names.setdefault(name, primary) != primary and strict:
                raise CatalogueError(f"{path.name}: the name {name!r} also belongs to {names[name]}")
    return {"tools": tools, "names": names, "verbs": _verb_tables(catalogue / "verbs.toml")}


def _verb_tables(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    return {table: options_of(data, table) for table, data in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def write(directory: Path, catalogue: Path = Path(__file__).parent) -> None:
    """Compile `catalogue` into `directory`.

    There will be tools.jsonl with a line for each tool: what lines need of it, and behind that what it is about;
    names.txt with the place of every name in it, sorted, so that it can be searched without being parsed (`*` behind
    the first name of a tool); and verbs.json.
    """
    everything = read_all(catalogue)
    directory.mkdir(parents=True, exist_ok=True)
    places: dict[str, str] = {}
    lines = bytearray()
    for primary, tool in everything["tools"].items():
        about = {key: tool.pop(key) for key in ABOUT if key in tool}
        line = f"{_compact(tool)}{_compact(about)}\n".encode()
        places[primary] = f"{len(lines)} {len(line)}"
        lines += line
    names = "".join(
        f"{name} {places[primary]}{' *' if name == primary else ''}\n"
        for name, primary in sorted(everything["names"].items())
    )
    (directory / "tools.jsonl").write_bytes(bytes(lines))
    (directory / "names.txt").write_text(names, encoding="utf-8")
    (directory / "verbs.json").write_text(_compact(everything["verbs"]), encoding="utf-8")


def _compact(data: object) -> str:
    return json.dumps(data, separators=(",", ":"))
