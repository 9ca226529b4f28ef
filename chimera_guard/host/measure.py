"""How much a deletion or an overwrite would hit: files, bytes, and what of it git does not have. Bounded in time."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable

from chimera_guard.host.facts import slow_mounts
from chimera_guard.host.git_index import GitIndex, find_root

BUDGET = 0.05


class Toll:
    """What would be hit. `complete` is False where time ran out: then the numbers are lower bounds.

    `saved` counts the files that git has as they are, None where there is no repository to ask; `repositories` are
    the ones that would go with their history.
    """

    __slots__ = ("bytes", "complete", "directories", "files", "repositories", "saved")

    def __init__(self) -> None:
        self.files = 0
        self.directories = 0
        self.bytes = 0
        self.saved: int | None = None
        self.repositories: list[str] = []
        self.complete = True

    @property
    def unsaved(self) -> int | None:
        """How many files git does not have: untracked, ignored, or changed."""
        return None if self.saved is None else self.files - self.saved


class _Measurement:
    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.toll = Toll()
        self.seen: set[tuple[int, int]] = set()
        self.indexes: dict[str, GitIndex | None] = {}

    def add(self, path: str, recursive: bool) -> None:
        """Count `path`, with everything below it if `recursive`. Links are counted, never followed."""
        root = find_root(os.path.dirname(path))
        index = self.index(root) if root else None
        found = os.lstat(path)
        if not stat.S_ISDIR(found.st_mode):
            self.count(path, found, index)
        elif recursive:
            self.walk([(path, index)])

    def walk(self, todo: list[tuple[str, GitIndex | None]]) -> None:
        """Count everything below the directories in `todo`, until time is up."""
        slow = slow_mounts()
        while todo:
            here, index = todo.pop()
            if here in slow:
                self.toll.complete = False
                continue
            self.toll.directories += 1
            try:
                with os.scandir(here) as entries:
                    listed = list(entries)
            except OSError:
                self.toll.complete = False
                continue
            if any(entry.name == ".git" for entry in listed):
                self.toll.repositories.append(here)
                index = self.index(here)
            for entry in listed:
                if time.monotonic() > self.deadline:
                    self.toll.complete = False
                    return
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != ".git":
                        todo.append((entry.path, index))
                    continue
                try:
                    self.count(entry.path, entry.stat(follow_symlinks=False), index)
                except OSError:
                    self.toll.complete = False

    def count(self, path: str, found: os.stat_result, index: GitIndex | None) -> None:
        """Count one file, once."""
        identity = (found.st_dev, found.st_ino)
        if identity in self.seen:
            return
        self.seen.add(identity)
        self.toll.files += 1
        self.toll.bytes += found.st_size
        if index is not None and index.has(path, found):
            self.toll.saved = (self.toll.saved or 0) + 1

    def index(self, root: str) -> GitIndex | None:
        """The index of a repository, None where it can't be read."""
        if root not in self.indexes:
            try:
                self.indexes[root] = GitIndex(root)
                self.toll.saved = self.toll.saved or 0
            except (OSError, ValueError):
                self.indexes[root] = None
        return self.indexes[root]


def of_paths(paths: Iterable[tuple[str, bool]], budget: float = BUDGET) -> Toll:
    """What deleting or overwriting the absolute `paths` would hit; each comes with whether all below it goes too."""
    measurement = _Measurement(time.monotonic() + budget)
    for path, recursive in paths:
        if time.monotonic() > measurement.deadline:
            measurement.toll.complete = False
            break
        if any(path == slow or path.startswith(f"{slow}/") for slow in slow_mounts()):
            measurement.toll.complete = False
            continue
        try:
            measurement.add(path, recursive)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError):
            measurement.toll.complete = False
    return measurement.toll


def of_changes(cwd: str) -> Toll:
    """What throwing away all changes in the repository around `cwd` would hit: tracked files that have changed."""
    measurement = _Measurement(time.monotonic() + BUDGET)
    root = find_root(cwd)
    index = measurement.index(root) if root else None
    for path in index.paths() if index else ():
        if time.monotonic() > measurement.deadline:
            measurement.toll.complete = False
            break
        try:
            found = os.lstat(path)
        except OSError:
            continue
        if index is not None and not index.has(path, found):
            measurement.count(path, found, index)
    return measurement.toll
