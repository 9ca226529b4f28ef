"""Beside what people load into their shells, before or after the guard: it still guards, and they still work."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from .driver import ASKS, VICTIM, Home, Shell

pytestmark = pytest.mark.shells


class Neighbour(NamedTuple):
    """Something else in a start-up file; `proof` is a command that shows what it has done."""

    name: str
    shell: str
    code: str
    proof: str = ""
    shown: str = ""


# The pattern of bash-preexec: a DEBUG trap and a PROMPT_COMMAND that call the functions of two arrays.
PREEXEC = r"""
__seen=()
__interactive=
__in_trap() { [[ -n $__interactive && -z ${COMP_LINE-} && -z ${READLINE_LINE+x} ]] || return 0
  case $BASH_COMMAND in __*) return 0;; esac
  __interactive=; __seen+=("$(HISTTIMEFORMAT= history 1 | sed 's/^ *[0-9]* *//')"); }
trap __in_trap DEBUG
__ready() { __interactive=on; }
PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND;}__ready
"""
# The pattern of starship: a DEBUG trap that takes the time, and a prompt that is made by PROMPT_COMMAND.
STARSHIP = r"""
__star_time=
__star_preexec() { [[ -n $__star_time ]] || __star_time=$SECONDS; : "$1"; }
__star_precmd() { __star_status=$?; PS1="guarded> "; __star_took=${__star_time:+yes}; __star_time=; }
trap '__star_preexec "$_"' DEBUG
PROMPT_COMMAND=__star_precmd
"""
DIRENV = r"""
__direnv() { local status=$?; trap -- '' SIGINT; __direnv_ran=1; trap - SIGINT; return $status; }
[[ ${PROMPT_COMMAND[*]-} == *__direnv* ]] || PROMPT_COMMAND="__direnv${PROMPT_COMMAND:+;$PROMPT_COMMAND}"
"""
# fzf binds keys to macros of shell-expand-line and redraw-current-line, and to `bind -x`.
FZF = r"""
__pick() { READLINE_LINE="${READLINE_LINE}picked"; READLINE_POINT=${#READLINE_LINE}; }
bind -m emacs-standard -x '"\C-t": __pick'
bind -m vi-insert -x '"\C-t": __pick'
bind '"\er": redraw-current-line'
"""
ZSH_HOOKS = """
autoload -Uz add-zsh-hook
__seen=()
__before() { __seen+=("$1") }
__prompt_made() { PS1='guarded> ' }
add-zsh-hook preexec __before
add-zsh-hook precmd __prompt_made
"""
ZSH_FZF = "__pick() { LBUFFER+=picked; zle redisplay }; zle -N __pick; bindkey '^T' __pick"
FISH_HOOKS = """
function __before --on-event fish_preexec; set -g __seen $argv[1]; end
function __pick; commandline -i picked; end
bind \\ct __pick
"""
SYNTAX = "/usr/share/zsh-syntax-highlighting/zsh-syntax-highlighting.zsh"
SUGGEST = "/usr/share/zsh-autosuggestions/zsh-autosuggestions.zsh"
NEIGHBOURS = [
    Neighbour("preexec", "bash", PREEXEC, 'echo "seen:${__seen[*]}"', "seen:.*s''ync"),
    Neighbour("starship", "bash", STARSHIP, 'echo "took:$__star_took"', "took:yes"),
    Neighbour("direnv", "bash", DIRENV, 'echo "direnv:$__direnv_ran"', "direnv:1"),
    Neighbour("fzf", "bash", FZF, "echo \x14-key", "picked-key"),
    Neighbour("prompt-array", "bash", "PROMPT_COMMAND=('a=1' 'b=2')", 'echo "array:$a$b"', "array:12"),
    Neighbour("own-ps0", "bash", "PS0='own-ps0\\n'", "true", "own-ps0"),
    Neighbour("zsh-hooks", "zsh", ZSH_HOOKS, 'echo "seen:$__seen"', "seen:.*s''ync"),
    Neighbour("fzf-zsh", "zsh", ZSH_FZF, "echo \x14-key", "picked-key"),
    Neighbour("syntax-highlighting", "zsh", f"source {SYNTAX}", 'echo "on:$+functions[_zsh_highlight]"', "on:1"),
    Neighbour("autosuggestions", "zsh", f"source {SUGGEST}", 'echo "on:$+functions[_zsh_autosuggest_start]"', "on:1"),
    Neighbour("both-plugins", "zsh", f"source {SUGGEST}; source {SYNTAX}", "true", ""),
    Neighbour("fish-hooks", "fish", FISH_HOOKS, 'echo "seen:$__seen"', "seen:"),
    Neighbour("fish-fzf", "fish", FISH_HOOKS, "echo \x14-key", "picked-key"),
]


@pytest.mark.parametrize("first", [True, False], ids=["before-us", "after-us"])
@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=lambda neighbour: neighbour.name)
def test_both_work(neighbour: Neighbour, first: bool, shared_home: Home, work: Path) -> None:
    if shutil.which(neighbour.shell) is None:
        pytest.skip(f"{neighbour.shell} is not installed")
    if "source /" in neighbour.code and not Path(SYNTAX).exists():
        pytest.skip("the Debian packages of the zsh plugins are not installed")
    loaded = {"setup": neighbour.code} if first else {"after": neighbour.code}
    with Shell(neighbour.shell, shared_home, work, **loaded) as shell:
        shell.sync()
        for _ in range(2):
            shell.line("touch other; touch victim")
            shell.expect(ASKS)
            shell.keys("n")
            shell.sync()
        assert not (work / VICTIM).exists() and not (work / "other").exists()
        shell.line(neighbour.proof)
        if shell.child.expect([ASKS, neighbour.shown or "guarded> "]) == 0:
            shell.keys("y")
            shell.expect(neighbour.shown)
        shell.sync()
        shell.line("touch victim")
        shell.expect(ASKS)
        shell.keys("y")
        shell.sync()
        assert (work / VICTIM).exists()
