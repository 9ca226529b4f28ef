"""Text of others, made safe to show: what would steer a terminal, or hide, becomes visible."""

from __future__ import annotations

WIDTH_OF_TAB = 4


def visible(text: str) -> str:
    """Return `text` with control characters as their pictures, tabs as blanks, and all else that does not print (also
    what changes the direction of writing) as `<U+202E>`. Newlines become pictures too."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _picture(letter) for letter in text)


def _picture(letter: str) -> str:
    code = ord(letter)
    if letter == "\t":
        return " " * WIDTH_OF_TAB
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def columns(text: str) -> int:
    """Return how many columns of a terminal the visible `text` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def fit(text: str, width: int, from_end: bool = False) -> str:
    """Return as much of the beginning (or the end) of the visible `text` as `width` columns hold."""
    if len(text) <= width and columns(text) <= width:
        return text
    letters = text[-width:] if from_end else text[:width]
    while letters and columns(letters) > width:
        letters = letters[1:] if from_end else letters[:-1]
    return letters


def wrap(text: str, width: int) -> list[str]:
    """Return the visible `text` as lines of at most `width` columns, broken at blanks where there are any."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if columns(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        while columns(word) > width:
            head = fit(word, width)
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line or not lines else lines
