"""The model behind the shell hook, and what doctor says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chimera_guard.frontends import doctor
from chimera_guard.frontends.hook import protocol
from chimera_guard.frontends.hook.judge import Judge
from chimera_guard.frontends.hook.protocol import Request

from .conftest import Model, verdict


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("OPENAI_API_KEY", "key")
    path = tmp_path / "config" / "chimera-guard" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def _write(path: Path, model: Model, hook: bool) -> None:
    path.write_text(
        f"[hook]\nllm = {str(hook).lower()}\n"
        f'[llm]\nmodel = "openai/mock"\napi_base = "{model.base}"\nhook_deadline = 2\n'
    )


def _ask(line: str) -> tuple[int, str]:
    return Judge().answer(Request(protocol.VERSION, "1", "bash", "/", "", line))


def test_the_hook_asks_the_model_only_where_the_settings_say_so(settings: Path, model: Model) -> None:
    model.script = [verdict("HIGH", "it deploys to production")]
    _write(settings, model, hook=False)
    assert _ask("./deploy-all")[0] == protocol.RUN
    assert model.requests == []
    _write(settings, model, hook=True)
    found, message = _ask("./deploy-all")
    assert found == protocol.CONFIRM
    assert "it deploys to production" in message


def test_a_harmless_line_costs_no_question(settings: Path, model: Model) -> None:
    _write(settings, model, hook=True)
    assert _ask("ls -la")[0] == protocol.RUN
    assert model.requests == []


def test_a_silent_model_keeps_the_verdict_of_the_rules(settings: Path, model: Model) -> None:
    model.script = [30.0]
    _write(settings, model, hook=True)
    assert _ask("./deploy-all")[0] == protocol.RUN
    assert _ask("rm -rf /")[0] == protocol.CONFIRM


def test_doctor_says_whether_the_model_answers(settings: Path, model: Model) -> None:
    _write(settings, model, hook=True)
    assert any("openai/mock answers: LOW" in line for line in doctor.doctor().lines)
    model.script = [(500, {"error": {"message": "out of order"}})]
    lines = doctor.doctor().lines
    assert any("openai/mock does not answer" in line for line in lines)
