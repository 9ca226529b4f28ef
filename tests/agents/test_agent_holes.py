"""Ways past a permission policy that the host leaves open, and the wrapper that closes each of them.

Every test runs the same call twice: as the host is (the home is lost), and with the guarded environment.
"""

from __future__ import annotations

from typing import Any

import pytest

from chimera_guard import ConfirmAboveThreshold, SecurityRisk, guard_environment

from .conftest import World, told

BOTH = pytest.mark.parametrize("guarded", [False, True])


def _environment(world: World, policy: Any, guarded: bool) -> Any:
    return guard_environment(world.env(), policy) if guarded else world.env()


def _tools(world: World, name: str) -> tuple[list[Any], tuple[str, dict[str, Any]]]:
    from chimera.tools.bash import BashTool
    from chimera.tools.batch import BatchTool
    from chimera.tools.git import GitTool
    from chimera.tools.image_read import ImageReadTool
    from chimera.tools.test import TestTool
    from chimera.tools.verify import VerifyTool

    bash = BashTool()
    destroy = world.destroy
    inner = {"tool": "bash", "arguments": {"command": destroy}}
    return {
        "batch": ([BatchTool({"bash": bash})], ("batch", {"calls": [inner]})),
        "git": ([GitTool()], ("git", {"command": f"status; {destroy}"})),
        "test": ([TestTool()], ("test", {"path": f"x; {destroy}"})),
        "verify_answer": ([VerifyTool()], ("verify_answer", {"code": f"import os; os.system('{destroy}')"})),
        "read_image": ([ImageReadTool()], ("read_image", {"path": f"x'; {destroy}; echo '.png"})),
    }[name]


@BOTH
@pytest.mark.parametrize("name", ["batch", "git", "test", "verify_answer", "read_image"])
def test_commands_of_other_tools(world: World, name: str, guarded: bool) -> None:
    from chimera.permissions import AutoApprove

    tools, call = _tools(world, name)
    agent = world.agent([call], AutoApprove(), tools)
    agent.run("go", _environment(world, world.policy(), guarded))
    assert world.intact is guarded
    if guarded:
        assert "chimera-guard: a person must confirm this" in told(agent)[0]


@pytest.mark.parametrize("name", ["batch", "git", "test", "verify_answer", "read_image"])
def test_the_policy_reads_these_tools_too(world: World, name: str) -> None:
    tools, call = _tools(world, name)
    agent = world.agent([call], world.policy(), tools)
    agent.run("go", world.env())
    assert world.intact
    assert told(agent) == ["Auto-denied by drain_steps"]


@BOTH
def test_sub_agents(world: World, guarded: bool) -> None:
    """A sub-agent has a policy of its own that allows everything."""
    from chimera.permissions import AutoApprove
    from chimera.providers.faux import FauxProvider
    from chimera.tools.bash import BashTool
    from chimera.tools.task_tool import TaskTool

    child = FauxProvider(
        [{"text": "", "tool_calls": [{"name": "bash", "arguments": {"command": world.destroy}}]}, {"text": "done"}]
    )
    task = TaskTool(provider=child)
    arguments = {"description": "d", "prompt": "p", "subagent_type": "general-purpose"}
    policy = world.policy()
    environment = _environment(world, policy, guarded)
    agent = world.agent([("Task", arguments)], policy if guarded else AutoApprove(), [task, BashTool()])
    task.bind_parent(agent)
    agent.run("go", environment)
    assert child.call_count == 2
    assert world.intact is guarded


@BOTH
def test_delegated_tasks(world: World, guarded: bool) -> None:
    from chimera.permissions import AutoApprove
    from chimera.tools.delegate import DelegateTool

    child = world.agent([("bash", {"command": world.destroy})], AutoApprove())
    policy = world.policy()
    environment = _environment(world, policy, guarded)
    agent = world.agent([("delegate", {"task": "t"})], policy if guarded else AutoApprove(), [DelegateTool(child)])
    agent.run("go", environment)
    assert world.intact is guarded
    if guarded:
        assert "chimera-guard: a person must confirm this" in told(child)[0]


def test_a_sub_agent_is_asked_about_where_its_commands_are_not_guarded(world: World) -> None:
    from chimera.permissions import PermissionAction

    call = ("Task", {"description": "d", "prompt": "p", "subagent_type": "general-purpose"})
    policy = world.policy()
    assert policy.evaluate(*call) is PermissionAction.ASK
    guard_environment(world.env(), policy)
    assert policy.evaluate(*call) is PermissionAction.ALLOW


@BOTH
def test_the_rest_of_a_turn_after_an_approval(world: World, guarded: bool) -> None:
    """The host runs what follows an approved call in the same turn without a look at any policy."""
    policy = world.policy(ConfirmAboveThreshold(SecurityRisk.MEDIUM))
    turn = [("bash", {"command": "touch asked && echo asked"}), ("bash", {"command": world.destroy})]
    agent = world.agent([turn], policy)
    steps = agent.iter_steps("go", _environment(world, policy, guarded))
    for step in steps:
        if step.pending_approval is not None:
            step.pending_approval.approve()
    assert world.intact is guarded
    results = told(agent)
    assert "asked" in results[0]
    if guarded:
        assert "chimera-guard: a person must confirm this" in results[1]


@BOTH
def test_a_session_without_policy(world: World, guarded: bool) -> None:
    """The event loop of the host knows no permission policy; an interceptor is heard there."""
    from chimera.core.interception import Interceptors
    from chimera.testing import create_harness

    turns = [
        {"text": "", "tool_calls": [{"name": "bash", "arguments": {"command": world.destroy}}]},
        {"text": "done"},
    ]
    config = {"interceptors": Interceptors(tool_call=[world.policy().interceptor(last_word=True)])} if guarded else {}
    harness = create_harness(turns=turns, workspace=world.work, config=config)
    harness.run("go")
    assert world.intact is guarded


@BOTH
def test_operations_of_a_bash_tool(world: World, guarded: bool) -> None:
    from chimera.core.operations import LocalBashOps
    from chimera.tools.bash import BashTool

    operations: Any = LocalBashOps(str(world.work))
    if guarded:
        operations = guard_environment(operations, world.policy())
    result = BashTool(ops=operations).execute({"command": world.destroy}, None)
    assert world.intact is guarded
    if guarded:
        assert result.error == "Exit code 126"
        assert "chimera-guard" in result.output


@BOTH
def test_neighbours_of_a_question_are_lost_without_a_prompt(world: World, guarded: bool) -> None:
    """A denied question makes the host drop the rest of the turn; a prompt in the policy leaves no question open."""
    policy = world.policy(prompt=(lambda *_: False) if guarded else None)
    agent = world.agent([[("bash", {"command": world.destroy}), ("bash", {"command": "echo still here"})]], policy)
    agent.run("go", world.env())
    assert world.intact
    assert any("still here" in text for text in told(agent)) is guarded


@BOTH
def test_clones_and_sessions_of_an_environment(world: World, guarded: bool) -> None:
    class Cloning:
        def run_command(self, cmd: str, timeout: int = 1) -> Any:
            return world.env().run_command(cmd)

        run_in_session = run_command

        def clone(self) -> Cloning:
            return Cloning()

    environment: Any = Cloning()
    if guarded:
        environment = guard_environment(environment, world.policy())
    environment.clone().run_command(world.destroy)
    environment.run_in_session(world.destroy)
    assert world.intact is guarded


@BOTH
def test_a_hook_that_allows_skips_the_policy(world: World, guarded: bool) -> None:
    from chimera.core.interception import Interceptors
    from chimera.hooks.hook_types import HookOutput

    class Emitter:
        active = True

        async def emit(self, event: Any, **_: Any) -> Any:
            return HookOutput(permission_decision="allow")

    policy = world.policy(deny=["deletion-*"])
    interceptors = Interceptors(tool_call=[policy.interceptor()]) if guarded else None
    call = ("bash", {"command": world.destroy})
    agent = world.agent([call], policy, hook_emitter=Emitter(), interceptors=interceptors)
    agent.run("go", world.env())
    assert world.intact is guarded


@BOTH
def test_a_search_over_a_link_that_leads_out(world: World, guarded: bool) -> None:
    from chimera.tools import SearchTool

    environment = _environment(world, world.policy(), guarded)
    (world.work / "out").symlink_to(world.treasure)
    if guarded:
        assert "notes.txt:1" in SearchTool().execute({"pattern": "notes"}, environment).output
    else:
        with pytest.raises(PermissionError):
            SearchTool().execute({"pattern": "notes"}, environment)
