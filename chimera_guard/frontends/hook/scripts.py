"""Finds the shell scripts, and writes what a start-up file evaluates."""

from __future__ import annotations

import os
import shutil
import sys

from chimera_guard.frontends.hook import runtime

SHELLS = ("bash", "zsh", "fish")
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(runtime.ENTRY)))


def script(name: str) -> str:
    """The path of `shell/<name>`: inside the installed package, or beside it in a checkout.

    Raises FileNotFoundError.
    """
    for base in (_PACKAGE, os.path.dirname(_PACKAGE)):
        path = os.path.join(base, "shell", name)
        if os.path.isfile(path):
            return path
    raise FileNotFoundError(f"{name} is missing from this installation")


def command() -> str:
    """The absolute path of the `chimera-guard` command that runs now, or of the one that a shell would find."""
    for path in (sys.argv[0], os.path.join(os.path.dirname(sys.executable), "chimera-guard")):
        if os.path.basename(path) == "chimera-guard" and os.path.isfile(path):
            return os.path.abspath(path)
    return shutil.which("chimera-guard") or "chimera-guard"


def init(shell: str, strict: bool) -> str:
    """The lines that a shell evaluates to be guarded. `strict`: a line that can't be judged at all does not run."""
    python = [sys.executable, "-I", "-S", runtime.ENTRY]
    if shell == "fish":
        words = " ".join(map(_fish, python))
        return (
            f"set -g __cg_entry {words}\nset -g __cg_command {_fish(command())}\n"
            f"set -g __cg_strict {'1' if strict else ''}\nsource {_fish(script('guard.fish'))}\n"
        )
    setup = (
        f"__cg_entry=({' '.join(map(_quote, python))})\n__cg_command={_quote(command())}\n"
        f"__cg_strict={'1' if strict else ''}\n"
    )
    if shell == "zsh":
        # each function of the script has these options from then on: no alias changes it, no trace shows it
        options = "-o no_aliases -o no_xtrace"
        return f"{setup}\\builtin emulate zsh {options} -c {_quote('builtin source ' + _quote(script('guard.zsh')))}\n"
    new, old = (_quote(script(name)) for name in ("guard.bash", "guard32.bash"))
    # aliases are expanded where functions are defined
    return (
        f"{setup}__cg_aliases=''\n\\builtin shopt -q expand_aliases && __cg_aliases=1\n"
        "\\builtin shopt -u expand_aliases\n"
        f'if [ $((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1])) -ge 404 ] && [ -z "${{__cg_old-}}" ]\n'
        f"then builtin . {new}\nelse builtin . {old}\nfi\n"
        '[ -z "$__cg_aliases" ] || builtin shopt -s expand_aliases\n'
    )


def _quote(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
