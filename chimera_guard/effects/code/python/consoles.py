"""Programs that Python starts to tell them, line by line, what to do (pexpect)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Thing,
    argument_at,
    first_of,
    items_of,
    target_of,
    text_of,
)
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

_TAKING_LINES = names("sh bash zsh dash ksh fish ssh su sudo docker podman kubectl telnet rlogin screen tmux adb")
_TAKING_CODE = names("python python3 ipython")
_TELLING = names("sendline send write writelines run_command command")
_ANSWERING = names("yes no y n Y N exit quit")


def console(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`pexpect.spawn("ssh host")`."""
    line = target_of(argument_at(arguments, 0, keywords, "command"))
    if listed := items_of(argument_at(arguments, 1, keywords, "args")):
        reader.into.argv([line, *map(target_of, listed)])
    else:
        reader.into.shell(line)
    return Thing("console", line)


def told(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of such a program: what a shell is told is a line of its own, what Python is told is code."""
    words = (thing.target or HOLE).split()
    program = words[0].rpartition("/")[2] if words else HOLE
    given = first_of(arguments)
    if name not in _TELLING or text_of(given) in _ANSWERING:
        return thing if name == "__enter__" else UNKNOWN
    if program in _TAKING_CODE and "-m" not in words and not any(word.endswith(".py") for word in words):
        reader.nested(given)
    elif program in _TAKING_LINES:
        reader.into.shell(target_of(given))
    elif program == HOLE:
        reader.into.capable()
    return UNKNOWN
