"""Programs that are ended: everything, many of a name, what others depend on."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import VITAL
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
EVERYTHING = frozenset({"-1", "1", "0"})


@rule(
    "kills-everything",
    HIGH,
    on="kill",
    reason="ends all processes or sessions there are, or the one that the others depend on",
    why="Sessions and services end at once, with whatever they had not saved.",
    instead="name the one process",
    match=["kill -9 -1"],
    not_match=["kill 1234"],
)
def kills_everything(effect: Effect, context: Context) -> bool:
    return not effect.flags.isdisjoint(("all", "bulk")) or effect.text in EVERYTHING


@rule(
    "kills-many",
    HIGH,
    on="kill",
    reason="ends process after process, whichever a list of all that run names",
    why="A word too much fits, and services, sessions and other people's work end with the ones that were meant.",
    instead="look at the list first, and end by its number the one that is meant",
    match=[
        "kill -9 $(ps -e -o pid=)",
        "for p in $(ps -eo pid); do kill $p; done",
        "ps aux | while read user pid rest; do kill -9 $pid; done",
        "for p in {100..900}; do kill $p; done",
        "ls /proc | grep -E '^[0-9]+$' | xargs kill",
        "cd /proc; kill [0-9]*",
    ],
    not_match=["kill $(ps aux | grep node | awk '{print $2}')", "for p in 12 13; do kill $p; done"],
)
def kills_many(effect: Effect, context: Context) -> bool:
    if "processes" in effect.taint:
        return True
    target = effect.target
    if target is not None and (target.glob or "").rpartition("/")[2].startswith("["):  # the names in /proc: `[0-9]*`
        return True
    counted = not effect.taint and target is not None and target.text is None  # one number after the other
    return "looped" in effect.flags and (counted or "some-processes" in effect.taint)


@rule(
    "kills-vital",
    HIGH,
    on="kill",
    reason="ends {target}, without which the machine, its sessions, or the way to it end",
    why="Everything that depends on it goes down with it, unsaved.",
    instead="ask the service manager to restart it",
    match=[
        "pkill -9 systemd",
        "killall sshd",
        "kill $(pgrep -x sshd)",
        "ps aux | awk '/[s]shd/ {print $2}' | xargs kill",
    ],
    not_match=["pkill -f myapp.sshd.py", "killall node", "kill $(pgrep node)", "pgrep sshd"],
)
def kills_vital(effect: Effect, context: Context) -> bool:
    return "vital-process" in effect.taint or (effect.text or "").lower() in VITAL


@rule("kills-process", MEDIUM, on="kill", reason="ends {target}", match=["kill 1234", "pkill node"])
def kills_process(effect: Effect, context: Context) -> bool:
    return True
