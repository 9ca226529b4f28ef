"""What functions and methods of Python do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python import folding
from chimera_guard.effects.code.python.guesses import told_by_name
from chimera_guard.effects.code.python.libraries import LIBRARIES, plain_in_library, plain_symbols, risky_in_library
from chimera_guard.effects.code.python.methods import handed_text, opened_as
from chimera_guard.effects.code.python.rows import ROWS, narrows
from chimera_guard.effects.code.python.tables import (
    ALIASES,
    CAPABLE_METHODS,
    CAPABLE_MODULES,
    FILES,
    HARMLESS_BUILTINS,
    HARMLESS_MODULES,
    INERT_IN_MODULES,
    NETWORK,
    OWN_NAMES,
    PLAIN_FUNCTIONS,
    REACHING_MODULES,
)
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Partial,
    Ref,
    Thing,
    Unknown,
    taint_in,
    target_of,
    text_of,
)
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names
from chimera_guard.effects.secret_names import NAMED_SECRET
from chimera_guard.words.value import SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader


def imported(module: str, into: Collector) -> None:
    """A module is imported: another one than those we know runs its own code."""
    root = module.partition(".")[0]
    if root in CAPABLE_MODULES:
        into.capable()
    elif root not in HARMLESS_MODULES | INERT_IN_MODULES and root not in LIBRARIES:
        into.complete = False


def function(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A call of something with a known path."""
    path = _usual(path)
    handler = FUNCTIONS.get(path)
    if handler is not None:
        return handler(reader, path, arguments, keywords)
    if path == "<local>":
        return UNKNOWN
    root, _, name = path.partition(".")
    if root == "builtins":
        if name == "vars" and isinstance(arguments[0] if arguments else None, Ref):
            return Ref(f"{arguments[0].path}.__dict__")
        if name in ("globals", "locals") or (name == "vars" and not arguments):
            return Thing("scope")
        if name in HARMLESS_BUILTINS:
            return _builtin(name, arguments)
        if name.partition(".")[0] in HARMLESS_BUILTINS:
            return _tainted(arguments)
        reader.into.complete = False
        return UNKNOWN
    if path in ("os.environ.copy", "os.environ.items", "os.environ.values"):
        return _tainted([Ref("os.environ")])
    if path in PLAIN_FUNCTIONS or root in HARMLESS_MODULES:
        return _tainted(arguments) if path.startswith("os.") or taint_in(*arguments) else Thing("plain")
    if path.startswith("os.path."):
        return _tainted(arguments)
    if root in LIBRARIES and (plain_in_library(root, path) or plain_symbols(path, arguments)):
        return Thing("computed")
    name = path.rpartition(".")[2]
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


def _builtin(name: str, arguments: Arguments) -> Any:
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


def opened(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`open(name, mode)`."""
    first = arguments[0] if arguments else keywords.get("file")
    if isinstance(first, Known) and isinstance(first.value, int):
        return Thing("file")
    return opened_as(reader, target_of(first), arguments[1:], keywords)


def set_variable(reader: PythonReader, name: Any, value: Any) -> None:
    """`os.environ[name] = value`: it counts for what is started afterwards."""
    if isinstance(name, str) and name.isidentifier():
        reader.into.variable(name, text_of(value))
    else:
        reader.into.effect("environment", None)


# Functions that, whoever calls them, only give paths, texts or objects.
HARMLESS_TO_HAND_ON = names(
    """
    pathlib.Path pathlib.PosixPath pathlib.PurePath os.path.join os.path.expanduser os.path.abspath os.path.realpath
    os.path.normpath os.getenv os.environ.get os.getcwd pathlib.Path.home pathlib.Path.cwd socket.socket glob.glob
    base64.b64decode os.listdir os.walk glob.iglob os.scandir
    """
)
_ASKING = names("bool len isinstance type hash any all id callable")  # builtins that tell something about a value
Handler = Callable[["PythonReader", str, Arguments, Keywords], Any]
FUNCTIONS: dict[str, Handler] = {}


def _register() -> None:
    from chimera_guard.effects.code.python import handlers, network, paths

    FUNCTIONS.update(handlers.HANDLERS)
    for path in FILES:
        FUNCTIONS.setdefault(path, paths.files)
    for path in NETWORK:
        FUNCTIONS.setdefault(path, network.network)


_register()
