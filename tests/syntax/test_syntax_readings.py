"""Every command that bash would run is seen, and nothing is guessed."""

from __future__ import annotations

import pytest

from chimera_guard.syntax import parse, unfinished
from tests.syntax.outline import commands
from tests.syntax.readings import READINGS, REFUSED


@pytest.mark.parametrize("source", READINGS)
def test_every_command_is_seen(source: str) -> None:
    script = parse(source)
    assert script.problem is None
    assert sorted(commands(script)) == sorted(READINGS[source])


# What takes in the text behind it.
OPEN_ENDED = {source for source in READINGS if source.endswith(("\\", "<<E\nx"))}


@pytest.mark.parametrize("source", sorted(READINGS.keys() - OPEN_ENDED))
@pytest.mark.parametrize("around", ["{ %s\n}", "if a; then %s\nfi", "(%s\n)", "case x in y) %s\nesac", "f() {\n%s\n}"])
def test_the_same_within_other_commands(source: str, around: str) -> None:
    script = parse(around % source)
    assert script.problem is None
    assert [command for command in READINGS[source] if command not in commands(script)] == []


@pytest.mark.parametrize("source", REFUSED)
def test_what_is_uncertain_is_a_problem(source: str) -> None:
    script = parse(source)
    assert script.problem
    assert script.body.items == ()
    assert script.source == source


@pytest.mark.parametrize(
    ("source", "goes_on"),
    [
        ("ls \\", True),
        ("ls \\\\", False),
        ("cat <<E", True),
        ("cat <<E\ntext", True),
        ("cat <<E\ntext\nE", False),
        ("cat <<-'E' > x; ls\n\ttext\n\tE", False),
        ("cat <<A <<B\n1\nA", True),
        ("cat <<< word", False),
        ("echo '<<'", False),
        ("ls", False),
        ("", False),
    ],
)
def test_what_goes_on_in_the_next_line(source: str, goes_on: bool) -> None:
    assert unfinished(source) == goes_on
