"""What flows from what a command reads into what it writes and sends."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename, dirname, join, normpath

from chimera_guard.effects import planted
from chimera_guard.effects.feeding import taint_of
from chimera_guard.effects.inventories import put_back
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import SHELL_NAMES, STANDARD_INPUT, names_shell
from chimera_guard.effects.origins import source_of
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.state import MOUNTED, PIECES, State
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

# What the names of copies end in that are kept in case something goes wrong with a change.
KEPT = frozenset("bak back backup bkp orig original old save saved dist copy".split())
# Endings of the names of single files that are packed.
PACKED = tuple(".gz .bz2 .xz .lzma .zst .lz4 .lzo .br .Z".split())
# What the words that a compiler is given can come from, without anybody else having had a hand in the sources.
OWN = frozenset({"output", "environment", "argument", "listed", "file", "unnamed"})
LEAVING = frozenset({"send", "fetch", "connect", "listen", "publish", "remote-change"})


def flow(call: Call, reading: Reading, argv: Sequence[Value], start: int) -> None:
    """What one command reads flows into what it sends and writes; its effects are those from `start` on."""
    effects, state, stdin = call.walker.effects, call.state, call.stdin
    taint = stdin.taint if stdin is not None else NO_TAINT
    elsewhere = _runs_elsewhere(reading)
    for effect in effects[start:]:
        if elsewhere and call.name in effect.via:
            continue  # what runs on another machine reads what is there
        if effect.kind in ("read", "reveal", "fetch", "connect", "listen"):
            taint |= effect.taint | source_of(effect)
    taint |= taint_of(argv)
    if not taint.isdisjoint(("remote", "decoded")):
        unpacked(effects[start:], state, taint & {"remote", "decoded"})
    sources = [item.target for item in effects[start:] if item.kind in ("read", "move", "link") and item.target]
    for index in range(start, len(effects)):
        if effects[index].kind in ("link", "mount"):  # in code, what it leads to is named next to it
            beside = effects[index - 1].target if index > start and effects[index - 1].kind == "read" else None
            named = sources if beside is None else [*sources, beside]
            lead(state, effects[index], named, len(effects) - start == 1)
    for index in range(start, len(effects)):
        effect = effects[index]
        if effect.kind in LEAVING:
            effects[index] = effect._replace(taint=effect.taint | (taint - {"remote"}))
        elif effect.kind in ("write", "append", "link") and (effect.target is not None or _by_itself(reading)):
            effects[index] = _written(call, reading, effect, start, taint, sources)
        elif effect.kind == "persist":
            effects[index] = put_back(effect, stdin)
        elif effect.kind in ("uninstall", "remote-delete", "reveal"):
            effects[index] = effect._replace(taint=effect.taint | taint & {"inventory"})


def _written(
    call: Call, reading: Reading, effect: Effect, start: int, taint: frozenset[str], sources: Sequence[Value]
) -> Effect:
    """Note what a file holds from now on that a command writes; returns the effect, with what that gives away."""
    if "directory" in effect.flags:
        return effect
    own, state, stdin = call.walker.effects[start:], call.state, call.stdin
    path = state.key(effect.target) if effect.target is not None else state.path(_by_itself(reading))
    if "pieces" in reading.flags:
        path += "/" * (effect.text or "").endswith("/") + PIECES
    if "contained" in effect.flags or (effect.program not in ("", call.name) and call.name in effect.via):
        return effect  # the code that writes it says what, or the command in this one has said so
    if path.endswith(PACKED) and path in state.files and not sources and stdin is None:
        state.files[path.rpartition(".")[0]] = state.files[path]  # it is unpacked, and lies beside it
        return effect
    if "in-place" in effect.flags and not (taint - {"file"} or path in state.files):
        return effect
    if len(own) == 1 and stdin is None and not (taint or effect.flags or path in state.files):
        return effect
    if "compiled" in reading.flags and taint <= OWN and not reaches(own, state, stdin):
        state.files.pop(path, None)  # the project's own program, as what a build leaves behind
        return effect
    state.files[path] = Value(None, NOWHERE, taint=taint | (effect.flags & {"fifo"}), many=True)
    copies = reading.usage.inherited("copies", False)
    if copies and sources and sources[0].text:
        return _placed(call, effect, path, sources)
    if copies and not sources and stdin is not None and effect.kind == "write" and _known(stdin):
        state.files[path] = stdin
        planted.note(call, path, stdin.text or stdin.template or "")
    elif "remote" in taint:
        downloaded(own, path, state)
    return effect


def _by_itself(reading: Reading) -> str:
    """What the file is called that a command writes when it is told no name."""
    return "x" if "pieces" in reading.flags else "a.out" if "compiled" in reading.flags else ""


def _runs_elsewhere(reading: Reading) -> bool:
    """Whether its operands name another machine, and what is run there."""
    runs = any(action.role in ("shell-words", "command", "shell") and not action.escape for action in reading.actions)
    return runs and any(action.role == "connect" for action in reading.actions) and not reading.usage.get("addresses")


def _known(content: Value) -> bool:
    """Whether a content is known, but for gaps perhaps."""
    return content.text is not None or bool(content.template)


def _placed(call: Call, effect: Effect, path: str, sources: Sequence[Value]) -> Effect:
    """Files get a second place, or a new one; returns the effect, with what that place gives away."""
    state, first = call.state, sources[0].text or ""
    if first in STANDARD_INPUT and call.stdin is not None:
        state.files[path] = call.stdin
        return effect
    copied(first, path, state)
    for source in sources:  # what it is copied onto may be a directory
        if source.text:
            copied(source.text, f"{path}/{basename(source.text)}", state)
    if effect.target is not None and disguised(first, effect.target.text or ""):
        return effect.marked("starts-shell")
    if effect.kind == "write" and len(sources) == 1 and keeps(first, effect.target):
        return effect.marked("backup")
    return effect


def lead(state: State, way: Effect, sources: Sequence[Value], alone: bool) -> None:
    """Note where a link or a mounted place leads; one whose other end has no name leads to another file system."""
    if way.target is None or way.scope == "device":
        return
    path, mounted = state.key(way.target), way.kind == "mount"
    if mounted and alone:  # taken off again: nothing is said to lie behind it
        state.links.pop(path, None)
        return
    names = [item.text or item.glob or "" for item in sources if item is not way.target] or ["/mnt"] * mounted
    for name in filter(None, names):
        place = name if name[:1] in ("/", "~") else join(dirname(path), name)
        state.links[path] = place.rstrip("/") + MOUNTED if mounted else place
        if not mounted:  # or it is a directory, in which it gets the name of what it leads to
            state.links.setdefault(f"{path}/{basename(name)}", place)


def keeps(source: str, target: Value | None) -> bool:
    """Whether a copy is kept beside what it is of, under a name that says so: `x.bak` of `x`, `x.20240131`."""
    name = target.beginning if target is not None else ""
    source = source.rstrip("/")
    if target is None or not source or not name.startswith(source):
        return False
    ending = name[len(source) :]
    if ending == "~" or (target.text is None and ending[:1] in (*"._-",)):
        return "/" not in ending
    said = ending.strip("._-~0123456789").lower()
    return ending[:1] in (*"._-",) and "/" not in ending and (said in KEPT or (not said and len(ending) > 6))


def reaches(effects: Sequence[Effect], state: State, stdin: Value | None) -> bool:
    """Whether a source that this line wrote may do more than compute and print, as far as its words tell."""
    from chimera_guard.effects.code import compiled

    read = [effect.target for effect in effects if effect.kind == "read" and effect.target is not None]
    for source in [stdin, *(state.written(target) for target in read)]:
        if source is not None and (source.text is None or compiled.reaches(source.text)):
            return True
    return False


def downloaded(effects: Sequence[Effect], directory: str, state: State) -> None:
    """What is fetched into a directory has the last name of its address there."""
    for effect in effects:
        address = (effect.target.text or effect.target.glob) if effect.kind == "fetch" and effect.target else None
        if address is not None:
            path = address.partition("#")[0].partition("?")[0].partition("://")[2] or address
            _, slash, name = path.replace(":", "/").rpartition("/")
            if slash and name:
                content = Value(None, NOWHERE, taint=frozenset({"remote"}), many=True)
                state.files.setdefault(normpath(f"{directory}/{name}"), content)


def unpacked(effects: Sequence[Effect], state: State, taint: frozenset[str]) -> None:
    """What an archive holds that came from elsewhere, or was hidden, lies in the directory that it is unpacked to."""
    writes = [effect.target for effect in effects if effect.kind == "write"]
    if None in writes and not any(effect.kind == "fetch" for effect in effects):
        for place in [target for target in writes if target is not None] or [Value(".", NOWHERE)]:
            state.files[state.key(place) + "/"] = Value(None, NOWHERE, taint=taint, many=True)


def disguised(source: str, target: str) -> bool:
    """Whether a shell gets another name."""
    name = target.rpartition("/")[2]
    return names_shell(source) and name not in ("", "bin", "sbin", ".", "..") and name not in SHELL_NAMES


def copied(source: str, path: str, state: State) -> None:
    """What stands at `path` is from now on what stands at `source`."""
    origin = state.path(source)
    state.programs[path] = state.programs.get(origin, source)
    if origin in state.files:
        state.files[path] = state.files[origin]
    else:
        state.files.pop(path, None)


def is_remote(target: Value) -> bool:
    """Whether a name is one of `host:path`."""
    host, colon, _ = target.beginning.partition(":")
    return bool(colon) and "/" not in host and host != ""
