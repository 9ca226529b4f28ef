"""Methods of objects of which nothing is known, where their names, and what they are given, tell what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.tables import CAPABLE_METHODS, HARMLESS_METHODS, OWN_NAMES, TAKING_AWAY
from chimera_guard.effects.code.python.values import (
    Arguments,
    Keywords,
    Known,
    Partial,
    Thing,
    Unknown,
    first_of,
    items_of,
    taint_in,
    target_of,
    text_of,
)
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

# What the methods of paths do to what lies there.
PATH_METHODS = {
    "unlink": "delete",
    "rmdir": "delete",
    "write_text": "write",
    "write_bytes": "write",
    "touch": "write",
    "mkdir": "write",
    "symlink_to": "link",
    "hardlink_to": "link",
}
_TO_FILE = names(
    "to_csv to_excel to_feather to_hdf to_html to_json to_latex to_markdown to_netcdf to_parquet to_pickle"
)
# Methods that write into the file that they are given first.
WRITERS = _TO_FILE | names(
    """
    imsave save save_screenshot savefig savez tofile write_csv write_excel write_html write_image write_json
    write_parquet
    """
)
# What makes another form of a table, and can write it somewhere: to what is named first, or by one of these keys.
TO_FILES = _TO_FILE | names(
    """
    to_clipboard to_disk to_file to_gbq to_iceberg to_orc to_postgis to_sql to_stata to_string to_xml to_zarr
    """
)
TO_FILES_KEYS = names("path_or_buf buf path excel_writer path_or_buffer fname con name file")
_UPLOADS = frozenset("upload_file upload_fileobj upload_blob upload put_object put_file".split())
_SENDS = frozenset("post put patch sendall sendto".split())
_STARTS = frozenset("run call exec exec_command run_command popen system check_output check_call Popen".split())
_SERVES = frozenset("host port debug threaded reload use_reloader log_level workers processes".split())
# What a query gives that has a condition.
ROWS = Thing("rows")
NARROWING = names("filter filter_by exclude where")
_OF_TABLES = names("columns axis index labels")


def each(into: Collector, kind: str, target: str | None, *flags: str) -> None:
    """An effect on a file, of whose name perhaps nothing is known."""
    if target is None and kind in ("delete", "move", "chmod", "chown", "link"):
        into.complete = False
    into.effect(kind, target, *flags)


def _command(value: Any) -> list[str | None]:
    """The words of a command, or the one line that it is; none where that is not known."""
    if (items := items_of(value)) is not None:
        words = [target_of(item) for item in items]
        return words if words and words[0] is not None and len(words) > 1 else []
    line = text_of(value)
    return [line] if line else []


def told_by_name(reader: PythonReader, name: str, arguments: list[Any], keywords: dict[str, Any]) -> bool:
    """Note what a method does, where its name says it; returns whether it does."""
    into = reader.into
    into.encrypts = into.encrypts or name.startswith("encrypt")
    first = first_of(arguments)
    if name in PATH_METHODS and (not arguments or name.startswith(("write_", "symlink", "hardlink"))):
        each(into, PATH_METHODS[name], None)
    elif name in WRITERS and target_of(first) is not None:
        each(into, "write", target_of(first))
    elif name in _UPLOADS and arguments:
        into.effect("read", target_of(first))
        into.effect("send", target_of(arguments[1]) if len(arguments) > 1 else name)
    elif name in _SENDS and arguments:
        into.effect("send", text_of(first) if name[:4] != "send" else None)
    elif name in ("kill", "terminate") and not arguments and not reader.looping:
        into.effect("kill")
    elif name == "run" and not arguments and keywords and keywords.keys() <= _SERVES:
        into.effect("listen")
    elif name == "eval" and not arguments and not keywords:
        return True  # of a model: it is to be used, and not trained
    elif name in _STARTS and len(arguments) == 1 and "privileged" not in keywords and (words := _command(first)):
        into.shell(words[0]) if isinstance(words, list) and len(words) == 1 else into.argv(words)
    elif name in _STARTS and len(arguments) > 1 and " " not in (text_of(first) or " "):
        into.argv([text_of(argument) for argument in arguments])  # `session.run("pytest", "-q")`
    elif name == "bind" and (text_of(first) or "")[:1] == "<":
        pass  # of a window: what is done when something is pressed
    elif name in ("execute", "executescript") and target_of(first) is not None:
        from chimera_guard.effects.code.sql.reader import handed_on

        handed_on((target_of(first) or "").replace(HOLE, "x").replace(SOME_NAME, "x"), into)
        return True
    else:
        return False
    into.complete = False
    return True


def narrows(name: str, arguments: Arguments, keywords: Keywords) -> bool:
    """Whether a method asks for some rows of a table."""
    if name == "get":
        return not arguments and not keywords.keys().isdisjoint(("pk", "id"))
    true = any(isinstance(value, Known) and value.value is True for value in arguments)
    return name in NARROWING and bool(arguments or keywords) and not true and "**" not in keywords


def unknown_method(reader: PythonReader, name: str, base: Any, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of an object of which nothing is known."""
    taint = taint_in(base, *arguments)
    if name == "mktemp" and isinstance(base, Unknown):  # of the directories that a test is given
        return Thing("path", "/tmp/" + HOLE)
    if isinstance(base, Unknown) and not taint and narrows(name, arguments, keywords):
        reader.into.complete = False
        return ROWS
    if not told_by_name(reader, name, arguments, keywords):
        if (name == "drop" and arguments) or (name in ("drop", "rename") and not _OF_TABLES.isdisjoint(keywords)):
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
