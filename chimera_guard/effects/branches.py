"""Branches: each of them can be the one that runs, so that all of them count."""

from __future__ import annotations

from chimera_guard.effects.joined import EMPTY, uncertain
from chimera_guard.effects.names import LEAVES, MOVES, TESTS, UNTESTED
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import State
from chimera_guard.effects.tree import head
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import Case, Command, Condition, If, List, Negation, Simple
from chimera_guard.words import expand_single
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker


def conditional(walker: Walker, node: If, state: State, stdin: Value | None, frame: Frame) -> Value:
    """Walk `if`: its conditions in turn, and every branch."""
    outcomes, outputs = [], []
    for condition, body in node.branches:
        start, place = len(walker.commands), state.cwd
        outputs.append(walker.list(condition, state, stdin, frame))
        branch = state.copy()
        stays, leads = failed_move(condition)
        if stays:
            branch.cwd = place
        outputs.append(walker.list(body, branch, stdin, frame))
        if leads and not stays:
            state.cwd = place
        if not (stays and body.items and head(body.items[-1].command) in LEAVES):
            outcomes.append(branch)
        walker.doubt(start)
    last = state.copy()
    if node.otherwise is not None:
        start = len(walker.commands)
        outputs.append(walker.list(node.otherwise, last, stdin, frame))
        walker.doubt(start)
    state.merge([*outcomes, last])
    return uncertain(*outputs)


def failed_move(condition: List) -> tuple[bool, bool]:
    """Whether what a condition leads to runs where `cd` did not get away from; and whether it is about a `cd`."""
    if not condition.items:
        return False, False
    command = condition.items[-1].command
    if type(command) is Negation and command.kind == "!":
        return moves(command.body), moves(command.body)
    return False, moves(command)


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

    __slots__ = ("asked", "doubted", "first", "parted", "place", "second", "skipped", "spared", "tested", "walker")

    def __init__(self, walker: Walker, first: int) -> None:
        self.walker, self.first = walker, first
        self.second = len(walker.commands)  # the first of the commands that may not have run
        self.skipped: State | None = None  # how things stand if the rest does not run
        self.tested = False  # whether one of them is there to find something out
        self.asked = False  # whether one of them does nothing else
        self.spared: State | None = None  # how things stand if what stands behind `||` does not run
        self.parted = False
        self.place: str | None = None  # where that would run
        self.doubted: list[tuple[int, int]] = []

    def link(self, command: Command, state: State, place: str | None) -> None:
        """Note a command with `&&` behind it, the state that it leaves, and the `place` that it was run in.

        What is set behind one that asks nothing counts as set, as `D` does in `cd project && D=build; rm -r "$D"`.
        """
        if type(command) is Negation and moves(command.body):
            state.cwd = place  # what follows runs where it did not get away from
        self.asked = self.asked or type(command) in (Condition, Negation) or head(command) in TESTS
        if self.tested or (type(command) is Simple and not command.words):
            return
        self.second = len(self.walker.commands)
        if self.skipped is None:
            self.skipped = state.copy()
        else:
            self.skipped.supplement(state)
        self.tested = head(command) not in UNTESTED

    def part(self, command: Command, state: State, place: str | None) -> None:
        """Note a command with `||` behind it, which was run in `place`: what follows runs if it failed."""
        self.spared = state.copy()
        self._settle(state)
        if moves(command):
            state.cwd = place
        self.place, self.parted = state.cwd, True
        self.walker.doubt(self.first)
        self.doubted = self.walker.unsure[-1:]

    def rejoin(self, command: Command, state: State) -> None:
        """Take in a command behind `||`; where it ends it all, the ones in front of it have done their work."""
        if self.spared is None:
            return
        if head(command) in LEAVES:
            if self.doubted and self.walker.unsure[-1:] == self.doubted:
                self.walker.unsure.pop()
            self.second = len(self.walker.commands)
        if state.cwd == self.place:
            state.cwd = self.spared.cwd
        state.merge((state, self.spared))
        self.spared = None

    def end(self, state: State) -> None:
        """Let `state` be what is certain behind the chain."""
        if self.tested or self.parted:
            self.walker.doubt(self.second)
        self._settle(state)

    def _settle(self, state: State) -> None:
        """Let `state` be what is certain behind `&&`; the place is the one that it leads to, if nothing was asked."""
        if self.skipped is None:
            return
        if not self.tested:
            self.skipped.supplement(state)
        cwd = state.cwd
        state.merge((state, self.skipped))
        if not self.asked:
            state.cwd = cwd
        self.skipped, self.tested, self.asked = None, False, False


def moves(command: Command) -> bool:
    """Whether a command does nothing but go somewhere else: where it fails, all stays where it was."""
    return head(command) in MOVES
