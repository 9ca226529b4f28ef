"""What flows from what a command reads into what it prints, writes and sends."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import normpath

from chimera_guard.effects.model import Effect
from chimera_guard.effects.places import KEY_DIRECTORIES
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.state import NOWHERE, State
from chimera_guard.words.filters import output_of
from chimera_guard.words.value import NO_TAINT, Value
from chimera_guard.words.work import Work

LEAVING = frozenset({"send", "fetch", "connect", "listen", "publish"})
MAX_FETCHED = 16
ONLY_READS = frozenset({"remote-read", "unknown"})
COMPLETIONS = frozenset({"completion", "completions", "generate-shell-completion", "--completion", "--completions"})


def flow(
    effects: list[Effect], start: int, argv: Sequence[Value], state: State, stdin: Value | None, reading: Reading
) -> None:
    """What one command reads flows into what it sends and writes."""
    taint = stdin.taint if stdin is not None else NO_TAINT
    for effect in effects[start:]:
        if effect.kind in ("read", "reveal", "fetch"):
            taint |= effect.taint | source_of(effect)
    for value in argv:
        taint |= value.taint
    copies = reading.usage.inherited("copies", False)
    sources = [item.target for item in effects[start:] if item.kind in ("read", "move", "link") and item.target]
    for index in range(start, len(effects)):
        effect = effects[index]
        if effect.kind in LEAVING:
            effects[index] = effect._replace(taint=effect.taint | (taint - {"remote"}))
        elif effect.kind in ("write", "append", "link") and effect.target is not None:
            path = state.key(effect.target)
            origin = taint | {"fifo"} if "fifo" in effect.flags else taint
            state.files[path] = Value(None, NOWHERE, taint=origin, many=True)
            if copies and sources and sources[0].text:
                copied(sources[0].text, path, state)
            elif "remote" in taint:
                downloaded(effects[start:], path, state)


def downloaded(effects: Sequence[Effect], directory: str, state: State) -> None:
    """What is fetched into a directory has the last name of its address there."""
    for effect in effects[:MAX_FETCHED]:
        address = (effect.target.text or effect.target.glob) if effect.kind == "fetch" and effect.target else None
        if address is not None:
            path = address.partition("#")[0].partition("?")[0].partition("://")[2] or address
            place, slash, name = path.rpartition("/")
            if slash and name:
                content = Value(None, NOWHERE, taint=frozenset({"remote"}), many=True)
                state.files.setdefault(normpath(f"{directory}/{name}"), content)


def copied(source: str, path: str, state: State) -> None:
    origin = state.path(source)
    state.programs[path] = state.programs.get(origin, source)
    if origin in state.files:
        state.files[path] = state.files[origin]
    else:
        del state.files[path]


def printed(
    argv: Sequence[Value],
    reading: Reading,
    state: State,
    stdin: Value | None,
    effects: Sequence[Effect],
    work: Work,
) -> Value:
    """What a command prints: exactly, where it is a constant; else where it comes from."""
    source, words = stdin, argv
    reads = [action.values[0] for action in reading.actions if action.role == "read" and action.values]
    if "fresh" in reading.flags:
        return _fresh(argv[0], effects)
    if len(reads) == 1 and reads[0] in argv:
        written = state.written(reads[0])
        if written is not None:
            words = [value for value in argv if value is not reads[0]]
            source = written
    known: Value | None = output_of(words, source, work)
    if known is not None:
        return known
    if stdin is None and prints_own_code(argv, reading, effects):
        return Value(None, NOWHERE, taint=frozenset({"own-code"}), many=True)
    taint = NO_TAINT
    for value in argv:
        taint |= value.taint
    copies = reading.usage.inherited("copies", False)
    for effect in effects:
        taint |= effect.taint | source_of(effect)
    if stdin is not None and reading.usage.inherited("stdin", "text") != "none":
        taint |= stdin.taint
    if not copies:
        taint -= {"file"}
    for effect in effects:
        written = state.written(effect.target) if effect.kind == "read" and effect.target is not None else None
        if written is not None:
            taint |= written.taint | {"written"}
        elif effect.kind == "read" and copies:
            taint |= {"file"}
    if any(effect.kind == "database-read" for effect in effects):  # a dump, mostly
        taint |= {"file"}
    return Value(None, NOWHERE, taint=taint, many=True)


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


def source_of(effect: Effect) -> frozenset[str]:
    if effect.kind == "fetch":
        return frozenset({"remote"})
    if effect.kind == "reveal" or "secret" in effect.flags:
        return frozenset({"secret"})
    if effect.kind == "read":
        if effect.scope == "credential" or (effect.target is not None and holds_keys(effect.target)):
            return frozenset({"secret"})
        if effect.scope in ("home", "root"):
            return frozenset({"whole"})
    return NO_TAINT


def holds_keys(target: Value) -> bool:
    """Whether a directory is named after the secrets in it."""
    path = target.text if target.text is not None else (target.glob or "").removesuffix("/*")
    return path.rstrip("/").rpartition("/")[2].lower() in KEY_DIRECTORIES


def is_remote(target: Value | None) -> bool:
    if target is None:
        return False
    text = target.text if target.text is not None else target.prefix
    host, colon, _ = text.partition(":")
    return bool(colon) and "/" not in host and host != ""
