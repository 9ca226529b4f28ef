"""bashlex without the price of building its LALR tables at every import: they are shipped with this package."""

from __future__ import annotations

import json
import sys
import zlib
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

SHIPPED = Path(__file__).resolve().parent.parent / "_compiled" / "bashlex.tables"

_loaded: list[Any] = []


def bashlex() -> Any:
    """Return the package bashlex, imported with the shipped tables where they fit its grammar."""
    if not _loaded:
        present: Any = sys.modules.get("bashlex")
        _loaded.append(present if hasattr(present, "parser") else _import(_read(SHIPPED), []))
    return _loaded[0]


def write(path: str | Path = SHIPPED) -> None:
    """Build the tables of the installed bashlex and write them to `path`."""
    names = [name for name in sys.modules if name == "bashlex" or name.startswith("bashlex.")]
    present = {name: sys.modules.pop(name) for name in names}
    built: list[dict[str, Any]] = []
    try:
        _import(None, built)
    finally:
        for name in [name for name in sys.modules if name == "bashlex" or name.startswith("bashlex.")]:
            del sys.modules[name]
        sys.modules.update(present)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(built[0], separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        tables = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return tables if isinstance(tables, dict) else None


def _import(tables: dict[str, Any] | None, built: list[dict[str, Any]]) -> ModuleType:
    """Import bashlex afresh. `tables` are used if they fit; tables that had to be built are added to `built`.

    bashlex builds its tables while `bashlex.parser` is imported. So its parser generator is imported first, under
    a package that has not run yet, and lends its constructor for as long as the package runs.
    """
    spec = util.find_spec("bashlex")
    if spec is None or spec.loader is None:
        raise ImportError("bashlex is not installed")
    package = util.module_from_spec(spec)
    sys.modules["bashlex"] = package
    try:
        import bashlex.yacc as generator

        build = generator.LRTable.__init__

        def construct(table: Any, grammar: Any, *rest: Any) -> None:
            signature = _signature(grammar)
            if tables is not None and tables.get("signature") == signature:
                table.grammar = grammar
                table.lr_productions = grammar.Productions
                table.lr_action = dict(enumerate(tables["action"]))
                table.lr_goto = {int(state): row for state, row in tables["goto"].items()}
                table.sr_conflicts, table.rr_conflicts = [], []
                return
            build(table, grammar, *rest)
            action = [dict(table.lr_action[state]) for state in range(len(table.lr_action))]
            goto = {str(state): dict(row) for state, row in table.lr_goto.items()}
            built.append({"signature": signature, "action": action, "goto": goto})

        generator.LRTable.__init__ = construct
        try:
            spec.loader.exec_module(package)
        finally:
            generator.LRTable.__init__ = build
    except BaseException:
        sys.modules.pop("bashlex", None)
        raise
    return package


def _signature(grammar: Any) -> int:
    """What tells one grammar from another: its productions with their precedences."""
    return zlib.crc32(repr([(str(production), production.prec) for production in grammar.Productions]).encode())


if __name__ == "__main__":
    write(*sys.argv[1:2])
