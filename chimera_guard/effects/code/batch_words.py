"""Lines of cmd as commands and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chimera_guard.effects.code.powershell.output import path_of
from chimera_guard.effects.code.reading import Collector
from chimera_guard.words.value import HOLE

_MODIFIERS = frozenset("fdpnxsatz")


class Quoted(str):
    """A word that begins with a quote."""

    __slots__ = ()


class Words(list[str]):
    """The words of a command, how it is written, and whether it takes what the one before it prints."""

    __slots__ = ("piped", "raw")

    def __init__(self, words: list[str], raw: str, piped: bool) -> None:
        super().__init__(words)
        self.raw = raw
        self.piped = piped


def lines(code: str) -> Iterator[str]:
    """The lines of the code; one that ends in `^` goes on in the next. The variables of a line are those before it."""
    before = ""
    for line in code.split("\n"):
        line = before + line
        before = line.rstrip("\r") + "\n" if line.rstrip("\r").endswith("^") else ""
        if not before:
            yield line
    if before:
        yield before


def split(code: str, variables: Mapping[str, str]) -> list[list[str]]:
    """The commands of a line as their words; `>` stands in front of the file that something goes to."""
    found: list[list[str]] = []
    words: list[str] = []
    word: str | None = None
    at, quoted, opened = 0, False, False
    begin, piped = 0, False
    while at <= len(code):
        char = code[at : at + 1]
        if char == '"':
            opened = opened or word is None
            quoted, word = not quoted, word or ""
        elif char == "^" and not quoted:
            at += 1
            word = (word or "") + code[at : at + 1].strip("\n")
        elif char == "%" and (name := _named(code, at)) is not None:
            word = (word or "") + variables.get(name.lower(), HOLE if name else "%")
            at += len(name) + 1 if not _is_argument(name) else len(name)
        elif char and (quoted or char not in " \t\r\n&|()<>,;"):
            word = (word or "") + char
        else:
            if word is not None and not (char == ">" and word in ("1", "2")):
                words.append(Quoted(word) if opened else word)
            word, opened = None, False
            if char in ("<", ">"):
                words.append(char)
                at += code[at + 1 : at + 2] == "&"  # `2>&1`
            elif char not in (" ", "\t", ",", ";"):
                if words:
                    found.append(Words(words, code[begin:at], piped))
                    piped = False
                words, begin = [], at + 1
                piped = piped or (char == "|" and code[at - 1 : at] != "|" and code[at + 1 : at + 2] != "|")
        at += 1
    return found


def _is_argument(name: str) -> bool:
    """Whether it is what a script is called with: `%1`, `%~dp1`, `%*`."""
    return name[-1:].isdigit() and (len(name) == 1 or name[0] == "~") or name == "*"


def _named(code: str, at: int) -> str | None:
    """The name behind the `%` at `at`, None where it is only a sign."""
    begin = at + 1
    end = begin + (code[begin : begin + 1] == "~")
    while end > begin and code[end : end + 1].lower() in _MODIFIERS:
        end += 1
    name = code[begin : end + 1]
    if _is_argument(name) and name != "~0":
        return name
    end = code.find("%", begin)
    name = code[begin:end]
    return name if end > 0 and " " not in name else None


def echoed(words: list[str]) -> str:
    """What `echo` prints: the rest of the line as it stands, as far as that is known."""
    if not isinstance(words, Words):
        return " ".join(words[1:]) + "\n"
    out, quoted, at = "", False, 0
    while at < len(words.raw):
        sign = words.raw[at]
        quoted = quoted != (sign == '"')
        if sign in "<>" and not quoted:
            break
        at += sign == "^" and not quoted
        out += words.raw[at : at + 1]
        at += 1
    text = out.lstrip(" \t@(")[4:]
    return (text[1:] if text[:1] in (" ", ".", ":", "(", "/") else text) + "\n"


def redirected(words: list[str], into: Collector) -> tuple[list[str], list[tuple[str, bool]]]:
    """The words of the command alone, and the files that what it prints goes to, and whether that is put behind."""
    kept: list[str] = []
    targets: list[tuple[str, bool]] = []
    at = 0
    while at < len(words):
        if words[at] in ("<", ">"):
            appends = words[at : at + 2] == [">", ">"]
            target = words[at + 1 + appends] if at + 1 + appends < len(words) else ""
            if target[:1] != "1" and target.lower() not in ("nul", "", "con"):
                if words[at] == "<":
                    into.effect("read", path_of(target))
                else:
                    targets.append((target, appends))
            at += 2 + appends
        else:
            kept.append(words[at])
            at += 1
    return kept, targets


def filled(word: str, letter: str, item: str) -> str:
    """A word with an item in the place of `%i`, `%~fi`."""
    parts = word.split("%")
    out = parts[0]
    for part in parts[1:]:
        run = part[1:] if part[:1] == "~" else part[:1]
        length = next((n for n, sign in enumerate(run) if not sign.isalpha()), len(run))
        used = run[:length].rfind(letter)
        if parts[0] and "\\" in item:  # behind a path of its own
            item = item.rpartition("\\")[2]
        known = used >= 0 and set(run[:used].lower()) <= _MODIFIERS
        out += item + run[used + 1 :] + ("" if part[:1] == "~" else part[1:]) if known else f"%{part}"
    return out
