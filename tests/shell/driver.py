"""Drives an interactive shell through a terminal. What ran is decided by files, not by what the screen shows."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect

from chimera_guard.frontends.hook import runtime, scripts

ASKS = "Run it\\?"
PROMPT = "guarded> "
SHELLS = ("bash", "bash-old", "zsh", "fish")  # bash-old: the fallback for bash < 4.4, forced
VICTIM = "victim"
ROOT = Path(__file__).resolve().parents[2]


class Home:
    """A home directory with its settings and its own server."""

    def __init__(self, base: Path, settings: str = 'threshold = "medium"\n') -> None:
        self.path = base / "home"
        self.run = base / "run"
        self.settings = self.path / ".config/chimera-guard/config.toml"
        self.settings.parent.mkdir(parents=True)
        self.settings.write_text(settings)
        self.run.mkdir(mode=0o700)
        self.env = {
            "HOME": str(self.path),
            "XDG_RUNTIME_DIR": str(self.run),
            "PATH": os.environ["PATH"],
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "USER": "somebody",
        }

    @property
    def directory(self) -> str:
        return runtime.directory(self.env)

    def server(self) -> int:
        """The process id of the server, 0 where there is none."""
        try:
            connection = runtime.connect(self.directory, 1.0)
        except OSError:
            return 0
        pid = runtime.peer(connection)
        connection.close()
        return pid

    def running(self) -> int:
        """The process id of the server, when it answers: never 0, which a signal would take for all of this group."""
        found = [0]

        def answers() -> int:
            found[0] = self.server()
            return found[0]

        assert wait_until(answers)
        return found[0]

    def settled(self) -> bool:
        """Wait for one server to be there, alone: others that started too find its lock, and end.

        So do those that register a shell, and would start another server as soon as this one is gone.
        """
        find = ["pgrep", "-f", f"entry.py (server|register) {self.directory}"]

        def alone() -> bool:
            running = subprocess.run(find, capture_output=True, text=True, check=False).stdout.split()
            return running == [str(self.server())]

        return wait_until(alone)

    def start(self) -> int:
        """Start the server, and wait until it answers; returns its process id."""
        starter = f"from chimera_guard.frontends.hook import runtime; runtime.start({self.directory!r})"
        subprocess.run([sys.executable, "-P", "-c", starter], env=self.env, check=True)  # of the package under test
        return self.running()

    def end(self) -> None:
        """End the server, and wait until it is gone."""
        pid = self.server()
        if pid:
            os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not self.server())


def wait_until(true: Callable[[], object], seconds: float = 20.0) -> bool:
    """Wait until `true()`; returns whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class Shell:
    """An interactive shell on a terminal of its own, guarded unless `guard` is False.

    `setup` runs in the start-up file before the guard is loaded, `after` behind it.
    """

    def __init__(
        self,
        name: str,
        home: Home,
        cwd: Path,
        setup: str = "",
        after: str = "",
        guard: bool = True,
        env: dict[str, str] | None = None,
        size: tuple[int, int] = (24, 100),
        echo: bool = False,
        program: str | None = None,
    ) -> None:
        self.name = name
        self.cwd = cwd
        self.count = 0
        kind = name.partition("-")[0]
        hook = scripts.init(kind, strict=False) if guard else ""
        if name == "bash-old":
            hook = "__cg_old=1\n" + hook
        startup = cwd / f".startup-{name}"
        startup.mkdir(exist_ok=True)
        env = {**home.env, **(env or {})}
        if kind == "bash":
            rc = startup / "rc"
            plain = f"PS1='{PROMPT}'\nunset HISTFILE\nbind 'set enable-bracketed-paste on'\n"
            rc.write_text(f"{plain}{setup}\n{hook}{after}\n")
            arguments = ["--noprofile", "--rcfile", str(rc), "-i"]
        elif kind == "zsh":
            plain = f"PS1='{PROMPT}'\nunsetopt prompt_sp\nKEYTIMEOUT=1\n"
            (startup / ".zshrc").write_text(f"{plain}{setup}\n{hook}{after}\n")
            env["ZDOTDIR"] = str(startup)
            arguments = ["-d", "-i"]
        else:
            env |= {"XDG_CONFIG_HOME": str(startup), "XDG_DATA_HOME": str(startup)}
            # where there is none, fish makes it from all manual pages of the machine, which takes minutes
            (startup / "fish/generated_completions").mkdir(parents=True, exist_ok=True)
            (startup / "chimera-guard").mkdir(exist_ok=True)
            shutil.copy(home.settings, startup / "chimera-guard/config.toml")
            quiet = f"function fish_prompt; echo -n '{PROMPT}'; end\nfunction fish_greeting; end\n"
            (startup / "fish/config.fish").write_text(f"{quiet}{setup}\n{hook}{after}\n")
            arguments = ["-i"]
        program = program or shutil.which(kind)
        assert program
        self.child = pexpect.spawn(
            program, arguments, env=env, cwd=str(cwd), timeout=10, encoding="utf-8", dimensions=size, echo=True
        )
        self.child.delaybeforesend = None
        if echo:
            self.child.logfile_read = sys.stdout
        self.child.expect_exact(PROMPT)
        self.first_screen = f"{self.child.before}{PROMPT}"

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.kill(signal.SIGKILL)
        wait_until(lambda: not self.child.isalive(), 20)
        for each in (self.child, self.child.ptyproc):
            each.delayafterclose = each.delayafterterminate = 0.01
        self.child.close(force=True)

    def keys(self, text: str) -> None:
        """Type."""
        self.child.send(text)

    def line(self, text: str) -> None:
        """Type a line, and Enter."""
        self.child.send(text + "\r")

    def expect(self, pattern: str, timeout: float = 10.0) -> str:
        """Wait for a pattern on the screen; returns what came before it."""
        self.child.expect(pattern, timeout=timeout)
        return str(self.child.before)

    def asked(self, timeout: float = 10.0) -> bool:
        """Whether a question stands on the screen before the next prompt does."""
        return self.child.expect([ASKS, "[^x]synced", pexpect.TIMEOUT], timeout=timeout) == 0

    def sync(self) -> str:
        """A harmless line runs, and nothing asks about it; returns what the screen showed until then."""
        self.count += 1
        self.line(f"echo s''ync{self.count}x")
        before = self.expect(f"sync{self.count}x")
        self.child.expect_exact(PROMPT)
        return before

    def says(self, command: str) -> str:
        """What a command prints, with the lines around it."""
        self.line(command)
        return self.sync()
