"""What is known of the values of Python expressions: constants, texts with gaps, and what the code itself defines."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from chimera_guard.effects.code.python import folding
from chimera_guard.effects.code.reading import NO_FLAGS
from chimera_guard.effects.places import names
from chimera_guard.effects.secret_names import NAMED_SECRET, names_secret
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader


class Known(NamedTuple):
    """A constant: text, bytes, number, None, or a list, tuple or dict of them, in which other values can stand too."""

    value: Any


class Ref(NamedTuple):
    """A module, or something in it, by its dotted path."""

    path: str


class Thing(NamedTuple):
    """An object of a kind that matters: an open file, a path, a socket, a database."""

    kind: str
    target: str | None = None


class Unknown(NamedTuple):
    """Anything else. `taint` says where its content comes from."""

    taint: frozenset[str] = NO_FLAGS


class Partial(NamedTuple):
    """A text with gaps: HOLE stands where something unknown is, SOME_NAME where the name of any file in a place is."""

    template: str
    taint: frozenset[str] = NO_FLAGS


class Function:
    """A function that the code defines; `scope` is where its body finds the names that are not its own."""

    __slots__ = ("arguments", "called", "decorated", "keywords", "node", "owner", "referenced", "scope")

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: dict[str, Any]) -> None:
        self.node = node
        self.scope = scope
        self.arguments: list[Any] = []  # that are given already: `self`, those of a partial
        self.keywords: dict[str, Any] = {}
        self.owner: Class | None = None
        self.decorated: frozenset[str] = NO_FLAGS
        self.called = False
        self.referenced = False  # handed on, to be called by who knows whom

    def given(self, *arguments: Any, **keywords: Any) -> Function:
        """The same with its first arguments given."""
        twin = Function(self.node, self.scope)
        twin.arguments = [*self.arguments, *arguments]
        twin.keywords = {**self.keywords, **keywords}
        twin.owner, twin.decorated = self.owner, self.decorated
        return twin


class Class:
    """A class that the code defines. `plain` is whether all that it inherits from is known to do nothing by itself."""

    __slots__ = ("bases", "members", "name", "plain")

    def __init__(self, name: str, bases: list[Any], members: dict[str, Any], plain: bool) -> None:
        self.name, self.bases, self.members, self.plain = name, bases, members, plain

    def member(self, name: str, depth: int = 0) -> Any:
        """What the class, or one that it inherits from, has under a name; None for nothing."""
        if name in self.members:
            return self.members[name]
        for base in self.bases if depth < 8 else ():
            found = base.member(name, depth + 1) if isinstance(base, Class) else None
            if found is not None:
                return found
        return None


class Instance:
    """An object of such a class."""

    __slots__ = ("cls", "fields")

    def __init__(self, cls: Class) -> None:
        self.cls = cls
        self.fields: dict[str, Any] = {}


UNKNOWN = Unknown()
Arguments = list[Any]  # what something is called with
Keywords = dict[str, Any]
# What a function does, by its path and what it is called with; returns what it gives.
Handler: TypeAlias = "Callable[[PythonReader, str, Arguments, Keywords], Any]"
VALUES = (Known, Ref, Thing, Unknown, Partial, Function, Class, Instance)


def argument_at(arguments: Arguments, place: int, keywords: Keywords, *names: str, default: Any = UNKNOWN) -> Any:
    """What a call is given at a place, or under one of these names; the default where it is given neither."""
    if len(arguments) > place:
        return arguments[place]
    return next((keywords[name] for name in names if name in keywords), default)


def first_of(arguments: Arguments) -> Any:
    """What a call is given first, UNKNOWN where that is nothing."""
    return arguments[0] if arguments else UNKNOWN


def lifted(item: Any) -> Any:
    """An item of a constant list or dict as a value."""
    return item if isinstance(item, VALUES) else Known(item)


def lowered(value: Any) -> Any:
    """A value as an item of a list or dict."""
    return value.value if isinstance(value, Known) else value


def items_of(value: Any) -> list[Any] | None:
    """The items of a list, as values; None for anything else."""
    held = value.value if isinstance(value, Known) else None
    return [lifted(item) for item in held] if isinstance(held, (list, tuple)) else None


def each_of(value: Any) -> list[Any]:
    """The items of a list, as values; anything else alone."""
    items = items_of(value)
    return [value] if items is None else items


def taint_in(*values: Any) -> frozenset[str]:
    """Where the contents of values come from."""
    taint: frozenset[str] = NO_FLAGS
    for value in values:
        if isinstance(value, (Unknown, Partial)):
            taint |= value.taint
        elif value == Ref("os.environ"):  # all of it, keys and tokens among the rest
            taint |= {"secret"}
        elif isinstance(value, Known) and isinstance(value.value, (list, tuple, dict)) and len(value.value) < 64:
            items = value.value.values() if isinstance(value.value, dict) else value.value
            taint |= taint_in(*(item for item in items if isinstance(item, VALUES)))
        elif isinstance(value, Thing) and value.kind in ("response", "socket"):
            taint |= {"remote"}
    return taint


def text_of(value: Any) -> str | None:
    """The value as a text, where it is one and wholly known: paths are texts."""
    if isinstance(value, Thing) and value.kind == "path" and value.target is not None:
        return None if HOLE in value.target or SOME_NAME in value.target else value.target
    value = value.value if isinstance(value, Known) else value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None


def target_of(value: Any) -> str | None:
    """The value as a text with gaps, where anything of it is known."""
    if isinstance(value, Thing):
        return value.target if value.kind == "path" else None
    if isinstance(value, Partial):
        return value.template if value.template.strip(HOLE) else None
    return text_of(value)


def template_of(value: Any) -> str:
    """The value as a text with gaps, which is one gap where nothing of it is known."""
    if isinstance(value, Partial):
        return value.template
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        return str(value.value)
    return target_of(value) or (HOLE if text_of(value) is None else "")


def texts_joined(values: list[Any], between: str = "") -> Any:
    """A text that is put together from several: known, with gaps, or unknown."""
    text = between.join(map(template_of, values))
    text = text if len(text) <= folding.MAX_TEXT else HOLE
    if HOLE in text or SOME_NAME in text:
        taint = taint_in(*values)
        return Partial(text, taint) if text.strip(HOLE) else Unknown(taint)
    return Known(text)


# Names of variables with keys that are handed on in headers, if at all, and words in such names.
_SECRETS = names(
    """
    AWS_SESSION_TOKEN GITHUB_TOKEN GH_TOKEN GITLAB_TOKEN NPM_TOKEN PYPI_TOKEN CARGO_REGISTRY_TOKEN VAULT_TOKEN
    KUBECONFIG
    """
)
_SECRET_PARTS = names("SECRET SECRETS PASSWORD PASSWD PRIVATE CREDENTIAL CREDENTIALS")


def variable(name: str | None) -> Any:
    """What a variable of the environment holds."""
    if name == "HOME":
        return Known("~")
    telling = name is None or name in _SECRETS or not _SECRET_PARTS.isdisjoint(name.upper().split("_"))
    named = {NAMED_SECRET} if name is not None and names_secret(name) else NO_FLAGS
    return Unknown(frozenset({"secret" if telling else "environment", *named}))
