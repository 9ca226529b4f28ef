"""What only the whole of a line tells: effects that are harmless alone, and not beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.origins import looks_like_file
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import line_rule

HIGH = SecurityRisk.HIGH
RUNS = frozenset({"exec-script", "exec-program"})


@line_rule(
    "encrypts-all",
    HIGH,
    reason="encrypts file after file, and deletes what it was made of",
    why="Without the key, which may be known to somebody else alone, everything is lost at once.",
    instead="encrypt one archive of the files, try to open it, and only then delete them",
    match=[
        (
            'for f in *; do openssl enc -aes-256-cbc -in "$f" -out "$f.enc" -k x; rm "$f"; done',
            "writes-file",
        ),
        ("find . -type f -exec gpg --batch -c {} \\; -exec rm {} \\;", "writes-file"),
    ],
    not_match=["gpg -c notes.txt && rm notes.txt", "openssl enc -d -in a.enc -out a && rm a.enc"],
)
def encrypts_all(effects: Sequence[Effect], context: Context) -> Effect | None:
    if not any("encrypts" in effect.flags for effect in effects):
        return None
    repeated = (each for each in effects if "looped" in each.flags or "listed" in each.taint)
    return next((effect for effect in repeated if effect.kind == "delete"), None)


@line_rule(
    "root-runs-temporary",
    HIGH,
    reason="runs {target} with another user's rights, from a directory that everybody can write to",
    why="Any other program on this machine could have put it there, or replace it just before it runs.",
    instead="copy it to a place that only its owner can write to, read it, and run it there",
    match=[("sudo /tmp/tool", "privilege-root"), ("sudo sh /tmp/install.sh", "privilege-root")],
    not_match=["/tmp/tool", "sudo ls /tmp", "cd /tmp/x && sudo frobnicate"],
)
def root_runs_temporary(effects: Sequence[Effect], context: Context) -> Effect | None:
    elevated = {effect.program for effect in effects if effect.kind == "privilege"}
    if not elevated:
        return None
    for effect in effects:
        if effect.scope == "temporary" and effect.kind in RUNS and not elevated.isdisjoint(effect.via):
            named = effect.target.text if effect.target is not None else None  # without a slash PATH says where it lies
            if effect.kind != "exec-program" or named is None or "/" in named:
                return effect
    return None


@line_rule(
    "moved-to-nowhere",
    HIGH,
    reason="moves {target} onto a device that keeps nothing",
    why="The file is gone, or, with the rights for it, the device that everything else relies on.",
    instead="delete it with rm, if that is what you mean",
    match=["mv notes.txt /dev/null"],
    not_match=["cat notes.txt > /dev/null", "mv a b"],
)
def moved_to_nowhere(effects: Sequence[Effect], context: Context) -> Effect | None:
    for first, second in zip(effects, effects[1:], strict=False):
        if first.kind == "move" and second.kind == "write" and second.scope == "null" and first.span == second.span:
            return first
    return None


@line_rule(
    "moved-onto-one",
    HIGH,
    reason="moves file after file onto one and the same name, {target}",
    why="Each takes the place of the one before: only the last is left.",
    instead="make a directory for them, and end its name with a slash; to join files, use cat",
    match=[
        "find . -type f -exec mv {} all.txt \\;",
        "for f in *.csv; do mv $f all.csv; done",
    ],
    not_match=[
        "mv build/*.jar app.jar",
        "find . -type f -exec mv {} archive/ \\;",
        'for f in *.jpeg; do mv "$f" "${f%.jpeg}.jpg"; done',
    ],
)
def moved_onto_one(effects: Sequence[Effect], context: Context) -> Effect | None:
    for first, second in zip(effects, effects[1:], strict=False):
        if first.kind != "move" or second.kind != "write" or first.program != second.program:
            continue
        source, target = first.target, second.target
        if source is None or source.text is not None or target is None or target.text is None:
            continue
        repeated = "looped" in first.flags or ("listed" in first.taint and source.glob is not None)
        if repeated and target.text[-1:] != "/" and looks_like_file(target):
            return second
    return None
