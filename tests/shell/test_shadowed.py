"""Functions and aliases of the user's that are named like what the guard's own functions call."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .driver import PROMPT, VICTIM, Home, Shell

pytestmark = pytest.mark.shells

BASH = (
    ". bind break compgen continue declare echo eval export fc history kill local printf read return set shopt source"
    " trap true type unset mktemp rm tr cat"
).split()
ZSH = (
    "add-zsh-hook autoload bindkey break continue echo emulate eval exec integer kill local print printf read return"
    " set setopt trap typeset unset zle zmodload zsocket"
).split()
FISH = ("abbr bind cat commandline contains count disown echo functions history id math printf source type").split()
NAMES = {"bash": BASH, "bash-old": BASH, "zsh": ZSH, "fish": FISH}
SHADOW = "mine-ran"


def shadow(shell: str, name: str) -> str:
    """A function that takes the place of a builtin."""
    if shell == "fish":
        # fish's own functions call them, too: they get what they ask for
        other = "command" if name in ("cat", "id") else "builtin"
        found = "string match -q '*__cg_*' -- (status stack-trace)"
        return f"function {name}; {found}; and builtin echo {SHADOW} >&2; or {other} {name} $argv; end\n"
    return f"function {name} {{ builtin printf '{SHADOW} {name}\\n' >&2; }}\n"


def sync(shell: Shell) -> None:
    """A line of builtins that nobody has replaced; nothing was said until then that does not belong there."""
    shell.count += 1
    shell.line(f"builtin {'printf' if shell.name != 'zsh' else 'print'} 's''ync{shell.count}x'")
    shown = shell.expect(f"sync{shell.count}x")
    shell.expect(PROMPT)
    assert SHADOW not in shown and "not found" not in shown and "guard:" not in shown


def guarded_still(shell: Shell) -> None:
    """It asks, before and after a no and a yes; the functions of the user's are not called, nothing complains."""
    sync(shell)
    for key in "ny":
        assert not (shell.cwd / VICTIM).exists()
        shell.line("touch victim")
        assert shell.asked()
        assert SHADOW not in str(shell.child.before)
        shell.keys(key)
        sync(shell)
    assert (shell.cwd / VICTIM).exists()


CASES = [(shell, name) for shell in NAMES for name in (*NAMES[shell], "all of them")]


@pytest.mark.parametrize(("name", "shadowed"), CASES, ids=[f"{shell}-{name}" for shell, name in CASES])
@pytest.mark.parametrize("first", [True, False], ids=["before-us", "after-us"])
def test_functions_named_like_builtins(name: str, shadowed: str, first: bool, shared_home: Home, work: Path) -> None:
    if shutil.which(name.partition("-")[0]) is None:
        pytest.skip(f"{name} is not installed")
    names = NAMES[name] if shadowed == "all of them" else [shadowed]
    code = "".join(shadow(name, each) for each in names)
    with Shell(name, shared_home, work, **{"setup" if first else "after": code}) as shell:
        guarded_still(shell)


ALIASES = {"bash": BASH, "bash-old": BASH, "zsh": [*ZSH, "if", "-g ask", "-g '|'"]}


@pytest.mark.parametrize("name", ALIASES)
def test_aliases_that_were_there_before_the_guard(name: str, shared_home: Home, work: Path) -> None:
    """Aliases are expanded where functions are defined."""
    code = "".join(f"alias {each}='command echo {SHADOW} '\n" for each in ALIASES[name])
    with Shell(name, shared_home, work, setup=f"{code}alias builtin='builtin '\n") as shell:
        assert SHADOW not in shell.first_screen
        shell.line("\\unalias -m '*'" if name == "zsh" else "\\unalias -a")
        guarded_still(shell)
