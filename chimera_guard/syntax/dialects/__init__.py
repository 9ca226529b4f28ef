"""Other shells' languages, rewritten as the one that the analysis reads."""

from __future__ import annotations

# Programs that run code in another language than bash's.
DIALECTS = {"fish": "fish", "zsh": "zsh", "rzsh": "zsh"}
UNKNOWN = "${__unread}"  # what nobody knows: a variable that is never set


def rewrite(dialect: str, source: str, options: frozenset[str] | None = None) -> str:
    """The same in bash's language. Raises ValueError, with what is wrong, for what can't be read.

    Args:
        dialect: the shell whose language it is.
        source: the code.
        options: the options of the shell that it was typed to; None for code that was not typed.
    """
    if dialect == "fish":
        from chimera_guard.syntax.dialects.fish import translate

        return translate(source)
    if dialect == "zsh":
        from chimera_guard.syntax.dialects import zsh

        return zsh.translate(source, zsh.SCRIPT if options is None else options)
    return source
