"""Variables and tables that the shell itself lives by, in whatever way they are set."""

from __future__ import annotations

import pytest

from chimera_guard import Context, SecurityRisk, assess

CONTEXT = Context(cwd="/home/me/project", home="/home/me", env={"HOME": "/home/me"}, project_root="/home/me/project")


@pytest.mark.parametrize(
    "line",
    [
        "PROMPT_COMMAND+=('rm -rf ~')",
        "PROMPT_COMMAND[3]='rm -rf ~'",
        "printf -v PROMPT_COMMAND %s 'rm -rf ~'",
        "read -r PROMPT_COMMAND <<< 'rm -rf ~'",
        "mapfile -t PROMPT_COMMAND <<< 'rm -rf ~'",
        ': "${PROMPT_COMMAND:=rm -rf ~}"',
        "for PROMPT_COMMAND in 'rm -rf ~'; do :; done",
        "read -r PS1 <<< '$(rm -rf ~)'",
        "BASH_CMDS[ls]=/bin/rm; ls -rf ~",
        "BASH_CMDS=([ls]=/bin/rm); ls -rf ~",
        "BASH_ALIASES=([ls]='rm -rf ~')\nls",
        "CDPATH=/home cd me; rm -rf *",
        'declare -a x=(rm -rf ~); "${x[@]}"',
        "GIT_CONFIG_PARAMETERS=\"'core.fsmonitor=rm -rf ~'\" git status",
    ],
)
def test_it_counts_however_it_is_set(line: str) -> None:
    assert assess(line, CONTEXT).risk is SecurityRisk.HIGH


@pytest.mark.parametrize(
    "line",
    [
        "PS1='\\u@\\h:\\w$(__git_ps1 \" (%s)\")\\$ '",
        "PS1='$ '; PS2='> '",
        "unset PROMPT_COMMAND",
        "read -r line <<< 'rm -rf ~'",
        "CDPATH=.:~/src; cd project",
    ],
)
def test_others_are_left_alone(line: str) -> None:
    assert assess(line, CONTEXT).risk in (SecurityRisk.LOW, SecurityRisk.MEDIUM)  # UNKNOWN is 0
