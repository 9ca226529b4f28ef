"""Paths and option words that are as long as a command line can be."""

from __future__ import annotations

import pytest

from chimera_guard import SecurityRisk, assess
from tests.steps import at_most


@pytest.mark.parametrize(
    "command",
    ["rm -rf " + "../" * 300_000, "rm " + ".a/" * 100_000 + "b", "rm -" + "r" * 1_000_000, "cat a" + ".gz" * 20_000],
    ids=["upwards", "dotted", "options", "copies"],
)
def test_a_long_word_takes_steps_by_its_length(command: str) -> None:
    assess("rm -rf .a; cat b")
    with at_most(10_000_000):
        found = {finding.rule for finding in assess(command).findings}
    assert "internal-error" not in found


def test_a_key_is_found_however_deep_it_lies() -> None:
    assert assess("cat " + "a/" * 30_000 + ".ssh/id_rsa.gz").risk is SecurityRisk.HIGH
