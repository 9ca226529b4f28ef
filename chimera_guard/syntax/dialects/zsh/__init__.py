"""zsh's command language, rewritten as the one that the analysis reads.

Not a compiler: the result does the same things to files and programs, and what can't be expressed is an unknown
variable. In layers: `parameters` and `braces` read what a `$` begins, `patterns` what picks files, `words` words and
redirections, `statements` lists and simple commands, `compound` the rest.
"""

from __future__ import annotations

from chimera_guard.syntax.dialects import bound
from chimera_guard.syntax.dialects.zsh.compound import Reader
from chimera_guard.syntax.dialects.zsh.words import SCRIPT

# Without any of these, and without the words, a line means the same in both languages.
_TELLING = frozenset("$`(){}[]<#^=")
_TELLING_WORDS = (
    "&|", "&!", "&;", "& ;", ">!", ">>&", ">>|", "&>", "- ", "for", "repeat", "while", "until", "if", "case", "select",
    "function", "set ", "zargs", "zstyle", "path",
)  # fmt: skip


def translate(source: str, options: frozenset[str] = SCRIPT) -> str:
    """The same in bash's language. Raises ValueError for what can't be read.

    Args:
        source: the code.
        options: the options that are set, in lower case and without underscores. `interactivecomments` is set for
            what is not typed.
    """
    plain = _TELLING.isdisjoint(source) and not ("~" in source and ("extendedglob" in options or "setopt" in source))
    if plain and not any(word in source for word in _TELLING_WORDS):
        return source
    return Reader(bound(source), options).whole()
