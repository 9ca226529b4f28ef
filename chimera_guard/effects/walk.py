"""Walks the tree with the state along the line: every branch counts, every substitution is a command of its own."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.context import Context
from chimera_guard.effects import endless
from chimera_guard.effects.alternatives import chosen, each
from chimera_guard.effects.assignments import assign, in_front, meddled
from chimera_guard.effects.branches import Chain, case, conditional
from chimera_guard.effects.call import Call
from chimera_guard.effects.definitions import coprocess, define
from chimera_guard.effects.frame import MAX_COMMANDS, MAX_DEPTH, Exhausted, Frame, rewritten
from chimera_guard.effects.invoke import Invoker
from chimera_guard.effects.joined import EMPTY, concatenate
from chimera_guard.effects.loops import loop
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import ARITHMETIC_TESTS, GUARD_VARIABLE
from chimera_guard.effects.redirections import emptied, given_out, redirect, store, turned
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import State
from chimera_guard.effects.traps import Trap, spring
from chimera_guard.effects.tree import copies_itself
from chimera_guard.report import RunCommand
from chimera_guard.syntax.nodes import (
    ArithmeticCommand,
    ArithmeticFor,
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
        self.unsure: list[tuple[int, int]] = []  # of which ranges of them nobody knows whether they did their work
        self.called: set[str] = set()
        self.defined: dict[int, tuple[Command, Frame]] = {}  # functions of a text of its own
        self.traps: list[Trap] = []
        self.added: list[str] = []  # what the command at hand puts into the files that it edits
        self.sinks: dict[str, tuple[List, Frame]] = {}  # commands in `>( )`, by the path that is written to
        self.naming: tuple[int, dict[tuple[str, str], list[tuple[str | None, bool]]]] = 0, {}  # see `nicknames`
        self.told: dict[str, Value] = {}  # what the shell runs by itself, as far as that is noted
        self.left = MAX_COMMANDS
        self.work = Work()
        self.invoker = Invoker(self)

    def walk(self, script: Script) -> None:
        """Walk a whole line, then the bodies of functions that it defines without calling them."""
        state = State(self.context)
        whole = Span(0, len(self.source))
        base = 0 if script.source == self.source else rewritten(script.source, self.source)
        frame = Frame(heard=False, base=base, span=whole, dialect=self.context.dialect)
        try:
            self.list(script.body, state, None, frame)
            if state.variables:
                meddled(self, state, frame)
            if self.traps:
                spring(self)
            for name, body in list(state.functions.items()):
                if name not in self.called:
                    self.called_later(name, body, state, frame)
            if self.traps:  # of functions
                spring(self)
        except Exhausted:
            self.unknown("bound", None, whole, frame)

    def called_later(self, name: str, body: Command, state: State, frame: Frame) -> None:
        """Walk the body of a function that somebody else may call, with arguments that are not known."""
        self.called.add(name)
        later = state.copy()
        later.positional = None
        self.command(body, later, None, frame._replace(active=(f"{name} {id(body)}",), later=True))

    # Bookkeeping

    def mark(self) -> tuple[int, int]:
        """How many effects and commands have been found so far."""
        return len(self.effects), len(self.commands)

    def doubt(self, start: int) -> None:
        """Note that of the commands found since `start` nobody knows whether they did their work."""
        if start < len(self.commands):
            self.unsure.append((start, len(self.commands)))

    def drop_repeats(self, start: tuple[int, int], middle: tuple[int, int]) -> None:
        """Forget what a second walk over the same code found again; both walks begin at these marks."""
        for found, first, second in zip((self.effects, self.commands), start, middle, strict=True):
            known = set(found[first:second])  # type: ignore[index]
            found[second:] = [item for item in found[second:] if item not in known]  # type: ignore[index]
        self.naming = min(self.naming[0], start[1]), self.naming[1]
        while self.unsure and self.unsure[-1][1] > len(self.commands):
            self.unsure.pop()

    def spend(self, frame: Frame) -> None:
        """Count one command against the bounds.

        Raises:
            Exhausted: when they are reached.
        """
        self.left -= 1
        if self.left < 0 or frame.depth > MAX_DEPTH:
            raise Exhausted

    def unknown(self, what: str, target: Value | None, span: Span, frame: Frame, program: str = "") -> None:
        """Note that something cannot be known."""
        taint = target.taint if target is not None else NO_TAINT
        flags = frozenset({"in-file" if frame.in_file else what})
        self.effects.append(Effect("unknown", target, "unknown", flags, program, span, frame.via, taint))

    def place_of(self, text: str, span: Span) -> int | None:
        """Where `text`, which a word at `span` gave, stands in the line; None when it stands there in no such form."""
        found = self.source.find(text, span.start, span.end)
        return None if found < 0 else found

    # Nodes

    def list(self, node: List, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk commands in sequence; returns what they print."""
        outputs = []
        chain: Chain | None = None
        for command, separator in node.items:
            if separator == "&":
                outputs.append(self.command(command, state.subshell(), stdin, frame._replace(forking=True)))
                if chain is not None:
                    chain.end(state)
                    chain = None
                continue
            stdin = stdin if state.input is None else state.input
            start, place = len(self.commands), state.cwd
            outputs.append(self.command(command, state, stdin, frame))
            if chain is not None:
                chain.rejoin(command, state)
            if separator in ("&&", "||"):
                chain = chain or Chain(self, start)
                if separator == "||":
                    chain.part(command, state, place)
                else:
                    chain.link(command, state, place)
            elif chain is not None:
                chain.end(state)
                chain = None
        if (len(outputs) > 1 or (outputs and type(command) is Pipeline)) and copies_itself(node):
            Call(self, state, None, frame, frame.map(node.span)).emit("exec-code", flags=frozenset({"fork-bomb"}))
        return outputs[0] if len(outputs) == 1 else concatenate(outputs)

    def command(self, node: Command, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk any node; returns what it prints."""
        if type(node) is Simple:
            choice = chosen(node, state)
            if choice is not None:
                return each(self, node, state, stdin, frame, choice)
            return self.simple(node, state, stdin, frame)
        if frame.depth > MAX_DEPTH:
            raise Exhausted
        frame = frame._replace(depth=frame.depth + 1)
        redirects = getattr(node, "redirects", ())
        if redirects:
            given, target = redirect(self, redirects, state, stdin, frame)
            if target is not None:
                frame = frame._replace(heard=True)
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
            case Group():
                return self.list(node.body, state if node.kind == "{" else state.subshell(), stdin, frame)
            case Negation():
                start = len(self.commands)
                inner = frame._replace(via=(*frame.via, "time")) if node.kind == "time" else frame
                output = self.command(node.body, state, stdin, inner)
                if node.kind == "!":
                    self.doubt(start)
                return output
            case If():
                return conditional(self, node, state, stdin, frame)
            case Loop() | For() | ArithmeticFor():
                return loop(self, node, state, stdin, frame)
            case Case():
                return case(self, node, state, stdin, frame)
            case Condition():
                self.condition(node, state, frame)
            case ArithmeticCommand():
                value = expand_single(node.body, WalkingShell(self, state, frame))
                if GUARD_VARIABLE in (value.text or ""):
                    Call(self, state, None, frame, frame.span).emit("weaken", Value("guard", frame.span))
            case Function():
                define(self, node, state, frame)
            case Coprocess():
                coprocess(self, node, state, frame)
        return EMPTY

    def pipeline(self, node: Pipeline, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk the stages, each with the output of the one before as its input."""
        span = frame.map(node.span)
        inner = frame._replace(forking=True, heard=True)
        last = inner._replace(heard=frame.heard)
        first = len(self.effects)
        for place, stage in enumerate(node.stages, 1 - len(node.stages)):
            start = len(self.effects)
            own = state.subshell()
            own.input = state.input if stage is node.stages[0] else None
            stdin = self.command(stage, own, stdin, inner if place else last)
            if not place and frame.dialect != "bash":  # elsewhere the last one is the shell itself: `... | read x`
                own.input = state.input
                state.take(own)
            for index in range(start, len(self.effects)):  # a flow is about the pipe, not about its last stage alone
                effect = self.effects[index]
                if effect.taint and effect.kind in ("exec-code", "send"):
                    self.effects[index] = effect._replace(span=span)
        if getattr(node.stages[-1], "redirects", ()):
            emptied(self, first, state)
        return stdin if stdin is not None else EMPTY

    def condition(self, node: Condition, state: State, frame: Frame) -> None:
        """Walk `[[ ]]`, which evaluates the operands of some of its tests."""
        shell = WalkingShell(self, state, frame)
        values = [expand_single(word, shell) for word in node.words]
        for place, word in enumerate(node.words):
            if word.literal in ARITHMETIC_TESTS:
                for value in values[max(place - 1, 0) : place + 2]:
                    self.invoker.subscript(Call(self, state, None, frame, frame.span, "[["), value)

    # Simple commands

    def simple(self, node: Simple, state: State, stdin: Value | None, frame: Frame) -> Value:
        """Walk a simple command: expand, redirect, assign, run."""
        self.left -= len(node.assignments) + len(node.redirects)
        self.spend(frame)
        words = node.words
        argv: Sequence[Value] = ()
        if words:
            shell = WalkingShell(self, state, frame)
            alias = self.invoker.alias(words[0], state, frame)
            if alias is not None:
                call = Call(self, state, stdin, frame, frame.map(node.span), words[0].literal or "")
                return self.invoker.expanded(call, alias, words)
            argv = expand(words, shell)
        target: str | None = None
        opened = state.input
        first = len(self.effects)
        if node.redirects:
            given, target = redirect(self, node.redirects, state, stdin, frame)
            if target is not None:
                frame = frame._replace(heard=True)
            if given is not stdin:
                stdin, state.input = given, None
            if any(map(turned, node.redirects)):
                frame = frame._replace(escape=True)
        if not argv:
            for assignment in node.assignments:
                assign(self, assignment, state, frame, exported=False)
            reads = not node.assignments and given_out(node.redirects, frame.dialect)
            return stdin if reads and stdin is not None else EMPTY
        span = frame.map(Span(words[0].span.start, words[-1].span.end))
        call = Call(self, state, stdin, frame, span, argv[0].text or "")
        before = in_front(call, node.assignments, words, argv) if node.assignments else {}
        start = len(self.effects)
        output = self.invoker.run(call, argv)
        if node.redirects:
            lasting = len(argv) == 1 and argv[0].text == "exec"
            state.input = stdin if lasting and state.input is None else opened
        for name, value in before.items():
            state.put_back(name, value)
        if target is not None and target[0] == "=":
            emptied(self, first, state)
        if target is None:
            return output
        endless.redirected(call, target, start)
        return store(self, output, target, state, frame)
