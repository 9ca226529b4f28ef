"""Compiles what would otherwise be worked out at every start: the catalogue, and the parser's tables."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileHook(BuildHookInterface):
    """Puts chimera_guard/_compiled into the wheel.

    It is made outside of the source tree: there it would hide later changes to the catalogue. Editable installs read
    the sources themselves.
    """

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and name the result for inclusion."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from chimera_guard.catalogue import compile as catalogue
            from chimera_guard.syntax import tables
        finally:
            sys.path.remove(self.root)
        self._scratch = tempfile.TemporaryDirectory(prefix="chimera-guard-build-")
        compiled = Path(self._scratch.name)
        catalogue.write(compiled)
        tables.write(compiled / tables.SHIPPED.name)
        build_data["force_include"][str(compiled)] = "chimera_guard/_compiled"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the wheel."""
        if version != "editable":
            self._scratch.cleanup()
