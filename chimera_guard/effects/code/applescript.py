"""AppleScript, by the verbs of its commands."""

from __future__ import annotations

import re

from chimera_guard.effects.code.reading import Collector

_SHELL_SCRIPT = re.compile(r'do shell script\s+("(?:[^"\\]|\\.)*")?([^\n]*)')
_TYPED = re.compile(r'\b(?:do script|write text)\s+("(?:[^"\\]|\\.)*")(?!\s*&)')  # into a terminal
_CALLED = re.compile(r"""\bdoShellScript\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*[,)]""")  # in JavaScript
_PASSWORD_DIALOG = re.compile(r"display dialog\b.*\bhidden answer\b(?!\s+false)", re.I | re.S)
_TELL_HARMLESS = re.compile(
    r"^\s*(?:tell app(?:lication)? \"(?:Finder|System Events)\" to )?"
    r"(display (dialog|notification|alert)|say |beep|return\b|get |log |delay |set volume|--|end\b|on run|choose "
    r"|system info\b|current date\b|clipboard info\b|path to |count |(version|id|name|bounds) of )",
    re.I,
)
_TELL_CAPABLE = re.compile(
    r"do script|do javascript|keystroke|key code|\bdelete\b|run script|write .* to|system attribute", re.I
)
_TELL_POWER = re.compile(r"(\bto |^[ \t]*)(shut down|restart|log out)[ \t]*$", re.I | re.M)


def read(language: str, code: str, into: Collector) -> None:
    """Read AppleScript into the collector."""
    for match in _SHELL_SCRIPT.finditer(code):
        quoted, rest = match[1], match[2]
        constant = quoted is not None and "&" not in rest
        into.shell(quoted[1:-1].replace('\\"', '"').replace("\\\\", "\\") if constant and quoted else None)
        if "administrator privileges" in rest:
            into.effect("privilege")
    if _PASSWORD_DIALOG.search(code):
        into.effect("reveal", None, "force")
    for match in (*_TYPED.finditer(code), *_CALLED.finditer(code)):
        quote = match[1][0]
        into.shell(match[1][1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\"))
    bare = _CALLED.sub("", _TYPED.sub("", _SHELL_SCRIPT.sub("", code)))
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
