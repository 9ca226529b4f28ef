"""Assignments, alone and in front of a command."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects import loading, unwrap
from chimera_guard.effects.call import Call
from chimera_guard.effects.joined import EMPTY, Variable, concatenate, uncertain
from chimera_guard.effects.names import GUARD
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import UNSET_MARK, State
from chimera_guard.effects.variables import (
    LOGS,
    PLANTING,
    PROMPTS,
    RUN_LATER,
    SHELL_RUNS,
    UNCHECKED,
    computes,
    plants,
)
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import Assignment, Word
from chimera_guard.words import expand, expand_single, keyed
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker


DEFINITIONS = frozenset({"functions", "aliases", "galiases"})  # zsh's tables of them: what is set there is defined
PROGRAM_TABLES = frozenset({"BASH_CMDS", "commands"})  # where programs lie, by their names


def assign(walker: Walker, node: Assignment, state: State, frame: Frame, exported: bool) -> None:
    """Assign a variable; `exported` to a program that is started with it."""
    shell = WalkingShell(walker, state, frame)
    call = Call(walker, state, None, frame, frame.map(node.span), node.name)
    invoker = walker.invoker
    if isinstance(node.value, tuple) and not hasattr(node.value, "literal"):
        elements = tuple(expand(node.value, shell))
        if node.append:
            old = state.lookup(node.name)
            elements = ((old,) if isinstance(old, Value) else old or ()) + elements
        for element in elements:
            if element.beginning.startswith("["):
                invoker.subscript(call, element)
        state.variables[node.name] = whole = placed(elements)
        state.lists = True
        if isinstance(whole, keyed.Keyed):
            for key, item in whole.items().items():
                _defined(state, node.name, key, item)
        return
    value = expand_single(node.value, shell)  # type: ignore[arg-type]
    if node.index is not None:
        index = expand_single(node.index, shell)
        invoker.subscript(call, index)
        if index.text is not None:
            _defined(state, node.name, index.text, value)
        if node.name in DEFINITIONS and (index.text or "").startswith((*GUARD, "builtin")):
            call.emit("weaken", Value("guard", call.span))
        before = state.variables.get(node.name)
        known = index.text is not None and value.text is not None and not isinstance(before, Value) and not node.append
        known = known and not isinstance(state.variables.get(index.text or ""), Value)  # `a[i]`, by a number
        after = keyed.with_element(before, index.text or "", value) if known else None  # type: ignore[arg-type]
        state.variables[node.name] = uncertain(value, before) if after is None else after
        state.lists = True
        return
    if node.append:
        old = state.lookup(node.name)
        value = concatenate([old if isinstance(old, Value) else EMPTY, value])
    assigned(call, value, exported)


def _defined(state: State, table: str, name: str, value: Value) -> None:
    """Note what is put into a table of the shell's own: an alias, or where a program lies."""
    if value.text is not None and table == "BASH_ALIASES":
        state.aliases[name] = value.text
    elif value.text is not None and table in PROGRAM_TABLES:
        state.hashed[name] = value.text


def placed(elements: tuple[Value, ...]) -> Variable:
    """The elements of `x=([1]=b [0]=a)`, each in its place; unknown ones where there are gaps between them."""
    found = keyed.placed(elements)
    return uncertain(*elements) if found is None else found


def in_front(
    call: Call, assignments: Sequence[Assignment], words: Sequence[Word], argv: Sequence[Value]
) -> dict[str, Variable | None]:
    """Assignments in front of a command: what runs finds them; returns the values to be put back afterwards."""
    walker, state = call.walker, call.state
    inner = state.copy()
    for assignment in assignments:
        assign(walker, assignment, inner, call.frame, exported=True)
    _left_behind(assignments, inner, state, walker.source)
    _meant(call._replace(state=inner.subshell()), words, argv)
    before: dict[str, Variable | None] = {}
    for assignment in assignments:
        before[assignment.name] = state.variables.get(assignment.name)
        state.variables[assignment.name] = inner.variables[assignment.name]
    return before


def _meant(call: Call, words: Sequence[Word], argv: Sequence[Value]) -> None:
    """`X=/srv rm -r $X/a` does not use that X, but whoever wrote it, or has exported X before, means it."""
    if all(value.text is not None for value in argv):
        return
    values = expand(words, WalkingShell(call.walker, call.state, call.frame))
    if values and all(value.text is not None for value in values):
        call.walker.spend(call.frame)
        call.walker.invoker.run(call.apart(), values)


def _left_behind(assignments: Sequence[Assignment], inner: State, state: State, source: str) -> None:
    """What expansions such as `${x:=y}` in the assignments before a command changed stays changed."""
    names = {assignment.name for assignment in assignments}
    for assignment in assignments:
        if not isinstance(assignment.value, Word) or assignment.value.literal is None:
            for name, value in inner.variables.items():
                if state.variables.get(name) != value and (name not in names or ":=" in source):
                    state.variables[name] = uncertain(value, state.variables.get(name))
            return


def meddled(walker: Walker, state: State, frame: Frame) -> None:
    """Note variables that matter to the guard, or to the shell, and were set in whatever way: by `read`, by `for`."""
    for name in SHELL_RUNS & state.variables.keys():
        held = state.variables[name]
        for value in (held,) if isinstance(held, Value) else held:
            if value is not UNSET_MARK and walker.told.get(name) is not value:
                call = Call(walker, state.copy(), None, frame, frame.span, name)
                assigned(call, value, exported=True)
    changed = [name for name in state.variables if name.startswith(GUARD)]
    if changed and not any(effect.kind in ("environment", "weaken") for effect in walker.effects):
        Call(walker, state, None, frame, frame.span).emit("environment", Value(changed[0], frame.span))


def assigned(call: Call, value: Value, exported: bool) -> None:
    """Note an assignment to `call.name`: in the state, and as an effect where it plants code."""
    state = call.state
    call = call._replace(name=state.referred(call.name))
    name = call.name
    if name in state.readonly:  # the shell refuses, and some then stop
        value = uncertain(value, state.variables.get(name))
    state.variables[name] = value
    if not exported:
        state.kept |= {name}
    elif name in state.kept:
        state.kept -= {name}
    if name in SHELL_RUNS:
        call.walker.told[name] = value
    if name == "PATH":
        state.hashed = {}
    if name in PROMPTS and value.text is not None and ("$(" in value.text or "`" in value.text):
        unwrap.expanded_again(call, value.text)
    if plants(name, value.text):
        setting = f"{name}={value.beginning}"
        call.emit("environment", value._replace(text=None if value.text is None else setting, prefix=setting))
    if state.files and value.text and name in PLANTING:
        loading.mentioned(call.inside(), value.text)
    if name in LOGS and exported and (value.text or value.prefix or value.glob or "").startswith(("/", "~")):
        call.emit("append", value)
    if name in UNCHECKED and (value.text in UNCHECKED[name] or UNCHECKED[name] == ("",)):
        call.emit("weaken", flags=frozenset({"local"}))
    if name.startswith(("GIT_CONFIG_VALUE_", "GIT_CONFIG_PARAMETERS")):
        _configured(call, value)
    if (exported or name in SHELL_RUNS) and value.text is not None and name.endswith(RUN_LATER):
        if name not in call.frame.active and len(value.text) < 4096:
            start = len(call.walker.effects)
            inner = call.framed(via=(*call.frame.via, name), escape=True).active(name).apart()
            unwrap.shell(inner._replace(stdin=None), value.text)
            unwrap.hooked(call.walker, start, frozenset({"temporary"}))
    elif name not in SHELL_RUNS and (
        name in ("RANDOM", "OPTIND", "HISTCMD") or (value.text is not None and computes(value.text))
    ):
        call.walker.invoker.subscript(call, value)  # evaluated when it is used as a number


def _configured(call: Call, value: Value) -> None:
    """A setting that git takes from the environment: it does what it does on git's own command line."""
    setting = None if value.text is None else value.text.strip("' ")
    if setting is not None and not call.name.endswith("_PARAMETERS"):
        key = call.state.variables.get(f"GIT_CONFIG_KEY_{call.name.rpartition('_')[2]}")
        setting = f"{key.text}={value.text}" if isinstance(key, Value) and key.text is not None else None
    if setting is not None:
        words = ("git", "-c", setting, "version")
        inner = call._replace(name="git", stdin=None).framed(escape=True).apart()
        call.walker.invoker.tool(inner, [value._replace(text=text, quoted=False) for text in words])
