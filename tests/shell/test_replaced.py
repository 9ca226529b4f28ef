"""Lines that take the guard's own layers away: what is left puts them back, and status says how it stands."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from .driver import SHELLS, VICTIM, Home, Shell

pytestmark = pytest.mark.shells
BASHES = ("bash", "bash-old")


class Replaced(NamedTuple):
    """Lines after which the guard still asks."""

    name: str
    shells: tuple[str, ...]
    lines: tuple[str, ...]
    status: str = "guarded"  # what `status` then says of the shell
    setup: str = ""


CASES = [
    Replaced("prompts", BASHES, ("PROMPT_COMMAND=true",)),
    Replaced("prompts-emptied", BASHES, ("PS0= PS2= PROMPT_COMMAND=",)),
    Replaced("prompts-unset", BASHES, ("unset PS0 PS2 PROMPT_COMMAND",)),
    Replaced("prompt-on-a-condition", ("bash",), ('PROMPT_COMMAND="false && $PROMPT_COMMAND"',)),
    Replaced("prompt-in-a-subshell", ("bash",), ('PROMPT_COMMAND="($PROMPT_COMMAND)"',)),
    Replaced("readonly-ours", BASHES, ("readonly PROMPT_COMMAND PS0 PS2",)),
    Replaced("readonly-other", BASHES, ("PROMPT_COMMAND=true; readonly PROMPT_COMMAND",)),
    Replaced("readonly-ps0", ("bash",), ("PS0=x PS2=y; readonly PS0 PS2",), "partly guarded"),
    Replaced("readonly-before", BASHES, (), "partly guarded", "PROMPT_COMMAND=true; readonly PROMPT_COMMAND PS0 PS2"),
    Replaced("readonly-ifs", ("bash",), ("readonly IFS",)),
    Replaced("promptvars-off", ("bash",), ("shopt -u promptvars",), "partly guarded"),
    Replaced("enter-bound-to-accept-line", ("bash",), ("bind '\"\\C-m\": accept-line'",), "partly guarded"),
    Replaced("no-line-editor", BASHES, ("set +o emacs",), "partly guarded"),
    Replaced("functrace-off", ("bash-old",), ("set +T",)),
    Replaced("extdebug", BASHES, ("shopt -s extdebug", "shopt -u extdebug")),
    Replaced("extdebug-before", BASHES, (), setup="shopt -s extdebug"),
    Replaced("hooks", ("zsh",), ("preexec_functions=(); precmd_functions=()",)),
    Replaced("hooks-unset", ("zsh",), ("unset preexec_functions precmd_functions",)),
    Replaced("hook-taken-out", ("zsh",), ("autoload -Uz add-zsh-hook; add-zsh-hook -d preexec __cg_preexec",)),
    Replaced("widget", ("zsh",), ("zle -A .accept-line accept-line",)),
    Replaced("widget-gone", ("zsh",), ("zle -D accept-line",)),
    Replaced("widget-and-hook", ("zsh",), ("preexec_functions=(); zle -A .accept-line accept-line",)),
    Replaced("widget-of-another", ("zsh",), ("x() { zle .accept-line }; zle -N accept-line x",), "partly guarded"),
    Replaced("keys-reset", ("zsh",), ("bindkey -d", "bindkey -v", "bindkey -e")),
    Replaced("enter-bound-past-us", ("zsh",), ("bindkey '^M' .accept-line",), "partly guarded"),
    Replaced("readonly-hooks", ("zsh",), ("readonly preexec_functions=()",), "partly guarded"),
    Replaced("readonly-hooks-before", ("zsh",), (), "partly guarded", "readonly preexec_functions"),
    Replaced("no-line-editor", ("zsh",), ("unsetopt zle",), "partly guarded"),
    Replaced("enter-erased", ("fish",), ("bind -e \\r",)),
    Replaced("all-erased", ("fish",), ("bind --erase --all",)),
    Replaced("enter-executes", ("fish",), ("bind \\r execute",)),
    Replaced("key-executes-more", ("fish",), ("bind \\ct accept-autosuggestion execute",), "partly guarded"),
    Replaced("other-keys", ("fish",), ("fish_vi_key_bindings", "fish_default_key_bindings")),
]
IDS = [(case, shell) for case in CASES for shell in case.shells]


GONE = ["readonly PS0=x", "readonly PS0=x PS2=y", "shopt -u promptvars", "trap : INT"]


@pytest.mark.parametrize("gone", GONE)
def test_an_unfinished_line_is_judged_where_the_net_is_gone(gone: str, shared_home: Home, work: Path) -> None:
    with Shell("bash", shared_home, work, after=gone) as shell:
        shell.sync()
        shell.line(f"for i in 1; do touch {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()


@pytest.mark.parametrize(("name", "line"), [("bash", "enable -n local"), ("zsh", "disable setopt")])
def test_a_builtin_that_is_switched_off_is_told(name: str, line: str, shared_home: Home, work: Path) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    with Shell(name, shared_home, work) as shell:
        agree(shell, line)
        shell.line("chimera-guard status")
        shell.expect("not guarded")
        shell.expect(f"{line.split()[-1]} is switched off")


def agree(shell: Shell, line: str) -> None:
    """Type a line, and say yes to whatever it asks."""
    shell.count += 1
    shell.line(f"{line}; echo d''one{shell.count}x")
    while shell.child.expect(["Run it\\?", f"done{shell.count}x"]) == 0:
        shell.keys("y")
    shell.child.expect_exact("guarded> ")


@pytest.mark.parametrize(("case", "name"), IDS, ids=[f"{case.name}-{name}" for case, name in IDS])
def test_what_is_taken_away_is_put_back(case: Replaced, name: str, shared_home: Home, work: Path) -> None:
    assert name in SHELLS
    if shutil.which(name.partition("-")[0]) is None:
        pytest.skip(f"{name} is not installed")
    with Shell(name, shared_home, work, case.setup) as shell:
        shell.sync()
        for line in case.lines:
            agree(shell, line)
        for _ in range(2):
            shell.line(f"touch {VICTIM}")
            assert shell.asked()
            shell.keys("n")
            shell.sync()
        assert not (work / VICTIM).exists()
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("y")
        shell.sync()
        assert (work / VICTIM).exists()
        shell.line("chimera-guard status")
        status = "partly guarded" if name == "bash-old" else case.status  # it always says so
        shell.expect(f"{name.partition('-')[0]} [0-9.]+[^:]*: {status}")


def test_a_line_that_came_past_the_first_layer_is_told(shared_home: Home, work: Path) -> None:
    with Shell("bash", shared_home, work, after="""bind '"\\C-t": accept-line'""") as shell:
        shell.sync()
        shell.keys("chimera-guard status\x14")
        shell.expect("partly guarded")
        shell.expect("this line came past it")
        shell.sync()


@pytest.mark.parametrize("name", BASHES)
def test_a_readonly_variable_of_ours_is_told(name: str, shared_home: Home, work: Path) -> None:
    with Shell(name, shared_home, work, after="readonly __cg_seq") as shell:
        shell.line("chimera-guard status")
        shell.expect("not guarded")
        shell.expect("__cg_seq is readonly")
