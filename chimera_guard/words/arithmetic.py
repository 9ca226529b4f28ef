"""Shell arithmetic over constants and known variables."""

from __future__ import annotations

from chimera_guard.syntax.nodes import Span
from chimera_guard.words.shell import Shell
from chimera_guard.words.value import Value

_LEVELS = (
    ("||",), ("&&",), ("|",), ("^",), ("&",), ("==", "!="), ("<=", ">=", "<", ">"), ("<<", ">>"), ("+", "-"), ("*", "/", "%"),
)  # fmt: skip
_OPERATORS = sorted(
    ("<<=", ">>=", "**", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=")
    + ("|=", "^=", "+", "-", "*", "/", "%", "<", ">", "=", "!", "~", "&", "|", "^", "?", ":", "(", ")", ","),
    key=len,
    reverse=True,
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_"
_NOWHERE = Span(0, 0)
MAX_TOKENS = 2_000


class _Unknown(Exception):
    """The value can't be known."""


def evaluate(text: str, shell: Shell, depth: int = 0) -> int | None:
    """Return the value of an arithmetic expression, None where it can't be known. Assignments are made in `shell`."""
    try:
        tokens = _tokens(text)
        if not tokens:
            return 0
        parser = _Parser(tokens, shell, depth)
        value = parser.comma()
        return value if parser.at == len(tokens) else None
    except (_Unknown, RecursionError, ZeroDivisionError, OverflowError, MemoryError):
        return None


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    while at < len(text):
        c = text[at]
        if c.isspace():
            at += 1
        elif c.isalnum() or c == "_":
            end = at
            while end < len(text) and (text[end].isalnum() or text[end] in "_#@"):
                end += 1
            tokens.append(text[at:end])
            at = end
        else:
            operator = next((item for item in _OPERATORS if text.startswith(item, at)), None)
            if operator is None:
                raise _Unknown
            tokens.append(operator)
            at += len(operator)
        if len(tokens) > MAX_TOKENS:
            raise _Unknown
    return tokens


def _wrap(value: int) -> int:
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


class _Parser:
    def __init__(self, tokens: list[str], shell: Shell, depth: int) -> None:
        self.tokens = tokens
        self.at = 0
        self.shell = shell
        self.depth = depth

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *expected: str) -> str:
        token = self.peek()
        if token in expected:
            self.at += 1
            return token
        return ""

    def comma(self) -> int:
        value = self.assignment()
        while self.take(","):
            value = self.assignment()
        return value

    def assignment(self) -> int:
        name = self.peek()
        follows = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ""
        if name.isidentifier() and follows.endswith("=") and follows not in ("==", "!=", "<=", ">="):
            self.at += 2
            value = self.assignment()
            if follows != "=":
                value = _apply(follows[:-1], self.lookup(name), value)
            self.store(name, value)
            return value
        return self.ternary()

    def ternary(self) -> int:
        condition = self.level(0)
        if not self.take("?"):
            return condition
        yes = self.assignment()
        if not self.take(":"):
            raise _Unknown
        no = self.ternary()
        return yes if condition else no

    def level(self, index: int) -> int:
        if index == len(_LEVELS):
            return self.power()
        value = self.level(index + 1)
        while operator := self.take(*_LEVELS[index]):
            value = _apply(operator, value, self.level(index + 1))
        return value

    def power(self) -> int:
        base = self.unary()
        if self.take("**"):
            exponent = self.power()
            if not 0 <= exponent <= 256:
                raise _Unknown
            return _wrap(base**exponent)
        return base

    def unary(self) -> int:
        operator = self.take("-", "+", "!", "~", "++", "--")
        if operator in ("++", "--"):
            name = self.peek()
            if not name.isidentifier():
                raise _Unknown
            self.at += 1
            value = self.lookup(name) + (1 if operator == "++" else -1)
            self.store(name, value)
            return value
        if operator:
            value = self.unary()
            return {"-": -value, "+": value, "!": int(not value), "~": ~value}[operator]
        return self.primary()

    def primary(self) -> int:
        if self.take("("):
            value = self.comma()
            if not self.take(")"):
                raise _Unknown
            return value
        token = self.peek()
        self.at += 1
        if token.isidentifier():
            value = self.lookup(token)
            if step := self.take("++", "--"):
                self.store(token, value + (1 if step == "++" else -1))
            return value
        return number(token)

    def lookup(self, name: str) -> int:
        value = self.shell.variable(name)
        if value is None:
            return 0
        if value.text is None or self.depth > 4:
            raise _Unknown
        result = evaluate(value.text, self.shell, self.depth + 1) if value.text.strip() else 0
        if result is None:
            raise _Unknown
        return result

    def store(self, name: str, value: int) -> None:
        self.shell.assign(name, Value(str(value), _NOWHERE))


def number(token: str) -> int:
    """A constant: decimal, 0x, octal, or base#digits."""
    if not token or not token[0].isdigit() or len(token) > 80:
        raise _Unknown
    base, sign, digits = token.partition("#")
    if sign:
        radix = int(base)
        if not 2 <= radix <= 64:
            raise _Unknown
        value = 0
        for digit in digits if radix > 36 else digits.lower():
            place = _DIGITS.find(digit)
            if not 0 <= place < radix:
                raise _Unknown
            value = value * radix + place
        return _wrap(value)
    try:
        if token[:2] in ("0x", "0X"):
            return _wrap(int(token, 16))
        return _wrap(int(token, 8) if token[0] == "0" else int(token))
    except ValueError:
        raise _Unknown from None


def _apply(operator: str, left: int, right: int) -> int:
    if operator in ("/", "%"):
        quotient = abs(left) // abs(right)
        quotient = quotient if (left < 0) == (right < 0) else -quotient
        return quotient if operator == "/" else left - quotient * right
    if operator in ("<<", ">>"):
        right &= 63
    results = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "<<": lambda: left << right,
        ">>": lambda: left >> right,
        "<": lambda: int(left < right),
        ">": lambda: int(left > right),
        "<=": lambda: int(left <= right),
        ">=": lambda: int(left >= right),
        "==": lambda: int(left == right),
        "!=": lambda: int(left != right),
        "&": lambda: left & right,
        "|": lambda: left | right,
        "^": lambda: left ^ right,
        "&&": lambda: int(bool(left and right)),
        "||": lambda: int(bool(left or right)),
    }
    return _wrap(results[operator]())
