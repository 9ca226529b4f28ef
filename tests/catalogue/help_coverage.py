"""Which options do the installed tools show in their `--help` that their catalogue files do not know?

    python -m tests.catalogue.help_coverage [--seconds N] [TOOL ...]

A report for a reader, not a verdict: help texts are prose, and some options are left out on purpose. Only tools whose
file says that `--help` is harmless are run, by their absolute path, with no input, a time limit, and an empty
directory as working directory and as home.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from chimera_guard import assess, catalogue
from chimera_guard.catalogue.usage import by_spelling

LIMIT = 5.0
MAX_HELP = 200_000
SYSTEM = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# A line that begins with options: "  -a, --all   words", "  --color[=WHEN]", "-o FILE, --output=FILE".
LINE = re.compile(r"^[ \t]{0,12}(-{1,2}[A-Za-z0-9?][\w.+-]*.*)$", re.M)
SPELLING = re.compile(r"(?:^|[\s,|/])(--?\w[\w.+-]*)")
NEVER_RUN = frozenset({"shutdown", "reboot", "halt", "poweroff", "init", "telinit", "kill", "killall", "wipe"})


class Gap(NamedTuple):
    """A tool, the options that its help shows, and those of them that the file does not know."""

    tool: str
    shown: tuple[str, ...]
    missing: tuple[str, ...]


def options_shown(text: str) -> list[str]:
    """The options at the beginnings of the lines of a help text, in their order."""
    found: dict[str, None] = {}
    for line in LINE.findall(text):
        head = re.split(r"\s{2,}|\t", line.strip(), maxsplit=1)[0]
        found.update(dict.fromkeys(spelling.rstrip(".-") for spelling in SPELLING.findall(head)))
    return [spelling for spelling in found if len(spelling) > 1]


def spellings(usage: Mapping[str, Any]) -> Iterator[str]:
    """Every option in a tool's data, also those of its subcommands."""
    yield from by_spelling(usage)
    for child in usage.get("subcommands", {}).values():
        yield from spellings(child)


def gap(name: str, data: Mapping[str, Any], text: str) -> Gap:
    """Compare a help text with what the file says."""
    known = set(spellings(data))
    prefixes = tuple(each[:-1] for each in known if each.endswith("*"))
    shown = [each for each in options_shown(text) if each not in ("--help", "--version", "-h", "-V")]

    def is_known(option: str) -> bool:
        bundle = len(option) > 2 and option[1] != "-" and all("-" + letter in known for letter in option[1:])
        number = "-NUMBER" in known and option[1:].isdigit()
        return option in known or option.startswith(prefixes or "\0") or bundle or number

    lenient = bool(data.get("lenient"))  # whatever it does not list, it takes for harmless
    return Gap(name, tuple(shown), () if lenient else tuple(each for each in shown if not is_known(each)))


def harmless(name: str, data: Mapping[str, Any]) -> bool:
    """Whether the file says that `--help` does nothing (and, for a shell's builtin, that there is a program at all)."""
    if name in NEVER_RUN or data.get("help") is False or data.get("style") == "none":
        return False
    return not assess(f"{name} --help").effects


def help_of(name: str) -> str | None:
    """What the installed tool prints for `--help`; None where there is none, or it takes too long."""
    path = shutil.which(name, path=SYSTEM)
    if path is None:
        return None
    with tempfile.TemporaryDirectory() as empty:
        environment = {"PATH": SYSTEM, "HOME": empty, "LC_ALL": "C", "PAGER": "cat", "TERM": "dumb", "NO_COLOR": "1"}
        try:
            run = subprocess.run(
                [path, "--help"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=LIMIT,
                cwd=empty,
                env=environment,
                start_new_session=True,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    return run.stdout[:MAX_HELP].decode("utf-8", "replace")


def gaps(tools: list[str], seconds: float) -> Iterator[Gap]:
    """Compare every installed tool, as long as there is time."""
    end = time.monotonic() + seconds
    for _, data in sorted(catalogue.everything().items()):
        for name in data["names"]:
            if time.monotonic() > end:
                return
            if (tools and name not in tools) or not harmless(name, data):
                continue
            text = help_of(name)
            if text is not None:
                yield gap(name, data, text)
            if not tools and text is not None:
                break


def main() -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120.0, help="stop after this time")
    parser.add_argument("tools", nargs="*", metavar="TOOL")
    arguments = parser.parse_args()
    os.umask(0o077)
    compared = shown = missing = 0
    for found in gaps(arguments.tools, arguments.seconds):
        compared += 1
        shown += len(found.shown)
        missing += len(found.missing)
        if found.missing:
            print(f"{found.tool}: {' '.join(found.missing)}")
    print(f"{compared} tools compared: {missing} of {shown} options are not in their files")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
