"""What cannot be known is never called safe."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

NAMED = frozenset({"option", "subcommand", "language", "in-file"})
MEDIUM, UNKNOWN = SecurityRisk.MEDIUM, SecurityRisk.UNKNOWN


@rule(
    "unreadable-syntax",
    UNKNOWN,
    on="unknown",
    reason="can't be read as a command line",
    why="What can't be read can't be judged.",
    instead="write it in a simpler way",
    match=["echo 'unfinished"],
)
def unreadable_syntax(effect: Effect, context: Context) -> bool:
    return "syntax" in effect.flags


@rule(
    "unknown-command",
    UNKNOWN,
    on="unknown",
    reason="runs a program that is only decided on when it runs ({target})",
    why="It could be any program.",
    instead="name the program",
    match=['"$(cat program)" -rf /'],
    not_match=["c=ls; $c"],
)
def unknown_command(effect: Effect, context: Context) -> bool:
    return "command-word" in effect.flags


@rule(
    "unknown-code",
    UNKNOWN,
    on="unknown",
    reason="runs code that can't be known beforehand",
    why="It could do anything.",
    instead="write the code out, or save it to a file, read it, then run the file",
    match=['eval "$(cat code | tr a-z b-za)"'],
    not_match=["eval 'ls -l'", 'eval "$(cat settings.sh)"', "source <(cat settings.sh)"],
)
def unknown_code(effect: Effect, context: Context) -> bool:
    return "code" in effect.flags


@rule(
    "beyond-bounds",
    UNKNOWN,
    on="unknown",
    reason="is longer or deeper than this guard reads",
    why="What was not read can't be judged.",
    instead="put it into a script file, and read that",
)
def beyond_bounds(effect: Effect, context: Context) -> bool:
    return "bound" in effect.flags and not {"language", "in-file"} <= effect.flags


@rule("internal-error", UNKNOWN, on="unknown", reason="made this guard fail: please report it")
def internal_error(effect: Effect, context: Context) -> bool:
    return "internal" in effect.flags


@rule(
    "unread-inline-code",
    UNKNOWN,
    on="unknown",
    reason="runs {program} code that starts programs, changes files or connects, in ways that this guard can't follow",
    why="It could do anything that you can do.",
    instead="save it to a file, read it, then run the file",
    match=["python3 -c 'import os, sys; os.system(sys.argv[1])'"],
    not_match=["python3 -c 'print(1)'"],
)
def unread_inline_code(effect: Effect, context: Context) -> bool:
    return {"language", "capable"} <= effect.flags and "in-file" not in effect.flags


@rule(
    "inline-code",
    MEDIUM,
    on="unknown",
    reason="runs {program} code that this guard could not read in full",
    match=["python3 -c 'import somelib; somelib.go()'"],
    not_match=["python3 -c 'print(1)'"],
)
def inline_code(effect: Effect, context: Context) -> bool:
    return "language" in effect.flags


@rule(
    "unrecognised-option",
    MEDIUM,
    on="unknown",
    reason="uses {target}, an option of {program} that this guard does not know",
    match=["ls --frobnicate"],
)
def unrecognised_option(effect: Effect, context: Context) -> bool:
    return "option" in effect.flags


@rule(
    "unrecognised-subcommand",
    MEDIUM,
    on="unknown",
    reason="uses {target}, a subcommand of {program} that this guard does not know",
    match=["git frobnicate"],
)
def unrecognised_subcommand(effect: Effect, context: Context) -> bool:
    return "subcommand" in effect.flags


@rule(
    "script-partly-read",
    MEDIUM,
    on="unknown",
    reason="does something in a script that this guard can't follow",
    why="It is a script like any other that was not read.",
)
def script_partly_read(effect: Effect, context: Context) -> bool:
    return "in-file" in effect.flags


@rule("unknown-effect", UNKNOWN, on="unknown", reason="does something that can't be known beforehand")
def unknown_effect(effect: Effect, context: Context) -> bool:
    return effect.flags.isdisjoint(NAMED)
