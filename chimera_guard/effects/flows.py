"""What flows from what a command reads into what it prints, writes and sends."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.model import Effect
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.state import NOWHERE, State
from chimera_guard.words.filters import output_of
from chimera_guard.words.value import NO_TAINT, Value
from chimera_guard.words.work import Work


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
        if effect.kind in ("send", "fetch", "connect", "publish"):
            effects[index] = effect._replace(taint=effect.taint | (taint - {"remote"}))
        elif effect.kind in ("write", "append", "link") and effect.target is not None and effect.target.text:
            path = state.path(effect.target.text)
            state.files[path] = Value(None, NOWHERE, taint=taint, many=True)
            if copies and sources and sources[0].text:
                copied(sources[0].text, path, state)


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
    if len(reads) == 1 and reads[0].text is not None and reads[0] in argv:
        written = state.files.get(state.path(reads[0].text))
        if written is not None:
            words = [value for value in argv if value is not reads[0]]
            source = written
    known: Value | None = output_of(words, source, work)
    if known is not None:
        return known
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
    elif any(effect.kind == "read" for effect in effects):
        taint |= {"file"}
    return Value(None, NOWHERE, taint=taint, many=True)


def source_of(effect: Effect) -> frozenset[str]:
    if effect.kind == "fetch":
        return frozenset({"remote"})
    if effect.kind == "reveal" or "secret" in effect.flags or (effect.kind == "read" and effect.scope == "credential"):
        return frozenset({"secret"})
    return NO_TAINT


def is_remote(target: Value | None) -> bool:
    if target is None:
        return False
    text = target.text if target.text is not None else target.prefix
    host, colon, _ = text.partition(":")
    return bool(colon) and "/" not in host and host != ""
