"""The trace of an assessment for `explain`: the tree, what runs, what it does, what was found, what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from chimera_guard.effects.model import Effect
from chimera_guard.frontends.document import ANSWERS, NARROWEST, Line, findings_of, ordered, paragraph
from chimera_guard.frontends.visible import columns, fit, visible, wrap
from chimera_guard.report import Assessment, RunCommand
from chimera_guard.syntax import nodes, parse

MOST_LINES = 200
MOST_FINDINGS = 50
DEEPEST = 24
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+^~")
_GROUPS = {"{": "{ group }", "(": "( subshell )"}
_SUBSTITUTIONS = {
    "$(": "$( command substitution )",
    "<(": "<( process substitution )",
    ">(": ">( process substitution )",
}


def trace(assessment: Assessment, decision: str, width: int, shell: str) -> list[Line]:
    """Lay out everything that led to an assessment of a line of that shell, for `width` columns."""
    sections: list[tuple[str, list[Line]]] = [
        ("Read as", _tree(assessment.command, width, shell)),
        ("Runs, with words worked out", _bounded(_run(each, width) for each in assessment.commands)),
        ("Would", _bounded(_effect(each, width) for each in assessment.effects)),
        ("Found", findings_of(assessment, ordered(assessment.findings)[:MOST_FINDINGS], width)),
        ("Decided", _decided(assessment, decision, width)),
    ]
    lines: list[Line] = []
    for title, body in sections:
        lines += [[(title, "strong")], *(body or [[("  nothing", "dim")]]), []]
    return lines[:-1]


def _tree(command: str, width: int, shell: str) -> list[Line]:
    script = parse(command, shell)
    if script.problem is not None:
        return paragraph(script.problem, width, "UNKNOWN", "  ")
    return _bounded([each] for each in _branches(script.body, script.source, "  ", width, 0))


def _branches(node: object, source: str, indent: str, width: int, depth: int) -> Iterator[Line]:
    """The lines of everything below `node` that runs, or holds what runs."""
    below = list(_parts(node))
    for index, each in enumerate(below):
        last = index == len(below) - 1
        label = _label(each, source)
        room = max(NARROWEST, width - len(indent) - 3)
        text = visible(label[: room + 1])
        text = text if len(label) <= room and columns(text) <= room else fit(text, room - 1) + "…"
        yield [(indent + ("└─ " if last else "├─ "), "dim"), (text, "" if isinstance(each, nodes.Simple) else "strong")]
        if depth < DEEPEST:
            yield from _branches(each, source, indent + ("   " if last else "│  "), width, depth + 1)


def _parts(node: object) -> Iterator[object]:
    """The nearest nodes below `node` that get a line of their own."""
    todo = list(node)[::-1] if isinstance(node, tuple) else []
    while todo:
        each = todo.pop()
        if isinstance(each, _SHOWN) and not (isinstance(each, nodes.List) and len(each.items) < 2):
            yield each
        elif isinstance(each, tuple):
            todo += list(each)[::-1]


_SHOWN = (
    nodes.Simple,
    nodes.Pipeline,
    nodes.List,
    nodes.Group,
    nodes.Negation,
    nodes.If,
    nodes.Loop,
    nodes.For,
    nodes.ArithmeticFor,
    nodes.Case,
    nodes.Condition,
    nodes.ArithmeticCommand,
    nodes.Function,
    nodes.Coprocess,
    nodes.Substitution,
)


def _label(node: object, source: str) -> str:
    if isinstance(node, (nodes.Simple, nodes.Condition, nodes.ArithmeticCommand)):
        return source[node.span.start : node.span.end].strip()
    if isinstance(node, nodes.Substitution):
        return _SUBSTITUTIONS[node.kind]
    if isinstance(node, nodes.Group):
        return _GROUPS[node.kind]
    if isinstance(node, (nodes.Loop, nodes.Negation)):
        return node.kind
    if isinstance(node, nodes.For):
        return f"{node.kind} {node.name}"
    if isinstance(node, (nodes.Function, nodes.Coprocess)):
        return f"{type(node).__name__.lower()} {node.name}".rstrip()
    return {"ArithmeticFor": "for ((;;))"}.get(type(node).__name__, type(node).__name__.lower())


def _run(command: RunCommand, width: int) -> list[Line]:
    indent = "  " + "  " * min(len(command.via), 8)
    words = " ".join("…" if word is None else quoted(word) for word in _shortened(command.argv, width * 3))
    lines: list[Line] = [[(indent, ""), (line, "")] for line in _few(visible(words), width - len(indent))]
    if command.via:
        lines[0].insert(1, (f"{command.via[-1]} → ", "dim"))
    return lines


def _effect(effect: Effect, width: int) -> list[Line]:
    head, *rest = _few(visible(effect.describe()), width - 4)
    lines: list[Line] = [[("  ", ""), (head, "")], *([("    ", ""), (line, "")] for line in rest)]
    notes = [f"scope {effect.scope}"] if effect.scope != "none" else []
    if effect.program:
        notes.append("by " + " → ".join((*effect.via[-4:], effect.program)))
    if effect.taint:
        notes.append("content: " + ", ".join(sorted(effect.taint)))
    return [*lines, *paragraph("; ".join(notes), width, "dim")] if notes else lines


def _decided(assessment: Assessment, decision: str, width: int) -> list[Line]:
    understood = "everything was understood" if assessment.coverage == "full" else "not everything was understood"
    by = "the rules" if assessment.analyzer == "rules" else "the language model"
    lines: list[Line] = [[("  ", ""), (assessment.risk.name, assessment.risk.name), (f"  {ANSWERS[decision]}", "")]]
    return lines + paragraph(f"the worst of what was found by {by}; {understood}", width, indent="  ")


def quoted(word: str) -> str:
    """Return `word` as it would be written in a shell."""
    return word if word and _SAFE.issuperset(word) else "'" + word.replace("'", "'\\''") + "'"


def _shortened(words: tuple[str | None, ...], room: int) -> Iterator[str | None]:
    """As many of the words, and as much of each, as there is room for."""
    for word in words:
        if room <= 0:
            yield "…"
            return
        yield word if word is None or len(word) <= room else word[:room] + "…"
        room -= len(word or "…") + 1


def _few(text: str, width: int) -> list[str]:
    lines = wrap(text, max(NARROWEST, width))
    return lines if len(lines) <= 4 else [*lines[:3], f"… and {len(lines) - 3} more lines"]


def _bounded(groups: Iterator[list[Line]]) -> list[Line]:
    """All lines of the groups, or the first MOST_LINES and a word about the rest."""
    lines: list[Line] = []
    for group in groups:
        if len(lines) >= MOST_LINES:
            return [*lines, [("  … and more", "dim")]]
        lines += group
    return lines
