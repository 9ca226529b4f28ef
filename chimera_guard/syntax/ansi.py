"""The escapes of `$'...'`."""

from __future__ import annotations

_SIMPLE = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_DIGITS = {"x": 2, "u": 4, "U": 8}


def decode(body: str) -> str:
    """Return the text that `$'body'` stands for; bytes that are no UTF-8 come as surrogates."""
    if "\\" not in body:
        return body
    out = bytearray()
    at = 0
    while at < len(body):
        character = body[at]
        if character != "\\" or at + 1 >= len(body):
            out += character.encode("utf-8", "surrogateescape")
            at += 1
            continue
        follows = body[at + 1]
        if follows in _SIMPLE:
            out += _SIMPLE[follows].encode()
            at += 2
            continue
        at, data = _numeric(body, at + 1)
        if data is None:  # a NUL ends the text
            break
        out += data
    return out.decode("utf-8", "surrogateescape")


def _numeric(body: str, at: int) -> tuple[int, bytes | None]:
    """An escape by number, at its first character behind the backslash: where it ends, and its bytes."""
    kind = body[at]
    if kind in "01234567":
        end = _span(body, at, 3, "01234567")
        value = int(body[at:end], 8) & 255
        return end, bytes([value]) if value else None
    if kind in _DIGITS:
        start = at + 2 if kind == "x" and body[at + 1 : at + 2] == "{" else at + 1
        end = _span(body, start, len(body) if start > at + 1 else _DIGITS[kind], "0123456789abcdefABCDEF")
        if end == start:
            return at + 1, f"\\{kind}".encode()
        value = int(body[start:end][-8:], 16)
        if start > at + 1 and body[end : end + 1] == "}":
            end += 1
        if value == 0:
            return end, None
        if kind == "x":
            return end, bytes([value & 255])
        return end, _utf8(value)
    if kind == "c" and at + 1 < len(body):
        control = body[at + 1]
        value = 127 if control == "?" else ord(control.upper()[0]) & 0x1F
        return at + 2, bytes([value]) if value else None
    return at + 1, ("\\" + kind).encode("utf-8", "surrogateescape")


def _span(body: str, start: int, most: int, digits: str) -> int:
    end = start
    while end < len(body) and end - start < most and body[end] in digits:
        end += 1
    return end


def _utf8(value: int) -> bytes:
    try:
        return chr(value).encode("utf-8")
    except (ValueError, UnicodeEncodeError, OverflowError):
        return b"?"
