"""`~`, `~user`, `~+` and `~-` at the beginning of words, and in values of assignments."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import BETWEEN_ELEMENTS, Literal, Part
from chimera_guard.words.shell import Shell

MAX_NAME = 256


class Home(NamedTuple):
    """A tilde prefix of which the directory is not known."""

    text: str
    quoted: bool = False


def with_homes(parts: Sequence[Part], shell: Shell, value: bool = False, named: bool = False) -> Sequence[Part | Home]:
    """Return `parts` with the tilde prefixes replaced by the directories that they stand for, where those are known.

    `value` says that the word is the value of an assignment, where tildes count behind each `:`; `named` that
    the assignment's name and `=` stand before it.
    """
    for part in parts:
        if type(part) is Literal and not part.quoted and "~" in part.text:
            break
    else:
        return parts
    out: list[Part | Home] = []
    last = len(parts) - 1
    for at, part in enumerate(parts):
        if type(part) is not Literal or part.quoted or "~" not in part.text:
            out.append(part)
        else:
            before = parts[at - 1] if at else None
            element = type(before) is Literal and before.text[-1:] == BETWEEN_ELEMENTS
            begin = 0 if element else -1 if at else part.text.find("=") + 1 if named else 0
            following = parts[at + 1] if at < last and element else None
            ends = at == last or (type(following) is Literal and following.text[:1] == BETWEEN_ELEMENTS)
            if element and part.text in ("~", f"~{BETWEEN_ELEMENTS}") and shell.home("") is None:
                out.append(Literal("~/", True))  # of an array, the other elements of which stay known
            elif element and shell.home("") is None:
                out.append(part)
            else:
                _replace(part.text, begin, ends, shell, value, out)
    return out


def _replace(text: str, begin: int, last: bool, shell: Shell, value: bool, out: list[Part | Home]) -> None:
    """Add `text` to `out`. A prefix can stand at `begin`; `last` says whether the word ends with the text."""
    start = 0
    at = text.find("~")
    while at >= 0:
        if at == begin or (value and at > max(begin, 0) and text[at - 1] == ":"):
            if not shell.work.spend(4):
                out.append(Home(text[start:at]))
                return
            end = _end(text, at)
            home = _home(text[at + 1 : end], shell) if end < len(text) or last else None
            if home is not None:
                if at > start:
                    out.append(Literal(text[start:at], False))
                out.append(home)
                start = end
        at = text.find("~", at + 1)
    if start < len(text):
        out.append(Literal(text[start:], False))


def _end(text: str, at: int) -> int:
    stop = at + MAX_NAME
    found = [end for end in (text.find("/", at, stop), text.find(":", at, stop)) if end >= 0]
    return min(found, default=len(text))


def _home(user: str, shell: Shell) -> Literal | Home | None:
    """What `~user` becomes; None where it stays as it is."""
    if user in ("+", "-"):
        value = shell.variable("PWD" if user == "+" else "OLDPWD")
        home = value.text if value is not None else None
    elif all(c.isalnum() or c in "._-" for c in user):
        home = shell.home(user)
    else:
        return None
    return Home("~" + user) if home is None else Literal(home, True)
