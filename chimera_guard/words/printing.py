"""echo and printf."""

from __future__ import annotations

from collections.abc import Sequence

_ESCAPES = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPES |= {"\\": "\\", "'": "'", '"': '"'}


def nothing(words: Sequence[str], stdin: str) -> str | None:
    """Commands that print nothing."""
    return ""


def echo(words: Sequence[str], stdin: str) -> str | None:
    """bash's echo: -n, -e, -E."""
    newline, escapes = "\n", False
    rest = list(words)
    while rest and len(rest[0]) > 1 and rest[0][0] == "-" and set(rest[0][1:]) <= set("neE"):
        for letter in rest.pop(0)[1:]:
            if letter == "n":
                newline = ""
            else:
                escapes = letter == "e"
    text = " ".join(rest)
    if escapes:
        text, stopped = unescape(text, octal_zero=True)
        if stopped:
            newline = ""
    return text + newline


def unescape(text: str, octal_zero: bool = False) -> tuple[str, bool]:
    """Resolve backslash escapes; returns the text, and whether `\\c` cut it off."""
    if "\\" not in text:
        return text, False
    out = bytearray()
    at = 0
    while at < len(text):
        c = text[at]
        follows = text[at + 1 : at + 2]
        if c != "\\" or not follows:
            out += c.encode("utf-8", "surrogateescape")
            at += 1
        elif follows == "c":
            return out.decode("utf-8", "surrogateescape"), True
        elif follows in _ESCAPES:
            out += _ESCAPES[follows].encode()
            at += 2
        elif follows in "01234567":
            start = at + 2 if octal_zero and follows == "0" else at + 1
            end = _digits(text, start, 3, "01234567")
            out.append(int(text[start:end] or "0", 8) & 255)
            at = end
        elif follows in "xuU":
            end = _digits(text, at + 2, {"x": 2, "u": 4, "U": 8}[follows], "0123456789abcdefABCDEF")
            if end == at + 2:
                out += ("\\" + follows).encode()
            else:
                value = int(text[at + 2 : end], 16)
                out += bytes([value]) if follows == "x" else chr(min(value, 0x10FFFF)).encode("utf-8", "replace")
            at = end
        else:
            out += ("\\" + follows).encode("utf-8", "surrogateescape")
            at += 2
    return out.decode("utf-8", "surrogateescape"), False


def _digits(text: str, start: int, most: int, digits: str) -> int:
    end = start
    while end < len(text) and end - start < most and text[end] in digits:
        end += 1
    return end


def printf(words: Sequence[str], stdin: str) -> str | None:
    """bash's printf with constant arguments; the format is used again while arguments are left."""
    rest = list(words)
    if rest[:1] == ["--"]:
        rest.pop(0)
    if not rest or rest[0].startswith("-v"):
        return None
    form, arguments = rest[0], rest[1:]
    out: list[str] = []
    for _ in range(2_000):
        count = len(arguments)
        if not _once(form, arguments, out):
            break
        if not arguments or len(arguments) == count:
            break
    return "".join(out)


def _once(form: str, arguments: list[str], out: list[str]) -> bool:
    """One pass over the format; False when the output was cut off."""
    at = 0
    while at < len(form):
        c = form[at]
        if c != "%":
            end = form.find("%", at)
            end = len(form) if end < 0 else end
            text, stopped = unescape(form[at:end])
            out.append(text)
            if stopped:
                return False
            at = end
            continue
        if form.startswith("%%", at):
            out.append("%")
            at += 2
            continue
        end = at + 1
        while end < len(form) and form[end] in "-+ #0123456789.*'":
            end += 1
        spec, letter = form[at + 1 : end], form[end : end + 1]
        if "*" in spec:
            width = arguments.pop(0) if arguments else "0"
            spec = spec.replace("*", width if width.lstrip("-").isdigit() else "0", 1)
        if not letter or spec.count("*") or len(spec) > 6:
            raise ValueError(form)
        argument = arguments.pop(0) if arguments else None
        text, stopped = _directive(spec.replace("'", ""), letter, argument)
        out.append(text)
        if stopped:
            return False
        at = end + 1
    return True


def _directive(spec: str, letter: str, argument: str | None) -> tuple[str, bool]:
    if letter in "sbq":
        text, stopped = (argument or ""), False
        if letter == "b":
            text, stopped = unescape(text, octal_zero=True)
        elif letter == "q" and text and not text.replace("_", "").isalnum():
            text = "'" + text.replace("'", "'\\''") + "'"
        return ("%" + spec + "s") % text, stopped
    if letter == "c":
        return ("%" + spec + "s") % (argument or "")[:1], False
    if letter in "diouxX":
        number = _number(argument or "0")
        return ("%" + spec + ("d" if letter in "iu" else letter)) % number, False
    if letter in "feEgG":
        return ("%" + spec + letter) % float(argument or "0"), False
    raise ValueError(letter)


def _number(text: str) -> int:
    text = text.strip()
    if text[:1] in "'\"" and len(text) > 1:
        return ord(text[1])
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        return sign * int(digits, 16)
    if digits[:1] == "0" and digits.isdigit() and len(digits) > 1:
        return sign * int(digits, 8)
    return sign * int(digits or "0")
