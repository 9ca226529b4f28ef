"""One question on a terminal. Everything but a clear yes is a no."""

from __future__ import annotations

import contextlib
from typing import TextIO

_YES = frozenset({"y", "yes"})


def approved(question: str, source: TextIO, sink: TextIO) -> bool:
    """Ask `question` on `sink`, and return whether the line read from `source` is a yes.

    What was typed before the question stood there is dropped. Ctrl-C, the end of the input and errors are a no.
    """
    _forget_typed(source)
    try:
        print(f"{question} [y/N] ", end="", file=sink, flush=True)
        answer = source.readline()
    except (KeyboardInterrupt, OSError, ValueError):
        answer = ""
    if not answer.endswith("\n"):
        with contextlib.suppress(OSError, ValueError):
            print(file=sink, flush=True)
    return answer.strip().lower() in _YES


def _forget_typed(source: TextIO) -> None:
    import termios

    with contextlib.suppress(termios.error, OSError, ValueError):
        termios.tcflush(source.fileno(), termios.TCIFLUSH)
