"""What is compiled for the wheel says the same as the sources; and the wheel carries all of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import chimera_guard
from chimera_guard.catalogue import compile as compiler
from chimera_guard.catalogue import source
from chimera_guard.syntax import tables

ROOT = Path(__file__).parents[1]
PACKAGE = Path(chimera_guard.__file__).parent
CACHES = (source._names, source._tools, source._verbs, source._uncompiled)
installed = pytest.mark.skipif(PACKAGE.parent == ROOT, reason="the checkout itself is tested, not an installation")


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    compiler.write(tmp_path, ROOT / "chimera_guard" / "catalogue")
    monkeypatch.setattr(source, "COMPILED", str(tmp_path))
    for cached in CACHES:
        cached.cache_clear()
    yield tmp_path
    for cached in CACHES:
        cached.cache_clear()


def test_the_compiled_catalogue_is_the_catalogue(compiled: Path) -> None:
    everything = compiler.read_all(ROOT / "chimera_guard" / "catalogue")
    assert source.primary_names() == sorted(everything["tools"])
    for name, primary in everything["names"].items():
        assert source.tool(name, about=True) == everything["tools"][primary]
    for table, verbs in everything["verbs"].items():
        assert source.verbs(table) == verbs


@pytest.mark.skipif(PACKAGE.parent != ROOT, reason="an installation has the compiled catalogue")
@pytest.mark.parametrize("name", ["ls", "git", "gls", "docker", "python3", "no-such-tool", "../tools/ls", "*", "l?"])
def test_one_file_says_the_same_as_all(name: str) -> None:
    everything = compiler.read_all(ROOT / "chimera_guard" / "catalogue")
    assert source.tool(name) == everything["tools"].get(everything["names"].get(name, ""))


@pytest.mark.parametrize("name", ["", "no-such-tool", "ls 0", "\nls", "x\nls", "ls\n", "l", "s", " ", "\udc80"])
def test_names_that_are_none(compiled: Path, name: str) -> None:
    assert source.tool(name) is None


@installed
def test_the_installation_is_complete() -> None:
    for name in ("names.txt", "tools.jsonl", "verbs.json", tables.SHIPPED.name):
        assert (PACKAGE / "_compiled" / name).is_file(), name
    for script in (ROOT / "shell").iterdir():
        assert (PACKAGE / "shell" / script.name).read_bytes() == script.read_bytes()
    assert (PACKAGE / "py.typed").is_file()
    assert (Path(sys.prefix) / "share/man/man1/chimera-guard.1").is_file()


@installed
def test_the_installed_program() -> None:
    program = shutil.which("chimera-guard", path=str(Path(sys.executable).parent))
    assert program is not None
    assert subprocess.run([program, "check", "-q", "ls"], check=False).returncode == 0
    assert subprocess.run([program, "check", "-q", "rm -rf /"], check=False).returncode == 1
