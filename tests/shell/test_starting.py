"""A server that is on its way, or busy: lines are judged without it, and nothing is said about that."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chimera_guard.frontends import doctor
from chimera_guard.frontends.hook import client, protocol, runtime, scripts
from chimera_guard.frontends.hook.server import _warm_judge

from .driver import ASKS, PROMPT, ROOT, SHELLS, VICTIM, Home, Shell, wait_until

pytestmark = pytest.mark.shells
SERVE = "import sys; from chimera_guard.frontends.hook import server; server.main(sys.argv[1:])"
LINE = protocol.encode("bash", "/", "echo a")


@pytest.fixture
def starting(home: Home) -> Iterator[Home]:
    """A home whose server has the lock, and never comes to serve."""
    runtime.secure(home.directory, create=True)
    lock = os.open(f"{home.directory}/lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    yield home
    os.close(lock)


def test_the_first_lines_do_not_wait_for_the_server(shell_name: str, starting: Home, work: Path) -> None:
    with Shell(shell_name, starting, work) as shell:
        for key in "ny":
            assert "guard:" not in shell.sync()
            assert not (work / VICTIM).exists()
            shell.line(f"touch {VICTIM}")
            shell.expect(ASKS)
            shell.keys(key)
        assert "guard:" not in shell.sync()
        assert (work / VICTIM).exists()


def test_lines_that_were_typed_before_the_prompt(shell_name: str, home: Home, work: Path) -> None:
    if shell_name == "fish":
        pytest.skip("fish throws away what is typed while it starts")
    with Shell(shell_name, home, work, setup=f"printf '{PROMPT}'; read -r x") as shell:  # the start-up file waits
        shell.keys("go\recho f''irst\rtouch victim\r")
        shown = shell.expect(ASKS)
        assert "first" in shown and "guard: its" not in shown
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()


def test_status_says_that_the_server_is_on_its_way(starting: Home) -> None:
    assert "is being started" in doctor.status(starting.env).lines[-1]


def test_nobody_starts_a_second_server(starting: Home) -> None:
    assert client.ask(starting.directory, LINE) == (protocol.RUN, b"")
    assert sorted(os.listdir(starting.directory)) == ["lock"]


def test_a_server_that_was_started_just_now_is_waited_for(home: Home) -> None:
    runtime.secure(home.directory, create=True)
    mark = Path(home.directory) / runtime.STARTING
    mark.touch()
    assert client.ask(home.directory, LINE) == (protocol.RUN, b"")
    assert sorted(os.listdir(home.directory)) == [runtime.STARTING]
    long_ago = time.time() - 60
    os.utime(mark, (long_ago, long_ago))
    verdict, message = client.ask(home.directory, LINE)
    assert verdict == protocol.RUN and b"does not start" in message
    assert wait_until(home.server)
    assert wait_until(lambda: not mark.exists())


def test_a_server_that_cannot_serve_is_missed(home: Home) -> None:
    """As on a full disk: it has the lock, and can't write its number into it."""
    runtime.secure(home.directory, create=True)
    mark = Path(home.directory) / runtime.STARTING
    mark.touch()
    no_room = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); {SERVE}"
    done = subprocess.run([sys.executable, "-c", no_room, home.directory], env=home.env, cwd=ROOT, check=False)
    assert done.returncode and mark.exists()
    mark.touch()
    assert doctor.status(home.env).lines[-1].endswith("the next line starts it")
    long_ago = time.time() - 60
    os.utime(mark, (long_ago, long_ago))
    assert "never came to serve" in doctor.status(home.env).lines[-1]


def test_a_busy_server_is_left_alone(home: Home) -> None:
    pid = home.start()
    assert client.late(home.directory, LINE) == (protocol.RUN, b"")
    assert home.server() == pid


def test_a_server_that_hangs_for_a_while_is_left_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = []
    monkeypatch.setattr(client, "_watch", watched.append)
    pid = home.start()
    os.kill(pid, signal.SIGSTOP)
    assert b"did not answer" in client.late(home.directory, LINE)[1]
    assert watched == [home.directory]
    os.kill(pid, signal.SIGCONT)
    assert client.late(home.directory, LINE) == (protocol.RUN, b"")
    assert home.server() == pid


def test_a_server_that_hangs_is_replaced(home: Home) -> None:
    pid = home.start()
    os.kill(pid, signal.SIGSTOP)
    client.replace(home.directory)
    assert wait_until(lambda: home.server() not in (0, pid))


def test_a_number_that_was_left_behind_ends_nobody(home: Home) -> None:
    """Without the lock, it is of a server that is gone; by now it can be anybody's."""
    runtime.secure(home.directory, create=True)
    with subprocess.Popen(["sleep", "60"]) as somebody:
        (Path(home.directory) / "lock").write_text(f"{somebody.pid}\n")
        client.replace(home.directory)
        assert home.running() != somebody.pid and somebody.poll() is None
        somebody.kill()


def test_a_server_that_can_be_reached_is_warm() -> None:
    """What lines need is loaded before there is a socket, so that no line waits for it."""
    judge = _warm_judge()
    before = set(sys.modules)
    for line in ("for i in 1; do ls; done", "python3 -c 1", "perl -e 1", "nobody-knows-this", "git push --force"):
        judge.answer(protocol.decode(protocol.encode("bash", "/", line).strip(b"\0")))
    assert not {name for name in set(sys.modules) - before if name.startswith(("chimera_guard", "bashlex"))}


@pytest.mark.parametrize("name", SHELLS)
def test_a_mark_that_was_inherited_is_not_ours(name: str, shared_home: Home, work: Path) -> None:
    """As from a shell with `set -a`, which exports all that it sets."""
    if shutil.which(name.partition("-")[0]) is None:
        pytest.skip(f"{name} is not installed")
    inherited = dict.fromkeys(("__cg_on", "__cg_off", "__cg_ok", "__cg_run", "__cg_running"), "1")
    with Shell(name, shared_home, work, env=inherited) as shell:
        shell.sync()
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()


@pytest.mark.parametrize("half", ["", "x() {\n"], ids=["gone", "half"])
def test_half_an_installation_locks_nobody_out(half: str, shell_name: str, shared_home: Home, work: Path) -> None:
    installed = Path(scripts.script("guard.bash")).parent
    copy = work / ".scripts"
    shutil.copytree(installed, copy)
    part = copy / f"transport.{shell_name}"
    part.unlink()
    if half:
        part.write_text(half if shell_name != "fish" else "function x\n")
    hook = scripts.init(shell_name, strict=False).replace(str(installed), str(copy))
    with Shell(shell_name, shared_home, work, setup=hook, guard=False) as shell:
        assert f"transport.{shell_name}" in shell.first_screen
        shell.sync()
        shell.sync()
