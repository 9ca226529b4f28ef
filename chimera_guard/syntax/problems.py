"""What keeps a text from being read."""

from __future__ import annotations


class Unreadable(Exception):
    """The text can't be read for certain; the message is a sentence for people."""


class Beyond(Unreadable):
    """The text is larger, or nested deeper, than is read."""


class Continued(Unreadable):
    """A line is continued (a backslash before its end) in the middle of a token: the reader starts anew without it."""

    def __init__(self, at: int) -> None:
        super().__init__("a line is continued in the middle of an operator, a keyword or an expansion")
        self.at = at
