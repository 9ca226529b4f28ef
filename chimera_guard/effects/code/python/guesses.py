"""Methods of objects of which nothing is known, where their names, and what they are given, tell what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.values import UNKNOWN, Known, lifted, target_of, text_of
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

PATHS = {
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


def each(into: Collector, kind: str, target: str | None, *flags: str) -> None:
    """An effect on a file, of whose name perhaps nothing is known."""
    if target is None and kind in ("delete", "move", "chmod", "chown", "link"):
        into.complete = False
    into.effect(kind, target, *flags)


def _command(value: Any) -> list[str | None]:
    """The words of a command, or the one line that it is; none where that is not known."""
    if isinstance(value, Known) and isinstance(value.value, list):
        words = [target_of(lifted(item)) for item in value.value]
        return words if words and words[0] is not None and len(words) > 1 else []
    line = text_of(value)
    return [line] if line else []


def told_by_name(reader: PythonReader, name: str, arguments: list[Any], keywords: dict[str, Any]) -> bool:
    """Note what a method does, where its name says it; returns whether it does."""
    into = reader.into
    into.encrypts = into.encrypts or name.startswith("encrypt")
    first = arguments[0] if arguments else UNKNOWN
    if name in PATHS and (not arguments or name.startswith(("write_", "symlink", "hardlink"))):
        each(into, PATHS[name], None)
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
