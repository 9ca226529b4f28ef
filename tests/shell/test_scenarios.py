"""Each way to enter a line, in each shell: it is asked about before anything of it runs, and the shell works on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from .driver import ASKS, PROMPT, SHELLS, VICTIM, Home, Shell, wait_until

pytestmark = pytest.mark.shells

ALL = SHELLS
BASHES = ("bash", "bash-old")
POSIX = ("bash", "bash-old", "zsh")


class Scenario(NamedTuple):
    """Keys to type, which end in a line that would make the file `victim` (and perhaps `other`, before it)."""

    name: str
    keys: str
    shells: tuple[str, ...] = ALL
    setup: str = ""
    after: str = ""
    then: str = ""  # keys before the next line, where a vi mode is still in its command mode
    says: str = "writes"  # of the question: that the guard has seen what the line would do


EDITOR = "export EDITOR=$PWD/.editor\n"
SCENARIOS = [
    Scenario("simple", "touch victim\r"),
    Scenario("list", "touch other; touch victim\r"),
    Scenario("and-list", "true && touch victim\r"),
    Scenario("subshell", "(touch victim)\r", POSIX),
    Scenario("substitution", "x=$(touch victim)\r", POSIX),
    Scenario("fish-substitution", "set x (touch victim)\r", ("fish",)),
    Scenario("test", "[[ -n $(touch victim) ]]\r", POSIX),
    Scenario("background", "touch victim &\r"),
    Scenario("nested-shell", "bash -c 'touch victim'\r"),
    Scenario("pipeline", "echo a | tee victim\r"),
    Scenario("redirection", "echo a > victim\r"),
    Scenario("leading-space", " touch victim\r", BASHES, "HISTCONTROL=ignorespace"),
    Scenario("leading-space-zsh", " touch victim\r", ("zsh",), "setopt hist_ignore_space"),
    Scenario("leading-space-fish", " touch victim\r", ("fish",)),
    Scenario("histignore", "touch victim\r", BASHES, "HISTIGNORE='touch*'"),
    Scenario("history-off", "touch victim\r", BASHES, "set +o history"),
    Scenario("loop-by-lines", "for i in 1; do\rtouch victim\rdone\r", POSIX),
    Scenario("loop-by-lines-fish", "for i in 1\rtouch victim\rend\r", ("fish",)),
    Scenario("while", "while touch victim; do :; done\r", POSIX),
    Scenario("while-fish", "while touch victim; true; end\r", ("fish",)),
    Scenario("heredoc-by-lines", "cat > victim <<E\rtext\rE\r", POSIX),
    Scenario("backslash-newline", "tou\\\rch victim\r"),
    Scenario("quote-over-lines", "touch victim 'a\rb'\r"),
    Scenario("pasted", "\x1b[200~touch other\ntouch victim\x1b[201~\r", ("bash", "zsh", "fish")),
    Scenario("pasted-raw", "echo other\rtouch victim\r"),
    Scenario("alias", "zz\r", ("bash", "zsh"), "alias zz='touch victim'"),
    Scenario("alias-of-alias", "true; zz\r", ("bash", "zsh"), "alias zz=yy; alias yy='touch victim'"),
    Scenario("alias-old", "true; zz\r", ("bash-old",), "alias zz=yy; alias yy='touch victim'", says="runs zz"),
    Scenario("global-alias", "echo a ZZ\r", ("zsh",), "alias -g ZZ='> victim'"),
    Scenario("alias-fish", "zz\r", ("fish",), "alias zz='touch victim'"),
    Scenario("abbreviation", "zz\r", ("fish",), "abbr zz \"touch 'victim'\""),
    Scenario("abbreviation-of-an-argument", "echo zz\r", ("fish",), "abbr --position anywhere zz '> victim'"),
    Scenario("abbreviation-by-function", "echo !!\r", ("fish",),
             "function w; echo '; touch victim'; end; abbr --position anywhere --function w !!"),
    Scenario("abbreviation-by-pattern", "zzz\r", ("fish",),
             "function w; echo touch victim; end; abbr --function w --regex 'z+' zz"),
    Scenario("abbreviation-with-cursor", "zz\r", ("fish",), "abbr --set-cursor zz 'touch %victim'"),
    Scenario("function", "g\r", ("bash", "zsh"), "g() { touch victim; }"),
    Scenario("function-of-function", "g\r", ("bash", "zsh"), "h() { touch victim; }; g() { h; }"),
    Scenario("function-old", "g\r", ("bash-old",), "h() { touch victim; }; g() { h; }", says="runs g"),
    Scenario("function-as-an-argument", "time g\r", ("bash",), "g() { touch victim; }"),
    Scenario("function-exported", "bash -c g\r", ("bash",), "g() { touch victim; }; export -f g"),
    Scenario("function-of-an-alias", "zz g\r", ("bash",), "alias zz='time '; g() { touch victim; }", says="runs"),
    Scenario("function-of-arguments", "call g\r", ("bash",), "g() { touch victim; }; call() { \"$@\"; }"),
    Scenario("function-fish", "g\r", ("fish",), "function g; touch victim; end"),
    Scenario("variable", "$tool victim\r", ("bash", "zsh"), "tool=touch"),
    Scenario("control-j", "touch victim\n", POSIX),
    Scenario("history-expansion", "!touch\r", BASHES, "history -s 'touch victim'"),
    Scenario("history-expansion-zsh", "!touch\r", ("zsh",), "HISTSIZE=9; print -s 'touch victim'"),
    Scenario("history-up", "\x1b[A\x1b[A\r", BASHES, "history -s 'touch victim'"),
    Scenario("search-enter", "\x12vict\r", BASHES, "history -s 'touch victim'"),
    Scenario("search-enter-zsh", "\x12vict\r", ("zsh",), "bindkey -e; HISTSIZE=9; print -s 'touch victim'"),
    Scenario("operate-and-get-next", "touch victim\x0f", POSIX, after="stty discard undef"),
    Scenario("accept-and-hold", "touch victim\x1ba", ("zsh",), "bindkey -e"),
    Scenario("numeric-argument", "touch victim\x1b2\r", ("bash", "bash-old")),
    Scenario("vi-insert", "touch victim\r", ("bash", "bash-old"), "set -o vi"),
    Scenario("vi-command", "touch victim\x1b\r", ("bash",), "set -o vi; bind 'set keyseq-timeout 1'", then="i"),
    Scenario("vi-command-old", "touch victim\x1b\r", ("bash-old",), "set -o vi; bind 'set keyseq-timeout 1'"),
    Scenario("vi-insert-zsh", "touch victim\r", ("zsh",), "bindkey -v"),
    Scenario("vi-command-zsh", "touch victim\x1b\r", ("zsh",), "bindkey -v", then="i"),
    Scenario("vi-fish", "touch victim\r", ("fish",), after="fish_vi_key_bindings"),
    Scenario("editor", "echo a\x18\x05", ("bash",), EDITOR),
    Scenario("editor-old", "echo a\x18\x05", ("bash-old",), EDITOR, says="runs"),
    Scenario("editor-vi", "echo a\x1bv", ("bash",), EDITOR + "set -o vi; bind 'set keyseq-timeout 1'", then="i"),
    Scenario("editor-zsh", "echo a\x18\x05\r", ("zsh",),
             EDITOR + "bindkey -e; autoload -Uz edit-command-line; zle -N edit-command-line;"
             "bindkey '^X^E' edit-command-line"),
    Scenario("fc-substitution", "fc -s printf=touch printf\r", BASHES, "history -s 'printf victim'", says="runs"),
    Scenario("fc-editor", "fc\r", ("bash",), "export FCEDIT=$PWD/.editor; history -s 'echo a'", says="runs"),
    Scenario("fc-zsh", "fc -e - printf=touch printf\r", ("zsh",), "HISTSIZE=9; print -s 'printf victim'", says="runs"),
    Scenario("key-past-layer-1", "touch victim\x14", ("bash",), after="""bind '"\\C-t": accept-line'"""),
    Scenario("widget-past-layer-1", "touch victim\x14", ("zsh",),
             after="other() { zle .accept-line }; zle -N other; bindkey '^T' other"),
    Scenario("enter-rebound-zsh", "touch victim\r", ("zsh",), after="bindkey '^M' .accept-line"),
    Scenario("int-trap-zsh", "touch victim\x14", ("zsh",),
             after="trap 'x=1' INT; other() { zle .accept-line }; zle -N other; bindkey '^T' other"),
    Scenario("int-trap-incomplete", "for i in 1; do touch victim\r", ("bash",), "trap : INT", says="can't be read"),
    Scenario("key-of-another-fish", "touch victim\x14", ("fish",), after="bind \\ct execute"),
    Scenario("enter-of-another-fish", "touch victim\r", ("fish",), after="bind \\r execute"),
    Scenario("function-of-another-fish", "\x14", ("fish",),
             "function w; commandline -r 'touch victim'; commandline -f execute; end; bind \\ct w"),
    Scenario("macro", "\x14", ("bash",), """bind '"\\C-t": "touch victim\\C-m"'"""),
    Scenario("macro-zsh", "\x14", ("zsh",), "bindkey -s '^T' 'touch victim^M'"),
    Scenario("bind-x", "touch vic\x14\r", ("bash",),
             after="add() { READLINE_LINE+=tim; READLINE_POINT=99; }; bind -x '\"\\C-t\": add'"),
    Scenario("widget-that-accepts", "\x14", ("zsh",),
             after="w() { BUFFER='touch victim'; zle accept-line }; zle -N w; bindkey '^T' w"),
    Scenario("line-finish-alters", "echo victim\r", ("zsh",),
             after="zle-line-finish() { BUFFER=${BUFFER/echo victim/touch victim} }; zle -N zle-line-finish"),
    Scenario("push-line", "echo a\x1bqtouch victim\r", ("zsh",), "bindkey -e", then="\x15"),
    Scenario("accept-and-down", "touch victim\x0f", ("zsh",), "bindkey -e", after="stty discard undef"),
    Scenario("search-operate", "\x12vict\x0f", ("bash",), "history -s 'touch victim'", after="stty discard undef"),
    Scenario("histverify", "!touch\r\r", ("bash",), "history -s 'touch victim'; shopt -s histverify"),
    Scenario("histverify-zsh", "!touch\r\r", ("zsh",), "HISTSIZE=9; print -s 'touch victim'; setopt hist_verify"),
    Scenario("histchars", "@touch\r", ("bash",), "history -s 'touch victim'; histchars='@^#'"),
    Scenario("modifier", "!print:s/print/touch/\r", ("bash",), "history -s 'print victim'"),
    Scenario("the-line-before", ": echo a\r: touch victim\r!*\r", BASHES),
    Scenario("the-line-before-zsh", ": echo a\r: touch victim\r!*\r", ("zsh",), "HISTSIZE=9"),
    Scenario("histchars-anywhere", "echo @?touch?:*\r", ("bash",), "history -s ': ; touch victim'; histchars='@^#'"),
    Scenario("pasted-function", "\x1b[200~f() {\n touch victim\n}\nf\x1b[201~\r", ("bash", "zsh")),
    Scenario("pasted-heredoc", "\x1b[200~cat > victim <<E\nx\nE\n\x1b[201~\r", ("bash", "zsh")),
    Scenario("nul", "touch victim \x16\x00\r", ("bash", "zsh")),
    Scenario("long", ": " + "b " * 1200 + "; touch victim\r", ("bash", "zsh")),
    Scenario("abbreviation-anywhere", "true | zz\r", ("fish",), "abbr --position anywhere zz 'touch victim'"),
    Scenario("dumb", "touch victim\r", ("bash", "zsh"), "TERM=dumb"),
    Scenario("nounset", "touch victim\r", POSIX, "set -u"),
    Scenario("noglob", "touch victim\r", POSIX, "set -f"),
    Scenario("noclobber", "touch victim\r", POSIX, "set -o noclobber"),
    Scenario("readonly-time-format", "touch victim\r", ("bash-old",), "readonly HISTTIMEFORMAT='%F %T '"),
    Scenario("readonly-time-format-net", "touch victim\x14", ("bash",), "readonly HISTTIMEFORMAT='%F %T '",
             """bind '"\\C-t": accept-line'"""),
    Scenario("posix", "touch victim\r", BASHES, after="set -o posix"),
    Scenario("pipefail", "touch victim\r", POSIX, "set -o pipefail"),
    Scenario("failglob", "touch victim\r", ("bash",), "shopt -s failglob nocaseglob; IFS=:"),
    Scenario("ksharrays", "touch victim\r", ("zsh",), "setopt ksharrays shwordsplit nounset"),
    Scenario("emulate-sh", "touch victim\r", ("zsh",), after="emulate sh"),
    Scenario("xtrace", "touch victim\r", ("bash", "zsh"), after="set -x"),
    Scenario("after-control-c", "touch other\x03touch victim\r", POSIX),
    Scenario("after-control-c-continued", "for i in 1; do\r\x03touch victim\r", POSIX),
]  # fmt: skip
CASES = [(scenario, shell) for scenario in SCENARIOS for shell in scenario.shells]
EDITOR_SCRIPT = "#!/bin/sh\necho 'touch victim' > \"$1\"\n"


@pytest.mark.parametrize(("scenario", "name"), CASES, ids=[f"{scenario.name}-{shell}" for scenario, shell in CASES])
def test_a_line_is_asked_about_before_anything_of_it_runs(
    scenario: Scenario, name: str, shared_home: Home, work: Path
) -> None:
    prepare(name, work)
    with Shell(name, shared_home, work, scenario.setup, scenario.after) as shell:
        shell.sync()
        enter(shell, scenario)
        assert f"It {scenario.says}" in shell.expect(ASKS)
        shell.keys("n")
        shell.expect("no\r")
        shell.keys(scenario.then)
        shell.sync()
        assert not (work / VICTIM).exists()
        assert not (work / "other").exists()


@pytest.mark.parametrize("name", ["bash", "zsh"])
@pytest.mark.parametrize(
    "lines", [["cat > victim <<E", "text", "E"], ["touch other \\", "victim \\", "more"]], ids=["document", "backslash"]
)
def test_a_line_that_goes_on_is_asked_about_once(name: str, lines: list[str], shared_home: Home, work: Path) -> None:
    prepare(name, work)
    with Shell(name, shared_home, work, "PS2='more> '") as shell:
        for line in lines[:-1]:
            shell.line(line)
            assert shell.child.expect(["more> ", ASKS]) == 0
        shell.line(lines[-1])
        shell.expect(ASKS)
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()


# Without the guard, loops would not end, and lines that are asked about before they are complete do not run.
ENDLESS = ("while", "while-fish", "int-trap-incomplete")
UNGUARDED = [(scenario, name) for scenario, name in CASES if name != "bash-old" and scenario.name not in ENDLESS]


@pytest.mark.parametrize(("scenario", "name"), UNGUARDED, ids=[f"{each.name}-{shell}" for each, shell in UNGUARDED])
def test_without_the_guard_the_same_keys_run(scenario: Scenario, name: str, shared_home: Home, work: Path) -> None:
    prepare(name, work)
    with Shell(name, shared_home, work, scenario.setup, scenario.after, guard=False) as shell:
        shell.sync()
        enter(shell, scenario._replace(keys=scenario.keys + ("\r" if "editor" not in scenario.name else "")))
        assert wait_until(lambda: any(work.glob(VICTIM)))


def prepare(name: str, work: Path) -> None:
    """Skip a shell that is not there; put an editor into the directory that writes a line of its own."""
    if shutil.which(name.partition("-")[0]) is None:
        pytest.skip(f"{name} is not installed")
    editor = work / ".editor"
    editor.write_text(EDITOR_SCRIPT)
    editor.chmod(0o755)


def enter(shell: Shell, scenario: Scenario) -> None:
    """Type the keys; behind a Ctrl-C, go on when the prompt is back."""
    *interrupted, last = scenario.keys.split("\x03")
    for keys in interrupted:
        shell.keys(keys + "\x03")
        shell.child.expect_exact(PROMPT)
    shell.keys(last)
