"""Words of the tree to values: texts that are known, patterns, and honest unknowns.

value                                  what a word becomes
expand, fields, braces, tilde          the expansion of a word, from braces to splitting and quotes
parameters, changes, operators, keyed  `${...}`, and what its operators do
arithmetic, numbers                    `$((...))`
patterns, brackets, wildcards, regex   what patterns match, in bounded time
filters                                what commands print that only transform constants
printing, texts, characters, records, sed, decoders
                                       such commands, by their kind (options, escapes: how they read their words)
shell, work                            what expansion asks of the shell around it, and what it may cost
"""

from __future__ import annotations

from chimera_guard.words.expand import expand, expand_single

__all__ = ["expand", "expand_single"]
