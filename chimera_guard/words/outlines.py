"""What commands print of whose words, or input, a part is not known: a text with gaps, often code made line by line."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.escapes import unescape
from chimera_guard.words.filters import NAMES, run
from chimera_guard.words.regex import Unsupported
from chimera_guard.words.sed import Command, program_of, substituted
from chimera_guard.words.value import HOLE, Value
from chimera_guard.words.work import Work

MAX_LINES = 8
MAX_LINE = 4_096
# Expressions that match all of a line, or its beginning or end, whatever it holds.
_ALWAYS = frozenset("^ $ .* ^.* .*$ ^.*$ .+ ^.+ .+$ ^.+$".split())
# What can be put into the middle of a gap, which is any word then as before.
_WORDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
_DATES = tuple("ABCT")  # directives of `find -printf` that take one more letter


def outline_of(argv: Sequence[Value], stdin: Value | None, work: Work) -> str | None:
    """Return what `echo`, `printf`, `yes` or `sed` prints, with HOLE for what is not known; None where that is all.

    Of sed it is what becomes of each line of an input that is not known; of yes, one line.
    """
    name = argv[0].beginning.rpartition("/")[2]
    words = [_outline(value) for value in argv[1:]]
    if name == "yes":
        return " ".join(words or ["y"]) + "\n" if set("".join(words)) - {HOLE} or not words else None
    name = NAMES.get(name, "")
    if name in ("echo", "printf"):
        if not work.spend(10 + (sum(map(len, words)) >> 3)):
            return None
        text = run("printing", name, words, "", work)
        kept = text is not None and text.count(HOLE) >= sum(word.count(HOLE) for word in words)
        return text if kept and text and text.strip(HOLE + " \n") else None
    if name == "sed" and (stdin is None or stdin.blank):
        if any(HOLE in word for word in words):
            return None
        program = _program(words, work)
        return _edited(program[0], program[1]) if program is not None else None
    return None


def _program(words: Sequence[str], work: Work) -> tuple[list[Command], bool] | None:
    try:
        program = program_of(words, work)
    except Unsupported:
        return None
    return program and program[:2]


def deletes_only(script: str, work: Work) -> bool:
    """Whether a script of sed does no more than leave lines out (where it is read with extended expressions)."""
    commands, _ = _program(["-E", "-e", script], work) or ((), False)
    return bool(commands) and all(command.name in ("d", "q") for command in commands)


def _outline(value: Value) -> str:
    if value.text is not None:
        return value.text
    return value.glob or value.template or HOLE


def _edited(commands: Sequence[Command], quiet: bool) -> str | None:
    """The lines that a sed script can make of one line, each ended; None where too little is known of them."""
    printed: dict[str, None] = {}
    states = {HOLE: None}
    for command in commands:
        always = not command.addresses and not command.negated
        if command.name == "=":
            return None
        if command.name == "d" and always:
            return "".join(f"{line}\n" for line in printed) or None
        if command.name == "p":
            printed.update(states)
        if command.name not in ("s", "y"):
            continue
        edited: dict[str, None] = {} if always else dict(states)
        for state in states:
            if len(state) > MAX_LINE:
                return None
            outcome = {state.translate(command.table or {})} if command.name == "y" else _substituted(command, state)
            if outcome is None or len(edited) > MAX_LINES:
                return None
            edited.update(dict.fromkeys(sorted(outcome)))
            if "p" in command.flags:
                printed.update(dict.fromkeys(sorted(outcome - {state})))
        states = edited
    lines = printed if quiet else {**printed, **states}
    return "".join(f"{line}\n" for line in lines) if any(line.strip(HOLE) for line in lines) else None


def _substituted(command: Command, state: str) -> set[str] | None:
    """What a line can be behind an `s`; None where that is not known."""
    regex = command.regex
    if regex is None:
        return None
    marks = ("(", ")") if regex.extended else ("\\(", "\\)")
    plain = regex.text.replace(marks[0], "").replace(marks[1], "")
    if plain in _ALWAYS and (regex.extended or "+" not in plain):
        return {substituted(state, regex, command.parts, command.flags)[0]}
    if state != HOLE:
        return None
    begins, ends = plain.startswith(("^", ".*")), plain.endswith((".*", "$")) and not plain.endswith("\\$")
    if begins and ends and "|" not in plain:  # a whole line, if it fits
        return {"".join(HOLE if isinstance(part, int) else part for part in command.parts), HOLE}
    if all(isinstance(part, int) or _WORDS.issuperset(part) for part in command.parts):
        return {HOLE}
    return None


def of_format(form: str) -> str:
    """The line that a format of `find -printf` gives, with HOLE for each thing that is put into it."""
    before, *pieces = form.split("%")
    out = [before]
    literal = False  # whether the sign before a piece is that of `%%`
    for piece in pieces:
        if literal:
            literal = False
            out[-1] += piece
        elif not piece:
            literal = True
            out[-1] += "%"
        else:
            directive = piece.lstrip("-+ #0123456789.")
            out.append(directive[2:] if directive[:1] in _DATES else directive[1:])
    return HOLE.join(unescape(text, "printf")[0] for text in out)
