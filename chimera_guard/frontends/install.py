"""Puts the hook into a shell's start-up file, and takes it out again: a marked block, and a copy of the file before."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping

BEGIN = "# >>> chimera-guard >>>"
END = "# <<< chimera-guard <<<"
BACKUP = ".before-chimera-guard"
BY_HAND = 'eval "$(chimera-guard init bash)" (or zsh; in fish: chimera-guard init fish | source)'
EDITED = ".with-chimera-guard"
_PARTS = frozenset({"case $- in *i*)", "esac", "if status is-interactive", "else", "end", ""})  # of a block, no names
_LOGIN = (".bash_profile", ".bash_login", ".profile")  # bash reads the first that is there, and no other


class InstallError(Exception):
    """The start-up file can't be edited; the message says which, and why."""


def login_shell(env: Mapping[str, str] = os.environ) -> str:
    """The name of the user's login shell. Raises InstallError for one that is not supported."""
    import pwd

    try:
        path = pwd.getpwuid(os.getuid()).pw_shell or env.get("SHELL", "")
    except KeyError:
        path = env.get("SHELL", "")
    name = os.path.basename(path)
    if name not in ("bash", "zsh", "fish"):
        raise InstallError(f"the login shell is {name or 'not known'}; name one: bash, zsh or fish")
    return name


def startup_file(shell: str, env: Mapping[str, str] = os.environ) -> str:
    """The start-up file of interactive shells."""
    home = env.get("HOME") or os.path.expanduser("~")
    if shell == "fish":
        return os.path.join(env.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "fish", "config.fish")
    if shell == "zsh":
        return os.path.join(env.get("ZDOTDIR") or _told_by_zsh(home, env) or home, ".zshrc")
    return os.path.join(home, ".bashrc")


def _told_by_zsh(home: str, env: Mapping[str, str]) -> str:
    """The ZDOTDIR that zsh sets for itself in .zshenv, mostly without exporting it; "" where it does not."""
    if not any("ZDOTDIR" in _text(path) for path in (os.path.join(home, ".zshenv"), "/etc/zsh/zshenv", "/etc/zshenv")):
        return ""
    zsh = shutil.which("zsh", path=env.get("PATH"))
    try:
        asked = [zsh or "zsh", "-c", 'print -r -- "$ZDOTDIR"']
        done = subprocess.run(asked, env={**env, "HOME": home}, capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return os.fsdecode(done.stdout).rstrip("\n").rpartition("\n")[2]


def login_gap(env: Mapping[str, str] = os.environ) -> str:
    """What keeps login shells of bash (over ssh, in tmux, on macOS) from reading .bashrc; "" if they do."""
    home = env.get("HOME") or os.path.expanduser("~")
    path = next((path for name in _LOGIN if os.path.exists(path := os.path.join(home, name))), None)
    if path is None:
        return f"login shells do not read .bashrc: put this line into a new file {home}/{_LOGIN[0]}: . ~/.bashrc"
    if "bashrc" in _text(path):
        return ""
    return f"login shells read {path}, and that does not read .bashrc: put this line into it: . ~/.bashrc"


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def block(shell: str, command: str) -> str:
    """The lines for the start-up file. Silent in shells that are not interactive, loud if the guard is gone."""
    missing = f"chimera-guard: {command} is missing; this shell is not guarded"
    if shell == "fish":
        quoted = "'" + command.replace("\\", "\\\\").replace("'", "\\'") + "'"
        missing = missing.replace("\\", "\\\\").replace("'", "\\'")
        body = (
            f"if status is-interactive\n    if test -x {quoted}\n        {quoted} init fish | source\n"
            f"    else\n        echo '{missing}' >&2\n    end\nend"
        )
    else:
        quoted = _quote(command)
        body = (
            f'case $- in *i*)\n  if [ -x {quoted} ]; then eval "$({quoted} init {shell})"\n'
            f"  else echo {_quote(missing)} >&2; fi ;;\nesac"
        )
    return f"{BEGIN}\n{body}\n{END}\n"


def with_block(text: str, wanted: str) -> str:
    """`text` with the block at its end, or where an older one stands."""
    before, after = _around(text)
    if after is None:
        return before + ("\n" if before and not before.endswith("\n") else "") + wanted
    return before + wanted + after


def without_block(text: str) -> str:
    """`text` without the block, also where it is twice."""
    before, after = _around(text)
    while after is not None:
        before, after = _around(before + after)
    return before


def installed(text: str) -> bool:
    """Whether the block is there."""
    return _around(text)[1] is not None


def install(shell: str, command: str, env: Mapping[str, str] = os.environ) -> str:
    """Edit the start-up file so that new shells are guarded; returns what was done. Raises InstallError."""
    path = startup_file(shell, env)
    home = env.get("HOME") or os.path.expanduser("~")
    if not os.path.isdir(home):
        raise InstallError(f"{home}, the home directory, is not there")
    text = _read(path)
    changed = with_block(text, block(shell, command))
    if changed == text:
        return f"{path} is set up already; nothing was changed."
    saved = _save(path, BACKUP, text) if text and not installed(text) else _keep_edited(path, text)
    _write(path, changed)
    gap = login_gap(env) if shell == "bash" else ""
    return (
        f"Added a block to {path}, between the lines with {BEGIN!r} and {END!r}.{saved}\n"
        f"New {shell} shells are guarded; for this one, run: exec {shell}" + (f"\nBut {gap}" if gap else "")
    )


def uninstall(shell: str, env: Mapping[str, str] = os.environ) -> str:
    """Take the block out of the start-up file; returns what was done. Raises InstallError."""
    path = startup_file(shell, env)
    text = _read(path)
    if not installed(text):
        return f"{path} has no block of chimera-guard; nothing was changed."
    saved = _keep_edited(path, text)
    _write(path, without_block(text))
    return f"Removed the block from {path}.{saved} Shells that run already stay guarded until they end."


def _around(text: str) -> tuple[str, str | None]:
    lines = text.splitlines(keepends=True)
    bare = [line.strip() for line in lines]
    if BEGIN not in bare:
        return text, None
    start = bare.index(BEGIN)
    try:
        end = bare.index(END, start)
    except ValueError:
        raise InstallError(f"a line with {BEGIN!r} has none with {END!r} after it; please mend that by hand") from None
    return "".join(lines[:start]), "".join(lines[end + 1 :])


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as stream:
            text = stream.read()
        _around(text)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise InstallError(f"{path}: {error.strerror}") from None
    except InstallError as error:
        raise InstallError(f"{path}: {error}") from None
    return text


def _save(path: str, ending: str, text: str) -> str:
    _write(path + ending, text, like=path)
    return f" The file as it was is {path}{ending}."


def _keep_edited(path: str, text: str) -> str:
    """Save the file where somebody wrote lines of their own between the marks, which go with the block."""
    before, after = _around(text)
    inside = text[len(before) : len(text) - len(after or "")].splitlines()[1:-1] if after is not None else []
    if all("chimera-guard" in line or line.strip() in _PARTS for line in inside):
        return ""
    return f" There were lines of yours in it.{_save(path, EDITED, text)}"


def _write(path: str, text: str, like: str = "") -> None:
    """Replace a file at once, through a symbolic link, with its permissions (a new one: with those of `like`)."""
    real = os.path.realpath(path)
    try:
        os.makedirs(os.path.dirname(real), exist_ok=True)
        known = next((os.stat(each) for each in (real, like) if each and os.path.exists(each)), None)
        mode = known.st_mode & 0o7777 if known else 0o644
        if not mode & 0o200 and not like:
            raise InstallError(f"{path} is read-only; make it writable, or add by hand: {BY_HAND}")
        descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(real), prefix=".chimera-guard-")
        try:
            with open(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
                stream.write(text)
            if known and os.getuid() == 0:
                os.chown(temporary, known.st_uid, known.st_gid)  # whose file it is, not who runs this
            os.chmod(temporary, mode)
            os.replace(temporary, real)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise InstallError(f"{path}: {error.strerror}; to add it by hand: {BY_HAND}") from None


def _quote(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
