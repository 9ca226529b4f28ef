"""One command at one point of the walk, as everything that looks at commands gets it."""

from __future__ import annotations

from chimera_guard.effects.frame import MAX_EFFECTS, Exhausted
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import SAME_SHELL
from chimera_guard.effects.paths import is_temporary_root, within_project
from chimera_guard.effects.scope import gravest, scope_of
from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.syntax.dialects import DIALECTS
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from typing import Any

    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.state import State
    from chimera_guard.effects.walk import Walker
    from chimera_guard.syntax.nodes import Span


class Call(NamedTuple):
    """A command that runs: the `state` that it finds, its standard input, and its `name`.

    `stdin` is None for a person at a terminal. `frame` is where in the line it stands, `span` what to underline.
    """

    walker: Walker
    state: State
    stdin: Value | None
    frame: Frame
    span: Span
    name: str = ""

    def emit(
        self,
        kind: str,
        target: Value | None = None,
        flags: frozenset[str] = NO_TAINT,
        taint: frozenset[str] = NO_TAINT,
    ) -> Effect:
        """Note an effect of this command.

        Raises:
            Exhausted: when there are too many to be told of.
        """
        state, frame, context, effects = self.state, self.frame, self.walker.context, self.walker.effects
        scope = scope_of(target, context, state.cwd)
        if target is not None:
            taint |= target.taint
            led = state.led(target, kind not in ("delete", "move", "link")) if state.links else None
            if led is not None:
                scope = gravest(scope, scope_of(led, context, state.cwd))
            if scope == "temporary" and kind == "delete" and is_temporary_root(target, context, state.cwd):
                flags |= {"temporary-root"}
        if scope == "credential" and target is not None and within_project(target, context, state.cwd):
            flags |= {"of-project"}
        if frame.escape:
            flags |= {"escape"}
        if frame.in_file:
            flags |= {"in-file"}
        if frame.bounded:
            flags -= {"endless"}
        if frame.looping and kind in _REPEATED:
            flags |= {"looped"}
        if len(effects) >= MAX_EFFECTS:
            raise Exhausted
        effect = Effect(kind, target, scope, flags, self.name, self.span, frame.via, taint)
        effects.append(effect)
        return effect

    def unknown(self, what: str, target: Value | None = None) -> None:
        """Note that something about this command cannot be known."""
        self.walker.unknown(what, target, self.span, self.frame, self.name)

    def framed(self, **changes: Any) -> Call:
        """The same, with another frame."""
        return self._replace(frame=self.frame._replace(**changes))

    def inside(self, **changes: Any) -> Call:
        """What this command runs: one wrapper further in."""
        if self.name not in SAME_SHELL and self.name != "trap":
            changes["dialect"] = DIALECTS.get(self.name, "bash")
        return self.framed(via=(*self.frame.via, self.name), depth=self.frame.depth + 1, **changes)

    def apart(self) -> Call:
        """The same in a process of its own, whose changes do not stay."""
        return self._replace(state=self.state.subshell())

    def active(self, key: str) -> Call:
        """The same, with `key` noted as something that is being followed."""
        return self.framed(active=(*self.frame.active, key))


# What means something else when it is done again and again.
_REPEATED = frozenset({"kill", "connect", "privilege", "delete", "move"})
