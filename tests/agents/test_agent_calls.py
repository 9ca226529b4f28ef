"""Tool calls of all kinds of agents and servers with the risk that they must get, and calls that make no sense."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from chimera_guard import RuleBasedSecurityAnalyzer, SecurityRisk
from chimera_guard.context import Context
from chimera_guard.toolcall import Call, Code, Command, call_of, steps
from chimera_guard.toolcall.naming import meaning, parts, words

CONTEXT = Context(cwd="/home/me/project", home="/home/me", project_root="/home/me/project", env={}, env_complete=False)
ANALYZER = RuleBasedSecurityAnalyzer(CONTEXT)
LOW, HIGH, UNKNOWN = SecurityRisk.LOW, SecurityRisk.HIGH, SecurityRisk.UNKNOWN
LINES = (Path(__file__).parent / "calls.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES, ids=[line[:70] for line in LINES])
def test_the_risk(line: str) -> None:
    risk, name, arguments = line.split(" ", 2)
    found = ANALYZER.assess(Call(name, json.loads(arguments)))
    assert found.risk is SecurityRisk[risk], [finding.rule for finding in found.findings]


@pytest.mark.parametrize(
    "name",
    ["getFileContents", "get_file_contents", "get-file-contents", "GetFileContents", "mcp__a__get_file_contents"],
)
def test_names_in_whatever_spelling(name: str) -> None:
    assert parts(name)[1] == ("get", "file", "contents")
    assert ANALYZER.analyze(Call(name, {"path": "src/a.py"})) is LOW
    assert ANALYZER.analyze(Call(name, {"path": "/home/me/.ssh/id_rsa"})) is HIGH


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("delete_page", "remote-delete"),
        ("page_delete", "remote-delete"),
        ("API-delete-a-block", "remote-delete"),
        ("list_delete", "remote-delete"),
        ("find_and_replace", "remote-change"),
        ("get_last_update", "remote-read"),
        ("pull_request_read", "remote-read"),
        ("pods_log", "remote-read"),
        ("moveFile", "move"),
        ("schedule_event", "remote-change"),
    ],
)
def test_verbs_in_names(name: str, kind: str) -> None:
    found = meaning(*parts(name))
    assert found is not None
    assert found.does[0].kind == kind


@pytest.mark.parametrize("name", ["frobnicate", "users", "do_it", "log_event2", "x"])
def test_names_that_say_nothing(name: str) -> None:
    assert ANALYZER.analyze(Call(name, {"id": "x"})) is UNKNOWN


@pytest.mark.parametrize("name", ["R\u0435ad", "Read ", "Read\n", "read\u200b", "", "ｒead"])
def test_letters_that_look_like_others(name: str) -> None:
    assert ANALYZER.analyze(Call(name, {"file_path": "a"})) is UNKNOWN
    assert ANALYZER.analyze(Call(name, {"command": "ls"})) is UNKNOWN


@pytest.mark.parametrize(
    "call",
    [
        {"name": "list_issues", "arguments": "[1, 2"},
        {"name": "list_issues", "arguments": [1]},
        {"name": "list_issues", "arguments": 7},
        {"name": "Read", "arguments": {}},
        {"name": "Read", "arguments": {"file_path": ["a"]}},
        {"name": "Read", "arguments": {"file_path": "a\0/etc/shadow"}},
        {"name": "query", "arguments": {}},
        {"name": "batch", "arguments": {}},
        {"name": "get_x", "arguments": {"path": {"path": [["/"] * 600]}}},
    ],
)
def test_arguments_of_no_use(call: dict[str, Any]) -> None:
    assert ANALYZER.analyze(call) is UNKNOWN


@pytest.mark.parametrize("form", ["arguments", "input", "tool_input", "args", "parameters"])
def test_forms_of_a_call(form: str) -> None:
    name = "tool_name" if form == "tool_input" else "name"
    assert call_of({name: "Read", form: {"file_path": "a"}}) == Call("Read", {"file_path": "a"})


def test_a_file_that_is_named_twice() -> None:
    assert ANALYZER.analyze(Call("Read", {"path": "a.py", "file_path": "/home/me/.ssh/id_rsa"})) is HIGH
    assert ANALYZER.analyze(Call("write_file", {"path": "a.py", "filename": "/home/me/.bashrc"})) is HIGH


def test_a_vector_of_words() -> None:
    vector = Call("local_shell", {"command": ["bash", "-lc", "ls 'a b'"]})
    assert steps(vector) == (Command("bash -lc 'ls '\"'\"'a b'\"'\"''"),)
    assert steps(Call("run_program", {"command": "git", "args": ["push", "--force"]})) == (Command("git push --force"),)


def test_questions_to_databases() -> None:
    call = Call("mcp__postgres__query", {"sql": "DROP TABLE users"})
    assert steps(call) == (Code("sql", "DROP TABLE users"),)
    found = ANALYZER.assess(call)
    assert [finding.rule for finding in found.findings] == ["database-destroyed"]
    assert found.command == "mcp__postgres__query DROP TABLE users"


def test_the_words_of_a_name() -> None:
    assert words("parseHTTPResponse2 of_X-y") == ("parse", "http", "response2", "of", "x", "y")


def test_whatever_comes() -> None:
    """Never an exception, and never LOW without a name that says so."""
    chance = random.Random(7)
    texts = [
        "ls",
        "/etc/passwd",
        "rm -rf /",
        "$(",
        "{[",
        "\0",
        "a\nb",
        "SELECT 1",
        "\ud800",
        "mutation { x }",
        "%2e%2e/",
    ]
    keys = "command path sql query code content patch edits calls args env method action url x".split()

    def value(depth: int) -> Any:
        pick = chance.random()
        if depth > 4 or pick < 0.5:
            return chance.choice(texts)
        if pick < 0.6:
            return chance.choice([None, True, -1, 1e308, float("nan"), b"x", object(), (1, 2)])
        if pick < 0.8:
            return [value(depth + 1) for _ in range(chance.randint(0, 4))]
        return {chance.choice(keys): value(depth + 1) for _ in range(chance.randint(0, 4))}

    for _ in range(300):
        name = chance.choice(["Read", "Bash", "batch", "apply_patch", "frob", "zap_frob", "", "mcp__x__y"])
        found = ANALYZER.assess({"name": name, "arguments": {chance.choice(keys): value(0) for _ in range(4)}})
        assert all(finding.rule != "internal-error" for finding in found.findings)
        found.to_dict()
