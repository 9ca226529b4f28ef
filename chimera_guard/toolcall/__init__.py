"""What an agent's tool call does: the commands that reach a shell, and what is done without one. Pure.

model                       a call, and the steps that it comes to
known, files, lines         tools of agents that are listed, by their names
unlisted, naming, programs  any other tool, by the words of its name
roles, languages, flags     what its arguments are, by their names and by what stands in them
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chimera_guard.toolcall.known import PROJECT_TESTS, TOOLS, reader_of
from chimera_guard.toolcall.model import Act, Arguments, Call, Code, Command, Step, Unreadable
from chimera_guard.toolcall.naming import is_plain, parts
from chimera_guard.toolcall.unlisted import beside, unlisted

__all__ = ["PROJECT_TESTS", "Act", "Call", "Code", "Command", "Step", "call_of", "show", "steps"]

_MAX_DEPTH = 4
_MAX_SHOWN = 2000
_NAMED = ("name", "tool_name", "toolName")
_HOLDING = ("arguments", "input", "tool_input", "toolArgs", "args", "parameters")


# Stands for arguments that are none: no name of an argument is empty.
_UNREADABLE: Mapping[str, Any] = {"": "unreadable"}


def call_of(tool_call: Any) -> Call:
    """Return the call that `tool_call` stands for.

    It may be anything with a name and arguments: an object of a host, a mapping (also with `input`, `args`, or the
    `tool_name` and `tool_input` of hooks), or the form of the OpenAI protocol
    (`{"function": {"name": ..., "arguments": "<JSON>"}}`).
    What can't be read has arguments that are good for no tool, or no name.
    """
    if isinstance(tool_call, Call):
        return tool_call
    if isinstance(tool_call, Mapping):
        inner = tool_call.get("function", tool_call)
        found = inner if isinstance(inner, Mapping) else {}
        name = next((found[key] for key in _NAMED if key in found), None)
        arguments = next((found[key] for key in _HOLDING if key in found), None)
    else:
        name = next((getattr(tool_call, key) for key in _NAMED if hasattr(tool_call, key)), None)
        arguments = next((getattr(tool_call, key) for key in _HOLDING if hasattr(tool_call, key)), None)
    if isinstance(arguments, str) and arguments.strip():
        try:
            arguments = json.loads(arguments)
        except (ValueError, RecursionError):
            arguments = _UNREADABLE
    elif arguments is None or arguments == "":
        arguments = {}
    cwd = tool_call.get("cwd") if isinstance(tool_call, Mapping) else getattr(tool_call, "cwd", None)
    return Call(
        name if isinstance(name, str) else "",
        arguments if isinstance(arguments, Mapping) else _UNREADABLE,
        cwd if isinstance(cwd, str) else None,
    )


def steps(call: Call) -> tuple[Step, ...]:
    """Return all that the call does, in order. What can't be told is an Act of the kind "unknown"."""
    if "" in call.arguments:
        return (Act("unknown", None, frozenset({"tool", "arguments"})),)
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
    try:
        inner = _inner(name, arguments)
        for step in _batch(inner, cwd, depth) if inner is not None else _read(name, arguments):
            if isinstance(step, Command):
                step = step._replace(cwd=cwd if step.cwd is None else step.cwd)
            yield step
    except Unreadable:
        yield Act("unknown", None, frozenset({"tool", "arguments"}))


def _read(name: str, arguments: Arguments) -> list[Step]:
    """The steps of one call: of a tool that is listed, or by the words of its name."""
    if name in TOOLS:
        return list(TOOLS[name](arguments))
    reader = reader_of(name)
    if reader is not None:
        try:
            return [*reader(arguments), *beside(name, arguments)]
        except Unreadable:  # another tool of that name, or the same with arguments of no use
            found = list(unlisted(name, arguments))
            if all(isinstance(step, Act) and step.target is None for step in found):
                raise
            return found
    return list(unlisted(name, arguments))


_BATCHES = frozenset({("batch",), ("parallel",), ("batch", "tool"), ("multi", "tool", "use")})
_HANDING = frozenset({"tool", "function", "mcp"})  # in the names of tools that hand on a call of another
_TOOL = ("tool", "tool_name", "toolName")
_NAMES = ("tool", "tool_name", "toolName", "recipient_name", "function", "function_name", "name")
_CALLS = ("calls", "tool_uses", "tool_calls", "invocations")
_GIVEN = ("arguments", "parameters", "input", "args")


def _inner(name: str, arguments: Arguments) -> list[Any] | None:
    """The calls within a call that makes several; None for any other."""
    if not is_plain(name):
        return None
    own = parts(name)[1]
    if own not in _BATCHES:
        named = any(isinstance(arguments.get(key), str) for key in (_NAMES if _HANDING.intersection(own) else _TOOL))
        given = next((arguments[key] for key in _GIVEN if key in arguments), None)
        return [arguments] if named and isinstance(given, (str, Mapping)) else None
    calls: Any = next((arguments[key] for key in _CALLS if key in arguments), None)
    if not isinstance(calls, list):
        raise Unreadable
    return calls


def _batch(calls: list[Any], cwd: str | None, depth: int) -> Iterator[Step]:
    for each in calls:
        found = each if isinstance(each, Mapping) else {}
        name = next((found[key] for key in _NAMES if key in found), None)
        arguments: Any = next((found[key] for key in _GIVEN if key in found), {})
        if isinstance(arguments, str):
            arguments = call_of({"name": "", "arguments": arguments}).arguments
        if not isinstance(arguments, Mapping) or "" in arguments or not isinstance(name, str):
            yield Act("unknown", None, frozenset({"tool", "arguments"}))
        else:
            yield from _steps(name, arguments, cwd, depth + 1)
