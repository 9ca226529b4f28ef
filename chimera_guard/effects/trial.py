"""What is there to be tried out: a database that is a file among the temporary ones, a server that is just written,
a clone that was set apart."""

from __future__ import annotations

from chimera_guard.effects.hosts import HERE
from chimera_guard.effects.model import Effect
from chimera_guard.effects.places import names
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.scope import scope_of
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chimera_guard.effects.call import Call

# Where servers listen that somebody writes; services that keep other people's data have ports of their own.
_PORTS = names("3000 3001 3002 3003 4000 4200 4321 5000 5001 5173 5174 8000 8080 8888")
_SERVICES = ("/v2/", "/_", "/v1/sys", "/job/")
_DATABASES = (".db", ".db3", ".sqlite", ".sqlite3", ".duckdb", ".ddb")
_ADDRESSES = frozenset("fetch send connect remote-delete remote-change".split())
_LOCAL = frozenset({"local"})


def note(call: Call, reading: Reading, argv: Sequence[Value], start: int) -> None:
    """Mark what a command destroys where it is there to be tried on; the command's effects begin at `start`."""
    effects = call.walker.effects
    if reading.usage.get("undoes") and _made_here(call, reading):
        for place in range(start, len(effects)):
            effects[place] = effects[place]._replace(flags=effects[place].flags - {"bulk"} | _LOCAL)
    kinds = {effect.kind for effect in effects[start:]}
    if "database-delete" in kinds and _on_own_server(call, argv):
        for place in range(start, len(effects)):
            if effects[place].kind == "database-delete":
                effects[place] = effects[place]._replace(flags=effects[place].flags | _LOCAL)
    for kind, tried in _TRIED.items():
        if kind in kinds and tried(call, [effect for effect in effects[start:] if effect.program == call.name]):
            for place in range(start, len(effects)):
                effect = effects[place]
                if effect.kind == kind and effect.program == call.name:
                    effects[place] = effect._replace(flags=effect.flags | _LOCAL)


def tested(effect: Effect) -> Effect:
    """An effect of a test: its databases are its own, and what can't be followed in it is as in any script."""
    if effect.kind == "database-delete":
        return effect._replace(flags=effect.flags | _LOCAL)
    return effect._replace(flags=effect.flags | {"in-file"}) if "capable" in effect.flags else effect


def _made_here(call: Call, reading: Reading) -> bool:
    """Whether the line has made all that goes, by commands of the same tool, or by a tool that does nothing else."""
    verbs = frozenset(reading.usage.get("undoes").split())
    made: set[str | None] = set()
    for ran in call.walker.commands:
        name = (ran.argv[0] or "").rpartition("/")[2]
        if name in verbs or (name == call.name and not verbs.isdisjoint(ran.argv)):
            made.update(word and word.rpartition("=")[2] for word in ran.argv[1:])
    going = {word.text for word in reading.words}
    return bool(going) and None not in going and going <= made


def _written_here(call: Call, own: list[Effect]) -> bool:
    """Whether all that a command asks is a server on this machine, such as is being written."""
    places = [effect.target for effect in own if effect.kind in _ADDRESSES and effect.target is not None]
    found = [target.text if target.text is not None else target.prefix for target in places]
    return bool(found) and all(_is_trial(call, address) for address in found)


def _is_trial(call: Call, address: str) -> bool:
    host, slash, path = (address.partition("://")[2] or address).partition("/")
    name, _, port = host.rpartition(":")
    if (name and name not in HERE) or f"/{path}".startswith(_SERVICES):
        return False
    return port in _PORTS or (port.isdecimal() and _started_with(call, port))


def _started_with(call: Call, port: str) -> bool:
    """Whether the line has started a server, or code of the project's own, that it told to listen there."""
    effects = call.walker.effects
    serves = {e.program for e in effects if e.kind == "exec-script" or (e.kind == "listen" and e.target is None)}
    serves -= {effect.program for effect in effects if effect.kind == "connect"} | {call.name}  # no way to elsewhere
    for ran in call.walker.commands if serves else ():
        if (ran.argv[0] or "").rpartition("/")[2] in serves:
            words = " ".join(word for word in ran.argv[1:] if word is not None).split()
            if any(word == port or word.endswith((f":{port}", f"={port}")) for word in words):
                return True
    return False


def _on_own_server(call: Call, argv: Sequence[Value]) -> bool:
    """Whether a command says to which port it goes, and the line has started the server there."""
    words = [(value.text or "").removeprefix("-p").rpartition("=")[2] for value in argv[1:]]
    return any(4 <= len(word) <= 5 and word.isdecimal() and _started_with(call, word) for word in words)


def _set_apart(call: Call, own: list[Effect]) -> bool:
    """Whether it is done in a temporary directory that the line went to, as `rm -rf` of that directory would be."""
    cwd = call.state.cwd
    if cwd is None or cwd == call.walker.context.cwd:
        return False
    return scope_of(Value(cwd, call.span), call.walker.context, cwd=None) == "temporary"


def _temporary(call: Call, own: list[Effect]) -> bool:
    """Whether the only databases that a command opens are such as nobody keeps."""
    opened = False
    for effect in own:
        if effect.kind in _ADDRESSES or (effect.kind == "read" and effect.scope == "unknown"):
            return False
        name = effect.target.text or effect.target.suffix if effect.kind == "read" and effect.target is not None else ""
        if name.endswith((*_DATABASES, ":memory:")):
            opened = True
            if effect.scope != "temporary" and name != ":memory:":
                return False
    return opened


_TRIED = {"remote-delete": _written_here, "database-delete": _temporary, "discard-changes": _set_apart}
