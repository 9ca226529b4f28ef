"""One simple command: finds out what its command word names, and what its arguments make it do."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from chimera_guard import catalogue
from chimera_guard.catalogue.usage import Usage
from chimera_guard.effects import builtins, disguise, sources, surroundings, unwrap
from chimera_guard.effects.flows import flow, is_remote, printed
from chimera_guard.effects.model import KINDS
from chimera_guard.effects.modes import is_mode, mode_flags
from chimera_guard.effects.names import (
    GUARD,
    PLANTING,
    PROMPTS,
    RUN_LATER,
    SERVICE_SCRIPTS,
    SHELL_NAMES,
    TRUSTED,
    names_shell,
)
from chimera_guard.effects.reader import Reading, read
from chimera_guard.effects.state import EMPTY, State, uncertain
from chimera_guard.effects.tree import localised
from chimera_guard.report import RunCommand
from chimera_guard.syntax.nodes import Simple, Span, Word
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker


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

    def expanded(self, alias: str, node: Simple, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Run an alias: its text, and the words behind it."""
        name = node.words[0].literal or ""
        if name in state.aliases:  # defined on this very line: scripts don't expand it
            plain = unwrap.arguments_of(self.walker, node.words, state, frame)
            self.run(plain, state.copy(), stdin, frame, frame.map(node.span))
        inner = frame._replace(active=(*frame.active, f"alias {name}"))
        span = frame.map(node.span)
        arguments = unwrap.arguments_of(self.walker, node.words[1:], state, frame)
        following = state.aliases.get(arguments[0].text or "") if arguments and alias[-1:] in (" ", "\t") else None
        if following is not None:  # an alias that ends in a blank has the next word expanded too
            arguments = [*(Value(text, span) for text in following.split()), *arguments[1:]]
        return unwrap.shell(self.walker, alias, span, arguments, state, stdin, inner, append=True)

    def assigned(self, name: str, value: Value, state: State, frame: Frame, span: Span, exported: bool) -> None:
        """Note an assignment: in the state, and as an effect where it plants code."""
        name = state.referred(name)
        if name in state.readonly:  # the shell refuses, and some then stop
            value = uncertain(value, state.variables.get(name))
        state.variables[name] = value
        if name == "PATH":
            state.hashed = {}
        if name in PROMPTS and value.text is not None and ("$(" in value.text or "`" in value.text):
            unwrap.prompted(self.walker, value.text, span, state, frame)
        if name in PLANTING or name.startswith(("GIT_CONFIG_", "BASH_FUNC_", *GUARD)):
            setting = f"{name}={value.text if value.text is not None else value.prefix}"
            value = value._replace(text=None if value.text is None else setting, prefix=setting)
            self.walker.emit("environment", value, span, frame, state, name)
        if exported and value.text is not None and name.endswith(RUN_LATER):
            inner = frame._replace(via=(*frame.via, name), escape=True, active=(*frame.active, name))
            text = value.text.partition("=")[2] if value.text.startswith(name + "=") else value.text
            if name not in frame.active and len(text) < 4096:
                start = len(self.walker.effects)
                unwrap.shell(self.walker, text, span, (), state.subshell(), None, inner)
                unwrap.hooked(self.walker, start, frozenset({"temporary"}))
        elif name not in PROMPTS and (
            name in ("RANDOM", "OPTIND", "HISTCMD") or (value.text is not None and "[" in value.text)
        ):
            self.subscript(value, state, frame, name)  # evaluated when it is used as a number

    def subscript(self, value: Value, state: State, frame: Frame, program: str) -> None:
        """A text that the shell evaluates: command substitutions in it run, also when it was quoted."""
        text = value.text if value.text is not None else value.prefix + value.suffix
        if "$(" in text or "`" in text or "<(" in text:
            self.walker.unknown("code", value, frame.map(value.span), frame, program)
            if value.text is not None:
                quoted = value.text.replace('"', "")
                unwrap.shell(self.walker, f': "{quoted}"', frame.map(value.span), (), state.copy(), None, frame)

    # The command

    def run(
        self,
        argv: Sequence[Value],
        state: State,
        stdin: Value | None,
        frame: Frame,
        span: Span,
        functions: bool = True,
    ) -> Value:
        """Run one argv; returns what it prints."""
        walker = self.walker
        head = argv[0]
        # What another command printed is known only if that command ran as it is expected to.
        told = [None if "output" in value.taint else value.text for value in argv]
        name = head.text
        told[0] = name
        walker.commands.append(RunCommand(tuple(told), span, frame.via))
        if "output" in head.taint and name is not None:
            if len(argv) > 1:
                self.run(argv[1:], state.copy(), stdin, frame, span)
            walker.unknown("command-word", head, span, frame)
        if name is None:
            return self.unknown_head(argv, state, stdin, frame, span)
        if functions and name in state.functions:
            return self.function(name, argv, state, stdin, frame, span)
        if functions and name in walker.context.functions and name not in frame.active:
            text = walker.context.functions[name]
            inner = frame._replace(active=(*frame.active, name))
            return unwrap.shell(walker, text, span, argv[1:], state, stdin, inner, name=name)
        if name == "":
            return EMPTY
        typed = name.lstrip(":!")
        if typed != name and basename(typed) in SHELL_NAMES:  # as it is typed into an editor, a pager, a console
            inner = frame._replace(escape=True)
            return self.run([head._replace(text=typed), *argv[1:]], state, stdin, inner, span, functions=False)
        if "/" in name:
            return self.by_path(name, argv, state, stdin, frame, span)
        return self.tool(name, argv, state, stdin, frame, span)

    def unknown_head(self, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> Value:
        head = argv[0]
        if head.if_unset == "" and head.many and len(argv) > 1 and head.taint <= {"environment", "argument"}:
            known = next((value for value in argv if value.text), None)
            if known is not None and known is not head:  # `$PREFIX rm -rf x`: what follows may be the command
                self.run(argv[argv.index(known) :], state.copy(), stdin, frame, span)
        self.walker.unknown("command-word", head, span, frame)
        return uncertain(*argv)

    def function(
        self, name: str, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span
    ) -> Value:
        walker = self.walker
        body = state.functions[name]
        key = f"{name} {id(body)}"
        if key in frame.active:
            if frame.forking and not frame.later:
                walker.emit("exec-code", Value(name, span), span, frame, state, name, frozenset({"fork-bomb"}))
            return uncertain(*argv)
        walker.called.add(name)
        walker.spend(frame)
        own = {item: state.variables.get(item) for item in localised(body)}
        anywhere = localised(body, everywhere=True)
        references = state.references
        state.references = dict(references)
        saved, state.positional = state.positional, tuple(argv[1:])
        inner = frame._replace(active=(*frame.active, key), depth=frame.depth + 1)
        output = walker.command(body, state, stdin, inner)
        state.positional = saved
        state.references = references
        for item, value in own.items():
            if item in anywhere:
                state.variables[item] = uncertain(value, state.variables.get(item))
            elif value is None:
                state.variables.pop(item, None)
            else:
                state.variables[item] = value
        return output

    def by_path(
        self, name: str, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span
    ) -> Value:
        """A program named by its path: a tool's own place, a file that this line wrote, or a file of the project."""
        walker = self.walker
        base = basename(name)
        if dirname(name) in TRUSTED:
            return self.tool(base, argv, state, stdin, frame._replace(exact=True), span)
        if dirname(name) in SERVICE_SCRIPTS:
            service = [argv[0]._replace(text="service"), argv[0]._replace(text=base), *argv[1:]]
            return self.tool("service", service, state, stdin, frame, span)
        path = state.path(name)
        original = state.programs.get(path)
        if original is not None and original != name:
            original = original if "/" in original else f"./{original}"
            replaced = [argv[0]._replace(text=original), *argv[1:]]
            inner = frame._replace(active=(*frame.active, name))
            if name not in frame.active:
                disguise.copied_program(walker, name, original, state, frame, span)
                return self.run(replaced, state, stdin, inner, span)
        content = state.files.get(path)
        if content is not None and not content.taint.isdisjoint(("remote", "decoded")):
            return sources.script(walker, argv, "shell", state, stdin, frame, span, base) or uncertain(*argv)
        base = base.removesuffix(".exe")
        if catalogue.load(base) is not None:  # the name says what it should do; the place, that it could do more
            walker.emit("exec-script", argv[0], span, frame, state, base, frozenset({"named"}))
            return self.tool(base, argv, state, stdin, frame, span)
        return sources.script(walker, argv, "shell", state, stdin, frame, span, base) or uncertain(*argv)

    def tool(
        self, name: str, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span
    ) -> Value:
        """A program, or builtin, known by its name."""
        if name in state.hashed and f"hash {name}" not in frame.active:
            inner = frame._replace(active=(*frame.active, f"hash {name}"))
            path = state.hashed[name] if "/" in state.hashed[name] else f"./{state.hashed[name]}"
            return self.by_path(path, [argv[0]._replace(text=path), *argv[1:]], state, stdin, inner, span)
        usage = catalogue.load(name) or catalogue.load(name.removesuffix(".exe").rstrip("0123456789.-"))
        if usage is None:
            self.walker.emit("exec-program", argv[0], span, frame, state, name)
            for value in argv[1:]:
                if value.text is not None and value.text.startswith(("/", "~")):
                    self.walker.emit("read", value, span, frame, state, name, frozenset({"argument"}))
            self.perhaps(name, argv, state, stdin, frame, span)
            return uncertain(*argv, stdin)
        arguments = argv[1:]
        variables = usage.get("variables")
        if variables and state.variables:
            arguments = surroundings.with_variables(arguments, variables, state)
        reading = read(usage, arguments)
        start = len(self.walker.effects)
        output = self.perform(name, reading, argv, state, stdin, frame, span)
        change = builtins.CHANGES.get(name)
        if change is not None:
            change(self.walker, argv, state, stdin, frame, span)
        if output is not None and output.text is not None:
            return output
        known = printed(argv, reading, state, stdin, self.walker.effects[start:], self.walker.work)
        return known if output is None or known.text is not None else output  # sed and awk run code, and fold

    def perhaps(
        self, name: str, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span
    ) -> None:
        """What the arguments of a program that is not known look like: a shell to start, or a command to run."""
        inner = frame._replace(via=(*frame.via, name), depth=frame.depth + 1, escape=True)
        for place, value in enumerate(argv[1:32], 1):
            if names_shell(value.text or ""):
                interactive = frozenset({"interactive"})
                self.walker.emit("exec-code", Value("stdin", span), span, inner, state, name, interactive)
                return
            follows = argv[place + 1 :]
            if (
                (place == 1 or argv[place - 1].text == "--")
                and value.text is not None
                and any(item.text is not None and item.text.startswith("-") for item in follows)
                and catalogue.load(value.text) is not None
            ):
                self.walker.spend(inner)
                self.run(argv[place:], state.subshell(), stdin, inner, span)
                return

    # Its arguments

    def perform(
        self,
        name: str,
        reading: Reading,
        argv: Sequence[Value],
        state: State,
        stdin: Value | None,
        frame: Frame,
        span: Span,
    ) -> Value | None:
        """Turn the actions of a reading into effects, and unwrap what they run; returns the output of what ran."""
        walker = self.walker
        reads_input = "no-input" not in reading.flags and bool(reading.actions or not reading.usage.get("does"))
        flags = (reading.flags - _INTERNAL) | disguise.sought(reading)
        state = surroundings.surrounded(self, reading, state, frame, span)
        start = len(walker.effects)
        output: Value | None = None
        runs = False
        for what, value in reading.unlisted:
            walker.unknown(what, value, span, frame, name)
        for action in reading.actions:
            if action.role == "mode":
                flags |= mode_flags(action.values[0])
                if not is_mode(action.values[0]):  # forgotten, so that a file stands in its place
                    self.effect("chmod", action.values[0], flags, reading.usage, name, span, frame, state, stdin)
        for action in reading.actions:
            role = action.role
            if role in KINDS:
                target = action.values[0] if action.values else None
                if action.escape and target is not None and target.text == "-":  # `-o -`, `tar -f -`: no file
                    continue
                self.effect(role, target, flags | action.extra, reading.usage, name, span, frame, state, stdin)
                runs = runs or role in ("exec-code", "exec-script")
            elif role in ("variable", "subscript"):
                self.subscript(action.values[0], state, frame, name)
            elif role == "names":
                surroundings.named(self, stdin, action.values[0], flags, reading.usage, name, span, frame, state)
            elif role not in _INERT:
                runs = True
                output = unwrap.action(walker, name, reading, action, argv, state, stdin, frame, span)
        if "names-input" in reading.flags:
            surroundings.named(self, stdin, Value("-", span), flags, reading.usage, name, span, frame, state)
        language = reading.usage.inherited("stdin", "text")
        if not runs and language.startswith("code:") and reads_input:
            sources.standard_input(walker, name, language[5:], state, stdin, frame, span, flags)
        if reading.actions and reading.usage.get("recipes") and walker.context.facts is not None:
            from chimera_guard.effects import recipes

            recipes.follow(walker, reading, state, frame, span, name)
        if len(walker.effects) - start > 1 or stdin is not None or flags or state.files:
            flow(walker.effects, start, argv, state, stdin, reading)
        return output

    def effect(
        self,
        kind: str,
        target: Value | None,
        flags: frozenset[str],
        usage: Usage,
        name: str,
        span: Span,
        frame: Frame,
        state: State,
        stdin: Value | None,
    ) -> None:
        taint = NO_TAINT
        if kind == "exec-code" and target is not None and (target.text or "").partition(":")[0] == "stdin":
            language = (target.text or "").partition(":")[2] or _language(usage) or "shell"
            sources.standard_input(self.walker, name, language, state, stdin, frame, span, flags)
            return
        if kind == "exec-script" and target is not None:
            followed = sources.written(self.walker, target, _language(usage), state, frame, span, name)
            if followed:
                return
        if kind == "read" and target is not None:
            if target.text == "-" or target.text is None and target.many and stdin is None:
                pass
            else:
                written = state.written(target)
                taint = written.taint if written is not None else NO_TAINT
        if usage.get("remote_paths") and kind in ("read", "write") and is_remote(target):
            kind = "fetch" if kind == "read" else "send"
        for flag, kinds in _ABOUT.items():
            if kind not in kinds:
                flags -= {flag}
        self.walker.emit(kind, target, span, frame, state, name, flags, taint)


def _language(usage: Usage) -> str | None:
    """The language of the code that a tool runs, where it runs any."""
    stdin: str = usage.inherited("stdin", "text")
    return stdin[5:] if stdin.startswith("code:") else None


# Flags that say something about effects of some kinds alone.
_ABOUT = {
    "packed": frozenset({"read"}),
    "unnamed": frozenset({"read"}),
    "unauthenticated": frozenset({"connect", "listen", "send"}),
}
_INERT = frozenset({"text", "mode", "assignment", "placeholder", "named", "unset", "chdir", "sought"})
_INTERNAL = frozenset(
    {"no-input", "names-input", "no-environment", "copied"} | {"delimited", "line-delimited", "null-delimited"}
)
