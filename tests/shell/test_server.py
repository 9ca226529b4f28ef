"""The server by itself: who gets an answer, and what is dropped."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from chimera_guard.frontends.hook import protocol, runtime
from chimera_guard.frontends.hook import server as serving
from chimera_guard.frontends.hook.protocol import Request
from chimera_guard.frontends.hook.server import Server


class Echo:
    """A judge whose message is the line."""

    def answer(self, request: Request) -> tuple[int, str]:
        return protocol.RUN, request.text


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    tmp_path.chmod(0o700)
    server = Server(str(tmp_path), Echo(), idle=0.05)  # type: ignore[arg-type]
    yield server
    server.close(keep_fifos=False)
    for connection in list(server.connections):
        server.hang_up(connection)
    server.listener.close()


@pytest.fixture
def client(server: Server) -> Iterator[socket.socket]:
    with connected(server) as connection:
        yield connection


@contextlib.contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(f"{server.path}/socket")
        server.accept()
        yield connection


def serve(server: Server) -> None:
    """Let the server read what has come in."""
    for connection in list(server.connections):
        server.receive_from_client(connection)


def test_requests_that_come_in_pieces_and_together(server: Server, client: socket.socket) -> None:
    one, two = (protocol.encode("bash", "/", text, seq=text) for text in ("one", "two"))
    client.sendall(one[:7])
    serve(server)
    client.sendall(one[7:] + two)
    serve(server)
    assert client.recv(4096) == b"one\x1f0\x1fone\0two\x1f0\x1ftwo\0"


def test_a_frame_without_end_is_dropped(server: Server, client: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_FRAME", 1000)
    client.sendall(b"x" * 1001)
    serve(server)
    assert not server.pending
    client.sendall(protocol.encode("bash", "/", "after"))
    serve(server)
    assert client.recv(4096).endswith(b"after\0")


def test_somebody_else_gets_no_answer(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def strange(connection: object) -> int:
        raise runtime.Unsafe("of another user")

    monkeypatch.setattr(runtime, "peer", strange)
    with connected(server) as connection:
        assert not server.connections
        assert connection.recv(10) == b""


def test_the_oldest_connection_makes_room(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MAX_CONNECTIONS", 2)
    with connected(server) as first, connected(server) as second, connected(server) as third:
        assert len(server.connections) == 2
        assert first.recv(10) == b""
        for each in (second, third):
            each.sendall(protocol.encode("bash", "/", "ls"))
        serve(server)
        assert second.recv(100) == third.recv(100) == b"0\x1f0\x1fls\0"


def test_a_connection_that_says_nothing_is_hung_up(server: Server, client: socket.socket) -> None:
    (since,) = server.connections.values()
    server.sweep(since + 60)
    assert not server.connections and client.recv(10) == b""


def test_what_lies_in_the_place_of_a_fifo_is_removed(server: Server, tmp_path: Path) -> None:
    pid = os.getpid()
    (tmp_path / "elsewhere").write_text("kept")
    (tmp_path / f"{pid}.q").symlink_to("elsewhere")
    (tmp_path / f"{pid}.a").write_text("in the way")
    server.add_shell(pid)
    assert (tmp_path / f"{pid}.q").is_fifo() and (tmp_path / f"{pid}.a").is_fifo()
    assert (tmp_path / "elsewhere").read_text() == "kept"


def test_a_shell_that_is_gone_is_forgotten(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.add_shell(os.getpid())
    assert server.sweep(server.last + 60)  # a shell is left, so there is a reason to stay
    monkeypatch.setattr(serving, "alive", lambda pid: False)
    assert not server.sweep(server.last + 60)
    assert not server.shells and not list(tmp_path.glob(f"{os.getpid()}.*"))


def test_a_server_whose_directory_was_replaced_ends(server: Server, tmp_path: Path) -> None:
    server.add_shell(os.getpid())
    tmp_path.rename(tmp_path.with_name("moved"))
    tmp_path.mkdir()
    assert not server.sweep(server.last)
    tmp_path.rmdir()
    tmp_path.with_name("moved").rename(tmp_path)


def test_the_status(server: Server, client: socket.socket) -> None:
    client.sendall(protocol.encode("bash", "/", "ls"))
    serve(server)
    client.recv(100)
    assert server.status()["requests"] == 1 and server.status()["connections"] == 1
    client.sendall(protocol.encode("bash", "/", "ls", version=protocol.VERSION + 1))
    serve(server)
    verdict, message = protocol.decode_answer(client.recv(100)[:-1])
    assert (verdict, message) == (protocol.UNAVAILABLE, b"the server is too old")
