"""What the methods of objects of Python do, by what is known of the object, or by their names alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python import cloud, consoles, databases, git
from chimera_guard.effects.code.python.guesses import (
    TO_FILES,
    TO_FILES_KEYS,
    each,
    handed_text,
    unknown_method,
)
from chimera_guard.effects.code.python.libraries import risky_method
from chimera_guard.effects.code.python.network import response, session, socket
from chimera_guard.effects.code.python.paths import path_method, wrote
from chimera_guard.effects.code.python.rows import in_memory, rows
from chimera_guard.effects.code.python.tables import HARMLESS_METHODS
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Thing,
    Unknown,
    first_of,
    taint_in,
    target_of,
    text_of,
)
from chimera_guard.effects.places import names

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

# Methods that run what they are given, also of an object that reaches for nothing by itself.
_RUNNING = names(
    """
    subprocess_exec subprocess_shell runcode runsource push system popen Popen exec eval run exec_module load_module
    check_output check_call
    """
)
_READING = frozenset("read read_text read_bytes readline readlines".split())


def method_of_thing(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of an object whose kind is known."""
    handler = _KINDS.get(thing.kind)
    if handler is not None:
        return handler(reader, thing, name, arguments, keywords)
    return unknown_method(reader, name, UNKNOWN, arguments, keywords)


def _nothing(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    return UNKNOWN


def _file(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    if name in _READING:
        return Thing("content", thing.target)
    if name in ("write", "writelines") and arguments and thing.target is not None:
        wrote(reader.into, thing.target, arguments[0])
    if name == "save":  # of a picture
        each(reader.into, "write", target_of(first_of(arguments)))
    return thing if name in ("__enter__", "convert", "resize", "crop", "rotate") else UNKNOWN


def _content(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """What a file holds, which stays its content when it is decoded or trimmed."""
    if name in ("decode", "encode", "strip", "read", "rstrip", "lstrip"):
        return thing
    return unknown_method(reader, name, UNKNOWN, arguments, keywords)


def _archive(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    if name in ("extract", "extractall"):
        given = arguments[-1] if arguments else keywords.get("path")
        reader.into.effect("write", target_of(given))
    elif name in ("add", "write") and arguments:
        reader.into.effect("read", target_of(arguments[0]))
    return UNKNOWN


def _process(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    if name in ("communicate", "write", "writelines") and (arguments or "input" in keywords):
        reader.into.capable()  # what a program is told, which may be a shell
    return Known([UNKNOWN, UNKNOWN]) if name == "communicate" else UNKNOWN


def _runner(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    reader.into.complete = False
    return UNKNOWN


def _plain(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """An object of a module that reaches for nothing by itself."""
    if name == "read" and arguments:
        each(reader.into, "read", target_of(arguments[0]))
    if name in _RUNNING and handed_text(arguments, keywords):
        return unknown_method(reader, name, UNKNOWN, arguments, keywords)
    return Unknown(taint) if (taint := taint_in(*arguments)) else thing


def _computed(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A table, an array, a model: whatever its methods are called, they compute, save those that save."""
    if name == "eval" and not {"@", "_"} & set(text_of(first_of(arguments)) or "@"):
        return thing  # of columns
    if name == "query" and "@" in (text_of(first_of(arguments)) or "@"):
        return unknown_method(reader, name, UNKNOWN, arguments, keywords)
    if name[:3] == "to_" and (name not in TO_FILES or not (arguments or TO_FILES_KEYS & keywords.keys())):
        return thing  # another form of it
    if risky_method(name) and name not in HARMLESS_METHODS:
        return unknown_method(reader, name, UNKNOWN, arguments, keywords)
    return thing


def _processes(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A process of the machine; without a number, one of those that run."""
    if name in ("kill", "terminate", "suspend", "send_signal"):
        several = () if thing.target is not None else ("some-processes", "looped")
        reader.into.effect("kill", thing.target, *several)
    return UNKNOWN


def _scope(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`globals()`: the names of the module."""
    key = text_of(first_of(arguments))
    if name in ("get", "__getitem__") and key is not None and key in reader.names:
        return reader.names[key]
    if name not in ("keys", "items", "copy"):
        reader.into.capable()
    return UNKNOWN


def _document(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A document that was read, and can be written again."""
    if name == "write" and arguments and not isinstance(arguments[0], Thing):
        each(reader.into, "write", target_of(arguments[0]))
    return Thing("plain")


def _directory(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    return thing if name in ("cleanup", "__enter__") else UNKNOWN


_KINDS = {
    "file": _file,
    "content": _content,
    "socket": socket,
    "response": response,
    "database": databases.database,
    "sql": databases.connection,
    "store": databases.stored,
    "path": path_method,
    "archive": _archive,
    "process": _process,
    "repository": git.done,
    "console": consoles.told,
    "module": _nothing,
    "started": _nothing,
    "names": _nothing,
    "module-names": _nothing,
    "module-name": _nothing,
    "walk": _nothing,
    "runner": _runner,
    "plain": _plain,
    "document": _document,
    "computed": _computed,
    "session": session,
    "any-process": _processes,
    "scope": _scope,
    "rows": rows,
    "aws": cloud.operation,
    "aws-session": cloud.session,
    "answer": cloud.answer,
    "in-memory": in_memory,
    "directory": _directory,
}
