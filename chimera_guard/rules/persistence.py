"""What makes code run again later, and what switches protections off."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.globs import matches
from chimera_guard.effects.model import MILD, Effect
from chimera_guard.effects.names import PROTECTING
from chimera_guard.effects.places import GUARD_NAMES
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM


@rule(
    "persistence-planted",
    HIGH,
    on="persist",
    reason="arranges that code runs again later, without being asked",
    why="It goes on after this command is forgotten, with your rights.",
    instead="run it by hand until you are sure of it; then add it yourself",
    match=[
        "crontab jobs.txt",
        "echo make | at noon",
        '(crontab -l; echo "@daily make") | crontab -',
        "crontab /dev/null",
    ],
    not_match=["crontab -l", "at noon", "crontab -l | grep -v old | crontab -"],
)
def persistence_planted(effect: Effect, context: Context) -> bool:
    if "timetable" in effect.taint:  # a table put back with less in it: the rest stays, and nothing is new
        return False
    return MILD.isdisjoint(effect.flags) and "edited" not in effect.flags  # a person types it, and reads it


@rule(
    "persistence-local",
    MEDIUM,
    on="persist",
    reason="arranges that something runs again later",
    match=["crontab -e", "crontab -l | sed '/old/d' | crontab -"],
)
def persistence_local(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "guard-stopped",
    HIGH,
    on="weaken kill uninstall service",
    reason="switches this guard off, or takes it away",
    why="Nothing that is run afterwards is looked at.",
    instead="if one command is held up that should not be, say yes to that one",
    match=["chimera-guard off", "pkill -f chimera-guard", "pip uninstall chimera-guard"],
    not_match=["chimera-guard status", "pkill -f other"],
)
def guard_stopped(effect: Effect, context: Context) -> bool:
    return effect.text == "guard" if effect.kind == "weaken" else effect.text in GUARD_NAMES


@rule(
    "protection-weakened",
    HIGH,
    on="weaken",
    reason="switches off or weakens what protects this machine, or what records what is done on it",
    why="What it would have stopped or recorded goes unseen from then on.",
    instead="allow the one thing that is held up, and leave the protection, or the record, on",
    match=["setenforce 0", "iptables -F", "ufw --force reset", "nft delete table inet filter"],
    not_match=["getenforce", "iptables -L", "iptables -D INPUT 3"],
)
def protection_weakened(effect: Effect, context: Context) -> bool:
    return MILD.isdisjoint(effect.flags)


@rule(
    "protection-removed",
    HIGH,
    on="uninstall kill service",
    reason="takes {target} away, which protects this machine or records what is done on it",
    why="What it would have stopped or recorded goes unseen from then on.",
    instead="allow the one thing that is held up, and leave the protection, or the record, on",
    match=[
        "pkill -9 auditd",
        "kill `pidof auditd`",
        "chkconfig auditd off",
        ("sudo apt-get remove -y falcon-sensor", "privilege-root"),
    ],
    not_match=["pkill node", "apt remove jq", "chkconfig auditd on"],
)
def protection_removed(effect: Effect, context: Context) -> bool:
    text = effect.text
    if effect.kind == "service" and effect.flags.isdisjoint(("off", "stop")):
        return False
    if effect.kind == "kill" and "protecting-process" in effect.taint:
        return True
    return text is not None and any(matches(pattern, text.lower()) for pattern in PROTECTING)


@rule(
    "protection-relaxed",
    MEDIUM,
    on="weaken",
    reason="relaxes a protection in one point, or for this command",
    match=["iptables -D INPUT 3", "ufw delete allow 80", "nft delete rule inet filter input handle 4"],
)
def protection_relaxed(effect: Effect, context: Context) -> bool:
    return True
