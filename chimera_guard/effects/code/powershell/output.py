"""What commands of PowerShell hand on, and the places that they name."""

from __future__ import annotations

from typing import NamedTuple

from chimera_guard.words.value import HOLE, SOME_NAME


class Output(NamedTuple):
    """What a command hands on: a text that is known, files of the place that it lists, whether it is fetched.

    Of the files `narrowed` says that they are only some, and `named` which, where that is known.
    `items` are texts that are handed on one after the other.
    """

    text: str | None = None
    listed: str | None = None
    narrowed: bool = False
    named: tuple[str, ...] = ()
    remote: bool = False
    processes: bool = False
    items: tuple[str, ...] = ()

    def files(self) -> list[str]:
        """The files, by their names or by that of the place."""
        if self.listed is None:
            return []
        return [f"{self.listed.rstrip('/')}/{name}" for name in self.named] or [self.listed]


NOTHING = Output()


def path_of(text: str) -> str | None:
    """A path of Windows as the same place is written elsewhere, None where its beginning is not known."""
    text = text.split("::")[-1] if text.lower().startswith(("filesystem::", "microsoft.powershell.core\\")) else text
    if text[:1] == HOLE or not text:
        return None
    for home in ("%userprofile%", "%homedrive%%homepath%"):
        if text.lower().startswith(home):
            text = "~" + text[len(home) :]
    text = text.replace("\\", "/").replace("*.*", "*").replace(f"{SOME_NAME}.{SOME_NAME}", SOME_NAME)
    if text[1:2] == ":" and text[0].isalpha():
        drive, text = text[0].lower(), text[2:].removeprefix("/")
        return f"/{text}" if drive == "c" else f"/mnt/{drive}/{text}"
    return text
