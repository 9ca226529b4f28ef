"""Which machines are near: what comes from there has passed nobody on the way."""

from __future__ import annotations

import pytest

from chimera_guard.effects.hosts import is_near


@pytest.mark.parametrize(
    "address",
    [
        "localhost/simple",
        "localhost:8080",
        "[::1]:8080/x",
        "127.1.2.3",
        "10.0.0.7/x",
        "172.31.0.1:80",
        "me@192.168.1.2/",
    ],
)
def test_near(address: str) -> None:
    assert is_near(address)


@pytest.mark.parametrize(
    "address",
    [
        "10.evil.example/simple",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "localhost@evil.example/x",
        "172.32.0.1",
        "192.169.0.1",
        "010.0.0.1",
        "10.0.0.1.2",
        "[::2]/x",
        "",
    ],
)
def test_far(address: str) -> None:
    assert not is_near(address)
