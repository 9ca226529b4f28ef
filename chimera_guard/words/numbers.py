"""The tokens, numbers and operators of shell arithmetic: 64 bits, as bash has them."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable

MAX_TEXT = 10_000
LEVELS = {
    "||": 0, "&&": 1, "|": 2, "^": 3, "&": 4, "==": 5, "!=": 5, "<=": 6, ">=": 6, "<": 6, ">": 6,
    "<<": 7, ">>": 7, "+": 8, "-": 8, "*": 9, "/": 9, "%": 9, "**": 10,
}  # fmt: skip
_THREE = frozenset({"<<=", ">>="})
_TWO = frozenset("** ++ -- << >> <= >= == != && || += -= *= /= %= &= |= ^=".split())
_ONE = frozenset("+-*/%<>=!~&|^?:(),[]")
_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "+": operators.add, "-": operators.sub, "*": operators.mul, "<<": operators.lshift, ">>": operators.rshift,
    "<": operators.lt, ">": operators.gt, "<=": operators.le, ">=": operators.ge, "==": operators.eq,
    "!=": operators.ne, "&": operators.and_, "|": operators.or_, "^": operators.xor,
    "&&": lambda left, right: bool(left and right), "||": lambda left, right: bool(left or right),
}  # fmt: skip
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_"


class Malformed(Exception):
    """The expression is an error, or beyond the bounds."""


def tokens_of(text: str) -> list[str]:
    """Return the tokens of an expression.

    Raises:
        Malformed: where it holds something that is none, or is too long.
    """
    if len(text) > MAX_TEXT:
        raise Malformed
    tokens: list[str] = []
    at = 0
    while at < len(text):
        c = text[at]
        if c in " \t\n\r\f\v":
            at += 1
        elif c == "\1":
            tokens.append(c)
            at += 1
        elif c == "_" or (c.isascii() and c.isalnum()):
            end = at + 1
            while end < len(text) and (text[end] in "_#@" or (text[end].isascii() and text[end].isalnum())):
                end += 1
            tokens.append(text[at:end])
            at = end
        else:
            size = 3 if text[at : at + 3] in _THREE else 2 if text[at : at + 2] in _TWO else 1
            if text[at : at + 2] in ("++", "--") and not _steps(tokens, text, at + 2):
                size = 1
            if size == 1 and c not in _ONE:
                raise Malformed
            tokens.append(text[at : at + size])
            at += size
    return tokens


def _steps(tokens: list[str], text: str, at: int) -> bool:
    """Whether `++` or `--`, which ends at `at`, belongs to a variable; else it is two operators."""
    if tokens and (tokens[-1] == "]" or tokens[-1].isidentifier()):
        return True
    rest = text[at:].lstrip()[:1]
    return rest == "_" or rest.isalpha()


def wrap(value: int) -> int:
    """Return `value` as a signed number of 64 bits."""
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def number(token: str) -> int:
    """Return the value of a constant: decimal, `0x`, octal, or `base#digits`.

    Raises:
        Malformed: where it is none.
    """
    if not token or not token[0].isdigit() or len(token) > 80:
        raise Malformed
    base, sharp, digits = token.partition("#")
    radix = 10
    if sharp:
        if not base.isdigit() or base[0] == "0" or not 2 <= (radix := int(base)) <= 64 or not digits:
            raise Malformed
    elif token[:2] in ("0x", "0X"):
        radix, digits = 16, token[2:]
    else:
        radix, digits = (8 if token[0] == "0" else 10), token
    value = 0
    for digit in digits if radix > 36 else digits.lower():
        place = _DIGITS.find(digit)
        if not 0 <= place < radix:
            raise Malformed
        value = value * radix + place
    return wrap(value)


def power(base: int, exponent: int) -> int:
    """Return `base ** exponent`.

    Raises:
        Malformed: where the exponent is negative.
    """
    if exponent < 0:
        raise Malformed
    return wrap(pow(base, exponent, 1 << 64))


def apply(operator: str, left: int, right: int) -> int:
    """Return the result of an operator with two sides; a divisor is not 0."""
    if operator in ("/", "%"):
        quotient = abs(left) // abs(right)
        quotient = quotient if (left < 0) == (right < 0) else -quotient
        return wrap(quotient if operator == "/" else left - quotient * right)
    if operator in ("<<", ">>"):
        right &= 63
    return wrap(int(_OPERATIONS[operator](left, right)))
