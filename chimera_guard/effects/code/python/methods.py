"""What the methods of objects of Python do, by what is known of the object, or by their names alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python import cloud, consoles, databases, git
from chimera_guard.effects.code.python.guesses import TO_FILES, TO_FILES_KEYS, each, told_by_name
from chimera_guard.effects.code.python.libraries import risky_method
from chimera_guard.effects.code.python.network import response, session, socket
from chimera_guard.effects.code.python.rows import ROWS, in_memory, narrows, rows
from chimera_guard.effects.code.python.tables import CAPABLE_METHODS, HARMLESS_METHODS, OWN_NAMES, TAKING_AWAY
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Partial,
    Thing,
    Unknown,
    taint_in,
    target_of,
    template_of,
    text_of,
)
from chimera_guard.effects.code.reading import Collector, mode_flags
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

HARD = names(
    """
    subprocess_exec subprocess_shell runcode runsource push system popen Popen exec eval run exec_module load_module
    check_output check_call
    """
)
_READING = frozenset("read read_text read_bytes readline readlines".split())


def method(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
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
        each(reader.into, "write", target_of(arguments[0]) if arguments else None)
    return thing if name in ("__enter__", "convert", "resize", "crop", "rotate") else UNKNOWN


def _content(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """What a file holds, which stays its content when it is decoded or trimmed."""
    if name in ("decode", "encode", "strip", "read", "rstrip", "lstrip"):
        return thing
    return unknown_method(reader, name, UNKNOWN, arguments, keywords)


def wrote(into: Collector, path: str, value: Any) -> None:
    """Something is written into a file."""
    taint = taint_in(value) & {"remote", "decoded", "secret"}
    text = text_of(value)
    before = into.files.get(path)
    if before is not None and before[0] is not None and text is not None:
        text = before[0] + text
    if text is not None or taint or before is not None:
        into.wrote(path, text, taint)


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
    if name in HARD and handed_text(arguments, keywords):
        return unknown_method(reader, name, UNKNOWN, arguments, keywords)
    return Unknown(taint) if (taint := taint_in(*arguments)) else thing


def _computed(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A table, an array, a model: whatever its methods are called, they compute, save those that save."""
    if name == "eval" and not {"@", "_"} & set(text_of(arguments[0] if arguments else UNKNOWN) or "@"):
        return thing  # of columns
    if name == "query" and "@" in (text_of(arguments[0] if arguments else UNKNOWN) or "@"):
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
    key = text_of(arguments[0]) if arguments else None
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


PATH_METHODS = {
    "unlink": ("delete",),
    "rmdir": ("delete",),
    "write_text": ("write",),
    "write_bytes": ("write",),
    "touch": ("write",),
    "mkdir": ("write",),
    "symlink_to": ("link",),
    "hardlink_to": ("link",),
    "read_text": ("read",),
    "read_bytes": ("read",),
}
_SAME_PATH = frozenset("expanduser resolve absolute as_posix rstrip strip decode __enter__".split())


def _path(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    into, target = reader.into, thing.target
    if name in PATH_METHODS:
        each(into, PATH_METHODS[name][0], target)
        if name.startswith("write_") and arguments and target is not None:
            wrote(into, target, arguments[0])
        return Thing("content", target) if name.startswith("read_") else UNKNOWN
    if name in ("rename", "replace"):
        each(into, "move", target)
        each(into, "write", target_of(arguments[0]) if arguments else None)
        return Thing("path", target_of(arguments[0]) if arguments else None)
    if name == "open":
        return opened_as(reader, target, arguments, keywords)
    if name in ("chmod", "lchmod"):
        bits = arguments[0].value if arguments and isinstance(arguments[0], Known) else 0
        each(into, "chmod", target, *mode_flags(bits if isinstance(bits, int) else 0))
        return UNKNOWN
    if name in _SAME_PATH:
        return thing
    if name == "walk":
        return Thing("walk", target)
    if name == "joinpath":
        return Thing("path", "/".join([target, *map(template_of, arguments)]) if target is not None else None)
    if name in ("with_name", "with_suffix", "with_stem", "relative_to"):
        if target is None or name == "relative_to":
            return Thing("path", None)
        given = template_of(arguments[0]) if arguments else ""
        folder, slash, last = target.rpartition("/")
        return Thing("path", f"{folder}{slash}{last.rpartition('.')[0] or last}{given}" if "suf" in name else None)
    if name in ("glob", "rglob", "iterdir"):
        return Thing("path", _found(target, name, arguments))
    return UNKNOWN


def _found(target: str | None, name: str, arguments: Arguments) -> str | None:
    """The paths that are found below a directory, as one with gaps."""
    if target is None:
        return None
    if name == "iterdir":
        return f"{target}/{SOME_NAME}"
    pattern = text_of(arguments[0]) if arguments else None
    return None if pattern is None else f"{target.rstrip('/')}/{matched(pattern)}"


def matched(pattern: str) -> str:
    """A pattern of names as a text with gaps."""
    below = pattern.removeprefix("**/") if pattern not in ("**", "**/*") else "*"
    return below.replace("**", "*").replace("*", SOME_NAME)


def unknown_method(reader: PythonReader, name: str, base: Any, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of an object of which nothing is known."""
    taint = taint_in(base, *arguments)
    if name == "mktemp" and isinstance(base, Unknown):  # of the directories that a test is given
        return Thing("path", "/tmp/" + HOLE)
    if isinstance(base, Unknown) and not taint and narrows(name, arguments, keywords):
        reader.into.complete = False
        return ROWS
    if not told_by_name(reader, name, arguments, keywords):
        if name == "drop" and (arguments or not keywords.keys().isdisjoint(("columns", "axis", "index", "labels"))):
            pass  # columns or rows of a table in memory: those who drop tables of databases do not name anything else
        elif name in OWN_NAMES and not handed_text(arguments, keywords):
            reader.into.complete = False
        elif name in CAPABLE_METHODS or (name == "remove" and "force" in keywords):
            reader.into.capable()
        elif name not in HARMLESS_METHODS and not name.startswith("assert") and not isinstance(base, (Known, Partial)):
            if name.startswith(TAKING_AWAY):
                reader.into.capable()
            reader.into.complete = False
    return Unknown(taint)


def handed_text(arguments: Arguments, keywords: Keywords) -> bool:
    """Whether any argument is a text or a list, or may be one: a command perhaps."""
    return not all(map(_no_text, (*arguments, *keywords.values())))


def _no_text(value: Any) -> bool:
    """Whether a value is a number, or an object that is no text."""
    if isinstance(value, Known):
        return isinstance(value.value, (int, float))
    return isinstance(value, Thing) and value.kind in ("plain", "computed", "document", "in-memory", "sql")


def opened_as(reader: PythonReader, target: str | None, rest: Arguments, keywords: Keywords) -> Any:
    """A file is opened, in the mode that the first of the `rest` of the arguments says."""
    given = rest[0] if rest else keywords.get("mode", Known("r"))
    mode = text_of(given)
    kind = "read"
    if mode is None or any(letter in mode for letter in "wx+"):
        kind = "write"
    elif "a" in mode:
        kind = "append"
    each(reader.into, kind, target)
    return Thing("file", target)


_KINDS = {
    "file": _file,
    "content": _content,
    "socket": socket,
    "response": response,
    "database": databases.database,
    "sql": databases.connection,
    "path": _path,
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
