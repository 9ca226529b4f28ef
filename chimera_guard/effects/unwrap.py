"""Sees through what runs something else: commands in arguments, shell code, inline programs, script files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chimera_guard.effects import sources
from chimera_guard.effects.feeding import fed, found, per_argument, taint_of
from chimera_guard.effects.model import SCOPES
from chimera_guard.effects.operands import Action
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.redirections import content
from chimera_guard.effects.state import NOWHERE, State, concatenate, uncertain
from chimera_guard.syntax import parse
from chimera_guard.syntax.nodes import Span, Word
from chimera_guard.words import expand
from chimera_guard.words.value import HOLE, NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

# Builtins whose code runs in the shell itself, so that what it changes stays.
SAME_SHELL = frozenset({"eval", "source", ".", "command", "builtin", "exec"})
# Where the unknown parts of a code string may come from for them to be taken as words of it: nothing that comes from
# the network, from a file's content, from a decoder or from whoever types.
WORDS_ONLY = frozenset({"listed", "environment", "argument", "output", "processes", "some-processes", "encoded"})
HOLE_NAME = "__unknown_word"
SHELLS = frozenset({"shell", "bash", "sh", "zsh", "fish", "ksh", "dash"})


def action(
    walker: Walker,
    name: str,
    reading: Reading,
    item: Action,
    argv: Sequence[Value],
    state: State,
    stdin: Value | None,
    frame: Frame,
    span: Span,
) -> Value | None:
    """Run what an action of a reading says is run; returns its output."""
    same = name in SAME_SHELL
    inner = frame._replace(via=(*frame.via, name), depth=frame.depth + 1, escape=frame.escape or item.escape)
    within = state if same else state.subshell()
    values = item.values
    if item.escape and stdin is not None and stdin.text == "":
        stdin = None  # what an option starts need not read the input of the tool itself
    if item.role in ("command", "command;"):
        return command(walker, reading, item, argv, within, stdin, inner, span)
    if item.role == "shell":
        return code_string(walker, values[0], values[1:], within, stdin, inner, span, name)
    if item.role == "hook":
        return hook(walker, values[0], within, inner._replace(escape=True), span, name)
    fed_words = item.role == "shell-words" and any(value.text is not None and "{}" in value.text for value in values)
    if item.role == "shell-words" and (fed_words or any(value.text == ":::" for value in values)):
        output = None
        for line in per_argument(values, stdin):
            output = code_string(walker, line, (), within.copy(), stdin, inner, span, name)
        return output
    if item.role == "shell-words":
        joined = Value(" ".join(v.text or "" for v in values), values[0].span, taint=taint_of(values))
        if any(value.text is None for value in values):
            template = " ".join(v.text if v.text is not None else v.template or HOLE for v in values)
            joined = joined._replace(text=None, prefix=values[0].text or values[0].prefix, template=template)
        return code_string(walker, joined, (), within, stdin, inner, span, name)
    if item.role == "script":
        language = reading.usage.inherited("stdin", "code:shell")
        language = language[5:] if language.startswith("code:") else "shell"
        return sources.script(walker, values, language, within, stdin, inner, span, name)
    if item.role.startswith("code:"):
        return code(walker, item.role[5:], values[0], values[1:], within, stdin, inner, span, name)
    if item.role.startswith("code-words:"):
        return code(walker, item.role[11:], _in_words(values), (), within, stdin, inner, span, name)
    return None


def hook(walker: Walker, text: Value, state: State, frame: Frame, span: Span, name: str) -> Value:
    """A program, or a line, that a tool starts at some point because an option says so."""
    if text.text is not None and "," in text.text and " " not in text.text:
        text = text._replace(text=text.text.replace(",", " "))  # its words stand in a list
    start = len(walker.effects)
    output = code_string(walker, text, (), state, None, frame, span, name)
    hooked(walker, start, SCOPES)
    return output


def hooked(walker: Walker, start: int, scopes: frozenset[str]) -> None:
    """Mark the programs of those scopes that were started since as such as a setting names."""
    for place in range(start, len(walker.effects)):
        effect = walker.effects[place]
        if effect.kind in ("exec-script", "exec-program") and effect.scope in scopes:
            walker.effects[place] = effect._replace(flags=effect.flags | {"hook"})


def command(
    walker: Walker,
    reading: Reading,
    item: Action,
    argv: Sequence[Value],
    state: State,
    stdin: Value | None,
    frame: Frame,
    span: Span,
) -> Value | None:
    """The words of a command in another command's arguments, with what the other one puts into them."""
    words = list(item.values)
    if item.escape and len(words) > 1 and words[1].text == "--":
        del words[1]  # it ends the options of the tool, where the program is the value of one
    feeds = reading.usage.inherited("stdin") == "arguments"
    if not words:
        return None
    placeholders = [a.values[0].text for a in reading.actions if a.role == "placeholder" and a.values]
    lines = [words]
    if feeds:
        files = [a.values[0] for a in reading.actions if a.role == "read" and a.escape and a.values]
        # its arguments may come from a file that an option names
        given = content(walker, files[0], state) if files else stdin
        lines = fed(words, placeholders[0] if placeholders else None, given, reading)
        if "terminal" in reading.flags:
            stdin = None
        elif not files:  # else its own input is free for what it runs
            stdin = Value("", NOWHERE)
    elif item.role == "command;":
        lines = [[found(value, reading) if value.text is not None and "{}" in value.text else value for value in words]]
    inner = span
    if words[0].span != NOWHERE and frame.base is not None:
        inner = Span(frame.map(words[0].span).start, max(span.end, frame.map(words[0].span).start))
    frame = frame._replace(exact=frame.exact or feeds or item.role == "command;")
    outputs = []
    for line in lines:
        walker.spend(frame)
        outputs.append(walker.invoker.run(line, state, stdin, frame, inner, functions=frame.via[-1] in SAME_SHELL))
    return outputs[0] if len(outputs) == 1 else concatenate(outputs)


def code_string(
    walker: Walker,
    text: Value,
    arguments: Sequence[Value],
    state: State,
    stdin: Value | None,
    frame: Frame,
    span: Span,
    name: str,
) -> Value:
    """A word that is shell code."""
    if arguments and name != "eval":
        state.variables["0"] = arguments[0]
    if _interpolated(text):
        # What is put into the code is taken for words of it; what it could add is not known, so it is not harmless.
        walker.emit("exec-code", None, span, frame, state, name, frozenset({"interpolated"}))
        inner = state if name == "eval" else state.subshell()
        inner.variables[HOLE_NAME] = Value(None, NOWHERE, taint=text.taint, many=True)
        line = (text.template or "").replace(HOLE, f"${{{HOLE_NAME}}}")
        return shell(walker, line, span, arguments[1:], inner, stdin, frame)
    if sources.from_file(text):  # `eval "$(cat settings.sh)"` is `source settings.sh`
        walker.emit("exec-script", text._replace(many=False), span, frame, state, name)
        return uncertain(text)
    if text.text is None:
        walker.unknown("code", text, span, frame, name)
        return uncertain(text)
    if "decoded" in text.taint or "remote" in text.taint:
        walker.emit("exec-code", text, span, frame, state, name, taint=text.taint)
    where = text.span if frame.base == 0 else span
    return shell(walker, text.text, where, arguments[1:], state, stdin, frame, same=name == "eval")


def shell(
    walker: Walker,
    text: str,
    span: Span,
    arguments: Sequence[Value],
    state: State,
    stdin: Value | None,
    frame: Frame,
    append: bool = False,
    name: str = "",
    same: bool = False,
) -> Value:
    """Walk a text of shell code. `append` puts the arguments behind it (an alias), else they are its parameters."""
    walker.spend(frame)
    tree = parse(text)
    base = walker.place_of(text, span) if frame.base == 0 else None
    inner = frame._replace(base=base, span=span, depth=frame.depth + 1)
    if tree.problem is not None:
        walker.unknown("syntax", Value(None, span), span, inner)
        return uncertain()
    if append and arguments:
        return walker.appended(tree, arguments, state, stdin, inner)
    saved = state.positional
    if not same:
        state.positional = tuple(arguments)
    output = walker.list(tree.body, state, stdin, inner)
    if name and name not in walker.called and name in state.functions:
        output = walker.invoker.run([Value(name, span), *arguments], state, stdin, frame, span)
    state.positional = saved
    return output


def code(
    walker: Walker,
    language: str,
    text: Value,
    arguments: Sequence[Value],
    state: State,
    stdin: Value | None,
    frame: Frame,
    span: Span,
    name: str,
) -> Value | None:
    """Inline code of any language: shell is parsed, the rest is read by its reader."""
    if language in SHELLS:
        return code_string(walker, text, arguments, state, stdin, frame, span, name)
    pattern = text.glob if text.text is None else None
    if pattern is not None:  # which no file's name fits, mostly: then it stays what it is
        text = text._replace(template=pattern)
    elif text.text is None and not _interpolated(text):
        walker.unknown("code", text, span, frame, name)
        return uncertain(text)
    from chimera_guard.effects.code import read_code

    if text.taint & {"decoded", "remote"}:
        walker.emit("exec-code", text, span, frame, state, name, taint=text.taint)
    known = text.text if text.text is not None else (text.template or "").replace(HOLE, HOLE_NAME)
    reading = read_code(language, known)
    if text.text is None:
        if reading.mentions(HOLE_NAME):
            walker.unknown("code", text, span, frame, name)
        reading = reading._replace(complete=False)
    outer = frame._replace(via=frame.via[:-1], escape=False)
    for kind, target, flags in reading.effects:
        value = None if target is None else Value(target, span, taint=text.taint)
        walker.emit(kind, value, span, outer, state, name, flags)
    inner = frame._replace(escape=True)
    for line in reading.shell:
        place = state.subshell()
        if HOLE_NAME in line:
            place.variables[HOLE_NAME] = Value(None, NOWHERE, taint=text.taint, many=True)
        shell(walker, line, span, (), place, stdin, inner)
    for argv in reading.argvs:
        if argv:
            values = [Value(word, span) for word in argv]
            walker.spend(inner)
            walker.invoker.run(values, state.subshell(), stdin, inner, span, functions=False)
    if not reading.complete:
        walker.unknown("language", text, span, outer, name)
    taint = text.taint | (stdin.taint if stdin is not None else NO_TAINT)
    if "processes" in taint and (language == "sed" or not {"/", "~", "="}.isdisjoint(known)):
        taint = taint - {"processes"} | {"some-processes"}  # those of a name, or of a line
    if language != "sed":  # its output is still, mostly, what the file holds
        taint -= {"file"}
    return Value(None, NOWHERE, taint=taint | {"output"}, many=True)


def prompted(walker: Walker, text: str, span: Span, state: State, frame: Frame) -> None:
    """The commands that a prompt runs whenever it is shown."""
    quoted = text.replace('"', "")
    shell(walker, f': "{quoted}"', span, (), state.subshell(), None, frame)


def arguments_of(walker: Walker, words: Sequence[Word], state: State, frame: Frame) -> list[Value]:
    """Expand the words behind an alias."""
    from chimera_guard.effects.shell import WalkingShell

    return list(expand(words, WalkingShell(walker, state, frame)))


def _in_words(values: Sequence[Value]) -> Value:
    """Code given in several words, as redis has it; a word that is not known is data where it is not the first."""
    # Any number of words is left out: who gets them from elsewhere (xargs) does not know which, or how many.
    words = [value.text if value.text is not None else HOLE_NAME for value in values if not value.many]
    quoted = [word if word.isalnum() else '"' + word.replace('"', "'") + '"' for word in words]
    known = values[0].text is not None
    return Value(" ".join(quoted) if known else None, values[0].span, taint=taint_of(values))


def _interpolated(text: Value) -> bool:
    """Whether most of a code is known, and what is put into it can be taken for words of it."""
    return text.text is None and bool(text.template) and text.template != HOLE and text.taint <= WORDS_ONLY
