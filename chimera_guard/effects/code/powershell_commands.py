"""Commands of PowerShell with a name: cmdlets, their short names, and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.effects.code import cmdlets as C
from chimera_guard.effects.code.powershell_given import Given, on_path, sorted_out, started
from chimera_guard.effects.code.powershell_output import NOTHING, Output
from chimera_guard.effects.code.powershell_special import SPECIAL
from chimera_guard.effects.code.powershell_words import Command, Word

if TYPE_CHECKING:
    from chimera_guard.effects.code.powershell import Reader

_LISTING = frozenset({"get-childitem", "get-item"})
_NARROWING = frozenset({"where-object", "select-object", "select-string"})


def perform(reader: Reader, name: str, words: Command, given: Output) -> Output:
    """Note what a command does; returns what it hands on."""
    name = C.ALIASES.get(name, name)
    arguments = sorted_out(words[1:])
    if arguments.has("whatif", 2) or "?" in arguments.options:
        return NOTHING
    if "-" not in name and name not in C.FILES and name not in C.HARMLESS and name not in reader.functions:
        return _program(reader, name, words)
    inner = reader.inner(words, given)
    if name in C.FILES:
        return _files(reader, name, arguments, given)
    if name in _LISTING:
        first = next(iter([*arguments.option("path", "literalpath"), *arguments.operands]), None)
        named = tuple(reader.text(word) for word in [*arguments.option("include"), *arguments.option("filter")])
        return Output(listed=reader.text(first) if first else ".", narrowed=named != (), named=named)
    if name in _NARROWING:
        return given._replace(narrowed=given.listed is not None, processes=False)
    if name in SPECIAL:
        return SPECIAL[name](reader, arguments, given, inner)
    return _other(reader, name, arguments, given)


def _files(reader: Reader, name: str, given: Given, before: Output) -> Output:
    """A cmdlet that does something to the files that it names, or that come in."""
    kind, *flags = C.FILES[name].split()
    if given.has("recurse") or any(option[0] == "r" for option in given.options if kind == "delete"):
        flags.append("recursive")
    named = given.option("path", "literalpath", "filepath", "pspath")
    operands = named or given.operands
    if kind != "delete" and kind != "read" and not name.startswith(("copy", "move")):
        operands = operands[:1]
    if name == "new-item":
        type_of = reader.text(given.option("itemtype", "type")[0]).lower() if given.option("itemtype", "type") else ""
        flags += ["directory"] if type_of in ("directory", "container") else []
        kind = "link" if "link" in type_of or type_of == "junction" else kind
    if name == "mkdir":
        flags.append("directory")
    if name == "tee-object" and given.has("variable", 1):
        return before
    texts = [text for word in operands for text in reader.texts(word)]
    if not texts and before.items:
        texts = [*before.items]
    elif not texts and before.listed is not None:
        reader.each, texts = before, before.files() if kind == "read" else [before.listed]
    elif not texts and kind != "read":
        reader.into.effect(kind, None, *flags)
    for text in texts:
        on_path(reader, kind, text, flags)
    return Output(remote=before.remote and name == "tee-object")


def _other(reader: Reader, name: str, given: Given, before: Output) -> Output:
    """A cmdlet of which it is known what it does, or that it changes nothing."""
    begun = (does for begin, does in C.NOUNS.items() if name.startswith(begin))
    does = C.OTHERS.get(name) or next(begun, "")
    if does:
        kind, *flags = does.split()
        if kind == "reveal" and name.startswith(("get-s", "conv")) and not given.has("asplaintext", 3):
            return NOTHING
        guards = any(reader.text(word).lower() in C.GUARDS for word in [*given.option("name"), *given.operands])
        reader.into.effect("weaken" if guards and kind == "service" else kind, None, *flags)
    elif name.startswith("export-"):
        on_path(reader, "write", reader.text(next(iter([*given.option("path"), *given.operands]), Word(()))), [])
    elif name.partition("-")[0] not in C.READS and name not in C.HARMLESS and name not in reader.functions:
        reader.into.complete = False
    return NOTHING


def _program(reader: Reader, name: str, words: Command) -> Output:
    """A program that is no cmdlet."""
    output = reader.inner(words)
    started(reader, name, [reader.text(word) for word in words[1:]])
    return Output(remote=output.remote or name in ("curl", "wget", "curl.exe"))
