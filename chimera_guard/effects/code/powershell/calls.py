"""What is called of types and objects in PowerShell: `[IO.File]::Delete(...)`, `$client.DownloadString(...)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.effects.code.powershell import cmdlets
from chimera_guard.effects.code.powershell.given import on_path
from chimera_guard.effects.code.powershell.names import puts
from chimera_guard.effects.code.powershell.output import Output, path_of
from chimera_guard.effects.code.powershell.words import Code, Command, Part, Word
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.powershell.reader import Reader

_FETCHED = frozenset({"downloadstring", "downloaddata", "openread", "getstringasync", "getasync"})


def expression(reader: Reader, words: Command, remote: bool) -> tuple[bool, str | None]:
    """Note what is called in an expression; returns whether what comes of it was fetched, and what it lists."""
    listed: str | None = None
    for word in words:
        for place, part in enumerate(word.parts):
            if isinstance(part, str):
                follows = word.parts[place + 1 :]
                called = bool(follows) and isinstance(follows[0], Code) and follows[0].sign == "("
                if part[:1] == "[" and word.bare:
                    listed = _static(reader, part.lower(), follows if called else (), remote) or listed
                elif called and part[:1] == ".":
                    remote = _member(reader, part.lower().rpartition(".")[2], follows) or remote
    return remote, listed


def _arguments(reader: Reader, parts: tuple[Part, ...]) -> list[str]:
    """The words in the brackets that follow."""
    first = parts[0] if parts else None
    if not isinstance(first, Code):
        return []
    return [reader.text(word) for pipeline in first.statements for command in pipeline for word in command]


def _static(reader: Reader, name: str, follows: tuple[Part, ...], remote: bool) -> str | None:
    """`[type]`, and what of it is called; returns the place whose files it lists."""
    into = reader.into
    member = next((key for key in cmdlets.CALLS if name.removeprefix("[system.").removeprefix("[") == key), None)
    if member is not None:
        kind, *flags = cmdlets.CALLS[member].split() or [""]
        arguments = _arguments(reader, follows)
        if kind in ("write", "append") and "text" in member and arguments:
            text = arguments[1] if len(arguments) > 1 and HOLE not in arguments[1] else None
            puts(reader, arguments[0], Output(text, remote=remote), kind == "append")
        elif kind:
            second = member.endswith(("]::copy", "todirectory")) and len(arguments) > 1
            if member.endswith("]::move") and len(arguments) > 1:
                on_path(reader, "write", arguments[1], flags)
            on_path(reader, kind, arguments[second] if arguments else HOLE, flags)
        return arguments[0] if member.startswith(cmdlets.LISTS) and arguments else None
    reader.exposed = reader.exposed or name.endswith("environment]::getenvironmentvariables")
    if "::" in name and "environment]::setenvironmentvariable" in name:
        arguments = _arguments(reader, follows)
        into.effect("environment", f"{arguments[0].upper()}={arguments[1]}" if len(arguments) > 1 else None)
    elif not name.startswith(cmdlets.PLAIN_TYPES) and ("::" in name or "scriptblock]" in name):
        into.capable()
    return None


def _member(reader: Reader, name: str, follows: tuple[Part, ...]) -> bool:
    """`.name(...)` of something; returns whether it fetches."""
    into = reader.into
    arguments = _arguments(reader, follows)
    if name in _FETCHED:
        into.effect("fetch", next((text for text in arguments if "://" in text and HOLE not in text), None))
        return True
    if name == "downloadfile":
        into.effect("fetch", arguments[0] if arguments and HOLE not in arguments[0] else None)
        path = path_of(arguments[1]) if len(arguments) > 1 else None
        into.effect("write", path)
        if path is not None:
            into.wrote(path, None, frozenset({"remote"}))
    elif name not in cmdlets.PLAIN_METHODS or (
        name == "foreach" and any(text.lower() in cmdlets.ACTING for text in arguments)
    ):
        into.capable()
    return False


def constructed(reader: Reader, words: list[Word], arguments: list[Word]) -> None:
    """`New-Object type`, and what it is given."""
    name = next((word.head.lower() for word in words if word.head[:1] != "-"), "")
    into = reader.into
    if name.endswith(("streamreader", "streamwriter", "filestream")) and arguments:
        on_path(reader, "read" if name.endswith("reader") else "write", reader.text(arguments[0]), [])
    if any(word.head.lower().startswith("-com") for word in words) or "sockets" in name or "process" in name:
        if "sockets" in name:
            into.effect("connect")
        into.capable()
