"""Files that say what is to be done: run in containers, changed in other files; where a command does it."""

from __future__ import annotations

from chimera_guard.effects import inline, unwrap
from chimera_guard.effects.names import STANDARD_INPUT
from chimera_guard.effects.reader import Reading
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

MAX_FILE = 65_536
_INPUT = Value("-", NOWHERE)


def note(call: Call, reading: Reading, start: int) -> None:
    """Note what the files ask for that a command makes something of; its own effects are those from `start` on."""
    kinds = {effect.kind for effect in call.walker.effects[start:]}
    if "write" in kinds and (language := reading.usage.get("follows")) and "no-input" not in reading.flags:
        for content in [held for file in reading.values("read") or [_INPUT] for held in _contents(call, file)]:
            inline.code(call.inside(), language, content._replace(span=call.span))
    if "remote-change" not in kinds:
        return
    named = reading.values("manifest")
    usual = str(reading.usage.inherited("manifests", "")).split() if not named else []
    files = named or [Value(name, NOWHERE) for name in usual]
    for content in (content for file in files for content in _contents(call, file)):
        inline.code(call.inside(), "manifest", content._replace(span=call.span))


def _contents(call: Call, file: Value) -> list[Value]:
    """What a file holds, or those of a directory: the standard input, what this line wrote, what this machine has."""
    if file.text in STANDARD_INPUT:
        found = [call.stdin]
    elif file.text is not None and file.text[:1] in ("{", "["):  # given on the line itself
        found = [file]
    else:
        below = call.state.key(file) + "/"
        found = [call.state.written(file)] + [held for path, held in call.state.files.items() if path.startswith(below)]
        found = found if any(found) else [_on_disk(call, file)]
    return [content for content in found if content is not None and (content.text or unwrap.interpolated(content))]


def _on_disk(call: Call, file: Value) -> Value | None:
    facts = call.walker.context.facts
    path = call.state.path(file.text) if facts is not None and file.text and "://" not in file.text else ""
    text = facts.read(path, MAX_FILE) if facts is not None and path.startswith("/") else None
    return Value(text, NOWHERE) if text is not None else None
