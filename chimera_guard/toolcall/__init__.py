"""What an agent's tool call does: the commands that reach a shell, and what is done without one. Pure."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from chimera_guard.toolcall.known import TOOLS
from chimera_guard.toolcall.model import Act, Arguments, Call, Command, Step, Unreadable

__all__ = ["Act", "Call", "Command", "Step", "call_of", "show", "steps"]

_MAX_DEPTH = 4
_MAX_SHOWN = 2000


def call_of(tool_call: Any) -> Call:
    """Return the call that `tool_call` stands for.

    It may be anything with a name and arguments: an object of a host, a mapping, or the form of the OpenAI protocol
    (`{"function": {"name": ..., "arguments": "<JSON>"}}`). What can't be read has empty arguments, or no name.
    """
    if isinstance(tool_call, Call):
        return tool_call
    if isinstance(tool_call, Mapping):
        inner = tool_call.get("function", tool_call)
        found = inner if isinstance(inner, Mapping) else {}
        name, arguments = found.get("name"), found.get("arguments")
    else:
        name, arguments = getattr(tool_call, "name", None), getattr(tool_call, "arguments", None)
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except (ValueError, RecursionError):
            arguments = None
    cwd = getattr(tool_call, "cwd", None)
    return Call(
        name if isinstance(name, str) else "",
        arguments if isinstance(arguments, Mapping) else {},
        cwd if isinstance(cwd, str) else None,
    )


def steps(call: Call) -> tuple[Step, ...]:
    """Return all that the call does, in order. What can't be told is an Act of the kind "unknown"."""
    return tuple(_steps(call.name, call.arguments, call.cwd, 0))


def show(call: Call) -> str:
    """Return the call as one line for people and for a model: the name, and the arguments as JSON."""
    try:
        text = json.dumps(dict(call.arguments), ensure_ascii=False, default=repr)
    except (ValueError, TypeError, RecursionError):
        text = "{…}"
    line = f"{call.name or '?'} {text}"
    return line if len(line) <= _MAX_SHOWN else line[: _MAX_SHOWN - 1] + "…"


def _steps(name: str, arguments: Arguments, cwd: str | None, depth: int) -> Iterator[Step]:
    if depth > _MAX_DEPTH:
        yield Act("unknown", None, frozenset({"bound"}))
        return
    reader = TOOLS.get(name)
    try:
        if name == "batch":
            yield from _batch(arguments, cwd, depth)
        elif reader is None:
            yield from _unknown_tool(name, arguments, cwd)
        else:
            for step in reader(arguments):
                yield step._replace(cwd=cwd) if isinstance(step, Command) and step.cwd is None else step
    except Unreadable:
        yield Act("unknown", None, frozenset({"tool", "arguments"}))


def _batch(arguments: Arguments, cwd: str | None, depth: int) -> Iterator[Step]:
    calls = arguments.get("calls", [])
    if not isinstance(calls, list):
        raise Unreadable
    for each in calls:
        inner = each.get("arguments", {}) if isinstance(each, Mapping) else None
        if not isinstance(inner, Mapping) or not isinstance(each.get("tool"), str):
            yield Act("unknown", None, frozenset({"tool", "arguments"}))
        else:
            yield from _steps(each["tool"], inner, cwd, depth + 1)


_LINES = ("command", "cmd", "script", "commands", "command_line", "commandline", "cmdline", "shell_command", "bash")
_PLACES = ("cwd", "workdir", "working_directory", "working_dir", "directory", "dir_path")
_HARMLESS = frozenset({*_PLACES, "timeout", "timeout_ms", "timeout_seconds", "description", "reason", "explanation"})


def _unknown_tool(name: str, arguments: Arguments, cwd: str | None) -> Iterator[Step]:
    """Judge what looks like a command as one; anything that may change what it means is unknown.

    A directory among the arguments counts beside the agent's own: the tool may use either.
    """
    places = [cwd, *(arguments[key] for key in _PLACES if isinstance(arguments.get(key), str))]
    found = False
    for key, value in arguments.items():
        if key not in _LINES:
            if key not in _HARMLESS and any(line in arguments for line in _LINES):
                yield Act("unknown", str(key), frozenset({"option"}))
            continue
        found = True
        for text in _lines(key, value):
            yield from (Command(text, place) for place in places)
    if not found:
        yield Act("unknown", None, frozenset({"tool"}))


def _lines(key: str, value: Any) -> list[str]:
    """The command lines in an argument: a text, an argument vector, or a list of lines."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise Unreadable
    vector = shlex.join(value)
    if key != "commands":
        return [vector]
    return list(value) if any(" " in each for each in value) else [*value, vector]
