from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .driver import Home


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home that asks from MEDIUM on; many tests use its server at the same time."""
    home = Home(tmp_path_factory.mktemp("shared"))
    home.start()
    yield home
    home.end()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home of the test's own."""
    home = Home(tmp_path)
    yield home
    home.end()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The directory in which the shell runs."""
    path = tmp_path / "work"
    path.mkdir()
    return path


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell_name(request: pytest.FixtureRequest) -> str:
    """Each shell that is installed."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    return name
