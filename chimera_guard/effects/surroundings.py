"""What a command finds around it: variables that a wrapper sets for it, and where it runs."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.assignments import assigned
from chimera_guard.effects.operands import split
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.state import UNSET_MARK, State
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.catalogue.usage import Usage
    from chimera_guard.effects.call import Call

_EDITORS = frozenset(
    "vi vim nvim nano pico micro hx helix kak joe ne mg emacs emacsclient code gedit subl mate".split()
)
# Of what goes there, to another machine or user, the variables of this shell are left behind.
_LEAVES = frozenset({"connect", "privilege", "remote-read", "remote-change", "image"})
_ABOUT_ENVIRONMENT = frozenset({"assignment", "unset", "chdir"})


def surrounded(call: Call, reading: Reading) -> Call:
    """The call with the state in which a wrapper runs its command: `env A=b -u C -C /tmp COMMAND`."""
    actions = [action for action in reading.actions if action.role in _ABOUT_ENVIRONMENT and action.values]
    leaves = call.state.variables and any(action.role in _LEAVES for action in reading.actions)
    if actions or leaves or "no-environment" in reading.flags:
        call = call.apart()
    state = call.state
    if leaves:
        state.kept = frozenset(state.variables)
    if "no-environment" in reading.flags:
        state.variables = dict.fromkeys(state.variables, UNSET_MARK)
    for action in sorted(actions, key=lambda item: item.role == "assignment"):
        value = action.values[0]
        if action.role == "assignment":
            name, content = split(value)
            loaded(call, value)
            if content is not None and name:
                assigned(call._replace(name=name), content, exported=True)
        elif action.role == "chdir":
            state.cwd = state.path(value.text) if value.text is not None else None
        elif value.text is not None:
            state.variables[value.text] = UNSET_MARK
    return call


def named_from(call: Call, bases: Sequence[Value], operand: Value) -> Call:
    """The call as the operand finds it: from the directories that stand in front of it, one below the other."""
    given = operand.span.start <= call.span.start  # by another command, through xargs
    places = [base for base in bases if given or base.span.start < operand.span.end]
    if places:
        call = call.apart()
    state = call.state
    for base in places:
        state.cwd = state.path(base.text) if base.text is not None else None
    return call


def edits_by_itself(state: State) -> bool:
    """Whether the line puts something in the place of the editor that people type into."""
    for name in ("EDITOR", "VISUAL", "SUDO_EDITOR", "SYSTEMD_EDITOR", "KUBE_EDITOR", "GIT_EDITOR"):
        value = state.variables.get(name)
        if isinstance(value, Value) and value is not UNSET_MARK:
            program, _, options = (value.text or "").rpartition("/")[2].partition(" ")
            if program not in _EDITORS or options not in ("", "--wait", "-w", "-nw", "-c", "-t"):
                return True
    return False


def loaded(call: Call, value: Value) -> None:
    """Note that a file of settings is read into the environment, as `source .env` does, and shown to nobody."""
    effects, span = call.walker.effects, value.span
    if value.text is not None or value.prefix or not value.many:
        return
    inside = [place for place, item in enumerate(effects) if span.start < item.span.start and item.span.end <= span.end]
    if all(effects[place].kind == "read" for place in inside):
        for place in inside:
            effects[place] = effects[place].marked("loaded")


def with_variables(arguments: Sequence[Value], usage: Usage, state: State) -> Sequence[Value]:
    """The arguments with those in front that a tool takes from variables that the line sets."""
    front: list[Value] = []
    for name, option in usage.get("variables").items():
        value = state.variables.get(name)
        if not isinstance(value, Value) or value is UNSET_MARK or value.text in ("", "/dev/null"):
            continue
        if option:
            front += [Value(option, value.span), value]
        elif value.text is not None:
            words = value.text.replace("\\ ", "\0").split()
            front += [Value(word.replace("\0", " "), value.span) for word in words]
    if not front:
        return arguments
    first = 1 if arguments and not (arguments[0].text or "-").startswith("-") else 0
    if first and usage.get("style") == "bundle" and all(value.text != "--" for value in arguments):
        first = len(arguments)  # behind the values of options without a dash: `tar cf a.tar x`
    return [*arguments[:first], *front, *arguments[first:]]


def on_path(state: State, name: str) -> str | None:
    """The file of the line's own making that a program's name means, because the line puts its directory on PATH."""
    value = state.variables.get("PATH")
    if not isinstance(value, Value):
        return None
    places = (f"{directory}/{name}" for directory in value.beginning.split(":") if directory)
    return next((place for place in places if state.path(place) in state.files), None)
