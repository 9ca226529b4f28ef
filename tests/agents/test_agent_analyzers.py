"""How analyzers are put together, and what they cost to load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chimera_guard import (
    CompositeSecurityAnalyzer,
    Context,
    LLMSecurityAnalyzer,
    RuleBasedSecurityAnalyzer,
    SecurityRisk,
)
from chimera_guard.analyzers import from_settings
from chimera_guard.host.settings import LlmSettings, Settings
from chimera_guard.rules import Rule

from .conftest import World, told

ROOT = Path(__file__).resolve().parents[2]


def test_without_a_model_the_rules_decide_alone() -> None:
    assert type(from_settings(Settings())) is RuleBasedSecurityAnalyzer
    named = Settings(llm=LlmSettings(model="openai/mock"))
    assert type(from_settings(named, no_llm=True)) is RuleBasedSecurityAnalyzer


def test_with_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    settings = Settings(llm=LlmSettings(model="openai/one", api_base="http://127.0.0.1:9/v1", deadline=4.0))
    analyzer = from_settings(settings)
    assert isinstance(analyzer, CompositeSecurityAnalyzer)
    assert (analyzer.ask_llm, analyzer.llm_analyzer.deadline) == ("uncertain", 4.0)
    other = from_settings(settings, model="openai/other", deadline=1.0)
    assert isinstance(other, CompositeSecurityAnalyzer)
    assert (other.llm_analyzer.model, other.llm_analyzer.deadline) == ("openai/other", 1.0)
    found = other.assess_command("touch made", Context(cwd="/home/me/p", home="/home/me"))
    assert found.risk is SecurityRisk.MEDIUM
    assert found.findings[-1].rule == "llm-unavailable"
    assert found.to_dict()["analyzer"] == "rules"
    assert (tmp_path / "chimera-guard" / "llm-budget.json").stat().st_mode & 0o777 == 0o600


def test_rules_of_the_user_count() -> None:
    def touches(effect: Any, context: Context) -> bool:
        return "notes" in str(effect.target)

    mine = Rule("no-notes", SecurityRisk.HIGH, "touches notes", "", "", ("write",), touches)
    context = Context(cwd="/home/me/p", home="/home/me")
    analyzer = RuleBasedSecurityAnalyzer(context, [mine])
    assert analyzer.assess_command("touch notes").risk is SecurityRisk.HIGH
    assert analyzer.analyze({"name": "write_file", "arguments": {"path": "notes"}}) is SecurityRisk.HIGH
    assert analyzer.assess_command("touch other").risk is SecurityRisk.MEDIUM


def test_a_context_that_cannot_be_had_is_unknown() -> None:
    def broken() -> Context:
        raise OSError("gone")

    analyzer = RuleBasedSecurityAnalyzer(broken)
    call: dict[str, Any] = {"name": "bash", "arguments": {"command": "ls"}}
    assert analyzer.analyze(call) is SecurityRisk.UNKNOWN
    assert analyzer.assess_command("ls").risk is SecurityRisk.UNKNOWN
    composite = CompositeSecurityAnalyzer(analyzer, LLMSecurityAnalyzer(lambda _: '{"risk": "LOW", "reason": ""}'))
    assert composite.analyze(call) is SecurityRisk.UNKNOWN


def test_this_machine_is_the_default(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(world.home))
    monkeypatch.chdir(world.work)
    (world.work / "link").symlink_to(world.home)
    analyzer = RuleBasedSecurityAnalyzer()
    assert analyzer.assess_command("rm -rf link/").risk is SecurityRisk.HIGH
    assert analyzer.assess_command("ls").risk is SecurityRisk.LOW


def test_a_model_of_the_host_judges_within_the_loop(world: World) -> None:
    from chimera.providers.faux import FauxProvider

    from chimera_guard import SecurityPermissionPolicy

    judge = FauxProvider([{"text": '{"risk": "HIGH", "reason": "it publishes"}'}])
    analyzer = CompositeSecurityAnalyzer(world.analyzer, LLMSecurityAnalyzer(judge), ask_llm="uncertain")
    policy = SecurityPermissionPolicy(analyzer)
    agent = world.agent([("bash", {"command": "cat notes.txt"}), ("bash", {"command": "touch made"})], policy)
    agent.run("go", world.env())
    assert told(agent) == ["some notes\n", "Auto-denied by drain_steps"]
    assert judge.call_count == 1
    assert policy.last is not None and policy.last.assessment.analyzer == "llm"


def test_loading_the_analyzers_loads_nothing_heavy() -> None:
    script = (
        "import sys, chimera_guard.analyzers\n"
        "heavy = {'litellm', 'rich', 'click', 'chimera', 'chimera_guard.llm', 'urllib.request', 'platformdirs'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n"
