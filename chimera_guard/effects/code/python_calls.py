"""What functions and methods of Python do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code import folding
from chimera_guard.effects.code.python_libraries import LIBRARIES, plain_in_library, risky_in_library
from chimera_guard.effects.code.python_tables import (
    ALIASES,
    CAPABLE_METHODS,
    CAPABLE_MODULES,
    FILES,
    HARMLESS_BUILTINS,
    HARMLESS_METHODS,
    HARMLESS_MODULES,
    INERT_IN_MODULES,
    NETWORK,
    OWN_NAMES,
    PLAIN_FUNCTIONS,
    TAKING_AWAY,
)
from chimera_guard.effects.code.python_values import UNKNOWN, Known, Ref, Thing, Unknown, text_of
from chimera_guard.effects.code.reading import Collector, mode_flags

if TYPE_CHECKING:
    from chimera_guard.effects.code.python import PythonReader

Arguments = list[Any]
Keywords = dict[str, Any]
REMOTE = Unknown(frozenset({"remote"}))


def imported(module: str, into: Collector) -> None:
    """A module is imported: another one than those we know runs its own code."""
    root = module.partition(".")[0]
    if root in CAPABLE_MODULES:
        into.capable()
    elif root not in HARMLESS_MODULES | INERT_IN_MODULES and root not in LIBRARIES:
        into.complete = False


def function(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A call of something with a known path."""
    path = ALIASES.get(path, path)
    handler = FUNCTIONS.get(path)
    if handler is not None:
        return handler(reader, path, arguments, keywords)
    if path == "<local>":
        return UNKNOWN
    root, _, name = path.partition(".")
    if root == "builtins":
        if name in HARMLESS_BUILTINS:
            return _builtin(name, arguments)
        if name.partition(".")[0] in HARMLESS_BUILTINS:
            return _tainted(arguments)
        reader.into.complete = False
        return UNKNOWN
    if path in ("os.environ.copy", "os.environ.items", "os.environ.values"):
        return _tainted([Ref("os.environ")])
    if path in PLAIN_FUNCTIONS or root in HARMLESS_MODULES:
        return _tainted(arguments)
    if path.startswith("os.path."):
        return _tainted(arguments)
    if root in LIBRARIES and plain_in_library(root, path):
        return _tainted(arguments)
    name = path.rpartition(".")[2]
    inert = root in CAPABLE_MODULES | INERT_IN_MODULES
    if not inert and name in OWN_NAMES and (root in LIBRARIES or not _handed_text(arguments, keywords)):
        reader.into.complete = False
    elif name in CAPABLE_METHODS or inert or risky_in_library(root, path):
        reader.into.capable()
    else:
        reader.into.complete = False
    return UNKNOWN


def _tainted(arguments: Arguments) -> Unknown:
    taint: frozenset[str] = frozenset()
    for argument in arguments:
        taint |= argument.taint if isinstance(argument, Unknown) else frozenset()
        if argument == Ref("os.environ"):  # all of it, keys and tokens among the rest
            taint |= {"secret"}
    return Unknown(taint)


def _builtin(name: str, arguments: Arguments) -> Any:
    """Builtins that are folded, because code is hidden behind them."""
    values = [argument.value for argument in arguments if isinstance(argument, Known)]
    if len(values) == len(arguments) and len(values) == 1:
        value = values[0]
        if name == "chr":
            result = folding.characters(value)
            return Known(result) if result is not folding.NOTHING else UNKNOWN
        if name in ("str", "bytes", "bytearray", "list", "tuple", "reversed", "int", "ord"):
            return _converted(name, value)
    if name in ("sorted", "list", "tuple", "set", "reversed") and arguments[:1] and isinstance(arguments[0], Thing):
        return arguments[0] if arguments[0].kind == "path" else _tainted(arguments)
    if name == "map" and len(arguments) == 2 and arguments[0] == Ref("builtins.chr") and len(values) == 1:
        numbers = values[0] if isinstance(values[0], (list, bytes)) and len(values[0]) <= folding.MAX_TEXT else ()
        letters = [folding.characters(number) for number in numbers]
        return UNKNOWN if folding.NOTHING in letters else Known(letters)
    return _tainted(arguments)


def _converted(name: str, value: Any) -> Any:
    if name == "str" and isinstance(value, (str, int)):
        return Known(str(value))
    if name in ("bytes", "bytearray") and isinstance(value, list):
        good = all(isinstance(number, int) and 0 <= number < 256 for number in value)
        return Known(bytes(value)) if good else UNKNOWN
    if name in ("bytes", "bytearray") and isinstance(value, bytes):
        return Known(value)
    if name in ("list", "tuple", "reversed") and isinstance(value, (str, bytes, list, tuple)):
        return Known(list(value)[::-1] if name == "reversed" else list(value))
    if name == "int" and isinstance(value, (int, str)) and str(value).lstrip("-").isdigit() and len(str(value)) < 20:
        return Known(int(value))
    if name == "ord" and isinstance(value, str) and len(value) == 1:
        return Known(ord(value))
    return UNKNOWN


def method(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of an object whose kind is known."""
    into, target = reader.into, thing.target
    if thing.kind == "file":
        return UNKNOWN
    if thing.kind == "socket":
        if name in ("connect", "connect_ex", "create_connection"):
            into.effect("connect", _address(arguments[0] if arguments else None))
        elif name in ("bind", "listen", "serve_forever"):
            into.effect("listen")
        elif name in ("recv", "makefile", "recvfrom", "read", "getresponse"):
            return REMOTE
        elif name in ("send", "sendall", "sendto", "sendmail", "send_message", "storbinary", "request"):
            taint = _tainted(arguments).taint
            into.effect("send", None, *(taint & {"secret"}))
        return UNKNOWN
    if thing.kind == "response":
        return REMOTE
    if thing.kind == "database":
        if name in ("execute", "executescript", "executemany"):
            return _sql(reader, arguments)
        return thing if name in ("cursor", "connect") else UNKNOWN
    if thing.kind == "path":
        return _path_method(reader, target, name, arguments, keywords)
    if thing.kind == "archive":
        if name in ("extract", "extractall"):
            into.effect("write", text_of(arguments[-1]) if arguments else text_of(keywords.get("path")))
        return UNKNOWN
    if thing.kind == "process":
        if name in ("communicate", "write", "writelines") and (arguments or "input" in keywords):
            into.capable()  # what a program is told, which may be a shell
        return UNKNOWN
    if thing.kind == "module":
        return UNKNOWN
    if thing.kind == "runner":
        into.complete = False
        return UNKNOWN
    return unknown_method(reader, name, UNKNOWN, arguments, keywords)


def _sql(reader: PythonReader, arguments: Arguments) -> Any:
    from chimera_guard.effects.code import read_code

    text = text_of(arguments[0]) if arguments else None
    if text is None:
        reader.into.capable()
    else:
        reader.into.merge(read_code("sqlite", text))
    return UNKNOWN


def _address(value: Any) -> str | None:
    if isinstance(value, Known) and isinstance(value.value, (list, tuple)):
        return ":".join(str(part) for part in value.value if part is not None)
    return text_of(value)


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


def _path_method(reader: PythonReader, target: str | None, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    into = reader.into
    if name in PATH_METHODS:
        each(into, PATH_METHODS[name][0], target)
        return UNKNOWN
    if name in ("rename", "replace"):
        each(into, "move", target)
        each(into, "write", text_of(arguments[0]) if arguments else None)
        return UNKNOWN
    if name == "open":
        return _opened(reader, target, arguments, keywords)
    if name in ("chmod", "lchmod"):
        bits = arguments[0].value if arguments and isinstance(arguments[0], Known) else 0o777
        into.effect("chmod", target, *mode_flags(bits if isinstance(bits, int) else 0o777))
        return UNKNOWN
    if name in ("expanduser", "resolve", "absolute", "as_posix", "with_suffix", "rstrip", "strip"):
        return Thing("path", target)
    if name in ("joinpath",):
        parts = [text_of(argument) for argument in arguments]
        known = target is not None and None not in parts
        return Thing("path", "/".join([target or "", *(part or "" for part in parts)]) if known else None)
    if name in ("glob", "rglob", "iterdir"):
        return Thing("path", f"{target}/*" if target is not None and name == "iterdir" else None)
    return UNKNOWN


def unknown_target(into: Collector, kind: str) -> None:
    """An effect on a place that is not known."""
    if kind in ("delete", "move", "chmod", "chown", "link"):
        into.capable()
    else:
        into.effect(kind, None)


def each(into: Collector, kind: str, target: str | None, *flags: str) -> None:
    if target is None:
        unknown_target(into, kind)
    else:
        into.effect(kind, target, *flags)


def unknown_method(reader: PythonReader, name: str, base: Any, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of an object of which nothing is known."""
    taint = (base.taint if isinstance(base, Unknown) else frozenset()) | _tainted(arguments).taint
    if name in ("execute", "executescript") and arguments and text_of(arguments[0]) is not None:
        from chimera_guard.effects.code.sql import handed_on

        handed_on(text_of(arguments[0]), reader.into)
    elif name == "drop" and (arguments or not keywords.keys().isdisjoint(("columns", "axis", "index", "labels"))):
        pass  # columns or rows of a table in memory: those who drop tables of databases do not name anything else
    elif name in OWN_NAMES and not _handed_text(arguments, keywords):
        reader.into.complete = False
    elif name in CAPABLE_METHODS:
        reader.into.capable()
    elif name not in HARMLESS_METHODS and not name.startswith("assert") and not isinstance(base, Known):
        if name.startswith(TAKING_AWAY):
            reader.into.capable()
        reader.into.complete = False
    return Unknown(taint)


def _handed_text(arguments: Arguments, keywords: Keywords) -> bool:
    """Whether any argument is a text or a list, or may be one: a command perhaps."""
    values = [*arguments, *keywords.values()]
    numbers = [isinstance(v, Known) and isinstance(v.value, (int, float)) for v in values]
    return not all(numbers)


def opened(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    target = text_of(arguments[0]) if arguments else text_of(keywords.get("file"))
    if arguments and isinstance(arguments[0], Known) and isinstance(arguments[0].value, int):
        return Thing("file")
    return _opened(reader, target, arguments[1:], keywords)


def _opened(reader: PythonReader, target: str | None, rest: Arguments, keywords: Keywords) -> Any:
    given = rest[0] if rest else keywords.get("mode", Known("r"))
    mode = text_of(given)
    kind = "read"
    if mode is None or any(letter in mode for letter in "wx+"):
        kind = "write"
    elif "a" in mode:
        kind = "append"
    each(reader.into, kind, target)
    return Thing("file")


Handler = Callable[["PythonReader", str, Arguments, Keywords], Any]
FUNCTIONS: dict[str, Handler] = {}


def _register() -> None:
    from chimera_guard.effects.code import python_handlers

    FUNCTIONS.update(python_handlers.HANDLERS)
    for path in FILES:
        FUNCTIONS.setdefault(path, python_handlers.files)
    for path in NETWORK:
        FUNCTIONS.setdefault(path, python_handlers.network)


_register()
