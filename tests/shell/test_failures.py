"""What breaks: nobody waits long for a warning or an answer, and the line is judged as the settings say."""

from __future__ import annotations

import _socket
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chimera_guard.frontends.hook import client, protocol, runtime

from .driver import ASKS, ROOT, VICTIM, Home, Shell, wait_until

pytestmark = pytest.mark.shells
JUDGED = "judged without it"


def soon(shell: Shell, line: str, pattern: str) -> str:
    """Type a line; the pattern comes before anybody would give up on a server. Returns what came before it."""
    shell.line(line)
    return shell.expect(pattern, timeout=client.PATIENCE)


def still_guarded(shell: Shell) -> None:
    """After all: a dangerous line is asked about, a harmless one runs, neither with a warning."""
    shell.line("touch victim")
    shell.expect(ASKS)
    shell.keys("n")
    assert "judged" not in shell.sync()
    assert not (shell.cwd / VICTIM).exists()


def test_the_server_was_killed(shell_name: str, home: Home, work: Path) -> None:
    with Shell(shell_name, home, work) as shell:
        shell.sync()
        os.kill(home.running(), signal.SIGKILL)
        soon(shell, "touch victim", ASKS)
        shell.keys("n")
        shell.sync()
        assert wait_until(home.server)
        still_guarded(shell)


def registered(shell: Shell, home: Home) -> bool:
    """Wait for a lone server that knows the shell; only bash has itself registered."""
    fifo = Path(home.directory) / f"{shell.child.pid}.a"
    return wait_until(lambda: shell.name != "bash" or fifo.exists()) and home.settled()


def test_a_death_is_reported(shell_name: str, home: Home, work: Path) -> None:
    with Shell(shell_name, home, work) as shell:
        shell.sync()
        assert registered(shell, home)
        os.kill(home.running(), signal.SIGKILL)
        assert wait_until(lambda: not home.server())  # one that is dying closes connections, as one that is upgraded
        assert "died" in soon(shell, "echo s''ame", "same") or JUDGED in str(shell.child.before)
        wait_until(home.server)
        still_guarded(shell)


def test_the_server_is_stopped(shell_name: str, home: Home, work: Path) -> None:
    with Shell(shell_name, home, work) as shell:
        shell.sync()
        assert registered(shell, home)
        pid = home.running()
        os.kill(pid, signal.SIGSTOP)
        assert JUDGED in soon(shell, "echo s''ame", "same")
        shell.line("touch victim")
        shell.expect(ASKS)
        shell.keys("n")
        shell.sync()
        assert wait_until(lambda: home.server() not in (0, pid)), "it was not replaced"
        still_guarded(shell)


def test_the_runtime_directory_is_gone(shell_name: str, home: Home, work: Path) -> None:
    with Shell(shell_name, home, work) as shell:
        shell.sync()
        old = home.running()
        shutil.rmtree(home.directory)
        soon(shell, "touch victim", ASKS)
        shell.keys("n")
        shell.sync()
        assert wait_until(home.server)
        still_guarded(shell)
        os.kill(old, signal.SIGTERM)


def test_the_directory_was_planted_by_somebody(shell_name: str, home: Home, work: Path) -> None:
    planted = Path(home.directory)
    planted.mkdir(mode=0o777)
    planted.chmod(0o777)
    trap = socket.socket(socket.AF_UNIX)
    trap.bind(str(planted / "socket"))
    trap.listen()
    with Shell(shell_name, home, work) as shell:
        assert "only you can enter" in soon(shell, "echo s''ame", "same")
        shell.line("touch victim")
        shell.expect(ASKS)
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()
    trap.setblocking(False)
    with pytest.raises(BlockingIOError):
        trap.accept()
    trap.close()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make files of somebody else")
def test_the_directory_belongs_to_somebody_else(shell_name: str, home: Home, work: Path) -> None:
    planted = Path(home.directory)
    planted.mkdir(mode=0o700)
    os.chown(planted, 65534, 65534)
    with Shell(shell_name, home, work) as shell:
        assert "only you can enter" in soon(shell, "echo s''ame", "same")
        shell.line("touch victim")
        shell.expect(ASKS)
        shell.keys("n")
        shell.sync()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make files of somebody else")
def test_the_runtime_directory_is_that_of_another_user(shell_name: str, home: Home, work: Path, tmp_path: Path) -> None:
    """As after `su`, which keeps XDG_RUNTIME_DIR."""
    os.chown(home.run, 65534, 65534)
    home.env["TMPDIR"] = str(tmp_path)
    assert home.directory == f"{tmp_path}/chimera-guard-0"
    with Shell(shell_name, home, work) as shell:
        assert home.running()
        assert "chimera-guard" not in shell.says("echo s''ame")
        still_guarded(shell)
    assert not os.listdir(home.run)


def test_nothing_can_be_written(shell_name: str, home: Home, work: Path) -> None:
    """As on a full disk: the runtime directory can't be made."""
    Path(home.directory).write_text("in the way")
    with Shell(shell_name, home, work) as shell:
        assert JUDGED in soon(shell, "echo s''ame", "same")
        shell.line("touch victim")
        shell.expect(ASKS)
        shell.keys("n")
        shell.sync()


@pytest.mark.parametrize("strict", [False, True], ids=["warn", "strict"])
def test_python_is_missing(shell_name: str, strict: bool, home: Home, work: Path) -> None:
    broken = "__cg_entry=(/nowhere/python)\n" if shell_name != "fish" else "set -g __cg_entry /nowhere/python\n"
    stricter = ("__cg_strict=1\n" if shell_name != "fish" else "set -g __cg_strict 1\n") if strict else ""
    with Shell(shell_name, home, work, after=broken + stricter) as shell:
        home.end()
        soon(shell, "touch victim", "could not judge this line.*" + ("not run" if strict else "run"))
        if strict:
            time.sleep(0.2)
            assert not (work / VICTIM).exists()
        else:
            shell.sync()
            assert (work / VICTIM).exists()


@pytest.mark.parametrize("strict", [False, True], ids=["warn", "strict"])
@pytest.mark.parametrize("broken", ["raise ImportError", None], ids=["broken", "gone"])
def test_the_package_goes_while_shells_are_open(
    shell_name: str, broken: str | None, strict: bool, home: Home, work: Path
) -> None:
    """What Python then ends with is no verdict: nobody is locked out, and nothing is refused in silence."""
    entry = work / ".entry.py"
    if broken:
        entry.write_text(broken)
    setup = "set -g __cg_entry[4] {}\n" if shell_name == "fish" else "__cg_entry[{}]={{}}\n"
    setup = setup.format(entry) if shell_name == "fish" else setup.format(3 + (shell_name == "zsh")).format(entry)
    if strict:
        setup += "set -g __cg_strict 1\n" if shell_name == "fish" else "__cg_strict=1\n"
    with Shell(shell_name, home, work, after=setup) as shell:
        home.end()
        for number in (1, 2):
            soon(shell, f"touch victim{number}", "could not judge this line.*" + ("not run" if strict else "run"))
            assert wait_until((work / f"victim{number}").exists, 0.3 if strict else 5) != strict


def test_the_server_is_too_old(shell_name: str, home: Home, work: Path) -> None:
    """An old server has another protocol: it is ended, and a new one is started."""
    old = "from chimera_guard.frontends.hook import protocol, server\nprotocol.VERSION = 0\n"
    old += f"server.main([{home.directory!r}])\n"
    server = subprocess.Popen([sys.executable, "-c", old], env=home.env, cwd=ROOT)
    assert wait_until(home.server)
    with Shell(shell_name, home, work) as shell:
        soon(shell, "touch victim", ASKS)
        shell.keys("n")
        shell.sync()
        assert server.wait(5)
        assert wait_until(lambda: home.server() not in (0, server.pid))
        still_guarded(shell)


def test_a_megabyte(shell_name: str, home: Home, work: Path) -> None:
    """Too long to be read while one waits: it is asked about."""
    (work / "long").write_text("echo " + "a" * 1_000_000)
    recall = {
        "bash": """__long() { READLINE_LINE=$(<long); }; bind -x '"\\C-t": __long'""",
        "zsh": "__long() { BUFFER=$(<long) }; zle -N __long; bindkey '^T' __long",
        "fish": "function __long; commandline -r -- (cat long); end; bind \\ct __long",
    }[shell_name]
    with Shell(shell_name, home, work, after=recall) as shell:
        shell.sync()
        home.server()
        shell.keys("\x14")
        time.sleep(3 if shell_name == "fish" else 1)  # the shell itself draws it
        shell.keys("\r")
        shell.expect("longer than", timeout=30)  # what it draws again is the shell's own time
        shell.expect(ASKS)
        shell.keys("n")
        shell.expect("no")


GARBAGE = (b"\0", b"\xff" * 100_000 + b"\0", b"1\x1f2\0", b"\x1f" * 5 + b"\0", b"x" + b"\x1f1" * 5 + b"\0", b"half")


def test_garbage_on_every_way_in(home: Home) -> None:
    pid = home.start()
    frame = protocol.encode(protocol.REGISTER, "", str(os.getpid()))
    connection = runtime.connect(home.directory)
    assert protocol.decode_answer(runtime.exchange(connection, frame))[0] == protocol.RUN
    for garbage in GARBAGE:
        with open(f"{home.directory}/{os.getpid()}.q", "wb", buffering=0) as fifo:
            fifo.write(garbage[:60_000])
        other = runtime.connect(home.directory)
        other.sendall(garbage)
        other.close()
    question = protocol.encode("bash", "/", "echo \udcff\x1b[2J\x1f", seq="7.8")
    with open(f"{home.directory}/{os.getpid()}.q", "wb", buffering=0) as fifo:
        fifo.write(question)
    with open(f"{home.directory}/{os.getpid()}.a", "rb", buffering=0) as answers:
        got = b""
        while b"7.8\x1f" not in got or not got.endswith(b"\0"):
            got += answers.read(4096)
    assert protocol.decode_answer(got.split(b"\0")[-2])[0] != protocol.UNAVAILABLE
    assert home.server() == pid
    connection.close()


def test_one_server_serves_all_shells(home: Home, work: Path) -> None:
    shells = [Shell(name, home, work) for name in ("bash", "zsh", "fish", "bash") if shutil.which(name)]
    for shell in shells:
        shell.sync()
    assert home.settled()
    assert wait_until(lambda: len(list(Path(home.directory).glob("*.q"))) == 2)
    for shell in shells:
        shell.__exit__()


def answered(connection: _socket.socket) -> int:
    """How many requests the server has answered, by its own count."""
    status = runtime.exchange(connection, protocol.encode(protocol.STATUS, "", ""))
    return int(json.loads(protocol.decode_answer(status)[1])["requests"])


def test_an_upgrade_restarts_the_server(home: Home, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "chimera_guard", copy / "chimera_guard", ignore=shutil.ignore_patterns("__pycache__"))
    entry = copy / "chimera_guard/frontends/hook/entry.py"
    Path(home.directory).mkdir(mode=0o700)
    server = subprocess.Popen([sys.executable, "-I", str(entry), "server", home.directory], env=home.env)
    assert wait_until(home.server)
    connection = runtime.connect(home.directory)
    runtime.exchange(connection, protocol.encode("bash", "/", "ls"))
    os.utime(copy / "chimera_guard/__init__.py")
    assert answered(connection) == 1  # while somebody is connected, it does not start anew
    connection.close()

    def anew() -> bool:
        try:
            return answered(runtime.connect(home.directory)) == 0
        except OSError:
            return False

    assert wait_until(anew)
    assert home.server() == server.pid  # the same process, with the new code
    server.terminate()
    server.wait(5)


def test_it_ends_when_nobody_needs_it(home: Home) -> None:
    Path(home.directory).mkdir(mode=0o700)
    server = subprocess.Popen([sys.executable, "-I", runtime.ENTRY, "server", home.directory, "0.3"], env=home.env)
    assert wait_until(home.server)
    assert server.wait(5) == 0
    assert os.listdir(home.directory) == ["lock"]


def test_a_shell_that_ends_leaves_nothing(home: Home, work: Path) -> None:
    Path(home.directory).mkdir(mode=0o700)
    server = subprocess.Popen([sys.executable, "-I", runtime.ENTRY, "server", home.directory, "0.5"], env=home.env)
    assert wait_until(home.server)
    with Shell("bash", home, work) as shell:
        assert wait_until(lambda: list(Path(home.directory).glob("*.q")))
        shell.sync()
    assert server.wait(10) == 0
    assert os.listdir(home.directory) == ["lock"]
