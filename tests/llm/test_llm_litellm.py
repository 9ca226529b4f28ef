"""The way through litellm: its own test responses, a real server, and the releases that are refused."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chimera_guard import LLMSecurityAnalyzer, SecurityRisk
from chimera_guard.llm import Unavailable

from .conftest import Model, completion, verdict

needs_litellm = pytest.mark.skipif(importlib.util.find_spec("litellm") is None, reason="litellm is not installed")
ROOT = Path(__file__).resolve().parents[2]
ANSWER = '{"risk": "MEDIUM", "reason": "mocked"}'


@pytest.mark.parametrize("release", ["1.82.7", "1.82.8", "1.107.0", "1.107.3"])
def test_compromised_releases_are_refused_before_they_run(tmp_path: Path, release: str) -> None:
    (tmp_path / "litellm").mkdir()
    (tmp_path / "litellm" / "__init__.py").write_text("open('ran', 'w')")
    metadata = tmp_path / f"litellm-{release}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: litellm\nVersion: {release}\n")
    script = (
        "from chimera_guard import LLMSecurityAnalyzer\n"
        "print(LLMSecurityAnalyzer(model='anthropic/x', deadline=30).assess_command('x').findings[0].reason)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert f"litellm {release} is a compromised release" in done.stdout
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(importlib.util.find_spec("litellm") is not None, reason="litellm is installed")
def test_a_hint_where_it_is_missing() -> None:
    answer = LLMSecurityAnalyzer(model="anthropic/x").probe()
    assert answer == Unavailable("litellm is not installed: pip install 'chimera-guard[llm]'")


def _mocked(response: Any, **options: Any) -> LLMSecurityAnalyzer:
    return LLMSecurityAnalyzer(model="gpt-4o", deadline=30, options={"mock_response": response, **options})


@needs_litellm
def test_its_own_test_responses() -> None:
    assert _mocked(ANSWER).assess_command("x").risk is SecurityRisk.MEDIUM
    assert _mocked("not LOW, it is HIGH").assess_command("x").risk is SecurityRisk.UNKNOWN
    for error in ("litellm.RateLimitError", "litellm.ContextWindowExceededError", RuntimeError("key sk-123 is wrong")):
        answer = _mocked(error).probe()
        assert isinstance(answer, Unavailable)
        assert "sk-123" not in answer.reason


@needs_litellm
def test_its_time_out() -> None:
    analyzer = LLMSecurityAnalyzer(model="gpt-4o", deadline=2, options={"mock_timeout": True})
    assert isinstance(analyzer.probe(), Unavailable)


def _over_http(model: Model, **named: Any) -> LLMSecurityAnalyzer:
    return LLMSecurityAnalyzer(
        model="hosted_vllm/mock", api_base=model.base, api_key="key", **{"deadline": 30.0, **named}
    )


@needs_litellm
def test_over_a_real_server(model: Model) -> None:
    model.script = [verdict("HIGH", "it deletes")]
    found = _over_http(model).assess_command("make clean")
    assert found.risk is SecurityRisk.HIGH and "it deletes" in found.findings[0].reason
    assert model.requests[0]["response_format"]["type"] == "json_schema"
    assert model.headers[0]["authorization"] == "Bearer key"


@needs_litellm
@pytest.mark.parametrize(
    ("script", "attempts"),
    [
        ([(500, {"error": {"message": "x"}})], 2),
        ([completion("garbage")], 2),
        ([b'{"choices": [{"mess'], 2),
        ([(401, {"error": {"message": "x"}})], 1),
        ([completion(None, refusal="no")], None),
    ],
)
def test_a_server_that_fails(model: Model, script: list[Any], attempts: int | None) -> None:
    model.script = script
    assert isinstance(_over_http(model).probe(), Unavailable)
    assert attempts is None or len(model.requests) == attempts


@needs_litellm
def test_a_server_without_schemas(model: Model) -> None:
    model.script = [(400, {"error": {"message": "response_format is not supported"}}), verdict("LOW")]
    assert _over_http(model).assess_command("x").risk is SecurityRisk.LOW
    assert "response_format" not in model.requests[1]


@needs_litellm
def test_a_server_that_is_slow(model: Model) -> None:
    _over_http(model).probe()
    model.script = [5.0]
    assert isinstance(_over_http(model, deadline=1.0).probe(), Unavailable)


@needs_litellm
def test_no_env_file_of_a_project_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_BASE=http://evil.example\n")
    script = (
        "import os\nfrom chimera_guard.llm.litellm import load\nload()\n"
        "print(os.environ.get('OPENAI_API_BASE'), os.environ['LITELLM_LOCAL_MODEL_COST_MAP'])\n"
    )
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "LITELLM"))}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.split() == ["None", "True"]
