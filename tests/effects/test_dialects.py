"""Code in another shell's language than bash's is read in that language, wherever on the line it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from chimera_guard import SecurityRisk, assess
from chimera_guard.context import Context
from chimera_guard.host.facts import current_context
from chimera_guard.syntax.nodes import Span
from tests.steps import at_most

HOME = "/home/me"


@pytest.mark.parametrize(
    "line",
    [
        "fish -c 'for f in a; rm -rf ~; end'",
        "fish -c 'begin; cd ~; and rm -rf *; end'",
        "fish -c \"eval 'if true; rm -rf ~; end'\"",
        "echo 'if true; rm -rf ~; end' | fish",
        "printf '#!/usr/bin/env fish\\nif true; rm -rf ~; end' > x; ./x",
        "printf '#!/bin/zsh\\nfor x (a) rm -rf ~' > x; ./x",
        "emulate zsh -c 'repeat 2 rm -rf ~'",
        "fish -c 'echo a | while read l; bash -c \"if true; then rm -rf ~; fi\"; end'",
    ],
)
def test_what_another_shell_is_given(line: str) -> None:
    found = assess(line, Context(home=HOME, user="me", cwd=HOME + "/project"))
    assert "deletion-home" in {finding.rule for finding in found.findings}


def test_a_line_of_another_shell() -> None:
    line = "if test -e x; clean ~; end"
    functions = {"clean": "function clean --description 'all of it'\n    rm -rf $argv[1]\nend"}
    context = Context(home=HOME, user="me", cwd=HOME, dialect="fish", functions=functions)
    found = assess(line, context)
    assert (found.risk, found.command) == (SecurityRisk.HIGH, line)
    assert [finding.rule for finding in found.findings] == ["deletion-home"]
    assert all(0 <= finding.span.start <= finding.span.end <= len(line) for finding in found.findings if finding.span)


SCRIPTS = {
    "a.fish": "for f in ~\n    rm -rf $f\nend\n",
    "clean": "#!/usr/bin/env fish\nif true; rm -rf ~; end\n",
    "clean-sh": "#!/bin/sh\nif true; then rm -rf ~; fi\n",
    "clean-zsh": "#!/bin/zsh\nrepeat 2 rm -rf ~\n",
    "bare": "if true; then rm -rf ~; fi\n",
}


@pytest.mark.parametrize("dialect", ["bash", "fish", "zsh"])
@pytest.mark.parametrize("line", ["fish a.fish", "./clean", "./clean-sh", "./clean-zsh", "./bare", "sh bare"])
def test_a_script_is_read_in_the_language_of_its_first_line(line: str, dialect: str, tmp_path: Path) -> None:
    for name, text in SCRIPTS.items():
        (tmp_path / name).write_text(text)
    context = current_context(str(tmp_path), {"HOME": HOME}, home=HOME, dialect=dialect, budget=30.0)
    assert "deletion-home" in {finding.rule for finding in assess(line, context).findings}


def test_a_file_that_is_sourced_is_in_the_language_of_the_shell(tmp_path: Path) -> None:
    for name, text in SCRIPTS.items():
        (tmp_path / name).write_text(text)
    context = current_context(str(tmp_path), {"HOME": HOME}, home=HOME, dialect="fish", budget=30.0)
    assert assess("source a.fish", context).risk is SecurityRisk.HIGH
    assert "deletion-home" not in {finding.rule for finding in assess("source bare", context).findings}


@pytest.mark.parametrize("dialect", ["fish", "zsh"])
def test_what_the_end_of_a_pipeline_sets_stays(dialect: str) -> None:
    context = Context(home=HOME, user="me", cwd=HOME, dialect=dialect)
    assert "deletion-home" in {finding.rule for finding in assess("echo ~ | read x; rm -rf $x", context).findings}


ZSH = Context(home=HOME, user="me", cwd=HOME + "/project", env={"HOME": HOME}, env_complete=False, dialect="zsh")


@pytest.mark.parametrize(
    "line",
    [
        "echo x >! ~/.zshrc",
        "echo x &>>! ~/.zshrc",
        "=rm -rf ~",
        "repeat 3 rm -rf ~",
        "for x (a b) rm -rf ~",
        "foreach x (a b); rm -rf ~; end",
        "() { rm -rf $1 } ~",
        "if [[ -f x ]] { ls } else { rm -rf ~ }",
        "ls *(e:'rm -rf ~':)",
        "rm -rf ~/*(D)",
        "a=(ls rm); $a[2] -rf ~",
        "a=(-rf ~); rm $a",
        "x='rm -rf ~'; ${=x}",
        "$commands[rm] -rf ~",
        "hash x=/bin/rm; x -rf ~",
        "functions[x]='rm -rf ~'; x",
        "aliases[x]=ls rm -rf ~",
        "alias -g G='; rm -rf ~'",
        "sudo rm -rf ~ &|",
        "rm -rf $HOME:h",
        "cat =(rm -rf ~)",
        'echo "${(e):-\\$(rm -rf ~)}"',
        "sched +1 rm -rf ~",
        "zmodload zsh/files; zf_rm -rf ~",
        "zsh -c 'repeat 2 rm -rf ~'",
        "TRAPEXIT() { rm -rf ~ }",
        "setopt extended_glob; cd ~; rm -rf ^keep",
        "setopt extended_glob; cd ~; rm -rf *~keep",
        "source =(<<< 'rm -rf ~')",
        "options[shwordsplit]=on; x='rm -rf ~'; $x",
        "emulate sh -c 'x=\"rm -rf ~\"; $x'",
        "alias -g HERE=~\nrm -rf HERE",
        "galiases[HERE]=~\nrm -rf HERE",
        "zmodload zsh/mapfile; mapfile[$HOME/.zshrc]=x",
        "zmodload zsh/mapfile; unset 'mapfile[/home/me/.zshrc]'",
        "zmodload zsh/mapfile; print $mapfile[/home/me/.ssh/id_rsa]",
        "local -a x=(rm -rf ~); $x",
        "rm -rf ~/**/*(.)",
    ],
)
def test_what_only_zsh_says(line: str) -> None:
    assert assess(line, ZSH).risk is SecurityRisk.HIGH


@pytest.mark.parametrize(
    "line",
    [
        "ls **/*.py(.om[1,5])",
        'print -l ${(f)"$(git status --short)"}',
        "echo ${(j:,:)path} $path[1] ${#path}",
        "for f (*.txt) print $f:t",
        "print -P '%F{red}hi%f'",
        "[[ $x == (a|b)* ]] && print yes",
        "autoload -Uz compinit && compinit",
        "typeset -A h; h=(a 1); print $h[a] ${(k)h}",
        "alias -g L='| less'",
        "setopt extended_glob; ls ^*.txt",
        "ls -ld *(/om[1,3]) *(.L+10)",
        "sleep 10 & ; jobs",
        "print -rl -- $^fpath/_*(N:t)",
        "case $OSTYPE in darwin*) print mac;; (linux|*bsd)) print other;; esac",
        'arr=(${(s:,:)"a,b,c"}); print -l $arr',
        "zmv -n '(*).txt' '$1.md'",
        "(( $+commands[nvim] )) && alias vim=nvim",
        "print ${PWD:t} ${PWD:h:t} ${(o)path} ${(%):-%n}",
        "setopt promptsubst; print -P '%F{red}hi%f'",
        "print -l **/*.txt(:t:r)",
        "alias -g L='| wc -l'\nls L",
        "zmodload zsh/datetime; print $EPOCHSECONDS",
    ],
)
def test_what_zsh_says_in_passing(line: str) -> None:
    assert assess(line, ZSH).risk is SecurityRisk.LOW


RUN = {
    "zsh": [
        "echo $( (rm -rf ~) )",
        "echo `(rm -rf ~)`",
        "x 2<(rm -rf ~)",
        "ls $(rm -rf ~)(:h)",
        "echo $x:& rm -rf ~",
        "ls $x:s;rm -rf ~;",
        "x=la; $x:sxlaxrmx -rf ~",
        "x=; $x=rm -rf ~",
        "rm -rf $x~",
        "$x:t rm -rf ~",
        "${(P)y} rm -rf ~",
        "a=(); $a[1] rm -rf ~",
        "a=('' rm); $a -rf ~",
        "a=(rm); a+=-rf; $a ~",
        "a=(ls rm -rf); shift a; $a ~",
        "true || typeset -A h; h=(k ls); $h[k] rm -rf ~",
        "typeset -T X x ,; X=rm,-rf; $x ~",
        "typeset -l x; x=RM; $x -rf ~",
        'x=rm,-rf; "${(@s:,:)x}" ~',
        "setopt ksharrays; a=(rm x); $a -rf ~",
        "emulate ksh; a=(rm x); $a -rf ~",
        "- rm -rf ~",
        "setopt clobber\n- rm -rf ~",
        "f g () rm -rf ~; g",
        "function f ( rm -rf ~ ); f",
        "function f $(rm -rf ~) { ls }",
        "ls *(f:u+w:e:'rm -rf ~':)",
        "ls *(om[1]e:'rm -rf ~':)",
        "ls *(e:'ls':e:'rm -rf ~':)",
        "x='*(e:\"rm -rf ~\":)'; ls $~x",
        "setopt globsubst; x='*(e:\"rm -rf ~\":)'; ls $x",
        "x='~'; rm -rf $~x",
        "zstyle -e ':a' b 'rm -rf ~'",
        "alias -s txt='rm -rf ~'",
        "( chpwd_functions=(g); g() { rm -rf ~ }; cd / )",
        "( functions -M m 0; m() { rm -rf ~ }; print $(( m() )) )",
        "NULLCMD=sh; <<< 'rm -rf ~'",
        "y=/a/b; sudo ${y:e} rm -rf ~",
        "y=/a/b.rm; sudo ${y:e} -rf ~",
    ],
    "fish": [
        "set xA rm; $x\\x41 -rf ~",
        "function f -e e; $x -rf ~; end; set x rm; emit e",
        "function f -v x; $x -rf ~; end; set x rm",
        "function fish_command_not_found; rm -rf ~; end",
        "function f -S; set x rm; end; f; $x -rf ~",
        "x=rm function f -V x; $x -rf ~; end; f",
        "x=ls set x rm; $x -rf ~",
        "set x rm; begin; and set x ls; end; $x -rf ~",
        "string replace a b 'rm -rf ~' | source --",
        "echo 'rm -rf ~' | source (true)",
        "ls 2&>x ; rm -rf ~",
        "git clean -fdx {-n$x,-n}",
    ],
}
CALM = {
    "zsh": [
        "x='*.txt'; ls $~x",
        "[[ $HOME == ${~HOME}* ]] && print $HOST $ZSH_VERSION $path $#functions",
        "f () { ls }; f",
        "precmd() { print hi }",
        "ls -l *(u:me:) *(om[1]) a}b",
        "print ${x:-a b} $x:gs/a/b/ $PWD:h",
    ],
    "fish": [
        "function f --on-event foo; echo $argv; end; emit foo 1",
        "echo $version $PATH $history[1] ; ls {$HOME,/tmp}",
        "set f a; cat {$f,$f.bak}; ls 2&>/dev/null",
        "begin; or echo a; end",
    ],
}


@pytest.mark.parametrize(("dialect", "line"), [(dialect, line) for dialect, lines in RUN.items() for line in lines])
@pytest.mark.parametrize("complete", [True, False])
def test_what_they_run_is_foreseen(dialect: str, line: str, complete: bool) -> None:
    risk = assess(line, ZSH._replace(dialect=dialect, env_complete=complete)).risk
    assert risk in (SecurityRisk.HIGH, SecurityRisk.UNKNOWN)


@pytest.mark.parametrize(("dialect", "line"), [(dialect, line) for dialect, lines in CALM.items() for line in lines])
def test_what_they_run_is_not_feared(dialect: str, line: str) -> None:
    assert assess(line, ZSH._replace(dialect=dialect, env_complete=True)).risk is SecurityRisk.LOW


def test_a_pattern_without_an_end_comes_to_an_end() -> None:
    with at_most(200_000):
        assert assess("case b in <-)", ZSH).risk is SecurityRisk.UNKNOWN


def test_comments_are_those_of_the_shell_that_it_is_typed_to() -> None:
    line = "echo hi # ; rm -rf ~"
    assert assess(line, ZSH).risk is SecurityRisk.LOW
    assert assess(line, ZSH._replace(options=frozenset({"interactivecomments"}))).risk is SecurityRisk.LOW
    assert assess(line, ZSH._replace(options=frozenset())).risk is SecurityRisk.HIGH


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize(
    ("dialect", "line"),
    [("zsh", "${(Q)x} -rf ~"), ("zsh", "__unread=ls; ${${x}[2]} -rf ~"), ("zsh", "$a[$i] x"), ("fish", "$$x -rf ~")],
)
def test_what_cannot_be_said_is_unknown_also_where_all_variables_are_known(
    dialect: str, line: str, complete: bool
) -> None:
    context = ZSH._replace(dialect=dialect, env_complete=complete)
    assert assess(line, context).risk is SecurityRisk.UNKNOWN


@pytest.mark.parametrize("dialect", ["zsh", "fish"])
@pytest.mark.parametrize("line", ["\0", "ls\0 x", "echo $x\0; ls", "echo '\0'"])
def test_a_nul_is_never_read(dialect: str, line: str) -> None:
    assert assess(line, ZSH._replace(dialect=dialect)).risk is SecurityRisk.UNKNOWN


@pytest.mark.parametrize(
    "line",
    [
        "print -v x rm; $x -rf ~",
        "print -rv y -- -rf; rm $y ~",
        "typeset -A m; m=(k rm j ls); $m[k] -rf ~",
        "typeset -A m=(k rm); ${m[k]} -rf ~",
        "integer n=2; a=(ls rm); $a[2] -rf ~",
        "n=x; : ${(P)n::=rm}; $x -rf ~",
        "setopt promptsubst; x='$(rm -rf ~)'; print -P $x",
        "x='$(rm -rf ~)'; echo ${(%%)x}",
        "rm -rf .(:A:h)",
    ],
)
def test_what_zsh_sets(line: str) -> None:
    assert assess(line, ZSH._replace(env_complete=True)).risk in (SecurityRisk.HIGH, SecurityRisk.UNKNOWN)


FISH = ZSH._replace(dialect="fish")


@pytest.mark.parametrize("context", [ZSH, FISH], ids=["zsh", "fish"])
@pytest.mark.parametrize(
    ("before", "same", "after", "only"),
    [
        ("ls; ", "rm -rf ~", "; echo hi", ""),
        ("echo 'ünï'; ", "rm -rf ~", "", ""),
        ("if true; then ", "rm -rf ~", "; fi", "zsh"),
        ("repeat 3 ", "rm -rf ~", "", "zsh"),
        ("ls; ", "rm -rf ~(N)", " && ls", "zsh"),
        ("for f (a b) { ", "rm -rf ~/${f}", " }", "zsh"),
        ("if true; ", "rm -rf ~", "; end", "fish"),
        ("begin; ", "rm -rf {~,/tmp/x}", "; end", "fish"),
        ("ls; and ", "rm -rf ~", "\necho hi", "fish"),
    ],
)
def test_what_is_underlined_is_found_again(context: Context, before: str, same: str, after: str, only: str) -> None:
    if only in ("", context.dialect):
        line = before + same + after
        spans = {finding.span for finding in assess(line, context).findings}
        assert {line[span.start : span.end] for span in spans if span is not None} == {same}


def test_what_find_runs_ends_where_it_ends() -> None:
    line = "find . -exec rm -rf ~ \\; -print"
    (finding,) = assess(line, ZSH._replace(dialect="bash")).findings
    assert finding.span is not None and line[finding.span.start : finding.span.end] == "rm -rf ~"


def test_what_stands_there_twice_is_not_underlined_by_guess() -> None:
    line = "if true; rm -rf ~; else; rm -rf ~; end"
    assert {finding.span for finding in assess(line, FISH).findings} == {Span(0, len(line))}


@pytest.mark.parametrize(
    ("line", "risk"),
    [
        ("abbr -a ls rm -rf ~", SecurityRisk.HIGH),
        ("abbr --add -g ls -- 'rm -rf ~'", SecurityRisk.HIGH),
        ("abbr -a gs git status", SecurityRisk.LOW),
        ("abbr -a L --position anywhere --set-cursor '% | less'", SecurityRisk.LOW),
        ("abbr --erase gs", SecurityRisk.LOW),
    ],
)
def test_an_abbreviation_of_fish_is_what_it_stands_for(line: str, risk: SecurityRisk) -> None:
    assert assess(line, FISH).risk is risk


@pytest.mark.parametrize(
    "line", ["function a}b { ls; }", "function f<<E", 'function x") { }', "function {a", "function a)", "command - a"]
)
@pytest.mark.parametrize("dialect", ["zsh", "fish"])
def test_what_is_no_function_comes_to_an_end(dialect: str, line: str) -> None:
    with at_most(200_000):
        assess(line, Context(dialect=dialect))
