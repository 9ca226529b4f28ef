"""Sees through what runs something else: commands in arguments, shell code, inline programs, script files."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard import catalogue
from chimera_guard.effects import inline, packages, sources, traps
from chimera_guard.effects.feeding import beside, fed, found, per_argument, taint_of
from chimera_guard.effects.joined import concatenate, uncertain
from chimera_guard.effects.model import SCOPES
from chimera_guard.effects.names import SAME_SHELL, SHELL_NAMES
from chimera_guard.effects.operands import Action
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.redirections import content
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax import parse
from chimera_guard.syntax.nodes import NOWHERE, Script, Simple, Span
from chimera_guard.words import expand
from chimera_guard.words.value import HOLE, HOLE_NAME, NO_TAINT, Value, with_holes

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call
    from chimera_guard.effects.walk import Walker

# Builtins whose code has the parameters of the shell, and not what stands behind the code.
SAME_PARAMETERS = frozenset({"eval", "trap"})
# Where the unknown parts of a code string may come from for them to be taken as words of it: nothing that comes from
# the network, from a file's content, from a decoder or from whoever types.
WORDS_ONLY = frozenset(
    """
    listed environment own-place own-words argument output processes some-processes vital-process protecting-process
    encoded named-secret secret accounts inventory timetable
    """.split()
)
# What is put into a line of a shell of its own, one word after the other: also names that a file, or somebody, gives.
FED_WORDS = WORDS_ONLY | {"file", "input"}
SHELLS = SHELL_NAMES | {"shell"}  # names of languages
_ENDS = "CG_ENDS"
_JOINED = frozenset({"cmd", "forfiles", "powershell"})  # languages whose words are joined as they are


def action(call: Call, reading: Reading, item: Action) -> Value | None:
    """Run what an action of a reading says is run; returns its output."""
    item = packages.as_command(reading, item)
    values = item.values
    inner = call.inside(escape=call.frame.escape or item.escape)
    if call.name not in SAME_SHELL:
        inner = inner.apart()
    if item.escape and call.stdin is not None and call.stdin.text == "":
        inner = inner._replace(stdin=None)  # what an option starts need not read the input of the tool itself
    role, _, language = item.role.partition(":")
    if role in ("command", "command;"):
        return _from_there(reading, command(inner, reading, item))
    if not values:  # an option at the end of the line, without what it takes
        return None
    if role == "shell":
        return code_string(inner, values[0], values[1:])
    if role == "trap":
        traps.hold(call.inside(), values[0])
        return None
    if role == "hook":
        return hook(inner, values[0])
    if role == "shell-words":
        return _from_there(reading, shell_words(inner, values, fills=reading.usage.language == "shell"))
    if role == "script":
        return sources.script(inner, values, reading.usage.language or "shell")
    if role == "code" and language == "powershell" and reading.words:  # which joins them all
        return inline.code(inner, language, inline.in_words([*values, *reading.words], plain=True))
    if role == "code":
        started = [*values, *reading.words] if len(values) == 1 else values
        return inline.code(inner, language, values[0], values[1:] if language in SHELLS else started)
    if role == "code-words":
        return inline.code(inner, language, inline.in_words(values, plain=language in _JOINED))
    return None


def _from_there(reading: Reading, output: Value | None) -> Value | None:
    """What a command prints that ran on another machine: its files are those of that one."""
    there = any(item.role in ("connect", "remote-read", "remote-change") for item in reading.actions)
    if output is None or not there or output.taint.isdisjoint(("file", "timetable")):
        return output
    taint = output.taint | {"elsewhere"} if "file" in output.taint else output.taint
    return output._replace(taint=taint - {"timetable"})


def hook(call: Call, text: Value) -> Value:
    """A program, or a line, that a tool starts at some point because an option says so."""
    if text.text is not None and text.text.lstrip()[:1] == ";":  # what the tool puts before it ends there
        text = text._replace(text=text.text.lstrip("; "))
    elif text.text is not None and "," in text.text.partition(" ")[0]:  # its words stand in a list
        from chimera_guard.effects.code.reading import quote

        text = text._replace(text=" ".join(map(quote, text.text.split(","))))
    start = len(call.walker.effects)
    output = code_string(call.framed(escape=True)._replace(stdin=None), text)
    hooked(call.walker, start, SCOPES)
    return output


def hooked(walker: Walker, start: int, scopes: frozenset[str]) -> None:
    """Mark the programs of those scopes that were started since as such as a setting names."""
    for place in range(start, len(walker.effects)):
        effect = walker.effects[place]
        if effect.kind in ("exec-script", "exec-program") and effect.scope in scopes:
            walker.effects[place] = effect.marked("hook")


def command(call: Call, reading: Reading, item: Action) -> Value | None:
    """The words of a command in another command's arguments, with what the other one puts into them."""
    words = list(item.values)
    if item.escape and len(words) > 1 and words[1].text == "--":
        del words[1]  # it ends the options of the tool, where the program is the value of one
    if not words or packages.is_option(words[0]):
        return None
    if len(words) == 1 and _is_line(words[0]):
        return code_string(call, words[0])  # `terminal -e "rm -rf x"`
    fills = item.role == "command;" or reading.usage.inherited("stdin") == "arguments"
    call, lines = _filled(call, words, reading, item)
    frame = call.frame
    if "bounded" in reading.flags:
        call = call.framed(bounded=True)
    span = call.span
    if words[0].span != NOWHERE and frame.base is not None:
        start, end = frame.map(words[0].span).start, span.end
        if item.role == "command;" and words[-1].span != NOWHERE:  # what follows is no part of it
            end = frame.map(words[-1].span).end
        span = Span(start, max(start, end))
    same = frame.via[-1] in SAME_SHELL
    call = call.framed(exact=frame.exact or fills)._replace(span=span)
    outputs = []
    for line in lines:
        call.walker.spend(call.frame)
        outputs.append(call.walker.invoker.run(call, line, functions=same))
    return outputs[0] if len(outputs) == 1 else concatenate(outputs)


def _is_line(value: Value) -> bool:
    """Whether one word in the place of a command is a whole command line."""
    program, blank, _ = (value.text or "").partition(" ")
    return bool(blank) and "/" not in program and catalogue.load(program) is not None


def _filled(call: Call, words: list[Value], reading: Reading, item: Action) -> tuple[Call, list[list[Value]]]:
    """The command lines with what is put into them (by xargs, by find), and the call with the input that is left."""
    if reading.usage.inherited("stdin") == "arguments":
        placeholders = reading.values("placeholder")
        files = [each.values[0] for each in reading.actions if each.role == "read" and each.escape and each.values]
        # Its arguments may come from a file that an option names: then its own input is free for what it runs.
        given = content(call.walker, files[0], call.state) if files else call.stdin
        left = call.stdin if files else Value("", NOWHERE)
        left = None if "terminal" in reading.flags else left
        return call._replace(stdin=left), fed(words, placeholders[0].text if placeholders else None, given, reading)
    if item.role == "command;":
        if reading.usage.inherited("searches") and not any("{" in (value.text or "") for value in words):
            words.append(words[0]._replace(text="{}", taint=NO_TAINT))
        words = [beside(value, reading) if "{//}" in (value.text or "") else value for value in words]
        words = [found(value, reading) if value.text is not None and "{}" in value.text else value for value in words]
    return call, [words]


def shell_words(call: Call, values: Sequence[Value], fills: bool) -> Value | None:
    """Words that are joined to shell code (eval, ssh); what `fills` them in makes a line of each of its arguments."""
    marks = [value.text for value in values if value.text is not None]
    if fills and (":::" in marks or any("{}" in text for text in marks)):
        output = None
        for line in per_argument(values, call.stdin):
            output = code_string(call._replace(state=call.state.copy()), line)
        return output
    if len(values) > 2 and values[1].text == "-c" and values[0].text in SHELLS and " " in (values[2].text or ""):
        call.walker.invoker.run(call._replace(state=call.state.copy()), list(values))  # as it was meant
    joined = Value(" ".join(v.text or "" for v in values), values[0].span, taint=taint_of(values))
    if len(marks) < len(values):
        template = " ".join(v.text if v.text is not None else v.template or HOLE for v in values)
        joined = joined._replace(text=None, prefix=values[0].beginning, template=template)
    return code_string(call, joined)


def code_string(call: Call, text: Value, arguments: Sequence[Value] = ()) -> Value:
    """A word that is shell code; the first argument is what the code knows as its name."""
    same = call.name in SAME_PARAMETERS
    if arguments and not same:
        call.state.variables["0"] = arguments[0]
    if interpolated(text, WORDS_ONLY if same else FED_WORDS):
        # What is put into the code is taken for words of it; what it could add is not known, so it is not harmless.
        call.emit("exec-code", flags=frozenset({"interpolated"}))
        inner = call if call.name in SAME_SHELL else call.apart()
        inner.state.variables[HOLE_NAME] = Value(None, NOWHERE, taint=text.taint, many=True)
        return shell(inner, with_holes(text.template or ""), arguments[1:], same=same)
    if sources.from_file(text):  # `eval "$(cat settings.sh)"` is `source settings.sh`
        call.emit("exec-script", text._replace(many=False))
        return uncertain(text)
    if text.text is None:
        call.unknown("code", text)
        return uncertain(text)
    if "decoded" in text.taint or "remote" in text.taint:
        call.emit("exec-code", text, taint=text.taint)
    where = text.span if call.frame.base == 0 else call.span
    return shell(call._replace(span=where), text.text, arguments[1:], same=same)


def shell(
    call: Call,
    text: str,
    arguments: Sequence[Value] = (),
    append: bool = False,
    function: str = "",
    same: bool = False,
) -> Value:
    """Walk a text of shell code, whose parameters the arguments are.

    Args:
        call: what runs it; its span is where the text stands.
        text: the code.
        arguments: the parameters of the code; with `append` (an alias) they are put behind it.
        append: see there.
        function: the name of a function that the text defines, and that is called.
        same: whether the parameters of the shell itself stay.
    """
    walker, state, frame, span = call.walker, call.state, call.frame, call.span
    walker.spend(frame)
    tree = parse(text, frame.dialect)
    base = walker.place_of(text, span) if frame.base == 0 and tree.source is text else None
    inner = frame._replace(base=base, span=span, depth=frame.depth + 1)
    if tree.problem is not None:
        walker.unknown("syntax", Value(None, span), span, inner)
        return uncertain()
    if append and arguments:
        return _appended(call._replace(frame=inner), tree, arguments)
    saved = state.positional
    if not same:
        state.positional = tuple(arguments)
    output = walker.list(tree.body, state, call.stdin, inner)
    if function and function not in walker.called and function in state.functions:
        output = walker.invoker.run(call, [Value(function, span), *arguments])
    if not same:
        state.positional = saved
    return output


def _appended(call: Call, tree: Script, arguments: Sequence[Value]) -> Value:
    """Walk an alias: the arguments belong to its last command."""
    walker, state, stdin, frame = call.walker, call.state, call.stdin, call.frame
    items = tree.body.items
    last = items[-1].command if items else None
    if type(last) is not Simple or not last.words:
        output = walker.list(tree.body, state, stdin, frame)
        walker.unknown("command-word", arguments[0], call.span, frame)
        return output
    for command, _ in items[:-1]:
        walker.command(command, state, stdin, frame)
    argv = [*expand(last.words, WalkingShell(walker, state, frame)), *arguments]
    return walker.invoker.run(call, argv)


def expanded_again(call: Call, text: str) -> None:
    """The commands in a text that the shell expands once more: a prompt, a subscript."""
    code = f": <<{_ENDS}\n{text}\n{_ENDS}\n"  # a here-document, in which quotes stand for themselves
    if call.frame.dialect == "fish" or _ENDS in text:
        code = ': "{}"'.format(text.replace('"', ""))
    shell(call.apart()._replace(stdin=None), code)


def interpolated(text: Value, taint: frozenset[str] = WORDS_ONLY) -> bool:
    """Whether most of a code is known, and what is put into it can be taken for words of it."""
    return text.text is None and bool(text.template) and text.template != HOLE and text.taint <= taint
