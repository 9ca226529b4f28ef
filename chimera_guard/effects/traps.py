"""Code that a trap holds back until the shell ends, or a signal comes."""

from __future__ import annotations

from chimera_guard.effects.state import State
from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call
    from chimera_guard.effects.walk import Walker


class Trap(NamedTuple):
    """Code that is held back: `call` set it, in the state of then; `shell` is the state that the shell goes on with."""

    call: Call
    shell: State
    code: Value


def hold(call: Call, code: Value) -> None:
    """Keep the code of a trap until it is known what the shell makes of its variables."""
    call.walker.traps.append(Trap(call._replace(state=call.state.copy()), call.state, code))


def spring(walker: Walker) -> None:
    """Walk the code of all traps: as it would run at once, and as it would run when all the rest is done.

    What is set only later is taken from there in both: between the two, nobody ends a script on purpose.
    """
    from chimera_guard.effects.unwrap import code_string

    while walker.traps:
        call, shell, code = walker.traps.pop(0)
        early, late = call.state, shell.copy()
        early.supplement(late)
        late.supplement(early)
        start = walker.mark()
        alike = not late.changed(early) and not late.rearranged(early)
        code_string(call, code)
        if not alike:
            middle = walker.mark()
            code_string(call._replace(state=late), code)
            walker.drop_repeats(start, middle)
