"""What a backslash means in fish's language, outside of quotes."""

from __future__ import annotations

_LETTERS = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\n": ""}
_DIGITS = {"x": 2, "X": 2, "u": 4, "U": 8}
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_OCTAL = frozenset("01234567")


def escaped(source: str, place: int) -> tuple[str, int]:
    """The characters that the backslash at `place` and what follows it stand for, and where that ends."""
    letter = source[place + 1 : place + 2]
    following = source[place + 2 : place + 3]
    if not letter:
        raise ValueError("it ends in a backslash")
    if letter in _LETTERS:
        return _LETTERS[letter], place + 2
    if letter == "c" and following.isascii() and following.isalpha():
        return chr(ord(following.upper()) - 64), place + 3
    if letter in _DIGITS:
        end = _end(source, place + 2, _DIGITS[letter], _HEXADECIMAL)
        return _character(source[place + 2 : end], 16), end
    if letter in _OCTAL:
        end = _end(source, place + 1, 3, _OCTAL)
        return _character(source[place + 1 : end], 8), end
    return letter, place + 2


def _end(source: str, start: int, most: int, digits: frozenset[str]) -> int:
    end = start
    while end < start + most and source[end : end + 1] in digits and end < len(source):
        end += 1
    return end


def _character(digits: str, base: int) -> str:
    number = int(digits, base) if digits else 0
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        raise ValueError("it names a character that does not exist")
    return chr(number)
