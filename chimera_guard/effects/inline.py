"""Inline code of other languages than the shell's: what it does, and what it starts."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects import loading, planted, sources, unasked, unwrap
from chimera_guard.effects.feeding import taint_of
from chimera_guard.effects.inventories import kept_by
from chimera_guard.effects.joined import uncertain
from chimera_guard.effects.names import ADDED, RUN_UNASKED
from chimera_guard.effects.origins import source_of
from chimera_guard.effects.processes import named_in
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import HOLE, HOLE_NAME, NO_TAINT, SOME_NAME, Value, with_gaps, with_holes

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call
    from chimera_guard.effects.code import Reading as CodeReading

# Flags of the effects of code that say where what they are about comes from.
ORIGINS = frozenset({"decoded", "some-processes"})
_STEPS = frozenset({"make", "just", "scripts"})
_SENDING = frozenset({"send", "connect", "listen"})


def code(call: Call, language: str, text: Value, arguments: Sequence[Value] = ()) -> Value | None:
    """Inline code of any language: shell is parsed, the rest is read by its reader."""
    if language in unwrap.SHELLS:
        return unwrap.code_string(call, text, arguments)
    pattern = text.glob if text.text is None else None
    if pattern is not None:  # which no file's name fits, mostly: then it stays what it is
        text = text._replace(template=pattern)
    elif text.text is None and not unwrap.interpolated(text):
        call.unknown("code", text)
        return uncertain(text)
    from chimera_guard.effects.code import read_code

    if language != "patch" and text.taint & {"decoded", "remote"}:
        call.emit("exec-code", text, taint=text.taint)
    if language == "own":
        arguments = [Value(call.name, NOWHERE)]
    known = text.text if text.text is not None else (text.template or "").replace(HOLE, HOLE_NAME)
    reading = read_code(language, known, [argument.text for argument in arguments])
    if text.text is None:
        reading = reading.gapped(HOLE_NAME, language in _STEPS)
        if reading.mentions(HOLE_NAME):  # where a reader does not tell the gaps in its texts from names
            call.unknown("code", text)
        reading = reading._replace(complete=False)
    outer = call.framed(via=call.frame.via[:-1], escape=False)
    shown = _done(outer, reading, text.taint)
    for key, script in reading.keys if language == "jq" else ():  # which prints what is then put in a file's place
        for name in RUN_UNASKED:
            unasked.set_in(call, name, key, script)
    _started(call.framed(escape=True), reading, text.taint)
    call.walker.added += reading.added
    if call.state.files and language in sources.MODULES:
        loading.mentioned(call, known, language)
    if not reading.complete:
        outer.unknown("language", text)
    taint = text.taint | shown | (call.stdin.taint if call.stdin is not None else NO_TAINT)
    output = _printed(language, known, kept_by(language, known, taint, call))
    others = any(value.span != text.span for value in arguments)
    if others or not _fills_gaps(call.stdin):  # what files hold, or arguments set, can be more than words
        return output
    return output._replace(template=reading.outline)


def _fills_gaps(stdin: Value | None) -> bool:
    """Whether an input is none that is known, nor a file's, so that what code makes of it has gaps in its place."""
    return stdin is None or (stdin.blank and "file" not in stdin.taint)


def _done(call: Call, reading: CodeReading, origin: frozenset[str]) -> frozenset[str]:
    """Note the effects of code, and the files that it writes; returns what it could show of what it reads."""
    whole = shown = NO_TAINT
    followed: list[Value] = []
    led: Value | None = None
    edited = {target for kind, target, _ in reading.effects if kind == "read" and target is not None}
    held = {path for path, written, taint in reading.files if written is not None or taint}
    for path, written, taint in reading.files:
        if HOLE not in path and SOME_NAME not in path:
            call.state.files[call.state.path(path)] = Value(written, NOWHERE, taint=taint)
            name, added, _ = path.partition(ADDED)
            planted.note(call, name, written or "", "" if added else None)
    for kind, target, flags in reading.effects:
        for key, script in reading.keys if kind == "write" and target is not None else ():
            unasked.set_in(call, target or "", key, script)
        if kind in ("write", "append") and target in held:
            flags |= {"contained"}
        elif kind in ("write", "append") and target in edited:
            flags |= {"in-place"}  # a file that it has read
        taint = NO_TAINT if kind == "exec-code" else origin
        where = None if target is None else with_gaps(target, call.span, taint)
        if kind == "exec-script" and where is not None and (source := call.state.written(where)) is not None:
            flags |= source.taint & {"remote"}
            followed.append(where)
        effect = call.emit(kind, where, flags, flags & ORIGINS | (whole if kind in _SENDING else NO_TAINT))
        if kind == "link" and led is not None:  # which the code itself may go on through
            from chimera_guard.effects.flows import lead

            lead(call.state, effect, [led], False)
        led = where if kind == "read" else None
        whole |= source_of(effect) & {"whole", "packed"}
        shown |= flags & {"secret"} if kind == "read" else NO_TAINT
    for where in followed:
        sources.written(call, where, None)
    return shown


def _printed(language: str, known: str, taint: frozenset[str]) -> Value:
    """What code prints of what it takes in."""
    if not taint.isdisjoint(("processes", "some-processes")):
        taint |= named_in(known)
    if "processes" in taint and (language == "sed" or not {"/", "~", "="}.isdisjoint(known)):
        taint = taint - {"processes"} | {"some-processes"}  # those of a name, or of a line
    if language != "sed":  # its output is still, mostly, what the file holds
        taint -= {"file"}
    return Value(None, NOWHERE, taint=taint | {"output"}, many=True)


def _started(call: Call, reading: CodeReading, taint: frozenset[str]) -> None:
    """Walk what code starts: lines of shell code, and commands."""
    for line in reading.shell:
        inner = call.apart()
        if HOLE_NAME in line or HOLE in line:
            inner.state.variables[HOLE_NAME] = Value(None, NOWHERE, taint=taint, many=True)
        unwrap.shell(inner, with_holes(line))
    for argv in reading.argvs:
        if argv:
            call.walker.spend(call.frame)
            words = [Value(None, call.span) if word is None else with_gaps(word, call.span) for word in argv]
            call.walker.invoker.run(call.apart(), words, functions=False)


def in_words(values: Sequence[Value], plain: bool = False) -> Value:
    """Code given in several words, as redis has it; a word that is not known is data where it is not the first."""
    # Any number of words is left out: who gets them from elsewhere (xargs) does not know which, or how many.
    if len(values) == 1:
        return values[0]
    words = [value.text if value.text is not None else HOLE_NAME for value in values if not value.many]
    quoted = words if plain else [word if word.isalnum() else '"' + word.replace('"', "'") + '"' for word in words]
    known = values[0].text is not None
    return Value(" ".join(quoted) if known else None, values[0].span, taint=taint_of(values))
