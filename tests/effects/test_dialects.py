"""Code in another shell's language than bash's is read in that language, wherever on the line it stands."""

from __future__ import annotations

import pytest

from chimera_guard import SecurityRisk, assess
from chimera_guard.context import Context

HOME = "/home/me"


@pytest.mark.parametrize(
    "line",
    [
        "fish -c 'for f in a; rm -rf ~; end'",
        "fish -c 'begin; cd ~; and rm -rf *; end'",
        "fish -c \"eval 'if true; rm -rf ~; end'\"",
        "echo 'if true; rm -rf ~; end' | fish",
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
        "alias -g G='; rm -rf ~'",
        "sudo rm -rf ~ &|",
        "rm -rf $HOME:h",
        "cat =(rm -rf ~)",
        'echo "${(e):-\\$(rm -rf ~)}"',
        "sched +1 rm -rf ~",
        "zmodload zsh/files; zf_rm -rf ~",
        "zsh -c 'repeat 2 rm -rf ~'",
        "TRAPEXIT() { rm -rf ~ }",
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
    ],
)
def test_what_zsh_says_in_passing(line: str) -> None:
    assert assess(line, ZSH).risk is SecurityRisk.LOW


def test_comments_are_those_of_the_shell_that_it_is_typed_to() -> None:
    line = "echo hi # ; rm -rf ~"
    assert assess(line, ZSH).risk is SecurityRisk.LOW
    assert assess(line, ZSH._replace(options=frozenset({"interactivecomments"}))).risk is SecurityRisk.LOW
    assert assess(line, ZSH._replace(options=frozenset())).risk is SecurityRisk.HIGH
