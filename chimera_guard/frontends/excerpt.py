"""The part of a command line that something is about, with as much around it as there is room for."""

from __future__ import annotations

from chimera_guard.frontends.document import NARROWEST, Line
from chimera_guard.frontends.visible import columns, fit, visible
from chimera_guard.syntax.nodes import Span

MOST_LINES = 4
CUT = "…"


def excerpt_of(source: str, span: Span, width: int, mark: str) -> list[Line]:
    """Return the lines of `source` that `span` touches, in at most `width` columns; the span has the style `mark`."""
    width = max(NARROWEST, width)
    start, end = _trimmed(source, span)
    lines: list[Line] = []
    at = source.rfind("\n", 0, start) + 1
    while at <= end and len(lines) < MOST_LINES:
        stop = source.find("\n", at)
        stop = len(source) if stop < 0 else stop
        first, last = max(start, at), min(end, stop)
        if first < last or (not lines and start == end):
            lines.append(_cut(source[at:first], source[first:last], source[last:stop], width, mark))
        at = stop + 1
        if at > len(source):
            break
    if at < end:
        lines.append([(f"{CUT} and {source.count(chr(10), at, end) + 1} more lines", "dim")])
    return lines


def _trimmed(source: str, span: Span) -> tuple[int, int]:
    start, end = max(0, min(span.start, len(source))), max(0, min(span.end, len(source)))
    part = source[start:end]
    if not part.strip():
        return start, max(start, end)
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def _cut(before: str, marked: str, after: str, width: int, mark: str) -> Line:
    """One line. Where it is too long, its ends go first, then the middle of the marked part."""
    # More than this many characters can't be shown, however they look: don't look at them.
    middle, first, rest = _middle(marked, width), visible(before[-width - 1 :]), visible(after[: width + 1])
    room = width - columns(middle)
    if columns(first) + columns(rest) > room:
        share = max(room // 3, room - columns(rest))
        first = _end_of(first, share)
        rest = _beginning_of(rest, room - columns(first))
    return [(first, ""), (middle, mark), (rest, "")]


def _middle(marked: str, width: int) -> str:
    if len(marked) <= width:
        shown = visible(marked)
        if columns(shown) <= width:
            return shown
    head = fit(visible(marked[:width]), width * 2 // 3)
    tail = fit(visible(marked[-width:]), width - columns(head) - 3, from_end=True)
    return f"{head} {CUT} {tail}"


def _end_of(text: str, width: int) -> str:
    if columns(text) <= width:
        return text
    return CUT + fit(text, max(0, width - 1), from_end=True) if width > 0 else ""


def _beginning_of(text: str, width: int) -> str:
    if columns(text) <= width:
        return text
    return fit(text, max(0, width - 1)) + CUT if width > 0 else ""
