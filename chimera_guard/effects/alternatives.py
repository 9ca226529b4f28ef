"""Variables that hold one of a few texts, or none: what uses them is walked once for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chimera_guard.effects.joined import concatenate, uncertain
from chimera_guard.effects.state import UNSET_MARK, State
from chimera_guard.effects.tree import below
from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.syntax.nodes import Parameter, Simple, Word
from chimera_guard.words.keyed import Keyed
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

MAX_ELEMENTS = 8


class Choice(NamedTuple):
    """A variable, and what it can be."""

    name: str
    values: Sequence[Value]


def chosen(node: Simple, state: State) -> Choice | None:
    """The first variable in a command of which it is known what it can be, and not which of that it is."""
    if node.words and node.words[0].literal is None:
        tested = _tested(node.words[0], state)
        if tested is not None:
            return tested
    if not (state.alternatives or state.lists):
        return None
    for item in below(node):
        if isinstance(item, Parameter):
            values = _known(state, item.name) if item.name in state.alternatives else []
            if len(values) > 1:
                return Choice(item.name, values)
            if item.index is not None and state.lists and _one_of(item, state):
                return Choice(f"{item.name}[?]", _elements(state, item.name))
    return None


def _one_of(item: Parameter, state: State) -> bool:
    """Whether it is an element of an array whose elements are known, and not known which one."""
    held = state.variables.get(item.name)
    if isinstance(held, Value) or not held or len(held) > MAX_ELEMENTS or f"{item.name}[?]" in state.variables:
        return False
    literal = item.index.literal if item.index is not None else None
    if literal in ("@", "*") or (literal or "").lstrip("-").isdecimal() or not all(value.known for value in held):
        return False
    return (literal is None or not isinstance(held, Keyed)) and not _set_here(item, state)


def _elements(state: State, name: str) -> Sequence[Value]:
    held = state.variables.get(name)
    return () if held is None or isinstance(held, Value) else held


def _set_here(item: Parameter, state: State) -> bool:
    """Whether all names in the subscript hold what is known."""
    if item.index is not None and item.index.literal is not None:
        return isinstance(found := state.variables.get(item.index.literal), Value) and found.known
    parts = item.index.parts if item.index is not None else ()
    found_names = [part.name for part in parts if isinstance(part, Parameter)]
    held = [state.variables.get(name) for name in found_names]
    return len(found_names) == len(parts) and all(isinstance(value, Value) and value.known for value in held)


def _tested(word: Word, state: State) -> Choice | None:
    """The variable of a command word such as `${SUDO:+sudo}`, where it is not known whether that is set."""
    part = word.parts[0] if len(word.parts) == 1 else None
    if not isinstance(part, Parameter) or part.operator not in ("+", ":+") or part.indirect or part.index is not None:
        return None
    held = state.lookup(part.name)
    if not isinstance(held, Value) or held.text is not None or not held.many:
        return None
    return Choice(part.name, (UNSET_MARK, held._replace(many=False, if_unset=None)))


def _known(state: State, name: str) -> list[Value]:
    """What a variable can be: whoever sets it to several texts means it to be set; beside one, it can be anything."""
    texts = [value for value in state.possible(name) if value.text is not None]
    held = state.variables.get(name)
    if len(texts) == 1 and isinstance(held, Value) and held.text is None:
        texts.append(held._replace(taint=held.taint | texts[0].taint))
    return texts


def each(walker: Walker, node: Simple, state: State, stdin: Value | None, frame: Frame, choice: Choice) -> Value:
    """Walk a command with each of the values that a variable can have."""
    name = choice.name
    held = state.variables.get(name)
    outcomes, outputs, start = [], [], len(walker.commands)
    for value in choice.values:
        branch = state.copy()
        branch.variables[name] = value
        outputs.append(walker.command(node, branch, stdin, frame))
        if branch.variables.get(name) is value:
            branch.put_back(name, held)
        outcomes.append(branch)
    state.merge(outcomes)
    walker.doubt(start)
    return _one(outputs)


def _one(outputs: Iterable[Value]) -> Value:
    values = list(outputs)
    return concatenate(values[:1]) if all(value == values[0] for value in values) else uncertain(*values)
