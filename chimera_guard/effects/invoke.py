"""One simple command: finds out what its command word names, and what its arguments make it do."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename, dirname

from chimera_guard import catalogue
from chimera_guard.effects import builtins, disguise, packages, sources, surroundings, unwrap
from chimera_guard.effects.definitions import dispatched, is_own_argument, starts_itself
from chimera_guard.effects.frame import FIRST
from chimera_guard.effects.joined import EMPTY, uncertain
from chimera_guard.effects.names import SERVICE_SCRIPTS, SHELL_NAMES, TRUSTED, is_trusted, names_shell
from chimera_guard.effects.output import printed
from chimera_guard.effects.perform import perform
from chimera_guard.effects.reader import read
from chimera_guard.effects.scope import scope_of
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import State
from chimera_guard.effects.tree import localised
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.report import RunCommand
from chimera_guard.syntax.nodes import Word
from chimera_guard.words import expand, keyed
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

MAX_CALLS = 8  # of a function within itself


class Invoker:
    """Runs simple commands abstractly for a walker."""

    __slots__ = ("walker",)

    def __init__(self, walker: Walker) -> None:
        self.walker = walker

    # Before the command

    def alias(self, word: Word, state: State, frame: Frame) -> str | None:
        """The text of the alias that this command word names."""
        name = word.literal
        if name is None or f"alias {name}" in frame.active:
            return None
        return state.aliases.get(name) or self.walker.context.aliases.get(name)

    def expanded(self, call: Call, alias: str, words: Sequence[Word]) -> Value:
        """Run an alias: its text, and the words behind it."""
        state = call.state
        if call.name in state.aliases:  # defined on this very line: scripts don't expand it
            plain = list(expand(words, WalkingShell(self.walker, state, call.frame)))
            start = len(self.walker.commands)
            self.run(call._replace(state=state.copy()), plain)
            self.walker.doubt(start)
        inner = call.active(f"alias {call.name}")
        arguments = list(expand(words[1:], WalkingShell(self.walker, state, call.frame)))
        following = state.aliases.get(arguments[0].text or "") if arguments and alias[-1:] in (" ", "\t") else None
        if following is not None:  # an alias that ends in a blank has the next word expanded too
            arguments = [*(Value(text, call.span) for text in following.split()), *arguments[1:]]
        return unwrap.shell(inner, alias, arguments, append=True)

    def subscript(self, call: Call, value: Value) -> None:
        """A text that the shell evaluates: command substitutions in it run, also when it was quoted."""
        text = value.text if value.text is not None else value.prefix + value.suffix
        if "$(" in text or "`" in text or "<(" in text:
            call = call._replace(span=call.frame.map(value.span), state=call.state.copy(), stdin=None)
            call.unknown("code", value)
            if value.text is not None:
                unwrap.expanded_again(call, value.text)

    # The command

    def run(self, call: Call, argv: Sequence[Value], functions: bool = True) -> Value:
        """Run one argv, whatever the name of the call; returns what it prints."""
        walker, state, active = self.walker, call.state, call.frame.active
        head = argv[0]
        # What another command printed is known only if that command ran as it is expected to.
        told = [None if "output" in value.taint else keyed.shown(value.text) for value in argv]
        name = head.text
        told[0] = name
        walker.commands.append(RunCommand(tuple(told), call.span, call.frame.via, state.cwd))
        if call.name != name:
            call = call._replace(name=name or "")
        if "perhaps" in head.taint:  # of a list that may be empty
            rest = next((at for at, value in enumerate(argv) if "perhaps" not in value.taint), len(argv))
            if rest < len(argv):
                self.run(call._replace(state=state.copy()), argv[rest:])
        if "output" in head.taint and name is not None:
            if len(argv) > 1 and not head.quoted and (argv[1].text or "")[:1] != "-":  # if it printed nothing
                self.run(call._replace(state=state.copy()), argv[1:])
            if "own-words" not in head.taint and not ("own-place" in head.taint and "/" in name):
                walker.unknown("command-word", head, call.span, call.frame)
        if name is None:
            return self.unknown_head(call, argv)
        if head.taint and starts_itself(call, argv):
            call.emit("exec-script", head._replace(text="$0"))
            return EMPTY
        if functions and name in state.functions:
            return self.maybe_function(call, argv) if name in state.perhaps else self.function(call, argv)
        if functions and name in walker.context.functions and name not in active:
            return unwrap.shell(call.active(name), walker.context.functions[name], argv[1:], function=name)
        if name == "":
            return EMPTY
        typed = name.lstrip(":!")
        if typed != name and basename(typed) in SHELL_NAMES:  # as it is typed into an editor, a pager, a console
            return self.run(call.framed(escape=True), [head._replace(text=typed), *argv[1:]], functions=False)
        return self.by_path(call, argv) if "/" in name else self.tool(call, argv)

    def unknown_head(self, call: Call, argv: Sequence[Value]) -> Value:
        """A command word that is not known."""
        head, state = argv[0], call.state
        if "program" in head.taint and head.suffix.rfind("/") == 0:  # `$(which python3) x.py`: as if it were named
            if len(argv) > 1 and head.many:  # or there is none
                self.run(call._replace(state=state.copy()), argv[1:])
            return self.run(call, [head._replace(text=head.suffix[1:], taint=NO_TAINT, many=False), *argv[1:]])
        if head.if_unset and head.taint == {"environment"} and head.template is None:
            # `"${PYTHON:-python3}" -m x`: a program of the user's own choice in the place of one that is named
            call.emit("exec-program", head)
            return self.run(call, [head._replace(text=head.if_unset, taint=NO_TAINT, many=False), *argv[1:]])
        if head.if_unset == "" and head.many and len(argv) > 1 and head.taint <= {"environment", "argument"}:
            known = next((value for value in argv if value.text), None)
            if known is not None and known is not head and not (known.text or "").startswith("-"):
                # `$PREFIX rm -rf x`: what follows may be the command
                self.run(call._replace(state=state.copy()), argv[argv.index(known) :])
        below_home = head.prefix[:2] == "~/" and head.prefix == head.glob  # of which is not known where it is
        if not below_home and unwrap.interpolated(head) and basename(head.suffix) and "/" in head.suffix:
            return self.by_path(call._replace(name=head.suffix), argv)  # `"$VENV/bin/python" x.py`
        if state.functions and head.taint <= {"argument", "environment"}:
            named = dispatched(head, state.functions)
            if named:
                return self.any_of(call, argv, named)
            if is_own_argument(call, head):
                call.emit("exec-program", head)
                return uncertain(*argv)
        if _is_own_file(call, head):  # `for test in tests/*.sh; do "$test"; done`
            call.emit("exec-script", head)
            return uncertain(*argv)
        self.walker.unknown("command-word", head, call.span, call.frame)
        return self.by_path(call._replace(name=head.prefix), argv) if below_home else uncertain(*argv)

    def maybe_function(self, call: Call, argv: Sequence[Value]) -> Value:
        """A function that the line may not have defined, or else the tool of that name."""
        other = call._replace(state=call.state.copy())
        outputs = [self.run(other, argv, functions=False), self.function(call, argv)]
        call.state.merge([call.state.copy(), other.state])
        return uncertain(*outputs)

    def function(self, call: Call, argv: Sequence[Value]) -> Value:
        """A function that the line defines."""
        walker, state, frame = self.walker, call.state, call.frame
        body = state.functions[call.name]
        key = f"{call.name} {id(body)}"
        fewer = state.positional is not None and len(argv) - 1 < len(state.positional)  # `f() { "$@"; }; f f ls`
        if key in frame.active and not (fewer and frame.active.count(key) < MAX_CALLS):
            if frame.forking and not frame.later:
                call.emit("exec-code", Value(call.name, call.span), frozenset({"fork-bomb"}))
            return uncertain(*argv)
        walker.called.add(call.name)
        walker.spend(frame)
        walker.doubt(len(walker.commands) - 1)  # no tool of that name
        declared, anywhere = localised(body)
        own = {item: state.variables.get(item) for item in declared}
        references = state.references
        state.references = dict(references)
        saved, state.positional = state.positional, tuple(argv[1:])
        inner = frame._replace(active=(*frame.active, key), depth=frame.depth + 1)
        if frame.base != 0 or id(body) in walker.defined:  # it stands elsewhere than what calls it
            there = walker.defined.get(id(body), (body, FIRST))[1]
            inner = inner._replace(base=there.base, span=there.span)
        output = walker.command(body, state, call.stdin, inner)
        state.positional = saved
        state.references = references
        for item, value in own.items():
            if item in anywhere:
                state.variables[item] = uncertain(value, state.variables.get(item))
            else:
                state.put_back(item, value)
        return output

    def any_of(self, call: Call, argv: Sequence[Value], names: Sequence[str]) -> Value:
        """One of several functions of the line."""
        calls = [call._replace(name=name, state=call.state.copy()) for name in names]
        outputs = [self.function(each, argv) for each in calls]
        call.state.merge([each.state for each in calls])
        return uncertain(*outputs)

    def by_path(self, call: Call, argv: Sequence[Value]) -> Value:
        """A program named by its path: a tool's own place, a file that this line wrote, or a file of the project."""
        name, base = call.name, basename(call.name)
        if argv[0].known and dirname(name) in TRUSTED and call.state.path(name) not in call.state.files:
            return self.tool(call.framed(exact=True)._replace(name=base), argv)
        if argv[0].known and dirname(name) in SERVICE_SCRIPTS:
            service = [argv[0]._replace(text="service"), argv[0]._replace(text=base), *argv[1:]]
            return self.tool(call._replace(name="service"), service)
        path = call.state.path(name) if argv[0].known else call.state.key(argv[0])
        original = call.state.programs.get(path)
        if original is not None and original != name and name not in call.frame.active:
            original = original if "/" in original else f"./{original}"
            disguise.copied_program(call, original)
            return self.run(call.active(name), [argv[0]._replace(text=original), *argv[1:]])
        content = call.state.files.get(path)
        found = content is not None and (
            content.text is not None or not content.taint.isdisjoint(("remote", "decoded"))
        )
        base = base if found else base.removesuffix(".exe").partition("@")[0] or base
        call = call._replace(name=base)
        if not found and catalogue.load(base) is not None:  # the place says that it could do more than the name says
            if path in call.state.files or not is_trusted(dirname(path)):
                call.emit("exec-script", argv[0], frozenset({"named"}))
            return self.tool(call, argv)
        return sources.script(call, argv) or uncertain(*argv)

    def tool(self, call: Call, argv: Sequence[Value]) -> Value:
        """A program, or builtin, known by its name."""
        name, state, effects = call.name, call.state, self.walker.effects
        place = state.hashed.get(name)
        if place is None and state.files and "PATH" in state.variables:
            place = surroundings.on_path(state, name)
        if place is not None and f"hash {name}" not in call.frame.active:
            path = place if "/" in place else f"./{place}"
            self.walker.doubt(len(self.walker.commands) - 1)
            inner = call.active(f"hash {name}")._replace(name=path)
            return self.by_path(inner, [argv[0]._replace(text=path), *argv[1:]])
        usage = packages.usage_of(name)
        if usage is None:
            for directory in TRUSTED if state.files else ():
                if f"{directory}/{name}" in state.files:  # which this line has installed
                    path = f"{directory}/{name}"
                    return self.by_path(call._replace(name=path), [argv[0]._replace(text=path), *argv[1:]])
            call.emit("exec-program", argv[0])
            for value in argv[1:]:
                if value.text is not None and value.text.startswith(("/", "~")):
                    call.emit("read", value, frozenset({"argument"}))
            self.perhaps(call, argv)
            return uncertain(*argv, call.stdin)
        arguments = argv[1:]
        variables = usage.get("variables")
        if variables and state.variables:
            arguments = surroundings.with_variables(arguments, usage, state)
        reading = read(usage, arguments)
        if variables and "local" in reading.flags and not state.kept.isdisjoint(variables):
            reading = reading._replace(flags=reading.flags - {"local"})
        if reading.otherwise:
            perform(call.apart(), read(usage, reading.otherwise), argv)
        start = len(effects)
        output = perform(call, reading, argv)
        change = builtins.CHANGES.get(name)
        if change is not None:
            change(call, argv)
        if not call.frame.heard or (output is not None and output.text is not None):
            return output or EMPTY
        known = printed(call, reading, argv, effects[start:])
        if output is None or known.text is not None:  # sed and awk run code, and fold
            return known
        return output if output.template is not None else output._replace(template=known.template)

    def perhaps(self, call: Call, argv: Sequence[Value]) -> None:
        """What the arguments of a program that is not known look like: a shell to start, or a command to run."""
        inner = call.inside(escape=True)
        if call.name[:1] == "-" and call.frame.via[-1:] == ("time",):  # to a shell without that keyword, its option
            self.tool(call._replace(name="time"), [argv[0]._replace(text="time"), *argv])
        for place, value in enumerate(argv[1:32], 1):
            if names_shell(value.text or ""):
                inner.emit("exec-code", Value("stdin", call.span), frozenset({"interactive"}))
                return
            follows = argv[place + 1 :]
            if (
                (place == 1 or argv[place - 1].text == "--")
                and value.text is not None
                and any(item.text is not None and item.text.startswith("-") for item in follows)
                and catalogue.load(value.text) is not None
            ):
                self.walker.spend(inner.frame)
                self.run(inner.framed(escape=value.text in SHELL_NAMES).apart(), argv[place:])
                return


def _is_own_file(call: Call, head: Value) -> bool:
    """Whether a command word is some file of the project: found there, and not put there by this line."""
    state, directory = call.state, head.prefix.rpartition("/")[0]
    if not directory or directory[0] in "/~" or not (head.taint == {"listed"} or head.glob and not head.taint):
        return False
    held = (value.glob for value in state.variables.values() if isinstance(value, Value))
    if head.many and not head.taint and head.glob not in held:  # the first of them, with the others as its arguments
        return False
    moved = state.left is not None or call.walker.context.cwd is not None
    if (moved and state.cwd is None) or state.files or state.programs or state.links:
        return False
    return scope_of(head, call.walker.context, state.cwd) in ("project", "workspace")
