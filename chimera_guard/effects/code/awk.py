"""awk programs: harmless but for what they run, write and read on their own."""

from __future__ import annotations

from chimera_guard.effects.code.awk_outline import outline, printed
from chimera_guard.effects.code.awk_words import (
    ENDS,
    Tokens,
    begin_of,
    close_of,
    end_of,
    folded_text,
    held_by,
    text_of,
    tokens_of,
    without_gaps,
)
from chimera_guard.effects.code.reading import NO_FLAGS, Collector
from chimera_guard.effects.secret_names import names_secret
from chimera_guard.words.value import HOLE


def read(language: str, code: str, into: Collector) -> None:
    """Read an awk program into the collector."""
    tokens = tokens_of(code)
    if tokens is None:
        into.complete = False
        return
    held = held_by(tokens)
    written: dict[str, str | None] = {}
    printing = False
    depth = began = 0
    for i, (kind, text) in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else ("", "")
        if text in ("(", "["):
            depth += 1
        elif text in (")", "]"):
            depth -= 1
        elif text in ENDS:
            printing = False
        elif kind == "word" and text in ("print", "printf"):
            printing, depth, began = True, 0, i
        elif text == "ENVIRON" and printing and _shows_secret(tokens[i + 1 : i + 4]):
            into.effect("reveal")
        elif text == "@" and following[1] == "include":
            into.effect("exec-script", without_gaps(folded_text(tokens[i + 2 : i + 3], held)))
        elif text == "@" and language == "awk":  # a call of what a variable names; in bpftrace the name of a table
            into.capable()
        elif kind == "word" and text == "system" and following[1] == "(":
            into.shell(folded_text(tokens[i + 2 : close_of(tokens, i + 1)], held))
        elif kind == "word" and text == "getline" and _input(tokens, i):
            source = tokens[_input(tokens, i) : end_of(tokens, i + 1, (")", *ENDS))]
            into.effect("read", folded_text(source, held))
        elif text in ("|", "|&"):
            _pipe(tokens, i, printing, held, into)
        elif text in (">", ">>") and printing and depth <= 0:
            target = folded_text(tokens[i + 1 : end_of(tokens, i + 1, ENDS)], held)
            into.effect("append" if text == ">>" else "write", target)
            if target is not None and HOLE not in target:
                line, before = without_gaps(printed(tokens[began:i], held)), written.get(target, "")
                written[target] = None if line is None or before is None else before + line
        elif kind == "text" and text.startswith(('"/inet', '"/tcp', '"/udp')):
            into.effect("connect", text_of(text), "unauthenticated")
            into.complete = False
    if language == "awk":
        into.outline = outline(tokens, held)
    else:
        into.complete = False
    for path, content in written.items():
        if content is not None:
            into.wrote(path, content, NO_FLAGS)
    if _endless(tokens) and any(_beside(line) for line in into.lines):
        into.effect("exec-code", language, "fork-bomb")


def _shows_secret(index: Tokens) -> bool:
    """Whether `["NAME"]` follows, of a variable that holds a secret by its name."""
    return [text for _, text in index[::2]] == ["[", "]"] and names_secret(index[1][1].strip('"'))


def _beside(line: str) -> bool:
    """Whether a line of shell code leaves something running."""
    return line.rstrip("; \n})").endswith("&")


def _endless(tokens: Tokens) -> bool:
    """Whether there is a loop whose condition always holds."""
    texts = [text for _, text in tokens]
    for i, text in enumerate(texts):
        after = texts[i + 1 : i + 5]
        if text == "while" and after[:1] + after[2:3] == ["(", ")"] and tokens[i + 2][0] == "number":
            return after[1] != "0"
        if text == "for" and after == ["(", ";", ";", ")"]:
            return True
    return False


def _input(tokens: Tokens, i: int) -> int:
    """Where the file begins that a `getline` reads: `getline < file`, `getline line < file`; 0 where there is none."""
    return next((at + 1 for at in (i + 1, i + 2) if at < len(tokens) and tokens[at][1] == "<"), 0)


def _pipe(tokens: Tokens, i: int, printing: bool, held: dict[str, str], into: Collector) -> None:
    if i + 1 < len(tokens) and tokens[i + 1][1] == "getline":
        line = folded_text(tokens[begin_of(tokens, i) : i], held)
        if line is None or not line.startswith("/inet"):
            into.shell(line)
    elif printing:
        line = folded_text(tokens[i + 1 : end_of(tokens, i + 1, ENDS)], held)
        if line is None or not line.startswith("/inet"):
            into.shell(line)
