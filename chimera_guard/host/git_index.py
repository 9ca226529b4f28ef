"""What git has of a working tree, read from its index file. Runs no git: a repository's settings can name programs."""

from __future__ import annotations

import os
import struct

_MAX_INDEX = 16 << 20
_FIXED = struct.Struct(">10I20sH")


class GitIndex:
    """The files that a repository tracks, as they were when git looked last.

    Args:
        root: the top of the working tree, the directory that holds `.git`.

    Raises:
        OSError, ValueError: when the index can't be read, or is of a kind that is not understood.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        try:
            self._files = _read(f"{git_directory(root)}/index")
        except (struct.error, IndexError):
            raise ValueError("the index is cut off") from None

    def has(self, path: str, found: os.stat_result) -> bool:
        """Whether git has this content: the file is tracked, and has not changed since."""
        known = self._files.get(path[len(self.root.rstrip("/")) + 1 :])
        return known == (found.st_size & 0xFFFFFFFF, int(found.st_mtime) & 0xFFFFFFFF)

    def paths(self) -> list[str]:
        """The tracked files, as absolute paths."""
        return [f"{self.root}/{name}" for name in self._files]


def git_directory(root: str) -> str:
    """The directory behind `root/.git`, which in linked work trees and submodules is a file with its name."""
    path = f"{root}/.git"
    if not os.path.isfile(path):
        return path
    with open(path, encoding="utf-8", errors="surrogateescape") as stream:
        label, _, target = stream.read(4096).strip().partition(": ")
    if label != "gitdir":
        raise ValueError("not a git file")
    return os.path.join(root, target)


def find_root(path: str) -> str | None:
    """The top of the working tree that `path` lies in."""
    here = path
    while here not in ("", "/"):
        if os.path.lexists(f"{here}/.git"):
            return here
        here = os.path.dirname(here)
    return None


def _read(name: str) -> dict[str, tuple[int, int]]:
    with open(name, "rb") as stream:
        data = stream.read(_MAX_INDEX + 1)
    signature, version, count = struct.unpack_from(">4sII", data)
    if signature != b"DIRC" or version not in (2, 3, 4) or len(data) > _MAX_INDEX:
        raise ValueError("not an index that is understood")
    files: dict[str, tuple[int, int]] = {}
    place, last = 12, b""
    for _ in range(count):
        fields = _FIXED.unpack_from(data, place)
        start = place + _FIXED.size + (2 if version >= 3 and fields[11] & 0x4000 else 0)
        if version == 4:
            strip, start = _offset(data, start)
            end = data.index(b"\0", start)
            last = last[: len(last) - strip] + data[start:end]
            place = end + 1
        else:
            end = data.index(b"\0", start)
            last = data[start:end]
            place += (end - place + 8) & ~7
        files[last.decode("utf-8", "surrogateescape")] = (fields[9], fields[2])
    return files


def _offset(data: bytes, place: int) -> tuple[int, int]:
    """A number of variable width, and where it ends."""
    value = data[place] & 127
    while data[place] & 128:
        place += 1
        value = ((value + 1) << 7) | (data[place] & 127)
    return value, place + 1
