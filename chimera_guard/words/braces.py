"""Brace expansion, which comes before everything else. Follows bash in what it takes for one."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.syntax.nodes import Literal, Parameter, Part
from chimera_guard.words.work import Work

MAX_WORDS = 1_000
MAX_CELLS = 50_000
MAX_DEPTH = 40
Cell = str | Part  # an unquoted character, or a part that braces do not look into
Cells = list[Cell]


class _TooMuch(Exception):
    """There are more words than the bounds allow."""


def alternatives(parts: Sequence[Part], work: Work) -> list[list[Part] | None] | None:
    """Return the words that `parts` stand for, None where they are too many.

    A word in it is None where it depends on how a name was written: `$x{a,b}` is `$xa $xb`, which `${x}{a,b}` is not.
    """
    if sum(len(part.text) for part in parts if type(part) is Literal and not part.quoted) > MAX_CELLS:
        return None
    cells: Cells = []
    for part in parts:
        if type(part) is Literal and not part.quoted:
            cells.extend(part.text)
        else:
            cells.append(part)
    try:
        words = _Expansion(work).words(cells, 0)
    except _TooMuch:
        return None
    names = {id(cell) for cell in cells if _is_plain_name(cell)} - _followed(cells)
    if not names:
        return [_parts(word) for word in words]
    return [None if names & _followed(word) else _parts(word) for word in words]


def _followed(cells: Cells) -> set[int]:
    """The cells behind which a character of names stands."""
    return {
        id(before)
        for before, after in zip(cells, cells[1:], strict=False)
        if isinstance(after, str) and (after == "_" or after.isalnum())
    }


def _is_plain_name(cell: Cell) -> bool:
    return (
        type(cell) is Parameter
        and not (cell.quoted or cell.operator or cell.length or cell.indirect or cell.index)
        and cell.name.isidentifier()
    )


def _parts(cells: Cells) -> list[Part]:
    parts: list[Part] = []
    text: list[str] = []
    for cell in cells:
        if isinstance(cell, str):
            text.append(cell)
            continue
        if text:
            parts.append(Literal("".join(text), False))
            text = []
        parts.append(cell)
    if text:
        parts.append(Literal("".join(text), False))
    return parts


class _Expansion:
    """One brace expansion, with what it may still cost."""

    __slots__ = ("left", "work")

    def __init__(self, work: Work) -> None:
        self.left = MAX_CELLS
        self.work = work

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0 or not self.work.spend(cells >> 2):
            raise _TooMuch

    def words(self, cells: Cells, depth: int) -> list[Cells]:
        """All words of `cells`."""
        if depth > MAX_DEPTH:
            raise _TooMuch
        start, end = self.group(cells)
        if start < 0:
            return [cells]
        inside = cells[start + 1 : end]
        choices: list[Cells] | None
        if "," in inside:
            choices = self.listed(inside, depth)
        else:
            self.spend(64)
            choices = _sequence(inside, self.work)
            if choices is None:
                if end + 1 == len(cells):
                    return [cells]
                choices = [cells[start : end + 1]]
        tails = self.words(cells[end + 1 :], depth + 1) if end + 1 < len(cells) else [[]]
        if len(choices) * len(tails) > MAX_WORDS:
            raise _TooMuch
        self.spend(sum(map(len, choices)) * len(tails) + len(choices) * (sum(map(len, tails)) + start))
        if not self.work.spend(5 * len(choices) * len(tails)):
            raise _TooMuch
        return [[*cells[:start], *choice, *tail] for choice in choices for tail in tails]

    def group(self, cells: Cells) -> tuple[int, int]:
        """The first brace that begins an expansion, and the one that ends it; -1 where there is none."""
        at = 0
        while True:
            start = self.find(cells, at, "{")
            if start < 0:
                return -1, -1
            end = self.find(cells, start + 1, "}")
            if end >= 0:
                return start, end
            at = start + 1

    def find(self, cells: Cells, at: int, wanted: str) -> int:
        """The next `wanted` that no inner braces hide; `}` only counts behind a comma or dots."""
        level, separated = 0, wanted != "}"
        start = at
        while at < len(cells):
            c = cells[at]
            if c == wanted and level == 0 and separated:
                if c == "{" and at == 0 and cells[1:2] == ["}"]:
                    at += 1
                    continue
                break
            if c == "{":
                level += 1
            elif c == "}" and level:
                level -= 1
            elif wanted == "}" and level == 0 and (c == "," or _dots(cells, at)):
                separated = True
            at += 1
        self.spend(at - start + 1)
        return at if at < len(cells) else -1

    def listed(self, inside: Cells, depth: int) -> list[Cells]:
        """The words of each alternative between commas."""
        found: list[Cells] = []
        start = 0
        while True:
            end = self.find(inside, start, ",")
            found += self.words(inside[start : end if end >= 0 else len(inside)], depth + 1)
            if len(found) > MAX_WORDS:
                raise _TooMuch
            if end < 0:
                return found
            start = end + 1


def _dots(cells: Cells, at: int) -> bool:
    return cells[at : at + 2] == [".", "."] and cells[at + 2 : at + 3] != ["}"]


def _sequence(inside: Cells, work: Work) -> list[Cells] | None:
    """`{1..9}`, `{a..z}`, `{01..10..3}`; None where it is none."""
    if len(inside) > 64 or not all(isinstance(cell, str) for cell in inside):
        return None
    bounds = "".join([str(cell) for cell in inside]).split("..")
    if len(bounds) not in (2, 3):
        return None
    first, last = bounds[:2]
    step = _number(bounds[2]) if len(bounds) == 3 else 1
    if step is None:
        return None
    low, high = _number(first), _number(last)
    if low is not None and high is not None:
        padded = any(len(text) > 1 and text.lstrip("-+")[:1] == "0" and text.lstrip("-") != "0" for text in bounds[:2])
        width = max(len(first), len(last)) if padded else 0
        return [list(f"{number:0{width}d}") for number in _range(low, high, step, work)]
    if len(first) == len(last) == 1 and (first + last).isascii() and (first + last).isalpha():
        codes = _range(ord(first), ord(last), step, work)
        return [[Literal("", True)] if code == 92 else [chr(code)] for code in codes]
    return None


def _number(text: str) -> int | None:
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        return None
    return int(text)


def _range(low: int, high: int, step: int, work: Work) -> range:
    step = abs(step) or 1
    if abs(high - low) // step >= MAX_WORDS or not work.spend(abs(high - low) // step):
        raise _TooMuch
    return range(low, high + 1, step) if low <= high else range(low, high - 1, -step)
