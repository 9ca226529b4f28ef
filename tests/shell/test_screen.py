"""Harmless lines: the screen is the same with and without the guard, and other programs' input stays theirs."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pexpect
import pyte
import pytest

from .driver import PROMPT, Home, Shell, wait_until

pytestmark = pytest.mark.shells

HARMLESS = {
    "plain": "echo one\r",
    "empty": "\r\r",
    "wrapped": "echo " + "word " * 40 + "\r",
    "continued": "echo 'one\rtwo'\r",
    "edited": "echo abc\x01\x06\x06\x05d\x7f\r",
    "interrupted": "echo gone\x03",
    "failing": "false\r",
    "many": "echo 1\recho 2\recho 3\r",
    "loop": "for i in 1 2; do\recho $i\rdone\r",
}


@pytest.mark.parametrize("keys", HARMLESS.values(), ids=HARMLESS.keys())
@pytest.mark.parametrize("setup", ["", "two-lines"], ids=["one-line-prompt", "two-line-prompt"])
def test_the_screen_is_the_same(keys: str, setup: str, shell_name: str, shared_home: Home, work: Path) -> None:
    if shell_name == "fish":
        keys = keys.replace("for i in 1 2; do\r", "for i in 1 2\r").replace("done\r", "end\r")
        setup = setup and f"function fish_prompt; echo top; echo -n '{PROMPT}'; end"
    else:
        setup = setup and f"PS1=$'top\\n{PROMPT}'"
    with (
        Shell(shell_name, shared_home, work, setup, guard=False) as bare,
        Shell(shell_name, shared_home, work, setup) as guarded,
    ):
        screens = [Screen(bare), Screen(guarded)]
        for part in ["", *keys.splitlines(keepends=True)]:
            before = list(screens[0].screen.display)
            for screen in screens:
                screen.shell.keys(part)

            def same(before: list[str] = before if part else []) -> bool:
                for screen in screens:
                    screen.settle()
                return before != screens[0].screen.display == screens[1].screen.display

            wait_until(same, 10)  # what is typed while a shell still works on the last line is shown twice
        for screen in screens:
            screen.shell.keys("echo f''in\r")
        assert screens[0].finished() == screens[1].finished()


class Screen:
    """What a terminal shows of a shell."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.screen = pyte.Screen(100, 24)
        self.stream = pyte.Stream(self.screen)
        self.stream.feed(shell.first_screen)

    def settle(self, seconds: float = 0.08) -> None:
        """Draw what comes until it is quiet for that long."""
        while True:
            try:
                self.stream.feed(self.shell.child.read_nonblocking(65536, seconds))
            except (pexpect.TIMEOUT, pexpect.EOF):
                return

    def finished(self) -> list[str]:
        """The rows, once the last line has run and nothing moves any more."""
        assert wait_until(lambda: self.settle() or any(row.rstrip() == "fin" for row in self.screen.display), 10)
        self.settle(0.15)
        return [row.rstrip() for row in self.screen.display]


READS = {"bash": "read -e answer", "zsh": "vared -p '' -c answer", "fish": "read answer"}


def test_an_answer_to_a_running_command_is_no_command(shell_name: str, shared_home: Home, work: Path) -> None:
    with Shell(shell_name, shared_home, work) as shell:
        shell.sync()
        shell.line(READS[shell_name])
        time.sleep(0.3)
        shell.line("touch victim")
        assert "[touch victim]" in shell.says('echo "[$answer]"')
        assert not (work / "victim").exists()


STARTUP = {"bash": "bash/rc", "zsh": "zsh/.zshrc", "fish": "fish/fish/config.fish"}


def test_a_command_string_is_not_asked_about(shell_name: str, shared_home: Home, work: Path) -> None:
    with Shell(shell_name, shared_home, work):
        pass  # leaves its start-up file
    code = f"source {work}/.startup-{STARTUP[shell_name]}; touch made"
    subprocess.run([shell_name, "-c", code], cwd=work, env=shared_home.env, timeout=20, check=True)
    assert (work / "made").exists()


def test_a_script_is_not_asked_about(shell_name: str, shared_home: Home, work: Path) -> None:
    (work / "script").write_text("touch made\necho ran\n")
    with Shell(shell_name, shared_home, work) as shell:
        shell.sync()
        shell.line(f"{shell_name} script")
        if shell.child.expect(["Run it\\?", "ran\r"]) == 0:  # the line itself is
            shell.keys("y")
            shell.expect("ran\r")
        assert wait_until((work / "made").exists)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_no_process_is_started_for_a_harmless_line(shell_name: str, shared_home: Home, work: Path) -> None:
    if shell_name == "fish":
        pytest.skip("fish has no way to talk to the server but a process")
    trace = work / "forks"
    with Shell(shell_name, shared_home, work) as shell:
        shell.sync()
        wait_until(lambda: shell_name != "bash" or list(Path(shared_home.directory).glob(f"{shell.child.pid}.q")))
        tracer = subprocess.Popen(
            ["strace", "-f", "-e", "trace=clone,clone3,fork,vfork,execve", "-o", trace, "-p", str(shell.child.pid)],
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(lambda: "TracerPid:\t0" not in Path(f"/proc/{shell.child.pid}/status").read_text())
        shell.sync()
        assert "a b" in shell.says("cd . && echo a b $HOME")
        tracer.terminate()
        tracer.wait(10)
    calls = [line for line in trace.read_text().splitlines() if "(" in line]
    assert calls == []
