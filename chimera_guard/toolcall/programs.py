"""Tools that stand for a program's subcommand: `git_reset`, `kubectl_delete`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from chimera_guard.catalogue import load
from chimera_guard.catalogue.usage import Usage
from chimera_guard.toolcall.model import Arguments
from chimera_guard.toolcall.naming import is_program, words

# Arguments that say where it is done, and not to what.
_PLACES = frozenset({"repo_path", "cwd", "workdir", "directory", "path", "project_path", "working_directory"})
_TYPED = frozenset({"message", "msg"})  # texts that an option takes, of one letter
_MODES = frozenset({"mode", "type", "strategy"})
_KINDS = ("-type", "-format", "-style", "-order")
_SAID = frozenset({"force", "hard"})
_FREE = frozenset({"description", "reason", "explanation"})


def as_program(own: tuple[str, ...], arguments: Arguments) -> str | None:
    """The command line that such a tool stands for; None for any other tool."""
    if len(own) < 2 or not is_program(own[0]):
        return None
    usage = load(own[0])
    said = [f"--{word}" for word in own if word in _SAID]  # `git_force_push`
    name, known, deepest = tuple(word for word in own[1:] if word not in _SAID), 0, usage
    for word in name:
        inner = deepest.subcommand(word) if deepest is not None else None
        if inner is None:
            break
        known, deepest = known + 1, inner
    if not known:
        return None
    assert deepest is not None
    found = list(_arguments(arguments, deepest, own[0] == "git"))
    return shlex.join([own[0], *name[:known], *said, *found])


def _arguments(arguments: Arguments, usage: Usage, version_control: bool) -> Iterator[str]:
    operands: list[str] = []
    for key, value in list(arguments.items())[:50]:
        name = "-".join(words(key)) if isinstance(key, str) else ""
        if key in _FREE or (version_control and key in _PLACES) or not name:
            continue
        if value is True:
            yield f"--{name}"
        elif isinstance(value, str) and key in _TYPED:
            yield from ("-m", value)
        elif isinstance(value, str) and key in _MODES and value.isalpha():
            yield f"--{value}"
        elif isinstance(value, (str, int)) and value is not False and (option := usage.option(f"--{name}")) is not None:
            yield f"--{name}={value}" if option.takes or option.values or option.optional else f"--{name}"
        elif isinstance(value, str) and value and not (version_control and name.endswith(_KINDS)):
            operands.append(value)
        elif isinstance(value, (list, tuple)):
            operands += [item for item in value if isinstance(item, str) and item]
    yield from operands
