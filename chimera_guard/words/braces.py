"""Brace expansion, which comes before everything else."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.syntax.nodes import Literal, Part

MAX_WORDS = 1_000
# Characters of a word as brace expansion sees them: one of a literal's, or a whole part.
Cell = str | Part


def braces(parts: Sequence[Part]) -> list[list[Part] | None]:
    """The words that a word's parts stand for; [None] where there are too many."""
    if not any(type(part) is Literal and not part.quoted and "{" in part.text for part in parts):
        return [list(parts)]
    cells: list[Cell] = []
    for part in parts:
        if type(part) is Literal and not part.quoted:
            cells.extend(part.text)
        else:
            cells.append(part)
    words = _expand(cells, 0)
    if words is None:
        return [None]
    return [_parts(word) for word in words]


def _parts(cells: list[Cell]) -> list[Part]:
    parts: list[Part] = []
    text = ""
    for cell in cells:
        if isinstance(cell, str):
            text += cell
            continue
        if text:
            parts.append(Literal(text, False))
            text = ""
        parts.append(cell)
    if text:
        parts.append(Literal(text, False))
    return parts


def _expand(cells: list[Cell], depth: int) -> list[list[Cell]] | None:
    """All words of `cells`, None where there are more than the bound."""
    if depth > 20:
        return None
    for start, cell in enumerate(cells):
        if cell != "{" or (start and cells[start - 1] == "$"):
            continue
        end, commas = _group(cells, start)
        if end < 0:
            continue
        inside = cells[start + 1 : end]
        choices = _list(inside, [c - start - 1 for c in commas]) if commas else _sequence(inside)
        if choices is None:
            continue
        tails = _expand(cells[end + 1 :], depth + 1)
        if tails is None or len(choices) > MAX_WORDS:
            return None
        words: list[list[Cell]] = []
        for choice in choices:
            for middle in _expand(choice, depth + 1) or [None]:
                if middle is None or len(words) + len(tails) > MAX_WORDS:
                    return None
                words += [[*cells[:start], *middle, *tail] for tail in tails]
        return words
    return [cells]


def _group(cells: list[Cell], start: int) -> tuple[int, list[int]]:
    """Where the group that opens at `start` closes (-1: it does not), and its commas."""
    depth = 0
    commas: list[int] = []
    for at in range(start, len(cells)):
        cell = cells[at]
        if cell == "{":
            depth += 1
        elif cell == "}":
            depth -= 1
            if depth == 0:
                return at, commas
        elif cell == "," and depth == 1:
            commas.append(at)
    return -1, []


def _list(inside: list[Cell], commas: list[int]) -> list[list[Cell]]:
    choices, at = [], 0
    for comma in [*commas, len(inside)]:
        choices.append(inside[at:comma])
        at = comma + 1
    return choices


def _sequence(inside: list[Cell]) -> list[list[Cell]] | None:
    """`{a..b}` and `{a..b..step}`; None where it is none."""
    if not all(isinstance(cell, str) for cell in inside):
        return None
    bounds = "".join(str(cell) for cell in inside).split("..")
    if len(bounds) not in (2, 3) or not all(bounds):
        return None
    first, last = bounds[0], bounds[1]
    try:
        step = abs(int(bounds[2])) if len(bounds) == 3 else 1
        low, high = int(first), int(last)
    except ValueError:
        if len(first) != 1 or len(last) != 1 or not (first + last).isalpha() or not (first + last).isascii():
            return None
        step = abs(int(bounds[2])) if len(bounds) == 3 and bounds[2].lstrip("-").isdigit() else 1
        low, high = ord(first), ord(last)
        return [[chr(code)] for code in _range(low, high, step)]
    width = max(len(first), len(last)) if first.lstrip("-")[:1] == "0" or last.lstrip("-")[:1] == "0" else 0
    if abs(high - low) // (step or 1) > MAX_WORDS:
        return [["0"]] * (MAX_WORDS + 1)
    return [list(f"{number:0{width}d}" if width > 1 else str(number)) for number in _range(low, high, step)]


def _range(low: int, high: int, step: int) -> range:
    step = step or 1
    return range(low, high + 1, step) if low <= high else range(low, high - 1, -step)
