"""What a command prints: exactly, where that is a constant, else where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename

from chimera_guard.effects.feeding import found, taint_of
from chimera_guard.effects.inventories import narrowed, passes_all
from chimera_guard.effects.joined import EMPTY
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import STANDARD_INPUT
from chimera_guard.effects.origins import source_of
from chimera_guard.effects.processes import looked_for, numbers_alone
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.scope import scope_of
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.filters import OUTLINED, output_of, repeated
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

ONLY_READS = frozenset({"remote-read", "unknown"})
COMPLETIONS = frozenset({"completion", "completions", "generate-shell-completion", "--completion", "--completions"})
_REWORKED = frozenset({"reworked"})
_ANYTHING = Value(None, NOWHERE, many=True)
CODINGS = frozenset({"encoded", "decoded"})  # of the ways of `prints`
_LISTING = frozenset({"named", "sought", "read", "text", "format"})


def printed(call: Call, reading: Reading, argv: Sequence[Value], effects: Sequence[Effect]) -> Value:
    """What a command with these `effects` prints: exactly, where it is a constant; else where it comes from."""
    if "fresh" in reading.flags:
        return _fresh(argv[0], effects)
    known = _constant(call, reading, argv)
    if known is not None:
        return known
    output = _partly_known(call, reading, argv, effects)
    outline = _outline(call, reading, argv) if "file" not in output.taint else None
    return output if outline is None else output._replace(template=outline)


def _outline(call: Call, reading: Reading, argv: Sequence[Value]) -> str | None:
    """The lines that a command puts together of what it is given: code, often, for the shell that takes them."""
    formats = reading.values("format")
    if not formats and argv[0].beginning.rpartition("/")[2] not in OUTLINED:
        return None
    from chimera_guard.words.outlines import of_format, outline_of

    if not formats:
        return outline_of(argv, call.stdin, call.walker.work)
    return of_format(formats[0].text) if formats[0].text is not None and len(formats) == 1 else None


def _partly_known(call: Call, reading: Reading, argv: Sequence[Value], effects: Sequence[Effect]) -> Value:
    """What is known of an output that is no constant: where it comes from, how its lines begin and end."""
    word = repeated(argv)
    if word is not None:
        return word
    if reading.prints == "nothing" and _is_silent(reading, argv):
        return EMPTY
    if reading.prints == "program":
        return _program(reading)
    if reading.prints == "place" and (call.state.cwd or "")[:1] == "/":
        return Value(call.state.cwd, NOWHERE)
    stdin, taint = call.stdin, taint_of(argv)
    whole = reading.prints == "lines" and len(argv) == 1 and reading.usage.inherited("copies", False)
    if stdin is not None and stdin.text is None and stdin.template and whole:
        return stdin
    if reading.prints == "names" and (stdin is None or reading.usage.inherited("stdin", "text") == "none"):
        listed = _as_named(call, reading, taint)
        if listed is not None:
            return listed
    if stdin is None:
        if not taint and prints_own_code(argv, reading, effects):
            return Value(None, NOWHERE, taint=frozenset({"own-code"}), many=True)
        if not (taint or effects or reading.flags or reading.actions) and reading.prints not in CODINGS:
            return _ANYTHING
    taint = _origin(call, reading, taint, effects)
    if stdin is not None and "listed" in stdin.taint and reading.prints.endswith("lines"):
        return Value(None, NOWHERE, prefix=stdin.prefix, suffix=stdin.suffix, taint=taint, many=True)
    secret = any(effect.scope == "credential" for effect in effects)
    return listed_names(reading, taint, secret)


def _as_named(call: Call, reading: Reading, taint: frozenset[str]) -> Value | None:
    """What lists files by the names that it is given prints these (`ls *.log`); None where that is not all.

    Of a directory it prints what is in it; then it counts whether these are secrets.
    """
    if "formatted" in reading.flags or len(reading.words) > 1 or any(a.role == "read" for a in reading.actions):
        return None
    taint |= {"listed"}
    word = reading.words[0] if reading.words else Value(call.state.cwd or "", call.span)
    if word.text is None:
        return None if word.glob is None else word._replace(span=NOWHERE, taint=taint, many=True)
    if scope_of(word, call.walker.context, call.state.cwd) != "credential":
        return Value(None, NOWHERE, glob="*", taint=taint, many=True)
    return Value(None, NOWHERE, prefix=word.text, taint=taint, many=True)


def _program(reading: Reading) -> Value:
    """Where the program lies that is asked for: its name is certain, its place is not."""
    name = reading.words[0].text if len(reading.words) == 1 else None
    if not name or "/" in name:
        return _ANYTHING
    return Value(None, NOWHERE, suffix=f"/{name}", taint=frozenset({"program"}))


def _constant(call: Call, reading: Reading, argv: Sequence[Value]) -> Value | None:
    """What it prints, where that can be worked out from its words and from what this line wrote."""
    source, words = call.stdin, argv
    if call.state.files:
        reads = reading.values("read")
        written = call.state.written(reads[0]) if len(reads) == 1 and reads[0] in argv else None
        if written is not None:
            words = [value for value in argv if value is not reads[0]]
            source = written
    return output_of(words, source, call.walker.work)


def _is_silent(reading: Reading, argv: Sequence[Value]) -> bool:
    """Whether no word could be an option that makes a tool talk which prints nothing without one."""
    if reading.usage.get("style") == "none":
        return True
    return not reading.unlisted and all(value.text or value.text is None and value.prefix for value in argv[1:])


def _origin(call: Call, reading: Reading, taint: frozenset[str], effects: Sequence[Effect]) -> frozenset[str]:
    """Where what is printed comes from, by what the command reads; `taint` is that of its words."""
    state, stdin = call.state, call.stdin
    copies = reading.usage.inherited("copies", False) or "copied" in reading.flags
    taint |= looked_for(reading, stdin)
    for effect in effects:
        taint |= effect.taint | source_of(effect)
    if stdin is not None:
        if reading.usage.inherited("stdin", "text") != "none":
            taint |= stdin.taint
        if "processes" in stdin.taint and not (passes_all(reading) or numbers_alone(reading)):
            taint = taint - {"processes"} | {"some-processes"}
        if reading.prints == "some-lines":
            taint -= {"all-variables"}
    if reading.prints in CODINGS:
        taint |= {reading.prints}
    taint = narrowed(reading, stdin, _all_names(reading, taint, effects), effects)
    if not copies:
        taint -= {"file"}
        taint |= reworked(stdin, effects) if passes_all(reading) or reading.prints == "some-lines" else NO_TAINT
    for effect in effects:
        if effect.kind == "read":
            written = state.written(effect.target) if state.files and effect.target is not None else None
            if written is not None:
                taint |= written.taint | {"written"}
            elif copies:
                taint |= {"file"}
    if stdin is not None and "file" not in stdin.taint and any(_is_input(effect) for effect in effects):
        taint -= {"file"}  # not all of it comes from files
    for effect in effects:
        if effect.kind == "database-read":  # a dump, mostly
            return taint | {"file"}
    return taint


def listed_names(reading: Reading, taint: frozenset[str], secret: bool) -> Value:
    """What is printed, with the beginning and the end of each line where it lists files that were looked for.

    `secret` is whether they lie where secrets do.
    """
    output = Value(None, NOWHERE, taint=taint, many=True)
    roles = {action.role for action in reading.actions}
    seeks = "named" in roles or reading.usage.inherited("searches") is not None
    seeks = seeks or reading.prints == "names" and "read" in roles
    if not seeks or roles - _LISTING or ("formatted" in reading.flags and not secret):
        return output
    paths = found(Value("{}", NOWHERE), reading)
    below = paths.glob is None and paths.prefix[:1] not in ("", "/", "~") and paths.prefix[:2] != ".."
    apart = paths.glob is not None and paths.prefix[:1] == "/" and "all-names" not in taint  # all of another place
    # `find . -name 'x*'` narrows it down as well, to something in the project
    if not paths.suffix and not below and not apart and not secret:
        return output
    return output._replace(prefix=paths.prefix, suffix=paths.suffix, taint=taint | {"listed"})


def _all_names(reading: Reading, taint: frozenset[str], effects: Sequence[Effect]) -> frozenset[str]:
    """The taint with "all-names" where what is printed names all that there is in a home, or on the machine."""
    if reading.prints == "names":
        whole = (e.kind == "read" and e.scope in ("home", "root") and "filtered" not in e.flags for e in effects)
        return taint | {"all-names"} if any(whole) else taint
    return taint if passes_all(reading) else taint - {"all-names"}


def reworked(stdin: Value | None, effects: Sequence[Effect]) -> frozenset[str]:
    """What taints the output of a filter: that it is what some file of the project holds, in another form."""
    own = any(effect.kind == "read" and effect.scope == "project" for effect in effects)
    return _REWORKED if own or (stdin is not None and "file" in stdin.taint) else NO_TAINT


def _is_input(effect: Effect) -> bool:
    return effect.kind == "read" and effect.text in STANDARD_INPUT


def prints_own_code(argv: Sequence[Value], reading: Reading, effects: Sequence[Effect]) -> bool:
    """Whether a command prints code that the tool itself was shipped with: its completion, or its set-up."""
    own = "own-code" in reading.flags
    if not own and (len(argv) < 2 or argv[1].text not in COMPLETIONS):
        return False
    if any(value.text is None or value.taint for value in argv):
        return False
    return {effect.kind for effect in effects} <= (ONLY_READS | {"read", "service"} if own else ONLY_READS)


def _fresh(head: Value, effects: Sequence[Effect]) -> Value:
    """The name of a new file: not this one, but one that can be told from all others of the line."""
    for effect in effects:
        if effect.kind == "write" and effect.target is not None:
            name = effect.target.text or effect.target.suffix
            if effect.scope in ("unknown", "elsewhere"):  # where it is new and empty as well
                name = f"/tmp/{basename(name)}"
            return Value(f"{name}{head.span.start}", NOWHERE)
    return Value(None, NOWHERE, many=True)
