"""Deleting files outside of the places that matter by themselves: how many, and whether it is known which."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.deletion import GONE, LOOK
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM


@rule(
    "deletion-elsewhere",
    HIGH,
    on="delete",
    reason="deletes {target} with everything below it, outside of the project and the home directory",
    why=GONE + " What lies outside of the project may belong to somebody else, or to the machine.",
    instead=LOOK,
    match=["rm -rf /srv/data", "rm -rf /mnt", "rm -rf /tmp", "cd / && rm -rf tmp"],
    not_match=[
        "rm /srv/data/file",
        "rm -rf ./data",
        "rm -rf /tmp/data",
        "find /tmp -name '*.o' -delete",
        "cd /srv/web && rm -rf node_modules *.egg-info",
        "rm -rf /app/work",
    ],
)
def deletion_elsewhere(effect: Effect, context: Context) -> bool:
    if effect.scope in ("device", "null"):
        return True
    if "recursive" not in effect.flags:
        return False
    if effect.scope == "elsewhere":
        return True
    return "temporary-root" in effect.flags and "filtered" not in effect.flags


@rule(
    "deletion-unknown",
    HIGH,
    on="delete",
    reason="deletes whole directories, and which ones can't be known beforehand ({target})",
    why="Where it is other than expected, or a name turns out empty, everything below the wrong place is gone.",
    instead='name what is to go, look at it first (ls, a dry run), and stop at an empty name: "${DIR:?}"',
    match=['rm -rf "$(cat dir)"', "rm -rf $(cat list)", "fd . | xargs rm -rf", 'rm -rf "$(cat dir)/../x"'],
    not_match=[
        'rm -rf "build/$(cat dir)"',
        'rm "$(cat file)"',
        'rm -rf "$(cat dir)/build"',
        "rm -rf ''",
        "find . -name 'x*' | xargs rm -rf",
    ],
)
def deletion_unknown(effect: Effect, context: Context) -> bool:
    if "recursive" not in effect.flags or not effect.flags.isdisjoint(("filtered", "in-file", "local")):
        return False
    if effect.target is None:
        return True
    if effect.scope != "unknown":
        return False
    suffix = effect.target.suffix
    return ".." in suffix or not ("/" in suffix and suffix.strip("/*."))


@rule(
    "deletion-listed",
    HIGH,
    on="delete truncate",
    reason="deletes whatever another command lists, and that is everything there is",
    why=GONE + " Nothing narrows the list down before it is deleted.",
    instead="narrow the list down, look at it, and only then hand it on",
    match=["find / -type f | xargs rm -f", "rm -f $(find ~ -type f)"],
    not_match=["find ~ -name '*.pyc' | xargs rm", "find ~ | grep '^tmp' | xargs rm", "find . -type f | xargs rm"],
)
def deletion_listed(effect: Effect, context: Context) -> bool:
    target = effect.target
    return target is not None and target.text is None and not target.prefix and "all-names" in target.taint


@rule(
    "deletion-shredded",
    HIGH,
    on="delete truncate",
    reason="overwrites {target} so that no tool can bring it back",
    why=GONE + " Not even recovery tools can help.",
    instead="keep a copy until you know that nobody needs it",
)
def deletion_shredded(effect: Effect, context: Context) -> bool:
    return "shredded" in effect.flags


@rule(
    "deletion-files",
    MEDIUM,
    on="delete",
    reason="deletes {target}",
    why=GONE,
    instead=LOOK,
    match=["rm notes.txt", "rm -rf node_modules", "rm -rf ~/.cache/pip", "find . -name '*.pyc' -delete"],
    not_match=["echo rm notes.txt", "rm --version"],
)
def deletion_files(effect: Effect, context: Context) -> bool:
    return True
