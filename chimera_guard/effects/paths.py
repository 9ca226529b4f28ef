"""Paths as such, and the place that is worked in."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects import places as P
from chimera_guard.words.value import Value

MAX_PATH = 4_096  # characters; the system takes no longer one


def absolute(text: str, home: str | None, cwd: str | None) -> str | None:
    """Return the normalised absolute path of `text`, or None where it can't be known."""
    if text[:1] == "~":
        if home is None or text[1:2] not in ("", "/"):
            return None
        text = home + text[1:]
    elif text[:1] != "/":
        if cwd is None or cwd[:1] != "/":
            return None
        text = f"{cwd}/{text}"
    return normalise(text)


def normalise(path: str) -> str:
    """Return `path` without `.`, `..` (where it can be folded), doubled and trailing slashes."""
    kept: list[str] = []
    rooted = path[:1] == "/"
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != "..":
            kept.append(part)
        elif kept and kept[-1] != "..":
            kept.pop()
        elif not rooted:
            kept.append(part)
    joined = "/".join(kept)
    return "/" + joined if rooted else joined or "."


def below_home(path: str, home: str | None) -> str | None:
    """What follows the home directory in `path`: "" for the home itself, None outside of homes."""
    if home is not None and path.startswith(home) and home != "/":
        rest = path[len(home) :]
        if not rest or rest[0] == "/":
            return rest[1:]
    parts = path.split("/", 3)
    if parts[1] in P.HOMES and len(parts) > 2:
        return parts[3] if len(parts) > 3 else ""
    if parts[1] == "root" or path.startswith("/var/root"):
        return path.partition("root")[2].lstrip("/")
    return None


def in_work_place(path: str) -> bool:
    """Whether it lies in a project, in a place where containers have one, or some, by custom."""
    parts = path.split("/")
    return (parts[1] in P.PROJECTS and len(parts) > 2) or (parts[1] in P.PROJECTS_BELOW and len(parts) > 3)


def within_project(value: Value, context: Context, cwd: str | None) -> bool:
    """Whether a target lies below the directory that is worked in, or the project, or among the temporary files."""
    begin = value.text if value.text is not None else value.prefix or value.glob or "/"
    if begin[:1] not in ("/", "~", "") and begin[:3] != "../" and (cwd is None or cwd == context.cwd):
        return True
    path = absolute(begin, context.home, cwd)
    if path is None:
        return False
    bases = [base for base in (context.project_root, context.cwd or cwd) if base is not None]
    below = any(path.startswith(base + "/") and below_home(base, context.home) != "" for base in bases)
    return below or path.startswith(P.TEMPORARY) or in_work_place(path)


def is_temporary_root(value: Value, context: Context, cwd: str | None) -> bool:
    """Whether it is a whole place for temporary files, in which everybody's lie."""
    path = absolute(value.text, context.home, cwd) if value.text is not None else None
    return path in P.TEMPORARY_ROOTS


def as_seen(path: str, cwd: str | None) -> str:
    """A path through what /proc says of the process itself: its open files, its root, its working directory."""
    process, _, rest = normalise(path)[6:].partition("/")
    link, _, below = rest.partition("/")
    if process not in ("self", "thread-self") or link not in _OF_PROCESS or len(path) > MAX_PATH:
        return path
    if link == "root" and below[:5] == "proc/":
        return as_seen(f"/{below}", cwd)
    return f"{(cwd or '').rstrip('/') if link == 'cwd' else _OF_PROCESS[link]}/{below}"


_OF_PROCESS = {"fd": "/dev/fd", "root": "", "cwd": ""}
