"""What kind of place a target is: a pure reading of its path, the working directory, and facts about the machine."""

from __future__ import annotations

from functools import lru_cache

from chimera_guard.context import Context
from chimera_guard.effects import globs
from chimera_guard.effects import places as P
from chimera_guard.effects.drives import is_windows, own_path
from chimera_guard.effects.hosts import dotted
from chimera_guard.effects.paths import MAX_PATH, absolute, below_home, in_work_place, normalise
from chimera_guard.effects.special import special
from chimera_guard.words.value import Value

# From the gravest to the harmless; of several readings of one target, the gravest counts.
GRAVITY = (
    "guard", "credential", "root", "home", "startup", "system", "device", "version-control", "workspace", "unknown",
    "elsewhere", "user", "remote", "project", "temporary", "null", "none",
)  # fmt: skip
_RANK = {scope: rank for rank, scope in enumerate(GRAVITY)}
_GRAVE_IF_UNSET = frozenset({"root", "home", "system", "workspace"})
_MAX_MATCHES = 64


def scope_of(value: Value | None, context: Context, cwd: str | None) -> str:
    """Return the scope (one of SCOPES) of a command's target.

    `cwd` is the working directory at that point of the line, None where it is not known: relative paths then count
    as the project's. A target that can mean several places is the gravest of them.
    """
    if value is None:
        return "none"
    text = value.text
    if text is not None:
        if text == "~" and value.quoted:
            return "project"
        scope = _of_path(text, context, cwd)
        return scope if context.facts is None else _with_facts(scope, text, context, cwd)
    if value.glob is not None:
        return _of_glob(value.glob, context, cwd)
    return _of_unknown(value, context, cwd)


def _of_path(text: str, context: Context, cwd: str | None) -> str:
    """The scope of a known path, without a look at the machine."""
    return _place(text, context.home, cwd, context.project_root, context.cwd)


def gravest(*scopes: str) -> str:
    """Return the gravest of the scopes."""
    return min(scopes, key=_RANK.__getitem__)


def _with_facts(scope: str, text: str, context: Context, cwd: str | None) -> str:
    """Follow symbolic links: the target is as grave as the name, or as what the name leads to."""
    path = absolute(text, context.home, cwd)
    if context.facts is None or path is None or scope in ("remote", "null", "none"):
        return scope
    real = context.facts.resolve(path)
    if real is None or real == path:
        return scope
    return gravest(scope, _of_path(real, context, cwd))


def _of_glob(glob: str, context: Context, cwd: str | None) -> str:
    glob = glob.rstrip("/") or "/"  # `*/` is every directory
    head, _, last = glob.rpartition("/")
    if globs.matches_everything(last):  # `dir/*` is judged as `dir`, save where that is more than its contents
        while head and globs.matches_everything(head.rpartition("/")[2]):  # and so is `dir/*/*`
            head = head.rpartition("/")[0]
        if not head:
            return "root" if glob[0] == "/" else _of_path(".", context, cwd)
        if not globs.active(head):
            place = _of_path(head, context, cwd)
            return _with_facts(place, head, context, cwd)
    scope = gravest(*(_of_path(text, context, cwd) for text in globs.likely_names(glob)))
    path = absolute(glob, context.home, cwd)
    if context.facts is not None and path is not None:
        for match in context.facts.glob(path, _MAX_MATCHES) or ():
            scope = gravest(scope, _with_facts(scope, match, context, cwd))
    return scope


def _of_unknown(value: Value, context: Context, cwd: str | None) -> str:
    prefix, suffix, unset = value.prefix, value.suffix, value.if_unset
    scope = "unknown"
    if unset:
        if unset.rstrip("/.*") == "" and "*" in unset:
            scope = _of_glob(unset, context, cwd)
        else:
            scope = _of_path(unset, context, cwd)
        if scope not in _GRAVE_IF_UNSET and not prefix:
            scope = "unknown"
    if prefix:
        begin = prefix + "x" if prefix[-1] == "/" else prefix
        known = _of_path(begin, context, cwd)
        if prefix in ("/", "."):
            known = "root" if prefix == "/" and "listed" in value.taint else "unknown"  # some of all that there is
        elif prefix[-1] == "/" and _of_path(prefix, context, cwd) == "credential":
            known = "credential"  # one of the files in a place for secrets
        if known == "project" and "/" not in prefix:
            known = "project" if prefix[-1] not in "-~" else "unknown"
        scope = known if scope == "unknown" and unset is None else gravest(known, scope) if unset else known
    if prefix and suffix[:1] == "/" and "listed" in value.taint:  # of that name below it, which may be right there
        there = _of_path(prefix.rstrip("/") + suffix, context, cwd)
        scope = gravest(scope, there) if there in _GRAVE_IF_UNSET else scope
    if prefix[:1].isdigit() or "://" in prefix:
        host = (prefix.partition("://")[2] or prefix).partition("/")[0]
        if host in P.CONTAINER_KEYS or (host in P.METADATA_HOSTS and "credential" in prefix):
            return "credential"
    if prefix == "/proc/" and suffix.endswith(("/environ", "/mem")):
        return "credential"
    if suffix:
        ending = special(suffix.lstrip("/:")) if "/" in suffix or suffix[0] in ".:" else None  # `$commit:.env`
        if ending is None and suffix[0] == "/" == prefix[-1:]:  # the first place where a search finds it
            ending = _of_path(prefix + suffix[1:], context, cwd)
            ending = ending if ending == "credential" else None
        if ending is not None:
            scope = gravest(scope, ending)
    return scope


@lru_cache(maxsize=512)
def _place(text: str, home: str | None, cwd: str | None, project: str | None, start: str | None) -> str:
    """The same, by nothing but what it depends on, so that it is worked out once."""
    if not text:
        return "none"
    first = text[0]
    if is_windows(text):
        drive = f"/mnt/{first.lower()}/" if first not in "cC" or len(text) > 3 else "/"
        path = normalise(drive + text[3:].replace("\\", "/"))
    elif first not in "/~":
        if _of_metadata(text):
            return "credential"
        remote = _of_remote(text) if ":" in text else None
        if remote is not None:
            return remote
        if cwd is not None and cwd[:1] == "~":
            return _place(f"{cwd}/{text}", home, None, project, start)
        if cwd is None or cwd[:1] != "/":
            return _of_relative(normalise(f"{cwd}/{text}" if cwd else text))
        path = normalise(f"{cwd}/{text}")
    elif first == "~":
        name, slash, rest = text[1:].partition("/")
        if home is not None and not name:
            path = normalise(f"{home}/{rest}")
        else:
            path = normalise(f"/root/{rest}" if name == "root" else f"/home/{name or '~'}/{rest}")
    else:
        path = normalise(text)
    own = own_path(path)
    if own != path:  # the places that it is compared with are then found by their own names, too
        path = own
        home, project, start = (place and own_path(place) for place in (home, project, start))
    return _of_absolute(path, home, project, start)


def _of_remote(text: str) -> str | None:
    """`scheme://...` and `host:path` are elsewhere; `HEAD:.env` still names a secret."""
    before, _, after = text.partition(":")
    if after.startswith("//"):
        if before != "file" or not after[2:]:
            return "remote"
        return _of_absolute(normalise("/" + after[2:]), None, None, None)
    if not before and after:
        return "credential" if special(normalise(after)) == "credential" else None  # what git has staged: `:.env`
    if "/" in before or not before:
        return None
    return ("credential" if after and special(normalise(after)) == "credential" else None) or "remote"


def _of_metadata(text: str) -> bool:
    """Whether an address is that of a cloud's keys for this machine."""
    host, _, path = (text.partition("://")[2] or text).partition("?")[0].partition("/")
    host = dotted(host.rpartition("@")[2].lower())
    if host not in P.METADATA_HOSTS and host.removesuffix(":80") not in P.METADATA_HOSTS:
        return False
    return ("/" in path or "://" in text) and path.rstrip("/").rpartition("/")[2] not in P.METADATA_PLAIN


def _of_relative(path: str) -> str:
    if path in (".", ".."):
        return "workspace"
    if path[:3] == "../":
        return special(path) or ("workspace" if path.strip("./") == "" else "elsewhere")
    return special(path) or "project"


def _of_absolute(path: str, home: str | None, project: str | None, start: str | None) -> str:
    if path == "/":
        return "root"
    if path[:5] == "/dev/" and path[:9] != "/dev/shm/":
        return _of_device(path)
    below = below_home(path, home)
    if below == "":
        return "home"
    known = special(path[1:]) or _of_system_file(path)
    if known is not None:
        return known
    if below is not None:
        if below in P.HOME_CREDENTIALS:
            return "credential"
        if below.startswith(("Library/", "AppData/", "Documents/")):
            if below.startswith(P.USER_LIBRARY_STARTUP):
                return "startup"
            if below.startswith(P.USER_LIBRARY_SECRETS):
                return "credential"
    elif path.startswith(P.TEMPORARY) or path in P.TEMPORARY_ROOTS:
        return "temporary" if path not in (start, project) else "workspace"
    elif path.partition("/")[2].partition("/")[0] in P.SYSTEM and not path.startswith(P.WORK_TREES):
        return "system" if path[:9] != "/Volumes/" else _of_work(path, home, project, start)
    return _of_work(path, home, project, start)


def _of_work(path: str, home: str | None, project: str | None, start: str | None) -> str:
    """A path that is nothing special by its name: the working directory, the project, or somewhere else."""
    below = below_home(path, home)
    if path in (start, project):
        return "workspace"
    for base in (project, start):
        if base is not None and base.startswith(path + "/"):
            return "home" if path in ("/home", "/Users") else "workspace"
    if below in P.HOME_DIRECTORIES or path in ("/home", "/Users"):
        return "home"
    for base in (project, start):
        if base is not None and path.startswith(base + "/") and (below is None or below_home(base, home)):
            return "project"
    if below is None:
        return "project" if in_work_place(path) or _rebuilt(path) else "elsewhere"
    return "user"


def _rebuilt(path: str) -> bool:
    """Whether it has the name of something that tools make again by themselves."""
    parts = path.split("/")
    return len(parts) > 2 and (parts[-1] in P.REBUILT or parts[-1].endswith(".egg-info"))


def _of_device(path: str) -> str:
    name = path[5:].partition("/")[0]
    if name in ("tcp", "udp"):
        return "remote"
    if name == "input":  # what is typed
        return "credential"
    if name in P.NULL_DEVICES or name.startswith(("tty", "pts", "pty", "loop-control", "rtc", "snd", "video")):
        return "null"
    return "credential" if path in P.SYSTEM_SECRETS else "device"


def _of_system_file(path: str) -> str | None:
    if path.endswith(P.COPY_ENDINGS) and path.rpartition(".")[0] in P.SYSTEM_SECRETS:
        return "credential"
    if path in P.SYSTEM_SECRETS or (path + "/").startswith(P.SYSTEM_SECRET_PLACES):
        return "credential"
    if path.startswith(P.SYSTEM_STARTUP):
        return "startup"
    if path[:6] == "/proc/" and len(path) < MAX_PATH:
        _, _, rest = path[6:].partition("/root/")
        seen = _of_system_file("/" + rest) if rest else None  # the same files, as that process sees them
        if seen is not None:
            return seen
        if "/fd/" in path:
            return "null"
        if path.endswith(("/environ", "/mem")):
            return "credential"
    return None
