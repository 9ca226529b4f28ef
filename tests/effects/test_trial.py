"""What is taken for a trial depends on the rest of the line, which is not looked through for each of its commands."""

from __future__ import annotations

import pytest

from chimera_guard import SecurityRisk, assess
from tests.steps import at_most


@pytest.mark.parametrize("commands", ["createdb t; dropdb t; ", "docker run --name a x; docker rm -f a; "])
def test_what_a_line_made_is_its_own_to_take_away(commands: str) -> None:
    assert assess(commands).risk is SecurityRisk.MEDIUM


@pytest.mark.parametrize("commands", ["createdb t; dropdb t; ", "docker rm -f a; "])
def test_a_line_of_many_takes_steps_by_their_number(commands: str) -> None:
    assess(commands)
    with at_most(3_000_000):
        found = {finding.rule for finding in assess(commands * 1000).findings}
    assert "internal-error" not in found  # which it is where the steps were too many
    assert {"database-destroyed", "remote-destroyed"} & found
