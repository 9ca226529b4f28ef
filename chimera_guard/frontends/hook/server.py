"""The resident server: one per user, a single thread, a socket for clients and zsh, a pair of FIFOs per bash.

It ends when no shell is left and nobody has asked for an hour, and starts anew from the files on disk when the
package was upgraded. It writes nothing to the terminal; what goes wrong in a judgement is an answer.

Whoever can reach it finds it warm: it has no socket until all is loaded that lines need. Until then, clients judge.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import json
import os
import selectors
import signal
import socket
import stat
import sys
import time

from chimera_guard.frontends.hook import protocol, runtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from chimera_guard.frontends.hook.judge import Judge

IDLE = 3600.0
SWEEP = 30.0
MAX_CONNECTIONS = 128
_CONNECTION_TIME = 10.0
_Source = int | socket.socket


class Server:
    """Serves one runtime directory, whose lock it holds."""

    def __init__(self, path: str, judge: Judge, idle: float = IDLE) -> None:
        self.path = path
        self.idle = idle
        self.place = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)  # ours, also when another has its name
        self.judge = judge
        self.stamp = package_stamp()
        self.selector = selectors.DefaultSelector()
        self.shells: dict[int, tuple[int, int]] = {}
        self.connections: dict[socket.socket, float] = {}
        self.pending: dict[_Source, bytes] = {}
        self.started = self.last = self.swept = time.monotonic()
        self.requests = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{path}/socket")
        self.listener.listen(64)
        self.listener.setblocking(False)
        self.selector.register(self.listener, selectors.EVENT_READ)
        for name in os.listdir(path):
            pid, _, end = name.partition(".")
            if end == "q" and pid.isdecimal():
                self.add_shell(int(pid))

    def run(self) -> bool:
        """Serve until there is nobody to serve (False), or the package was upgraded (True)."""
        while True:
            ready = self.selector.select(min(SWEEP, self.idle))
            for key, _ in ready:
                if key.fileobj is self.listener:
                    self.accept()
                elif isinstance(key.fileobj, int):
                    self.receive_from_shell(key.fileobj, key.data)
                elif isinstance(key.fileobj, socket.socket):
                    self.receive_from_client(key.fileobj)
                self.last = time.monotonic()
            if ready and package_stamp() != self.stamp:
                self.accept()
                if not self.connections and not self.pending:
                    return True
            now = time.monotonic()
            if now - self.swept >= min(SWEEP, self.idle):
                self.swept = now
                if not self.sweep(now):
                    return False

    def sweep(self, now: float) -> bool:
        """Drop what is gone; returns whether there is a reason to stay."""
        for pid in list(self.shells):
            if not alive(pid):
                self.drop_shell(pid)
        for connection, since in list(self.connections.items()):
            if now - since > _CONNECTION_TIME:
                self.hang_up(connection)
        try:
            ours = os.path.samestat(os.stat(self.path), os.fstat(self.place))
        except OSError:
            return False
        return ours and bool(self.shells or now - self.last < self.idle)

    def add_shell(self, pid: int) -> None:
        """Open the FIFO pair of a shell, making it where needed. Raises OSError."""
        if pid in self.shells:
            self.drop_shell(pid)
        ends = []
        for end in ("q", "a"):
            name = f"{pid}.{end}"
            if not self.is_fifo(name):
                os.mkfifo(name, 0o600, dir_fd=self.place)
            ends.append(os.open(name, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=self.place))
        self.shells[pid] = (ends[0], ends[1])
        self.selector.register(ends[0], selectors.EVENT_READ, ends[1])

    def drop_shell(self, pid: int) -> None:
        """Close and remove the FIFO pair of a shell."""
        question, answer = self.shells.pop(pid)
        self.selector.unregister(question)
        self.pending.pop(question, None)
        for descriptor, end in ((question, "q"), (answer, "a")):
            os.close(descriptor)
            self.remove(f"{pid}.{end}")
        self.remove(f"{pid}.f")

    def accept(self) -> None:
        """Take a connection of the same user; nobody else gets an answer."""
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return
        try:
            runtime.peer(connection)
        except OSError:
            connection.close()
            return
        if len(self.connections) >= MAX_CONNECTIONS:
            self.hang_up(next(iter(self.connections)))
        connection.setblocking(False)
        self.connections[connection] = time.monotonic()
        self.selector.register(connection, selectors.EVENT_READ)
        self.receive_from_client(connection)

    def hang_up(self, connection: socket.socket) -> None:
        """Close a connection."""
        self.selector.unregister(connection)
        self.connections.pop(connection, None)
        self.pending.pop(connection, None)
        connection.close()

    def receive_from_client(self, connection: socket.socket) -> None:
        """Read from a connection, and answer what is complete."""
        if connection not in self.connections:
            return
        try:
            chunk = connection.recv(262_144)
            for answer in self.answers(connection, chunk):
                connection.sendall(answer)
        except BlockingIOError:  # a new one whose request is still on its way
            return
        except OSError:
            chunk = b""
        if not chunk:
            self.hang_up(connection)

    def receive_from_shell(self, question: int, answer: int) -> None:
        """Read from a FIFO, and answer what is complete."""
        try:
            chunk = os.read(question, 65536)
            for line in self.answers(question, chunk):
                os.write(answer, line)
        except OSError:  # nobody reads the answers: the shell is gone, or asks again
            return

    def answers(self, source: _Source, chunk: bytes) -> list[bytes]:
        """The answers to all complete frames of `source`, whose newest bytes are `chunk`."""
        *frames, rest = (self.pending.pop(source, b"") + chunk).split(protocol.END)
        if rest and len(rest) <= protocol.MAX_FRAME:
            self.pending[source] = rest
        return [self.answer(frame) for frame in frames if frame]

    def answer(self, frame: bytes) -> bytes:
        """The answer to one frame."""
        try:
            request = protocol.decode(frame)
        except ValueError:
            return protocol.encode_answer("?", protocol.UNAVAILABLE, "not a request")
        if request.version > protocol.VERSION:
            return protocol.encode_answer(request.seq, protocol.UNAVAILABLE, "the server is too old")
        if request.kind == protocol.REGISTER:
            verdict, message = self.register(request.text)
        elif request.kind == protocol.STATUS:
            verdict, message = protocol.RUN, json.dumps(self.status())
        else:
            self.requests += 1
            verdict, message = self.judge.answer(request)
        return protocol.encode_answer(request.seq, verdict, message)

    def register(self, pid: str) -> tuple[int, str]:
        """Add a shell, for a client."""
        try:
            self.add_shell(int(pid))
        except (OSError, ValueError) as error:
            return protocol.UNAVAILABLE, str(error)
        return protocol.RUN, ""

    def status(self) -> dict[str, object]:
        """Facts about this server, for `chimera-guard status`."""
        return {
            "pid": os.getpid(),
            "protocol": protocol.VERSION,
            "package": runtime.ENTRY,
            "requests": self.requests,
            "shells": sorted(self.shells),
            "connections": len(self.connections),
            "uptime": round(time.monotonic() - self.started, 1),
        }

    def close(self, keep_fifos: bool) -> None:
        """Leave the directory clean; the FIFOs stay for a successor."""
        self.remove("socket")
        if not keep_fifos:
            for pid in list(self.shells):
                self.drop_shell(pid)

    def is_fifo(self, name: str) -> bool:
        """Whether a FIFO of ours has that name; anything else that has it is removed."""
        try:
            found = os.stat(name, dir_fd=self.place, follow_symlinks=False)
        except FileNotFoundError:
            return False
        if stat.S_ISFIFO(found.st_mode) and found.st_uid == os.getuid():
            return True
        os.unlink(name, dir_fd=self.place)
        return False

    def remove(self, name: str) -> None:
        """Remove a file of the runtime directory."""
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=self.place)


def alive(pid: int) -> bool:
    """Whether a process of this user has that id."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def package_stamp() -> tuple[int, ...]:
    """What changes when the package is upgraded in place."""
    try:
        found = [os.stat(name) for name in _STAMPED]
    except OSError:  # half-way through an upgrade
        return ()
    return tuple(value for each in found for value in (each.st_ino, each.st_mtime_ns))


_STAMPED = (os.path.join(os.path.dirname(runtime.ENTRY), "..", "..", "__init__.py"), runtime.ENTRY)


def main(arguments: list[str]) -> int:
    """`DIR [IDLE]`: serve until idle. Returns at once where another server holds the lock."""
    path = arguments[0]
    os.umask(0o077)
    runtime.secure(path, create=True)
    lock = os.open(f"{path}/lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return 0
    os.ftruncate(lock, 0)  # the number of one that died must not be taken for ours
    with contextlib.suppress(FileNotFoundError):
        os.unlink(f"{path}/socket")  # of a server that died: nobody else can hold the lock now
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    judge = _warm_judge()
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)  # before anybody can find out that it has to be ended
    server = Server(path, judge, float(arguments[1]) if len(arguments) > 1 else IDLE)
    server.remove(runtime.STARTING)  # now that nothing can keep it from serving any more
    upgraded = False
    try:
        upgraded = server.run()
    finally:
        server.close(keep_fifos=upgraded)
    if upgraded:
        os.execve(sys.executable, [sys.executable, "-I", runtime.ENTRY, "server", *arguments], dict(os.environ))
    return 0


def _warm_judge() -> Judge:
    """A judge that has loaded what lines need; imported here, because who does not get the lock needs none."""
    from chimera_guard.frontends.hook.judge import Judge

    judge = Judge()
    judge.warm_up()
    gc.collect()
    gc.freeze()  # what is loaded now stays: no collection has to look at it
    return judge
