"""What a line has changed so far: variables, functions, the working directory, files written."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import join, normpath

from chimera_guard.context import Context
from chimera_guard.effects.globs import matches
from chimera_guard.effects.joined import Variable, concatenate, partly, uncertain
from chimera_guard.effects.paths import as_seen
from chimera_guard.effects.secret_names import NAMED_SECRET, names_secret
from chimera_guard.effects.tree import either
from chimera_guard.syntax.dialects import UNREAD
from chimera_guard.syntax.nodes import NOWHERE, Command
from chimera_guard.words.value import HOLE, NO_TAINT, Value

UNSET_MARK = Value(None, NOWHERE, prefix="\0unset")  # stands in `variables` for a name that the line has unset
_HOME = Value(None, NOWHERE, "~", glob="~", taint=frozenset({"environment"}), template="~")  # as an unknown `~`
_HISTORY = _HOME._replace(prefix="~/.bash_history", glob="~/.bash_history", template="~/.bash_history")
_MISSING = Value(None, NOWHERE, if_unset="", taint=frozenset({"environment"}), many=True)

_NAMED_SECRET = frozenset({NAMED_SECRET})
_MISSING_SECRET = _MISSING._replace(taint=_MISSING.taint | _NAMED_SECRET)

_SHARED = frozenset({"files", "links", "programs"})  # what a process of its own changes for all others, too
MAX_MATCHED = 256
MOUNTED = "/."  # how a place ends that is mounted somewhere, and goes with that
PIECES = "\0pieces"  # how in `files` the name ends of what is a piece of a file, and has a name that goes on
MAX_ALTERNATIVES = 4


class State:
    """The shell's state at one point of the line. Copied for subshells and branches, merged where they meet."""

    __slots__ = (
        "aliases", "alternatives", "context", "cwd", "files", "functions", "hashed", "input", "kept", "left", "links",
        "lists", "perhaps", "positional", "programs", "readonly", "references", "stack", "taken", "variables",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        self.context = context
        self.cwd: str | None = context.cwd
        self.left: str | None = None  # where the last `cd` went away from ("": not known), which `cd -` goes back to
        self.stack: tuple[str | None, ...] = ()  # the places that `popd` goes back to
        self.variables: dict[str, Variable] = {}
        self.functions: dict[str, Command] = {}
        self.perhaps: frozenset[str] = frozenset()  # those of the functions that may not be defined
        self.aliases: dict[str, str] = {}
        self.alternatives: dict[str, tuple[Variable, tuple[Value, ...]]] = {}  # what uncertain variables can be
        self.hashed: dict[str, str] = {}  # where `hash -p` says that programs lie
        self.input: Value | None = None  # the standard input that `exec <` has opened
        self.kept: frozenset[str] = frozenset()  # variables that the shell keeps to itself: none is given to programs
        self.readonly: set[str] = set()
        self.taken: dict[int, tuple[Value, int]] | None = {}  # lines of inputs that are read; None in a loop
        self.references: dict[str, str] = {}  # names that stand for other names
        self.files: dict[str, Value] = {}  # content of files that the line wrote
        self.links: dict[str, str] = {}  # symbolic links that the line made, and where they lead
        self.programs: dict[str, str] = {}  # files that are copies or links of other files
        self.lists = False  # whether the line has set an array
        self.positional: tuple[Value, ...] | None = ()

    def copy(self) -> State:
        """An independent copy."""
        twin = State.__new__(State)
        twin.context = self.context
        twin.cwd = self.cwd
        twin.kept = self.kept
        twin.left = self.left
        twin.stack = self.stack
        twin.variables = dict(self.variables)
        twin.functions = dict(self.functions)
        twin.perhaps = self.perhaps
        twin.aliases = dict(self.aliases)
        twin.alternatives = dict(self.alternatives)
        twin.hashed = dict(self.hashed)
        twin.input = self.input
        twin.references = dict(self.references)
        twin.readonly = set(self.readonly)
        twin.taken = None if self.taken is None else dict(self.taken)
        twin.files = dict(self.files)
        twin.programs = dict(self.programs)
        twin.links = dict(self.links)
        twin.lists = self.lists
        twin.positional = self.positional
        return twin

    def subshell(self) -> State:
        """The state of a process of its own: what it writes to files stays, all else that it changes does not."""
        twin = self.copy()
        for name in _SHARED:
            setattr(twin, name, getattr(self, name))
        return twin

    def take(self, other: State) -> None:
        """Become the same as `other`; what is known of files is kept in place, for those who share it."""
        for name in State.__slots__:
            held, taken = getattr(self, name), getattr(other, name)
            if name not in _SHARED:
                setattr(self, name, taken)
            elif held is not taken:
                held.clear()
                held.update(taken)

    def merge(self, others: Iterable[State]) -> None:
        """Become what is certain after any one of `others` happened; functions and files of all of them stay."""
        states = list(others)
        first = states[0]
        merged = first.copy()
        for state in states[1:]:
            if state.cwd != merged.cwd:
                merged.cwd = None
            if state.left != merged.left or state.stack != merged.stack:
                merged.left, merged.stack = "", ()
            for name in merged.variables.keys() | state.variables.keys():
                mine = merged.variables.get(name)
                theirs = state.variables.get(name)
                if mine != theirs:
                    choices = (*merged.possible(name), *state.possible(name))
                    either_of = {(value.text, value.template, value.if_unset): value for value in choices}
                    known = merged.possible(name) and state.possible(name)
                    merged.variables[name] = value = uncertain(mine, theirs)
                    if known and len(either_of) <= MAX_ALTERNATIVES:
                        merged.alternatives[name] = value, tuple(either_of.values())
            merged.perhaps |= state.perhaps | (merged.functions.keys() ^ state.functions.keys())
            for name, body in state.functions.items():
                mine_body = merged.functions.setdefault(name, body)
                if mine_body is not body:
                    merged.functions[name] = either(mine_body, body)
            merged.aliases.update(state.aliases)
            merged.hashed.update(state.hashed)
            merged.references.update(state.references)
            merged.input = merged.input if state.input is None else state.input
            for path, content in state.files.items():
                found = merged.files.setdefault(path, content)
                if found is not content and found != content:
                    both = uncertain(found, content)
                    merged.files[path] = both._replace(taint=both.taint | {"written"})
            merged.readonly |= state.readonly
            merged.kept |= state.kept
            merged.lists = merged.lists or state.lists
            merged.programs.update(state.programs)
            merged.links.update(state.links)
            if state.positional != merged.positional:  # a script does not show those that it is started with: `()`
                given = merged.positional or state.positional or ()
                perhaps = tuple([value._replace(taint=value.taint | {"perhaps"}) for value in given])
                merged.positional = perhaps if () in (merged.positional, state.positional) else None
        self.take(merged)

    def supplement(self, other: State) -> None:
        """Take from another state what is not set in this one: variables, functions, aliases, files."""
        for name, value in other.variables.items():
            if self.variables.get(name, UNSET_MARK) is UNSET_MARK:
                self.variables[name] = value
                if name in other.alternatives:
                    self.alternatives[name] = other.alternatives[name]
        self.perhaps |= (other.functions.keys() - self.functions.keys()) | other.perhaps
        self.functions = other.functions | self.functions
        self.aliases = other.aliases | self.aliases
        self.files = other.files | self.files

    def changed(self, before: State) -> set[str]:
        """The variables that are not what they were."""
        names = self.variables.keys() | before.variables.keys()
        return {name for name in names if self._held(name) != before._held(name)}

    def _held(self, name: str) -> object:
        found = self.possible(name)
        return frozenset(found) if found else self.variables.get(name)

    def rearranged(self, before: State) -> bool:
        """Whether anything but variables is not what it was: functions, aliases, files, the place."""
        return (
            self.cwd != before.cwd
            or self.functions != before.functions
            or self.aliases != before.aliases
            or self.files != before.files
        )

    def possible(self, name: str) -> tuple[Value, ...]:
        """What a variable can be, as far as the line sets it to what is known, or partly known."""
        held = self.variables.get(name)
        if held is None or held is UNSET_MARK:
            return (_MISSING,)
        if isinstance(held, Value) and (held.text is not None or partly(held)):
            return (held,)
        found = self.alternatives.get(name)
        return found[1] if found is not None and found[0] is held else ()

    def referred(self, name: str) -> str:
        """The variable that a name stands for: another one, where `declare -n` has said so."""
        for _ in range(8):
            name = self.references.get(name, name)
        return name

    def path(self, text: str) -> str:
        """`text` as a path that can be compared with others of this line."""
        return normpath(join(self.cwd or "", as_seen(text, self.cwd) if text[:6] == "/proc/" else text))

    def key(self, value: Value) -> str:
        """The place of a file in `files`; one whose name is not known has the unknown word itself for a name."""
        return self.path(file_name(value))

    def led(self, value: Value, follows: bool) -> Value | None:
        """Where a path leads by the links that the line made; None where none of them lies on it."""
        text = value.text if value.text is not None else value.glob
        if text is None:
            return None
        path = self.path(text)
        for link, target in self.links.items():
            mounted, rest = target[-2:] == MOUNTED, ""
            if path == link:
                leads = follows or mounted or text[-1:] == "/"
            elif path.startswith(link + "/"):
                leads, rest = True, path[len(link) :]
            else:  # what is mounted below a directory goes with it
                leads = mounted and not follows and link.startswith(path + "/")
            if leads:
                place = target.removesuffix(MOUNTED).rstrip("/") + rest or "/"
                return value._replace(text=place) if value.text is not None else value._replace(glob=place)
        return None

    def written(self, value: Value) -> Value | None:
        """The content of a file, or of the files that a pattern fits, where this line wrote it."""
        if not self.files:
            return None
        if value.text is not None:
            return self.files.get(self.path(value.text))
        if value.glob == value.prefix and value.glob:  # in a home that is not known
            return self.files.get(self.path(value.glob))
        if value.glob is None:  # of `$A` and `$B` it is not known whether they are the same, of `$D/a` and `$D/a` it is
            if "listed" in value.taint and value.suffix[:1] == "/":  # a file of that name, somewhere
                found = sorted(path for path in self.files if f"/{path}".endswith(value.suffix))
                return self.files[found[0]] if found else None
            return self.files.get(self.key(value)) if value.template and value.template != HOLE else None
        pattern = self.path(value.glob)
        if len(self.files) > MAX_MATCHED:
            return Value(None, NOWHERE, taint=frozenset({"written"}), many=True)
        found = sorted(path for path in self.files if matches(pattern, path))
        if not found:
            return None
        joined = concatenate(self.files[path] for path in found)
        # In pieces, or with whatever else lies there: nobody has read it as it will be.
        return joined._replace(taint=joined.taint | {"decoded"})

    def unpacked(self, value: Value) -> Value | None:
        """What lies below a directory that this line unpacked something into, or is a piece of what it took apart."""
        if not self.files or value.text is None:
            return None
        path = whole = self.path(value.text)
        while "/" in path:
            path = path.rpartition("/")[0]
            if path + "/" in self.files:
                return self.files[path + "/"]
        begins = (known for known in [*self.files][:MAX_MATCHED] if known.endswith(PIECES))
        pieces = (known for known in begins if whole.startswith(known.removesuffix(PIECES)))
        return self.files.get(next(pieces, "./"))  # the last: below a working directory that is not known

    def put_back(self, name: str, value: Variable | None) -> None:
        """Give a variable the value that it had before: None for one that the line had not set."""
        if value is None:
            self.variables.pop(name, None)
        else:
            self.variables[name] = value

    def lookup(self, name: str) -> Variable | None:
        """The value of a variable; None where it is known to be unset."""
        if name == UNREAD:
            return _MISSING
        if name in self.references:
            target = self.lookup(self.referred(name)) if self.referred(name) not in self.references else _MISSING
            return uncertain(target, self.variables[name]) if name in self.variables else target
        found = self.variables.get(name)
        if found is not None:
            return None if found is UNSET_MARK else found
        if name == "PWD" and self.cwd is not None:  # the shell sets it itself, whatever it was started with
            return Value(self.cwd, NOWHERE)
        if name == "OLDPWD" and self.left is not None:
            return Value(self.left or None, NOWHERE)
        env = self.context.env
        if name == "{{SECRETS":  # `${{ secrets.X }}` of a workflow
            return _MISSING_SECRET
        if name == "{{ALL":  # `${{ toJSON(secrets) }}`
            return _MISSING_SECRET._replace(taint=_MISSING_SECRET.taint | {"secret", "all-variables"})
        if name == "HISTFILE" and (env is None or name not in env):  # the shell sets it, and exports it not
            return _HISTORY
        if env is not None:
            text = env.get(name)
            if text is not None:
                return Value(text, NOWHERE, taint=_NAMED_SECRET if names_secret(name) else NO_TAINT)
            if self.context.env_complete:
                return None
        if name == "HOME":
            return _HOME if self.context.home is None else Value(self.context.home, NOWHERE)
        return _MISSING_SECRET if names_secret(name) else _MISSING


def file_name(value: Value) -> str:
    """The name of a file; of one that is not known, the unknown word itself, or its place in an unknown home."""
    if value.text is not None:
        return value.text
    template = value.template or ""
    return template if template.startswith("~") else "\0" + template
