"""fish's language, rewritten: each line does the same in both shells."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chimera_guard import SecurityRisk, assess
from chimera_guard.context import Context
from chimera_guard.syntax import parse
from chimera_guard.syntax.dialects.fish import translate

# Each prints the same in fish as its translation does in bash, in a directory with the files a.txt and b.txt.
SAME = [
    "echo (pwd)",
    "set x (echo one); and echo $x",
    "for i in 1 2; echo $i; end",
    "if test -e a.txt; and test -e none; echo both; else if true; echo other; else; echo no; end",
    "set n 0; while test $n -lt 3; set n (expr $n + 1); echo $n; end",
    "set x apple; switch $x; case 'a*' b; echo 1; case '*'; echo 2; end",
    "begin; echo a; echo b; end | cat",
    "echo 'it\\'s' \"it's `ls` \\\"x\\\"\" \\n a\\ b 'a\\\\b' \"a\\\\b\"",
    "not test -f a.txt; or echo no",
    "not not true; and echo yes",
    "function f --description 'a b'; echo $argv[1] and $argv; end; f x y",
    "set -x SHOWN value; env | grep SHOWN",
    'set y 1; set -e y; echo "[$y]"',
    "A=1 env | grep '^A='",
    "echo a 2>&1 >/dev/null; echo b",
    "ls | while read l; echo =$l; end",
    "echo ~/x{a,b} *.txt",
    "cat < a.txt; echo b >> c.txt; cat c.txt",
    'echo "x (ls) $(echo in)"',
    "for f in *.txt\n  echo $f (basename $f .txt).md # a comment\nend",
    "test a = b && echo c || echo d",
    "echo out >&2 &| cat",
    "echo done do then fi",
    "true; and begin; echo in; end; or echo out",
    "echo a\\\nb; echo $status",
    "echo \\x41\\u00e9 a#b",
    "if true; end; echo after",
]


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize("line", SAME)
def test_a_line_does_the_same(line: str, tmp_path: Path) -> None:
    shown = []
    for number, argv in enumerate((["fish", "--no-config", "-c", line], ["bash", "-c", translate(line)])):
        place = tmp_path / str(number) / "same"
        place.mkdir(parents=True)
        for name in ("a.txt", "b.txt"):
            (place / name).write_text(f"{name}\n")
        env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
        done = subprocess.run(argv, cwd=place, env=env, capture_output=True, text=True, timeout=20, check=False)
        shown.append((done.stdout + done.stderr).replace(f"/{number}/same", "/same"))
    assert shown[0] == shown[1] != ""


def test_control_characters_are_known() -> None:
    assert translate("bind \\cm execute") == "bind $'\\x0d' execute"
    assert translate("bind \\cJ execute") == "bind '\n' execute"


NO_LINES = ["echo )", "echo (", "end", "if true", "echo 'a", 'echo "a', "for", "echo $x[", "| a", "a |"]


@pytest.mark.parametrize("line", NO_LINES)
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        translate(line)
    assert assess(line, Context(dialect="fish")).risk is SecurityRisk.UNKNOWN


@given(st.text(alphabet="ab $()'\"\\\n;|&<>{}[]#~*`end if for=1", max_size=60))
def test_any_text_is_translated_or_refused(text: str) -> None:
    assert parse(text, "fish").source
