"""What is typed at prompts, and what files of steps would do."""

from __future__ import annotations

import pytest

from chimera_guard import assess
from chimera_guard.effects.code import read_code

SHELL = [
    ("ex", ":!ls -la", ["ls -la"]),
    ("ex", "set shell=/bin/sh | shell", ["sh"]),
    ("ex", "%!sort -u", ["sort -u"]),
    ("ex", "w !tee out", ["tee out"]),
    ("ex", "terminal make | q", ["make"]),
    ("ex", 'lua os.execute("make")', ["make"]),
    ("ex", "%s/a/b/g | wq", []),
    ("ex", "w! out.txt", []),
    ("commands", "open box\n!ls\nbye", ["ls"]),
    ("commands", "shell ls", ["ls"]),
    ("commands", "cd docs; !ls", ["ls"]),
    ("commands", "r !date", ["date"]),
    ("commands", "get !x", []),
    ("make", "all: x\n\t@echo hi\n", ["echo hi"]),
    ("make", "D := build\nclean: ; -rm -r $(D)\n", ["rm -r build"]),
    ("make", "x:\n\techo $$HOME $(CC) $@\n", ["echo $HOME cc x"]),
    ("make", "V = $(shell git describe)\n", ["git describe"]),
    ("scripts", '{"scripts": {"a": "x", "b": ["y", "z"]}, "name": "n"}', ["x", "y", "z"]),
]


@pytest.mark.parametrize(("language", "code", "lines"), SHELL)
def test_shell_code(language: str, code: str, lines: list[str]) -> None:
    reading = read_code(language, code)
    assert list(reading.shell) == lines
    assert reading.complete


@pytest.mark.parametrize(("language", "code"), [("ex", "FancyPlugin x"), ("ex", "call f()"), ("scripts", "{oops")])
def test_what_is_not_understood_is_said(language: str, code: str) -> None:
    assert not read_code(language, code).complete


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("printf 'x:\\n\\ttouch y\\n' > Makefile; make", "write y"),
        ('echo \'{"scripts":{"x":"touch y"}}\' > package.json; npm run x', "write y"),
        ("echo 'File.delete(\"y\")' > Rakefile; rake", "delete y"),
        ("printf 'x:\\n\\ttouch y\\n' | make -f -", "write y"),
        ("aria2c --on-download-error ./x https://x.example/", "exec-script ./x hook"),
    ],
)
def test_what_a_tool_loads_is_followed(line: str, effect: str) -> None:
    assert effect in [found.describe() for found in assess(line).effects]


def test_a_file_of_steps_that_runs_itself_is_followed_once() -> None:
    line = 'echo \'{"scripts":{"x":"npm run x"}}\' > package.json; npm run x'
    assert [effect.kind for effect in assess(line).effects].count("exec-script") == 2
