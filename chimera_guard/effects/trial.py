"""What is there to be tried out: a database that is a file among the temporary ones, a server that is just written,
a clone that was set apart."""

from __future__ import annotations

from chimera_guard.effects.hosts import HERE
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import MOVES, PROXIES, TRUSTED
from chimera_guard.effects.paths import normalise
from chimera_guard.effects.places import names
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.scope import scope_of
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.report import RunCommand
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

Words = tuple["str | None", ...]

# Where servers listen that somebody writes; services that keep other people's data have ports of their own.
_PORTS = names("3000 3001 3002 3003 4000 4200 4321 5000 5001 5173 5174 8000 8080 8888")
_SERVICES = ("/v2/", "/_", "/v1/sys", "/job/")
_DATABASES = (".db", ".db3", ".sqlite", ".sqlite3", ".duckdb", ".ddb")
_ADDRESSES = frozenset("fetch send connect remote-delete remote-change".split())
_MAX_LOOKED = 256  # commands, or effects, of the line that are looked at; of a longer one nothing is taken for a trial
# What the names of variables end in that say where.
_PLACES = ("HOST", "HOSTADDR", "PORT", "CONTEXT", "_URL", "SERVICE", "PROFILE", "PROJECT", "KUBECONFIG", "CLUSTER")
# Commands, and words behind the tool's own name, behind which it may work elsewhere.
_LEADING = frozenset({"eval", "source", "."})
_LEADERS = frozenset({"context", "use", "use-context", "config", "configuration", "login", "switch", "attach"})
_IN_PLACE = frozenset({"history-rewrite", "discard-changes", "delete"})
_ASKING = frozenset({"--help", "--version", "-V", "-?", "--dry-run"})


def note(call: Call, reading: Reading, start: int) -> None:
    """Mark what a command destroys where it is there to be tried on; the command's effects begin at `start`."""
    effects = call.walker.effects
    kinds = {each.kind for each in effects[start:]}
    if reading.usage.get("undoes") and _made_here(call, reading, _IN_PLACE.isdisjoint(kinds)):
        effects[start:] = [each._replace(flags=each.flags - {"bulk"} | {"local"}) for each in effects[start:]]
    own = [each for each in effects[start:] if each.program == call.name]
    for kind in {each.kind for each in own} & _TRIED.keys():
        if _TRIED[kind](call, reading, own):
            for place, each in enumerate(effects[start:], start):
                if each.kind == kind and each.program == call.name:
                    effects[place] = each.marked("local")


def tested(effect: Effect) -> Effect:
    """An effect of a test: its databases are its own, and what can't be followed in it is as in any script."""
    if effect.kind == "database-delete":
        return effect.marked("local")
    return effect.marked("in-file") if "capable" in effect.flags else effect


def _made_here(call: Call, reading: Reading, anywhere: bool) -> bool:
    """Whether the line has made all that goes, by commands that worked on the same place.

    `anywhere` is whether it is the same in whatever directory it is done.
    """
    words = reading.usage.get("undoes").split()
    verbs, naming = {word for word in words if word[0] != "-"}, tuple(word for word in words if word[0] == "-")
    going = {word.text for word in reading.words}
    if not going or None in going or _is_long(call) or _set_elsewhere(call):
        return False
    commands = [(_tool(ran), ran) for ran in call.walker.commands]
    at = next((place for place in range(len(commands) - 1, -1, -1) if commands[place][0] == call.name), -1)
    own, around = commands[at][1], _around(call, at)
    made: set[str | None] = set()
    for place, (name, ran) in enumerate(commands[: max(at, 0)]):
        if name in _LEADING or (name == call.name and not _LEADERS.isdisjoint(ran.argv)):
            made = set()  # it may be elsewhere from here on
        if name not in verbs and name != call.name:
            continue
        if not _ASKING.isdisjoint(ran.argv) or around != _around(call, place) or not _is_certain(call, place):
            continue
        if ran.cwd != own.cwd and not anywhere:
            continue
        if name in verbs:  # a tool that does nothing else
            made.update(ran.argv[1:] if _says_as_much(ran.argv, own.argv, going) else ())
        elif name == call.name:
            verb = next((place for place, word in enumerate(ran.argv) if word in (verbs or naming)), 0)
            if verb and _place(ran.argv[1:verb]) == _place(own.argv[1 : _verb(reading, own.argv)]):
                made.update(_named(ran.argv[verb:], naming) if naming else ran.argv[verb + 1 :])
    return going <= made


def _tool(ran: RunCommand) -> str:
    """The name of the tool that a command runs; of a file somewhere else than where tools lie, its path."""
    directory, slash, name = (ran.argv[0] or "").rpartition("/")
    return name if directory in TRUSTED or not slash else directory + slash


def _is_certain(call: Call, place: int) -> bool:
    """Whether a command did its work, wherever the line comes as far as to where it is now."""
    return not any(start <= place < end for start, end in call.walker.unsure)


def _around(call: Call, place: int) -> list[Words]:
    """What the wrappers around a command were told before it: another host, container, or user is another place."""
    commands, around = call.walker.commands, []
    inner = commands[place]
    for before in range(place - 1, -1, -1):
        if not inner.via:
            break
        ran = commands[before]
        if ran.via == inner.via[:-1] and (ran.argv[0] or "").rpartition("/")[2] == inner.via[-1]:
            count = len(inner.argv) if ran.argv[-len(inner.argv) :] == inner.argv else 1
            around.append(ran.argv[:-count])
            inner = ran
    return around


def _is_long(call: Call) -> bool:
    """Whether looking through the line once for each of its commands would take too long."""
    return max(len(call.walker.commands), len(call.walker.effects)) > _MAX_LOOKED


def _set_elsewhere(call: Call) -> bool:
    """Whether the line has set a variable that may tell the tool where to work."""
    own = f"{call.name.upper()}_"
    return any(name.startswith(own) or name.endswith(_PLACES) for name in call.state.variables)


def _says_as_much(made: Words, own: Words, going: set[str | None]) -> bool:
    """Whether a command works on the same place as the one before, as far as options and their values name one."""
    said = going | set(made) | {"--if-exists"}
    if any((word or "-h").startswith(("-h", "--host")) and word not in own for word in made):
        return False  # it was made elsewhere
    return all(word in said or (word is not None and word[:1] == "-" and len(word) < 3) for word in own[1:])


def _verb(reading: Reading, argv: Words) -> int:
    """Where in a command the word stands that says what it does."""
    verb = reading.usage.name.rpartition(" ")[2]
    return argv.index(verb) if verb in argv else 1


def _place(words: Words) -> list[str | None]:
    """The options among words, with what may be their values: they say where a command works."""
    pairs = zip(("command", *words), words, strict=False)
    return [word for before, word in pairs if (word or "-")[0] == "-" or (before or "-")[:1] == "-"]


def _named(words: Words, naming: tuple[str, ...]) -> list[str | None]:
    """What the options that give a name say."""
    apart = [word for before, word in zip(("", *words), words, strict=False) if before in naming]
    return apart + [word.partition("=")[2] for word in words if word and word.partition("=")[0] in naming]


def _written_here(call: Call, reading: Reading, own: list[Effect]) -> bool:
    """Whether all that a command asks is a server on this machine, such as is being written."""
    if "rerouted" in reading.flags or _is_long(call) or not PROXIES.isdisjoint(call.state.variables):
        return False
    if any(effect.kind in ("listen", "connect") for effect in call.walker.effects):
        return False  # it may be the near end of a way to another machine
    found = [effect.beginning for effect in own if effect.kind in _ADDRESSES and effect.target is not None]
    return bool(found) and all(_is_trial(call, address) for address in found)


def _is_trial(call: Call, address: str) -> bool:
    host, slash, path = (address.partition("://")[2] or address).partition("/")
    name, _, port = host.rpartition(":")
    path = normalise(f"/{path}/x")[:-1]
    if (name and name not in HERE) or path.startswith(_SERVICES) or "%" in path.split("/")[1]:
        return False
    return port in _PORTS or (port.isdecimal() and _started_with(call, port))


def _started_with(call: Call, port: str) -> bool:
    """Whether the line has started code of the project's own that it told this port."""
    started = {effect.program for effect in call.walker.effects if effect.kind == "exec-script"}
    for place, ran in enumerate(call.walker.commands if started else ()):
        if (ran.argv[0] or "").rpartition("/")[2] in started and _is_certain(call, place):
            words = " ".join(word for word in ran.argv[1:] if word is not None).split()
            if any(word == port or word.endswith((f":{port}", f"={port}")) for word in words):
                return True
    return False


def _set_apart(call: Call, reading: Reading, own: list[Effect]) -> bool:
    """Whether it is done in a temporary directory that the line went to, as `rm -rf` of that directory would be."""
    cwd = call.state.cwd
    if cwd is None or cwd == call.walker.context.cwd or _set_elsewhere(call) or _is_long(call):
        return False
    if not all(_is_certain(call, place) for place, ran in enumerate(call.walker.commands) if ran.argv[0] in MOVES):
        return False
    named = [(word or "/").rpartition("=")[2] for word in call.walker.commands[-1].argv[1:]]
    places = [cwd, *(word for word in named if "/" in word or word == "..")]
    return all(scope_of(Value(place, call.span), call.walker.context, cwd) == "temporary" for place in places)


def _temporary(call: Call, reading: Reading, own: list[Effect]) -> bool:
    """Whether the only databases that a command opens are such as nobody keeps."""
    opened = False
    for effect in own:
        if effect.kind in _ADDRESSES or (effect.kind == "read" and effect.scope in ("unknown", "remote")):
            return False
        name = effect.target.text or effect.target.suffix if effect.kind == "read" and effect.target is not None else ""
        if name.endswith((*_DATABASES, ":memory:")):
            opened = True
            if effect.scope != "temporary" and name != ":memory:":
                return False
    return opened


def _of_nobody(call: Call, reading: Reading, own: list[Effect]) -> bool:
    """Whether the databases are such as nobody keeps: among the temporary files, or of a server just started."""
    return _temporary(call, reading, own) or _served_here(call, reading, own)


def _served_here(call: Call, reading: Reading, own: list[Effect]) -> bool:
    """Whether all is done in a server that the line has started, empty, and told the port that is asked here."""
    servers = reading.usage.inherited("served_by", "").split()
    needed = {word for word in servers if word[0] == "-"}
    if not servers or _is_long(call) or _set_elsewhere(call):
        return False
    commands = call.walker.commands
    at = max((place for place, ran in enumerate(commands) if _tool(ran) == call.name), default=-1)
    asked, around = commands[at].argv, _around(call, at)
    port = next((word for before, word in zip(asked, asked[1:], strict=False) if before in ("-p", "--port")), None)
    if at < 0 or port in _USUAL_PORTS or not (port or "").isdecimal() or _asks_elsewhere(asked):
        return False
    started = [
        place
        for place, ran in enumerate(commands[:at])
        if _tool(ran) in servers and port in ran.argv and _is_certain(call, place) and _is_empty(call, ran, needed)
    ]
    ways = {effect.program for effect in call.walker.effects if effect.kind in ("listen", "connect")}
    return ways <= {call.name, *servers} and any(around == _around(call, place) for place in started)


def _asks_elsewhere(asked: Words) -> bool:
    """Whether a command may ask another server than that of its one port, as far as its words tell."""
    for before, word in zip(asked, asked[1:], strict=False):
        if word is None or word.startswith(_OTHER_WAYS) or (word[:2] in ("-h", "-p") and len(word) > 2):
            return True
        if before in ("-h", "--host", "--hostname") and word not in HERE:
            return True
        if (before or "-")[0] != "-" and not _OF_PLACES.isdisjoint(word):
            return True
    return len([word for word in asked if word in ("-p", "--port")]) != 1


def _is_empty(call: Call, ran: RunCommand, needed: set[str]) -> bool:
    """Whether a server begins without data: it is told no settings, no other server, no place that is not temporary."""
    if not _ASKING.isdisjoint(ran.argv):
        return False
    for word in ran.argv[1:]:
        if word is None or word.startswith(_OF_OTHERS) or word.endswith(".conf"):
            return False
        path = word.rpartition("=")[2]
        if "/" in path and scope_of(Value(path, call.span), call.walker.context, ran.cwd) != "temporary":
            return False
    return needed <= {(word or "").partition("=")[0] for word in ran.argv}


_USUAL_PORTS = names("6379 27017 5432 3306 1433 9200 8086 7687")  # where the servers listen that keep something
_OTHER_WAYS = ("-u", "--uri", "-s", "--socket", "--host=", "--port=", "--cluster")
_OF_PLACES = frozenset(".:/@")
_OF_OTHERS = ("--replica", "--slave", "--master", "--config", "-f", "--repl", "--shard", "--include", "--cluster", "-c")
_TRIED = {"remote-delete": _written_here, "database-delete": _of_nobody, "discard-changes": _set_apart}
