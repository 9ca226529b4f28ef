"""WORDS -> VALUES: what a shell makes of its words, with everything folded that is constant."""

from chimera_guard.words.expansion import expand, expand_elements, expand_pattern, expand_single

__all__ = ["expand", "expand_elements", "expand_pattern", "expand_single"]
