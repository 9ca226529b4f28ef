"""The walker's state, as the expansion of words asks for it."""

from __future__ import annotations

from chimera_guard.effects.call import Call
from chimera_guard.effects.joined import uncertain
from chimera_guard.effects.state import State
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import NOWHERE, Script, Substitution
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

_NEVER_KNOWN = frozenset("?$!-_") | {"RANDOM", "SECONDS", "BASHPID", "PPID", "LINENO", "EPOCHSECONDS", "SRANDOM"}
_EXACT = frozenset({"echo", "printf"})  # the shell's own commands, which print what they are told to
_DYNAMIC = Value(None, NOWHERE, many=True, taint=frozenset({"output"}))
_ARGUMENT = Value(None, NOWHERE, if_unset="", many=True, taint=frozenset({"argument"}))


class WalkingShell:
    """Implements `chimera_guard.words.shell.Shell` over one point of the walk."""

    __slots__ = ("frame", "state", "walker", "work")

    def __init__(self, walker: Walker, state: State, frame: Frame) -> None:
        self.walker = walker
        self.state = state
        self.frame = frame
        self.work = walker.work

    def variable(self, name: str) -> Value | None:
        """The value of a scalar variable, None when it is known to be unset."""
        if name in _NEVER_KNOWN:
            return self.state.variables.get(name, _DYNAMIC)  # type: ignore[return-value]
        if name.isdigit():
            return self._positional(int(name))
        if name == "IFS":
            found = self.state.variables.get(name)
            return found if isinstance(found, Value) else Value(" \t\n", NOWHERE)
        if name in ("BASH", "SHELL") and name not in self.state.variables:  # where it lies is not known for certain
            return Value("/bin/bash", NOWHERE, taint=frozenset({"output"} if name == "BASH" else ()))
        found = self.state.lookup(name)
        if isinstance(found, Value) or found is None:
            return found
        return found[0] if found else None

    def _positional(self, number: int) -> Value | None:
        if number == 0:
            found = self.state.variables.get("0")  # `bash -c CODE NAME` says what it is
            return found if isinstance(found, Value) else Value("bash", NOWHERE, taint=frozenset({"own-place"}))
        arguments = self.state.positional
        if not arguments or any(value.many for value in arguments[:number]):
            return _ARGUMENT  # a line can be part of a script, whose arguments it does not show
        return arguments[number - 1] if number <= len(arguments) else None

    def elements(self, name: str) -> tuple[Value, ...] | None:
        """The elements of an array, or of the positional parameters for "@" and "*"."""
        if name in ("@", "*"):
            return self.state.positional
        found = self.state.lookup(name)
        if isinstance(found, Value):
            return (found,) if found.known else None
        return found if found is not None else ()

    def assign(self, name: str, value: Value) -> None:
        """Set a variable."""
        self.state.variables[name] = value

    def output(self, script: Script) -> Value:
        """What a command substitution prints."""
        if script.problem is not None:
            self.walker.unknown("syntax", None, self.frame.span, self.frame)
            return uncertain()
        frame = self.frame._replace(depth=self.frame.depth + 1, heard=True)
        start = len(self.walker.commands)
        value = self.walker.list(script.body, self.state.subshell(), None, frame)
        taint = value.taint | {"output"}
        if all(run.argv[0] in _EXACT for run in self.walker.commands[start:]):
            taint |= {"own-words"}
        text = value.text.rstrip("\n") if value.text is not None else None
        template = value.template.rstrip("\n") if value.template is not None else None
        return value._replace(text=text, taint=taint, template=template)

    def path(self, substitution: Substitution) -> Value:
        """The path of a process substitution; reading it gives what its commands print."""
        state = self.state
        frame = self.frame._replace(depth=self.frame.depth + 1, forking=True, heard=True)
        reads = substitution.kind == "<("
        stdin = None if reads else Value(None, NOWHERE, taint=frozenset({"written"}), many=True)
        output = self.walker.list(substitution.script.body, state.subshell(), stdin, frame)
        path = f"/dev/fd/{63 - (len(state.files) + len(self.walker.sinks)) % 50}"
        if reads:
            state.files[path] = output
        else:
            self.walker.sinks[path] = (substitution.script.body, frame)
        return Value(path, NOWHERE, taint=output.taint | {"output"})

    def evaluated(self, value: Value) -> None:
        """A text that bash expands once more runs the commands in it."""
        call = Call(self.walker, self.state, None, self.frame, self.frame.span, "${ }")
        self.walker.invoker.subscript(call, value)

    def home(self, user: str) -> str | None:
        """The home directory of `user` ("" for one's own)."""
        if user == "":
            found = self.state.lookup("HOME")
            return found.text if isinstance(found, Value) else self.state.context.home
        return "/root" if user == "root" else None

    def paths(self, pattern: str) -> tuple[str, ...] | None:
        """The files that match a glob, None where that can't be said."""
        facts = self.state.context.facts
        if facts is None or self.state.cwd is None:
            return None
        absolute = pattern if pattern.startswith("/") else f"{self.state.cwd.rstrip('/')}/{pattern}"
        found = facts.glob(absolute, 1)
        if not found:  # where several match, the pattern says more than the list of them
            return None
        cut = 0 if pattern.startswith("/") else len(self.state.cwd.rstrip("/")) + 1
        return tuple(path[cut:] for path in found)
