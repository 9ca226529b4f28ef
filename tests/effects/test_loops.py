"""What one round of a loop leaves for the next, and variables with gaps that become words."""

from __future__ import annotations

import pytest

from chimera_guard import Assessment, SecurityRisk, assess


def rules(assessment: Assessment) -> set[str]:
    return {finding.rule for finding in assessment.findings}


@pytest.mark.parametrize(
    "line",
    [
        "x=ls; f() { x='rm -rf /'; }; while read l; do $x; f; done",
        "x=ls; while read l; do $x; eval \"x='rm -rf /'\"; done",
        "x=ls; while read l; do $x; declare x='rm -rf /'; done",
        "x=; until [ -f a ]; do $x ls; : ${x:='rm -rf /'}; done",
        "f() { echo; }; while read l; do f; f() { rm -rf /; }; done",
        "while read l; do sh x.sh; echo 'rm -rf /' > x.sh; done",
        "a=; b=; while read l; do $a -rf /; a=$b; b=rm; done",
        "for f in $LIST; do for g in $LIST; do $x; x='rm -rf /'; done; done",
    ],
)
def test_a_round_finds_what_the_one_before_has_set(line: str) -> None:
    assert assess(line).risk in (SecurityRisk.HIGH, SecurityRisk.UNKNOWN)


def test_options_that_a_loop_reads_are_known_behind_it() -> None:
    loop = 'while [ $# -gt 0 ]; do case "$1" in -n) dry=echo;; esac; shift; done; '
    assert assess(f"dry=; {loop}$dry mkdir -p out").risk is SecurityRisk.MEDIUM
    assert "deletion-system" in rules(assess(f"dry=; {loop}$dry rm -rf /usr"))


def test_what_is_found_in_two_rounds_is_told_once() -> None:
    assessment = assess("x=a; while read l; do touch $x; x=b; done")
    told = [effect.target.text for effect in assessment.effects if effect.target is not None]
    assert told == ["a", "b"]
    assert [run.argv for run in assessment.commands] == [("read", "l"), ("touch", "a"), ("touch", "b")]


@pytest.mark.parametrize(
    ("line", "risk", "rule"),
    [
        ('c="docker compose -f $FILE"; $c ps', SecurityRisk.LOW, None),
        ('c="kubectl --context=$CTX"; $c delete ns x', SecurityRisk.HIGH, "remote-destroyed"),
        ('c="rm -rf $DIR/"; $c', SecurityRisk.HIGH, "deletion-root"),
        ('c="$TOOL -rf"; $c /', SecurityRisk.UNKNOWN, "unknown-command"),
        ('c="ls $(cat f)"; "$c"', SecurityRisk.UNKNOWN, "unknown-command"),
        ("${SUDO:+sudo} apt-get install -y jq", SecurityRisk.MEDIUM, "privilege-root"),
        ("${DRY:+echo} rm -rf /", SecurityRisk.HIGH, "deletion-root"),
    ],
)
def test_a_variable_with_gaps_becomes_words(line: str, risk: SecurityRisk, rule: str | None) -> None:
    assessment = assess(line)
    assert assessment.risk is risk
    assert rule is None or rule in rules(assessment)
