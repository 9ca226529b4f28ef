"""Words of a shell's line in Python: how a line is split into them, and put together again."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python import folding
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Partial,
    Unknown,
    argument_at,
    each_of,
    items_of,
    taint_in,
    target_of,
    template_of,
    texts_joined,
)
from chimera_guard.effects.secret_names import NAMED_SECRET
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader


def shell_words(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`shlex.split`, `shlex.join`, `shlex.quote`."""
    given = argument_at(arguments, 0, keywords, "s")
    if path.endswith("quote"):
        return given
    if path.endswith("join"):
        listed = items_of(given)
        return UNKNOWN if listed is None else texts_joined(listed, " ")
    if target_of(given) is None:
        return UNKNOWN
    words = folding.words(template_of(given))
    return Known([Partial(word) if HOLE in word or SOME_NAME in word else word for word in words])


def dedented(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`textwrap.dedent`, `inspect.cleandoc`: the text without the blanks that all its lines begin with."""
    value = argument_at(arguments, 0, keywords, "text")
    text = value.template if isinstance(value, Partial) else value.value if isinstance(value, Known) else None
    if not isinstance(text, str):
        return value
    plain = textwrap.dedent(text)
    plain = plain.strip() if path.endswith("cleandoc") else plain
    return value._replace(template=plain) if isinstance(value, Partial) else Known(plain)


def by_command(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A function that does what a command of the same name does: `alembic.command.upgrade(config, "head")`."""
    words: list[str | None] = COMMANDS[path].split()  # type: ignore[assignment]
    for argument in arguments:
        words += [target_of(item) for item in each_of(argument) if not isinstance(item, Unknown)]
    reader.into.argv(words)
    reader.into.complete = False
    return UNKNOWN


_ALEMBIC = "upgrade downgrade stamp revision current history heads show merge check branches"
COMMANDS = {
    **{f"alembic.command.{name}": f"alembic {name}" for name in _ALEMBIC.split()},
    **{f"flask_migrate.{name}": f"flask db {name}" for name in ("upgrade", "downgrade", "migrate", "stamp")},
    "django.core.management.call_command": "django-admin",
    "django.core.management.execute_from_command_line": "python3",
    "pytest.main": "pytest",
    "pip.main": "pip",
    "pip._internal.main": "pip",
    "pip._internal.cli.main.main": "pip",
}


def unread(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A function that runs the project's own code."""
    reader.into.complete = False
    return UNKNOWN


def shown(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`print`: a secret of the environment, by its name, comes to whoever looks."""
    if NAMED_SECRET in taint_in(*arguments) and "file" not in keywords:
        reader.into.effect("reveal")
    return UNKNOWN
