"""What filters print of constants is what the real programs print."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest

from chimera_guard.words import expand
from chimera_guard.words.filters import output_of
from chimera_guard.words.value import Value

from .fake import NOWHERE, FakeShell, words_of


def cases() -> list[tuple[str, bytes | None]]:
    """Command lines and their standard input, from the file beside this one."""
    found: list[tuple[str, bytes | None]] = []
    for line in Path(__file__).with_name("filters.txt").read_text(encoding="utf-8").splitlines():
        command, given, text = line.partition(" <<< ")
        found.append((command, codecs.escape_decode(text.encode())[0] if given else None))  # type: ignore[attr-defined]
    return found


def printed(command: str, stdin: Value | None = None) -> Value | None:
    return output_of(expand(words_of(command), FakeShell()), stdin)


def text(data: bytes) -> Value:
    return Value(data.decode("utf-8", "surrogateescape"), NOWHERE)


@pytest.mark.parametrize(("command", "stdin"), cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_it_prints_what_the_program_prints(command: str, stdin: bytes | None) -> None:
    if shutil.which(command.split()[0]) is None and command.split()[0] not in ("echo", "printf"):
        pytest.skip("the program is not installed")
    done = subprocess.run(
        ["bash", "--norc", "-c", command],
        input=stdin or b"",
        capture_output=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        timeout=20,
    )
    found = printed(command, text(stdin) if stdin is not None else None)
    if done.returncode not in (0, 1) or done.stderr:
        assert found is None
    else:
        assert found is not None
        assert found.text == done.stdout.decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("command", "data"),
    [
        ("gunzip -c", gzip.compress(b"rm -rf /")),
        ("gzip -dc", gzip.compress(b"rm -rf /")),
        ("zcat", gzip.compress(b"rm -r") + gzip.compress(b"f /")),
        ("bzip2 -dc", bz2.compress(b"rm -rf /")),
        ("bunzip2", bz2.compress(b"rm -rf /")),
        ("xz --decompress --stdout -", lzma.compress(b"rm -rf /")),
        ("base64 -d", b64encode(b"rm -rf /")),
    ],
)
def test_decoders(command: str, data: bytes) -> None:
    found = printed(command, text(data))
    assert found is not None
    assert (found.text, found.taint) == ("rm -rf /", {"decoded"})


def test_decoders_in_a_row_pass_on_bytes() -> None:
    found = printed("base64 -d", text(b64encode(gzip.compress("é".encode()))))
    assert found is not None
    assert printed("gunzip -c", found) == Value("é", NOWHERE, taint=frozenset({"decoded"}))


@pytest.mark.parametrize(
    ("command", "decodes"),
    [
        ("rev", True),
        ("tr a-zA-Z n-za-mN-ZA-M", True),
        ("tr '!-~' 'P-~!-O'", True),
        ("tr a-z A-Z", False),
        ("tr -d '\\n'", False),
        ("tr ' ' _", False),
        ("xxd -r -p", True),
        ("cut -c1", False),
        ("sed s/a/b/", False),
    ],
)
def test_what_decodes_says_so(command: str, decodes: bool) -> None:
    found = printed(command, Value("6162", NOWHERE, taint=frozenset({"remote"})))
    assert found is not None
    assert found.taint == ({"remote", "decoded"} if decodes else {"remote"})


@pytest.mark.parametrize(
    "command",
    [
        "base64 -d file", "cat file", "rev file", "tr a b c", "tr z-a x", "printf -v x y", "printf %n x",
        "printf '%(%F)T'", "sed -i s/a/b/", "sed s/a/b/e", "sed s/a/b/w", "sed s/a/b", "sed r/etc/passwd",
        "awk 'BEGIN{system(\"id\")}'", "awk '{print | \"sh\"}'", "openssl enc -d -aes-256-cbc", "sort -k2",
        "head -n x", "date", "whoami", "ls", "base64 -x", "gunzip", "xz", "xxd", "printf '%d' x", "expr 1 / 0",
        "sed -n '1~2p'", "grep -P a", "grep -r a", "cat a <(b)",
    ],
)  # fmt: skip
def test_what_is_no_constant_stays_unknown(command: str) -> None:
    assert printed(command, Value("a!\n", NOWHERE)) is None


@pytest.mark.parametrize(
    "command", ["cat", "rev", "tr a b", "base64 -d", "sed s/a/b/", "head -1", "grep a", "awk '{print}'"]
)
def test_without_known_input_there_is_no_output(command: str) -> None:
    assert printed(command, None) is None
    assert printed(command, Value(None, NOWHERE)) is None


def test_unknown_arguments_are_no_constants() -> None:
    unknown = Value(None, NOWHERE)
    assert output_of([Value("echo", NOWHERE), unknown], None) is None
    assert output_of([unknown], None) is None


def test_arguments_pass_on_their_taint() -> None:
    argv = [Value("echo", NOWHERE), Value("x", NOWHERE, taint=frozenset({"secret"}))]
    assert output_of(argv, None) == Value("x\n", NOWHERE, taint=frozenset({"secret"}))


@pytest.mark.parametrize("codec", [gzip, bz2, lzma], ids=["gzip", "bzip2", "xz"])
def test_bombs_stay_small(codec: object) -> None:
    bomb = codec.compress(b"\0" * 50_000_000)  # type: ignore[attr-defined]
    command = {"gzip": "gunzip", "bz2": "bunzip2", "lzma": "unxz"}[codec.__name__]  # type: ignore[attr-defined]
    if len(bomb) < 200_000:
        assert printed(f"{command} -c", text(bomb)) is None
