"""Backslash escapes, as `echo -e`, `printf`, `%b` and `$'...'` read them."""

from __future__ import annotations

_SIMPLE = {"a": 7, "b": 8, "e": 27, "E": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92}
_HEXADECIMAL = {"x": 2, "u": 4, "U": 8}


def unescape(text: str, flavour: str) -> tuple[str, bool]:
    r"""Return `text` with its escapes resolved, and whether a `\c` cut it off.

    `flavour` is "echo" (octal as `\0nnn`), "%b" (octal either way), "printf" (octal as `\nnn`) or "$'".
    """
    if "\\" not in text:
        return text, False
    out = bytearray()
    at = 0
    while at < len(text):
        start = at
        at = text.find("\\", at)
        if at < 0 or at + 1 >= len(text):
            out += text[start:].encode("utf-8", "surrogateescape")
            break
        out += text[start:at].encode("utf-8", "surrogateescape")
        follows = text[at + 1]
        if follows == "c" and flavour in ("echo", "%b"):
            return out.decode("utf-8", "surrogateescape"), True
        if follows in _SIMPLE or (follows in "'\"?" and flavour in ("printf", "$'")):
            out.append(_SIMPLE.get(follows, ord(follows)))
            at += 2
        else:
            data, at = _coded(text, at + 1, flavour)
            out += data
    return out.decode("utf-8", "surrogateescape"), False


def _coded(text: str, at: int, flavour: str) -> tuple[bytes, int]:
    """An escape by number, at its first character behind the backslash: its bytes, and where it ends."""
    kind = text[at]
    if kind in "01234567" and not (flavour == "echo" and kind != "0"):
        start = at + 1 if flavour in ("echo", "%b") and kind == "0" else at
        end = _digits(text, start, 3, "01234567")
        return bytes([int(text[start:end] or "0", 8) & 255]), end
    if kind in _HEXADECIMAL:
        end = _digits(text, at + 1, _HEXADECIMAL[kind], "0123456789abcdefABCDEF")
        if end > at + 1:
            value = int(text[at + 1 : end], 16)
            return (bytes([value]) if kind == "x" else _utf8(value)), end
    return ("\\" + kind).encode("utf-8", "surrogateescape"), at + 1


def _digits(text: str, start: int, most: int, digits: str) -> int:
    end = start
    while end < len(text) and end - start < most and text[end] in digits:
        end += 1
    return end


def _utf8(value: int) -> bytes:
    return chr(value).encode("utf-8", "surrogatepass") if value < 0x110000 else b"?"
