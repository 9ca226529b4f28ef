"""Other shells' languages, rewritten as the one that the analysis reads."""

from __future__ import annotations

from functools import partial

# Programs that run code in another language than bash's.
DIALECTS = {"fish": "fish", "zsh": "zsh", "rzsh": "zsh", "emulate": "zsh"}
MAX_FOREIGN = 32_768
UNREAD = "__unread"  # a variable of which nothing is known, whatever is known of the others
UNKNOWN = f"${{{UNREAD}}}"


def bound(source: str) -> str:
    """The source. Raises ValueError where it would be rewritten into something else, or take too long."""
    if "\0" in source:
        raise ValueError("it holds a NUL, which hides what stands behind it")
    if len(source) > MAX_FOREIGN:
        raise ValueError(f"it is longer than {MAX_FOREIGN:,} characters")
    return source


def rewrite(dialect: str, source: str, options: frozenset[str] | None = None) -> str:
    """The same in bash's language. Raises ValueError, with what is wrong, for what can't be read.

    Args:
        dialect: the shell whose language it is.
        source: the code.
        options: the options of the shell that it was typed to; None for code that was not typed.
    """
    if dialect == "fish":
        from chimera_guard.syntax.dialects.fish import translate
    elif dialect == "zsh":
        from chimera_guard.syntax.dialects import zsh

        translate = zsh.translate if options is None else partial(zsh.translate, options=options)
    else:
        return source
    try:
        return translate(source)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
