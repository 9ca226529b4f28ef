"""Where what a command takes in comes from: the network, a secret, a whole home, an archive."""

from __future__ import annotations

from chimera_guard.effects.model import Effect
from chimera_guard.effects.places import ACCOUNTS, KEY_DIRECTORIES, REPOSITORY_SECRETS
from chimera_guard.words.value import NO_TAINT, Value


def is_raw(effect: Effect) -> bool:
    """Whether it is a connection on which nobody has to say who is there."""
    return effect.kind in ("connect", "listen") and "unauthenticated" in effect.flags


def source_of(effect: Effect) -> frozenset[str]:
    """What taints that which an effect takes in."""
    if effect.kind == "fetch" or is_raw(effect):
        return frozenset({"remote"})
    if effect.kind == "read" and effect.target is None and "secret" in effect.flags:
        return frozenset({"secret", "all-variables"})
    if effect.kind == "reveal" or "secret" in effect.flags:
        return frozenset({"secret"})
    if effect.kind == "database-read" and "packed" in effect.flags:  # all of one
        return frozenset({"packed"})
    if effect.kind == "remote-read" and "inventory" in effect.flags:
        return frozenset() if "filtered" in effect.flags else frozenset({"inventory"})
    if effect.kind == "read":
        if effect.text in ("/proc", "/proc/"):
            return frozenset({"processes"})  # each has a directory there
        for each in ("inventory", "timetable"):
            if each in effect.flags:
                return frozenset() if "filtered" in effect.flags else frozenset({each})
        if "processes" in effect.flags:
            return frozenset({"some-processes" if "filtered" in effect.flags else "processes"})
        if effect.scope == "credential" or (effect.target is not None and holds_keys(effect.target)):
            return frozenset({"secret"})
        if (effect.text or "").endswith(REPOSITORY_SECRETS):
            return frozenset({"secret"})
        taint = {"whole"} if effect.scope in ("home", "root") else set()
        if effect.text in ACCOUNTS:
            taint.add("accounts")
        if "unnamed" in effect.flags:
            taint.add("unnamed")
        if "packed" in effect.flags and not (effect.target is not None and looks_like_file(effect.target)):
            taint.add("packed")
        return frozenset(taint)
    return NO_TAINT


def looks_like_file(target: Value) -> bool:
    """Whether a name is one that files have and directories do not: one with an ending."""
    path = target.text if target.text is not None else target.glob or target.suffix
    name, dot, ending = path.rpartition("/")[2].rpartition(".")
    return bool(name.strip("*")) and bool(dot) and 0 < len(ending) < 6 and ending.isalnum()


def holds_keys(target: Value) -> bool:
    """Whether a directory is named after the secrets in it."""
    path = target.text if target.text is not None else (target.glob or "").removesuffix("/*")
    return path.rstrip("/").rpartition("/")[2].lower() in KEY_DIRECTORIES
