"""Looking where secrets lie: by searching, by roundabout ways, in files of settings."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.paths import normalise
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule
from chimera_guard.rules.secrets import loaded, only_listed

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
WHOLE = ("/", "/home/", "/Users/", "/root/")


@rule(
    "secrets-searched",
    HIGH,
    on="read",
    reason="looks through all of {target} for keys and passwords",
    why="What it prints ends up in logs, histories and the context of agents, whosever secrets they are.",
    instead="look in the one project or file that is meant",
    match=[
        "grep -ri password /",
        "grep -r passphrase /etc",
        "find / -name '*.conf' -exec grep -i password {} \\;",
        "find / -name id_rsa",
        "rg 'BEGIN RSA PRIVATE KEY' ~",
        "find / -name '.*_history'",
    ],
    not_match=[
        "grep -ri password .",
        "grep -ri password /etc/nginx",
        "grep -ri error ~",
        "find . -name '*.pem'",
        "find / -name nginx.conf",
    ],
)
def secrets_searched(effect: Effect, context: Context) -> bool:
    if "seeking-secrets" not in effect.flags or effect.target is None:
        return False
    if "listed" in effect.taint and effect.target.text is None:
        return effect.target.prefix in WHOLE
    if effect.scope == "system":  # a main part of the system, and not the settings of one program
        return "recursive" in effect.flags and normalise(effect.target.text or "").count("/") == 1
    return effect.scope in ("root", "home") and not effect.flags.isdisjoint(("recursive", "filtered"))


@rule(
    "climbing-read",
    HIGH,
    on="read",
    reason="reads {target}, which climbs out of one part of the system into another",
    why="Such a path is how a file is reached that whoever checked the beginning of it did not mean.",
    instead="name the file by its own path",
    match=["cat /usr/../etc/passwd"],
    not_match=["cat /usr/bin/../lib/os-release", "cat /etc/passwd", "cat ../etc/passwd"],
)
def climbing_read(effect: Effect, context: Context) -> bool:
    text = effect.text or ""
    return _climbs(effect) and normalise(text).split("/")[1] != text.lstrip("/").split("/")[0]


def _climbs(effect: Effect) -> bool:
    """Whether a place of the system is named by a path with steps back in it."""
    text = effect.text or ""
    return effect.scope in ("system", "startup") and text[:1] == "/" and "/../" in text


@rule(
    "roundabout-read",
    MEDIUM,
    on="read",
    reason="reads {target}, a part of the system, by a way that leads through another directory",
    why="A path that climbs out of the directory it begins in is how files are reached that were not meant.",
    instead="name the file by its own path",
    match=["cat /usr/bin/../lib/os-release"],
    not_match=["cat /etc/passwd", "cat ../README.md", "cat /home/me/project/../notes"],
)
def roundabout_read(effect: Effect, context: Context) -> bool:
    return _climbs(effect)


@rule(
    "key-of-project-read",
    MEDIUM,
    on="read move",
    reason="reads {target}, a key within the project",
    match=["cat tests/server.key"],
    not_match=["cat server.key", "cat server.crt"],
)
def key_of_project_read(effect: Effect, context: Context) -> bool:
    quiet = "unshown" in effect.flags or loaded(effect) or only_listed(effect)
    return effect.scope == "credential" and not quiet


@rule(
    "settings-loaded",
    MEDIUM,
    on="read",
    reason="puts what {target} says into the environment",
    why="All that runs from then on finds the keys and passwords there, and the paths that decide which code it runs.",
    match=["export $(grep -v '^#' .env | xargs)", ("env $(cat .env | xargs) npm start", "runs-script")],
    not_match=["export $(cat ~/.aws/credentials | xargs)", "echo $(cat .env | xargs)", "export A=b"],
)
def settings_loaded(effect: Effect, context: Context) -> bool:
    return effect.scope == "credential" and loaded(effect)
