"""The operators of `${...}` that change a value, with the words that say how."""

from __future__ import annotations

from chimera_guard.syntax.nodes import Parameter, Word
from chimera_guard.words import operators
from chimera_guard.words.shell import Shell
from chimera_guard.words.value import NO_TAINT, Value


def changed(part: Parameter, value: Value | None, shell: Shell) -> Value | None:
    """Return `value` after the operator of `part`. None stays None, but the operator's words are expanded anyway."""
    operator = part.operator
    if value is not None and value.text is not None and not shell.work.spend(len(value.text) >> 4):
        value = Value(None, value.span, taint=value.taint, many=True)
    if operator == ":":
        offset, count = span_of(part, shell)
        if value is None:
            return None
        counted = part.second is not None
        return operators.mapped(value, lambda text: operators.substring(text, offset, count, counted))
    if operator == "@":
        letter = part.operand.literal if part.operand is not None else None
        if value is None:
            return None
        if letter == "P":
            shell.evaluated(value)
        return operators.mapped(value, lambda text: operators.transform(text, letter))
    from chimera_guard.words.expand import expand_pattern

    pattern = expand_pattern(part.operand, shell) if part.operand is not None else None
    replacement, taint = _replacement(part.second, shell)
    if value is None:
        return None
    if pattern is not None:
        taint |= pattern.taint
    glob = "" if pattern is None else pattern.text
    result = operators.mapped(value, lambda text: operators.edit(operator, text, glob, replacement, shell.work))
    return result._replace(taint=result.taint | taint) if taint else result


def _replacement(word: Word | None, shell: Shell) -> tuple[list[str | None] | None, frozenset[str]]:
    """The parts of a replacement, where an unquoted `&` stands for what was matched (None), and its taint."""
    if word is None:
        return [""], NO_TAINT
    from chimera_guard.words.expand import pieces_of

    parts: list[str | None] = []
    taint = NO_TAINT
    known = True
    for text, quoted, origin in pieces_of(word, shell):
        if origin is not None:
            taint |= origin.taint
        if text is None:
            known = False
        else:
            parts += [text] if quoted or "&" not in text else operators.matched_places(text)
    return parts if known else None, taint


def span_of(part: Parameter, shell: Shell) -> tuple[int | None, int | None]:
    """Return the offset and the length of a substring expansion, None where they are not known or not given."""
    from chimera_guard.words.arithmetic import calculate

    offset = calculate(part.operand, shell) if part.operand is not None else 0
    return offset, calculate(part.second, shell) if part.second is not None else None
