"""Shells inside shells, in the panes of a multiplexer, and what happens on the terminal while it asks."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chimera_guard.frontends.install import startup_file

from .driver import ASKS, PROMPT, SHELLS, VICTIM, Home, Shell, wait_until

pytestmark = pytest.mark.shells


@pytest.fixture
def installed_home(home: Home, command: Path) -> Home:
    """A home where each shell's own start-up file has the guard."""
    for shell in ("bash", "zsh", "fish"):
        path = Path(startup_file(shell, home.env))
        path.parent.mkdir(parents=True, exist_ok=True)
        prompt = f"PS1='{PROMPT}'\n" if shell != "fish" else f"function fish_prompt; echo -n '{PROMPT}'; end\n"
        quiet = {"zsh": "unsetopt prompt_sp\n", "fish": "function fish_greeting; end\n"}
        path.write_text(prompt + quiet.get(shell, ""))
        subprocess.run([command, "install", shell], env=home.env, capture_output=True, check=True)
    (home.path / ".bash_profile").write_text(". ~/.bashrc\n")
    home.start()
    return home


INNER = ["bash", "bash -l", "zsh", "fish", "exec bash", "exec zsh", "exec fish"]


@pytest.mark.parametrize("inner", INNER)
def test_a_shell_inside_a_shell(inner: str, shell_name: str, installed_home: Home, work: Path) -> None:
    if shutil.which(inner.removeprefix("exec ").split()[0]) is None:
        pytest.skip(f"{inner} is not installed")
    with Shell(shell_name, installed_home, work) as shell:
        shell.sync()
        shell.line(inner)
        shell.expect(ASKS)
        shell.keys("y")
        shell.expect("yes")
        shell.child.expect_exact(PROMPT)
        for place in ("inner", "outer"):
            time.sleep(0.3)  # fish throws away what is typed while it starts
            shell.line(f"touch {VICTIM}")
            assert shell.asked()
            shell.keys("n")
            shell.sync()
            if place == "inner" and not inner.startswith("exec"):
                shell.line("exit")
                shell.child.expect_exact(PROMPT)
        assert not (work / VICTIM).exists()


class Multiplexer:
    """A tmux server of the test's own."""

    def __init__(self, home: Home, work: Path) -> None:
        self.home, self.work, self.socket = home, work, work / ".tmux"

    def run(self, *arguments: str) -> str:
        """What a command of tmux prints."""
        command = ["tmux", "-S", str(self.socket), "-f", "/dev/null", *arguments]
        return subprocess.run(command, env=self.home.env, cwd=self.work, capture_output=True, text=True).stdout

    def shows(self, pane: str, text: str) -> bool:
        """Wait for a text in a pane."""
        return wait_until(lambda: text in self.run("capture-pane", "-p", "-t", pane), 15)


@pytest.fixture
def multiplexer(installed_home: Home, work: Path) -> Iterator[Multiplexer]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    found = Multiplexer(installed_home, work)
    yield found
    found.run("kill-server")


def test_each_pane_is_a_shell_of_its_own(shell_name: str, multiplexer: Multiplexer) -> None:
    login = f"{shutil.which(shell_name)} -l"
    multiplexer.run("new-session", "-d", "-s", "s", "-x", "100", "-y", "40", login)
    multiplexer.run("split-window", "-t", "s", login)
    for pane in ("s:0.0", "s:0.1"):
        assert multiplexer.shows(pane, PROMPT.strip())
        time.sleep(0.3)
        multiplexer.run("send-keys", "-t", pane, f"touch {VICTIM}", "Enter")
        assert multiplexer.shows(pane, "Run it?")
    multiplexer.run("resize-pane", "-t", "s:0.0", "-y", "10")  # both ask at once
    multiplexer.run("send-keys", "-t", "s:0.0", "n")
    assert multiplexer.shows("s:0.0", "no")
    multiplexer.run("kill-pane", "-t", "s:0.1")
    multiplexer.run("send-keys", "-t", "s:0.0", "echo al''ive", "Enter")
    assert multiplexer.shows("s:0.0", "alive")
    assert not (multiplexer.work / VICTIM).exists()


@pytest.mark.parametrize("name", SHELLS)
def test_a_job_that_prints_and_ends_while_it_asks(name: str, shared_home: Home, work: Path) -> None:
    if shutil.which(name.partition("-")[0]) is None:
        pytest.skip(f"{name} is not installed")
    with Shell(name, shared_home, work, setup="set -b" if name.startswith("bash") else "") as shell:
        shell.sync()
        shell.line("sh -c 'sleep 1; echo no''ise' &")
        if shell.asked(0.5):
            shell.keys("y")
        shell.child.expect_exact(PROMPT)
        shell.line(f"touch {VICTIM}")
        shell.expect(ASKS)
        shell.expect("noise")
        time.sleep(0.3)  # now the shell hears that it has ended
        shell.keys("y")
        assert wait_until((work / VICTIM).exists)
        assert "suspended" not in shell.sync()
