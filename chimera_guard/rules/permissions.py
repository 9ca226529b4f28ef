"""Who may read, change and run files."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.places import OF_ADMINISTRATOR, OWN_SETTINGS
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
MAIN = frozenset({"root", "system", "home"})
CHANGES = "[chmod: changes the rights of | chown: changes the owner of]"


@rule(
    "permissions-setuid",
    HIGH,
    on="chmod write",
    reason="lets whoever runs {target} act as its owner",
    why="A program with this bit set is the classical way to become root, and to stay it.",
    instead="give the one right that is needed, through sudo or a service",
    match=["chmod u+s tool", "chmod 4755 /tmp/sh", "install -m 4755 tool /tmp/tool"],
    not_match=["chmod 755 tool", "chmod u+x tool"],
)
def permissions_setuid(effect: Effect, context: Context) -> bool:
    return "setuid" in effect.flags


@rule(
    "permissions-open-to-all",
    HIGH,
    on="chmod",
    reason="lets everybody on this machine change {target}",
    why="Any other program or user can then replace what is there.",
    instead="give the right to one group: chmod g+w",
    match=["chmod -R 777 .", "chmod 777 /etc/passwd", "chmod -R a+rwx build", "chmod 777 ~/.ssh"],
    not_match=["chmod 755 run.sh", "chmod -R 755 build"],
)
def permissions_open_to_all(effect: Effect, context: Context) -> bool:
    if "world-writable" not in effect.flags:
        return False
    return "recursive" in effect.flags or effect.scope not in ("project", "temporary", "user")


@rule(
    "permissions-quarantine",
    HIGH,
    on="chmod",
    reason="takes the mark off {target} by which the system knows that it was downloaded",
    why="The check of who made it, and whether it is known to be harmful, is then left out.",
    instead="open it from the Finder, which asks once and keeps the check for all else",
    match=["xattr -d com.apple.quarantine tool.app"],
    not_match=["xattr -p com.apple.quarantine tool.app", "xattr -d com.apple.FinderInfo notes.txt"],
)
def permissions_quarantine(effect: Effect, context: Context) -> bool:
    return "quarantine" in effect.flags


@rule(
    "permissions-tree",
    HIGH,
    on="chmod chown",
    reason=CHANGES + " {target} and of everything below it",
    why="The rights that were there before are nowhere recorded; a system or a home with wrong ones stops working.",
    instead="name the directory that needs it, without -R where you can",
    match=[
        "chmod -R 755 /",
        "chown -R me ~",
        "find ~ -exec chown me {} +",
        "find ~ -type f | xargs chmod 600",
        "chmod -R /usr",
        "chmod -R 644 .",
        ("sudo chown -R me /usr", "privilege-root"),
    ],
    not_match=[
        "chmod -R 755 build",
        "chown -R me .",
        "find . -exec chmod 644 {} +",
        "find / -perm 777 | xargs chmod 644",
        "chown me file.txt",
        "chown -R me ./data",
    ],
)
def permissions_tree(effect: Effect, context: Context) -> bool:
    target = effect.target
    if "recursive" in effect.flags:
        if effect.kind == "chown" and effect.scope in ("workspace", "version-control"):
            return (effect.text or "").startswith("..")
        return effect.scope in MAIN or effect.scope in (
            "workspace", "startup", "credential", "version-control", "unknown", "device",
        )  # fmt: skip
    if target is None or "listed" not in target.taint:
        return False
    return "all-names" in target.taint or (effect.scope in MAIN and target.glob is not None)


def _for_all(effect: Effect) -> bool:
    """Whether one program of the administrator's own is made executable, or one file of their settings readable."""
    place = (effect.text or "").rstrip("/")
    if effect.kind != "chmod" or "/.." in place:
        return False
    if effect.flags == {"executable"}:
        return place.startswith(OF_ADMINISTRATOR)
    return not effect.flags and place.startswith(OWN_SETTINGS)


@rule(
    "permissions-system",
    HIGH,
    on="chmod chown",
    reason=CHANGES + " {target}, a part of the operating system",
    why="Programs and log-in depend on them, and they are nowhere recorded.",
    instead="reinstall the package that the file belongs to, if its rights are wrong",
    match=["chmod 000 /etc/shadow", "chown me /usr/bin", "chmod 600 /"],
    not_match=["chmod 600 ~/.ssh/id_rsa", "chmod +x run.sh", "chmod a+r /etc/apt/keyrings/x.gpg"],
)
def permissions_system(effect: Effect, context: Context) -> bool:
    if _for_all(effect) or (effect.scope == "root" and "listed" in effect.taint):
        return False  # what a search picks out on the whole machine is hardly ever the system's own
    if effect.scope == "credential":
        return effect.beginning.startswith(("/etc", "/proc", "/run", "/var"))
    return effect.scope in ("root", "system", "device")


@rule(
    "permissions-disabled",
    HIGH,
    on="chmod",
    reason="takes the rights away from {target} without which it is no longer run or read",
    why="What it starts, or checks, is silently left out from then on.",
    instead="say which one call it shall not hold up, and leave it there",
    match=["chmod -x .git/hooks/pre-commit", "chmod 000 .claude/settings.json", "find . -exec chmod 000 {} +"],
    not_match=["chmod +x .git/hooks/pre-commit", "chmod 600 ~/.bashrc", "chmod -x run.sh", "chmod go-r ~/.profile"],
)
def permissions_disabled(effect: Effect, context: Context) -> bool:
    if "unusable" not in effect.flags:
        return False
    everything = effect.target is not None and effect.target.glob is not None and "listed" in effect.taint
    return effect.scope in ("startup", "guard") or (everything and effect.scope in ("workspace", "home", "root"))


@rule(
    "permissions-changed",
    MEDIUM,
    on="chmod chown",
    reason=CHANGES + " {target}",
    match=["chmod +x run.sh", "chown me file.txt", "chmod 777 scratch", "chmod 600 ~/.ssh/id_rsa"],
)
def permissions_changed(effect: Effect, context: Context) -> bool:
    return True
