"""Verdicts and the budget of questions, kept between runs in files that are the user's alone."""

from __future__ import annotations

import json
import math
import os
import stat
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

_MAX_BYTES = 1_000_000
_MAX_AGE = 30 * 86400.0  # seconds for which a verdict holds
_HOUR = 3600.0


class VerdictCache:
    """The latest verdicts, by a key that names the model and everything that it was shown.

    Args:
        path: the file; None keeps them in memory.
        size: how many are kept.
    """

    def __init__(self, path: Path | None, *, size: int = 500) -> None:
        self._path = path
        self._size = size
        self._memory: dict[str, Any] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> tuple[str, str] | None:
        """Return the risk's name and the reason for it, or None."""
        with self._lock:
            entry = self._load().get(key)
        if not isinstance(entry, list) or len(entry) != 3:
            return None
        risk, reason, when = entry
        if risk not in ("LOW", "MEDIUM", "HIGH") or not isinstance(reason, str) or not isinstance(when, int | float):
            return None
        return (risk, reason) if 0 <= time.time() - when <= _MAX_AGE else None

    def put(self, key: str, risk: str, reason: str) -> None:
        """Keep a verdict; the oldest go when there are too many."""
        with self._lock:
            entries = self._load()
            entries.pop(key, None)
            entries[key] = [risk, reason, time.time()]
            while len(entries) > self._size:
                entries.pop(next(iter(entries)))
            self._memory = entries
            if self._path is not None:
                write_private(self._path, json.dumps(entries))

    def _load(self) -> dict[str, Any]:
        if self._path is None:
            return self._memory
        data = _parsed(read_private(self._path))
        return data if isinstance(data, dict) else {}


class Budget:
    """How often the model may be asked within an hour.

    Args:
        path: the file that counts; None counts in memory.
        per_hour: the limit; None for none.
    """

    def __init__(self, path: Path | None, per_hour: int | None) -> None:
        self._path = path
        self._limit = per_hour
        self._memory: list[float] = []
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Count one question, and return whether it may be asked."""
        if self._limit is None:
            return True
        with self._lock:
            now = time.time()
            recent = [when for when in self._load() if 0 <= now - when < _HOUR]
            if len(recent) >= self._limit:
                return False
            self._memory = [*recent, now]
            if self._path is not None:
                write_private(self._path, json.dumps(self._memory))
            return True

    def _load(self) -> list[float]:
        """The times of the last questions; where the file can't be kept, those of this process count."""
        data = _parsed(read_private(self._path)) if self._path is not None else None
        kept = data if isinstance(data, list) else self._memory
        return [float(when) for when in kept if isinstance(when, int | float) and math.isfinite(when)]


def read_private(path: Path) -> str | None:
    """Return the text of a file that belongs to the user and that nobody else can write or read, else None."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        status = os.fstat(descriptor)
        mine = status.st_uid == os.getuid() and not status.st_mode & 0o077 and stat.S_ISREG(status.st_mode)
        return file.read() if mine and status.st_size <= _MAX_BYTES else None


def write_private(path: Path, text: str) -> None:
    """Replace a file by one that only the user can read. What can't be written is not kept."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError:
        return
    try:
        with open(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)


def _parsed(text: str | None) -> Any:
    try:
        return json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        return None
