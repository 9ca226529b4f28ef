"""A file that tools share says the same of each of them: it must not become a bag for whatever has no other place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from chimera_guard import catalogue

FILES = sorted((Path(catalogue.__file__).parent / "tools").glob("*.toml"))
TOOLS = dict(sorted(catalogue.everything().items()))
# What so many tools do cannot be the same, unless they come from one package and were made to go together.
MANY = 24
# Files from before this rule, and how many names they may have: less with time, never more.
TOO_MANY = {
    "docker-machine": 26,
    "gam": 26,
    "gcc": 26,
    "golangci-lint": 46,
    "imgpkg": 78,
    "ipfs": 34,
    "jest": 42,
    "mix": 29,
    "mkfs.vfat": 27,
    "pylint": 25,
    "square": 75,
}


def packages(source: str) -> int:
    """How many packages a source cites: so many as it names versions of (pages have their section in brackets)."""
    without_sections = re.sub(r"\(\w+\)|section \d", "", source)
    return len(re.findall(r" [0-9][\w.-]*", without_sections))


def about(command: str, names: list[str]) -> bool:
    """Whether one of the words of a command line is one of `names`, or a version of it (`python3.11`)."""
    words = re.split(r"[^\w.+@:-]+", command)
    return command.startswith(tuple(names)) or any(word.startswith(name) for name in names for word in words)


def test_what_counts_as_a_package_and_as_an_example_of_a_tool() -> None:
    assert packages("netpbm 11, the page of each") == 1
    assert packages("graphviz 2.43, gvpack(1), ccomps(1)") == 1
    assert packages("crane 0.19, cf 8, kops 1.28 and their like, --help") == 3
    assert about("eval $(ssh-agent -s)", ["ssh-agent"]) and about("/usr/bin/time -o out.txt true", ["time"])
    assert not about("curl https://example.com", ["wget"])


@pytest.mark.parametrize("name", TOOLS)
def test_many_tools_share_a_file_only_if_they_come_from_one_package(name: str) -> None:
    tool = TOOLS[name]
    if packages(tool["source"]) > 1:
        assert len(tool["names"]) <= max(MANY, TOO_MANY.get(name, 0))


@pytest.mark.parametrize("name", TOOLS)
def test_every_example_is_about_the_tool(name: str) -> None:
    tool = TOOLS[name]
    assert [command for command in tool["examples"] if not about(command, tool["names"])] == []


def contradictions(data: Mapping[str, object], where: str) -> Iterator[str]:
    """The options that a usage, or one below it, lists both as taking a value and as taking none."""
    flags, valued = (set(str(data.get(key, "")).split()) for key in ("flags", "valued"))
    yield from (f"{where} {option}" for option in flags & valued)
    below = data.get("subcommands", {})
    for path, usage in below.items() if isinstance(below, Mapping) else ():
        if isinstance(usage, Mapping):
            yield from contradictions(usage, f"{where} {path}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_option_takes_a_value_or_does_not(path: Path) -> None:
    assert list(contradictions(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)) == []


def paths(data: Mapping[str, object]) -> Iterator[str]:
    """The paths of all subcommands, as they are written."""
    below = data.get("subcommands", {})
    for path, usage in below.items() if isinstance(below, Mapping) else ():
        yield path
        if isinstance(usage, Mapping):
            yield from paths(usage)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_subcommands_are_words_and_patterns_are_written_in_when(path: Path) -> None:
    assert [each for each in paths(tomllib.loads(path.read_text(encoding="utf-8"))) if set("*?[") & set(each)] == []
