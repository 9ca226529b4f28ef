"""Branches: each of them can be the one that runs, so that all of them count."""

from __future__ import annotations

from chimera_guard.effects.joined import EMPTY, uncertain
from chimera_guard.effects.names import LEAVES, MOVES, UNTESTED
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
        start = len(walker.commands)
        outputs.append(walker.list(condition, state, stdin, frame))
        branch = state.copy()
        outputs.append(walker.list(body, branch, stdin, frame))
        outcomes.append(branch)
        walker.doubt(start)
    last = state.copy()
    if node.otherwise is not None:
        start = len(walker.commands)
        outputs.append(walker.list(node.otherwise, last, stdin, frame))
        walker.doubt(start)
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
        start = len(walker.commands)
        outputs.append(walker.list(body, branch, stdin, frame))
        outcomes.append(branch)
        walker.doubt(start)
    state.merge(outcomes)
    return uncertain(*outputs)


class Chain:
    """Commands joined by `&&` and `||`: how things stand where the rest of them does not run counts as well."""

    __slots__ = ("doubted", "first", "place", "second", "skipped", "spared", "tested", "walker")

    def __init__(self, walker: Walker, first: int) -> None:
        self.walker, self.first, self.second = walker, first, len(walker.commands)
        self.skipped: State | None = None  # how things stand if the rest does not run
        self.tested = False  # whether one of them is there to find something out
        self.spared: State | None = None  # how things stand if what stands behind `||` does not run
        self.place: str | None = None  # where that would run
        self.doubted: list[tuple[int, int]] = []

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

    def part(self, command: Command, state: State, before: str | None) -> None:
        """Note a command with `||` behind it, which was run in the place `before`: what follows runs if it failed."""
        self._settle(state)
        self.spared = state.copy()
        if type(command) is Simple and command.words and command.words[0].literal in MOVES:
            state.cwd = before
        self.place = state.cwd
        self.walker.doubt(self.first)
        self.doubted = self.walker.unsure[-1:]

    def rejoin(self, command: Command, state: State) -> None:
        """Take in a command behind `||`; where it ends it all, the ones in front of it have done their work."""
        if self.spared is None:
            return
        if type(command) is Simple and command.words and command.words[0].literal in LEAVES:
            self.walker.unsure = [known for known in self.walker.unsure if known not in self.doubted]
        if state.cwd == self.place:
            state.cwd = self.spared.cwd
        state.merge((state, self.spared))
        self.spared = None

    def end(self, state: State) -> None:
        """Let `state` be what is certain behind the chain."""
        self._settle(state)
        self.walker.doubt(self.second)

    def _settle(self, state: State) -> None:
        """Let `state` be what is certain behind `&&`; the place is taken to be the one that it leads to."""
        if self.skipped is None:
            return
        if not self.tested:
            self.skipped.supplement(state)
        cwd = state.cwd
        state.merge((state, self.skipped))
        state.cwd = cwd
        self.skipped, self.tested = None, False
