"""Cmdlets of PowerShell that need a look at what they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.effects.code import read_code
from chimera_guard.effects.code.batch_words import split
from chimera_guard.effects.code.powershell import cmdlets
from chimera_guard.effects.code.powershell.calls import constructed
from chimera_guard.effects.code.powershell.given import Given, on_path, said, started
from chimera_guard.effects.code.powershell.names import set_in_session
from chimera_guard.effects.code.powershell.output import NOTHING, Output, path_of
from chimera_guard.effects.code.powershell.words import Code, Word, parse
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.powershell.reader import Reader


def _from_and_to(given: Given, destination: str) -> tuple[list[Word], list[Word]]:
    """The words for what is taken, and for where it goes to, by options or by their places."""
    named = given.option("path", "literalpath")
    behind = given.operands if named else given.operands[1:]
    return named or given.operands[:1], given.option(destination) or behind[:1]


def _copied(reader: Reader, given: Given, before: Output, inner: Output, kind: str = "read") -> Output:
    """`Copy-Item`, and `Move-Item` as another kind of it."""
    sources, target = _from_and_to(given, "destination")
    if not sources and before.listed is not None:
        reader.each = before
    for text in [reader.text(word) for word in sources] or before.files():
        on_path(reader, kind, text, [])
    on_path(reader, "write", reader.text(target[0]) if target else ".", [])
    return NOTHING


def _moved(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    return _copied(reader, given, before, inner, "move")


def _transferred(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """BITS, whose second word is where it goes to."""
    if len(given.operands) > 1 and not given.option("destination"):
        given = Given({**given.options, "destination": given.operands[1:2]}, given.operands[:1])
    return _fetched(reader, given, before, inner)


def _fetched(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Invoke-WebRequest`, `Invoke-RestMethod`, BITS."""
    words = given.words("uri", "source")
    address = next((text for word in words if "://" in (text := reader.text(word)) or not text.startswith("-")), None)
    sends = given.option("method") and reader.text(given.option("method")[0]).lower() not in ("get", "head", "options")
    sends = sends or given.has("body", 2) or given.has("infile", 3) or given.has("form", 3)
    known = address if address and HOLE not in address else None
    reader.into.effect("send" if sends else "fetch", known, *(["secret"] if sends and reader.exposed else []))
    for word in given.option("outfile", "destination"):
        path = path_of(reader.text(word))
        reader.into.effect("write", path)
        if path is not None:
            reader.into.wrote(path, None, frozenset({"remote"}))
    for word in given.option("infile"):
        on_path(reader, "read", reader.text(word), [])
    for text in inner.files() if sends else ():  # `-Form @{ f = Get-Item x }`
        on_path(reader, "read", text, [])
    return Output(remote=True)


def _evaluated(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Invoke-Expression`: known code is read like any other."""
    word = next(iter(given.words("command")), None)
    text = before.text if word is None else reader.text(word)
    if before.remote or inner.remote:
        reader.into.effect("exec-code", None, "remote")
    elif text is None or HOLE in text or any(isinstance(part, Code) for part in (word.parts if word else ())):
        reader.into.capable()
    else:
        statements, whole = parse(text)
        reader.into.complete = reader.into.complete and whole
        return reader.run(statements)
    return NOTHING


def _started(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Start-Process`."""
    file = given.words("filepath")
    if said(reader, given, "verb") == "runas":
        reader.into.effect("privilege", None, "force")
    if not file:
        return NOTHING
    arguments = [reader.text(word) for word in [*given.option("argumentlist", "args"), *(file[1:])]]
    program = reader.text(file[0])
    if "://" in program and HOLE not in program:
        reader.into.effect("connect", program)
    else:
        if len(arguments) == 1:
            arguments = [word for command in split(arguments[0], {}) for word in command]
        started(reader, program, arguments)
    return NOTHING


def _remote(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Invoke-Command`, whose block has been read already."""
    if given.has("computername", 2) or given.has("session", 2) or given.has("hostname", 2):
        reader.into.effect("connect")
    block = given.words("scriptblock")
    if block and not any(isinstance(part, Code) for part in block[0].parts):
        reader.into.capable()
    for word in given.option("filepath"):
        reader.into.effect("exec-script", path_of(reader.text(word)))
    return NOTHING


def _ended(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Stop-Process`."""
    words = given.words("name", "id")
    for word in words:
        text = reader.text(word)
        reader.into.effect("kill", text if HOLE not in text else None, *(["all"] if text == "*" else []))
    if not words:
        reader.into.effect("kill", None, *(["all"] if before.processes else []))
    return NOTHING


def _processes(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    return Output(processes=not given.options and not given.operands)


def _archived(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Compress-Archive`, `Expand-Archive`."""
    sources, target = _from_and_to(given, "destinationpath")
    for word in sources:
        on_path(reader, "read", reader.text(word), [])
    on_path(reader, "write", reader.text(target[0]) if target else ".", [])
    return NOTHING


def _policy(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Set-ExecutionPolicy`: for the whole machine, which it is without a scope, and for all scripts."""
    policy = reader.text(next(iter(given.words("executionpolicy")), Word(()))).lower()
    scope = said(reader, given, "scope") or "localmachine"
    wide = policy in ("bypass", "unrestricted") and scope not in ("process", "currentuser")
    reader.into.effect("weaken", None, *([] if wide else ["local"]))
    return NOTHING


def _run(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Invoke-Item`, `Import-Module`: a file that is run, unless it has the name of a module that is installed."""
    if inner.remote:
        reader.into.effect("exec-code", None, "remote")
    for word in given.words("path", "name"):
        text = reader.text(word)
        if HOLE in text or "/" in text or "\\" in text or text[:1] == ".":
            reader.into.effect("exec-script", path_of(text))
    return NOTHING


def _made(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    options = [Word((f"-{option}",)) for option in given.options]
    arguments = [*given.option("argumentlist", "args"), *given.operands[0 if given.option("typename") else 1 :]]
    constructed(reader, [*options, *given.option("typename"), *given.operands], arguments)
    return NOTHING


def _typed(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    if not given.has("assemblyname", 2):
        reader.into.capable()
    return NOTHING


def _managed(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    reader.into.capable()
    return NOTHING


def _queried(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Invoke-Sqlcmd`."""
    for word in given.option("query"):
        text = reader.text(word)
        reader.into.merge(read_code("tsql", text.replace(HOLE, "x")))
        reader.into.complete = reader.into.complete and HOLE not in text
    for word in given.option("inputfile"):
        reader.into.effect("exec-script", path_of(reader.text(word)))
    return NOTHING


def _emptied(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    reader.into.effect("delete", "~/.Trash", "recursive")
    return NOTHING


def _echoed(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    text = reader.text(given.operands[0]) if len(given.operands) == 1 else HOLE
    return Output(text if HOLE not in text else None, remote=inner.remote)


def _aliased(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    words = [*given.option("name"), *given.option("value", "definition"), *given.operands]
    if len(words) > 1:
        set_in_session(reader, f"alias:{reader.text(words[0])}", reader.text(words[1]))
    return NOTHING


def _set(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    words = [*given.option("name"), *given.option("value"), *given.operands]
    if words:
        value = reader.text(words[1]) if len(words) > 1 else before.text
        set_in_session(reader, f"variable:{reader.text(words[0])}", value if HOLE not in (value or HOLE) else None)
    return NOTHING


def _each(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`ForEach-Object`, whose block has been read already; or a member of each that is named."""
    for word in given.words("membername"):
        name = reader.text(word).lower() if word.parts and not isinstance(word.parts[0], Code) else ""
        if name == "delete" and before.listed is not None:
            reader.into.effect("delete", path_of(before.listed), "recursive")
        elif name in cmdlets.ACTING:
            reader.into.capable()
    return before


def _gone_to(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    """`Set-Location`: what is named from now on lies there, as far as that is known."""
    for word in given.words("path", "literalpath")[:1]:
        path = path_of(reader.text(word))
        if path is not None and HOLE not in path:
            reader.into.goes_to(path)
    return NOTHING


def _gone_back(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    reader.into.directory = None
    return NOTHING


def _handed(reader: Reader, given: Given, before: Output, inner: Output) -> Output:
    return before


SPECIAL = {
    **dict.fromkeys(("invoke-webrequest", "invoke-restmethod"), _fetched),
    **dict.fromkeys(("invoke-item", "import-module"), _run),
    **dict.fromkeys(("compress-archive", "expand-archive"), _archived),
    **dict.fromkeys(("write-output", "echo", "write-host"), _echoed),
    **dict.fromkeys(("out-string", "sort-object"), _handed),
    **dict.fromkeys(("set-alias", "new-alias"), _aliased),
    **dict.fromkeys(("set-variable", "new-variable"), _set),
    **dict.fromkeys(("set-location", "push-location"), _gone_to),
    "pop-location": _gone_back,
    "foreach-object": _each, "start-bitstransfer": _transferred,
    **dict.fromkeys(("invoke-wmimethod", "invoke-cimmethod", "remove-wmiobject", "remove-ciminstance"), _managed),
    "copy-item": _copied, "move-item": _moved, "invoke-expression": _evaluated, "start-process": _started,
    "invoke-command": _remote, "stop-process": _ended, "get-process": _processes, "set-executionpolicy": _policy,
    "new-object": _made, "add-type": _typed, "clear-recyclebin": _emptied, "invoke-history": _managed,
    "invoke-sqlcmd": _queried,
}  # fmt: skip
