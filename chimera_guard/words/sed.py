"""sed, as far as constants need it: s, y, p, d, q and =, with addresses."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.records import NamedTuple
from chimera_guard.words.options import read
from chimera_guard.words.regex import Regex, Spans, Unsupported
from chimera_guard.words.texts import is_input
from chimera_guard.words.work import Work

MAX_COMMANDS = 50
MAX_OUTPUT = 262_144
MAX_STEPS = 5_000
Address = int | str | Regex  # a line's number, "$" for the last one, or an expression


class Command(NamedTuple):
    """One command. `regex`, `parts` and `flags` belong to s, `table` to y."""

    name: str
    addresses: tuple[Address, ...]
    negated: bool
    regex: Regex | None = None
    parts: tuple[str | int, ...] = ()  # texts, and the numbers of groups
    flags: str = ""
    table: dict[int, int] | None = None


def sed(words: Sequence[str], stdin: str, work: Work) -> str | None:
    """The input, edited."""
    program = program_of(words, work)
    if program is None or not is_input(program[2]):
        return None
    return _run(program[0], stdin, program[1])


def program_of(words: Sequence[str], work: Work) -> tuple[list[Command], bool, list[str]] | None:
    """The commands of a script, whether it prints only what they print, and the files that it edits.

    Raises Unsupported where it holds other commands; returns None for other options.
    """
    rest = list(words)
    scripts: list[str] = []
    kept: list[str] = []
    while rest:
        word = rest.pop(0)
        if word in ("-e", "--expression") and rest:
            scripts.append(rest.pop(0))
        elif word.startswith("--expression="):
            scripts.append(word.partition("=")[2])
        else:
            kept.append(word)
    options = read(kept, "nErsu", quiet="n", silent="n", regexp_extended="E", unbuffered="u")
    if options is None or "s" in options:
        return None
    if not scripts and options.operands:
        scripts.append(options.operands.pop(0))
    if not scripts:
        return None
    commands = _Script("\n".join(scripts), "E" in options or "r" in options, work).commands()
    return commands, "n" in options, options.operands


class _Script:
    """Reads a script."""

    __slots__ = ("at", "extended", "text", "work")

    def __init__(self, text: str, extended: bool, work: Work) -> None:
        self.text = text
        self.at = 0
        self.extended = extended
        self.work = work

    def commands(self) -> list[Command]:
        """The commands of the script. Raises Unsupported where it holds another one."""
        found: list[Command] = []
        while True:
            self.skip(" \t\n;")
            if self.at >= len(self.text):
                return found
            found.append(self.command())
            if len(found) > MAX_COMMANDS or self.text[self.at : self.at + 1] not in ("", ";", "\n"):
                raise Unsupported(self.text)

    def command(self) -> Command:
        addresses: list[Address] = []
        address = self.address()
        while address is not None and len(addresses) < 2:
            addresses.append(address)
            address = None
            if self.text.startswith(",", self.at):
                self.at += 1
                address = self.address()
        self.skip(" \t")
        negated = self.text.startswith("!", self.at)
        self.at += negated
        self.skip(" \t")
        name = self.text[self.at : self.at + 1]
        self.at += 1
        where = tuple(addresses)
        if name in ("p", "d", "q", "="):
            self.skip(" \t")
            return Command(name, where, negated)
        if name == "s":
            return self.substitution(where, negated)
        if name == "y":
            old, new = self.delimited(False), self.delimited(True)
            if len(old) != len(new) or "\\" in old + new:
                raise Unsupported(self.text)
            return Command("y", where, negated, table=str.maketrans(old, new))
        raise Unsupported(self.text)

    def skip(self, characters: str) -> str:
        """Go past any of these characters; returns them."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in characters:
            self.at += 1
        return self.text[start : self.at]

    def address(self) -> Address | None:
        self.skip(" \t")
        if self.text.startswith("$", self.at):
            self.at += 1
            return "$"
        if self.text.startswith("/", self.at):
            return Regex(self.delimited(True), self.extended, False, self.work)
        digits = self.skip("0123456789")
        return int(digits) if digits else None

    def delimited(self, last: bool) -> str:
        """A text from its delimiter on; leaves the reader at the next delimiter, or behind it for the `last`."""
        text = self.text
        delimiter = text[self.at : self.at + 1]
        if delimiter in ("", "\\", "\n"):
            raise Unsupported(text)
        out = ""
        at = self.at + 1
        while at < len(text):
            c = text[at]
            if c == "\\" and at + 1 < len(text):
                follows = text[at + 1]
                if follows == delimiter:
                    if delimiter in "*.[]^$+?(){}|&0123456789n":
                        raise Unsupported(text)
                    out += follows
                else:
                    out += c + follows
                at += 2
                continue
            if c == delimiter:
                self.at = at + last
                return out
            if c == "\n":
                raise Unsupported(text)
            out += c
            at += 1
        raise Unsupported(text)

    def substitution(self, where: tuple[Address, ...], negated: bool) -> Command:
        pattern = self.delimited(False)
        replacement = self.delimited(True)
        flags = self.skip("gIip0123456789")
        self.skip(" \t")
        regex = Regex(pattern, self.extended, "i" in flags.lower(), self.work)
        if not pattern:
            raise Unsupported(self.text)
        return Command("s", where, negated, regex, _parts(replacement, regex.groups), flags)


def _parts(replacement: str, groups: int) -> tuple[str | int, ...]:
    """The texts of a replacement, and the numbers of the groups that stand in it."""
    parts: list[str | int] = [""]
    at = 0
    while at < len(replacement):
        c = replacement[at]
        follows = replacement[at + 1 : at + 2]
        if c == "&":
            parts += [0, ""]
        elif c == "\\" and follows.isdigit():
            if int(follows) > groups:
                raise Unsupported(replacement)
            parts += [int(follows), ""]
        elif c == "\\" and (follows.isalpha() or not follows):
            if follows not in ("n", "t"):
                raise Unsupported(replacement)
            parts[-1] = f"{parts[-1]}" + {"n": "\n", "t": "\t"}[follows]
        else:
            parts[-1] = f"{parts[-1]}{follows if c == chr(92) else c}"
        at += 2 if c == "\\" else 1
    return tuple(parts)


def _run(commands: list[Command], stdin: str, quiet: bool) -> str | None:
    lines = stdin.split("\n")
    ended = lines[-1] == ""
    lines = lines[:-1] if ended else lines
    if len(lines) * len(commands) > MAX_STEPS:
        return None
    inside = [False] * len(commands)
    out: list[str] = []
    size = 0
    for number, line in enumerate(lines, 1):
        end = "\n" if ended or number < len(lines) else ""
        state, kept, stop = line, True, False
        for index, command in enumerate(commands):
            if _selected(command, index, inside, number, number == len(lines), state) == command.negated:
                continue
            if command.name == "d":
                kept = False
                break
            if command.name == "q":
                stop = True
                break
            state = _edited(command, state, number, end, out)
        if kept and not quiet:
            out.append(state + end)
            size += len(state)
        if stop or size > MAX_OUTPUT:
            break
    return "".join(out) if size <= MAX_OUTPUT else None


def _selected(command: Command, index: int, inside: list[bool], number: int, last: bool, line: str) -> bool:
    """Whether the addresses of a command select this line; `inside` remembers ranges."""
    addresses = command.addresses
    if not addresses:
        return True
    if len(addresses) == 1:
        return _is_at(addresses[0], number, last, line)
    end = addresses[1]
    if not inside[index]:
        if not _is_at(addresses[0], number, last, line):
            return False
        inside[index] = not (isinstance(end, int) and end <= number)
        return True
    if (isinstance(end, int) and number >= end) or (not isinstance(end, int) and _is_at(end, number, last, line)):
        inside[index] = False
    return not isinstance(end, int) or number <= end


def _is_at(address: Address, number: int, last: bool, line: str) -> bool:
    if isinstance(address, Regex):
        return address.search(line) is not None
    return last if address == "$" else address == number


def _edited(command: Command, line: str, number: int, end: str, out: list[str]) -> str:
    if command.name == "p":
        out.append(line + end)
    elif command.name == "=":
        out.append(f"{number}\n")
    elif command.name == "y":
        return line.translate(command.table or {})
    elif command.name == "s" and command.regex is not None:
        edited, count = substituted(line, command.regex, command.parts, command.flags)
        if count and "p" in command.flags:
            out.append(edited + end)
        return edited
    return line


def substituted(line: str, regex: Regex, parts: tuple[str | int, ...], flags: str) -> tuple[str, int]:
    """Return `line` after a substitution, and how many there were."""
    digits = "".join([c for c in flags if c.isdigit()])
    wanted = int(digits or "1")
    out: list[str] = []
    at = seen = count = size = 0
    previous = -1  # where the last match ended: an empty one right there does not count
    while at <= len(line):
        spans = regex.search(line, at)
        if spans is None or spans[0] is None:
            break
        start, end = spans[0]
        out.append(line[at:start])
        if not (start == end == previous):
            seen += 1
            replaced = seen == wanted or (seen > wanted and "g" in flags)
            out.append(_filled(parts, spans, line) if replaced else line[start:end])
            count += replaced
            size += len(out[-1])
            if (replaced and "g" not in flags) or size > MAX_OUTPUT:
                at = end
                break
        previous = end
        at = end
        if start == end:
            out.append(line[end : end + 1])
            at = end + 1
    return "".join([*out, line[at:]]), count


def _filled(parts: tuple[str | int, ...], spans: Spans, line: str) -> str:
    out = []
    for part in parts:
        span = spans[part] if isinstance(part, int) else None
        out.append(part if isinstance(part, str) else line[span[0] : span[1]] if span is not None else "")
    return "".join(out)
