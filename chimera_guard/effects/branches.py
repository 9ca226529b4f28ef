"""Branches: each of them can be the one that runs, so that all of them count."""

from __future__ import annotations

from chimera_guard.effects.joined import EMPTY, uncertain
from chimera_guard.effects.names import UNTESTED
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import State
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import Case, Command, If, Simple
from chimera_guard.words import expand_single
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker


def conditional(walker: Walker, node: If, state: State, stdin: Value | None, frame: Frame) -> Value:
    """Walk `if`: its conditions in turn, and every branch."""
    outcomes, outputs = [], []
    for condition, body in node.branches:
        outputs.append(walker.list(condition, state, stdin, frame))
        branch = state.copy()
        outputs.append(walker.list(body, branch, stdin, frame))
        outcomes.append(branch)
    last = state.copy()
    if node.otherwise is not None:
        outputs.append(walker.list(node.otherwise, last, stdin, frame))
    state.merge([*outcomes, last])
    return uncertain(*outputs)


def case(walker: Walker, node: Case, state: State, stdin: Value | None, frame: Frame) -> Value:
    """Walk `case`: whatever the subject is, every arm."""
    shell = WalkingShell(walker, state, frame)
    expand_single(node.subject, shell)
    outcomes, outputs = [state.copy()], [EMPTY]
    for patterns, body in node.arms:
        for pattern in patterns:
            expand_single(pattern, shell)
        branch = state.copy()
        outputs.append(walker.list(body, branch, stdin, frame))
        outcomes.append(branch)
    state.merge(outcomes)
    return uncertain(*outputs)


class Chain:
    """Commands joined by `&&`: how things stand where the rest of them does not run counts as well."""

    __slots__ = ("skipped", "tested")

    def __init__(self) -> None:
        self.skipped: State | None = None  # how things stand if the rest does not run
        self.tested = False  # whether one of them is there to find something out

    def link(self, command: Command, state: State) -> None:
        """Note a command with `&&` behind it, and the state that it leaves.

        What is set behind one that asks nothing counts as set, as `D` does in `cd project && D=build; rm -r "$D"`.
        """
        if self.tested or (type(command) is Simple and not command.words):
            return
        if self.skipped is None:
            self.skipped = state.copy()
        else:
            self.skipped.supplement(state)
        self.tested = type(command) is not Simple or command.words[0].literal not in UNTESTED

    def end(self, state: State) -> None:
        """Let `state` be what is certain behind the chain; the place is taken to be the one that it leads to."""
        if self.skipped is None:
            return
        if not self.tested:
            self.skipped.supplement(state)
        cwd = state.cwd
        state.merge((state, self.skipped))
        state.cwd = cwd
        self.skipped, self.tested = None, False
