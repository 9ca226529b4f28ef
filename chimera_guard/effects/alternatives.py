"""Variables that hold one of a few texts, as branches leave them: what uses them is walked once for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chimera_guard.effects.state import State, concatenate, uncertain
from chimera_guard.syntax.nodes import Parameter, Simple
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker


def chosen(node: Simple, state: State) -> str | None:
    """The first variable in a command of which it is known what it can be, and not which of that it is."""
    todo: list[object] = [node.words, node.assignments, node.redirects]
    while todo:
        item = todo.pop()
        if isinstance(item, Parameter) and item.name in state.alternatives and len(_known(state, item.name)) > 1:
            return item.name
        if isinstance(item, tuple):
            todo.extend(part for part in item if isinstance(part, tuple))
    return None


def _known(state: State, name: str) -> list[Value]:
    """The texts that a variable can be: whoever sets it in several branches means it to be set."""
    return [value for value in state.possible(name) if value.text is not None]


def each(walker: Walker, node: Simple, state: State, stdin: Value | None, frame: Frame, name: str) -> Value:
    """Walk a command with each of the values that a variable can have."""
    held = state.variables[name]
    outcomes, outputs = [], []
    for value in _known(state, name):
        branch = state.copy()
        branch.variables[name] = value
        outputs.append(walker.simple(node, branch, stdin, frame))
        if branch.variables.get(name) is value:
            branch.variables[name] = held
        outcomes.append(branch)
    state.merge(outcomes)
    return _one(outputs)


def _one(outputs: Iterable[Value]) -> Value:
    values = list(outputs)
    return concatenate(values[:1]) if all(value == values[0] for value in values) else uncertain(*values)
