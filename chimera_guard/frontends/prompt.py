"""Asks a person on the terminal, with No as the answer to everything but a clear yes."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from chimera_guard.frontends.asking import approved
from chimera_guard.frontends.checking import terminal_width
from chimera_guard.frontends.document import paragraph, plain, verdict
from chimera_guard.report import Assessment

_MAX_SHOWN = 4000


class TerminalPrompt:
    """A prompt for SecurityPermissionPolicy: shows what was found and a safer way, and asks.

    Where there is no terminal, the answer is no.

    Args:
        ask_from: where the answer is read; by default the process's terminal.
        show_on: where the question is written; by default the process's terminal.
    """

    def __init__(self, ask_from: TextIO | None = None, show_on: TextIO | None = None) -> None:
        self._from = ask_from
        self._on = show_on

    def __call__(self, tool_name: str, args: Mapping[str, Any], assessment: Assessment) -> bool:
        with contextlib.ExitStack() as opened:
            source, sink = self._from, self._on
            if source is None and sink is None:
                try:
                    source = opened.enter_context(open("/dev/tty", encoding="utf-8", errors="replace"))
                    sink = opened.enter_context(open("/dev/tty", "w", encoding="utf-8", errors="replace"))
                except OSError:
                    return False
            sink = sink or sys.stderr
            _show(tool_name, assessment, sink)
            return approved("Run it?", source or sys.stdin, sink)


def _show(tool_name: str, assessment: Assessment, sink: TextIO) -> None:
    width = terminal_width(sink)
    shown = assessment.command
    shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]} … and {len(shown) - _MAX_SHOWN} more"
    lines = paragraph(f"chimera-guard: the agent wants to use {tool_name}", width, "strong", indent="")
    lines += [line for part in shown.split("\n") for line in paragraph(part, width)]
    lines += verdict(assessment, "ask", width)
    if sink.isatty():
        from chimera_guard.frontends.rendering import paint

        paint(lines, file=sink)
    else:
        sink.write(plain(lines))
