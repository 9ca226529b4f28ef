"""What readers of code give back, and the collector that they fill."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import normpath
from typing import NamedTuple, TypeAlias

from chimera_guard.effects.names import SECRET_WORDS, UNASKED_KEYS
from chimera_guard.words.value import HOLE, SOME_NAME

CodeEffect: TypeAlias = "tuple[str, str | None, frozenset[str]]"
NO_FLAGS: frozenset[str] = frozenset()
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%")
MAX_FOUND = 512


class Exhausted(Exception):
    """The code is larger than the bounds of its reader."""


class Reading(NamedTuple):
    """What a piece of code would do.

    `effects` are (kind, target, flags), `shell` are lines of shell code that it would run, `argvs` commands that it
    would run without a shell (None for a word that is not known). `complete` is False where there is code that
    could not be read. `files` are (path, text, taint): what it writes into which files. `keys` are lines of shell that
    it sets under names of which package managers run what stands there. `added` are texts that it puts into what it
    edits, `outline` is what it prints, as far as that does not come from its input. In all these texts HOLE stands for
    something that is not known, and SOME_NAME for the name of any file in a place.
    """

    effects: tuple[CodeEffect, ...]
    shell: tuple[str, ...]
    argvs: tuple[tuple[str | None, ...], ...]
    complete: bool
    files: tuple[tuple[str, str | None, frozenset[str]], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    added: tuple[str, ...] = ()
    outline: str | None = None

    def mentions(self, word: str) -> bool:
        """Whether `word` is part of anything that the code would do, but for what it asks a database."""
        texts = [target for kind, target, _ in self.effects if not kind.startswith("database")] + [
            item for argv in self.argvs for item in argv
        ]
        return any(text is not None and word in text for text in (*texts, *self.shell))

    def gapped(self, name: str, steps: bool = False) -> Reading:
        """The same with gaps in the names of files, where `name` stands for what is not known.

        `steps`: the code is nothing but lines of shell, which have the gaps in the places where it has them.
        """
        effects = tuple(
            (kind, target.replace(name, HOLE) if target is not None and kind in _NAMED else target, flags)
            for kind, target, flags in self.effects
        )
        shell = tuple(line.replace(name, HOLE) for line in self.shell) if steps else self.shell
        return self._replace(effects=effects, shell=shell)


class Collector:
    """Takes what a reader finds; keeps each thing once, and no more than a bounded number of things."""

    __slots__ = (
        "language",
        "effects",
        "lines",
        "argvs",
        "complete",
        "directory",
        "files",
        "arguments",
        "seeking",
        "encrypts",
        "keys",
        "added",
        "outline",
    )

    def __init__(self, language: str) -> None:
        self.language = language
        self.effects: dict[CodeEffect, None] = {}
        self.lines: dict[str, None] = {}
        self.argvs: dict[tuple[str | None, ...], None] = {}
        self.complete = True
        self.encrypts = False
        self.seeking = False  # whether it looks for keys or passwords in what it reads
        self.arguments: Sequence[str | None] = ()  # that the code is started with
        self.directory: str | None = None  # where the code has changed to
        self.keys: dict[str, str] = {}
        self.added: list[str] = []
        self.outline: str | None = None
        self.files: dict[str, tuple[str | None, frozenset[str]]] = {}  # what it has put into which files

    def effect(self, kind: str, target: str | None = None, *flags: str) -> None:
        """Note an effect; a relative path is one below the directory that the code has changed to."""
        if len(self.effects) >= MAX_FOUND:
            self.beyond()
            return
        if target is not None and self.directory and kind in _ON_PATHS and target[:1] not in ("/", "~", HOLE):
            target = f"{self.directory.rstrip('/')}/{target}"
        if kind == "delete" and target is not None and target.count(SOME_NAME) > 1 and target[0] in "/~":
            flags = (*flags, "recursive")  # of a tree that is walked
        self.effects[(kind, target, frozenset(flags))] = None

    def goes_to(self, path: str) -> None:
        """Note that the code goes to a directory, which what follows is relative to."""
        inside = self.directory and path[:1] not in ("/", "~")
        self.directory = normpath(f"{self.directory}/{path}" if inside else path)

    def sets(self, key: object, text: str | None) -> None:
        """Note that something is put under a key."""
        if isinstance(key, str) and text is not None and key in UNASKED_KEYS:
            self.keys[key] = text

    def looks_for(self, text: str | None) -> None:
        """Note that a text, or pattern, is looked for."""
        lowered = (text or "").lower()
        self.seeking = self.seeking or any(word in lowered for word in SECRET_WORDS)

    def shell(self, line: str | None, directory: str | None = None) -> None:
        """Note a line of shell code that is run (None: not known)."""
        if line is None or line[:1] == HOLE or len(self.lines) >= MAX_FOUND:
            self.capable()
            return
        place = directory or self.directory
        line = _starred(line)
        self.effect("exec-code", self.language)
        self.lines[f"cd {quote(place)} && {{ {line}\n}}" if place else line] = None

    def variable(self, name: str, value: str | None) -> None:
        """Note that a variable is set for whatever the code starts."""
        if len(self.lines) >= MAX_FOUND:
            self.beyond()
        else:
            self.lines[f"export {name}={quote(value) if value is not None else HOLE}"] = None

    def argv(self, words: Sequence[str | None], directory: str | None = None, native: bool = False) -> None:
        """Note a command that is run without a shell; `native`: by a shell, for which that is nothing special."""
        if not words or words[0] is None or HOLE in words[0] or len(self.argvs) >= MAX_FOUND:
            self.capable()
            return
        place = directory or self.directory
        if place and None not in words and not any(HOLE in (word or "") for word in words):
            self.shell(" ".join(quote(word or "") for word in words), directory)
            return
        if not native:
            self.effect("exec-code", self.language)
        self.argvs[tuple(words)] = None

    def capable(self) -> None:
        """Note that the code does something, with means that could do harm, that can't be known."""
        self.effects[("unknown", None, frozenset({"language", "capable"}))] = None
        self.complete = False

    def beyond(self) -> None:
        """Note that the code is larger than what is read: what it does may stand in the rest."""
        self.effects[("unknown", None, frozenset({"language", "bound"}))] = None
        self.complete = False

    def quiet(self) -> Reading:
        """What was found, where it may well be that none of it is run: what can't be known of it counts less."""
        found = self.reading()
        return found._replace(effects=tuple(effect for effect in found.effects if "capable" not in effect[2]))

    def wrote(self, path: str | None, text: str | None, taint: frozenset[str]) -> None:
        """Note what a file holds from now on."""
        if path is not None and len(self.files) >= MAX_FOUND:
            self.beyond()
        elif path is not None:
            if self.directory and path[:1] not in ("/", "~"):
                path = f"{self.directory.rstrip('/')}/{path}"
            self.files[path] = (text, taint)

    def merge(self, other: Reading) -> None:
        """Take over what another reader found."""
        self.effects.update(dict.fromkeys(other.effects))
        self.lines.update(dict.fromkeys(other.shell))
        self.argvs.update(dict.fromkeys(other.argvs))
        self.files.update({path: (text, taint) for path, text, taint in other.files})
        self.complete = self.complete and other.complete
        self.keys.update(other.keys)

    def reading(self) -> Reading:
        """What was found; a shell that is started beside a connection is a shell for whoever is at its other end."""
        for kind, target, flags in list(self.effects) if self.seeking else ():
            if kind == "read" and target is not None and SOME_NAME in target:
                self.effects[kind, target, flags | {"seeking-secrets", "recursive"}] = None
        for kind, target, flags in list(self.effects) if self.encrypts else ():
            if kind in ("delete", "move", "write") and SOME_NAME in (target or ""):
                # What is written over, too, is no more, but for whoever has the key.
                lost = "delete" if kind == "write" else kind
                self.effects[lost, target, flags | {"encrypts", "looped"}] = None
        shells = [argv for argv in self.argvs if _starts_shell(argv)]
        shells += [words for line in self.lines if (words := tuple(line.split()[:3])) and _starts_shell(words)]
        for kind, target, flags in list(self.effects) if shells else ():
            if kind in ("connect", "listen"):
                self.effects[kind, target, flags | {"shell"}] = None
        files = tuple((path, text, taint) for path, (text, taint) in self.files.items())
        return Reading(
            tuple(self.effects), tuple(self.lines), tuple(self.argvs), self.complete, files, tuple(self.keys.items()),
            tuple(self.added) if self.language == "sed" or any(kind == "write" for kind, _, _ in self.effects) else (),
            self.outline,
        )  # fmt: skip


_SHELLS = frozenset("sh bash zsh dash ksh cmd.exe powershell".split())
# What is judged by the place in which a file lies, as far as that is known.
_NAMED = frozenset({"read", "write", "append", "delete"})
_ON_PATHS = frozenset({"read", "write", "append", "truncate", "delete", "move", "chmod", "chown", "link"})


def _starts_shell(argv: Sequence[str | None]) -> bool:
    return (argv[0] or "").rpartition("/")[2] in _SHELLS and len(argv) < 3


def quote(word: str) -> str:
    """`word` as one word of a shell line; the home directory at its beginning stays one."""
    if word and _PLAIN.issuperset(word):
        return word
    if word[:1] == "~":
        home, slash, rest = word.partition("/")
        return home + slash + quote(rest) if rest else word
    return "'" + word.replace("'", "'\\''") + "'"


def _starred(line: str) -> str:
    """A shell line in which `*`, outside of quotes, stands for the name of any file."""
    out, open_quote = [], ""
    for sign in line if SOME_NAME in line else ():
        if sign in ("'", '"') and open_quote in ("", sign):
            open_quote = "" if open_quote else sign
        out.append(f"{open_quote}*{open_quote}" if sign == SOME_NAME else sign)
    return "".join(out) or line


def capped(texts: Sequence[str], most: int) -> list[str]:
    """At most so many of the texts; where there are more, the last one is HOLE: any text."""
    return [*texts] if len(texts) <= most else [*texts[: most - 1], HOLE]


def mode_flags(mode: int) -> tuple[str, ...]:
    """The flags that permission bits set."""
    flags = []
    if mode & 0o002:
        flags.append("world-writable")
    if mode & 0o6000:
        flags.append("setuid")
    return tuple(flags)
