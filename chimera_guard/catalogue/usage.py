"""A tool, or a subcommand of it, as the reader sees it. Built lazily from the normalised data of its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from chimera_guard.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any


class Template(NamedTuple):
    """An effect still without its scope: kind, target text ("" for none) and flags."""

    kind: str
    target: str
    flags: frozenset[str]


class Role(NamedTuple):
    """What an operand or value is: a role's `name`, and how many operands it takes."""

    name: str
    many: bool = False
    optional: bool = False


class Option(NamedTuple):
    """What an option means; see "Keys of an option" in docs/catalogue.md."""

    takes: str = ""
    optional: str = ""
    sets: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    does: tuple[Template, ...] = ()
    operands: tuple[Role, ...] | None = None
    harmless: bool = False
    stops: bool = False
    keys: Mapping[str, str] | None = None
    values: Mapping[str, Option] | None = None
    means: Mapping[str, str] | None = None
    replaces: bool = False
    behind: str = ""
    more: tuple[str, ...] = ()
    noun: str = ""
    prints: str = ""


class Usage:
    """The grammar and the meaning of a tool's (or a subcommand's) arguments."""

    __slots__ = (
        "_children", "_data", "_prefixes", "_spelled", "does", "get", "has_subcommands", "language", "lenient", "means",
        "name", "operands", "options", "parent", "prints", "stops",
    )  # fmt: skip

    def __init__(self, name: str, data: Mapping[str, Any], parent: Usage | None = None) -> None:
        self.name = name
        self.parent = parent
        self._data = data
        self.get: Callable[..., Any] = data.get  # a raw key of the file for this usage
        self._children: dict[str, Usage | None] = {}
        self.operands = roles(tuple(data.get("operands", ("text*",))))
        self.does = templates(tuple(data.get("does", ())))
        self.options: dict[str, Option] = {}
        self.lenient: bool | str = data.get("lenient", parent.lenient if parent else False)
        self.stops = bool(data.get("stop_at_operand", False))
        self.prints: str = self.inherited("prints", "")
        self.means: Mapping[str, str] | None = self.inherited("means")
        stdin: str = self.inherited("stdin", "text")
        told = stdin.startswith("code:") and (stdin != "code:own" or "stdin" in data)  # arguments, where none are named
        self.language = stdin[5:] if told else None  # of the code that the tool runs
        self.has_subcommands = "subcommands" in data or "verbs" in data or "unlisted" in data
        self._spelled: Mapping[str, Mapping[str, Any]] | None = None
        self._prefixes: tuple[str, ...] | None = None

    def inherited(self, key: str, default: Any = None) -> Any:
        """A raw key of this usage, or of the nearest one around it."""
        usage: Usage | None = self
        while usage is not None:
            if key in usage._data:
                return usage._data[key]
            usage = usage.parent
        return default

    def option(self, spelling: str) -> Option | None:
        """The option spelled so, here or in a usage around this one."""
        found = self.options.get(spelling)
        if found is not None:
            return found
        raw = self.spelled.get(spelling)
        if raw is not None:
            found = self.options[spelling] = option(raw)
            return found
        return self.parent.option(spelling) if self.parent is not None else None

    @property
    def spelled(self) -> Mapping[str, Mapping[str, Any]]:
        """The data of this usage's own options, by their spelling."""
        if self._spelled is None:
            self._spelled = by_spelling(self._data)
        return self._spelled

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The beginnings of options whose value is the rest of the word; the longest, which say most, come first."""
        if self._prefixes is None:
            names = (name[:-1] for name in self.spelled if name.endswith("*"))
            self._prefixes = tuple(sorted(names, key=len, reverse=True))
        return self._prefixes

    def long_options(self, beginning: str) -> set[str]:
        """The long options that an abbreviation could mean."""
        found = {name for name in self.spelled if name.startswith(beginning)}
        return found | (self.parent.long_options(beginning) if self.parent is not None else set())

    def subcommand(self, word: str) -> Usage | None:
        """The listed subcommand of this name."""
        if word not in self._children:
            data = self._data.get("subcommands", {}).get(word)
            self._children[word] = None if data is None else Usage(f"{self.name} {word}", data, self)
        return self._children[word]


@lru_cache(maxsize=512)
def roles(items: tuple[str, ...]) -> tuple[Role, ...]:
    """Roles from their written form."""
    return tuple(Role(item.rstrip("*?"), "*" in item, "?" in item) for item in items)


@lru_cache(maxsize=2048)
def templates(items: tuple[str, ...]) -> tuple[Template, ...]:
    """Effect templates from their written form."""
    result = []
    for item in items:
        kind, _, rest = item.partition(" ")
        target, _, flags = rest.partition(" ")
        result.append(Template(kind, "" if target == "-" else target, frozenset(flags.split())))
    return tuple(result)


_FLAG = Option()
_VALUED = Option(takes="text")
_TEXT = {"takes": "text"}


def by_spelling(data: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """The options in the normalised data of a usage, those that are only named there (most of them) included."""
    options: Mapping[str, Mapping[str, Any]] = data.get("options", {})
    if "flags" not in data and "valued" not in data:
        return options
    valued, flags = data.get("valued", ""), data.get("flags", "")
    return {**dict.fromkeys(valued.split(), _TEXT), **dict.fromkeys(flags.split(), {}), **options}


def option(raw: Mapping[str, Any]) -> Option:
    """An option from its normalised data."""
    if not raw:
        return _FLAG
    if raw == _TEXT:
        return _VALUED
    return Option(
        takes=raw.get("takes", ""),
        optional=raw.get("optional", ""),
        sets=frozenset(raw.get("sets", ())),
        clears=frozenset(raw.get("clears", ())),
        ends=frozenset(raw.get("ends", ())),
        does=templates(tuple(raw.get("does", ()))),
        operands=roles(tuple(raw["operands"])) if "operands" in raw else None,
        harmless=raw.get("harmless", False),
        stops=raw.get("stops", False),
        keys=raw.get("keys"),
        values={name: option(item) for name, item in raw["values"].items()} if "values" in raw else None,
        means=raw.get("means"),
        replaces=raw.get("replaces", False),
        behind=raw.get("behind", ""),
        more=tuple(raw.get("more", ())),
        noun=raw.get("noun", ""),
        prints=raw.get("prints", ""),
    )
