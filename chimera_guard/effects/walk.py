"""Walks the tree with the state along the line: every branch counts, every substitution is a command of its own."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.context import Context
from chimera_guard.effects.frame import MAX_COMMANDS, MAX_DEPTH, MAX_EFFECTS, Exhausted, Frame
from chimera_guard.effects.invoke import Invoker
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import GUARD
from chimera_guard.effects.redirections import redirect, store, turned
from chimera_guard.effects.scope import gravest, scope_of
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import EMPTY, MAX_ROUNDS, State, Variable, concatenate, rounds_of, uncertain
from chimera_guard.effects.tree import assigned, calls, endless, forks, idle, reads_lines
from chimera_guard.report import RunCommand
from chimera_guard.syntax.nodes import (
    ArithmeticCommand,
    ArithmeticFor,
    Assignment,
    Case,
    Command,
    Condition,
    Coprocess,
    For,
    Function,
    Group,
    If,
    List,
    Loop,
    Negation,
    Pipeline,
    Script,
    Simple,
    Span,
    Word,
)
from chimera_guard.words import expand, expand_single
from chimera_guard.words.value import NO_TAINT, Value
from chimera_guard.words.work import Work


class Walker:
    """One walk over one line; `effects` and `commands` are what it found."""

    def __init__(self, context: Context, source: str = "") -> None:
        self.context = context
        self.source = source
        self.effects: list[Effect] = []
        self.commands: list[RunCommand] = []
        self.called: set[str] = set()
        self.left = MAX_COMMANDS
        self.work = Work()
        self.invoker = Invoker(self)

    def walk(self, script: Script) -> None:
        """Walk a whole line, then the bodies of functions that it defines without calling them."""
        state = State(self.context)
        frame = Frame()
        try:
            self.list(script.body, state, None, frame)
            for name, body in list(state.functions.items()):
                if name not in self.called:
                    later = state.copy()
                    later.positional = None
                    self.command(body, later, None, frame._replace(active=(f"{name} {id(body)}",), later=True))
        except Exhausted:
            self.unknown("bound", None, Span(0, len(script.source)), frame)

    # Bookkeeping

    def spend(self, frame: Frame) -> None:
        """Count one command against the bounds.

        Raises:
            Exhausted: when they are reached.
        """
        self.left -= 1
        if self.left < 0 or frame.depth > MAX_DEPTH:
            raise Exhausted

    def emit(
        self,
        kind: str,
        target: Value | None,
        span: Span,
        frame: Frame,
        state: State,
        program: str = "",
        flags: frozenset[str] = NO_TAINT,
        taint: frozenset[str] = NO_TAINT,
    ) -> Effect:
        """Note an effect; `span` is one of the original line.

        Raises:
            Exhausted: when there are too many to be told of.
        """
        scope = scope_of(target, self.context, state.cwd)
        led = state.led(target, kind not in ("delete", "move", "link")) if state.links and target is not None else None
        if led is not None:
            scope = gravest(scope, scope_of(led, self.context, state.cwd))
        if frame.escape:
            flags |= {"escape"}
        if frame.in_file:
            flags |= {"in-file"}
        if frame.looping and kind in _REPEATED:
            flags |= {"looped"}
        if target is not None:
            taint |= target.taint
        if len(self.effects) >= MAX_EFFECTS:
            raise Exhausted
        effect = Effect(kind, target, scope, flags, program, span, frame.via, taint)
        self.effects.append(effect)
        return effect

    def unknown(self, what: str, target: Value | None, span: Span, frame: Frame, program: str = "") -> None:
        """Note that something cannot be known."""
        taint = target.taint if target is not None else NO_TAINT
        flags = frozenset({"in-file" if frame.in_file else what})
        self.effects.append(Effect("unknown", target, "unknown", flags, program, span, frame.via, taint))

    def place_of(self, text: str, span: Span) -> int | None:
        """Where `text`, which a word at `span` gave, stands in the line; None when it stands there in no such form."""
        found = self.source.find(text, span.start, span.end)
        return None if found < 0 else found

    def appended(
        self, tree: Script, arguments: Sequence[Value], state: State, stdin: Value | None, frame: Frame
    ) -> Value:
        """Walk an alias: the arguments belong to its last command."""
        items = tree.body.items
        for command, _ in items[:-1]:
            self.command(command, state, stdin, frame)
        last = items[-1].command if items else None
        if type(last) is not Simple or not last.words:
            output = self.list(tree.body, state, stdin, frame)
            self.unknown("command-word", arguments[0], frame.span, frame)
            return output
        argv = [*expand(last.words, WalkingShell(self, state, frame)), *arguments]
        return self.invoker.run(argv, state, stdin, frame, frame.span)

    # Nodes

    def list(self, node: List, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk commands in sequence; returns what they print."""
        outputs = []
        skipped: State | None = None  # the state if the rest of a chain of && does not run
        previous = ";"
        for command, separator in node.items:
            if separator == "&":
                outputs.append(self.command(command, state.subshell(), stdin, frame._replace(forking=True)))
                previous = ";"
                continue
            stdin = stdin if state.input is None else state.input
            before = state.copy() if previous == "||" else None
            outputs.append(self.command(command, state, stdin, frame))
            if before is not None:
                state.merge((state, before))
            if separator == "&&" and skipped is None and (type(command) is not Simple or command.words):
                skipped = state.copy()
            elif separator != "&&" and skipped is not None:
                cwd = state.cwd
                state.merge((state, skipped))
                state.cwd = cwd
                skipped = None
            previous = separator
        return outputs[0] if len(outputs) == 1 else concatenate(outputs)

    def command(self, node: Command, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk any node; returns what it prints."""
        if type(node) is Simple:
            return self.simple(node, state, stdin, frame)
        if frame.depth > MAX_DEPTH:
            raise Exhausted
        frame = frame._replace(depth=frame.depth + 1)
        redirects = getattr(node, "redirects", ())
        if redirects:
            given, target = redirect(self, redirects, state, stdin, frame)
            opened = state.input
            state.input = opened if given is stdin else None
            output = self.compound(node, state, given, frame)
            state.input = state.input or opened
            return store(self, output, target, state, frame)
        return self.compound(node, state, stdin, frame)

    def compound(self, node: Command, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk a node that holds others; its redirections are done."""
        match node:
            case Pipeline():
                return self.pipeline(node, state, stdin, frame)
            case List():
                return self.list(node, state, stdin, frame)
            case Group():
                return self.list(node.body, state if node.kind == "{" else state.subshell(), stdin, frame)
            case Negation():
                return self.command(node.body, state, stdin, frame)
            case If():
                return self.branches(node, state, stdin, frame)
            case Loop() | For() | ArithmeticFor():
                return self.loop(node, state, stdin, frame)
            case Case():
                return self.case(node, state, stdin, frame)
            case Condition():
                self.condition(node, state, frame)
            case ArithmeticCommand():
                expand_single(node.body, WalkingShell(self, state, frame))
            case Function():
                state.functions[node.name] = node.body
                if node.name.startswith(GUARD):
                    span = frame.map(node.span)
                    self.emit("environment", Value(node.name, span), span, frame, state)
            case Coprocess():
                self.command(node.body, state.subshell(), None, frame._replace(forking=True))
        return EMPTY

    def pipeline(self, node: Pipeline, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk the stages, each with the output of the one before as its input."""
        span = frame.map(node.span)
        inner = frame._replace(forking=True)
        for place, stage in enumerate(node.stages):
            start = len(self.effects)
            own = state.subshell()
            own.input = state.input if place == 0 else None
            stdin = self.command(stage, own, stdin, inner)
            for index in range(start, len(self.effects)):  # a flow is about the pipe, not about its last stage alone
                effect = self.effects[index]
                if effect.taint and effect.kind in ("exec-code", "send"):
                    self.effects[index] = effect._replace(span=span)
        return stdin if stdin is not None else EMPTY

    def branches(self, node: If, state: State, stdin: Value | None, frame: Frame) -> Value:
        outcomes, outputs = [], []
        for condition, body in node.branches:
            outputs.append(self.list(condition, state, stdin, frame))
            branch = state.copy()
            outputs.append(self.list(body, branch, stdin, frame))
            outcomes.append(branch)
        last = state.copy()
        if node.otherwise is not None:
            outputs.append(self.list(node.otherwise, last, stdin, frame))
        state.merge([*outcomes, last])
        return uncertain(*outputs)

    def case(self, node: Case, state: State, stdin: Value | None, frame: Frame) -> Value:
        shell = WalkingShell(self, state, frame)
        expand_single(node.subject, shell)
        outcomes, outputs = [state.copy()], [EMPTY]
        for patterns, body in node.arms:
            for pattern in patterns:
                expand_single(pattern, shell)
            branch = state.copy()
            outputs.append(self.list(body, branch, stdin, frame))
            outcomes.append(branch)
        state.merge(outcomes)
        return uncertain(*outputs)

    def loop(self, node: Loop | For | ArithmeticFor, state: State, stdin: Value | None, frame: Frame) -> Value:
        frame = frame._replace(looping=True)
        shell = WalkingShell(self, state, frame)
        before = state.copy()
        outputs = []
        choices: Sequence[Value | None] = (None,)  # what the variable of a `for` can be
        if isinstance(node, For):
            rounds = shell.elements("@") if node.words is None else expand(node.words, shell)
            choices = rounds_of(rounds)
            if node.kind == "for" and rounds and len(rounds) == len(choices) and all(value.known for value in rounds):
                return self.rounds(node, [{node.name: value} for value in rounds], state, stdin, frame)
        elif isinstance(node, ArithmeticFor):
            expand_single(node.header, shell)
        elif reads_lines(node) and state.taken is not None and stdin is not None and stdin.text is not None:
            lines = stdin.text.count("\n", 0, -1) + 1
            if lines <= MAX_ROUNDS:
                return self.rounds(node, [{}] * lines, state, stdin, frame)
        elif state.positional and len(state.positional) <= MAX_ROUNDS and calls(node.body, ("shift",)):
            outputs.append(self.rounds(node, [{}] * len(state.positional), state, stdin, frame))
        for name in sorted(assigned(node)):  # what a round changes is not known in the next one
            state.variables[name] = uncertain(state.variables.get(name))
        taken, state.taken = state.taken, None
        if isinstance(node, Loop):
            self.list(node.condition, state, stdin, frame)
        for choice in choices:
            if isinstance(node, For) and choice is not None:
                state.variables[node.name] = choice
            outputs.append(self.list(node.body, state, stdin, frame))
        state.taken = taken
        if endless(node) and forks(node.body):
            span = frame.map(node.span)
            self.emit("exec-code", None, span, frame, state, "", frozenset({"fork-bomb"}))
        elif endless(node) and idle(node.body):
            self.emit("service", None, frame.map(node.span), frame, state, "", frozenset({"busy"}))
        state.merge((state, before))
        return uncertain(*outputs)

    def rounds(
        self,
        node: Loop | For,
        rounds: Sequence[dict[str, Value]],
        state: State,
        stdin: Value | None,
        frame: Frame,
    ) -> Value:
        """Walk a loop round by round; each begins with the variables that it sets."""
        early = calls(node.body, ("break", "continue", "return", "exit", "shift"))
        outcomes, outputs = [state.copy()], []
        for variables in rounds:
            state.variables.update(variables)
            if isinstance(node, Loop):
                outputs.append(self.list(node.condition, state, stdin, frame))
            outputs.append(self.list(node.body, state, stdin, frame))
            if early:
                outcomes.append(state.copy())
        if reads_lines(node) and isinstance(node, Loop):  # the read that finds nothing more
            self.list(node.condition, state, stdin, frame)
            outcomes.append(state.copy())
        if early:
            state.merge(outcomes[1:] if isinstance(node, For) else outcomes)
        return uncertain(*outputs) if early else concatenate(outputs)

    def condition(self, node: Condition, state: State, frame: Frame) -> None:
        shell = WalkingShell(self, state, frame)
        values = [expand_single(word, shell) for word in node.words]
        for place, word in enumerate(node.words):
            if word.literal in _ARITHMETIC_TESTS:
                for value in values[max(place - 1, 0) : place + 2]:
                    self.invoker.subscript(value, state, frame, "[[")

    # Simple commands

    def simple(self, node: Simple, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk a simple command: expand, redirect, assign, run."""
        self.left -= len(node.assignments) + len(node.redirects)
        self.spend(frame)
        words = node.words
        argv: Sequence[Value] = ()
        before: dict[str, Variable | None] = {}
        if words:
            shell = WalkingShell(self, state, frame)
            alias = self.invoker.alias(words[0], state, frame)
            if alias is not None:
                return self.invoker.expanded(alias, node, state, stdin, frame)
            argv = expand(words, shell)
        target: str | None = None
        opened = state.input
        if node.redirects:
            given, target = redirect(self, node.redirects, state, stdin, frame)
            if given is not stdin:
                stdin, state.input = given, None
            if any(map(turned, node.redirects)):
                frame = frame._replace(escape=True)
        if node.assignments:
            inner = state if not argv else state.copy()
            for assignment in node.assignments:
                self.assign(assignment, inner, frame, exported=bool(argv))
            if argv:
                self.left_behind(node.assignments, inner, state)
                self.meant(words, argv, inner, stdin, frame)
                for assignment in node.assignments:  # what runs finds them, and they are gone afterwards
                    before[assignment.name] = state.variables.get(assignment.name)
                    state.variables[assignment.name] = inner.variables[assignment.name]
        if not argv:  # `$(< file)` gives the file
            reads = not node.assignments and any(item.operator == "<" for item in node.redirects)
            return stdin if reads and stdin is not None else EMPTY
        span = frame.map(Span(words[0].span.start, words[-1].span.end))
        start = len(self.effects)
        output = self.invoker.run(argv, state, stdin, frame, span)
        if node.redirects:
            lasting = len(argv) == 1 and argv[0].text == "exec"
            state.input = stdin if lasting and state.input is None else opened
        for name, value in before.items():
            if value is None:
                state.variables.pop(name, None)
            else:
                state.variables[name] = value
        if target == "=/dev/null" and any("endless" in effect.flags for effect in self.effects[start:]):
            self.emit("service", None, span, frame, state, argv[0].text or "", frozenset({"busy"}))
        return output if target is None else store(self, output, target, state, frame)

    def assign(self, node: Assignment, state: State, frame: Frame, exported: bool) -> None:
        """Assign a variable."""
        shell = WalkingShell(self, state, frame)
        if isinstance(node.value, tuple) and not hasattr(node.value, "literal"):
            elements = tuple(expand(node.value, shell))
            if node.append:
                old = state.lookup(node.name)
                elements = ((old,) if isinstance(old, Value) else old or ()) + elements
            for element in elements:
                if (element.text or element.prefix).startswith("["):
                    self.invoker.subscript(element, state, frame, node.name)
            state.variables[node.name] = elements
            return
        value = expand_single(node.value, shell)  # type: ignore[arg-type]
        if node.index is not None:
            index = expand_single(node.index, shell)
            self.invoker.subscript(index, state, frame, node.name)
            if node.name == "BASH_ALIASES" and index.text is not None and value.text is not None:
                state.aliases[index.text] = value.text
            state.variables[node.name] = uncertain(value, state.variables.get(node.name))
            return
        if node.append:
            old = state.lookup(node.name)
            value = concatenate([old if isinstance(old, Value) else EMPTY, value])
        self.invoker.assigned(node.name, value, state, frame, frame.map(node.span), exported)

    def meant(
        self, words: Sequence[Word], argv: Sequence[Value], inner: State, stdin: Value | None, frame: Frame
    ) -> None:
        """`X=/srv rm -r $X/a` does not use that X, but whoever wrote it, or has exported X before, means it."""
        if all(value.text is not None for value in argv):
            return
        values = expand(words, WalkingShell(self, inner.subshell(), frame))
        if values and all(value.text is not None for value in values):
            span = frame.map(Span(words[0].span.start, words[-1].span.end))
            self.spend(frame)
            self.invoker.run(values, inner.subshell(), stdin, frame, span)

    def left_behind(self, assignments: Sequence[Assignment], inner: State, state: State) -> None:
        """What expansions such as `${x:=y}` in the assignments before a command changed stays changed."""
        names = {assignment.name for assignment in assignments}
        for assignment in assignments:
            if not isinstance(assignment.value, Word) or assignment.value.literal is None:
                for name, value in inner.variables.items():
                    if state.variables.get(name) != value and (name not in names or ":=" in self.source):
                        state.variables[name] = uncertain(value, state.variables.get(name))
                return


_REPEATED = frozenset({"kill", "connect", "privilege", "delete"})  # what means something else when done again and again
_ARITHMETIC_TESTS = frozenset({"-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v", "-R"})
