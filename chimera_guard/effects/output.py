"""What a command prints: exactly, where that is a constant, else where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chimera_guard.effects.feeding import found, taint_of
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import STANDARD_INPUT
from chimera_guard.effects.origins import source_of
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.state import EMPTY, NOWHERE
from chimera_guard.words.filters import output_of, repeated
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

ONLY_READS = frozenset({"remote-read", "unknown"})
COMPLETIONS = frozenset({"completion", "completions", "generate-shell-completion", "--completion", "--completions"})


def printed(call: Call, reading: Reading, argv: Sequence[Value], effects: Sequence[Effect]) -> Value:
    """What a command with these `effects` prints: exactly, where it is a constant; else where it comes from."""
    if "fresh" in reading.flags:
        return _fresh(argv[0], effects)
    known = _constant(call, reading, argv)
    known = repeated(argv) if known is None else known
    if reading.prints == "nothing" and _is_silent(reading, argv):
        return EMPTY
    if known is not None:
        return known
    stdin = call.stdin
    if stdin is None and prints_own_code(argv, reading, effects):
        return Value(None, NOWHERE, taint=frozenset({"own-code"}), many=True)
    taint = _taint(call, reading, argv, effects)
    if stdin is not None and "listed" in stdin.taint and reading.prints.endswith("lines"):
        return Value(None, NOWHERE, prefix=stdin.prefix, suffix=stdin.suffix, taint=taint, many=True)
    return listed_names(reading, taint)


def _constant(call: Call, reading: Reading, argv: Sequence[Value]) -> Value | None:
    """What it prints, where that can be worked out from its words and from what this line wrote."""
    reads = [action.values[0] for action in reading.actions if action.role == "read" and action.values]
    source, words = call.stdin, argv
    if len(reads) == 1 and reads[0] in argv:
        written = call.state.written(reads[0])
        if written is not None:
            words = [value for value in argv if value is not reads[0]]
            source = written
    return output_of(words, source, call.walker.work)


def _is_silent(reading: Reading, argv: Sequence[Value]) -> bool:
    """Whether no word could be an option that makes a tool talk which prints nothing without one."""
    if reading.usage.get("style") == "none":
        return True
    return not reading.unlisted and all(value.text or value.text is None and value.prefix for value in argv[1:])


def _taint(call: Call, reading: Reading, argv: Sequence[Value], effects: Sequence[Effect]) -> frozenset[str]:
    """Where that comes from which it prints."""
    stdin = call.stdin
    taint = taint_of(argv)
    for effect in effects:
        taint |= effect.taint | source_of(effect)
    if stdin is not None and reading.usage.inherited("stdin", "text") != "none":
        taint |= stdin.taint
    if reading.prints == "encoded":
        taint |= {"encoded"}
    if stdin is not None and "processes" in stdin.taint and not _passes_all(reading):
        taint = taint - {"processes"} | {"some-processes"}
    return _from_files(call, reading, _all_names(reading, taint, effects), effects)


def _from_files(call: Call, reading: Reading, taint: frozenset[str], effects: Sequence[Effect]) -> frozenset[str]:
    """The taint with "file" where all of it is what files hold, and with what this line wrote into them."""
    copies = reading.usage.inherited("copies", False) or "copied" in reading.flags
    if not copies:
        taint -= {"file"}
    for effect in effects:
        written = call.state.written(effect.target) if effect.kind == "read" and effect.target is not None else None
        if written is not None:
            taint |= written.taint | {"written"}
        elif effect.kind == "read" and copies:
            taint |= {"file"}
    if call.stdin is not None and "file" not in call.stdin.taint and any(_is_input(effect) for effect in effects):
        taint -= {"file"}  # not all of it comes from files
    if any(effect.kind == "database-read" for effect in effects):  # a dump, mostly
        taint |= {"file"}
    return taint


def listed_names(reading: Reading, taint: frozenset[str]) -> Value:
    """What is printed, with the beginning and the end of each line where it lists files that were looked for."""
    output = Value(None, NOWHERE, taint=taint, many=True)
    roles = {action.role for action in reading.actions}
    if "named" not in roles or roles - {"named", "read", "text"} or "formatted" in reading.flags:
        return output
    paths = found(Value("{}", NOWHERE), reading)
    return (
        output._replace(prefix=paths.prefix, suffix=paths.suffix, taint=taint | {"listed"}) if paths.suffix else output
    )


def _all_names(reading: Reading, taint: frozenset[str], effects: Sequence[Effect]) -> frozenset[str]:
    """The taint with "all-names" where what is printed names all that there is in a home, or on the machine."""
    if reading.prints == "names":
        whole = (e.kind == "read" and e.scope in ("home", "root") and "filtered" not in e.flags for e in effects)
        return taint | {"all-names"} if any(whole) else taint
    return taint if _passes_all(reading) else taint - {"all-names"}


def _is_input(effect: Effect) -> bool:
    return effect.kind == "read" and effect.target is not None and effect.target.text in STANDARD_INPUT


def _passes_all(reading: Reading) -> bool:
    """Whether a filter lets every line through, or nearly so."""
    return reading.prints in ("all", "lines")


def prints_own_code(argv: Sequence[Value], reading: Reading, effects: Sequence[Effect]) -> bool:
    """Whether a command prints code that the tool itself was shipped with: its completion, or its set-up."""
    if any(value.text is None or value.taint for value in argv):
        return False
    kinds = {effect.kind for effect in effects}
    if "own-code" in reading.flags:
        return kinds <= ONLY_READS | {"read"}
    return len(argv) > 1 and argv[1].text in COMPLETIONS and kinds <= ONLY_READS


def _fresh(head: Value, effects: Sequence[Effect]) -> Value:
    """The name of a new file: not this one, but one that can be told from all others of the line."""
    for effect in effects:
        if effect.kind == "write" and effect.target is not None and effect.target.text is not None:
            return Value(f"{effect.target.text}{head.span.start}", NOWHERE)
    return Value(None, NOWHERE, many=True)
