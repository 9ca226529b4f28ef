"""Lines of cmd, the old command interpreter of Windows."""

from __future__ import annotations

from chimera_guard.effects.code import cmdlets as C
from chimera_guard.effects.code.powershell_output import path_of
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, SOME_NAME

_VARIABLES = {
    "userprofile": "~", "homedrive": "C:", "homepath": "~", "systemroot": "C:\\Windows", "windir": "C:\\Windows",
    "systemdrive": "C:", "temp": "/tmp", "tmp": "/tmp", "appdata": "~\\AppData\\Roaming", "cd": ".", "~dp0": ".",
    "localappdata": "~\\AppData\\Local", "programfiles": "C:\\Program Files", "programdata": "C:\\ProgramData",
}  # fmt: skip
_HARMLESS = names(
    """
    echo dir cd chdir ver title rem setlocal endlocal cls color pause prompt goto verify vol pushd popd shift where path
    exit date time more sort find findstr tree fc comp timeout choice help break doskey
    """
)
_SETS = names("date time")
_CHANGES = {
    "del": "delete", "erase": "delete", "rd": "delete", "rmdir": "delete", "md": "write", "mkdir": "write",
    "copy": "write", "xcopy": "write", "move": "write", "ren": "move", "rename": "move", "type": "read",
    "mklink": "link",
}  # fmt: skip


def read(language: str, code: str, into: Collector) -> None:
    """Read lines of cmd into the collector."""
    variables = dict(_VARIABLES)
    loops: dict[str, str] = {}  # `%i` of `for`, and one of what it is for
    listed, place = False, ""
    for words in _commands(code, variables):
        if listed and loops:  # what stands in brackets behind `in`
            loops[next(reversed(loops))] = place + words[0] if "*" in words[0] or len(words) == 1 else HOLE
            listed = False
        elif words[0].lower() == "for" and len(words) > 2:
            listed = words[-1].lower() == "in"
            walked = words[2] if words[1].lower() == "/r" and len(words) > 4 else ""
            place = f"{walked}\\" if walked else ""
            loops[words[-2]] = HOLE
        else:
            _command([loops.get(word, word) for word in words], variables, into)


def _commands(code: str, variables: dict[str, str]) -> list[list[str]]:
    """The commands of a line as their words; what goes to a file has `>` in front of the file."""
    found: list[list[str]] = []
    words: list[str] = []
    word: str | None = None
    at, quoted = 0, False
    while at <= len(code):
        char = code[at : at + 1]
        if char == '"':
            quoted, word = not quoted, word or ""
        elif char == "^" and not quoted:
            at += 1
            word = (word or "") + code[at : at + 1].strip("\n")
        elif char == "%" and (end := code.find("%", at + 1)) > 0 and " " not in (name := code[at + 1 : end]):
            word = (word or "") + variables.get(name.lower(), HOLE if name else "%")
            at = end
        elif char and (quoted or char not in " \t\r\n&|()<>,;"):
            word = (word or "") + char
        else:
            if word is not None and not (char == ">" and word in ("1", "2")):
                words.append(word)
            word = None
            if char in ("<", ">"):
                words.append(char)
                at += code[at + 1 : at + 2] == "&"  # `2>&1`
            elif char not in (" ", "\t", ",", ";") and words:
                found.append(words)
                words = []
        at += 1
    return found


def _command(words: list[str], variables: dict[str, str], into: Collector) -> None:
    words = _redirected(words, into)
    while (name := words[0].lower().lstrip("@") if words else "") in ("if", "call", "else", "do"):
        words = _behind_condition(words[1:]) if name == "if" else words[1:]
    if name == "start":
        _started(words[1:], into)
    elif name == "set":
        variable, equals, value = " ".join(words[1:]).partition("=")
        if equals and variable[:1] != "/":
            variables[variable.lower()] = value
            into.variable(variable.upper(), value if HOLE not in value else None)
    elif name in _CHANGES:
        _changed(name, words[1:], into)
    elif name in _SETS and any(word[:1] != "/" for word in words[1:]):
        into.effect("service")
    elif name and name not in _HARMLESS and name[0] != ":":
        _program(words, into)


def _redirected(words: list[str], into: Collector) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in ("<", ">"):
            appends = words[at : at + 2] == [">", ">"]
            target = words[at + 1 + appends] if at + 1 + appends < len(words) else ""
            if target[:1] != "1" and target.lower() not in ("nul", "", "con"):
                into.effect("read" if words[at] == "<" else "append" if appends else "write", path_of(target))
            at += 2 + appends
        else:
            kept.append(words[at])
            at += 1
    return kept


def _behind_condition(words: list[str]) -> list[str]:
    """What follows `if not exist x`, `if a==b`."""
    while words and words[0].lower() in ("not", "/i"):
        words = words[1:]
    if words and words[0].lower() in ("exist", "defined", "errorlevel", "cmdextversion"):
        return words[2:]
    compares = len(words) > 1 and words[1].lower() in ("==", "equ", "neq", "lss", "leq", "gtr", "geq")
    return words[3:] if compares else words[1:]


def _started(words: list[str], into: Collector) -> None:
    words = [word for word in words if word[:1] != "/" and word]
    if words and "://" in words[0]:
        into.effect("connect", words[0])
    elif words:
        _program(words, into)


def _changed(name: str, words: list[str], into: Collector) -> None:
    kind = _CHANGES[name]
    options = {word.lower() for word in words if word[:1] == "/" and len(word) < 4}
    paths = [word for word in words if word.lower() not in options]
    flags = ["recursive"] if "/s" in options and kind == "delete" else []
    flags += ["directory"] if name in ("md", "mkdir") else []
    if name in ("copy", "xcopy", "move"):
        for path in paths[:1]:
            into.effect("move" if name == "move" else "read", path_of(path))
        paths = paths[1:2] or ["."]
    elif name == "mklink":
        paths = paths[:1]
    for path in paths or ([HOLE] if kind == "delete" else []):
        into.effect(kind, path_of(path.replace("*", SOME_NAME)), *flags)


def _program(words: list[str], into: Collector) -> None:
    name = words[0].replace("\\", "/")
    lowered = name.lower()
    if lowered.endswith((".bat", ".cmd", ".ps1")):
        into.effect("exec-script", path_of(name))
        return
    if "/windows/" in lowered:
        lowered = lowered.rpartition("/")[2]
    name = lowered if "/" not in lowered else name
    name = C.OF_WINDOWS.get(name, name)
    into.argv(
        [name if HOLE not in name else None, *(None if HOLE in word else word for word in words[1:])], native=True
    )
