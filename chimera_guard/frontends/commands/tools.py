"""`chimera-guard tools`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from chimera_guard import catalogue
from chimera_guard.catalogue.usage import by_spelling
from chimera_guard.frontends import checking
from chimera_guard.frontends.commands.options import similar
from chimera_guard.frontends.document import Line, bullet, paragraph
from chimera_guard.host.settings import load, load_tools

# What the keys of an option mean; {} is the value of the key.
_OPTION_WORDS = {
    "sets": "sets {}",
    "clears": "clears {}",
    "does": "adds: {}",
    "takes": "value: {}",
    "more": "then: {}",
    "optional": "attached value: {}",
    "operands": "operands: {}",
    "ends": "ends {}",
    "prints": "prints {}",
    "harmless": "then nothing happens",
    "replaces": "in place of what it does otherwise",
    "stops": "what follows is text",
    "values": "depends on its value",
    "keys": "depends on its value",
}


@click.command("tools", short_help="List the tools that are known, or say all about one.")
@click.argument("name", metavar="[NAME]", required=False)
def command(name: str | None) -> int:
    """List the tools that are known, your own ones included; with NAME, say what is known about one tool."""
    load_tools(load())
    width = checking.terminal_width(sys.stdout)
    if name is None:
        checking.show_lines(_listed(catalogue.families(), width))
        return checking.ALLOWED
    data = catalogue.data(name, about=True)
    if data is None:
        tool = name.partition(" ")[0]  # a subcommand stands in its tool's file
        near = similar(tool, (each for names in catalogue.families().values() for each in names))
        if tool != name and catalogue.data(tool) is not None:
            near = f" chimera-guard tools {tool} says what is."
        raise click.UsageError(f"{name!r} is not known.{near} docs/catalogue.md shows how to add a tool.")
    checking.show_lines(_all_about(data, width))
    return checking.ALLOWED


def _listed(families: Mapping[str, list[str]], width: int) -> list[Line]:
    lines: list[Line] = []
    for family, names in sorted(families.items()):
        lines += [[(family, "strong"), (f"  {len(names)}", "dim")], *paragraph(" ".join(names), width, indent="  "), []]
    count = sum(len(names) for names in families.values())
    return [*lines, [(f"{count} tools; chimera-guard tools NAME says more about one", "dim")]]


def _all_about(data: Mapping[str, Any], width: int) -> list[Line]:
    lines: list[Line] = [[(", ".join(data["names"]), "strong"), (f"  {data.get('family', 'yours')}", "dim")]]
    if "summary" in data:
        lines += paragraph(data["summary"], width, indent="  ")
    if "source" in data:
        lines += paragraph(f"known from {data['source']}", width, "dim", "  ")
    lines += [[], [("In short", "strong")], *_usage(data, width)]
    options = _options(by_spelling(data))
    if options:
        lines += [[], [("Options", "strong")]]
        for meaning, spellings in options.items():
            lines += paragraph(f"{' '.join(spellings)}: {meaning}", width, indent="  ")
    subcommands = list(_subcommands(data))
    if subcommands:
        lines += [[], [("Subcommands", "strong")]]
        for path, node in subcommands:
            does = "; ".join(node.get("does", ())) or (f"operands: {' '.join(node.get('operands', ['text*']))}")
            lines += paragraph(f"{path}: {does}", width, indent="  ")
    if data.get("examples"):
        lines += [[], [("Examples", "strong")]]
        for example, effects in data["examples"].items():
            lines += [*bullet(example, width), *paragraph("; ".join(effects) or "nothing", width, "dim")]
    return lines


def _usage(data: Mapping[str, Any], width: int) -> list[Line]:
    lines = paragraph(f"operands: {' '.join(data.get('operands', ['text*']))}", width, indent="  ")
    for key, title in (("does", "always"), ("without_operands", "without operands"), ("unlisted", "other subcommands")):
        if data.get(key):
            lines += paragraph(f"{title}: {'; '.join(data[key])}", width, indent="  ")
    return lines


def _options(options: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The spellings of options by what they mean; those that change nothing come last."""
    meanings: dict[str, list[str]] = {}
    for spelling, option in options.items():
        meanings.setdefault(_meaning(option) or "changes nothing about what is judged", []).append(spelling)
    return dict(sorted(meanings.items(), key=lambda item: item[0].startswith("changes nothing")))


def _meaning(option: Mapping[str, Any]) -> str:
    words = [f"{name} is {role}" for name, role in option.get("means", {}).items()]
    for key, text in _OPTION_WORDS.items():
        value = option.get(key)
        if value and value != "text":
            shown = " ".join(value) if isinstance(value, list) else str(value)
            words.append(text.replace("{}", shown))
    return "; ".join(dict.fromkeys(words))


def _subcommands(data: Mapping[str, Any], path: str = "") -> list[tuple[str, Mapping[str, Any]]]:
    found: list[tuple[str, Mapping[str, Any]]] = []
    for name, node in data.get("subcommands", {}).items():
        full = f"{path} {name}".strip()
        found += [(full, node), *_subcommands(node, full)]
    return found
