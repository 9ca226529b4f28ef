"""Functions and coprocesses: what a line gives a name to, and the line itself by its own name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chimera_guard.effects.call import Call
from chimera_guard.effects.names import ASKING, GUARD, HANDLERS
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import NOWHERE, Coprocess, Function
from chimera_guard.words.value import HOLE, Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.state import State
    from chimera_guard.effects.walk import Walker

_TYPED = Value(None, NOWHERE, taint=frozenset({"written"}), many=True)  # what a coprocess is told


def define(walker: Walker, node: Function, state: State, frame: Frame) -> None:
    """Note a function; one that the shell calls by itself is walked at once."""
    state.functions[node.name] = node.body
    state.perhaps -= {node.name}
    if frame.base != 0:  # in a text of its own, which is not the one that calls it
        walker.defined[id(node.body)] = node.body, frame
    call = Call(walker, state, None, frame, frame.map(node.span))
    if node.name in HANDLERS:
        walker.called_later(node.name, node.body, state, frame)
    elif node.name in ASKING:
        start = len(walker.effects)
        walker.called_later(node.name, node.body, state, frame)
        if not any(effect.kind == "reveal" for effect in walker.effects[start:]):
            del walker.effects[start:]  # what it does counts where it is called
    elif node.name.startswith(GUARD):
        call.emit("environment", Value(node.name, call.span))
    elif node.name == "builtin":  # what the shell's own commands are reached by, also by this guard
        call.emit("weaken", Value("guard", call.span))


def coprocess(walker: Walker, node: Coprocess, state: State, frame: Frame) -> None:
    """Walk what runs beside the shell, and note what the shell reads from it and writes to."""
    inner = frame._replace(forking=True, heard=True)
    output = walker.command(node.body, state.subshell(), _TYPED, inner)
    state.variables[node.name or "COPROC"] = (Value("63", frame.span), Value("60", frame.span))
    state.files["/dev/fd/63"] = output  # where the shell puts what comes from it


def starts_itself(call: Call, argv: Sequence[Value]) -> bool:
    """Whether a script starts itself: `exec sudo "$0" "$@"`. On a line of its own, `$0` is the shell."""
    alone = all(value.taint == {"argument"} for value in argv[1:]) and call.stdin is None
    is_script = not call.frame.forking and "\n" in call.walker.source.strip()
    return argv[0].taint == {"own-place"} and alone and is_script


def dispatched(head: Value, functions: Collection[str]) -> list[str]:
    """The functions that a word such as `"cmd_$1"` can name, whose beginning is that of functions of the line."""
    begin = head.prefix
    if len(begin) < 2 or head.glob is not None:
        return []
    return [name for name in functions if name.startswith(begin) and name.endswith(head.suffix)]


def is_own_argument(call: Call, head: Value) -> bool:
    """Whether a script with functions, or one of them, runs what whoever starts it names: `"$1"`, `"$@"`."""
    shown = call.state.positional != () and not (call.frame.later and len(call.frame.active) == 1)
    return head.taint == {"argument"} and head.template in (None, HOLE) and not shown
