"""Effects in words."""

from __future__ import annotations

from collections.abc import Iterable

from chimera_guard.effects.model import LOOKING, Effect

# By kind: with a target, and without one.
PHRASES = {
    "read": ("read {}", "read"),
    "reveal": ("record the {}", "show a secret"),
    "write": ("write {}", "write files"),
    "append": ("append to {}", "append to files"),
    "truncate": ("empty {}", "empty files"),
    "delete": ("delete {}", "delete files"),
    "move": ("move {} away", "move files"),
    "chmod": ("change the permissions of {}", "change permissions"),
    "chown": ("change the owner of {}", "change owners"),
    "link": ("link {}", "make links"),
    "exec-code": ("run {}", "run code"),
    "exec-program": ("run {}, which is not known", "run a program that is not known"),
    "exec-script": ("run the code in {}", "run code of this project"),
    "fetch": ("download from {}", "download from the network"),
    "send": ("send data to {}", "send data over the network"),
    "connect": ("connect to {}", "connect to another machine"),
    "listen": ("wait for connections on {}", "wait for connections"),
    "privilege": ("act with the rights of {}", "act with the rights of another user"),
    "install": ("install {}", "install software"),
    "uninstall": ("uninstall {}", "uninstall software"),
    "publish": ("publish something: {}", "publish something"),
    "kill": ("stop {}", "stop processes"),
    "service": ("change how the machine runs: {}", "change how the machine runs"),
    "device-write": ("write to the disk {}", "write to a disk"),
    "mount": ("mount or unmount {}", "mount or unmount a file system"),
    "history-rewrite": ("make commits unreachable: {}", "make commits unreachable"),
    "discard-changes": ("throw away uncommitted changes: {}", "throw away uncommitted changes"),
    "remote-read": ("look at {} with {program}", "look at something with {program}"),
    "remote-change": ("change {} with {program}", "change something with {program}"),
    "remote-delete": ("destroy {} with {program}", "destroy something with {program}"),
    "database-read": ("read a database: {}", "read a database"),
    "database-change": ("change a database: {}", "change a database"),
    "database-delete": ("destroy data in a database: {}", "destroy data in a database"),
    "persist": ("arrange to run again: {}", "arrange to run again later"),
    "weaken": ("weaken a protection: {}", "weaken a protection"),
    "environment": ("set {}, which steers other programs", "set what steers other programs"),
    "unknown": ("something that can't be known: {}", "something that can't be known"),
}
LONGEST = 200  # characters of a target: the whole of it stands on the line
# By kind and flag, in the place of the above.
FLAGGED = {
    ("write", "directory"): ("make the directory {}", "make directories"),
    ("device-write", "local"): ("change how the disk {} is set up", "change how a disk is set up"),
    ("reveal", "captured"): ("record the {}", "record what goes on"),
    ("service", "power"): ("switch off or restart {}", "switch the machine off, or restart it"),
    ("service", "access"): ("change who can log in: {}", "change who can log in, or with which rights"),
    ("service", "busy"): ("keep a processor busy without end", "keep a processor busy without end"),
    ("service", "stop"): ("stop {}", "stop something that runs on the machine"),
    ("remote-change", "public"): ("open {} to everybody with {program}", "open something to everybody with {program}"),
    ("remote-change", "offline"): ("take {} down with {program}", "take something down with {program}"),
    ("remote-change", "stop"): ("stop {} with {program}", "stop something with {program}"),
    ("history-rewrite", "local"): ("move or remove {}", "replace or drop commits"),
    ("history-rewrite", "protected"): ("move or remove {}", "replace commits, if nobody has added to them"),
}


def in_words(effect: Effect) -> str:
    """Return what the effect does as a phrase that can follow "it would"."""
    target = effect.aim()
    if len(target) > LONGEST:
        target = target[: LONGEST - 1] + "…"
    phrases = next((FLAGGED[effect.kind, f] for f in effect.flags if (effect.kind, f) in FLAGGED), PHRASES[effect.kind])
    phrase = phrases[0 if target else 1].replace("{program}", effect.program or "some program")
    if "recursive" in effect.flags and "filtered" not in effect.flags:
        phrase += ", and all that is in it" if target or "something" in phrase else ", and all that is in them"
    return phrase.replace("{}", target)


def what_it_does(effects: Iterable[Effect]) -> list[str]:
    """Return the effects in words, each once: first what changes something, then what only reads.

    What goes to /dev/null and its like is left out, and reading where it is not known what."""
    phrases: dict[str, bool] = {}
    for effect in effects:
        if effect.scope == "null" or (effect.kind == "read" and not effect.aim()):
            continue
        phrases.setdefault(in_words(effect), effect.kind in LOOKING)
    return sorted(phrases, key=lambda phrase: phrases[phrase])
