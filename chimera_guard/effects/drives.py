"""The machine's own disk by its other names: where macOS lists its disks, and where Windows' ones are mounted."""

from __future__ import annotations

_STARTUP_DISK = "/Volumes/Macintosh HD"
_MOUNTED = ("/mnt/", "/cygdrive/", "/")  # WSL, Cygwin, Git Bash
# What lies on the disk of a Windows, in any case of letters, as it is looked up.
_OF_WINDOWS = {
    name.lower(): name for name in ("Windows", "Users", "Program Files", "Program Files (x86)", "ProgramData")
}


def is_windows(text: str) -> bool:
    r"""Whether a path is written as Windows has it: `C:\Users`, `c:/users`."""
    return text[1:2] == ":" and text[2:3] in ("\\", "/") and text[0].isalpha()


def own_path(path: str) -> str:
    """Return a normalised absolute path as the system names that place itself, where it is one of its own."""
    if path.startswith(_STARTUP_DISK):
        below = path[len(_STARTUP_DISK) :].removeprefix(" - Data")
        return (below or "/") if below[:1] in ("", "/") else path
    for mounted in _MOUNTED:
        if path.startswith(mounted) and path[len(mounted) + 1 : len(mounted) + 2] == "/":
            first, slash, rest = path[len(mounted) + 2 :].partition("/")
            known = _OF_WINDOWS.get(first.lower())
            if known is not None and path[len(mounted)].isalpha():
                return f"/{known}{slash}{rest}"
    return path
