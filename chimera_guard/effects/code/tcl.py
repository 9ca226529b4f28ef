"""Tcl, and expect: what it starts, what it types into that, and what it does to files."""

from __future__ import annotations

from typing import NamedTuple

from chimera_guard.effects.code.reading import Collector, Exhausted, quote
from chimera_guard.effects.hosts import HERE
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE

MAX_COMMANDS = 4_000
MAX_DEPTH = 12
_HARMLESS = names(
    """
    set incr append lappend list lindex llength lrange lsort lsearch lreverse linsert lassign lmap split join string
    regexp regsub format scan puts gets read close flush return break continue global variable upvar info array dict
    clock sleep wait exit eof match_max timeout exp_continue exp_internal log_user send_user send_error send_tty
    parray unset concat fconfigure package encoding binary interact stty exp_pid exp_version fileevent vwait update
    error throw seek tell cd pwd pid expect_user interpreter debug prompt1 prompt2 fcopy chan subst yield
    """
)
# Of the words of these commands those in braces are code, but for the conditions at these places.
_BODIES = {
    "if": (1,), "while": (1,), "for": (2,), "foreach": (1, 2), "proc": (1, 2), "catch": (2, 3), "try": (), "time": (),
    "after": (), "trap": (2,), "namespace": (), "elseif": (1,), "switch": (1,), "uplevel": (),
}  # fmt: skip
_EXPECTING = names("expect expect_before expect_after expect_background")
# Into these one types commands for this machine, or for another one that is as real.
_TAKE_COMMANDS = names("sh bash zsh dash ksh ssh su sudo docker podman kubectl telnet nc python python3 tclsh")


class _Word(NamedTuple):
    text: str | None  # None where it is put together of what is not known
    raw: bool  # in braces


class _Tcl:
    def __init__(self, into: Collector) -> None:
        self.into = into
        self.left = MAX_COMMANDS
        self.held: dict[str, str] = {}
        self.own: set[str] = set()
        self.listening = False  # whether what was started takes commands

    def code(self, code: str, depth: int = 0) -> None:
        """Read commands, one on each line or behind a semicolon."""
        if depth > MAX_DEPTH:
            raise Exhausted
        for words in self.commands(code, depth):
            self.left -= 1
            if self.left < 0:
                raise Exhausted
            self.command(words, depth)

    def command(self, words: list[_Word], depth: int) -> None:
        name, rest = words[0].text, words[1:]
        if name is None:
            self.into.capable()
        elif name == "set" and len(rest) == 2 and rest[0].text is not None:
            self.held.pop(rest[0].text, None)
            if rest[1].text is not None:
                self.held[rest[0].text] = rest[1].text
        elif name in _EXPECTING:
            self.expecting(rest, depth)
        elif name in _BODIES:
            if name == "proc" and rest and rest[0].text:
                self.own.add(rest[0].text)
            for at, word in enumerate(rest, 1):
                if word.raw and at not in _BODIES[name]:
                    self.code(word.text or "", depth + 1)
        elif (action := getattr(self, "do_" + name, None)) is not None:
            action(rest)
        elif name not in _HARMLESS and name not in self.own:
            self.into.complete = False

    def expecting(self, words: list[_Word], depth: int) -> None:
        """Patterns, and what is done where they are met."""
        if len(words) == 1 and words[0].raw:
            words = [word for line in self.commands(words[0].text or "", depth) for word in line]
        for word in words:
            if word.raw:
                self.code(word.text or "", depth + 1)

    # Commands

    def do_spawn(self, words: list[_Word]) -> None:
        while words and (words[0].text or "").startswith("-"):
            words = words[2 if words[0].text == "-ignore" else 1 :]
        program = (words[0].text or "").rpartition("/")[2] if words else ""
        near = program in ("telnet", "nc") and any(word.text in HERE for word in words)  # an emulated machine
        self.listening = program in _TAKE_COMMANDS and not near
        self.into.argv([word.text for word in words])

    do_overlay = do_spawn

    def do_send(self, words: list[_Word]) -> None:
        if not words or not self.listening:
            self.into.complete = False
            return
        text = words[-1].text
        if text is None:
            self.into.complete = False  # a password, mostly
            return
        for line in text.replace("\r", "\n").split("\n"):
            if line.strip() and line[0] >= " ":
                self.into.shell(line)

    do_exp_send = do_send

    def do_exec(self, words: list[_Word]) -> None:
        while words and words[0].text in ("-ignorestderr", "-keepnewline", "--"):
            words = words[1:]
        if any(word.text is None for word in words[:1]):
            self.into.capable()
            return
        signs = ("|", "<", ">", ">>", "&", "|&", "2>", "2>@1", ">@stdout")
        texts = [HOLE if word.text is None else word.text for word in words]
        line = " ".join(text if text in signs[:5] else quote(text) for text in texts if text not in signs[7:])
        self.into.shell(line or None)

    def do_system(self, words: list[_Word]) -> None:
        texts = [word.text for word in words]
        self.into.shell(None if None in texts else " ".join(text or "" for text in texts))

    def do_eval(self, words: list[_Word]) -> None:
        if any(word.text is None for word in words):
            self.into.capable()
        else:
            self.code(" ".join(word.text or "" for word in words), 1)

    def do_source(self, words: list[_Word]) -> None:
        self.into.effect("exec-script", words[-1].text if words else None)

    def do_load(self, words: list[_Word]) -> None:
        self.into.capable()

    do_rename = do_interp = do_load

    def do_socket(self, words: list[_Word]) -> None:
        self.into.effect("listen" if any(word.text == "-server" for word in words) else "connect")

    def do_open(self, words: list[_Word]) -> None:
        place = words[0].text if words else None
        mode = (words[1].text or "r") if len(words) > 1 else "r"
        if place is not None and place.startswith("|"):
            self.into.shell(place[1:].strip())
            return
        self.into.effect("append" if mode[0] == "a" else "write" if mode[0] == "w" else "read", place)

    def do_log_file(self, words: list[_Word]) -> None:
        self.into.effect("append", words[-1].text if words else None)

    def do_file(self, words: list[_Word]) -> None:
        action = words[0].text if words else ""
        targets = [word.text for word in words[1:] if not (word.text or "").startswith("-")]
        flags = ("recursive", "force") if any(word.text == "-force" for word in words) else ()
        kinds = {"delete": "delete", "mkdir": "write", "link": "link"}
        for at, target in enumerate(targets):
            if action in kinds:
                self.into.effect(kinds[action], target, *flags)
            elif action in ("rename", "copy"):
                last = at == len(targets) - 1
                self.into.effect("write" if last else "move" if action == "rename" else "read", target)

    # Words

    def commands(self, code: str, depth: int) -> list[list[_Word]]:
        """The commands of some code, word by word."""
        found: list[list[_Word]] = []
        words: list[_Word] = []
        code = code.replace("\\\n", " ")
        at = 0
        while at < len(code):
            letter = code[at]
            if letter in "\n;":
                if words:
                    found.append(words)
                words = []
                at += 1
            elif letter.isspace():
                at += 1
            elif letter == "#" and not words:
                end = code.find("\n", at)
                at = len(code) if end < 0 else end
            elif letter == "{":
                end = _closing(code, at, "{", "}")
                words.append(_Word(code[at + 1 : end], True))
                at = end + 1
            else:
                text, at = self.word(code, at, depth)
                words.append(_Word(text, False))
        return [*found, words] if words else found

    def word(self, code: str, at: int, depth: int) -> tuple[str | None, int]:
        """One word, with what is known put into it."""
        quoted = code[at] == '"'
        at += quoted
        out: list[str] = []
        known = True
        while at < len(code) and not (code[at] == '"' if quoted else code[at].isspace() or code[at] == ";"):
            letter = code[at]
            if letter == "\\":
                out.append({"n": "\n", "r": "\r", "t": "\t"}.get(code[at + 1 : at + 2], code[at + 1 : at + 2]))
                at += 2
            elif letter == "[":
                end = _closing(code, at, "[", "]")
                self.code(code[at + 1 : end], depth + 1)
                known, at = False, end + 1
            elif letter == "$":
                braced = code[at + 1 : at + 2] == "{"
                start = end = at + 1 + braced
                while end < len(code) and (code[end].isalnum() or code[end] in "_:" or (braced and code[end] != "}")):
                    end += 1
                held = self.held.get(code[start:end])
                known = known and held is not None
                out.append(held or "")
                at = end + braced
            else:
                out.append(letter)
                at += 1
        return "".join(out) if known else None, at + quoted


def _closing(code: str, at: int, opening: str, closing: str) -> int:
    """Where the bracket closes that opens at `at`."""
    depth = 0
    while at < len(code):
        if code[at] == "\\":
            at += 1
        elif code[at] == opening:
            depth += 1
        elif code[at] == closing:
            depth -= 1
            if not depth:
                return at
        at += 1
    return at


def read(language: str, code: str, into: Collector) -> None:
    """Read Tcl into the collector."""
    _Tcl(into).code(code)
