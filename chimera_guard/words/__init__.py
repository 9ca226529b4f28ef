"""Words of the tree to values: texts that are known, patterns, and honest unknowns."""

from __future__ import annotations

from chimera_guard.words.expand import expand, expand_elements, expand_pattern, expand_single

__all__ = ["expand", "expand_elements", "expand_pattern", "expand_single"]
