"""Lines of cmd, the old command interpreter of Windows."""

from __future__ import annotations

from collections.abc import Iterator

from chimera_guard.effects.code.batch_words import Quoted, Words, echoed, filled, lines, redirected, split
from chimera_guard.effects.code.powershell import cmdlets
from chimera_guard.effects.code.powershell.output import path_of
from chimera_guard.effects.code.reading import Collector, Exhausted, capped
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, SOME_NAME

_VARIABLES = {
    "userprofile": "~", "homedrive": "C:", "homepath": "~", "systemroot": "C:\\Windows", "windir": "C:\\Windows",
    "systemdrive": "C:", "temp": "/tmp", "tmp": "/tmp", "appdata": "~\\AppData\\Roaming", "cd": ".", "~dp0": ".",
    "localappdata": "~\\AppData\\Local", "programfiles": "C:\\Program Files", "programdata": "C:\\ProgramData",
    "comspec": "cmd",
}  # fmt: skip
_HARMLESS = names(
    """
    echo dir cd chdir ver title rem setlocal endlocal cls color pause prompt goto verify vol pushd popd shift where path
    exit date time timeout choice help break
    """
)
_SETS = names("date time")
# What is read besides the words in front of the files: for some the text that is looked for.
_READS = {"findstr": 1, "find": 1, "sort": 0, "more": 0, "fc": 0, "comp": 0, "tree": 0}
_CHANGES = {
    "del": "delete", "erase": "delete", "rd": "delete", "rmdir": "delete", "md": "write", "mkdir": "write",
    "copy": "write", "xcopy": "write", "move": "write", "ren": "move", "rename": "move", "type": "read",
    "mklink": "link",
}  # fmt: skip
_INTERNAL = _HARMLESS | _CHANGES.keys() | names("set call start if for")
_INTERPRETERS = names("cmd powershell pwsh bash sh zsh python python3 py node perl ruby wsl")
_SCRIPTS = (".bat", ".cmd", ".ps1")
_STARTING = ("/b", "/m", "/w", "/i", "/low", "/n", "/h", "/r", "/a", "/s", "/d", "/e")
_MAX_DEPTH = 8
_MAX_ROUNDS = 16
_MAX_VALUE = 8_192  # as long as a line can be


def read(language: str, code: str, into: Collector) -> None:
    """Read lines of cmd into the collector, or the words that forfiles is given."""
    reader = _Reader(into)
    if language == "forfiles":
        reader.of_each(code.split())
    else:
        reader.run(code)


class _Reader:
    """Goes through the commands in their order, and notes what they do."""

    __slots__ = ("all_said", "depth", "into", "listed", "loops", "place", "said", "seen", "variables")

    def __init__(self, into: Collector) -> None:
        self.into = into
        self.variables = dict(_VARIABLES)
        self.loops: dict[str, list[str]] = {}  # the letter of each `for`, and what it is for
        self.listed = ""  # the letter behind which a list stands
        self.place = ""  # that a `for` walks
        self.said: str | None = None  # what the last command prints
        self.all_said: list[str] = []  # what those in front of it do that go nowhere else
        self.seen: set[str] = set()  # words of the commands so far
        self.depth = 0

    def run(self, code: str) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise Exhausted
        for line in lines(code):
            for words in split(line, self.variables):
                self.heard(words)
        self.depth -= 1

    def heard(self, words: list[str]) -> None:
        """One command, the head of a loop, or what the loop is for."""
        if self.listed:
            letter, self.listed = self.listed, ""
            self.loops[letter] = self.items(words)
        elif words[0].lower().lstrip("@") == "for" and len(words) > 2:
            walked = words[2] if words[1].lower() == "/r" and len(words) > 4 else ""
            self.place = f"{walked}\\" if walked else "'" if words[1].lower() == "/f" else ""
            letter = words[-2][-1:] or "?"
            self.loops[letter] = [HOLE]
            self.listed = letter if words[-1].lower() == "in" else ""
        else:
            for filling in self.rounds(words):
                self.command(filling)

    def items(self, words: list[str]) -> list[str]:
        """What a loop is for: the words of a list, or what the command in quotes prints."""
        if self.place != "'":
            return [self.place + word if word != HOLE else HOLE for word in capped(words, _MAX_ROUNDS)]
        if isinstance(words[0], Quoted) or words[0][:1] not in ("'", "`"):
            return [HOLE]
        inner = [word for each in words if (word := each.strip("'`"))]
        self.said = None
        self.run(" ".join(f'"{word}"' if " " in word else word for word in inner))
        if inner and inner[0].lower() == "dir":
            paths = [word for word in inner[1:] if word[:1] != "/"] or ["."]
            return [f"{path}\\*" if "*" not in path else path for path in paths]
        return [self.said or HOLE]

    def rounds(self, words: list[str]) -> Iterator[list[str]]:
        """The words once for each item of the loop whose letter is among them."""
        for letter, items in self.loops.items() if any("%" in word for word in words) else ():
            if any(filled(word, letter, "") != word for word in words):
                for item in items:
                    yield [filled(word, letter, item) for word in words]
                return
        yield words

    def command(self, words: list[str]) -> None:
        """One command, with all that stands in front of it."""
        said, whole, piped = self.said, words, isinstance(words, Words) and words.piped
        self.said = None
        words, targets = redirected(self.expanded(words), self.into)
        while (name := words[0].lower() if words else "") in ("if", "call", "else", "do"):
            words = _behind_condition(words[1:]) if name == "if" else words[1:]
            words = whole = [*self.expanded(words[:1]), *words[1:]]
        if not words:
            self.said, self.all_said = "".join(self.all_said) or None, []  # `(echo a & echo b) > c`
        elif name == "echo":
            self.said = echoed(whole)
            self.all_said += [] if targets else [self.said]
        elif piped and name.removesuffix(".exe") in _INTERPRETERS and all(word[:1] in "-/" for word in words[1:]):
            self.fed(name, said)
        elif name == "start":
            self.started(words[1:])
        elif name == "set":
            self.sets(words[1:])
        elif name in _CHANGES:
            _changed(name, words[1:], self.into)
        elif name in _READS:
            self.reads(words[1:], _READS[name])
        elif name == "doskey":
            self.run(" ".join(words[1:]).partition("=")[2])
        elif name in ("cd", "chdir", "pushd"):
            self.goes(words[1:])
        elif name == "popd":
            self.into.directory = None
        elif name == "forfiles":
            self.of_each(words[1:])
        elif name in _SETS and any(word[:1] != "/" for word in words[1:]):
            self.into.effect("service")
        elif name not in _HARMLESS and name[:1] not in ("", ":"):
            self.program(words)
        self.seen.update(part for word in words[1:] if name != "echo" for part in word.lower().split())
        for target, appends in targets:
            self.puts(target, appends)

    def reads(self, words: list[str], besides: int) -> None:
        """Files that are read, behind so many words that are none."""
        given = [word for word in words if word[:1] != "/"]
        for word in given[besides:]:
            self.into.effect("read", path_of(word.replace("*", SOME_NAME)))

    def goes(self, words: list[str]) -> None:
        """`cd`."""
        place = next((path_of(word) for word in words if word[:1] != "/"), None)
        if place is not None and HOLE not in place:
            self.into.goes_to(place)

    def fed(self, name: str, text: str | None) -> None:
        """An interpreter that is given its code by a pipe."""
        if text is None:
            self.into.capable()
        elif name.removesuffix(".exe") == "cmd":
            self.run(text)
        else:
            self.into.argv([name, "-c", text], native=True)

    def puts(self, target: str, appends: bool) -> None:
        """Note that what the command prints goes to a file."""
        path = path_of(target)
        self.into.effect("append" if appends else "write", path)
        if path is not None and self.said is not None:
            before = (self.into.files.get(path, ("", frozenset()))[0] or "") if appends else ""
            self.into.wrote(path, before + self.said, frozenset())

    def expanded(self, words: list[str]) -> list[str]:
        """The words with `!x!` for what the line has set, and the options of a command apart from its name."""
        found = [self.delayed(word) for word in words]
        if found and " " in found[0] and not isinstance(words[0], Quoted):  # what stood in its place
            found[:1] = found[0].split() or [""]
        first = found[0].lstrip("@(") if found else ""
        for place, sign in enumerate(first):
            if sign in "/=.\\:" and first[:place].lower() in _INTERNAL:
                found[1:1] = [rest] if (rest := first[place:].lstrip("=:")) else []
                first = first[:place]
                break
        return [first, *found[1:]] if first or found[1:] else []

    def delayed(self, word: str) -> str:
        parts = word.split("!") if word.count("!") > 1 else [word]
        for place in range(1, len(parts) - 1, 2):
            name = parts[place].lower()
            parts[place] = self.variables[name] if name in self.variables else f"!{parts[place]}!"
        return word if len(parts) == 1 else "".join(parts)

    def sets(self, words: list[str]) -> None:
        variable, equals, value = " ".join(words).partition("=")
        if equals and variable[:1] != "/":
            value = value if len(value) < _MAX_VALUE else HOLE
            self.variables[variable.lower()] = value
            first, _, others = value.partition(" ")
            known = f"{path_of(first) or first}:{others}" if variable.lower() == "path" else value
            self.into.variable(variable.upper(), known if HOLE not in known or variable.lower() == "path" else None)

    def started(self, words: list[str]) -> None:
        while len(words) > 1 and (isinstance(words[0], Quoted) or words[0].lower().startswith(_STARTING)):
            valued = words[0].lower() in ("/d", "/affinity", "/node")
            words = words[2 if valued else 1 :]  # the title of its window, and switches
        if words and "://" in words[0]:
            self.into.effect("connect", words[0])
        elif words:
            self.command(words)

    def of_each(self, words: list[str]) -> None:
        """`forfiles`: a command for each file of a place."""
        given = {word.lower(): words[place + 1] for place, word in enumerate(words[:-1]) if word[:1] == "/"}
        begin = next((place for place, word in enumerate(words) if word.lower() == "/c"), len(words))
        one = f"{given.get('/p', '.').rstrip(chr(92))}\\{given.get('/m', '*')}"
        code = " ".join(words[begin + 1 :])
        for name in ("@path", "@file", "@relpath", "@fname"):
            code = code.replace(name, f'"{one}"')
        self.run(code)

    def program(self, words: list[str]) -> None:
        """A program that is no command of cmd itself."""
        name = words[0].replace("\\", "/")
        lowered = name.lower()
        if "/windows/" in lowered:
            lowered = lowered.rpartition("/")[2]
        own = next((lowered + end for end in ("", *_SCRIPTS, ".exe") if self.made(lowered + end)), "")
        if lowered.endswith(_SCRIPTS) and not own:
            self.into.effect("exec-script", path_of(name))
            return
        name = lowered if "/" not in lowered else path_of(name) or HOLE
        name = f"./{own}" if own and "/" not in own else cmdlets.OF_WINDOWS.get(name, name)
        rest = (None if HOLE in word else _plain(word) for word in words[1:])
        self.into.argv([name if HOLE not in name else None, *rest], native=True)

    def made(self, name: str) -> bool:
        """Whether a command before this one was given, or wrote, a file of the name of a program."""
        return name in self.into.files or (name in self.seen and name.endswith((*_SCRIPTS, ".exe", ".com")))


def _switches(word: str) -> list[str]:
    """`/s/q` as the options that it is."""
    return [f"/{part.rstrip('=')}" for part in word[1:].split("/")] if len(word) < 12 else [word]


def _plain(word: str) -> str:
    """A word for a program, with the path below home in it, if there is one, as it is written elsewhere."""
    if word[:5] == "/tmp\\":
        return word.replace("\\", "/")
    head, home, rest = word.partition("~\\")
    return f"{head}~/{rest.replace(chr(92), '/')}" if home and head[-1:] in ("", "@", "=") else word


def _behind_condition(words: list[str]) -> list[str]:
    """What follows `if not exist x`, `if a==b`."""
    while words and words[0].lower() in ("not", "/i"):
        words = words[1:]
    if words and words[0].lower() in ("exist", "defined", "errorlevel", "cmdextversion"):
        return words[2:]
    compares = len(words) > 1 and words[1].lower() in ("==", "equ", "neq", "lss", "leq", "gtr", "geq")
    return words[3:] if compares else words[1:]


def _changed(name: str, words: list[str], into: Collector) -> None:
    kind = _CHANGES[name]
    words = [part for word in words for part in (_switches(word) if word[:1] == "/" else [word.lstrip("=")])]
    options = {word.lower() for word in words if word[:1] == "/" and len(word) < 4}
    paths = [word for word in words if word.lower() not in options]
    flags = ["recursive"] if "/s" in options and kind == "delete" else []
    flags += ["directory"] if name in ("md", "mkdir") else []
    if name in ("copy", "xcopy", "move"):
        for path in paths[:1]:
            whole = ["packed"] if options & {"/s", "/e"} else []
            into.effect("move" if name == "move" else "read", path_of(path), *whole)
        paths = paths[1:2] or ["."]
        if paths[0][:2] == "\\\\" and paths[0][2:3] not in ("?", ".", ""):  # of another machine
            into.effect("send", paths[0].split("\\")[2])
    elif name == "mklink":
        paths = paths[:1]
    for path in paths or ([HOLE] if kind == "delete" else []):
        into.effect(kind, path_of(path.replace("*", SOME_NAME)), *flags)
