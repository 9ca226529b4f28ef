"""Facts about this machine for the analysis: read-only, bounded in time, never on a file system that may hang."""

from __future__ import annotations

import functools
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping

from chimera_guard.context import Context
from chimera_guard.effects import globs
from chimera_guard.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Concatenate, ParamSpec, TypeVar

    _Asked = ParamSpec("_Asked")
    _Answer = TypeVar("_Answer")

BUDGET = 0.02
_MAX_LINKS = 40
_MAX_LISTED = 4096
_SLOW_SYSTEMS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "autofs", "afs", "ceph", "davfs",
        "fuse.sshfs", "fuse.davfs", "fuse.gvfsd-fuse",
    }
)  # fmt: skip
_MOUNTS = "/proc/self/mountinfo"
_MOUNTS_LAST = 30.0
PROJECT_FILES = frozenset(
    {
        ".git", ".hg", ".svn", ".jj", "pyproject.toml", "setup.py", "package.json", "deno.json", "Cargo.toml", "go.mod",
        "pom.xml", "build.gradle", "build.gradle.kts", "build.sbt", "CMakeLists.txt", "Makefile", "meson.build",
        "composer.json", "Gemfile", "mix.exs", "flake.nix", "dune-project", "stack.yaml", "pubspec.yaml",
    }
)  # fmt: skip


def _question(
    method: Callable[Concatenate[MachineFacts, _Asked], _Answer],
) -> Callable[Concatenate[MachineFacts, _Asked], _Answer]:
    """Have the budget pay for a question; those that it asks in turn are part of it."""

    @functools.wraps(method)
    def asked(self: MachineFacts, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        if self._since is not None:
            return method(self, *args, **kwargs)
        self._since = time.monotonic()
        try:
            return method(self, *args, **kwargs)
        finally:
            self._left -= time.monotonic() - self._since
            self._since = None

    return asked


class MachineFacts:
    """Answers the questions of `context.Facts` from the real file system.

    Args:
        budget: seconds that all answers together may take; every further one is "cannot say". The time between the
            questions does not count: a line that takes long to read is not judged without facts for that.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        self._left = budget
        self._since: float | None = None

    @_question
    def resolve(self, path: str) -> str | None:
        """The absolute `path` with symbolic links followed; a missing rest stays as it is."""
        done = ""
        todo = path.split("/")[::-1]
        links = 0
        while todo:
            part = todo.pop()
            if part in ("", "."):
                continue
            if part == "..":
                done = done.rpartition("/")[0]
                continue
            here = f"{done}/{part}"
            if not self._may_touch(here):
                return None
            try:
                target = os.readlink(here)
            except OSError:  # no link, or not there
                done = here
                continue
            links += 1
            if links > _MAX_LINKS:
                return None
            if target.startswith("/"):
                done = ""
            todo.extend(target.split("/")[::-1])
        return done or "/"

    @_question
    def kind(self, path: str) -> str | None:
        """What `path` is, links followed: "file", "directory", "device", "other" or "missing"."""
        if self.resolve(path) is None:
            return None
        try:
            mode = os.stat(path).st_mode
        except (FileNotFoundError, NotADirectoryError):
            return "other" if os.path.islink(path) else "missing"
        except (OSError, ValueError):
            return None
        if stat.S_ISREG(mode):
            return "file"
        if stat.S_ISDIR(mode):
            return "directory"
        return "device" if stat.S_ISBLK(mode) or stat.S_ISCHR(mode) else "other"

    @_question
    def read(self, path: str, limit: int) -> str | None:
        """The text of a regular file of at most `limit` bytes; None for anything else."""
        if self.kind(path) != "file":
            return None
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except (OSError, ValueError):
            return None
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            content = os.read(descriptor, limit + 1)
        except OSError:
            return None
        finally:
            os.close(descriptor)
        return content.decode("utf-8", "surrogateescape") if len(content) <= limit else None

    @_question
    def glob(self, pattern: str, limit: int) -> list[str] | None:
        """The paths that match an absolute `pattern`, sorted; None when there are more than `limit`."""
        found = [""]
        parts = [part for part in pattern.split("/") if part]
        for place, part in enumerate(parts):
            longer: list[str] = []
            for base in found:
                if not globs.active(part):
                    longer.append(f"{base}/{part}")
                    continue
                names = self._list(base or "/")
                if names is None:
                    return None
                longer += [f"{base}/{name}" for name in names if _matches(part, name)]
                if len(longer) > limit:
                    return None
            found = longer if place + 1 == len(parts) else [path for path in longer if os.path.isdir(path)]
        return sorted(path for path in found if os.path.lexists(path))

    def _list(self, path: str) -> list[str] | None:
        if self.resolve(path) is None:
            return None
        names: list[str] = []
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    names.append(entry.name)
                    if len(names) > _MAX_LISTED:
                        return None
        except (OSError, ValueError):
            return []
        return names

    def _may_touch(self, path: str) -> bool:
        late = self._since is None or time.monotonic() - self._since > self._left
        if late or "\0" in path:
            return False
        return not any(path == slow or path.startswith(f"{slow}/") for slow in slow_mounts())


def _matches(pattern: str, name: str) -> bool:
    return (name[0] != "." or pattern[0] == ".") and globs.matches(pattern, name)


_slow: tuple[str, ...] = ()
_slow_until = 0.0


def slow_mounts() -> tuple[str, ...]:
    """The places where a file system over the network is mounted: looking there could take for ever."""
    global _slow, _slow_until
    now = time.monotonic()
    if now > _slow_until:
        _slow, _slow_until = tuple(_read_slow_mounts()), now + _MOUNTS_LAST
    return _slow


def _read_slow_mounts() -> Iterator[str]:
    try:
        with open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                fields = line.split(" ")
                if fields[fields.index("-") + 1] in _SLOW_SYSTEMS:
                    yield fields[4].replace("\\040", " ").rstrip("/")
    except (OSError, ValueError, IndexError):
        return


_projects: dict[tuple[str, str | None], tuple[list[tuple[str, int]], str | None]] = {}
_MAX_PROJECTS = 64


def project_root(cwd: str, home: str | None) -> str | None:
    """The nearest directory upwards from `cwd` that holds a project; never the home directory or what lies above it."""
    known = _projects.get((cwd, home))
    if known is not None and all(_changed(directory) == when for directory, when in known[0]):
        return known[1]
    looked_at, root = _find_project(cwd, home)
    if len(_projects) >= _MAX_PROJECTS:
        _projects.clear()
    _projects[cwd, home] = looked_at, root
    return root


def _find_project(cwd: str, home: str | None) -> tuple[list[tuple[str, int]], str | None]:
    """The root, and the directories that were looked at, with the time of their last change."""
    here = cwd
    looked_at: list[tuple[str, int]] = []
    while here.count("/") >= 2 and here != home and not (home or "").startswith(f"{here}/"):
        if any(here == slow or here.startswith(f"{slow}/") for slow in slow_mounts()):
            return looked_at, None
        looked_at.append((here, _changed(here)))
        if any(os.path.lexists(f"{here}/{name}") for name in PROJECT_FILES):
            return looked_at, here
        here = here.rpartition("/")[0]
    return looked_at, None


def _changed(directory: str) -> int:
    """When an entry was last added to, or removed from, a directory; -1 where it can't be said."""
    try:
        return os.stat(directory).st_mtime_ns
    except (OSError, ValueError):
        return -1


def current_context(
    cwd: str | None = None,
    env: Mapping[str, str] | None = None,
    *,
    home: str | None = None,
    aliases: Mapping[str, str] | None = None,
    functions: Mapping[str, str] | None = None,
    env_complete: bool = True,
    unrecognised: str = "medium",
    dialect: str = "bash",
    options: frozenset[str] | None = None,
    budget: float = BUDGET,
) -> Context:
    """The context of a command that would run on this machine, now.

    Args:
        cwd: where it would run; None for this process's working directory.
        env: its variables; None for this process's own.
        home: None for what `env` says, or else the account's.
        aliases, functions: definitions of the shell that would run it.
        env_complete: whether a variable that `env` lacks is known to be unset.
        unrecognised, dialect, options: see `Context`.
        budget: seconds for questions about files.
    """
    env = os.environ if env is None else env
    if cwd is None:
        try:
            cwd = os.getcwd()
        except OSError:
            cwd = None
    home = home or env.get("HOME") or os.path.expanduser("~")
    return Context(
        cwd=cwd,
        home=home.rstrip("/") or "/",
        user=env.get("USER") or env.get("LOGNAME") or account(),
        env=env,
        project_root=project_root(cwd, home) if cwd else None,
        aliases=aliases or {},
        functions=functions or {},
        facts=MachineFacts(budget),
        unrecognised=unrecognised,
        env_complete=env_complete,
        dialect=dialect,
        options=options,
    )


@functools.cache
def account() -> str | None:
    """The name of this process's user, None where the system does not know one."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return None
