"""The report on missing options reads help texts as people do, and runs nothing that it should not."""

from __future__ import annotations

from chimera_guard.catalogue import everything
from chimera_guard.catalogue.schema import normalise

from .help_coverage import gap, harmless, options_shown

HELP = """
Usage: tool [-x] FILE
  -a, --all            do not hide entries starting with .
      --color[=WHEN]   colorize; see --odd below
  -o FILE, --output=FILE
  -n|--dry-run
A line of prose about --nothing.
  - a list item
"""


def test_options_are_found_where_lines_begin_with_them() -> None:
    assert options_shown(HELP) == ["-a", "--all", "--color", "-o", "--output", "-n", "--dry-run"]


def test_a_gap_is_what_the_file_does_not_know() -> None:
    data = normalise({"names": ["tool"], "flags": "-a --all", "subcommands": {"go": {"options": {"-n": "text"}}}})
    assert gap("tool", data, HELP).missing == ("--color", "-o", "--output", "--dry-run")


def test_only_what_help_is_harmless_for_is_run() -> None:
    tools = everything()
    assert harmless("ls", tools["ls"])
    assert not harmless("shutdown", tools["ls"])
    assert not harmless("echo", tools["echo"])
    assert not harmless("tool", {"help": False})
