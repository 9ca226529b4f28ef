"""A place in a source text, and what is passed on the way through it."""

from __future__ import annotations


class Cursor:
    """A place in a source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0

    def peek(self, length: int = 1) -> str:
        return self.source[self.place : self.place + length]

    def at(self, text: str, ahead: int = 0) -> bool:
        return self.source.startswith(text, self.place + ahead)

    def take(self, text: str) -> bool:
        """Whether `text` stands here; it is passed."""
        found = self.at(text)
        self.place += len(text) if found else 0
        return found

    def while_in(self, letters: frozenset[str]) -> str:
        """The characters here that are among `letters`, passed."""
        source, place = self.source, self.place
        while place < len(source) and source[place] in letters:
            place += 1
        text, self.place = source[self.place : place], place
        return text

    def next(self, missing: str) -> str:
        """The next character, passed. Raises ValueError at the end."""
        if self.place >= len(self.source):
            raise ValueError(missing)
        self.place += 1
        return self.source[self.place - 1]

    def up_to(self, mark: str) -> str:
        """The text up to `mark`, which is passed with it; all that is left where there is none."""
        end = self.source.find(mark, self.place)
        end = len(self.source) if end < 0 else end
        text, self.place = self.source[self.place : end], min(end + 1, len(self.source))
        return text
