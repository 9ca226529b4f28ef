"""Loops: walked round by round where that is possible, and else once for all rounds."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.branches import failed_move
from chimera_guard.effects.call import Call
from chimera_guard.effects.joined import MAX_ROUNDS, concatenate, in_rounds, rounds_of, uncertain
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import State
from chimera_guard.effects.tree import assigned, calls, endless, forks, idle, pours, reads_lines
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import ArithmeticFor, For, Loop
from chimera_guard.words import expand, expand_single
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

MAX_ATTEMPTS = 3  # with what is known, with what one round can change, and with all of that unknown


def loop(walker: Walker, node: Loop | For | ArithmeticFor, state: State, stdin: Value | None, frame: Frame) -> Value:
    """Walk a loop: round by round where it is known what each is about, else until rounds change nothing more."""
    nested, frame = frame.looping, frame._replace(looping=True)
    shell = WalkingShell(walker, state, frame)
    before = state.copy()
    outputs = []
    choices: Sequence[Value | None] = (None,)  # what the variable of a `for` can be
    if isinstance(node, For):
        rounds = shell.elements("@") if node.words is None else expand(node.words, shell)
        choices = rounds_of(rounds)
        if node.kind == "for" and rounds and len(rounds) == len(choices) and all(value.known for value in rounds):
            return _rounds(walker, node, [{node.name: value} for value in rounds], state, stdin, frame)
    elif isinstance(node, ArithmeticFor):
        expand_single(node.header, shell)
    elif reads_lines(node) and state.taken is not None and stdin is not None and stdin.text is not None:
        lines = stdin.text.count("\n", 0, -1) + 1
        if lines <= MAX_ROUNDS:
            return _rounds(walker, node, [{}] * lines, state, stdin, frame)
    elif state.positional and len(state.positional) <= MAX_ROUNDS and calls(node.body, ("shift",)):
        outputs.append(_rounds(walker, node, [{}] * len(state.positional), state, stdin, frame))
    for name in sorted(assigned(node, constants=nested)):  # what a round changes is not known in the next one
        state.variables[name] = uncertain(state.variables.get(name))
    taken, state.taken = state.taken, None
    outputs.extend(_until_settled(walker, node, choices, state, stdin, frame, nested))
    state.taken = taken
    if endless(node):
        call = Call(walker, state, None, frame, frame.map(node.span))
        if forks(node.body):
            call.emit("exec-code", flags=frozenset({"fork-bomb"}))
        elif idle(node.body):
            call.emit("service", flags=frozenset({"busy"}))
        elif pours(node.body):
            call.emit("write", flags=frozenset({"endless"}))
    state.merge((state, before))
    return in_rounds(outputs)


def _until_settled(
    walker: Walker,
    node: Loop | For | ArithmeticFor,
    choices: Sequence[Value | None],
    state: State,
    stdin: Value | None,
    frame: Frame,
    nested: bool,
) -> list[Value]:
    """Walk the body of a loop for any number of rounds: until one more has nothing new to begin with."""
    outputs = []
    start = walker.mark()
    for attempt in range(MAX_ATTEMPTS):
        before, middle = state.copy(), walker.mark()
        if isinstance(node, Loop):
            begun = len(walker.commands)
            walker.list(node.condition, state, stdin, frame)
            if node.kind == "until":
                walker.doubt(begun)
            stays, leads = failed_move(node.condition)
            if leads and stays == (node.kind == "while"):
                state.cwd = before.cwd
        for choice in choices:
            if isinstance(node, For) and choice is not None:
                state.variables[node.name] = choice
            outputs.append(walker.list(node.body, state, stdin, frame))
        walker.drop_repeats(start, middle)
        state.merge((state, before))
        changed = state.changed(before)
        if isinstance(node, For):
            changed.discard(node.name)
        if not changed and (attempt or not state.rearranged(before)):
            break
        if attempt or nested:
            for name in changed:
                state.variables[name] = uncertain(state.variables.get(name))
    walker.doubt(start[1])
    return outputs


def _rounds(
    walker: Walker,
    node: Loop | For,
    rounds: Sequence[dict[str, Value]],
    state: State,
    stdin: Value | None,
    frame: Frame,
) -> Value:
    """Walk a loop round by round; each begins with the variables that it sets."""
    early = calls(node.body, ("break", "continue", "return", "exit", "shift"))
    outcomes, outputs, start = [state.copy()], [], len(walker.commands)
    for variables in rounds:
        state.variables.update(variables)
        if isinstance(node, Loop):
            outputs.append(walker.list(node.condition, state, stdin, frame))
        outputs.append(walker.list(node.body, state, stdin, frame))
        if early:
            outcomes.append(state.copy())
    if reads_lines(node) and isinstance(node, Loop):  # the read that finds nothing more
        walker.list(node.condition, state, stdin, frame)
        outcomes.append(state.copy())
    if early:
        state.merge(outcomes[1:] if isinstance(node, For) else outcomes)
        walker.doubt(start)
    return uncertain(*outputs) if early else concatenate(outputs)
