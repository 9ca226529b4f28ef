"""The format of a tool file: checks it, and brings it into the one shape that the reader understands.

The format is described for people in docs/catalogue.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from chimera_guard.effects.model import KINDS

ABOUT = ("family", "source", "summary", "examples")  # what readers of the catalogue ask for, and no line
TOOL_KEYS = frozenset({"names", *ABOUT})
USAGE_KEYS = frozenset(
    {
        "operands",
        "does",
        "flags",
        "valued",
        "options",
        "subcommands",
        "unlisted",
        "verbs",
        "groups",
        "verb_next",
        "skips",
        "lenient",
        "abbreviates",
        "style",
        "stop_at_operand",
        "default_operand",
        "without_operands",
        "without_command",
        "after_dashes",
        "assignments",
        "when",
        "remote_paths",
        "disk_paths",
        "container_paths",
        "help",
        "stdin",
        "copies",
        "prints",
        "searches",
        "sets",
        "means",
        "recipes",
        "variables",
        "addresses",
        "binaries",
        "negates",
        "loads",
        "served_by",
        "undoes",
        "manifests",
        "follows",
    }
)
OPTION_KEYS = frozenset(
    {"takes", "optional", "sets", "clears", "does", "operands", "harmless", "stops", "keys", "values", "means"}
    | {"replaces", "behind", "noun", "ends", "prints"}
)
PLAIN_ROLES = frozenset(
    {"text", "command", "command;", "shell", "shell-words", "script", "mode", "assignment", "variable", "subscript"}
    | {"placeholder", "attached-file", "named", "names", "unset", "chdir", "hook", "trap", "sought", "source", "bound"}
    | {"base", "package", "image", "entrypoint", "process", "manifest", "mirror", "format"}
)
PRINTS = frozenset(
    {"all", "lines", "some-lines", "encoded", "decoded", "names", "nothing", "other", "place", "program", "sums"}
)
STYLES = frozenset({"gnu", "single-dash", "bundle", "none", "switches", "slashes"})
STDIN = frozenset({"none", "text", "arguments"})
# What the value of a key is, where it is no text.
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("options", "subcommands", "when", "assignments", "means", "variables"), (Mapping,)),
    **dict.fromkeys(("keys", "values", "examples"), (Mapping,)),
    **dict.fromkeys(("addresses", "binaries", "container_paths", "copies", "disk_paths", "remote_paths"), (bool,)),
    **dict.fromkeys(("abbreviates", "stop_at_operand", "verb_next", "harmless", "replaces", "stops"), (bool,)),
    **dict.fromkeys(("lenient", "help", "optional", "takes"), (bool, str)),
    **dict.fromkeys(("operands", "after_dashes", "does", "unlisted", "names"), (object,)),  # looked at on their own
    **dict.fromkeys(("without_operands", "without_command"), (object,)),
    "groups": (int,),
}
_WORDS = {bool: "true or false", str: "a text", int: "a number", Mapping: "a table"}


class CatalogueError(ValueError):
    """A tool file is wrong; the message says which key and why."""


def normalise(data: Mapping[str, Any]) -> dict[str, Any]:
    """Check the TOML `data` of one tool and return it with paths, alternatives and short forms written out.

    Raises:
        CatalogueError: for an unknown key, role, kind or style.
    """
    unknown = set(data) - TOOL_KEYS - USAGE_KEYS
    if unknown:
        raise CatalogueError(f"unknown key {sorted(unknown)[0]!r}")
    names = data.get("names")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise CatalogueError("'names' must be a list of names")
    _typed({key: data[key] for key in TOOL_KEYS & set(data)}, "")
    for example, effects in data.get("examples", {}).items():
        if not isinstance(effects, list) or not all(isinstance(each, str) for each in effects):
            raise CatalogueError(f"examples.{example}: must be a list of texts")
    tool = _usage({key: value for key, value in data.items() if key in USAGE_KEYS}, "")
    for key in TOOL_KEYS & set(data):
        tool[key] = data[key]
    return tool


def _typed(data: Mapping[str, Any], where: str) -> None:
    """Raise CatalogueError for a value that is of another type than its key wants."""
    for key, value in data.items():
        wanted = _TYPES.get(key, (str,))
        if not isinstance(value, wanted):
            raise CatalogueError(f"{where}{key}: must be {' or '.join(_WORDS[each] for each in wanted)}")


def _usage(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise CatalogueError(f"{where.removesuffix('.')}: a table or a string is wanted")
    unknown = set(data) - USAGE_KEYS
    if unknown:
        raise CatalogueError(f"{where}unknown key {sorted(unknown)[0]!r}")
    _typed(data, where)
    usage: dict[str, Any] = {}
    for key, value in data.items():
        at = f"{where}{key}"
        if key in ("operands", "after_dashes"):
            usage[key] = roles(value, at)
        elif key in ("does", "unlisted", "without_operands", "without_command"):
            usage[key] = templates(value, at)
        elif key == "options":
            usage.setdefault("options", {}).update(options_of(value, at))
        elif key in ("sets", "skips"):
            usage[key] = value.split()
        elif key == "subcommands":
            usage[key] = _subcommands(value, at)
        elif key == "when":
            usage[key] = {pattern: _option(spec, f"{at}.{pattern}", short="does") for pattern, spec in value.items()}
        elif key in ("assignments", "means"):
            usage[key] = {name: role(item, at) for name, item in value.items()}
        else:
            usage[key] = value
    _chosen(usage, where)
    return usage


def _chosen(spec: Mapping[str, Any], where: str) -> None:
    for key, choice in (("style", STYLES), ("prints", PRINTS)):
        if key in spec and spec[key] not in choice:
            raise CatalogueError(
                f"{where}{key}: unknown {key} {spec[key]!r}, it is none of {', '.join(sorted(choice))}"
            )
    if spec.get("stdin", "none") not in STDIN and not spec["stdin"].startswith("code:"):
        raise CatalogueError(f"{where}stdin: {spec['stdin']!r} is none of {', '.join(sorted(STDIN))}, code:LANG")


def _subcommands(data: Mapping[str, Any], where: str) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, spec in data.items():
        usage = _usage({"does": spec} if isinstance(spec, (str, list)) else spec, f"{where}.{path}.")
        for single in path.split(","):
            for words in _alternatives(single.split()):
                branch = deepcopy(usage) if "subcommands" in usage else usage
                for word in reversed(words[1:]):
                    branch = {"subcommands": {word: branch}}
                graft(tree, {words[0]: branch})
    return tree


def graft(tree: dict[str, Any], branches: Mapping[str, Any]) -> None:
    """Add subcommands to a tree of them; what is there already stays, where a branch does not say it anew."""
    for name, branch in branches.items():
        node = tree.setdefault(name, {})
        children = branch.get("subcommands")
        node.update((key, value) for key, value in branch.items() if key != "subcommands")
        if children:
            graft(node.setdefault("subcommands", {}), children)


def _alternatives(words: list[str]) -> Iterable[list[str]]:
    if not words:
        yield []
        return
    for first in words[0].split("|"):
        for rest in _alternatives(words[1:]):
            yield [first, *rest]


def options_of(data: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Check a table of options, and give each spelling its own entry.

    Raises:
        CatalogueError: for an unknown key, role or kind.
    """
    options: dict[str, Any] = {}
    for spellings, spec in data.items():
        option = _option(spec, f"{where}.{spellings}", short="takes")
        options.update(dict.fromkeys(spellings.split(), option))
    return options


def _option(spec: object, where: str, short: str) -> dict[str, Any]:
    if isinstance(spec, (str, list)):
        spec = {short: spec}
    if not isinstance(spec, Mapping):
        raise CatalogueError(f"{where}: a table or a string is wanted")
    unknown = set(spec) - OPTION_KEYS
    if unknown:
        raise CatalogueError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    _typed(spec, f"{where}.")
    _chosen(spec, f"{where}.")
    option: dict[str, Any] = dict(spec)
    for key in ("takes", "optional"):
        if key in option:
            first, *more = roles("text" if option[key] is True else option[key], where) or [""]
            option[key] = role(first, where)
            if more:
                option["more"] = more
    if "operands" in option:
        option["operands"] = roles(option["operands"], where)
    if "does" in option:
        option["does"] = templates(option["does"], where)
    for key in ("sets", "clears", "ends"):
        if key in option:
            option[key] = option[key].split()
    if "means" in option:
        option["means"] = {name: role(item, where) for name, item in option["means"].items()}
    if "keys" in option:
        option["keys"] = {name: role(item, where) for name, item in option["keys"].items()}
    if "values" in option:
        option["values"] = {name: _option(item, where, short="does") for name, item in option["values"].items()}
    if option.keys() & {"keys", "values"} and "optional" not in option:
        option.setdefault("takes", "text")
    return option


def role(name: object, where: str) -> str:
    """Check one role without its `*`.

    Raises:
        CatalogueError: when it is none.
    """
    beginnings = ("code:", "code-words:", "tool:", "@")
    if isinstance(name, str) and (
        name in PLAIN_ROLES or name.removesuffix("-") in KINDS or name.startswith(beginnings)
    ):
        return name
    raise CatalogueError(f"{where}: unknown role {name!r}")


def roles(text: object, where: str) -> list[str]:
    """Check a list of roles such as "read* write".

    Raises:
        CatalogueError: for a role that there is not.
    """
    if not isinstance(text, str):
        raise CatalogueError(f"{where}: roles are written as one string")
    for item in text.split():
        role(item.rstrip("*?"), where)
    return text.split()


def templates(value: object, where: str) -> list[str]:
    """Check effects written as "kind [target] [flag ...]".

    Raises:
        CatalogueError: for a kind that there is not.
    """
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise CatalogueError(f"{where}: effects are a string or a list of strings")
    for item in items:
        if item.split()[0] not in KINDS:
            raise CatalogueError(f"{where}: unknown effect {item.split()[0]!r}")
    return items
