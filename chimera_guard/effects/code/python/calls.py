"""What a call of a function does whose path is known: by the table of those that are read, by their module, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python import folding
from chimera_guard.effects.code.python.guesses import ROWS, handed_text, narrows, told_by_name
from chimera_guard.effects.code.python.handlers import HANDLERS
from chimera_guard.effects.code.python.libraries import LIBRARIES, plain_in_library, plain_symbols, risky_in_library
from chimera_guard.effects.code.python.network import network
from chimera_guard.effects.code.python.paths import files
from chimera_guard.effects.code.python.tables import (
    ALIASES,
    CAPABLE_METHODS,
    CAPABLE_MODULES,
    FILES,
    HARMLESS_BUILTINS,
    HARMLESS_MODULES,
    NETWORK,
    OWN_NAMES,
    PLAIN_FUNCTIONS,
    REACHING_MODULES,
)
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Handler,
    Keywords,
    Known,
    Partial,
    Ref,
    Thing,
    Unknown,
    first_of,
    taint_in,
)
from chimera_guard.effects.places import names
from chimera_guard.effects.secret_names import NAMED_SECRET
from chimera_guard.words.value import SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader


# What the files of build tools that look like Python start commands by: where in the arguments, or by which keywords.
_OF_BUILDS = {**dict.fromkeys(names("local run sh system shell Execute run_command"), 0), "local_resource": 1}
_LINES = ("cmd", "serve_cmd", "command")


def call_path(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Note what a call of something with a known path does; returns what it gives."""
    path = _usual(path)
    handler = FUNCTIONS.get(path)
    if handler is not None:
        return handler(reader, path, arguments, keywords)
    root, _, name = path.partition(".")
    if root == "builtins":
        if name in _OF_BUILDS:
            first = _OF_BUILDS[name]
            given = [*arguments[first : first + 1], *(keywords[key] for key in _LINES if key in keywords)]
            if given and all(told_by_name(reader, "run", [line], {}) for line in given):
                return UNKNOWN
        return _builtin(reader, name, arguments)
    if path in ("os.environ.copy", "os.environ.items", "os.environ.values"):
        return _tainted([Ref("os.environ")])
    if path in PLAIN_FUNCTIONS or root in HARMLESS_MODULES:
        return _tainted(arguments) if path.startswith("os.") or taint_in(*arguments) else Thing("plain")
    if path.startswith("os.path."):
        return _tainted(arguments)
    if root in LIBRARIES and (plain_in_library(root, path) or plain_symbols(path, arguments)):
        return Thing("computed")
    return _by_name(reader, path, arguments, keywords)


def _by_name(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A function that no table has: its name, and the module it is of, say how grave it may be."""
    root, name = path.partition(".")[0], path.rpartition(".")[2]
    if narrows(name, arguments, keywords) and root not in CAPABLE_MODULES:
        reader.into.complete = False
        return ROWS
    reader.into.encrypts = reader.into.encrypts or name.startswith("encrypt")
    reaches = root in CAPABLE_MODULES | REACHING_MODULES
    if not reaches and path.count(".") > 1 and told_by_name(reader, name, arguments, keywords):
        return UNKNOWN  # of an object that a module has: `from flask import g; g.db.execute("SELECT 1")`
    if not reaches and name in OWN_NAMES and (root in LIBRARIES or not handed_text(arguments, keywords)):
        reader.into.complete = False
    elif name in CAPABLE_METHODS or reaches or risky_in_library(root, path):
        reader.into.capable()
    else:
        reader.into.complete = False
    return UNKNOWN


def _usual(path: str) -> str:
    """The name by which a function is known here that has several."""
    root, _, rest = path.partition(".")
    if root in ("posixpath", "ntpath"):
        path = f"os.path.{rest}"
    elif root in ("posix", "nt"):
        path = f"os.{rest}"
    return ALIASES.get(path, path)


def _tainted(arguments: Arguments) -> Unknown:
    return Unknown(taint_in(*arguments))


def _builtin(reader: PythonReader, name: str, arguments: Arguments) -> Any:
    """A function that needs no import."""
    if name == "vars" and isinstance(first_of(arguments), Ref):
        return Ref(f"{arguments[0].path}.__dict__")
    if name in ("globals", "locals") or (name == "vars" and not arguments):
        return Thing("scope")
    if name in HARMLESS_BUILTINS:
        return _folded(name, arguments)
    if name.partition(".")[0] in HARMLESS_BUILTINS:
        return _tainted(arguments)
    reader.into.complete = False
    return UNKNOWN


def _folded(name: str, arguments: Arguments) -> Any:
    """Builtins that are folded, because code is hidden behind them."""
    if name in _ASKING and NAMED_SECRET in (taint := taint_in(*arguments)):
        return Unknown(taint - {NAMED_SECRET})
    if name == "str" and len(arguments) == 1 and isinstance(arguments[0], (Thing, Partial)):
        return arguments[0]
    values = [argument.value for argument in arguments if isinstance(argument, Known)]
    if len(values) == len(arguments) and len(values) == 1:
        value = values[0]
        if name == "chr":
            result = folding.characters(value)
            return Known(result) if result is not folding.NOTHING else UNKNOWN
        if name == "len" and isinstance(value, (list, str, bytes, dict)):
            return Known(len(value))
        if name == "dict" and isinstance(value, dict):
            return Known(dict(value))
        if name in ("str", "bytes", "bytearray", "list", "tuple", "reversed", "int", "ord"):
            return _converted(name, value)
    if name in ("sorted", "list", "tuple", "set", "reversed", "iter", "next", "enumerate") and arguments:
        first = arguments[0]
        if isinstance(first, Thing) and name != "enumerate":
            return first
        if name in ("sorted", "set", "enumerate") and isinstance(first, Known) and isinstance(first.value, (list, str)):
            return Known([[n, item] for n, item in enumerate(first.value)] if name == "enumerate" else [*first.value])
        if isinstance(first, Thing) and first.kind in ("names", "path"):
            return Known([[UNKNOWN, Partial(SOME_NAME) if first.kind == "names" else first]])
    if name == "map" and len(arguments) == 2 and arguments[0] == Ref("builtins.chr") and len(values) == 1:
        numbers = values[0] if isinstance(values[0], (list, bytes)) and len(values[0]) <= folding.MAX_TEXT else ()
        letters = [folding.characters(number) for number in numbers]
        return UNKNOWN if folding.NOTHING in letters else Known(letters)
    return _tainted(arguments)


def _converted(name: str, value: Any) -> Any:
    if name == "str" and isinstance(value, (str, int, float)):
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


# Functions that, whoever calls them, only give paths, texts or objects.
HARMLESS_TO_HAND_ON = names(
    """
    pathlib.Path pathlib.PosixPath pathlib.PurePath os.path.join os.path.expanduser os.path.abspath os.path.realpath
    os.path.normpath os.getenv os.environ.get os.getcwd pathlib.Path.home pathlib.Path.cwd socket.socket glob.glob
    base64.b64decode os.listdir os.walk glob.iglob os.scandir
    """
)
_ASKING = names("bool len isinstance type hash any all id callable")  # builtins that tell something about a value
FUNCTIONS: dict[str, Handler] = {**dict.fromkeys(NETWORK, network), **dict.fromkeys(FILES, files), **HANDLERS}
