"""The policy in every loop of the installed chimera-run, and what it answers on its own."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from chimera_guard import (
    AlwaysConfirm,
    ConfirmAboveThreshold,
    Context,
    NeverConfirm,
    RuleBasedSecurityAnalyzer,
    SecurityAnalyzer,
    SecurityPermissionPolicy,
    SecurityRisk,
    guard_environment,
)

from .conftest import World, told


def _bash(command: str) -> tuple[str, dict[str, str]]:
    return "bash", {"command": command}


class Broken(SecurityAnalyzer):
    def analyze(self, tool_call: Any) -> SecurityRisk:
        raise RuntimeError("broken")


class Constant(SecurityAnalyzer):
    def __init__(self, risk: Any) -> None:
        self.risk = risk

    def analyze(self, tool_call: Any) -> Any:
        return self.risk


def test_it_is_a_policy_of_the_host_with_the_hosts_answers(world: World) -> None:
    from chimera.permissions import PermissionAction, PermissionPolicy

    policy = world.policy()
    assert isinstance(policy, PermissionPolicy)
    assert policy.evaluate(*_bash("ls")) is PermissionAction.ALLOW
    assert policy.evaluate(*_bash(world.destroy)) is PermissionAction.ASK
    denying = world.policy(deny=["deletion-*"])
    assert denying.evaluate(*_bash(world.destroy)) is PermissionAction.DENY
    assert denying.last is not None and "deletion-home" in denying.last.reason


def test_a_denied_rule_that_there_is_not_is_told(caplog: pytest.LogCaptureFixture) -> None:
    SecurityPermissionPolicy(deny=["deletion-*", "overwriting-device"])
    assert not caplog.records
    SecurityPermissionPolicy(deny=["deletion-*", "deletion-rot"])
    assert "no rule 'deletion-rot'" in caplog.text


@pytest.mark.parametrize(
    ("risk", "policy", "expected"),
    [
        (SecurityRisk.LOW, ConfirmAboveThreshold(), "allow"),
        (SecurityRisk.MEDIUM, ConfirmAboveThreshold(), "allow"),
        (SecurityRisk.HIGH, ConfirmAboveThreshold(), "ask"),
        (SecurityRisk.UNKNOWN, ConfirmAboveThreshold(), "ask"),
        (SecurityRisk.MEDIUM, ConfirmAboveThreshold(SecurityRisk.MEDIUM), "ask"),
        (SecurityRisk.LOW, AlwaysConfirm(), "ask"),
        (SecurityRisk.HIGH, NeverConfirm(), "allow"),
        (7, ConfirmAboveThreshold(), "ask"),
        ("LOW", ConfirmAboveThreshold(), "ask"),
        (None, ConfirmAboveThreshold(), "ask"),
    ],
)
def test_the_confirmation_policy_decides(risk: Any, policy: Any, expected: str) -> None:
    assert SecurityPermissionPolicy(Constant(risk), policy).evaluate(*_bash("ls")).value == expected


def test_a_broken_analyzer_is_unknown_and_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    policy = SecurityPermissionPolicy(Broken())
    with caplog.at_level(logging.ERROR, "chimera_guard"):
        assert policy.evaluate(*_bash("ls")).value == "ask"
    assert caplog.records
    assert [finding.rule for finding in policy.assess({"name": "bash", "arguments": {}}).findings] == ["internal-error"]
    agent = world.agent([_bash("touch made")], policy)
    assert agent.run("go", world.env()).success
    assert not (world.work / "made").exists()


def test_broken_neighbours_never_allow() -> None:
    class BrokenHost:
        def evaluate(self, tool_name: str, args: dict[str, Any]) -> Any:
            raise RuntimeError("broken")

    class BrokenPolicy(NeverConfirm):
        def should_confirm(self, risk: SecurityRisk) -> bool:
            raise RuntimeError("broken")

    def broken_prompt(*_: Any) -> bool:
        raise RuntimeError("broken")

    low, high = Constant(SecurityRisk.LOW), Constant(SecurityRisk.HIGH)
    assert SecurityPermissionPolicy(low, inner=BrokenHost()).evaluate(*_bash("ls")).value == "deny"
    assert SecurityPermissionPolicy(low, BrokenPolicy()).evaluate(*_bash("ls")).value == "ask"
    assert SecurityPermissionPolicy(high, prompt=broken_prompt).evaluate(*_bash("ls")).value == "deny"
    assert SecurityPermissionPolicy(high, prompt=lambda *_: "no").evaluate(*_bash("ls")).value == "deny"  # type: ignore[arg-type,return-value]


def test_the_strictest_of_two_policies_wins(world: World) -> None:
    from chimera.permissions import AllowList, AlwaysDeny, AutoApprove, Interactive, ReadOnly

    def answer(inner: Any, command: str) -> str:
        return world.policy(deny=["deletion-*"], inner=inner).evaluate(*_bash(command)).value

    assert answer(AutoApprove(), "ls") == "allow"
    assert answer(AllowList(["bash"]), "ls") == "allow"
    assert answer(AllowList(["read_file"]), "ls") == "deny"
    assert answer(ReadOnly(), "ls") == "deny"
    assert answer(Interactive(), "ls") == "ask"
    assert answer(AlwaysDeny(), "ls") == "deny"
    assert answer(AllowList(["bash"]), world.destroy) == "deny"
    assert answer(Interactive(), world.destroy) == "deny"
    assert answer(world.policy(), world.destroy) == "deny"
    assert answer(SecurityPermissionPolicy(world.analyzer, AlwaysConfirm()), "ls") == "ask"


def test_an_agent_runs_what_is_harmless_and_stops_at_what_is_not(world: World) -> None:
    agent = world.agent([_bash("cat notes.txt"), _bash(world.destroy)], world.policy())
    result = agent.run("go", world.env())
    assert result.success and world.intact
    assert told(agent)[0].startswith("some notes")
    assert told(agent)[1] == "Auto-denied by drain_steps"


def test_the_interceptor_tells_the_model_why(world: World) -> None:
    from chimera.core.interception import Interceptors

    policy = world.policy(deny=["deletion-*"])
    agent = world.agent([_bash(world.destroy)], policy, interceptors=Interceptors(tool_call=[policy.interceptor()]))
    agent.run("go", world.env())
    assert world.intact
    assert told(agent)[0].startswith("Blocked by interceptor: chimera-guard: not run. HIGH: deletes")


@pytest.mark.parametrize("yes", [True, False])
def test_a_prompt_lets_run_ask_a_person(world: World, yes: bool) -> None:
    asked: list[str] = []

    def prompt(tool: str, args: Any, assessment: Any) -> bool:
        asked.append(f"{tool} {args['command']} {assessment.risk.name}")
        return yes

    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM), prompt=prompt)
    agent = world.agent([_bash("touch made")], policy)
    agent.run("go", guard_environment(world.env(), policy))
    assert asked == ["bash touch made MEDIUM"], "asked once, though policy and environment both judge"
    assert (world.work / "made").exists() is yes


@pytest.mark.parametrize("approve", [True, False])
@pytest.mark.parametrize("guarded", [True, False])
def test_stepping_with_approval(world: World, approve: bool, guarded: bool) -> None:
    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM))
    agent = world.agent([_bash("touch made"), _bash("touch made")], policy)
    environment = guard_environment(world.env(), policy) if guarded else world.env()
    questions = 0
    for step in agent.iter_steps("go", environment):
        pending = step.pending_approval
        if pending is not None:
            questions += 1
            assert policy.last is not None and policy.last.assessment.risk is SecurityRisk.MEDIUM
            pending.approve() if approve else pending.deny("not now")
    assert questions == 2, "a yes holds for one call"
    assert (world.work / "made").exists() is approve
    assert (told(agent)[0] == "not now") is not approve


@pytest.mark.parametrize("approve", [True, False])
def test_asynchronous_steps(world: World, approve: bool) -> None:
    from chimera.core.context import Context

    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM))
    turn = [_bash("touch made"), _bash(world.destroy)]
    agent = world.agent([turn], policy)

    async def drive() -> None:
        steps = agent.loop.async_iter_steps(
            agent.provider, agent.tools, Context(system="s"), guard_environment(world.env(), policy)
        )
        async for step in steps:
            if step.pending_approval is not None:
                step.pending_approval.approve() if approve else step.pending_approval.deny("no")

    asyncio.run(drive())
    assert world.intact
    assert (world.work / "made").exists() is approve


def test_asynchronous_run_with_several_questions_in_one_turn(world: World) -> None:
    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM), prompt=lambda *_: True)
    agent = world.agent([[_bash("touch one"), _bash("touch two")]], policy)
    asyncio.run(agent.async_run("go", guard_environment(world.env(), policy)))
    assert (world.work / "one").exists() and (world.work / "two").exists()


def test_streaming(world: World) -> None:
    from chimera.core.streaming import StreamHandler

    events: list[str] = []

    class Recorder(StreamHandler):
        def on_text(self, text: str) -> None:
            events.append("text")

        def on_step_start(self, *_: Any) -> None:
            events.append("step")

        on_step_end = on_step_start

        def on_tool_start(self, tool_name: str, call_id: str) -> None:
            events.append(f"start {tool_name}")

        def on_tool_end(self, call_id: str, output: str) -> None:
            events.append(f"end {output.strip()}")

        def on_done(self) -> None:
            events.append("done")

    policy = world.policy(deny=["deletion-*"])
    agent = world.agent([_bash("echo hi"), _bash(world.destroy)], policy, handler=Recorder())
    agent.run("go", world.env())
    assert world.intact
    assert "end hi" in events
    assert any("Permission denied for bash" in event for event in events)


def test_yes_is_for_one_run_and_no_stays_no(world: World) -> None:
    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM))
    environment = guard_environment(world.env(), policy)
    assert policy.evaluate(*_bash("touch made")).value == "ask"
    assert environment.run_command("touch other").exit_code == 126
    assert policy.evaluate(*_bash("ls")).value == "allow", "the question was not answered with yes"
    assert environment.run_command("touch made").exit_code == 126
    assert policy.evaluate(*_bash("touch made")).value == "ask"
    assert environment.run_command("touch made").exit_code == 0
    assert environment.run_command("touch made").exit_code == 126


def test_a_guarded_environment_is_one_of_the_host(world: World) -> None:
    from chimera.env.base import Environment

    policy = world.policy()
    environment = guard_environment(world.env(), policy)
    assert isinstance(environment, Environment)
    with environment as entered:
        assert entered is environment
    assert environment.workdir == world.work.resolve()
    environment.test_cmd = world.destroy
    refused = environment.run_tests()
    assert not refused.all_passed and "chimera-guard" in refused.output
    assert world.intact
    assert environment.read_file("notes.txt") == "some notes\n"
    assert "notes.txt" in environment.list_files()
    environment.write_file("made.txt", "x")
    with pytest.raises(PermissionError, match="chimera-guard"):
        environment.write_file(".git/hooks/pre-commit", "x")
    with pytest.raises(TypeError):
        guard_environment(object(), policy)


def test_secrets_are_not_read_on_the_way(world: World) -> None:
    from chimera.permissions import AutoApprove
    from chimera.tools.read import ReadFileTool
    from chimera.tools.search import SearchTool

    (world.work / ".env").write_text("TOKEN=notes\n")
    policy = world.policy(ConfirmAboveThreshold())
    environment = guard_environment(world.env(), policy)
    agent = world.agent([("search", {"pattern": "notes"})], AutoApprove(), [SearchTool()])
    agent.run("go", environment)
    assert told(agent) == ["notes.txt:1: some notes"]

    policy.prompt = lambda *_: True
    agent = world.agent([("read_file", {"path": ".env"})], policy, [ReadFileTool()])
    agent.run("go", environment)
    assert told(agent) == ["TOKEN=notes\n"], "a person said yes"


def test_every_default_tool_is_known(world: World) -> None:
    from chimera.core.tool_group import AGENT_TOOLS, DEFAULT_TOOLS

    from chimera_guard.toolcall.known import TOOLS

    names = {tool.name for tool in [*DEFAULT_TOOLS, *AGENT_TOOLS]}
    assert names <= TOOLS.keys() | {"batch"}
    assert {"bash", "read_file", "write_file", "read_image"} <= names


def test_the_hosts_own_checker_takes_our_analyzer(world: World) -> None:
    from chimera.permissions.checker import PermissionChecker

    checker = PermissionChecker(security_analyzer=world.analyzer)
    denied = checker._evaluate_security("bash", {"command": world.destroy})
    assert denied is not None
    assert checker._evaluate_security("bash", {"command": "ls"}) is None


@pytest.mark.parametrize("approve", [True, False])
def test_the_projects_own_tests(world: World, approve: bool) -> None:
    from chimera.tools.test import TestTool

    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM))
    environment = world.env()
    environment.test_cmd = "echo 3 passed"
    agent = world.agent([("test", {})], policy, [TestTool()])
    for step in agent.iter_steps("go", guard_environment(environment, policy)):
        if step.pending_approval is not None:
            step.pending_approval.approve() if approve else step.pending_approval.deny("no")
    assert ("3 passed" in told(agent)[0]) is approve


def test_tests_that_nobody_approved_do_not_end_the_run(world: World) -> None:
    from chimera.permissions import AutoApprove
    from chimera.tools.test import TestTool

    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM))
    agent = world.agent([("test", {})], AutoApprove(), [TestTool()])
    assert agent.run("go", guard_environment(world.env(), policy)).success
    assert "chimera-guard" in told(agent)[0]


@pytest.mark.parametrize("args", [None, 3, {1: 2}, {"command": "a\udcff\x00"}, {"command": [7]}, {"command": None}])
def test_odd_arguments_are_asked_about(args: Any) -> None:
    policy = SecurityPermissionPolicy(RuleBasedSecurityAnalyzer(Context()))
    assert policy.evaluate("bash", args).value == "ask"
    assert policy.evaluate("nobody-knows", args).value == "ask"
    assert policy.evaluate(None, args).value == "ask"  # type: ignore[arg-type]
