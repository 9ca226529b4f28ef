"""echo, printf and seq: what prints its own arguments."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.escapes import unescape

MAX_OUTPUT = 262_144
MAX_ROUNDS = 5_000
_FLAGS = frozenset("-+ #0'")


def echo(words: Sequence[str], stdin: str) -> str | None:
    """bash's echo: -n, -e, -E."""
    newline, escapes = "\n", False
    at = 0
    while at < len(words) and len(words[at]) > 1 and words[at][0] == "-" and set(words[at][1:]) <= set("neE"):
        for letter in words[at][1:]:
            if letter == "n":
                newline = ""
            else:
                escapes = letter == "e"
        at += 1
    text = " ".join(words[at:])
    if escapes:
        text, stopped = unescape(text, "echo")
        newline = "" if stopped else newline
    return text + newline


def printf(words: Sequence[str], stdin: str) -> str | None:
    """bash's printf; the format is used again while arguments are left."""
    rest = list(words)
    if rest[:1] == ["--"]:
        rest.pop(0)
    elif rest and len(rest[0]) > 1 and rest[0][0] == "-":
        return None
    if not rest:
        return None
    form = _Format(rest[0], rest[1:])
    for _ in range(MAX_ROUNDS):
        before = form.at
        if not form.round() or form.at >= len(form.arguments) or form.at == before:
            return "".join(form.out)
        if form.size > MAX_OUTPUT:
            break
    return None


class _Format:
    """A format and the arguments for it."""

    __slots__ = ("arguments", "at", "form", "out", "size")

    def __init__(self, form: str, arguments: list[str]) -> None:
        self.form = form
        self.arguments = arguments
        self.at = 0
        self.out: list[str] = []
        self.size = 0

    def put(self, text: str) -> None:
        self.out.append(text)
        self.size += len(text)

    def argument(self) -> str | None:
        self.at += 1
        return self.arguments[self.at - 1] if self.at <= len(self.arguments) else None

    def round(self) -> bool:
        """Once through the format; False when the output was cut off."""
        form, place = self.form, 0
        while place < len(form):
            end = form.find("%", place)
            end = len(form) if end < 0 else end
            if end > place:
                self.put(unescape(form[place:end], "printf")[0])
            if end == len(form):
                break
            if form.startswith("%%", end):
                self.put("%")
                place = end + 2
                continue
            place, going = self.directive(end + 1)
            if not going:
                return False
        return True

    def directive(self, place: int) -> tuple[int, bool]:
        """One directive from behind its `%`: where it ends, and whether output goes on."""
        form = self.form
        flags = ""
        while place < len(form) and form[place] in _FLAGS:
            flags += form[place]
            place += 1
        width, place = self.measure(place)
        if width < 0:
            flags, width = flags + "-", -width
        precision = -1
        if form.startswith(".", place):
            precision, place = self.measure(place + 1)
        while place < len(form) and form[place] in "hlLjzt":
            place += 1
        letter = form[place : place + 1]
        text, going = self.converted(letter, flags, precision, self.argument() if letter else None)
        zero = "0" in flags and "-" not in flags and letter in "diouxXeEfFgG" and (precision < 0 or letter in "eEfFgG")
        if zero and text.lstrip("-+ ")[:1].isalnum():
            sign = text[: len(text) - len(text.lstrip("-+ "))]
            text = sign + text[len(sign) :].rjust(width - len(sign), "0")
        self.put(text.ljust(width) if "-" in flags else text.rjust(width))
        return place + 1, going

    def measure(self, place: int) -> tuple[int, int]:
        """A width or a precision, 0 where none is given, and where it ends."""
        form = self.form
        if form.startswith("*", place):
            return number(self.argument() or "0"), place + 1
        end = place
        while end < len(form) and form[end] in "0123456789":
            end += 1
        size = int(form[place:end][:6] or "0")
        if size > MAX_OUTPUT:
            raise ValueError(form)
        return size, end

    def converted(self, letter: str, flags: str, precision: int, argument: str | None) -> tuple[str, bool]:
        """The text of a directive, and whether output goes on behind it."""
        if letter in ("s", "b", "q", "c"):
            text, stopped = argument or "", False
            if letter == "b":
                text, stopped = unescape(text, "%b")
            elif letter == "q":
                text = quoted(text)
            elif letter == "c":
                text = text[:1] or "\0"
            return text[:precision] if precision >= 0 and letter != "c" else text, not stopped
        if letter and letter in "diouxX":
            value = number(argument or "0")
            if letter not in "di" and value < 0:
                value += 1 << 64
            digits = format(abs(value), "d" if letter in "diu" else letter).rjust(precision, "0")
            digits = {"x": "0x", "X": "0X", "o": "0"}.get(letter, "") + digits if "#" in flags and value else digits
            sign = "-" if value < 0 else "+" if "+" in flags else " " if " " in flags else ""
            return (sign if letter in "di" else "") + digits, True
        if letter and letter in "eEfFgG":
            spec = "".join(set(flags) & set("+ #")) + (f".{precision}" if precision >= 0 else "") + letter
            return ("%" + spec) % float(argument or "0"), True
        raise ValueError(letter)


def number(text: str) -> int:
    """Return the number that printf takes an argument for.

    Raises:
        ValueError: where it is none.
    """
    text = text.lstrip(" \t\n")
    if text[:1] in ("'", '"') and text:
        return ord(text[1]) if len(text) > 1 else 0
    sign = -1 if text[:1] == "-" else 1
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not digits.isascii() or not digits.isalnum() or len(digits) > 40:
        raise ValueError(text)
    value = sign * int(digits, 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" else 10)
    if not -(1 << 63) <= value < 1 << 64:
        raise ValueError(text)
    return value


def quoted(text: str) -> str:
    """Return `text` as `%q` prints it."""
    if not text:
        return "''"
    if not text.isprintable():
        from chimera_guard.words.operators import quoted as in_quotes

        return in_quotes(text)
    special = set(" \t\n'\"\\|&;()<>!{}*[]?^$`,")
    out = "".join(["\\" + c if c in special else c for c in text])
    return "\\" + out if out[0] in "#~" else out


def tty(words: Sequence[str], stdin: str) -> str | None:
    """The terminal, by the name that each process can call its own by."""
    return None if words else "/dev/tty\n"


def seq(words: Sequence[str], stdin: str) -> str | None:
    """Whole numbers in sequence."""
    separator, padded = "\n", False
    rest = list(words)
    while rest and rest[0][:1] == "-" and not rest[0][1:2].isdigit():
        option = rest.pop(0)
        if option[:2] == "-s":
            if not option[2:] and not rest:
                return None
            separator = option[2:] or rest.pop(0)
        elif option == "-w":
            padded = True
        else:
            return None
    if not 1 <= len(rest) <= 3:
        return None
    numbers = [int(word) for word in rest]
    first, last = numbers[0] if len(numbers) > 1 else 1, numbers[-1]
    step = numbers[1] if len(numbers) == 3 else 1
    if step == 0 or abs(last - first) // abs(step) > 10_000:
        return None
    found = [str(item) for item in range(first, last + (1 if step > 0 else -1), step)]
    width = max(map(len, found), default=0) if padded else 0
    return separator.join([item.zfill(width) for item in found]) + "\n" if found else ""
