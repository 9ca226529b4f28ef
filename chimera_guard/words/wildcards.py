"""Which characters of a text mean something in a pattern."""

from __future__ import annotations


def escape(text: str) -> str:
    """`text` with a backslash before each character that means something in a pattern."""
    for c in "\\*?[]":  # the backslash first, so that none is escaped twice
        if c in text:
            text = text.replace(c, "\\" + c)
    return text


def wildcards(text: str) -> bool:
    """Whether `text` holds a character of patterns, active or not."""
    return "*" in text or "?" in text or "[" in text or "(" in text


def active(text: str) -> bool:
    """Whether `text`, as a pattern, holds a wildcard that no backslash makes inert."""
    if not wildcards(text):
        return False
    at = 0
    while at < len(text):
        c = text[at]
        if c == "\\":
            at += 1
        elif c in "*?" or (c == "[" and _bracket(text, at)) or (c in "+@!" and _group(text, at)):
            return True
        at += 1
    return False


def _bracket(text: str, at: int) -> bool:
    end = text.find("]", at + 3 if text[at + 1 : at + 2] in ("!", "^") else at + 2, at + 4096)
    return end > 0 and "/" not in text[at:end]


def _group(text: str, at: int) -> bool:
    return text.startswith("(", at + 1) and ")" in text[at + 2 :]


def begins_pattern(text: str, at: int, character: str) -> bool:
    """Whether the `character` at that place can be the first of a pattern."""
    return character in "*?[\\" or (character in "@+!" and text[at + 1 : at + 2] == "(")
