"""Tools that are not listed: the verbs in a tool's name say what it does, its arguments to what."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence

from chimera_guard.catalogue.usage import Option
from chimera_guard.toolcall.flags import besides, said_besides
from chimera_guard.toolcall.languages import DATABASES, RUNNING, code, mutations, queries
from chimera_guard.toolcall.lines import line
from chimera_guard.toolcall.model import Act, Arguments, Code, Command, Step
from chimera_guard.toolcall.naming import is_plain, is_program, meaning, parts, words
from chimera_guard.toolcall.programs import as_program
from chimera_guard.toolcall.roles import Roles, readings

_UNKNOWN = Act("unknown", None, frozenset({"tool"}))
_SECRETS = frozenset(
    "secret secrets password passwords credential credentials passphrase keychain apikey token tokens".split()
)
_PAIRED = {("connection", "string"), ("api", "key"), ("private", "key"), ("access", "key"), ("secret", "key")}
_VALUES = frozenset("value values data version versions text string plaintext".split())
_SHOWING = frozenset("get read show view fetch retrieve export print".split())
# What is looked at ends up in a file, where one is named.
_RECORDING = frozenset("screenshot pdf export dump trace snapshot".split())
# Verbs that mean nothing where it is not said of what, and what they need.
_OF_SOMETHING: dict[str, Callable[[frozenset[str], Roles], bool]] = {
    **dict.fromkeys(
        "get read find search cat open view glob grep show execute run".split(), lambda around, roles: True
    ),
    "fetch": lambda around, roles: bool(roles.urls or roles.paths or roles.named),
    "query": lambda around, roles: DATABASES.isdisjoint(around),
}
_DIRECTORIES = frozenset("directory directories dir folder folders tree rmdir recursive".split())
# Small things that are made again as easily as they are taken away.
_SMALL = frozenset(
    """
    label labels reaction reactions star stars tag tags assignee assignees reviewer reviewers watcher watchers bookmark
    bookmarks favorite favorites favourite tab tabs window session draft filter highlight todo todos cookie cookies
    cache notification notifications annotation annotations emoji pin reminder alias breakpoint selection
    """.split()
)
_OF_COMMANDS = frozenset("env environment variable variables".split())
_LATER = frozenset("cron crontab schedule scheduled scheduler startup autostart launchd".split())
_HTTP = {"POST": "update", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


def unlisted(name: str, arguments: Arguments) -> Iterator[Step]:
    """What a tool does that is not listed; it is not known where neither its name nor an argument says so.

    Raises:
        Unreadable: for arguments that are too many, or of no use.
    """
    if not is_plain(name):
        yield _UNKNOWN
        return
    owner, own = parts(name)
    roles = Roles(arguments)
    around = frozenset(owner) | frozenset(own)
    runs_code = roles.code or (roles.contents and not RUNNING.isdisjoint(own))
    spelled = None if runs_code else as_program(own, arguments)
    if spelled is not None:
        yield Command(spelled)
        return
    more = said_besides(roles, own)
    found = [
        besides(step, more) if isinstance(step, Act) else step for step in _done(owner, own, around, roles, arguments)
    ]
    yield from found or [_UNKNOWN]


def beside(name: str, arguments: Arguments) -> Iterator[Step]:
    """What a tool that only looks, by its name, may look at besides, and what does not fit with that."""
    verb = meaning(*parts(name))
    if verb is None or _changes(verb):
        return
    roles = Roles(arguments)
    yield from (Act("read", place) for place in _all([*roles.paths, *roles.targets]))
    if roles.lines or roles.code:
        yield Act("unknown", "code", frozenset({"option"}))


def _done(
    owner: tuple[str, ...], own: tuple[str, ...], around: frozenset[str], roles: Roles, arguments: Arguments
) -> Iterator[Step]:
    verb, said = meaning(owner, own), _by_method(roles, own)
    if said is not None:
        key, verb = said
        roles.lines = [each for each in roles.lines if each[0] != key]
    given = arguments.get("args", arguments.get("arguments"))
    if said is None and not roles.lines and any(map(is_program, own)) and isinstance(given, (str, list)):
        roles.lines = [("args", given)]  # `gh(args="pr list")`
    if not _OF_COMMANDS.isdisjoint(own) and {"name", "value"} <= roles.named.keys():
        yield Command(f"export {shlex.quote(roles.named['name'])}={shlex.quote(roles.named['value'])}")
    if not _LATER.isdisjoint(around) and roles.lines:
        yield Act("persist", None)
    asked = queries(around, roles)
    yield from mutations(roles)
    for key, value in roles.lines:
        yield from line(key, value, own, around, arguments)
    for text in asked:
        yield Code("sql", text)
    run = list(code(around, own, roles))
    yield from run
    runs = roles.lines or asked or any(not isinstance(step, Act) or step.kind != "unknown" for step in run)
    if said is None and runs:
        places = [*roles.paths, *roles.targets] if asked or roles.code else []
        yield from (Act("read", each) for each in _all(places))
        if places or (asked and DATABASES.isdisjoint(around)):
            yield _UNKNOWN
    elif verb is not None:
        yield from _by_verb(verb, own, around, roles)


def _changes(verb: Option | None) -> bool:
    return verb is not None and any(template.kind != "remote-read" for template in verb.does)


def _by_method(roles: Roles, own: tuple[str, ...]) -> tuple[str, Option] | None:
    """The argument that says what is to be done, and what that is: `action="delete"`, `command="view"`."""
    for key, method in roles.methods:
        if key == "command" and (not RUNNING.isdisjoint(own) or not set(roles.paths) - set(roles.places)):
            continue
        http = _HTTP.get(method.upper())
        found = meaning((), (http,) if http else words(method))
        if found is not None:
            return key, found
    return None


def _by_verb(verb: Option, own: tuple[str, ...], around: frozenset[str], roles: Roles) -> Iterator[Step]:
    """What a verb does to what the arguments name."""
    kind = verb.does[0].kind if verb.does else "remote-read"
    if len(own) == 1 and own[0] in _OF_SOMETHING and not (roles.given and _OF_SOMETHING[own[0]](around, roles)):
        return
    if kind in ("remote-read", "reveal"):
        yield from _looks(kind, own, roles)
    elif kind == "remote-delete":
        yield from _deletes(own, roles)
    elif kind == "move":
        yield from (Act("move", place) for place in _all(roles.paths))
        yield from (Act("write", place) for place in _all(roles.targets))
        if not roles.paths:
            yield Act("remote-change", None)
    elif kind == "exec-script":
        yield from (Act("exec-script", place) for place in _all([*roles.paths, *roles.targets]))
        yield from map(fetched, roles.urls)
        if not roles.paths:
            yield Act("remote-change", None)
    elif kind == "send":
        yield from (Act("send", place) for place in _all(roles.paths))
        yield Act("send", next(iter(roles.urls), None))
    elif kind == "kill":
        yield Act("kill", "-1" if "all" in own else roles.named.get("pid"))
    else:
        yield from _changed(kind, roles)


def _looks(kind: str, own: tuple[str, ...], roles: Roles) -> Iterator[Step]:
    asked = {roles.named.get(key, "").lower() for key in ("kind", "resource", "resource_type", "type")}
    if (_names_secret(own) and not _SHOWING.isdisjoint(own)) or not _SECRETS.isdisjoint(asked):
        kind = "reveal"
    looked = "write" if not _RECORDING.isdisjoint(own) else "read"
    yield from (Act(looked, place) for place in _all(roles.paths))
    yield from map(fetched, roles.urls)
    yield from (Act("write", place) for place in _all(roles.targets))
    if kind == "reveal" or not (roles.paths or roles.urls or roles.targets):
        yield Act(kind, None)
    if roles.code or roles.lines:
        yield Act("unknown", "code", frozenset({"option"}))


def fetched(url: str) -> Act:
    """An address that is asked for: some are code, which runs in the page that is open."""
    if url.strip().lower().startswith(("javascript:", "data:text/html")):
        return Act("exec-code", "javascript")
    return Act("fetch", url)


def _names_secret(own: tuple[str, ...]) -> bool:
    """Whether it is a secret itself that is asked for, and not something about one."""
    if own[-2:] in _PAIRED:
        return True
    return any(word in _SECRETS and _VALUES.issuperset(own[n + 1 :]) for n, word in enumerate(own))


def _deletes(own: tuple[str, ...], roles: Roles) -> Iterator[Step]:
    whole = not _DIRECTORIES.isdisjoint(own) or not _DIRECTORIES.isdisjoint(roles.switches)
    flags = frozenset({"recursive"}) if whole else frozenset[str]()
    yield from (Act("delete", place, flags) for place in _all([*roles.paths, *roles.targets]))
    if not roles.paths:
        yield Act("remote-delete", None, frozenset({"local"}) if not _SMALL.isdisjoint(own) else frozenset())


def _changed(kind: str, roles: Roles) -> Iterator[Step]:
    yield from map(fetched, roles.urls)
    if roles.targets:
        yield from (Act("read", place) for place in _all(roles.paths))
    for place in [*(roles.targets or roles.paths)]:
        for each in readings(place):
            yield Act("write", each, content=roles.contents.get(place), before="")
    if not (roles.targets or roles.paths) or kind != "write":
        yield Act("remote-change", None)


def _all(places: Sequence[str]) -> Iterator[str]:
    for place in places:
        yield from readings(place)
