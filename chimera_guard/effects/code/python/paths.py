"""Paths and directories in Python: how they are put together, and what is found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.calls import Handler
from chimera_guard.effects.code.python.guesses import each
from chimera_guard.effects.code.python.libraries import COMPUTING
from chimera_guard.effects.code.python.methods import matched
from chimera_guard.effects.code.python.tables import FILES
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Ref,
    Thing,
    lifted,
    target_of,
    template_of,
    text_of,
    texts_joined,
)
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

# Keywords by which functions are given files, in the order in which they take them.
NAMING = ("path", "src", "name", "filename", "base_name", "dst", "root_dir")
_PACKED = frozenset({"zipfile.ZipFile", "tarfile.open", "gzip.open", "bz2.open", "lzma.open"})


def join(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.path.join` of constants."""
    begin = 0
    for n, argument in enumerate(arguments):
        begin = n if (text_of(argument) or "").startswith(("/", "~")) else begin
    parts: list[Any] = []
    for argument in arguments[begin:]:
        parts += [argument] if not parts or template_of(parts[-1]).endswith("/") else [Known("/"), argument]
    return texts_joined(parts) if parts else UNKNOWN


def same(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.path.expanduser` and the like: the path, as far as we care."""
    return arguments[0] if arguments else UNKNOWN


def make_path(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`pathlib.Path`."""
    joined = join(reader, path, arguments, keywords) if arguments else Known(".")
    return Thing("path", target_of(joined) or ("." if joined == Known("") else None))


def temporary(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A file or directory of one's own, in a place for such."""
    reader.into.effect("write", "/tmp/")
    made = "/tmp/" + HOLE
    if path.endswith("mkstemp"):
        return Known([Thing("file", made), Thing("path", made)])
    return Thing("file" if path.endswith("File") else "path", made)


def listing(kind: str) -> Handler:
    """A handler for a function that tells what is in a directory."""

    def handler(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
        given = arguments[0] if arguments else keywords.get("path", keywords.get("top", Known(".")))
        where = target_of(given)
        if kind == "path":
            return Thing(kind, f"{where}/{SOME_NAME}" if where is not None else None)
        return Thing(kind, where)

    return handler


def found_by_pattern(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`glob.glob`."""
    pattern = target_of(arguments[0]) if arguments else None
    folder = target_of(keywords.get("root_dir"))
    if pattern is None:
        return Thing("path", None)
    return Thing("path", matched(f"{folder}/{pattern}" if folder else pattern))


def expand_variables(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.path.expandvars`."""
    text = text_of(arguments[0]) if arguments else None
    text = None if text is None else text.replace("${HOME}", "~").replace("$HOME", "~")
    return UNKNOWN if text is None or "$" in text else Known(text)


def change_directory(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.chdir`."""
    where = text_of(arguments[0]) if arguments else None
    if where is None:
        reader.into.complete = False
    elif where[:1] in ("/", "~") or reader.into.directory is None:
        reader.into.directory = where
    else:
        reader.into.directory = f"{reader.into.directory}/{where}"
    return UNKNOWN


def files(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Functions that do something to the files in their arguments."""
    positional = [*arguments, *(keywords[key] for key in NAMING if key in keywords)]
    mode = text_of(positional[1] if len(arguments) > 1 else keywords.get("mode")) if path in _PACKED else None
    writes = set(mode or "") & set("wxa") or "inplace" in keywords
    for i, word in enumerate(FILES[path].split()):
        kind, *flags = word.split("+")
        kind = "write" if kind == "read" and writes else kind
        kind = "read" if path == "os.open" and arguments[1:2] == [Ref("os.O_RDONLY")] else kind
        given = positional[i] if i < len(positional) else UNKNOWN
        listed = given.value if isinstance(given, Known) and isinstance(given.value, list) else [given]
        for item in listed if kind != "-" else ():
            each(reader.into, kind, target_of(lifted(item)), *flags)
    if path.partition(".")[0] in COMPUTING:
        return Thing("computed")
    if path.startswith("xml."):
        return Thing("document")
    if path in ("zipfile.ZipFile", "tarfile.open"):
        return Thing("archive")
    target = target_of(positional[0]) if positional else None
    return Thing("file", target) if path.endswith(("open", "input", "FileInput")) else UNKNOWN
