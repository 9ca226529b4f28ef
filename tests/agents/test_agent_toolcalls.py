"""What tool calls come to: exact commands, effects, and risks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chimera_guard import RuleBasedSecurityAnalyzer, SecurityRisk
from chimera_guard.context import Context
from chimera_guard.toolcall import Act, Call, Command, call_of, steps

from .conftest import World

CONTEXT = Context(cwd="/home/me/project", home="/home/me", project_root="/home/me/project")
LOW, MEDIUM, HIGH, UNKNOWN = SecurityRisk.LOW, SecurityRisk.MEDIUM, SecurityRisk.HIGH, SecurityRisk.UNKNOWN


def _risk(tool: str, /, **arguments: Any) -> SecurityRisk:
    return RuleBasedSecurityAnalyzer(CONTEXT).analyze(Call(tool, arguments))


class Recorder:
    """An environment that keeps what it is asked to run."""

    workdir = "/nowhere"

    def __init__(self) -> None:
        self.ran: list[str] = []

    def run_command(self, cmd: str, timeout: int = 1, **_: Any) -> Any:
        from chimera.types import CommandResult

        self.ran.append(cmd)
        return CommandResult("", "", 1)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("chimera.tools.bash:BashTool", {"command": "ls 'a b'; pwd"}),
        ("chimera.tools.git:GitTool", {"command": "log --oneline"}),
        ("chimera.tools.test:TestTool", {"path": "tests/a.py; id"}),
        ("chimera.tools.verify:VerifyTool", {"code": "print('it''s')\nprint(1)"}),
        ("chimera.tools.image_read:ImageReadTool", {"path": "a'b.png"}),
    ],
)
def test_commands_are_those_that_the_host_runs(world: World, tool: str, arguments: dict[str, Any]) -> None:
    """Letter for letter: otherwise something else would be judged than what runs."""
    from importlib import import_module

    module, _, name = tool.partition(":")
    instance = getattr(import_module(module), name)()
    recorder = Recorder()
    instance.execute(arguments, recorder)
    assert [step.text for step in steps(Call(instance.name, arguments)) if isinstance(step, Command)] == recorder.ran


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("read_file", {"path": "src/a.py"}), LOW),
        (("read_file", {"path": ".env"}), HIGH),
        (("read_file", {"path": "/home/me/.ssh/id_rsa"}), HIGH),
        (("read_file", {"path": "../../.aws/credentials"}), HIGH),
        (("search", {"pattern": "x"}), LOW),
        (("search", {"pattern": "x", "path": "/home/me/.ssh"}), HIGH),
        (("list_files", {}), LOW),
        (("repo_map", {"path": "."}), LOW),
        (("write_file", {"path": "a.py", "content": "x"}), MEDIUM),
        (("edit_file", {"path": "a.py", "old_string": "x", "new_string": "y"}), MEDIUM),
        (("replace_in_file", {"path": "a.py", "pattern": "x", "replacement": "y"}), MEDIUM),
        (("write_file", {"path": "/home/me/.bashrc", "content": "x"}), HIGH),
        (("write_file", {"path": "/etc/hosts", "content": "x"}), HIGH),
        (("edit_file", {"path": ".git/hooks/pre-commit", "old_string": "x", "new_string": "y"}), HIGH),
        (("multi_edit", {"edits": [{"file": "a"}, {"file": "/home/me/.zshrc"}]}), HIGH),
        (("notebook_edit", {"notebook_path": "a.ipynb", "action": "delete"}), MEDIUM),
        (("apply_patch", {"patch": "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch"}), MEDIUM),
        (("apply_patch", {"patch": "*** Begin Patch\n*** Update File: /etc/passwd\n*** End Patch"}), HIGH),
        (("apply_patch", {"patch": "diff --git a/x b/x"}), UNKNOWN),
        (("web_fetch", {"url": "https://docs.example/x"}), LOW),
        (("web_fetch", {"url": "file:///home/me/.netrc"}), HIGH),
        (("web_search", {"query": "x"}), LOW),
        (("test", {}), MEDIUM),
        (("browser", {"action": "navigate", "url": "https://x.example"}), LOW),
        (("browser", {"action": "click", "selector": "#buy"}), MEDIUM),
        (("browser", {"action": "evaluate", "js": "x()"}), MEDIUM),
        (("browser", {"action": "dance"}), UNKNOWN),
        (("cron_create", {"name": "n", "schedule": "* * * * *", "command": "ls"}), HIGH),
        (("cron_list", {}), LOW),
        (("config", {"action": "get", "key": "x"}), LOW),
        (("config", {"action": "set", "key": "permissions", "value": "x"}), HIGH),
        (("think", {"thought": "rm -rf /"}), LOW),
        (("todo", {"action": "add", "task": "rm -rf /"}), LOW),
        (("Task", {"description": "d", "prompt": "p", "subagent_type": "s"}), UNKNOWN),
        (("bash", {"command": "rm -rf /"}), HIGH),
        (("bash", {"command": ["ls"]}), UNKNOWN),
        (("bash", {}), UNKNOWN),
        (("mcp__files__delete", {"path": "x"}), MEDIUM),
        (("", {}), UNKNOWN),
        (("terminal", {"command": "ls"}), LOW),
        (("terminal", {"command": "ls", "timeout": 5, "description": "look"}), LOW),
        (("terminal", {"cmd": ["rm", "-rf", "/"]}), HIGH),
        (("terminal", {"commands": ["ls", "rm -rf /"]}), HIGH),
        (("terminal", {"command": "rm -rf /", "cwd": "/tmp"}), HIGH),
        (("terminal", {"command": 5}), UNKNOWN),
        (("batch", {"calls": [{"tool": "read_file", "arguments": {"path": "a"}}]}), LOW),
        (("batch", {"calls": [{"tool": "nobody-knows", "arguments": {}}]}), UNKNOWN),
        (("batch", {"calls": "x"}), UNKNOWN),
        (("batch", {"calls": [7]}), UNKNOWN),
    ],
)
def test_risks(call: tuple[str, dict[str, Any]], expected: SecurityRisk) -> None:
    assert _risk(call[0], **call[1]) is expected


def test_an_unread_argument_of_an_unknown_tool_is_never_low() -> None:
    assert _risk("terminal", command="ls", host="production") is not LOW


def test_a_batch_in_a_batch_without_end() -> None:
    call: dict[str, Any] = {"tool": "bash", "arguments": {"command": "ls"}}
    for _ in range(50):
        call = {"tool": "batch", "arguments": {"calls": [call]}}
    assert _risk("batch", calls=[call]) is UNKNOWN


def test_forms_of_a_call() -> None:
    expected = Call("bash", {"command": "ls"})
    assert call_of({"name": "bash", "arguments": {"command": "ls"}}) == expected
    assert call_of({"function": {"name": "bash", "arguments": json.dumps({"command": "ls"})}}) == expected
    for odd in (None, 7, {}, {"name": 3}, {"name": "bash", "arguments": "[" * 100_000}, {"function": 1}):
        assert RuleBasedSecurityAnalyzer().analyze(odd) is UNKNOWN


def test_spans_point_into_the_text() -> None:
    calls = [
        {"tool": "read_file", "arguments": {"path": "a"}},
        {"tool": "bash", "arguments": {"command": "rm -rf /"}},
        {"tool": "write_file", "arguments": {"path": "/etc/hosts"}},
    ]
    found = RuleBasedSecurityAnalyzer(CONTEXT).assess(Call("batch", {"calls": calls}))
    shown = {finding.rule: found.command[slice(*finding.span)] for finding in found.findings if finding.span}
    assert shown["overwriting-system"] == "/etc/hosts"
    assert [text for rule, text in shown.items() if rule.startswith("deletion")][0].startswith("rm -rf /")
    assert steps(Call("write_file", {"path": "/etc/hosts"})) == (Act("write", "/etc/hosts"),)
