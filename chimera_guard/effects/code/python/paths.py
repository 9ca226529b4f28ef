"""Paths, directories and files in Python: how they are put together, what is in them, and what is done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.guesses import PATH_METHODS, each
from chimera_guard.effects.code.python.libraries import COMPUTING
from chimera_guard.effects.code.python.tables import FILES
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Handler,
    Keywords,
    Known,
    Ref,
    Thing,
    argument_at,
    each_of,
    first_of,
    taint_in,
    target_of,
    template_of,
    text_of,
    texts_joined,
)
from chimera_guard.effects.code.reading import Collector, mode_flags
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

# Keywords by which functions are given files, in the order in which they take them.
NAMING = ("path", "src", "name", "filename", "base_name", "dst", "root_dir")
_METHODS = {**PATH_METHODS, "read_text": "read", "read_bytes": "read"}
_SAME_PATH = frozenset("expanduser resolve absolute as_posix rstrip strip decode __enter__".split())
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
    return first_of(arguments)


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
        given = argument_at(arguments, 0, keywords, "path", "top", default=Known("."))
        where = target_of(given)
        if kind == "path":
            return Thing(kind, f"{where}/{SOME_NAME}" if where is not None else None)
        return Thing(kind, where)

    return handler


def found_by_pattern(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`glob.glob`."""
    pattern = target_of(first_of(arguments))
    folder = target_of(keywords.get("root_dir"))
    if pattern is None:
        return Thing("path", None)
    return Thing("path", matched(f"{folder}/{pattern}" if folder else pattern))


def expand_variables(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.path.expandvars`."""
    text = text_of(first_of(arguments))
    text = None if text is None else text.replace("${HOME}", "~").replace("$HOME", "~")
    return UNKNOWN if text is None or "$" in text else Known(text)


def change_directory(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.chdir`."""
    where = text_of(first_of(arguments))
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
        for item in each_of(given) if kind != "-" else ():
            each(reader.into, kind, target_of(item), *flags)
    if path.partition(".")[0] in COMPUTING:
        return Thing("computed")
    if path.startswith("xml."):
        return Thing("document")
    if path in ("zipfile.ZipFile", "tarfile.open"):
        return Thing("archive")
    target = target_of(positional[0]) if positional else None
    return Thing("file", target) if path.endswith(("open", "input", "FileInput")) else UNKNOWN


def opened(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`open(name, mode)`."""
    first = argument_at(arguments, 0, keywords, "file")
    if isinstance(first, Known) and isinstance(first.value, int):
        return Thing("file")
    return opened_as(reader, target_of(first), arguments[1:], keywords)


def opened_as(reader: PythonReader, target: str | None, rest: Arguments, keywords: Keywords) -> Any:
    """A file is opened, in the mode that the first of the `rest` of the arguments says."""
    mode = text_of(argument_at(rest, 0, keywords, "mode", default=Known("r")))
    kind = "read"
    if mode is None or any(letter in mode for letter in "wx+"):
        kind = "write"
    elif "a" in mode:
        kind = "append"
    each(reader.into, kind, target)
    return Thing("file", target)


def wrote(into: Collector, path: str, value: Any) -> None:
    """Something is written into a file."""
    taint = taint_in(value) & {"remote", "decoded", "secret"}
    text = text_of(value)
    before = into.files.get(path)
    if before is not None and before[0] is not None and text is not None:
        text = before[0] + text
    if text is not None or taint or before is not None:
        into.wrote(path, text, taint)


def path_method(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a path."""
    into, target = reader.into, thing.target
    if name in _METHODS:
        if _METHODS[name] == "link":
            each(into, "read", target_of(first_of(arguments)))
        each(into, _METHODS[name], target)
        if name.startswith("write_") and arguments and target is not None:
            wrote(into, target, arguments[0])
        return Thing("content", target) if name.startswith("read_") else UNKNOWN
    if name in ("rename", "replace"):
        each(into, "move", target)
        each(into, "write", target_of(first_of(arguments)))
        return Thing("path", target_of(first_of(arguments)))
    if name == "open":
        return opened_as(reader, target, arguments, keywords)
    if name in ("chmod", "lchmod"):
        each(into, "chmod", target, *bits_of(first_of(arguments)))
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


def chmod(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.chmod(path, bits)`."""
    each(reader.into, "chmod", target_of(first_of(arguments)), *bits_of(argument_at(arguments, 1, {})))
    return UNKNOWN


def bits_of(value: Any) -> tuple[str, ...]:
    """The flags that permission bits set, as far as they are known."""
    return mode_flags(value.value) if isinstance(value, Known) and isinstance(value.value, int) else ()


def _found(target: str | None, name: str, arguments: Arguments) -> str | None:
    """The paths that are found below a directory, as one with gaps."""
    if target is None:
        return None
    if name == "iterdir":
        return f"{target}/{SOME_NAME}"
    pattern = text_of(first_of(arguments))
    return None if pattern is None else f"{target.rstrip('/')}/{matched(pattern)}"


def matched(pattern: str) -> str:
    """A pattern of names as a text with gaps."""
    below = pattern.removeprefix("**/") if pattern not in ("**", "**/*") else "*"
    return below.replace("**", "*").replace("*", SOME_NAME)
