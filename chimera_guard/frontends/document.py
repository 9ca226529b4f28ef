"""How a verdict is laid out: lines of styled pieces, which plain text and colours share."""

from __future__ import annotations

from collections.abc import Iterable

from chimera_guard.frontends.visible import columns, visible, wrap
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.report import Assessment, Finding

if TYPE_CHECKING:
    from typing import TypeAlias

    from chimera_guard.syntax.nodes import Span

# A text and its style: "" plain, "dim", "strong", a risk's name, or "mark" and a risk's name: the part in question.
Piece: TypeAlias = "tuple[str, str]"
Line: TypeAlias = "list[Piece]"

NARROWEST = 12  # columns of text, on terminals of whatever width
MOST_FINDINGS = 8
MOST_EFFECTS = 10
ANSWERS = {"allow": "needs no confirmation", "ask": "needs confirmation", "deny": "refused by the settings"}


def verdict(assessment: Assessment, decision: str, width: int) -> list[Line]:
    """Lay out an assessment, and what the policy says of it, for `width` columns."""
    from chimera_guard.frontends.wording import what_it_does

    risk = assessment.risk.name
    lines: list[Line] = [[(risk, risk), (f"  {ANSWERS[decision]}", "")]]
    found = ordered(assessment.findings)
    if found:
        lines += [[], *findings_of(assessment, found[:MOST_FINDINGS], width)]
    if len(found) > MOST_FINDINGS:
        lines += [[], [(f"  and {len(found) - MOST_FINDINGS} more findings: see chimera-guard explain", "dim")]]
    phrases = what_it_does(assessment.effects)
    if phrases:
        lines += [[], [("It would", "strong")]]
        for phrase in phrases[:MOST_EFFECTS]:
            lines += bullet(phrase, width)
        if len(phrases) > MOST_EFFECTS:
            lines.append([(f"  - and {len(phrases) - MOST_EFFECTS} more", "dim")])
    if assessment.analyzer != "rules":
        lines += [[], [("The language model's answer decided.", "dim")]]
    return lines


def findings_of(assessment: Assessment, findings: Iterable[Finding], width: int) -> list[Line]:
    """Lay out findings, with the part of the command line that each is about; what was said already is not repeated."""
    lines: list[Line] = []
    shown: object = None
    said: set[str] = set()
    for finding, spans in _grouped(findings):
        lines += [[], *_heading(finding, width)]
        for span in spans:
            if span is not None and span != shown:
                lines += _excerpt(assessment.command, span, width, finding.risk.name)
            shown = span
        lines += _advice(finding, width, said)
    return lines[1:]


def _grouped(findings: Iterable[Finding]) -> Iterable[tuple[Finding, list[Span | None]]]:
    """Findings that say the same, with all the parts that they say it of."""
    groups: dict[Finding, tuple[Finding, list[Span | None]]] = {}
    for finding in findings:
        groups.setdefault(finding._replace(span=None), (finding, []))[1].append(finding.span)
    return groups.values()


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with the worst first; of the same risk, in the order of the line."""
    return sorted(findings, key=lambda each: (-each.risk.rank, -each.risk, each.span or (0, 0)))


def _heading(finding: Finding, width: int) -> list[Line]:
    risk = finding.risk.name
    return [[("  ", ""), (risk, risk), (f"  {finding.rule}", "dim")], *paragraph(finding.reason, width, "strong")]


def _excerpt(command: str, span: Span, width: int, risk: str) -> list[Line]:
    from chimera_guard.frontends.excerpt import excerpt_of

    return [[("    | ", "dim"), *line] for line in excerpt_of(command, span, width - 7, f"mark {risk}")]


def _advice(finding: Finding, width: int, said: set[str]) -> list[Line]:
    lines: list[Line] = []
    for text in (finding.why, finding.instead and f"Safer: {finding.instead}"):
        if text and text not in said:
            said.add(text)
            lines += paragraph(text, width)
    return lines


def paragraph(text: str, width: int, style: str = "", indent: str = "    ") -> list[Line]:
    """Lay out a text that may come from others, indented."""
    return [[(indent, ""), (line, style)] for line in wrap(visible(text), max(NARROWEST, width - len(indent)))]


def bullet(text: str, width: int) -> list[Line]:
    """Lay out one point of a list."""
    head, *rest = wrap(visible(text), max(NARROWEST, width - 4))
    return [[("  - ", "dim"), (head, "")], *([("    ", ""), (line, "")] for line in rest)]


def plain(lines: Iterable[Line]) -> str:
    """Return the lines as text without colours; carets stand below a part in question."""
    out: list[str] = []
    for line in lines:
        out.append("".join(text for text, _ in line).rstrip())
        if any(style.startswith("mark") for _, style in line):
            out.append(_carets(line))
    return "\n".join(out) + "\n"


def _carets(line: Line) -> str:
    under = ""
    for index, (text, style) in enumerate(line):
        if style.startswith("mark"):
            under += "^" * max(1, columns(text))
        else:
            under += text if index == 0 and style == "dim" else " " * columns(text)
    return under.rstrip()
