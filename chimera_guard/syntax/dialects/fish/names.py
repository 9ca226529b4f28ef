"""What is known of the variables in a text of fish's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chimera_guard.syntax.dialects.fish.reader import Reader


class Names:
    """The variables that a text sets, by how much can be said of them."""

    def __init__(self) -> None:
        self.several: set[str] = set()  # can hold any number of elements
        self.loose: set[str] = set()  # are set where the other language would not keep it
        self.outer: set[str] = set()  # are set outside of functions, or for everybody
        self.hidden: set[str] = set()  # belong to a block outside of functions, which these can't see
        self.twice: set[str] = set()  # are set in more than one place
        self.set: list[str] = []
        self.handlers: list[str] = []  # functions that the shell calls when something happens

    def size(self) -> int:
        """Grows when anything is learned."""
        return len(self.several) + len(self.loose) + len(self.outer) + len(self.hidden) + len(self.twice)

    def lose(self, start: int) -> None:
        """Note that what was set since then was set in what the other language runs in a process of its own."""
        self.loose.update(self.set[start:])

    def assigned(self, name: str, reader: Reader, scope: str = "") -> str:
        """Note an assignment; returns the word that stands before it in the other language, where there is one."""
        if name in self.set:
            self.twice.add(name)
        if reader.shares:
            self.loose.add(name)
        if scope == "g" and any(name in each for each in reader.local):  # the other language would set the nearer one
            self.loose.add(name)
        if scope != "l":
            self.set.append(name)
        if reader.function and scope != "g":
            if scope in ("l", "f") or (name not in self.outer and not name.isupper()):
                reader.local[0].add(name)
                return "local "
            return ""
        if scope == "l":
            self.hidden.add(name)
            reader.local[-1].add(name)
        else:
            self.outer.add(name)
        return ""
