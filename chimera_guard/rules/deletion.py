"""Files and directories that go away."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.globs import matches
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import ON_EVERY_MACHINE, PROTECTING, SHOWN_AS
from chimera_guard.effects.paths import normalise
from chimera_guard.effects.places import OWN_SETTINGS, RECORDS
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
GONE = "There is no way back: a deletion does not go through a bin."
TAKES = "[delete: deletes | move: moves away]"
IF_GONE = f"[delete: {GONE}]"
LOOK = "look at it with ls first, or move it aside until you know that nothing needs it"


def sweeping(effect: Effect) -> bool:
    """Whether more goes than single files that were named: a tree, or whatever a pattern matches."""
    return "recursive" in effect.flags or (effect.target is not None and effect.target.glob is not None)


@rule(
    "deletion-root",
    HIGH,
    on="delete move",
    reason=TAKES + " [filtered listed: files all over the machine | everything on the machine]",
    why=IF_GONE + " It can take the operating system and every mounted disk with it.",
    instead="name the one directory that is to go, as an absolute path, and look at it with ls first",
    match=["rm -rf /", "rm -rf /*", ("sudo rm -rf --no-preserve-root /", "privilege-root"), "find / -delete"],
    not_match=["ls /", 'echo "rm -rf /"', "rm --help /", "rm -rf ./build"],
)
def deletion_root(effect: Effect, context: Context) -> bool:
    return effect.scope == "root"


@rule(
    "deletion-home",
    HIGH,
    on="delete move",
    reason=TAKES + " {target}: a home directory, or a main part of one",
    why=IF_GONE + " It can take documents, keys, settings and every project with it.",
    instead="name the subdirectory; look first with ls",
    match=["rm -rf ~", "rm -rf ~/*", "find ~ -delete", "rm -rf /home/me", "rm -r ~/Documents", "rm -rf /home"],
    not_match=["rm -rf ~/.cache/pip", "rm -rf ./build", "rm ~/notes.txt", "find ~/Downloads -name '*.iso' -delete"],
)
def deletion_home(effect: Effect, context: Context) -> bool:
    if effect.scope != "home" or (effect.kind == "delete" and not sweeping(effect)):
        return False
    part = len(effect.beginning) > 2 and effect.beginning.startswith(("~/", f"{context.home}/"))
    return not (part and "filtered" in effect.flags)  # some files of a part of it, as `rm ~/Downloads/*.iso` takes


@rule(
    "deletion-records",
    HIGH,
    on="delete move",
    reason=TAKES + " {target}, which records what happens on the machine",
    why="Nobody can tell afterwards what went wrong, or who was there.",
    instead="keep a copy, or let log rotation take the oldest part",
    match=["rm -f /var/log/auth.log", "rm -rf /var/log/*", "mv /var/log/syslog x"],
    not_match=["rm /var/lib/dpkg/status", "cat /var/log/syslog", "rm logs/app.log"],
)
def deletion_records(effect: Effect, context: Context) -> bool:
    place = effect.beginning
    return f"{normalise(place)}/".startswith(RECORDS) and deletion_system(effect, context)


@rule(
    "deletion-system",
    HIGH,
    on="delete move",
    reason=TAKES + " {target}, a part of the operating system, or of what it or a shell starts with",
    why="Programs, start-up or log-in can fail without it. " + IF_GONE,
    instead="[delete: let the package manager remove what it installed;] keep a copy of settings before they go",
    match=["rm -rf /etc", "rm /etc/passwd", ("sudo rm -r /usr/lib/python3", "privilege-root"), "cd /etc; rm hosts"],
    not_match=[
        "rm -rf /tmp/build",
        "rm -rf usr/lib",
        "ls /etc",
        "rm /var/run/app.pid",
        "rm /usr/local/bin/tool",
        "rm /etc/nginx/sites-enabled/x",
        "cd /etc/nginx/sites-enabled && rm x",
        "cd /usr/local/bin; rm tool",
    ],
)
def deletion_system(effect: Effect, context: Context) -> bool:
    if effect.scope == "startup":
        return True
    if effect.scope != "system":
        return False
    if effect.text is None or sweeping(effect) or effect.kind == "move":
        return True
    path = normalise(effect.text)
    return path.count("/") > 1 and not _of_administrator(path)


def _of_administrator(path: str) -> bool:
    """Whether a crash left it behind, it says how time is shown, or somebody put it beside what is the system's."""
    directory, _, name = path.rpartition("/")
    if directory == "/usr/local/bin":
        return name not in ON_EVERY_MACHINE and not any(matches(each, name.lower()) for each in PROTECTING)
    if path.startswith(OWN_SETTINGS) or path in SHOWN_AS:
        return True
    return path.startswith(("/run/", "/var/run/")) and name.endswith((".pid", ".lock"))


@rule(
    "deletion-workspace",
    HIGH,
    on="delete",
    reason="deletes the whole working directory, or everything in it",
    why=GONE + " What was not committed and pushed is lost, and often the repository itself.",
    instead=LOOK,
    match=["rm -rf .", "rm -rf ./*", "rm -rf *", "find . -delete", "rm -rf /home/me/project"],
    not_match=["rm -rf ./build", "rm -rf build/*", "find . -name '*.pyc' -delete", "rm *.o"],
)
def deletion_workspace(effect: Effect, context: Context) -> bool:
    return effect.scope == "workspace" and "recursive" in effect.flags and "filtered" not in effect.flags


@rule(
    "deletion-version-control",
    HIGH,
    on="delete move",
    reason=TAKES + " {target}, which holds the history of the project",
    why="Commits, branches and stashes that were never pushed live nowhere else.",
    instead="ask the version control tool to do what you need; clone afresh beside it before you delete it",
    match=["rm -rf .git", "rm -rf .git/objects", "rm -r ~/src/app/.git/refs"],
    not_match=["rm -f .git/index.lock", "rm .gitignore"],
)
def deletion_version_control(effect: Effect, context: Context) -> bool:
    return effect.scope == "version-control"


@rule(
    "deletion-credential",
    HIGH,
    on="delete",
    reason="deletes {target}, a key, a secret or a record of what was done",
    why="A private key cannot be made again, and what it opens stays shut. A deleted history hides what was run.",
    instead="revoke or replace the key first; move the file aside until you know that nothing needs it",
    match=["rm -f ~/.ssh/id_ed25519", "rm -rf ~/.gnupg", "rm ~/.bash_history"],
    not_match=["rm ~/.ssh/known_hosts", "rm .env", "rm .env.example"],
)
def deletion_credential(effect: Effect, context: Context) -> bool:
    return effect.scope == "credential" and (sweeping(effect) or "of-project" not in effect.flags)
