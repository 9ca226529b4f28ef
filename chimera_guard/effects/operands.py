"""Gives operands their roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from chimera_guard.catalogue.usage import Role
from chimera_guard.effects.addresses import COMMA
from chimera_guard.effects.globs import active
from chimera_guard.effects.globs import matches as glob_matches
from chimera_guard.effects.model import KINDS, LOOKING
from chimera_guard.records import NamedTuple
from chimera_guard.words.value import Value, beyond

REST = frozenset({"command", "package", "image", "shell-words", "script"})  # roles that take everything that follows
STOPPING = REST | {"shell"}
TEXT = Role("text", True)
_CLOSING = {"(": ")", "[": "]", '"': '"'}  # marks that open something, and what closes it


class Action(NamedTuple):
    """One thing that the arguments say: `role` applied to `values` (none for an effect without a target).

    `extra` are flags of this action alone; `escape` is whether an option or an inline program, and not an operand
    that is there for it, runs something.
    """

    role: str
    values: tuple[Value, ...]
    extra: frozenset[str] = frozenset()
    escape: bool = False


def assign(values: Sequence[Value], roles: Sequence[Role]) -> list[Action]:
    """Give each operand its role: fixed ones from both ends, the repeated one takes what is between."""
    actions: list[Action] = []
    index = 0
    for place, role in enumerate(roles):
        name = role.name
        if name == "assignment":
            while index < len(values) and is_assignment(values[index]):
                actions.append(Action(name, (values[index],)))
                index += 1
        elif index >= len(values):
            actions += missing(roles[place:])
            break
        elif name == "shell" and role.many:  # each is a command line of its own
            actions += [Action(name, (value,)) for value in values[index:]]
            break
        elif name in REST or name == "shell" or name.startswith("tool:"):
            actions.append(Action(name, tuple(values[index:])))
            break
        elif name.startswith("code-words:") or (name.startswith("code:") and not role.many):
            actions.append(Action(name, tuple(values[index:])))
            index += 1 if name.startswith("code:") else len(values)
        else:
            end = index + 1
            if role.many:
                end = max(len(values) - (len(roles) - place - 1), index)
            if name.endswith("-"):  # it happens where the operand is there, and not to the operand
                actions += [Action(name[:-1], ())] * (end > index)
            elif name != "text":
                actions += [Action(name, (value,)) for value in values[index:end]]
            index = end
    return actions


def missing(roles: Sequence[Role]) -> list[Action]:
    """Roles for which no operand is left: a write that was announced stays a write."""
    return [
        Action(role.name, ()) for role in roles if role.name in KINDS and not role.optional and role.name not in LOOKING
    ]


def pairs(values: Sequence[Value], keys: Mapping[str, str]) -> tuple[list[Action], list[Value]]:
    """Operands KEY=VALUE by the roles of their keys; returns also the operands that fit no key."""
    actions: list[Action] = []
    unlisted: list[Value] = []
    for value in values:
        key, content = split(value)
        role = keys.get(key) or keys.get("*")
        if content is None or role is None:
            unlisted.append(value)
        elif role != "text":
            actions.append(Action(role, (content,)))
    return actions, unlisted


def split(value: Value) -> tuple[str, Value | None]:
    """KEY and VALUE of a word KEY=VALUE, or "KEY VALUE"; None for the value where there is none."""
    text = value.text if value.text is not None else value.glob or value.prefix
    key, equals, rest = text.partition("=")
    if " " in key.strip():
        key, equals, rest = text.strip().partition(" ")
    key, rest = key.strip(), rest.strip()
    if not equals:
        return key, None
    if value.text is None and "=" in value.prefix:
        return key, beyond(value, value.prefix.partition("=")[0] + "=")
    if value.text is None and value.glob is not None:
        return key, value._replace(glob=rest, prefix="")
    return key, value._replace(text=rest if value.text is not None else None, prefix=rest)


def behind(value: Value, mark: str) -> Value:
    """What stands behind the first `mark`: the path in `file://x`, the code in `alias.x=!code`.

    Behind a mark that ends in `(` or `[` it goes up to the last `)` or `]`, behind one that ends in `"` up to the last
    `"`, behind one that ends in `:` or `=` up to a comma, as in the address `OPEN:file,rdonly`.
    """
    before, found, rest = value.beginning.partition(mark)
    if value.text is None and found:
        value = beyond(value, before + mark)
    closing = _CLOSING.get(mark[-1:])
    if closing is not None:
        rest = rest.rpartition(closing)[0]
    elif mark.endswith((":", "=")):
        rest = rest.partition(",")[0].replace(COMMA, ",")
    return value._replace(text=rest if value.text is not None else None, prefix=rest)


def is_assignment(value: Value) -> bool:
    """Whether a word has the form NAME=value; `$(cat .env)`, unquoted, is any number of those."""
    if value.many and not value.quoted and {"output", "secret"} <= value.taint and not value.prefix:
        return True
    name, equals, _ = value.beginning.partition("=")
    return bool(equals) and name.replace("_", "a").isalnum()


def fits(text: str, pattern: str) -> bool:
    """Whether `text` fits one of the globs in `pattern`, which are separated by `|` (a `|` in front is itself)."""
    plain, globs = _alternatives(pattern)
    return text in plain or (bool(globs) and any(glob_matches(glob, text) for glob in globs))


def begins(text: str, pattern: str) -> bool:
    """Whether a word of which `text` is the beginning fits one of the globs in `pattern` that leave the end open."""
    something = "x" if text[-1:] != "=" else ""  # `:$branch` is `:` and something
    open_ended = (glob for glob in _alternatives(pattern)[1] if glob[-1] == "*")
    return text != "" and any(glob_matches(glob, text + something) for glob in open_ended)


@lru_cache(maxsize=4096)
def _alternatives(pattern: str) -> tuple[frozenset[str], tuple[str, ...]]:
    items = pattern.split("|")
    if len(items) > 1 and not items[0]:
        items[:2] = ["|" + items[1]]
    return frozenset(items), tuple(filter(active, items))
