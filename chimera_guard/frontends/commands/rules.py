"""`chimera-guard rules`."""

from __future__ import annotations

import sys

import click

from chimera_guard.frontends import checking
from chimera_guard.frontends.commands.options import similar
from chimera_guard.frontends.document import Line, bullet, paragraph
from chimera_guard.host.settings import load
from chimera_guard.rules import Rule, all_rules, shown


@click.command("rules", short_help="List the rules, or say all about one.")
@click.argument("rule_id", metavar="[ID]", required=False)
def command(rule_id: str | None) -> int:
    """List the rules by family, your own ones included; with ID, say all about one rule."""
    rules = (*all_rules(), *load().rules)
    width = checking.terminal_width(sys.stdout)
    if rule_id is None:
        checking.show_lines(_listed(rules, width))
        return checking.ALLOWED
    for rule in rules:
        if rule.id == rule_id:
            checking.show_lines(_all_about(rule, width))
            return checking.ALLOWED
    near = similar(rule_id, (rule.id for rule in rules)) or " chimera-guard rules lists them."
    raise click.UsageError(f"There is no rule {rule_id!r}.{near}")


def _listed(rules: tuple[Rule, ...], width: int) -> list[Line]:
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.family, []).append(rule)
    lines: list[Line] = []
    for family, members in families.items():
        lines.append([(family, "strong")])
        for rule in members:
            lines.append([("  ", ""), (f"{rule.risk.name:8}", rule.risk.name), (rule.id, "")])
            lines += paragraph(next(shown(rule)), width, "dim", " " * 10)
        lines.append([])
    return [*lines, [(f"{len(rules)} rules; chimera-guard rules ID says more about one", "dim")]]


def _all_about(rule: Rule, width: int) -> list[Line]:
    lines: list[Line] = [[(rule.id, "strong"), ("  ", ""), (rule.risk.name, rule.risk.name)]]
    reason, why, instead = shown(rule)
    lines += paragraph(reason, width, indent="  ")
    if why:
        lines += [[], [("Why", "strong")], *paragraph(why, width, indent="  ")]
    if instead:
        lines += [[], [("Safer", "strong")], *paragraph(instead, width, indent="  ")]
    lines += [[], [("Looks at", "strong")], *paragraph(", ".join(rule.kinds), width, indent="  ")]
    for title, examples in (("Holds for", rule.match), ("Not for", rule.not_match)):
        if examples:
            lines += [[], [(title, "strong")]]
            for example in examples:
                lines += bullet(example if isinstance(example, str) else example[0], width)
    return lines
