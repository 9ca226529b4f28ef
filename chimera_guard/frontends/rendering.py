"""Paints laid out lines with rich: the only place that knows of colours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from chimera_guard.frontends.document import Line

STYLES = {
    "dim": Style(dim=True),
    "strong": Style(bold=True),
    "HIGH": Style(color="red", bold=True),
    "UNKNOWN": Style(color="magenta", bold=True),
    "MEDIUM": Style(color="yellow", bold=True),
    "LOW": Style(color="green", bold=True),
    "mark HIGH": Style(color="red", underline=True),
    "mark UNKNOWN": Style(color="magenta", underline=True),
    "mark MEDIUM": Style(color="yellow", underline=True),
    "mark LOW": Style(underline=True),
}


def paint(lines: Iterable[Line], file: TextIO | None = None) -> None:
    """Print the lines in colours on `file` (by default standard output), if it is a terminal."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    for line in lines:
        painted = Text(no_wrap=True, overflow="ignore")
        for text, style in line:
            painted.append(text, STYLES.get(style))
        console.print(painted, crop=False, soft_wrap=True)
