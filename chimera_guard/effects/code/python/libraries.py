"""Libraries of Python that are no part of it: what they reach for, as far as their names tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.tables import (
    CAPABLE_METHODS,
    CAPABLE_MODULES,
    HARMLESS_MODULES,
    INERT_IN_MODULES,
)
from chimera_guard.effects.code.python.values import UNKNOWN, Ref, Thing, argument_at, first_of, text_of
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

# Of these libraries nothing reaches beyond the process, but what is listed elsewhere or has one of the names below.
COMPUTING = names(
    """
    attr babel bs4 cachetools chardet charset_normalizer colorama dateutil deepdiff docx emoji ftfy html5lib humanize
    jmespath jsonschema Levenshtein libcst markdown markdown_it matplotlib more_itertools mpmath msgpack nbformat
    networkx numpy openpyxl orjson packaging pandas parso polars pptx pydantic pygments pypdf PyPDF2 pytz rapidfuzz
    regex rich scipy semver shapely simplejson sklearn sqlglot sqlparse statsmodels tabulate termcolor toml tomli
    tomlkit toolz torch tqdm ujson unidiff xarray xlrd xlsxwriter
    """
)
# Libraries that compute, draw, or describe: what they do without being listed here is theirs to know, but they are
# no way to a shell, save by what has one of the names below.
LIBRARIES = COMPUTING | names(
    """
    certifi click cv2 datasets django fastapi flask jax joblib keras lightgbm lxml nltk PIL platformdirs plotly pyarrow
    pytest seaborn skimage spacy sqlalchemy starlette sympy tensorflow tokenizers transformers typer xgboost yaml
    """
)
CAPABLE_IN_LIBRARIES = names(
    """
    remove delete rename move call_command load_inline cpp_extension f2py distutils ImageGrab ImageShow hub
    read_pickle unsafe_load full_load load_all unsafe_load_all UnsafeLoader Loader FullLoader load_module eval
    read_html read_sql read_sql_query execute_from_command_line exec_command os subprocess sys builtins system
    shutil flush trust_remote_code launch edit sympify parse_expr
    """
)
WRITING_IN_LIBRARIES = names("tofile dump memmap open_memmap imsave ExcelWriter HDFStore SummaryWriter export")
# Data that a library brings along.
SHIPPED = names(
    "load_iris load_digits load_wine load_breast_cancer load_diabetes load_linnerud fromiter from_dict from_records"
)
# What these functions give runs the project's own code, whatever its methods are called.
RUNNERS = names("click.testing.CliRunner typer.testing.CliRunner fastapi.testclient.TestClient") | {
    "starlette.testclient.TestClient"
}
_SYMBOLS = names("symbols Symbol Function Dummy IndexedBase Wild var MatrixSymbol")
_OF_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ,:\\")
SAFE_LOADERS = frozenset({"SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"})
_REACHING = ("read", "load", "fetch", "from", "write", "save", "to_csv", "to_json")  # for files, or over the network


# What these do to columns, to items and to texts, others do to files.
_OF_ITEMS = names("drop rename extract delete remove move flush copy")
_RISKY = (CAPABLE_METHODS | CAPABLE_IN_LIBRARIES | WRITING_IN_LIBRARIES) - _OF_ITEMS


def imported(module: str, into: Collector) -> None:
    """A module is imported: another one than those we know runs its own code."""
    root = module.partition(".")[0]
    if root in CAPABLE_MODULES:
        into.capable()
    elif root not in HARMLESS_MODULES | INERT_IN_MODULES and root not in LIBRARIES:
        into.complete = False


def plain_in_library(root: str, path: str) -> bool:
    """Whether a function of a library only computes: what it is called with stays in the process."""
    parts = path.split(".")
    known = root in COMPUTING and not any(part.startswith(_REACHING) and part not in SHIPPED for part in parts)
    return known and _RISKY.isdisjoint(parts)


def plain_symbols(path: str, arguments: list[Any]) -> bool:
    """Whether a function of sympy is given no text, which it would take for code, or only names."""
    root, _, name = path.partition(".")
    if root != "sympy" or not CAPABLE_IN_LIBRARIES.isdisjoint(path.split(".")):
        return False
    texts = [text for text in map(text_of, arguments) if text is not None]
    return not texts or (name in _SYMBOLS and all(set(text) <= _OF_NAMES for text in texts))


def risky_method(name: str) -> bool:
    """Whether a method of an object of a computing library does more than compute."""
    return name.startswith((*_REACHING, "to_")) or name in _RISKY


def risky_in_library(root: str, path: str) -> bool:
    """Whether a function of a library is one by which code, a shell or what others use is reached."""
    return root in LIBRARIES and not CAPABLE_IN_LIBRARIES.isdisjoint(path.split(".")[1:])


def load_yaml(reader: PythonReader, path: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """`yaml.load`: all but its safe loaders make any object that the text asks for."""
    loader = argument_at(arguments, 1, keywords, "Loader")
    if not (isinstance(loader, Ref) and loader.path.rpartition(".")[2] in SAFE_LOADERS):
        reader.into.capable()
    return UNKNOWN


def template(reader: PythonReader, path: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """`jinja2.Template`: a template can reach for anything by way of names with underscores."""
    text = text_of(first_of(arguments))
    if text is None or "_" in text or "|attr" in text.replace(" ", ""):
        reader.into.capable()
    return UNKNOWN


def native_library(reader: PythonReader, path: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """`ctypes.CDLL("./fast.so")`: code of the project's own, or of the machine, which can do anything."""
    place = text_of(argument_at(arguments, 0, keywords, "name"))
    if place is None or place[:1] == "/" or "/" not in place:
        reader.into.capable()
        return UNKNOWN
    reader.into.effect("exec-script", place)
    return Thing("runner")


def module_file(reader: PythonReader, path: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """`importlib.util.spec_from_file_location(name, file)`: a file of code that is run."""
    place = text_of(argument_at(arguments, 1, keywords, "location"))
    if place is None:
        reader.into.capable()
    else:
        reader.into.argv(["python3", place])
    return Thing("module")
