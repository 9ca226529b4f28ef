"""AppleScript and PowerShell, by the verbs of their commands."""

from __future__ import annotations

import re

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
    "get-content": "read", "cat": "read", "gc": "read",
}  # fmt: skip
SHELL_HARMLESS = names(
    """
    echo ls dir pwd gci select where sort measure ps gps date if foreach for while function return param exit
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
        verb = name.partition("-")[0]
        rest = bare[match.end() : match.end() + 512].split("\n")[0].split(";")[0].split("|")[0].split()
        if any(word.lower() in ("-whatif", "-wi") for word in rest):
            continue
        if "/" in name:
            into.argv([match[1], *(word.strip("\"'") for word in rest)])
        elif name in SHELL_FILES:
            target = next((word.strip("\"'") for word in rest if not word.startswith("-")), None)
            flags = ["recursive"] if any(word.lower().startswith("-r") for word in rest) else []
            if target is None and listed is not None and match[0].lstrip().startswith("|"):
                target, flags = listed, ["recursive"]
            into.effect(SHELL_FILES[name], None if target is None or "$" in target else target, *flags)
        elif name in ("get-childitem", "gci", "ls", "dir", "get-item", "gi"):
            listed = next((word.strip("\"'") for word in rest if not word.startswith("-")), None)
        elif name in ("invoke-webrequest", "invoke-restmethod", "iwr", "irm", "curl", "wget"):
            target = next((word.strip("\"'") for word in rest if "://" in word), None)
            into.effect("fetch", target)
        elif name in ("stop-process", "kill", "stop-service", "restart-computer", "stop-computer"):
            into.effect("kill" if "process" in name or name == "kill" else "service")
        elif name in ("invoke-expression", "iex", "start-process", "invoke-command", "add-type", "new-object", "saps"):
            into.capable()
        elif verb not in SHELL_READS and name not in SHELL_HARMLESS and not name.startswith("$"):
            into.complete = False
    if "[system." in code.lower() or "frombase64string" in code.lower() or "::" in code:
        into.capable()
