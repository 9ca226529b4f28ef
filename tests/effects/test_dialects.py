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
