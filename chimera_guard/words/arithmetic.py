"""Shell arithmetic over constants and known variables."""

from __future__ import annotations

from collections.abc import Callable

from chimera_guard.syntax.nodes import NOWHERE, Word
from chimera_guard.words.numbers import LEVELS, Malformed, apply, number, power, tokens_of, wrap
from chimera_guard.words.shell import Shell
from chimera_guard.words.value import Value

MAX_DEPTH = 40
MAX_REFERENCES = 8
UNKNOWN_OPERAND = "\1"  # stands in an expression for an expansion that is not known
_CERTAIN, _PERHAPS, _NEVER = 0, 1, 2
_TERNARY, _ASSIGNMENT = 2, 1


def evaluate(text: str, shell: Shell, references: int = 0) -> int | None:
    """Return the value of an arithmetic expression, None where it is not known, or an error.

    Assignments in it are made in `shell`; where what they assign, or whether they happen, is not known, the
    variable is unknown afterwards.
    """
    tokens: list[str] = []
    try:
        tokens = tokens_of(text)
        if not shell.work.spend(len(tokens) * 3):
            raise Malformed
        if not tokens:
            return 0
        parser = _Parser(tokens, shell, references)
        value = parser.comma()
        if parser.at < len(tokens):
            raise Malformed
        return value
    except (Malformed, RecursionError):
        for name, follows in zip(tokens, tokens[1:], strict=False):
            if _is_name(name) and (follows in ("++", "--", "=") or _assigns(follows)):
                shell.assign(name, Value(None, NOWHERE, many=True))
        return None


def calculate(body: Word, shell: Shell) -> int | None:
    """Return the value of a word that is an arithmetic expression, None where it is not known."""
    if body.literal is not None and not body.parts:
        return evaluate(body.literal, shell)
    from chimera_guard.words.expand import pieces_of

    pieces = pieces_of(body, shell)
    return evaluate("".join([UNKNOWN_OPERAND if piece.text is None else piece.text for piece in pieces]), shell)


def _is_name(token: str) -> bool:
    return token.isidentifier() and token.isascii()


def _assigns(token: str) -> bool:
    return token.endswith("=") and token not in ("==", "!=", "<=", ">=")


class _Parser:
    """Reads and evaluates an expression in one go; a value that is not known is None."""

    __slots__ = ("at", "depth", "mode", "references", "shell", "tokens")

    def __init__(self, tokens: list[str], shell: Shell, references: int) -> None:
        self.tokens = tokens
        self.at = 0
        self.shell = shell
        self.references = references
        self.depth = 0
        self.mode = _CERTAIN

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str) -> None:
        if self.peek() != expected:
            raise Malformed
        self.at += 1

    def comma(self) -> int | None:
        """A list of expressions, worth its last one."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Malformed
        value = self.expression()
        while self.peek() == ",":
            self.at += 1
            value = self.expression()
        self.depth -= 1
        return value

    def expression(self) -> int | None:
        """An assignment, or anything below it."""
        start = self.at
        value = self.ternary()
        operator = self.peek()
        if operator != "=" and not _assigns(operator):
            return value
        name, index = self.target(start)
        self.at += 1
        given = self.nested(self.expression)
        if operator != "=":
            given = self.apply(operator[:-1], value, given)
        self.store(name, index, given)
        return given

    def target(self, start: int) -> tuple[str, bool]:
        """The variable that the tokens from `start` to here name, and whether it is an element of an array."""
        taken = self.tokens[start : self.at]
        if not taken or not _is_name(taken[0]) or (len(taken) > 1 and (taken[1] != "[" or taken[-1] != "]")):
            raise Malformed
        return taken[0], len(taken) > 1

    def ternary(self) -> int | None:
        condition = self.binary(0)
        if self.peek() != "?":
            return condition
        self.at += 1
        yes = self.within(condition is None, condition == 0, self.comma)
        self.take(":")
        no = self.within(condition is None, bool(condition), self.ternary)
        return None if condition is None else yes if condition else no

    def within(self, unsure: bool, skipped: bool, read: Callable[[], int | None]) -> int | None:
        """Read a branch that is taken, perhaps taken, or only read."""
        before = self.mode
        self.mode = max(before, _NEVER if skipped else _PERHAPS if unsure else _CERTAIN)
        value = self.nested(read)
        self.mode = before
        return value

    def nested(self, read: Callable[[], int | None]) -> int | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Malformed
        value = read()
        self.depth -= 1
        return value

    def binary(self, lowest: int) -> int | None:
        """Operators with two sides, from the level `lowest` on."""
        left = self.unary()
        while True:
            operator = self.peek()
            level = LEVELS.get(operator, -1)
            if level < lowest:
                return left
            self.at += 1
            if operator == "**":
                right = self.nested(lambda: self.binary(level))  # noqa: B023  # used at once
            elif operator in ("&&", "||"):
                skipped = left is not None and bool(left) == (operator == "||")
                right = self.within(left is None, skipped, lambda: self.binary(level + 1))  # noqa: B023
            else:
                right = self.binary(level + 1)
            left = self.apply(operator, left, right)

    def apply(self, operator: str, left: int | None, right: int | None) -> int | None:
        if operator == "&&" and (left == 0 or right == 0):
            return 0
        if operator == "||" and (left or right):
            return 1
        if left is None or right is None:
            return None
        if operator in ("/", "%") and right == 0:
            if self.mode == _CERTAIN:
                raise Malformed
            return None
        return power(left, right) if operator == "**" else apply(operator, left, right)

    def unary(self) -> int | None:
        operator = self.peek()
        if operator in ("++", "--"):
            return self.stepped(operator)
        if operator not in ("-", "+", "!", "~"):
            return self.primary()
        self.at += 1
        value = self.nested(self.unary)
        if value is None:
            return None
        return wrap({"-": -value, "+": value, "!": int(not value), "~": ~value}[operator])

    def stepped(self, operator: str) -> int | None:
        """`++name`."""
        self.at += 1
        start = self.at
        value = self.reference()
        name, index = self.target(start)
        value = None if value is None else wrap(value + (1 if operator == "++" else -1))
        self.store(name, index, value)
        return value

    def primary(self) -> int | None:
        token = self.peek()
        if token == "(":
            self.at += 1
            value = self.comma()
            self.take(")")
            return value
        if _is_name(token):
            start = self.at
            value = self.reference()
            if self.peek() in ("++", "--"):
                name, index = self.target(start)
                step = 1 if self.peek() == "++" else -1
                self.at += 1
                self.store(name, index, None if value is None else wrap(value + step))
            return value
        self.at += 1
        if token == UNKNOWN_OPERAND:
            return None
        if self.peek() == UNKNOWN_OPERAND:
            self.at += 1
            return None
        return number(token)

    def reference(self) -> int | None:
        """A variable, or an element of an array."""
        name = self.peek()
        self.at += 1
        if self.peek() != "[":
            return 0 if self.mode == _NEVER else self.numeric(self.shell.variable(name))
        self.at += 1
        index = self.comma()
        self.take("]")
        elements = self.shell.elements(name)
        if elements is None or index is None or any(value.many for value in elements):
            return None
        return self.numeric(elements[index]) if -len(elements) <= index < len(elements) else 0

    def numeric(self, value: Value | None) -> int | None:
        """What a variable's content is worth: it is an expression of its own."""
        if value is None or value.text == "":
            return 0
        text = value.text
        if text is None:
            return None
        if text.isascii() and text.isdigit():
            return number(text)
        self.shell.evaluated(value)
        if self.references >= MAX_REFERENCES or "$" in text or "`" in text:
            return None
        return evaluate(text, self.shell, self.references + 1)

    def store(self, name: str, element: bool, value: int | None) -> None:
        if self.mode == _NEVER:
            return
        known = value is not None and self.mode == _CERTAIN and not element
        self.shell.assign(name, Value(str(value) if known else None, NOWHERE, many=not known))
