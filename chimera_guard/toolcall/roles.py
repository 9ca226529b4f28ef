"""What the arguments of a tool are, by their names and by what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from chimera_guard.toolcall.model import Arguments, Unreadable
from chimera_guard.toolcall.naming import words

MAX_VALUES = 500
_MAX_DEPTH = 8
_MAX_PATH = 4096

# The last word of an argument's name.
_LINES = frozenset("command cmd commands commandline cmdline argv".split())
_LINES_ALONE = frozenset(
    "script bash command_line cmd_line shell_script script_content executable program binary exe".split()
)
# Where it is done, and not to what.
PLACES = ("cwd", "workdir", "working_directory", "working_dir", "cd", "exec_dir", "directory", "dir_path")
_PATHS = frozenset(
    """
    path paths file files filename filenames filepath filepaths dir dirs directory directories folder folders uri uris
    include includes glob globs roots root notebook attachment attachments location locations
    """.split()
)
_SOURCES = frozenset("source src from origin old".split())
_TARGETS = frozenset("destination dest dst output out to save new".split())
_URLS = frozenset("url urls href link links endpoint website site address webhook".split())
_CODE = frozenset("code javascript js python function snippet".split())
_SQL = frozenset("sql query queries statement statements".split())
_CONTENT = frozenset(
    """
    content contents text body data patch diff edit string str replacement replace insert markdown html
    value blob payload
    """.split()
)
_METHODS = frozenset(
    "method verb action operation op command operation_name action_name api_name method_name tool_name".split()
)
_METHOD_ENDS = frozenset("method action operation".split())
_ON = frozenset({"true", "yes", "1"})


class Roles:
    """The arguments of a call, sorted by what they are."""

    def __init__(self, arguments: Arguments) -> None:
        self.paths: list[str] = []  # read, changed or deleted, by what the tool does
        self.targets: list[str] = []  # where something ends up
        self.places: list[str] = []  # where it works
        self.urls: list[str] = []
        self.lines: list[tuple[str, Any]] = []  # command lines and argument vectors, by the name they stand under
        self.code: list[str] = []
        self.queries: list[tuple[str, str]] = []  # by the name they stand under
        self.contents: dict[str, str] = {}  # of a path, "" for one that stands elsewhere in the arguments
        self.switches: set[str] = set()  # what is switched on: `force`, `recursive`
        self.methods: list[tuple[str, str]] = []  # what is to be done, by the name that it stands under
        self.named: dict[str, str] = {}  # short texts by their names
        self.sources: list[str] = []  # paths, where something is moved or copied, and contents elsewhere
        self.given = bool(arguments)
        self._left = MAX_VALUES
        self._collect("", arguments, 0)
        for text in self.sources:
            if self.targets or looks_like_path(text):
                self.paths.append(text)
            else:
                self._content(text)

    def _collect(self, key: str, value: Any, depth: int) -> None:
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH:
            raise Unreadable
        if isinstance(value, Mapping):
            self._mapping(value, depth)
        elif isinstance(value, (list, tuple)):
            if is_line(key) and all(isinstance(item, str) for item in value):
                self.lines.append((key, list(value)))
                return
            for item in value:
                self._collect(key, item, depth + 1)
        elif isinstance(value, str):
            self._text(key, value, depth)
        elif value is True:
            self.switches.add("_".join(words(key)))

    def _mapping(self, value: Mapping[Any, Any], depth: int) -> None:
        """Arguments, or an item with a path and a content of its own."""
        own = Roles.__new__(Roles)
        own.__dict__ = {**self.__dict__, "paths": [], "targets": [], "contents": {}}
        for key, item in value.items():
            own._collect(key if isinstance(key, str) else "", item, depth + 1)
        self._left = own._left
        place = (own.targets or own.paths or [""])[0]
        for path, content in own.contents.items():
            before = self.contents.get(path or place)
            self.contents[path or place] = content if before is None else f"{before}\n{content}"
        self.paths += own.paths
        self.targets += own.targets

    def _text(self, key: str, text: str, depth: int) -> None:
        last, name = _last(key), "_".join(words(key))
        if len(text) < 200:
            self.named[name] = text
        if text.lower() in _ON:
            self.switches.add(name)
        if (
            depth == 1
            and (name in _METHODS or last in _METHOD_ENDS)
            and text.replace("_", "").replace("-", "").isalpha()
        ):
            self.methods.append((name, text))
        if is_line(key):
            self.lines.append((key, text))
        elif "://" in text[:16] and not any(sign.isspace() for sign in text):
            (self.urls if not text.lower().startswith("file:") else self.paths).append(text)
        elif name in PLACES[:6]:
            self.places.append(text)
        elif last in _URLS:
            self.urls.append(text)
        elif last in _SOURCES and "\n" not in text:
            self.sources.append(text)
        elif _is_target(name, last, text):
            self.targets.append(text)
        elif last in _PATHS or (looks_like_path(text) and last not in _CONTENT):
            self.paths.append(text)
        elif last in _SQL:
            self.queries.append((name, text))
        elif last in _CODE and not name.startswith("language"):
            self.code.append(text)
        elif last in _CONTENT and not name.startswith("old"):
            self._content(text)

    def _content(self, text: str) -> None:
        self.contents[""] = f"{self.contents['']}\n{text}" if "" in self.contents else text


def _last(key: str) -> str:
    found = words(key)
    return found[-1] if found else ""


def is_line(key: str) -> bool:
    """Whether a command line stands in an argument of this name."""
    return _last(key) in _LINES or "_".join(words(key)) in _LINES_ALONE


def _is_target(name: str, last: str, text: str) -> bool:
    """Whether it says where something ends up."""
    if last in _TARGETS or last == "target":
        return last in ("destination", "dest", "dst") or looks_like_path(text) or ("/" in text and " " not in text)
    return last in _PATHS and not _TARGETS.isdisjoint(name.split("_"))


def looks_like_path(text: str) -> bool:
    """Whether a text can only be meant as the path of a file."""
    if len(text) > _MAX_PATH or "\n" in text:
        return False
    return text.startswith(("/", "~/", "./", "../", "~\\", "C:\\", "c:\\", "\\\\")) and not text.startswith("//")


def readings(path: str) -> tuple[str, ...]:
    """The places that a path can mean: `file:` addresses, and escapes, are read by some tools and not by others.

    Raises:
        Unreadable: for a path that holds what no path does.
    """
    if any(sign < " " or sign == "\x7f" for sign in path):
        raise Unreadable
    if path[:5].lower() == "file:":
        rest = path[5:]
        if rest.startswith("//"):
            rest = "/" + rest[2:].partition("/")[2]
        path = unquote(rest)
    decoded = unquote(path) if "%" in path else path
    slashes = path.replace("\\", "/")  # as Windows has it
    return tuple(dict.fromkeys((path, decoded, slashes)))
