"""An agent of chimera-run with the guard between it and the shell.

Run it as it is: a scripted model reads, searches, and then wants to delete the home directory. Give
`secure_agent` a real provider to use it in earnest.
"""

from __future__ import annotations

import sys
from typing import Any

from chimera.core.agent import Agent
from chimera.core.interception import Interceptors
from chimera.core.loop import ReAct
from chimera.core.loop_config import LoopConfig
from chimera.env.local import LocalEnvironment
from chimera.providers.faux import FauxProvider
from chimera.tools import BashTool, ReadFileTool, SearchTool

from chimera_guard import (
    ConfirmAboveThreshold,
    RuleBasedSecurityAnalyzer,
    SecurityPermissionPolicy,
    SecurityRisk,
    TerminalPrompt,
    guard_environment,
)


def secure_agent(provider: Any, workdir: str, prompt: Any = None) -> tuple[Agent, Any]:
    """Return the agent, and the environment that it may work in.

    Without a prompt every question is left to the loop: `run` says no to it, `iter_steps` hands it to you.
    """
    policy = SecurityPermissionPolicy(
        RuleBasedSecurityAnalyzer(),
        ConfirmAboveThreshold(threshold=SecurityRisk.HIGH),
        prompt=prompt,
        deny=["deletion-root"],
    )
    config = LoopConfig(permissions=policy, interceptors=Interceptors(tool_call=[policy.interceptor()]))
    agent = Agent(provider, [ReadFileTool(), SearchTool(), BashTool()], ReAct(config=config))
    return agent, guard_environment(LocalEnvironment(workdir), policy)


def scripted() -> FauxProvider:
    """A model that looks around, and then goes too far."""

    def call(tool: str, **arguments: str) -> dict[str, Any]:
        return {"text": "", "tool_calls": [{"name": tool, "arguments": arguments}]}

    return FauxProvider(
        [
            call("read_file", path="README.md"),
            call("search", pattern="TODO"),
            call("bash", command="ls -la && git log --oneline | head -5"),
            call("bash", command="rm -rf ~"),
            {"text": "I looked around, and was kept from deleting anything."},
        ]
    )


def main() -> None:
    agent, environment = secure_agent(scripted(), ".", TerminalPrompt() if sys.stdin.isatty() else None)
    print(agent.run("Clean up this project.", environment).output)


if __name__ == "__main__":
    main()
