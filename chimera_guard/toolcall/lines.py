"""Command lines among the arguments of a tool, and what stands beside them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from chimera_guard.catalogue import load
from chimera_guard.toolcall.model import Act, Arguments, Code, Command, Step, Unreadable
from chimera_guard.toolcall.naming import is_program, words
from chimera_guard.toolcall.roles import PLACES, is_line

PAGES = frozenset(
    "browser page puppeteer playwright chrome chromium firefox selenium cdp devtools webdriver tab".split()
)
SHELLS = frozenset({"bash", "sh", "shell", "zsh"})
_RAISING = frozenset("sudo root admin elevated privileged superuser".split())
_HARMLESS = frozenset(
    """
    cwd workdir working_directory working_dir cd exec_dir directory dir_path args arguments env environment
    environment_variables envs description reason explanation justification thought summary title purpose intent goal
    security_risk risk_level session_id terminal_id session tab_id pty_id task_progress sandbox_permissions prefix_rule
    """.split()
)
_HARMLESS_ENDS = ("timeout", "_ms", "_seconds", "_secs")
# Words in the names of tools that say which language their code is in.
_LANGUAGES = {
    "osascript": "applescript", "applescript": "applescript", "powershell": "powershell", "pwsh": "powershell",
    "javascript": "node", "js": "node", "node": "node", "typescript": "node", "deno": "deno", "ruby": "ruby",
    "perl": "perl", "php": "php", "lua": "lua", "r": "r", "julia": "julia", "groovy": "groovy",
}  # fmt: skip


def language_of(own: Sequence[str]) -> str | None:
    """The language that the name of a tool says; None where it says none."""
    return next((_LANGUAGES[word] for word in own if word in _LANGUAGES), None)


def line(key: str, value: Any, own: Sequence[str], around: frozenset[str], arguments: Arguments) -> Iterator[Step]:
    """A command line in an argument, or the code for a page where it is a page's tool."""
    if words(key)[-1] in ("script", "function") and not PAGES.isdisjoint(around) and isinstance(value, str):
        yield Act("exec-code", "javascript")
        return
    if words(key)[-1] == "script" and isinstance(value, str) and (language := language_of(own)) is not None:
        yield Code(language, value)
        return
    given = arguments.get("args", arguments.get("arguments"))
    if isinstance(value, str) and isinstance(given, (list, tuple)) and all(isinstance(item, str) for item in given):
        value = [value, *given]
    program = next((word for word in own if is_program(word)), None)
    around_it = next((word for word in sorted(around) if is_program(word)), None)
    places = [None, *(arguments[each] for each in PLACES if isinstance(arguments.get(each), str))]
    for text in command_lines(key, value):
        begins = next(iter(text.split(None, 1)), "")
        if program is not None and begins != program:
            text = f"{program} {text}"
        elif around_it is not None and begins.isalpha() and load(begins) is None:
            text = f"{around_it} {text}"
        yield from (Command(text, place) for place in places)  # the tool may use either
    yield from variables(arguments)
    yield from _meaning_more(arguments)


def _meaning_more(arguments: Arguments) -> Iterator[Step]:
    """Arguments beside a command line that may change what it means."""
    for key, value in arguments.items():
        name = "_".join(words(key)) if isinstance(key, str) else ""
        if value is True and not _RAISING.isdisjoint(name.split("_")):
            yield Act("privilege", "root")
        elif not is_line(str(key)) and not _means_nothing(name, value):
            yield Act("unknown", str(key), frozenset({"option"}))


def _means_nothing(name: str, value: Any) -> bool:
    """Whether an argument can't change what a command line does."""
    if name in _HARMLESS or name.endswith(_HARMLESS_ENDS) or value is None or isinstance(value, (bool, int, float)):
        return True
    if not isinstance(value, str):
        return False
    return value.lower() in ("true", "false", "") or (name == "shell" and value.rpartition("/")[2] in SHELLS)


def variables(arguments: Arguments) -> Iterator[Step]:
    """Variables that are set for a command."""
    for key in ("env", "environment", "environment_variables", "envs"):
        held = arguments.get(key)
        if isinstance(held, dict):
            for name, value in list(held.items())[:100]:
                if not isinstance(name, str) or not name.isidentifier() or not isinstance(value, (str, int, float)):
                    raise Unreadable
                yield Command(f"export {name}={shlex.quote(str(value))}")
        elif held is not None:
            raise Unreadable


def command_lines(key: str, value: Any) -> list[str]:
    """The command lines in an argument: a text, an argument vector, or a list of lines."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise Unreadable
    vector = shlex.join(value)
    if key != "commands":
        return [vector]
    return list(value) if any(" " in each for each in value) else [*value, vector]
