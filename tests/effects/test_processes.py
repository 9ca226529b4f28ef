"""Names of processes in patterns and in the code of filters."""

from __future__ import annotations

import pytest

from chimera_guard.effects.processes import kind_of, named_in

VITAL, PROTECTING = frozenset({"vital-process"}), frozenset({"protecting-process"})


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("sshd", VITAL),
        ("[s]shd", VITAL),
        ("^sshd$", VITAL),
        ("/usr/sbin/sshd", VITAL),
        ("auditd", PROTECTING),
        ("falcon-sensor-bpf", PROTECTING),
        ("gunicorn", frozenset()),
        ("my-sshd-helper", frozenset()),
    ],
)
def test_the_kind_of_a_pattern(pattern: str, kind: frozenset[str]) -> None:
    assert kind_of(pattern) == kind


def test_the_patterns_in_code() -> None:
    assert named_in("/[s]shd/ { print $2 }") == VITAL
    assert named_in("{ print $2 / 2 }") == frozenset()
