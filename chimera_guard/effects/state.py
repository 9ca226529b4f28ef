"""What a line has changed so far: variables, functions, the working directory, files written."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import join, normpath

from chimera_guard.context import Context
from chimera_guard.effects.globs import matches
from chimera_guard.syntax.nodes import Command, If, Item, List, Span
from chimera_guard.words.value import HOLE, Value

NOWHERE = Span(0, 0)
EMPTY = Value("", NOWHERE)
UNSET_MARK = Value(None, NOWHERE, prefix="\0unset")  # stands in `variables` for a name that the line has unset
_MISSING = Value(None, NOWHERE, if_unset="", taint=frozenset({"environment"}), many=True)

MAX_MATCHED = 256
Variable = Value | tuple[Value, ...]


class State:
    """The shell's state at one point of the line. Copied for subshells and branches, merged where they meet."""

    __slots__ = ("aliases", "context", "cwd", "files", "functions", "positional", "programs", "variables")

    def __init__(self, context: Context) -> None:
        self.context = context
        self.cwd: str | None = context.cwd
        self.variables: dict[str, Variable] = {}
        self.functions: dict[str, Command] = {}
        self.aliases: dict[str, str] = {}
        self.files: dict[str, Value] = {}  # content of files that the line wrote
        self.programs: dict[str, str] = {}  # files that are copies or links of other files
        self.positional: tuple[Value, ...] | None = ()

    def copy(self) -> State:
        """An independent copy."""
        twin = State.__new__(State)
        twin.context = self.context
        twin.cwd = self.cwd
        twin.variables = dict(self.variables)
        twin.functions = dict(self.functions)
        twin.aliases = dict(self.aliases)
        twin.files = dict(self.files)
        twin.programs = dict(self.programs)
        twin.positional = self.positional
        return twin

    def subshell(self) -> State:
        """The state of a process of its own: what it writes to files stays, all else that it changes does not."""
        twin = self.copy()
        twin.files = self.files
        twin.programs = self.programs
        return twin

    def take(self, other: State) -> None:
        """Become the same as `other`; what is known of files is kept in place, for those who share it."""
        files, programs = self.files, self.programs
        for name in State.__slots__:
            setattr(self, name, getattr(other, name))
        for kept, taken in ((files, other.files), (programs, other.programs)):
            if kept is not taken:
                kept.clear()
                kept.update(taken)  # type: ignore[arg-type]
        self.files, self.programs = files, programs

    def merge(self, others: Iterable[State]) -> None:
        """Become what is certain after any one of `others` happened; functions and files of all of them stay."""
        states = list(others)
        first = states[0]
        merged = first.copy()
        for state in states[1:]:
            if state.cwd != merged.cwd:
                merged.cwd = None
            for name in merged.variables.keys() | state.variables.keys():
                mine = merged.variables.get(name)
                theirs = state.variables.get(name)
                if mine != theirs:
                    merged.variables[name] = uncertain(mine, theirs)
            for name, body in state.functions.items():
                mine_body = merged.functions.setdefault(name, body)
                if mine_body is not body:
                    merged.functions[name] = either(mine_body, body)
            merged.aliases.update(state.aliases)
            merged.files.update(state.files)
            merged.programs.update(state.programs)
            if state.positional != merged.positional:
                merged.positional = None
        self.take(merged)

    def path(self, text: str) -> str:
        """`text` as a path that can be compared with others of this line."""
        return normpath(join(self.cwd or "", text))

    def key(self, value: Value) -> str:
        """The place of a file in `files`; one whose name is not known has the unknown word itself for a name."""
        return self.path(value.text if value.text is not None else "\0" + (value.template or ""))

    def written(self, value: Value) -> Value | None:
        """The content of a file, or of the files that a pattern fits, where this line wrote it."""
        if not self.files:
            return None
        if value.text is not None:
            return self.files.get(self.path(value.text))
        if value.glob is None:  # of `$A` and `$B` it is not known whether they are the same, of `$D/a` and `$D/a` it is
            return self.files.get(self.key(value)) if value.template and value.template != HOLE else None
        pattern = self.path(value.glob)
        if len(self.files) > MAX_MATCHED:
            return Value(None, NOWHERE, taint=frozenset({"written"}), many=True)
        found = sorted(path for path in self.files if matches(pattern, path))
        if not found:
            return None
        joined = concatenate(self.files[path] for path in found)
        return joined._replace(
            taint=joined.taint | {"decoded"}
        )  # put together from pieces, or with others that lie there

    def lookup(self, name: str) -> Variable | None:
        """The value of a variable; None where it is known to be unset."""
        found = self.variables.get(name)
        if found is not None:
            return None if found is UNSET_MARK else found
        env = self.context.env
        if env is not None:
            text = env.get(name)
            if text is not None:
                return Value(text, NOWHERE)
            if self.context.env_complete:
                return None
        if name == "HOME" and self.context.home is not None:
            return Value(self.context.home, NOWHERE)
        if name == "PWD" and self.cwd is not None:
            return Value(self.cwd, NOWHERE)
        return _MISSING


def either(one: Command, other: Command) -> Command:
    """A command that could be one or the other."""
    span = one.span
    branch = (List(span, ()), List(span, (Item(one, ""),)))
    return If(span, (branch,), List(span, (Item(other, ""),)))


def uncertain(*values: Variable | None) -> Value:
    """A value that could be any of `values`."""
    taint: frozenset[str] = frozenset()
    for value in values:
        for item in value if isinstance(value, tuple) and not isinstance(value, Value) else (value,):
            if isinstance(item, Value):
                taint |= item.taint
    return Value(None, NOWHERE, taint=taint, many=True)


def concatenate(values: Iterable[Value], limit: int = 262_144) -> Value:
    """What several commands print, one after the other."""
    texts: list[str] = []
    taint: frozenset[str] = frozenset()
    known = True
    size = 0
    for value in values:
        taint |= value.taint
        if value.text is None:
            known = False
        else:
            texts.append(value.text)
            size += len(value.text)
    if known and size <= limit:
        return Value("".join(texts), NOWHERE, taint=taint)
    return Value(None, NOWHERE, taint=taint, many=True)
