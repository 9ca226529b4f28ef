"""What a command of PowerShell is given, and what is done to places and with programs that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chimera_guard.effects.code.powershell import cmdlets
from chimera_guard.effects.code.powershell.output import path_of
from chimera_guard.effects.code.powershell.words import Command, Variable, Word
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.powershell.reader import Reader

_SETTINGS = ("hklm:", "hkcu:", "hkcr:", "hku:", "registry::", "hkey_", "cert:", "wsman:", "iis:")
SESSION = ("env:", "variable:", "function:", "alias:")
_FALSE = (Variable("false"),)


class Given(NamedTuple):
    """The options of a command, by their names in lower case, and its other words."""

    options: dict[str, list[Word]]
    operands: list[Word]

    def option(self, *names: str) -> list[Word]:
        """The values of the option, which can be shortened, with one of these names."""
        for option, values in self.options.items():
            if any(name.startswith(option) for name in names):
                return values
        return []

    def words(self, *names: str) -> list[Word]:
        """The values of the option with one of these names, and behind them the words that are no options."""
        return [*self.option(*names), *self.operands]

    def has(self, name: str, least: int = 1) -> bool:
        """Whether an option is given by its name, or by the beginning of it."""
        return any(len(option) >= least and name.startswith(option) for option in self.options)


def said(reader: Reader, given: Given, *names: str) -> str:
    """What the option with one of these names says, in lower case; "" where it is not given."""
    return next((reader.text(word).lower() for word in given.option(*names)), "")


def sorted_out(words: Command) -> Given:
    """The options of a command, and its other words."""
    options: dict[str, list[Word]] = {}
    operands: list[Word] = []
    current: list[Word] | None = None
    for word in words:
        head = word.head
        if head in ("/s", "/q", "/f", "/y", "/p"):  # as cmd has it
            options[{"/s": "recurse"}.get(head, head)] = []
        elif word.bare and head[:1] == "-" and len(head) > 1 and not head[1].isdigit():
            option, colon, value = head[1:].partition(":")
            current = options.setdefault(option.lower(), [])
            attached = ((value,) if value else ()) + word.parts[1:]
            if attached:
                current.append(word._replace(parts=attached))
            if attached or (not colon and _is_switch(option.lower())):
                current = None
        elif word.listed and operands and current is None:
            operands.append(word)
        elif current is not None and (not current or word.listed):
            current.append(word)
        else:
            current = None
            operands.append(word)
    off = [name for name, values in options.items() if values and values[0].parts == _FALSE and _is_switch(name)]
    for name in off:
        del options[name]
    return Given(options, operands)


def _is_switch(option: str) -> bool:
    return option not in cmdlets.VALUED and any(switch.startswith(option) for switch in cmdlets.SWITCHES)


def on_path(reader: Reader, kind: str, text: str, flags: list[str]) -> None:
    """Note what is done to a path, or to what else has a name like one."""
    lowered = text.lower()
    if lowered.startswith(SESSION):
        return
    if lowered.startswith(_SETTINGS):
        _setting(reader, kind, lowered)
        return
    path = path_of(text.replace("*", SOME_NAME))
    if path is None and kind == "read":
        return
    of_listing = [*flags]
    if reader.each.listed is not None and text == reader.each.listed:  # each file that is found in a place
        of_listing += ["recursive"] if kind == "delete" else []
        of_listing += ["filtered"] if reader.each.narrowed else []
    reader.into.effect(kind, path, *of_listing)


def _setting(reader: Reader, kind: str, key: str) -> None:
    """A key of the registry."""
    if kind == "read":
        return
    if any(part in key for part in cmdlets.RUN_KEYS) and kind == "write":
        reader.into.effect("persist")
    elif any(part in key for part in cmdlets.GUARDING_KEYS):
        reader.into.effect("weaken")
    else:
        reader.into.effect("service", None, *(["force"] if kind == "delete" else []))


def started(reader: Reader, program: str, arguments: list[str]) -> None:
    """Note a program that is started."""
    base = program.replace("\\", "/")
    if base[1:3] == ":/":  # what Windows comes with is found by its name
        lowered = base.lower()
        base = lowered.rpartition("/")[2] if lowered[2:].startswith(("/windows/", "/program files")) else base
    if base != "find" or not any(text[:1] == "-" for text in arguments):
        base = cmdlets.OF_WINDOWS.get(base.lower(), base)
    if base in reader.into.files and "/" not in base:  # which lies here
        base = f"./{base}"
    if base.lower().endswith(".ps1"):
        reader.into.effect("exec-script", path_of(base))
        return
    reader.into.argv(
        [base if HOLE not in base else None, *(None if text == HOLE else text for text in arguments)], native=True
    )
