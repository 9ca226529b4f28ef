"""What a command's arguments make it do: effects, and what it runs in turn."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.catalogue.usage import Usage
from chimera_guard.effects import (
    disguise,
    endless,
    loading,
    manifests,
    planted,
    shown,
    sources,
    surroundings,
    trial,
    unwrap,
)
from chimera_guard.effects.disks import is_image
from chimera_guard.effects.feeding import names_in, taint_of
from chimera_guard.effects.flows import flow, is_remote
from chimera_guard.effects.globs import matches
from chimera_guard.effects.inventories import takes_in
from chimera_guard.effects.model import KINDS, Effect
from chimera_guard.effects.modes import is_mode, mode_flags
from chimera_guard.effects.names import ADDED, SHELL_NAMES, STANDARD_INPUT
from chimera_guard.effects.output import reworked
from chimera_guard.effects.reader import Reading
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call
    from chimera_guard.effects.operands import Action


def perform(call: Call, reading: Reading, argv: Sequence[Value]) -> Value | None:
    """Turn the actions of a reading into effects, and unwrap what they run; returns the output of what ran."""
    effects = call.walker.effects
    start = len(effects)
    call = surroundings.surrounded(call, reading)
    for what, value in reading.unlisted:
        call.unknown(what, value)
        if what == "subcommand":
            from chimera_guard.effects import nicknames

            nicknames.follow(call, value, argv)
    flags = _flags(call, reading)
    output: Value | None = None
    runs = filters = False
    for action in reading.actions:
        runs = runs or action.role in ("exec-code", "exec-script")
        if "given" in action.extra and not _given(call, reading, action.role):
            continue
        if not _acts(call, reading, action, flags):
            runs = True
            output = unwrap.action(call, reading, action)
            filters = filters or (action.role in _FILTERS and _adds_nothing(call, action.role, action.values[0]))
    _otherwise(call, reading, argv, flags, runs)
    if call.walker.added:
        loading.edited(call, start)
    if output is not None:
        taint = _taken_in(call, output.taint, effects[start:], filters)
        output = output._replace(taint=taint, template=None if "formatted" in reading.flags else output.template)
    if len(effects) > start:
        manifests.note(call, reading, start)
    shown.note(call, reading, argv, start)
    endless.note(call, reading, start)
    if len(effects) > start:
        trial.note(call, reading, start)
    told = call.state.files or call.state.links
    if len(effects) - start > 1 or call.stdin is not None or flags or told or taint_of(argv):
        flow(call, reading, argv, start)
    return output


def _acts(call: Call, reading: Reading, action: Action, flags: frozenset[str]) -> bool:
    """Do what an action says by itself; False where it hands something on that runs."""
    role = action.role
    target = action.values[0] if action.values else None
    own = flags | action.extra
    if role in KINDS:
        stream = action.escape and target is not None and target.text == "-"  # `-o -`, `tar -f -`: no file
        if not stream or role == "exec-script":  # `sed -f -`: code all the same
            bases = reading.values("base") if target is not None and not action.escape else ()
            here = surroundings.named_from(call, bases, target) if bases and target is not None else call
            effect(here, role, target, own, reading)
    elif role == "mirror":
        effect(call, "write", target, own, reading)
        effect(call, "delete", target, own | {"recursive"}, reading)
    elif role in ("variable", "subscript"):
        call.walker.invoker.subscript(call, action.values[0])
    elif role == "source":
        _source(call, action.values[0])
    elif role == "names":
        place = surroundings.named_from(call, reading.values("base"), action.values[0])
        _named(place, action.values[0], flags, reading)
    else:
        return role in _INERT
    return True


def _flags(call: Call, reading: Reading) -> frozenset[str]:
    """What holds for all that a command does: by its options, by the mode it is given, by what it looks for."""
    flags = (reading.flags - _INTERNAL) | disguise.sought(reading)
    if "edited" in flags and (call.stdin is not None or surroundings.edits_by_itself(call.state)):
        flags -= {"edited"}  # by what comes in, or by a program, and not by a person
    for mode in reading.values("mode"):
        flags |= mode_flags(mode)
        if not is_mode(mode):  # forgotten, so that a file stands in its place
            effect(call, "chmod", mode, flags, reading)
    return flags


def _taken_in(call: Call, taint: frozenset[str], own: Sequence[Effect], filters: bool) -> frozenset[str]:
    """The taint of what a code prints, with that of the files that it was given."""
    if filters:
        taint |= reworked(call.stdin, own)
    if call.state.files:
        taint = taint.union(*(each.taint & _FROM_ELSEWHERE for each in own if each.kind == "read"))
    return taint - {"timetable"} if "timetable" in taint and takes_in(own) else taint


def _adds_nothing(call: Call, role: str, program: Value) -> bool:
    """Whether a filter prints what it takes in, in another form, and no text of its own that could be a command."""
    if role == "code:sed":
        return not call.walker.added
    if program.text is None or role == "code:awk" or '"' not in program.text:
        return '"' not in (program.text or '"')
    words = program.text.replace('"', " ").split()
    return " " not in program.text or (_SIGNS.isdisjoint(program.text) and _GRAVE.isdisjoint(words))


def _given(call: Call, reading: Reading, kind: str) -> bool:
    """Whether the line gives an input: one that is sent is more than what stands on the line itself."""
    if call.stdin is None or call.stdin.text == "" or "no-input" in reading.flags:
        return False
    return kind != "send" or call.stdin.text is None


def _otherwise(call: Call, reading: Reading, argv: Sequence[Value], flags: frozenset[str], runs: bool) -> None:
    """What is done without an action that says so: the input is read as names or as code, files are followed."""
    usage = reading.usage
    if "names-input" in reading.flags:
        _named(call, Value("-", call.span), flags, reading)
    language = usage.language
    reads_input = "no-input" not in reading.flags and bool(reading.actions or not usage.get("does"))
    if language is not None and not runs and reads_input:
        sources.standard_input(call, language, flags)
    if call.state.files and "asks" not in reading.flags:
        _load(call, reading)
    if reading.actions and usage.get("recipes") and call.walker.context.facts is not None:
        from chimera_guard.effects import recipes

        recipes.follow(call, reading)
    if call.state.files and language in sources.MODULES:  # `perl -Mmodule`, `ruby -rmodule`
        for value in argv[1:]:
            if (value.text or "")[:1] == "-":
                loading.mentioned(call.inside(), value.text or "", language)


def _asked(reading: Reading) -> Sequence[Value]:
    """What says which recipes of a file are run; an empty word where that is not said."""
    asks = reading.usage.get("recipes") in ("make", "just")
    return reading.words or (Value("", NOWHERE),) if asks else ()


def _load(call: Call, reading: Reading) -> None:
    """Follow the files that the line has written whose names are of those that a tool runs, wherever they lie.

    A tool that is to tell what there is to be done, or would be, runs them as well: `rake -T`, `make -n`.
    """
    named = {action.values[0].text for action in reading.actions if action.values}
    effects = call.walker.effects
    for pattern in reading.usage.inherited("loads", "").split():
        for path in [path.removesuffix(ADDED) for path in call.state.files]:
            if path in named or path.rpartition("/")[2] in named or not matches(pattern, path.rpartition("/")[2]):
                continue
            start = len(effects)
            effect(call, "exec-script", Value(path, call.span), NO_TAINT, reading)
            for place in range(start, len(effects)):
                if "*" in pattern:
                    effects[place] = trial.tested(effects[place])
                elif not reading.actions and "capable" in effects[place].flags:
                    effects[place] = effects[place].marked("in-file")


def effect(call: Call, kind: str, target: Value | None, flags: frozenset[str], reading: Reading) -> None:
    """One effect of a tool, or what it leads to: code on the standard input, a file that the line wrote."""
    usage, script = reading.usage, target if kind == "exec-script" else None
    text = target.text if target is not None else None
    if kind == "exec-code" and (text or "").partition(":")[0] == "stdin":
        language = (text or "").partition(":")[2] or usage.language or "shell"
        sources.standard_input(call, language, flags - {"given"})
        return
    given = call.stdin if script is not None and text in STANDARD_INPUT else None
    told = given is not None and (given.text is not None or not given.taint.isdisjoint(_FROM_ELSEWHERE))
    if told and (own := _language(usage)) is not None:
        sources.standard_input(call, own, flags - {"given"})
        return
    if script is not None and sources.written(call, script, _language(usage), _asked(reading)):
        return
    if call.state.files and (kind == "install" or (kind == "exec-script" and text in (None, "package.json"))):
        loading.found_by_name(call)
    taint = NO_TAINT
    if kind == "read" and target is not None and text != "-":
        unnamed = text is None and target.many and call.stdin is None
        written = None if unnamed else call.state.written(target)
        taint = written.taint if written is not None else NO_TAINT
    elif script is not None and call.state.files:
        written = call.state.written(script)
        taint = written.taint & _FROM_ELSEWHERE if written is not None else NO_TAINT
    if kind == "install" and target is not None:
        _source(call, target)
    if kind in ("read", "write", "delete") and target is not None:
        kind = _where(kind, target, usage)
        if kind == "write" and text == "-" and usage.get("remote_paths"):
            target = target._replace(text="/dev/stdout")
    if kind == "device-write" and target is not None and usage.inherited("disk_paths"):
        kind = "write" if is_image(call, target) else kind
    if flags:
        flags = flags.difference(["given"], [flag for flag, kinds in _ABOUT.items() if kind not in kinds])
    call.emit(kind, target, flags, taint)


def _where(kind: str, target: Value, usage: Usage) -> str:
    """What reading, writing or deleting is called by where a path such as `host:path` leads to."""
    if usage.get("remote_paths") and is_remote(target):
        return {"read": "fetch", "write": "send", "delete": "remote-delete"}[kind]
    if usage.get("container_paths") and is_remote(target):  # mostly on this machine
        return {"read": "remote-read", "write": "remote-change", "delete": "remote-delete"}[kind]
    return kind


def _source(call: Call, place: Value) -> None:
    """Software that anybody on the way can put something else in the place of."""
    if planted.unsafe_source(place.beginning):
        call.emit("weaken")


def _language(usage: Usage) -> str | None:
    """The language of the files that a tool runs: that of its standard input, or of its first operand."""
    given = next((role.name[5:] for role in usage.operands if role.name.startswith("code:")), None)
    return usage.language or ("playbook" if usage.get("recipes") == "playbook" else given)


def _named(call: Call, source: Value, flags: frozenset[str], reading: Reading) -> None:
    """Read the files that a list of names, on the standard input or in the file `source`, names."""
    listed = call.stdin
    plain = call._replace(stdin=None)
    if source.text not in STANDARD_INPUT:
        listed = call.state.written(source)
        effect(plain, "read", source, flags, reading)
    for value in names_in(listed, call.span):
        extra = frozenset({"unnamed"} if value.text is None else ())
        effect(plain, "read", value, flags | extra, reading)


# In a text that a filter puts into what it prints: what a line of shell code would do harm with.
_SIGNS = frozenset(";&`$<>~")
_GRAVE = SHELL_NAMES | frozenset("rm dd shred find curl wget nc sudo eval".split())
# Of these what they print is what they take in, in another form.
_FILTERS = frozenset({"code:jq", "code:awk", "code:sed"})
_FROM_ELSEWHERE = frozenset({"remote", "decoded"})
# Flags that say something about effects of some kinds alone.
_ABOUT = {
    "packed": frozenset({"read", "database-read"}),
    "staged": frozenset({"read"}),
    "unnamed": frozenset({"read"}),
    "only-names": frozenset({"read"}),
    "unauthenticated": frozenset({"connect", "listen", "send"}),
}
_INERT = frozenset(
    {"text", "mode", "assignment", "placeholder", "named", "unset", "chdir", "base", "sought", "bound", "process"}
    | {"manifest", "format"}
)
_INTERNAL = frozenset(
    {"no-input", "asks", "names-input", "no-environment", "copied", "pieces", "compiled", "formatted", "bounded"}
    | {"delimited", "line-delimited", "null-delimited"}
)
