"""The catalogue as a whole: strict, compiled without loss, and read one tool at a time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from chimera_guard import catalogue
from chimera_guard.catalogue import source
from chimera_guard.catalogue.compile import read_all, write
from chimera_guard.catalogue.schema import CatalogueError

HERE = Path(catalogue.__file__).parent
FILES = sorted((HERE / "tools").glob("*.toml"))
CACHED = (source._names, source._uncompiled, source._tools, source._verbs)


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The catalogue, compiled; `source` reads this one."""
    write(tmp_path)
    monkeypatch.setattr(source, "COMPILED", str(tmp_path))
    for cached in CACHED:
        cached.cache_clear()
    yield tmp_path
    for cached in CACHED:
        cached.cache_clear()


def test_every_file_is_right() -> None:
    assert read_all(HERE, strict=True) == read_all(HERE, strict=False)  # which leaves out what is wrong


def test_compiled_says_what_the_files_say(compiled: Path) -> None:
    files = read_all(HERE)
    assert source.primary_names() == sorted(files["tools"])
    for name, primary in files["names"].items():
        assert source.tool(name, about=True) == files["tools"][primary], name
    for table, verbs in files["verbs"].items():
        assert source.verbs(table) == verbs
    for name in ("no-such-tool", "", "rm ", "rm 0", "rm\nls", "*"):
        assert source.tool(name) is None


def test_one_tool_is_read_without_the_others(compiled: Path) -> None:
    names = (compiled / "names.txt").read_text(encoding="utf-8").splitlines()
    start, length = next(map(int, line.split()[1:3]) for line in names if line.startswith("rm "))
    lines = (compiled / "tools.jsonl").read_bytes()
    broken = b"x" * start + lines[start : start + length] + b"x" * (len(lines) - start - length)
    (compiled / "tools.jsonl").write_bytes(broken)
    found = source.tool("rm")
    assert found is not None and found["names"][0] == "rm"
    with pytest.raises(ValueError):
        source.tool("ls")


def test_a_build_without_the_files_does_not_need_them(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_HERE", str(compiled / "nowhere"))
    assert source.tool("git") is not None


def folder(path: Path, **files: str) -> Path:
    (path / "tools").mkdir()
    for name, text in files.items():
        (path / "tools" / f"{name.replace('__', '.')}.toml").write_text(text, encoding="utf-8")
    return path


def test_a_wrong_file_is_named_or_left_out(tmp_path: Path) -> None:
    wrong = folder(tmp_path, good='names = ["good"]', bad='names = ["bad"]\ncolour = 1', worse="names = [")
    with pytest.raises(CatalogueError, match=r"bad\.toml: unknown key 'colour'"):
        read_all(wrong)
    assert list(read_all(wrong, strict=False)["tools"]) == ["good"]


def test_a_name_belongs_to_one_tool(tmp_path: Path) -> None:
    twice = folder(tmp_path, a='names = ["a", "x"]', b='names = ["b", "x"]')
    with pytest.raises(CatalogueError, match=r"b\.toml: the name 'x' also belongs to a"):
        read_all(twice)


def test_a_tool_in_several_files(tmp_path: Path) -> None:
    parts = folder(
        tmp_path,
        big='names = ["big"]\n[subcommands]\n"group one" = "write"\n[examples]\n"big group one" = ["write"]',
        big__more='[subcommands]\n"group two" = {}\n[examples]\n"big group two" = []',
    )
    tool = read_all(parts)["tools"]["big"]
    assert set(tool["subcommands"]["group"]["subcommands"]) == {"one", "two"}
    assert set(tool["examples"]) == {"big group one", "big group two"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_readable_in_one_look(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(lines) <= 60
    assert len(text) <= 6_000
    data = tomllib.loads(text)
    assert data.get("names", [path.stem])[0] == path.stem or "." in path.stem
    assert "risk" not in " ".join(lines).lower().split()


def test_every_family_has_tools() -> None:
    families = catalogue.families()
    assert len(families) >= 10
    assert all(families.values())
    assert "other" not in families
