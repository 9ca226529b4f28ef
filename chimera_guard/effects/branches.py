"""Branches: each of them can be the one that runs, so that all of them count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.effects.joined import EMPTY, uncertain
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import State
from chimera_guard.syntax.nodes import Case, If
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
