"""Tools that read, search, write and delete files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chimera_guard.toolcall.model import Act, Arguments, Step, Unreadable, optional, text
from chimera_guard.toolcall.roles import readings

_FILE = tuple(
    """
    path file_path filePath target_file absolute_path AbsolutePath TargetFile notebook_path filename fileName uri
    """.split()
)
_PLACE = ("path", "dir_path", "directory", "target_directory", "relative_workspace_path", "DirectoryPath")
# Which of the files are searched.
_MAX_FILTERS = 100
_FILTERS = ("glob", "include", "include_pattern", "includePattern", "Includes", "file_pattern", "filePattern", "globs")
_NEW = tuple(
    """
    content new_string newString new_str new_source replacement code_edit file_text new_text contents CodeContent
    """.split()
)
_OLD = ("old_string", "oldString", "old_str", "old_text", "pattern")


def read(arguments: Arguments) -> Iterator[Step]:
    """A file that is shown."""
    yield from (Act("read", place) for place in _files(arguments))


def search(arguments: Arguments) -> Iterator[Step]:
    """Places whose files are searched."""
    text(arguments, "pattern", "query", "regex", "search", "Query", "SearchPattern", "file_name", "glob_pattern")
    yield from look(arguments)
    for key in _FILTERS:
        given = arguments.get(key)
        for pattern in given if isinstance(given, list) else [given]:
            if isinstance(pattern, str):  # `.env*` is at least `.env`
                inside = pattern.replace("{", ",").replace("}", ",").split(",")
                yield from (Act("read", each.rstrip("*") or ".") for each in inside[:_MAX_FILTERS] if each)


def look(arguments: Arguments) -> Iterator[Step]:
    """Places that are listed."""
    places = [optional(arguments, *_PLACE) or "."]
    several = arguments.get("target_directories")
    for place in [*places, *(several if isinstance(several, list) else ())]:
        if not isinstance(place, str):
            raise Unreadable
        yield from (Act("read", each) for each in readings(place))


def _content(arguments: Arguments, names: tuple[str, ...]) -> str | None:
    found = [value for key in names if isinstance(value := arguments.get(key), str)]
    return "\n".join(found) if found else None


def _files(arguments: Arguments) -> Iterator[str]:
    """The places of a file: of several arguments that can name it, the tool may use any."""
    present = [key for key in _FILE if key in arguments]
    for key in present or [""]:
        yield from readings(text(arguments, key))


def write(arguments: Arguments) -> Iterator[Step]:
    """A file that is written, or a part of it."""
    content, before = _content(arguments, _NEW), _content(arguments, _OLD)
    for place in _files(arguments):
        yield Act("write", place, content=content, before=before)


def multi_edit(arguments: Arguments) -> Iterator[Step]:
    """Several parts of one file, or of several."""
    edits = arguments.get("edits")
    path = optional(arguments, *_FILE)
    if not isinstance(edits, list) or (path is None and not edits):
        raise Unreadable
    if path is not None and not edits:
        yield Act("write", path)
    for edit in edits:
        if not isinstance(edit, Mapping):
            raise Unreadable
        place = path if path is not None else text(edit, "file", "path", "file_path")
        yield from write({**edit, "path": place})


_MAX_PATCH = 2_000_000
_PATCH_HEADERS = {
    "*** Update File:": "write",
    "*** Add File:": "write",
    "*** Move to:": "write",
    "*** Delete File:": "delete",
}


def apply_patch(arguments: Arguments) -> Iterator[Step]:
    """A patch of coding agents, with a header for each file."""
    kind, path, updates = "", "", False
    added: list[str] = []
    patch = text(arguments, "patch", "input", "patch_text", "patchText")
    if "*** " not in patch:
        raise Unreadable
    long = len(patch) > _MAX_PATCH  # then what is put into the files is not looked at
    lines = ("*** " + part.partition("\n")[0] for part in patch.split("*** ")[1:]) if long else patch.splitlines()
    for line in [*lines, "*** End Patch"]:
        header = next((each for each in _PATCH_HEADERS if line.strip().startswith(each)), None)
        if header is None and not line.strip().startswith("*** End Patch"):
            added += [line[1:]] if line[:1] == "+" else ()
            continue
        if kind:
            before = "" if updates else None
            yield Act(kind, path, content="\n".join(added) if kind == "write" else None, before=before)
        kind, path, added = (
            ("", "", []) if header is None else (_PATCH_HEADERS[header], line.strip()[len(header) :], [])
        )
        path, updates = path.strip(), header == "*** Update File:"
        if header is not None and not path:
            raise Unreadable


def edit_by_command(arguments: Arguments) -> Iterator[Step]:
    """An editor whose `command` says what it does."""
    action, place = text(arguments, "command"), text(arguments, *_FILE)
    if action in ("view", "list", "read"):
        yield from read({"path": place})
    elif action == "delete":
        yield Act("delete", place, frozenset({"recursive"}))
    elif action in ("create", "write", "str_replace", "insert", "undo_edit", "replace", "edit_file", "rename"):
        yield from write({**arguments, "path": place})
        new = optional(arguments, "new_path")
        if new is not None:
            yield Act("write", new)
    else:
        raise Unreadable


def delete(arguments: Arguments) -> Iterator[Step]:
    """A file, or a directory with all that is in it."""
    yield from (Act("delete", place, frozenset({"recursive"})) for place in _files(arguments))
