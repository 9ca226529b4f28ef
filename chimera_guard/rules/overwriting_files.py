"""What is written over: all at once, by itself, or where version control keeps its own."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.globs import matches_everything
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.overwriting import WRITES
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM


@rule(
    "overwriting-own-input",
    HIGH,
    on="truncate",
    reason="empties {target} before it is read, by writing the output to the file that it comes from",
    why="The shell opens the file for the output first: what was in it is lost, and nothing is left to be read.",
    instead="write to another file, look at it, and then move it over the first",
    match=[
        ("sort -u names.txt > names.txt", "writes-file"),
        ("grep -v x notes.txt | sort > notes.txt", "writes-file"),
        ("tr a b < notes.txt > notes.txt", "writes-file"),
    ],
    not_match=["sort names.txt > sorted.txt", "sort names.txt >> names.txt", "sort names.txt -o names.txt"],
)
def overwriting_own_input(effect: Effect, context: Context) -> bool:
    return "own-input" in effect.flags


@rule(
    "overwriting-anywhere",
    HIGH,
    on="write",
    reason="writes its files wherever on the machine an archive says",
    why="Names that begin with / or lead out by .. are taken as they stand, so it can replace any file of yours.",
    instead="look at the names first with tar -t, and unpack it without that option",
    match=["tar -xPf backup.tar", "tar xzf backup.tgz --absolute-names -C /tmp/x"],
    not_match=["tar -xf backup.tar", "tar -cPf backup.tar src", "tar -tPf backup.tar", "tar -xPOf backup.tar"],
)
def overwriting_anywhere(effect: Effect, context: Context) -> bool:
    return "anywhere" in effect.flags and effect.target is None  # what is named is where it is put, or the archive


@rule(
    "overwriting-everything",
    HIGH,
    on="write truncate",
    reason="overwrites every file in {target}",
    why="What was in them is gone; only a backup, or commits, can bring it back.",
    instead="name the files, and try it on a copy of one first",
    match=[
        "find ~ -type f -exec cp /dev/null {} +",
        "find . -type f -exec truncate -s 0 {} +",
        "sed -i s/a/b/ ~/*",
        'for f in *; do > "$f"; done',
    ],
    not_match=[
        "find . -type f -exec sed -i s/a/b/ {} +",
        "truncate -s 0 *.log",
        'for f in *.log; do > "$f"; done',
        "cp notes.txt ~/",
        "touch ./*",
    ],
)
def overwriting_everything(effect: Effect, context: Context) -> bool:
    target = effect.target
    if target is None or target.text is not None or "filtered" in effect.flags:
        return False
    if not matches_everything((target.glob or "").rpartition("/")[2]):
        return False
    return effect.scope == "home" or (effect.kind == "truncate" and effect.scope == "workspace")


@rule(
    "overwriting-version-control",
    HIGH,
    on=WRITES,
    reason="writes into {target}, the inside of the project's version control",
    why="Branches, commits or settings there can be damaged, and hooks and settings can run programs.",
    instead="let the version control tool write its own files",
    match=["touch .git/packed-refs", "echo x > .git/HEAD"],
    not_match=["cat .git/HEAD", "echo x > .gitignore"],
)
def overwriting_version_control(effect: Effect, context: Context) -> bool:
    return effect.scope == "version-control"


@rule(
    "backdated",
    HIGH,
    on="write chmod",
    reason="gives {target} another time than that of its last change",
    why="This is how a planted or altered file is hidden among old ones: searches and backups go by the time.",
    instead="leave the times as they are; touch without a date sets the present",
    match=["touch -r /bin/ls /tmp/tool", "touch -d 2001-01-01 /usr/local/bin/tool"],
    not_match=["touch -d yesterday notes.txt", "touch /tmp/tool"],
)
def backdated(effect: Effect, context: Context) -> bool:
    return "dated" in effect.flags and effect.scope not in ("project", "workspace", "user", "home", "unknown")
