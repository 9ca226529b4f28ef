"""`explain`, `rules` and `tools` tell what the guard knows, from the same data as the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chimera_guard.catalogue import families
from chimera_guard.rules import all_rules

Guard = Callable[..., Any]


def test_the_trace(guard: Guard) -> None:
    result = guard("explain", 'x=/; if true; then rm -rf "$x"; fi; sudo bash -c "ls $(id)"')
    assert result.status == 0
    for line in (
        "Read as",
        "  ├─ if",
        '  │  └─ rm -rf "$x"',
        "  rm -rf /",
        "    sudo → bash -c …",
        "  delete / force recursive",
        "    scope root; by rm",
        "  HIGH  deletion-root",
        "  HIGH  needs confirmation",
    ):
        assert line in result.out.splitlines(), line


def test_what_cannot_be_read(guard: Guard) -> None:
    result = guard("explain", "echo 'unfinished")
    assert result.status == 0 and "UNKNOWN" in result.out


def test_a_huge_command_is_cut(guard: Guard) -> None:
    result = guard("explain", "-", stdin="rm x; " * 20_000)
    assert result.status == 0 and len(result.out.splitlines()) < 1000


def test_the_trace_of_deep_nesting(guard: Guard) -> None:
    assert guard("explain", "-", stdin="(" * 10_000 + "ls" + ")" * 10_000).status == 0


def test_rules_are_listed(guard: Guard) -> None:
    result = guard("rules")
    assert result.status == 0
    assert all(rule.id in result.out for rule in all_rules())
    assert f"{len(all_rules())} rules" in result.out


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_can_be_shown(rule: Any) -> None:
    from chimera_guard.frontends.commands.rules import _all_about
    from chimera_guard.frontends.document import plain

    text = plain(_all_about(rule, 80))
    assert text.startswith(f"{rule.id}  {rule.risk.name}\n") and "{" not in text.splitlines()[1]


def test_unknown_names_are_usage_errors(guard: Guard) -> None:
    result = guard("rules", "deletion")
    assert result.status == 2 and "deletion-home" in result.err
    assert guard("tools", "no-such-tool").status == 2


def test_tools_are_listed_by_family(guard: Guard) -> None:
    out = guard("tools").out
    count = sum(len(names) for names in families().values())
    assert f"{count} tools" in out and "sudo" in out


def test_one_tool(guard: Guard) -> None:
    result = guard("tools", "sudo")
    assert result.status == 0
    assert "run a command as another user" in result.out and "- sudo rm -rf /" in result.out


@pytest.mark.parametrize("name", [name for names in families().values() for name in names])
def test_every_tool_can_be_shown(name: str) -> None:
    from chimera_guard.catalogue import data
    from chimera_guard.frontends.commands.tools import _all_about
    from chimera_guard.frontends.document import plain

    found = data(name, about=True)
    assert found is not None
    assert plain(_all_about(found, 80)).startswith(name)


def test_no_option_that_matters_is_said_to_change_nothing(guard: Guard) -> None:
    lines = guard("tools", "rsync").out.splitlines()
    assert "  --remove-source-files: @source is move" in lines
    lines = guard("tools", "wget").out.splitlines()
    assert any(line.startswith("  -O --output-document: in place of what it does otherwise") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "proposed"),
    [
        (("rules", "deletion-hme"), "Did you mean deletion-home"),
        (("rules", "nonsense"), "chimera-guard rules lists them"),
        (("tools", "rsnyc"), "Did you mean rsync?"),
        (("tools", "no-such-tool-at-all"), "docs/catalogue.md"),
        (("tools", "git push"), "chimera-guard tools git"),
        (("doctr",), "Did you mean doctor?"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(guard: Guard, arguments: tuple[str, ...], proposed: str) -> None:
    result = guard(*arguments)
    assert result.status == 2 and proposed in result.err
