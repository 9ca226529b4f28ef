"""Commands of PowerShell with a name: cmdlets, their short names, and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.effects.code.powershell import cmdlets
from chimera_guard.effects.code.powershell.given import SESSION, Given, on_path, said, sorted_out, started
from chimera_guard.effects.code.powershell.names import puts, set_in_session
from chimera_guard.effects.code.powershell.output import NOTHING, Output
from chimera_guard.effects.code.powershell.special import SPECIAL
from chimera_guard.effects.code.powershell.words import Code, Command, Word
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.powershell.reader import Reader

_LISTING = frozenset({"get-childitem", "get-item"})
_PUTS = frozenset({"set-content", "out-file", "tee-object"})
_NARROWING = frozenset({"where-object", "select-object", "select-string"})


def perform(reader: Reader, name: str, words: Command, given: Output) -> Output:
    """Note what a command does; returns what it hands on."""
    name = cmdlets.ALIASES.get(name, name)
    arguments = sorted_out(words[1:])
    if arguments.has("whatif", 2) or "?" in arguments.options:
        return NOTHING
    if "-" not in name and name not in cmdlets.FILES and name not in cmdlets.HARMLESS and name not in reader.functions:
        return _program(reader, name, words)
    inner = reader.inner(words, given)
    if name == "remove-item" and any(_bundled(option) for option in arguments.options):
        return _program(reader, "rm", words)  # of a system where that is no cmdlet
    if name in cmdlets.FILES:
        return _files(reader, name, arguments, given, inner)
    if name in _LISTING:
        place = next(iter(arguments.words("path", "literalpath")), None)
        named = tuple(reader.text(word) for word in [*arguments.option("include"), *arguments.option("filter")])
        listed = reader.text(place) if place else "."
        reader.exposed = reader.exposed or listed.lower().rstrip("*\\/") == "env:"
        return Output(listed=listed, narrowed=named != (), named=named)
    reader.exposed = reader.exposed or name == "get-clipboard"
    if name in _NARROWING:
        return given._replace(narrowed=given.listed is not None, processes=False)
    if name in SPECIAL:
        return SPECIAL[name](reader, arguments, given, inner)
    return _other(reader, name, arguments, given)


def _bundled(option: str) -> bool:
    return len(option) > 1 and set(option) <= set("rfvid") and option not in ("fi", "rd")


def _files(reader: Reader, name: str, given: Given, before: Output, inner: Output) -> Output:
    """A cmdlet that does something to the files that it names, or that come in."""
    kind, *flags = cmdlets.FILES[name].split()
    if given.has("recurse") or any(option[0] == "r" for option in given.options if kind == "delete"):
        flags.append("recursive")
    named = given.option("path", "literalpath", "filepath", "pspath")
    operands = named or given.operands
    if kind != "delete" and kind != "read" and not name.startswith(("copy", "move")):
        operands = operands[:1]
    if name == "new-item":
        type_of = said(reader, given, "itemtype", "type")
        flags += ["directory"] if type_of in ("directory", "container") else []
        kind = "link" if "link" in type_of or type_of == "junction" else kind
        for word in given.option("target", "value") if kind == "link" else ():
            for leads in reader.texts(word):
                on_path(reader, "read", leads, [])
    if name == "mkdir":
        flags.append("directory")
    if name == "tee-object" and given.has("variable", 1):
        return before
    texts = [text for word in operands for text in reader.texts(word)]
    if name == "new-item" and given.option("name") and texts:
        texts = [f"{texts[0]}/{reader.text(given.option('name')[0])}"]
    if texts == [HOLE] and inner.listed is not None:  # `Get-Content (Get-Item x)`
        texts = inner.files() if kind == "read" else [inner.listed]
    if kind in ("write", "append") and texts:
        value = [*given.option("value"), *(given.operands if named else given.operands[1:])][:1]
        text = reader.text(value[0]) if value else before.text
        if texts[0].lower().startswith(SESSION):
            block = value[0].parts[0] if value and value[0].parts else None
            set_in_session(reader, texts[0], text, block if isinstance(block, Code) else None)
        elif kind == "append" or name in _PUTS:
            before = before._replace(remote=before.remote or inner.remote)
            return _put(reader, before, texts, text, kind == "append" or given.has("append", 1))
    if not texts and before.items:
        texts = [*before.items]
    elif not texts and before.listed is not None:
        reader.each, texts = before, before.files() if kind == "read" else [before.listed]
    elif not texts and kind != "read":
        reader.into.effect(kind, None, *flags)
    for text in texts:
        on_path(reader, kind, text, flags)
    return Output(remote=before.remote and name == "tee-object")


def _put(reader: Reader, before: Output, texts: list[str], text: str | None, appends: bool) -> Output:
    """A text, or what comes in, that is put into files."""
    known = text if text is not None and HOLE not in text else None
    for target in texts:
        puts(reader, target, before._replace(text=known), appends)
    return Output(remote=before.remote)


def _other(reader: Reader, name: str, given: Given, before: Output) -> Output:
    """A cmdlet of which it is known what it does, or that it changes nothing."""
    begun = (does for begin, does in cmdlets.NOUNS.items() if name.startswith(begin))
    does = cmdlets.OTHERS.get(name) or next(begun, "")
    if does:
        kind, *flags = does.split()
        if kind == "reveal" and name.startswith(("get-s", "conv")) and not given.has("asplaintext", 3):
            return NOTHING
        guards = any(reader.text(word).lower() in cmdlets.GUARDS for word in given.words("name"))
        for word in given.option("attachments"):
            on_path(reader, "read", reader.text(word), [])
        reader.into.effect("weaken" if guards and kind == "service" else kind, None, *flags)
    elif name.startswith("export-"):
        on_path(reader, "write", reader.text(next(iter(given.words("path")), Word(()))), [])
    elif name.partition("-")[0] not in cmdlets.READS and name not in cmdlets.HARMLESS and name not in reader.functions:
        reader.into.complete = False
    return NOTHING


def _program(reader: Reader, name: str, words: Command) -> Output:
    """A program that is no cmdlet."""
    output = reader.inner(words)
    started(reader, name, [reader.text(word) for word in words[1:]])
    return Output(remote=output.remote or name in ("curl", "wget", "curl.exe"))
