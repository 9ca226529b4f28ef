"""The runtime directory (lock, socket, FIFOs) and the connection to the server. Imports next to nothing."""

from __future__ import annotations

import _socket
import os
import stat
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER_TIME = 0.4  # seconds; the shell scripts wait as long on their fast path
STARTING = "starting"  # a file that is there from when a server was started until it serves
START_TIME = 3.0  # seconds in which nobody starts another
ENTRY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "entry.py")
_KEPT = ("HOME", "PATH", "LANG", "LC_ALL", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
         "XDG_STATE_HOME", "XDG_CACHE_HOME", "USER", "LOGNAME")  # fmt: skip


class Unsafe(OSError):
    """The runtime directory, or the peer, belongs to somebody else."""


def directory(env: Mapping[str, str] = os.environ) -> str:
    """The runtime directory, by the same rule as in the shell scripts."""
    base = env.get("XDG_RUNTIME_DIR") or ""
    if not os.path.isdir(base) or os.stat(base).st_uid != os.getuid():
        base = env.get("TMPDIR") or "/tmp"
    if not os.access(base, os.W_OK):
        base = "/tmp"
    return f"{base}/chimera-guard-{os.getuid()}"


def secure(path: str, create: bool = False) -> None:
    """Make sure that `path` is a directory of ours that nobody else can enter.

    Raises Unsafe where it is not, OSError where it is missing (or can't be made).
    """
    if create and not os.path.lexists(path):
        os.makedirs(path, 0o700, exist_ok=True)
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Unsafe(f"{path} is not a directory that only you can enter")


def peer(connection: _socket.socket) -> int:
    """The process id at the other end (0 where the system can't say). Raises Unsafe unless it is the same user's."""
    option = getattr(_socket, "SO_PEERCRED", None)
    if option is None:
        return 0
    credentials = connection.getsockopt(_socket.SOL_SOCKET, option, 12)
    pid, uid = (int.from_bytes(credentials[i : i + 4], sys.byteorder) for i in (0, 4))
    if uid != os.getuid():
        raise Unsafe("the server's socket belongs to another user")
    return pid


def connect(path: str, timeout: float = ANSWER_TIME) -> _socket.socket:
    """Connect to the server of the runtime directory `path`. Raises OSError, Unsafe."""
    secure(path)
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        connection.connect(f"{path}/socket")
        peer(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def exchange(connection: _socket.socket, frame: bytes) -> bytes:
    """Send a frame, return the answer without its NUL. Raises TimeoutError, OSError."""
    connection.sendall(frame)
    answer = b""
    while not answer.endswith(b"\0"):
        chunk = connection.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        answer += chunk
    return answer[:-1]


def locked(path: str) -> bool:
    """Whether a server holds the lock of the runtime directory: it serves, or is about to."""
    import fcntl

    try:
        lock = os.open(f"{path}/lock", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def start(path: str) -> bool:
    """Start a server for the runtime directory, detached from this process, its terminal and its pipes.

    Does nothing where one is there or on its way. Returns False if one that was started before never came to serve.
    Raises OSError where the directory can't be made, Unsafe where it is not ours.
    """
    secure(path, create=True)
    if locked(path):
        return True
    age = waited(path)
    if 0.0 <= age < START_TIME:
        return True
    mark = f"{path}/{STARTING}"
    os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600))
    os.utime(mark)
    if detach():
        try:
            env = {name: os.environ[name] for name in _KEPT if name in os.environ}
            os.execve(sys.executable, [sys.executable, "-I", ENTRY, "server", path], env)
        finally:
            os._exit(1)
    return age < 0.0


def waited(path: str) -> float:
    """For how many seconds a server that was started has not come to serve; -1 where none was."""
    try:
        return time.time() - os.stat(f"{path}/{STARTING}").st_mtime
    except OSError:
        return -1.0


def detach() -> bool:
    """Fork; returns True in the child, which has left our session, terminal, pipes and directory."""
    if os.fork():
        return False
    try:
        os.setsid()
        os.chdir("/")
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        os.closerange(3, 1024)
    except OSError:
        os._exit(1)
    return True
