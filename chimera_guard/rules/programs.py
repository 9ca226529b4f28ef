"""Programs and scripts that are run: which they are, and where they lie."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM, UNKNOWN = SecurityRisk.HIGH, SecurityRisk.MEDIUM, SecurityRisk.UNKNOWN
ELSEWHERE = frozenset({"elsewhere", "temporary", "unknown", "remote"})  # nobody's, or anybody's
PROGRAMS = frozenset({"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"})


@rule(
    "execution-hook",
    HIGH,
    on="exec-script exec-program",
    reason="makes a program that is there for something else start {target}",
    why="It runs with that program's rights, and whoever looks at the command sees the other program's name.",
    instead="run it by itself, if that is what is wanted",
    match=[("tcpdump -i lo -w out.pcap -z /opt/x", "privilege-root", "watched")],
    not_match=["scp -S ssh notes.txt x.example:", "/opt/x"],
)
def execution_hook(effect: Effect, context: Context) -> bool:
    return "hook" in effect.flags and effect.scope in ELSEWHERE


@rule(
    "execution-everything",
    HIGH,
    on="exec-script",
    reason="runs what lies in {target}, where all the machine's programs are",
    why="Among them are shells, and programs that delete, stop or overwrite when they are started without arguments.",
    instead="name the program to run",
    match=["run-parts /bin"],
    not_match=["run-parts /etc/cron.daily"],
)
def execution_everything(effect: Effect, context: Context) -> bool:
    return effect.text in PROGRAMS


@rule(
    "execution-renamed",
    HIGH,
    on="exec-script",
    reason="runs {program} under another name, {target}",
    why="Lists of what runs, and rules about it, then show and check a name that is not the program's own.",
    instead="run it by its own name",
    match=[("cp /bin/ping /tmp/logger && /tmp/logger -c 1 x.example", "writes-file")],
    not_match=["cp tool.sh /tmp/tool.sh && /tmp/tool.sh", "cp /usr/bin/python3 ./python && ./python x.py"],
)
def execution_renamed(effect: Effect, context: Context) -> bool:
    return "renamed" in effect.flags


@rule(
    "execution-planted",
    HIGH,
    on="exec-script",
    reason="copies a program to {target}, where everybody can write, and runs it there",
    why="There it can be replaced just before it runs, and nobody looks for programs in such a place.",
    instead="run it where it lies",
    match=[("cp /opt/tool/bin/x /tmp/y && /tmp/y", "writes-file")],
    not_match=["cp build/tool /tmp/tool && /tmp/tool"],
)
def execution_planted(effect: Effect, context: Context) -> bool:
    return "planted" in effect.flags


@rule(
    "execution-secret-file",
    HIGH,
    on="exec-program",
    reason="runs {target}, which holds keys or secrets, as code",
    why="Error messages would print what it holds.",
    match=["id_rsa"],
    not_match=["source .env"],
)
def execution_secret_file(effect: Effect, context: Context) -> bool:
    return effect.scope == "credential"


@rule(
    "unrecognised-program",
    MEDIUM,
    on="exec-program",
    reason="runs {program}, which this guard does not know",
    why="Nothing can be said about what it does.",
    match=["frobnicate --all"],
    not_match=["ls"],
)
def unrecognised_program(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "unrecognised-program-strict",
    UNKNOWN,
    on="exec-program",
    reason="runs {program}, which this guard does not know",
    why="Nothing can be said about what it does.",
)
def unrecognised_program_strict(effect: Effect, context: Context) -> bool:
    return context.unrecognised == "unknown"


@rule(
    "runs-script",
    MEDIUM,
    on="exec-script",
    reason="runs {target}, code that this guard can't vouch for",
    why="A script can do whatever you can do.",
    match=["python3 tool.py", "bash build.sh"],
    not_match=["cat build.sh"],
)
def runs_script(effect: Effect, context: Context) -> bool:
    return True
