"""What is done without a command line: files that an agent's tool writes itself, and code that it runs itself."""

from __future__ import annotations

from collections.abc import Callable

from chimera_guard.context import Context
from chimera_guard.effects import inline, planted
from chimera_guard.effects.call import Call
from chimera_guard.effects.frame import Exhausted, Frame
from chimera_guard.effects.model import Effect
from chimera_guard.effects.state import State
from chimera_guard.effects.walk import Walker
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import NO_TAINT, Value

# What puts a content in a place.
_PUTS = frozenset({"write", "append"})


class Outside:
    """One thing that `tool` does itself; `span` is what to underline."""

    def __init__(self, tool: str, context: Context, span: Span) -> None:
        self._walker = Walker(context)
        frame = Frame(via=(tool,), base=None, span=span)
        self._call = Call(self._walker, State(context), None, frame, span, tool)

    def act(
        self,
        kind: str,
        target: str | None,
        flags: frozenset[str] = NO_TAINT,
        content: str | None = None,
        before: str | None = None,
    ) -> list[Effect]:
        """An effect upon a target, with the content that is put there in the place of another."""
        value = Value(target, self._call.span) if target is not None else None
        self._call.framed(via=()).emit(kind, value, flags)
        if value is not None and target is not None and content is not None and kind in _PUTS:
            self._within(lambda: planted.note(self._call, self._call.state.path(target), content, before))
        return self._walker.effects

    def code(self, language: str, text: str) -> list[Effect]:
        """Code that the tool runs."""
        self._within(lambda: inline.code(self._call, language, Value(text, self._call.span)))
        return self._walker.effects

    def _within(self, do: Callable[[], object]) -> None:
        try:
            do()
        except Exhausted:
            self._call.unknown("bound")
