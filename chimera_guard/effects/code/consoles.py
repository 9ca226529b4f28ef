"""AppleScript and PowerShell, by the verbs of their commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

_SHELL_SCRIPT = re.compile(r'do shell script\s+("(?:[^"\\]|\\.)*")?([^\n]*)')
_PASSWORD_DIALOG = re.compile(r"display dialog\b.*\bhidden answer\b(?!\s+false)", re.I | re.S)
_TELL_HARMLESS = re.compile(
    r"^\s*(display (dialog|notification|alert)|say |beep|return\b|get |log |delay |set volume|--|end\b|on run|choose )",
    re.I,
)
_TELL_CAPABLE = re.compile(
    r"do script|do javascript|keystroke|key code|\bdelete\b|run script|write .* to|system attribute", re.I
)
_TELL_POWER = re.compile(r"(\bto |^\s*)(shut down|restart|log out)\s*$", re.I | re.M)
_CMDLET = re.compile(r"(?:^|[;|&{(\n=])\s*&?\s*([A-Za-z]+-[A-Za-z]+|[A-Za-z.\\/][\w.\\/]*)", re.M)

SHELL_READS = names(
    """
    get select where sort measure format out test write compare convertfrom convertto group resolve split join
    """
)
SHELL_FILES = {
    "remove-item": "delete", "clear-content": "truncate", "set-content": "write", "add-content": "append",
    "new-item": "write", "move-item": "move", "rename-item": "move", "copy-item": "write", "out-file": "write",
    "export-csv": "write", "rm": "delete", "del": "delete", "ri": "delete", "rd": "delete", "tee-object": "write",
    "get-content": "read", "cat": "read", "gc": "read", "erase": "delete", "rmdir": "delete", "move": "move",
    "copy": "write", "ren": "move", "type": "read", "cp": "write", "mv": "move", "mkdir": "write", "md": "write",
}  # fmt: skip
# What other cmdlets do, with the flags of it; the whole name decides, then its verb and the beginning of its noun.
SHELL_OTHERS = {
    **dict.fromkeys(names("format-volume clear-disk initialize-disk remove-partition"), "device-write"),
    **dict.fromkeys(names("reset-physicaldisk remove-virtualdisk remove-storagepool"), "device-write"),
    **dict.fromkeys(names("resize-partition format format.com"), "device-write"),
    **dict.fromkeys(names("stop-computer restart-computer"), "service power"),
    **dict.fromkeys(names("stop-service suspend-service remove-service spsv"), "service stop"),
    **dict.fromkeys(names("set-mppreference add-mppreference set-netfirewallprofile clear-eventlog"), "weaken"),
    **dict.fromkeys(names("remove-eventlog limit-eventlog disable-bitlocker remove-netfirewallrule"), "weaken"),
    **dict.fromkeys(names("set-executionpolicy clear-history"), "weaken local"),
    **dict.fromkeys(names("new-localuser set-localuser enable-localuser add-localgroupmember"), "service access"),
    **dict.fromkeys(names("remove-localuser disable-localuser remove-localgroupmember"), "service force"),
    **dict.fromkeys(names("register-scheduledtask new-service set-wmiinstance register-wmievent"), "persist"),
    "new-scheduledtask": "persist", "enable-psremoting": "service access", "get-credential": "reveal",
}  # fmt: skip
SHELL_NOUNS = {
    "remove-az": "remote-delete", "remove-ad": "remote-delete", "remove-aws": "remote-delete",
    "remove-ec2": "remote-delete", "remove-s3": "remote-delete", "remove-mg": "remote-delete",
    "stop-az": "remote-change offline", "remove-vm": "remote-delete", "stop-vm": "remote-change offline",
    "new-az": "remote-change", "set-az": "remote-change", "get-azkeyvaultsecret": "reveal",
}  # fmt: skip
_ENDINGS = names("else elseif try catch finally switch do break continue throw in begin process end class enum using")
_NARROWS = ("-fi", "-inc")
SHELL_HARMLESS = names(
    """
    echo ls dir pwd gci select where sort measure ps gps date if foreach for while function return param exit
    set-location cd sl push-location pop-location set-variable sleep start-sleep import-module new-variable
    """
)


def read(language: str, code: str, into: Collector) -> None:
    """Read AppleScript or PowerShell into the collector."""
    if language in ("powershell", "pwsh"):
        _powershell(code, into)
    else:
        _applescript(code, into)


def _applescript(code: str, into: Collector) -> None:
    for match in _SHELL_SCRIPT.finditer(code):
        quoted, rest = match[1], match[2]
        constant = quoted is not None and "&" not in rest
        into.shell(quoted[1:-1].replace('\\"', '"').replace("\\\\", "\\") if constant and quoted else None)
        if "administrator privileges" in rest:
            into.effect("privilege")
    if _PASSWORD_DIALOG.search(code):
        into.effect("reveal", None, "force")
    bare = _SHELL_SCRIPT.sub("", code)
    if _TELL_POWER.search(bare):
        into.effect("service", None, "power")
    if _TELL_CAPABLE.search(bare):
        into.capable()
    if "$.system" in bare or "doShellScript" in bare or "ObjC" in bare or "NSTask" in bare:
        into.capable()
    if "make login item" in bare or "make new login item" in bare:
        into.effect("persist")
    for line in bare.split("\n"):
        if line.strip() and not _TELL_HARMLESS.match(line):
            into.complete = False


def _powershell(code: str, into: Collector) -> None:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", lambda match: match[0].replace(";", " ").replace("|", " "), code)
    listed: str | None = None  # what the command before the pipe found
    for match in _CMDLET.finditer(bare):
        name = match[1].lower()
        rest = bare[match.end() : match.end() + 512].split("\n")[0].split(";")[0].split("|")[0].split()
        words = [word.strip("\"'") for word in rest]
        if any(word.lower() in ("-whatif", "-wi") for word in words):
            continue
        if name in SHELL_FILES:
            _files(name, words, listed if match[0].lstrip().startswith("|") else None, into)
        elif name in ("get-childitem", "gci", "ls", "dir", "get-item", "gi"):
            narrowed = any(word.lower().startswith(_NARROWS) for word in words)
            listed = next(_operands(words), None if narrowed else ".")
        elif name in ("invoke-webrequest", "invoke-restmethod", "iwr", "irm", "curl", "wget"):
            target = next((word for word in words if "://" in word), None)
            into.effect("fetch", target)
            _saved(words, into)
        elif name in ("stop-process", "kill", "spps"):
            into.effect("kill", None, *(["all"] if "*" in words else []))
        elif name in ("invoke-expression", "iex", "start-process", "invoke-command", "add-type", "new-object", "saps"):
            into.capable()
        elif not _other(name, into):
            _program(match[1], words, into)
    if "[system." in code.lower() or "frombase64string" in code.lower() or "::" in code:
        into.capable()


def _saved(words: list[str], into: Collector) -> None:
    """Where what is fetched is put: `-OutFile a.ps1`."""
    for option, path in zip(words, words[1:], strict=False):
        if option.lower() in ("-outfile", "-o", "--output", "-of") and (place := _path(path)) is not None:
            into.effect("write", place)
            into.wrote(place, None, frozenset({"remote"}))


def _operands(words: list[str]) -> Iterator[str]:
    """The words that are no options, of either kind."""
    return (word for word in words if word[:1] not in ("-", "") and not (word[0] == "/" and len(word) == 2))


def _files(name: str, words: list[str], listed: str | None, into: Collector) -> None:
    target = next(_operands(words), None)
    recursive = any(word.lower().startswith("-r") or word.lower() == "/s" for word in words)
    if target is None and listed is not None:
        target, recursive = listed, True
    path = None if target is None else _path(target)
    into.effect(SHELL_FILES[name], path, *(["recursive"] if recursive else []))


def _path(text: str) -> str | None:
    """A path of Windows as the same place is written elsewhere: its disks are roots."""
    text = text.replace("\\", "/")
    for home in ("$env:userprofile", "$home", "$env:home", "%userprofile%"):
        if text.lower().startswith(home):
            text = "~" + text[len(home) :]
    if text[1:2] == ":" and text[:1].isalpha():
        text = text[2:] or "/"
    return None if "$" in text else text


def _other(name: str, into: Collector) -> bool:
    """A cmdlet of which it is known what it does, or that it changes nothing."""
    begun = (does for begin, does in SHELL_NOUNS.items() if name.startswith(begin))
    does = SHELL_OTHERS.get(name) or next(begun, "")
    if does:
        kind, *flags = does.split()
        into.effect(kind, None, *flags)
    return bool(does) or name.partition("-")[0] in SHELL_READS or name in SHELL_HARMLESS or name[:1] == "$"


def _program(name: str, words: list[str], into: Collector) -> None:
    """A program that is no cmdlet, where it does not stand as a name in a table, or as a word of the language."""
    lower = name.lower()
    if "/" in name or ("-" not in name and "\\" not in name and lower not in _ENDINGS and words[:1] not in (["="], [])):
        into.argv([lower if "/" not in name else name, *words])
    elif lower not in _ENDINGS:
        into.complete = False
