"""Says whether this shell is guarded, layer by layer, how the server is, and what stands in the way."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from chimera_guard.frontends import install
from chimera_guard.frontends.hook import protocol, runtime, scripts
from chimera_guard.host import settings as host_settings

if TYPE_CHECKING:
    import _socket

GUARDED, PARTLY, UNGUARDED = 0, 1, 2
_ROUNDS = 30
_LONGEST_SOCKET = 100
_SCRIPTS = (
    *("guard.bash", "transport.bash", "state.bash", "guard32.bash"),
    *("guard.zsh", "transport.zsh", "guard.fish", "transport.fish"),
)
# What else can take Enter over: the tool, and how the names of its shell functions begin (underscores left out).
_RIVALS = {
    "tirith": "tirith",
    "shellfirm": "shellfirm",
    "ble.sh": "ble/",
    "atuin": "atuin",
    "hishtory": "hishtory",
    "zsh-vi-mode": "zvm_",
}


class Report:
    """Lines for people, and the worst of what they say."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.status = GUARDED

    def say(self, label: str, text: str, status: int = GUARDED) -> None:
        """Add a line; `status` is how bad it is."""
        mark = "ok" if status == GUARDED else "!!"
        self.lines.append(f"{mark:3}{label:18}{text}")
        self.status = max(self.status, status)


def status(env: Mapping[str, str] = os.environ) -> Report:
    """The report on this shell and its server; `status` is GUARDED, PARTLY or UNGUARDED."""
    report = Report()
    shell = _shell(report, env)
    path = shell.get("directory") or runtime.directory(env)
    _server(report, path)
    return report


def doctor(env: Mapping[str, str] = os.environ) -> Report:
    """The same, and everything that could break it."""
    report = status(env)
    _settings(report, env)
    _directory(report, runtime.directory(env))
    for shell in scripts.SHELLS:
        _startup(report, shell, env)
    for name in _SCRIPTS:
        try:
            scripts.script(name)
        except FileNotFoundError as error:
            report.say("script", str(error), PARTLY)
    return report


def _shell(report: Report, env: Mapping[str, str]) -> dict[str, str]:
    """What the hook of this shell says about itself; the wrapper function `chimera-guard` passes it along."""
    told = env.get("CHIMERA_GUARD_SHELL", "")
    facts = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    if not facts:
        why = "CHIMERA_GUARD=off was set when it started" if env.get("CHIMERA_GUARD") == "off" else "no hook is loaded"
        report.say("shell", f"not guarded: {why}", UNGUARDED)
        return facts
    name = f"{facts.get('shell', '?')} {facts.get('version', '')}".strip()
    layers = {key[6:]: value for key, value in facts.items() if key.startswith("layer ")}
    working = [layer for layer, value in layers.items() if value == "yes"]
    if facts.get("off") == "yes":
        report.say("shell", f"{name}: switched off with `chimera-guard off`", UNGUARDED)
    elif all(value.startswith("no") for value in layers.values()):
        report.say("shell", f"{name}: not guarded, something replaced every layer", UNGUARDED)
    else:
        complete = len(working) == len(layers)
        report.say("shell", f"{name}: {'guarded' if complete else 'partly guarded'}", GUARDED if complete else PARTLY)
    for layer, value in layers.items():
        report.say(f"  {layer}", value, GUARDED if value == "yes" else PARTLY)
    entry = facts.get("entry", "")
    if entry and not os.path.exists(entry):
        report.say("  package", f"{entry} is gone: no line is judged any more; start a new shell", UNGUARDED)
    if facts.get("fifo") == "":
        report.say("  transport", "no FIFO pair yet: lines take the slow path (a Python process each)", PARTLY)
    functions = {function.lstrip("_") for function in facts.get("functions", "").split()}
    for tool, beginning in _RIVALS.items():
        if any(function.startswith(beginning) for function in functions):
            report.say("  conflict", f"{tool} is loaded too, and can take Enter over; the layers say whether it has")
    return facts


def _server(report: Report, path: str) -> None:
    try:
        connection = runtime.connect(path, timeout=1.0)
    except (FileNotFoundError, ConnectionRefusedError):
        report.say("server", *_absent(path))
        return
    except OSError as error:
        report.say("server", f"can't be reached: {error.strerror or error}", PARTLY)
        return
    try:
        pid = runtime.peer(connection)
        _, answer = protocol.decode_answer(runtime.exchange(connection, protocol.encode(protocol.STATUS, "", "")))
        told = json.loads(answer)
        shells = f"{len(told['shells'])} bash registered, {told['requests']:,} requests answered"
        same = told["package"] == runtime.ENTRY and told["protocol"] == protocol.VERSION
        report.say("server", f"up, pid {pid}, protocol {told['protocol']}, {_memory(pid)}, {shells}")
        if not same:
            report.say("server", f"of another installation: {told['package']}", PARTLY)
        report.say("latency", f"{_latency(connection):.2f} ms for a line (median of {_ROUNDS}, through the socket)")
    except (OSError, ValueError, KeyError) as error:
        report.say("server", f"does not answer: {error}", PARTLY)
    finally:
        connection.close()


def _absent(path: str) -> tuple[str, int]:
    """Why no server is to be found, and how bad that is."""
    place = path if os.path.isdir(path) else os.path.dirname(path)
    if runtime.locked(path):
        return "is being started", GUARDED
    if not os.access(place, os.W_OK):
        return f"can't be started: {place} can't be written; each line costs a process of its own", PARTLY
    if runtime.waited(path) >= runtime.START_TIME:
        return f"was started in {path}, but never came to serve; each line costs a process of its own", PARTLY
    return f"not running in {path}; the next line starts it", GUARDED


def _latency(connection: _socket.socket) -> float:
    times = []
    for number in range(_ROUNDS):
        frame = protocol.encode("zsh", "/", f"echo chimera-guard probe {number}")
        start = time.perf_counter()
        runtime.exchange(connection, frame)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def _memory(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as stream:
            for line in stream:
                if line.startswith("VmRSS:"):
                    return f"{int(line.split()[1]) / 1000:.1f} MB"
    except (OSError, ValueError):
        pass
    return "memory not known"


def _settings(report: Report, env: Mapping[str, str]) -> None:
    try:
        found = host_settings.load(environ=host_settings.without_variables(env))
    except host_settings.SettingsError as error:
        report.say("settings", f"{error}; the hook uses what it had before, or its defaults", PARTLY)
        return
    fails = "runs the line after a warning" if found.hook.on_failure == "warn" else "does not run the line"
    report.say("settings", f"{found.source or 'defaults'}; if the guard itself fails, it {fails}")
    if found.llm.model:
        _model(report, found)


def _model(report: Report, found: host_settings.Settings) -> None:
    """Ask the language model that the settings name a harmless question."""
    from chimera_guard.analyzers import CompositeSecurityAnalyzer, from_settings
    from chimera_guard.llm import LLMSecurityAnalyzer, Unavailable

    analyzer = from_settings(found)
    model = analyzer.llm_analyzer if isinstance(analyzer, CompositeSecurityAnalyzer) else None
    answer = model.probe() if isinstance(model, LLMSecurityAnalyzer) else None
    if isinstance(answer, Unavailable):
        report.say("model", f"{found.llm.model} does not answer: {answer.reason}", PARTLY)
    elif answer is not None:
        report.say("model", f"{found.llm.model} answers: {answer.risk.name} for `ls -la`")


def _directory(report: Report, path: str) -> None:
    if len(path) > _LONGEST_SOCKET - len("/socket"):
        report.say("directory", f"{path} is too long for a socket; set XDG_RUNTIME_DIR", PARTLY)
        return
    try:
        runtime.secure(path)
    except FileNotFoundError:
        report.say("directory", f"{path} does not exist yet")
    except runtime.Unsafe as error:
        report.say("directory", f"{error}; every line takes the slow path until it is removed", PARTLY)
    except OSError as error:
        report.say("directory", f"{path}: {error.strerror}; every line takes the slow path", PARTLY)
    else:
        report.say("directory", path)


def _startup(report: Report, shell: str, env: Mapping[str, str]) -> None:
    path = install.startup_file(shell, env)
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            text = stream.read()
        by = "installed" if install.installed(text) else "by hand" if "chimera-guard init" in text else "not set up"
        report.say(f"start-up {shell}", f"{path}: {by}")
        gap = install.login_gap(env) if shell == "bash" and by != "not set up" else ""
        if gap:
            report.say("  at login", gap, PARTLY)
    except FileNotFoundError:
        report.say(f"start-up {shell}", f"{path}: no such file")
    except (OSError, install.InstallError) as error:
        report.say(f"start-up {shell}", f"{path}: {getattr(error, 'strerror', None) or error}", PARTLY)
