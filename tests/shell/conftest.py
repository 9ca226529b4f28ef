from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .driver import ROOT, Home


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


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """The command as it is installed, in a place with a blank and a quote in its name."""
    path = tmp_path / "it's here" / "chimera-guard"
    path.parent.mkdir()
    code = f"import sys; sys.path.append({str(ROOT)!r}); from chimera_guard.frontends.cli import main; main()"
    path.write_text(f"#!{sys.executable}\n{code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell_name(request: pytest.FixtureRequest) -> str:
    """Each shell that is installed."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    return name
