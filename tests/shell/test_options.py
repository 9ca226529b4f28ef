"""Options of the shell that change what the guard's own functions mean."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .driver import VICTIM, Home, Shell

pytestmark = pytest.mark.shells


def test_keyword_arguments_of_bash(shared_home: Home, work: Path) -> None:
    (work / VICTIM).touch()
    with Shell("bash", shared_home, work, after="set -k") as shell:
        shell.line(f"rm {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
    assert (work / VICTIM).exists()


@pytest.mark.parametrize("option", ["set -k", "set -k; set -x", "set -f; set -C; set -u", "umask 777", "ulimit -f 0"])
@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_what_was_set_before_the_guard_is_loaded(name: str, option: str, shared_home: Home, work: Path) -> None:
    with Shell(name, shared_home, work, setup=option) as shell:
        shell.sync()
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()
        shell.line("chimera-guard status")
        shell.expect(f"{name} [0-9.]+[^:]*: guarded")


@pytest.mark.parametrize("name", ["bash", "bash-old", "zsh"])
@pytest.mark.parametrize("option", ["set -e", "set -k", "set -a", "set -eu", "set -E; trap 'echo caught' ERR"])
def test_a_no_ends_nothing(name: str, option: str, shared_home: Home, work: Path) -> None:
    """With `set -e`, what fails in the guard's own functions would end the shell."""
    if name == "zsh" and option.startswith("set -E"):
        option = "trap 'echo caught' ERR"
    with Shell(name, shared_home, work, after=option) as shell:
        shell.sync()
        for line in (f"touch {VICTIM}", f"for i in 1; do touch {VICTIM}; done", f"while touch {VICTIM}; do :; done"):
            shell.line(line)
            assert shell.asked()
            assert "caught" not in str(shell.child.before)
            shell.keys("n")
            shell.sync()
            shell.line("! true")
            shell.sync()
        assert not (work / VICTIM).exists()
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("y")
        shell.sync()
    assert (work / VICTIM).exists()


@pytest.mark.parametrize("name", ["bash", "bash-old", "zsh"])
def test_a_trace_does_not_show_the_guard(name: str, shared_home: Home, work: Path) -> None:
    with Shell(name, shared_home, work, after="set -x") as shell:
        shown = shell.says("true")
        assert "true" in shown
        if name == "bash":  # at Enter, bash shows what the key calls
            shown = shown.replace("__cg_enter G3", "")
        assert "__cg" not in shown


@pytest.mark.parametrize("name", ["bash", "bash-old", "zsh"])
def test_a_restricted_shell_works_and_is_told_that_it_is_not_guarded(name: str, home: Home, work: Path) -> None:
    """It may not redirect anything, so it can neither reach the server nor ask."""
    kind = name.partition("-")[0]
    (work / "bin").mkdir()
    wrapper = work / "bin" / kind
    wrapper.write_text(f'#!{shutil.which("bash")}\nexec -a r{kind} {shutil.which(kind)} "$@"\n')
    wrapper.chmod(0o755)
    with Shell(name, home, work, program=str(wrapper)) as shell:
        shown = shell.first_screen + shell.sync()
        assert "restricted shell" in shown
        assert "chimera" not in shell.sync()


@pytest.mark.parametrize("mode", ["emulate sh", "emulate ksh", "setopt ksh_arrays sh_word_split err_return"])
def test_a_zsh_that_emulates_others_is_guarded(mode: str, shared_home: Home, work: Path) -> None:
    (work / VICTIM).touch()
    with Shell("zsh", shared_home, work, setup=mode) as shell:
        shell.line(f"rm {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
    assert (work / VICTIM).exists()


@pytest.mark.parametrize("option", ["", "set -T; ", "shopt -s extdebug; "], ids=["plain", "functrace", "extdebug"])
def test_a_debug_trap_of_the_users_sees_little_of_the_guard(option: str, shared_home: Home, work: Path) -> None:
    log = work / ".seen"
    trap = f"""{option}trap 'builtin printf "%s\\n" "$BASH_COMMAND" >> {log}' DEBUG"""
    with Shell("bash", shared_home, work, after=trap) as shell:
        shell.sync()
        log.write_text("")
        shell.line("true harmless")
        shell.sync()
        seen = log.read_text().split("true harmless")[0].splitlines()
        assert len(seen) <= (1 if not option else 5)
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()


def test_a_debug_trap_of_the_users_is_back_after_a_line_with_fc(shared_home: Home, work: Path) -> None:
    log = work / ".seen"
    trap = f"""trap 'builtin printf "%s\\n" "$BASH_COMMAND" >> {log}' DEBUG; history -s 'printf {VICTIM}'"""
    with Shell("bash", shared_home, work, after=trap) as shell:
        shell.sync()
        shell.line("fc -s printf=touch printf")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        log.write_text("")
        shell.line("true harmless")
        shell.sync()
        assert "true harmless" in log.read_text()
        assert not (work / VICTIM).exists()
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("y")
        shell.sync()
        assert (work / VICTIM).exists()


def test_a_readonly_line_is_judged_by_the_net(shared_home: Home, work: Path) -> None:
    """Where READLINE_LINE can't be set, what it says is not what was typed."""
    with Shell("bash", shared_home, work, after="readonly READLINE_LINE") as shell:
        for line in (f"touch {VICTIM}", f"true && touch {VICTIM}"):
            shell.line(line)
            assert shell.asked()
            shell.keys("n")
            shell.sync()
        assert not (work / VICTIM).exists()
        shell.line("chimera-guard status")
        shell.expect("READLINE_LINE is readonly")


@pytest.mark.parametrize("after", ["", "trap : INT", "readonly HISTIGNORE=x"])
def test_what_the_history_does_not_have_is_left_to_bash(after: str, shared_home: Home, work: Path) -> None:
    with Shell("bash", shared_home, work, after=after) as shell:
        shell.line("!nothing-like-this")
        asked = shell.asked()
        assert asked == after.startswith("trap")  # where nothing could hold the line up any more
        shell.keys("y" if asked else "")
        shell.sync()
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("y")
        shell.sync()
        shell.line("!touch")
        assert shell.asked()
        shell.keys("n")
        shell.sync()


@pytest.mark.parametrize(("name", "variable"), [("bash", "__cg_l"), ("zsh", "__cg_msg")])
def test_a_readonly_variable_of_the_guards_is_asked_about_and_told(
    name: str, variable: str, shared_home: Home, work: Path
) -> None:
    with Shell(name, shared_home, work) as shell:
        shell.sync()
        shell.line(f"readonly {variable}")
        assert shell.asked()
        shell.keys("y")
        shell.sync()
        shell.line("chimera-guard status")
        shell.expect(f"{variable} is readonly")


@pytest.mark.parametrize("line", ["readonly IFS", "zmodload -u zsh/net/socket", "zmodload -u zsh/system", "LC_ALL=C"])
def test_what_zsh_can_lose(line: str, shared_home: Home, work: Path) -> None:
    with Shell("zsh", shared_home, work, after=line) as shell:
        for key in "ny":
            assert "read-only" not in (shown := shell.sync()) and "no such" not in shown and "guard:" not in shown
            assert not (work / VICTIM).exists()
            shell.line(f"touch {VICTIM}")
            assert shell.asked()
            shell.keys(key)
        shell.sync()
        assert (work / VICTIM).exists()


def test_a_debug_trap_of_zsh_sees_little_of_the_guard(shared_home: Home, work: Path) -> None:
    log = work / ".seen"
    trap = f"trap 'print -r -- seen:$ZSH_DEBUG_CMD >> {log}' DEBUG"
    with Shell("zsh", shared_home, work, after=trap) as shell:
        shell.sync()
        shell.line("true begin")
        shell.sync()
        log.write_text("")
        shell.line("true harmless")
        shell.sync()
        between = log.read_text().split("seen:true harmless")[0]
        assert between.count("seen:") <= 2


def test_options_say_how_zsh_reads_a_line(shared_home: Home, work: Path) -> None:
    with Shell("zsh", shared_home, work) as shell:
        for on, option, line in (
            (False, "interactive_comments", f"echo # ; touch {VICTIM}"),
            (True, "extended_glob", f"cd {work}; print -l ^keep; touch {VICTIM}"),
            (True, "rc_quotes", f"print 'it''s'; touch {VICTIM}"),
        ):
            shell.line(f"{'' if on else 'un'}setopt {option}")
            shell.sync()
            shell.line(line)
            assert shell.asked()
            shell.keys("n")
            shell.sync()
        shell.line("setopt interactive_comments")
        shell.sync()
        shell.line(f"echo so# it is # ; touch {VICTIM}")
        shell.expect("so# it is")
        shell.sync()
    assert not (work / VICTIM).exists()


def test_comments_that_bash_runs(shared_home: Home, work: Path) -> None:
    with Shell("bash", shared_home, work, after="shopt -u interactive_comments") as shell:
        shell.line(f"echo # ; touch {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        shell.line("shopt -s interactive_comments")
        shell.sync()
        shell.line(f"echo so# it is # ; touch {VICTIM}")
        shell.expect("so# it is")
        shell.sync()
    assert not (work / VICTIM).exists()


@pytest.mark.parametrize(
    "line",
    ["repeat 2 touch {}", "for x (1 2) touch {}", "if [[ -n x ]] {{ touch {} }}", "() {{ touch $1 }} {}", "=touch {}"],
)
def test_lines_that_only_zsh_reads(line: str, shared_home: Home, work: Path) -> None:
    with Shell("zsh", shared_home, work) as shell:
        shell.line(line.format(VICTIM))
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()
        shell.line("for x (1 2) echo ha$x; print -l *(N/) ${(j:,:)path:-x}")  # harmless: nothing is asked
        shell.expect("ha2")
        shell.sync()


def test_variables_of_the_users_keep_their_values(shared_home: Home, work: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    names = "options name expansion token begun text pattern maker marker start line"
    setup = f"for name in {names}; set -g $name mine; end; abbr --position anywhere zz true; abbr yy zz"
    with Shell("fish", shared_home, work, setup) as shell:
        shell.sync()
        shell.line("zz")
        shell.sync()
        shell.line("echo all $" + " $".join(names.split()))
        shell.expect("all" + " mine" * len(names.split()))


@pytest.mark.parametrize("name", ["bash", "bash-old", "zsh"])
def test_what_a_line_finds_of_the_one_before(name: str, shared_home: Home, work: Path) -> None:
    """The last word, and the next of the numbers that a seed has settled."""
    with Shell(name, shared_home, work) as shell:
        shell.sync()
        shell.line("echo l''ast=$_.")
        shell.expect(r"last=sync1x\.")
        shell.sync()
        shell.line("RANDOM=5; echo f''irst=$RANDOM.")
        shell.expect(r"first=\d+\.")
        first = str(shell.child.after).partition("=")[2]
        shell.sync()
        shell.line("RANDOM=5")
        shell.line("echo s''econd=$RANDOM.")
        shell.expect(f"second={first}")
        shell.sync()


RECALL = {"bash": f"history -s 'touch {VICTIM}'", "zsh": f"bindkey -e; HISTSIZE=9; print -s 'touch {VICTIM}'"}
VERIFY = {"bash": "shopt -s histverify", "zsh": "setopt hist_verify"}


@pytest.mark.parametrize("name", RECALL)
@pytest.mark.parametrize(("keys", "verify"), [("!touch:p\r", False), ("!touch\r\x15", True)])
def test_a_line_that_is_only_shown_is_not_asked_about(
    name: str, keys: str, verify: bool, shared_home: Home, work: Path
) -> None:
    with Shell(name, shared_home, work, RECALL[name], VERIFY[name] if verify else "") as shell:
        shell.sync()
        shell.keys(keys)
        assert "risk" not in shell.sync()
        assert not (work / VICTIM).exists()
        shell.line("!?touch?; echo a:p" if not verify else "!?touch?\r")  # this runs
        assert shell.asked()
        shell.keys("n")
        shell.sync()
        assert not (work / VICTIM).exists()


def test_a_zsh_that_tells_what_programs_cost(shared_home: Home, work: Path) -> None:
    with Shell("zsh", shared_home, work, setup="REPORTTIME=0 REPORTMEMORY=0") as shell:
        assert "__cg" not in shell.first_screen
        shell.line(f"touch {VICTIM}")
        assert shell.asked()
        shell.keys("n")
        assert "__cg" not in shell.sync()


def test_a_zsh_that_is_restricted_before_the_guard(shared_home: Home, work: Path) -> None:
    with Shell("zsh", shared_home, work, setup="setopt restricted") as shell:
        assert "can't be guarded" in shell.first_screen
        assert "__cg" not in shell.sync()
