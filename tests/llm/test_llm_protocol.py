"""The model over a real HTTP server: answers good and bad, and what becomes of them."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from chimera_guard import LLMSecurityAnalyzer, SecurityRisk
from chimera_guard.llm import Unavailable, Verdict

from .conftest import Model, completion, verdict

CALL = {"name": "bash", "arguments": {"command": "make deploy"}}


def _analyzer(model: Model, **named: Any) -> LLMSecurityAnalyzer:
    return LLMSecurityAnalyzer(model="openai/mock", api_base=model.base, api_key="key", deadline=5.0, **named)


@pytest.mark.parametrize("risk", ["LOW", "MEDIUM", "HIGH"])
def test_an_answer(model: Model, risk: str) -> None:
    model.script = [verdict(risk, "it builds")]
    found = _analyzer(model).assess(CALL)
    assert (found.risk.name, found.analyzer) == (risk, "llm")
    assert found.findings[0].rule == "llm" and "it builds" in found.findings[0].reason


def test_what_is_sent(model: Model) -> None:
    _analyzer(model).assess(CALL)
    sent = model.requests[0]
    assert sent["model"] == "mock"
    assert sent["response_format"]["json_schema"]["schema"]["properties"]["risk"]["enum"] == ["LOW", "MEDIUM", "HIGH"]
    assert json.loads(sent["messages"][1]["content"])["command"] == "make deploy"
    assert model.headers[0]["authorization"] == "Bearer key"


def test_the_key_comes_from_the_environment(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of the environment")
    monkeypatch.setenv("OPENAI_BASE_URL", model.base)
    assert LLMSecurityAnalyzer(model="openai/mock").analyze(CALL) is SecurityRisk.LOW
    assert model.headers[0]["authorization"] == "Bearer of the environment"


@pytest.mark.parametrize(
    "answer",
    [
        completion("LOW"),
        completion("not LOW, it is HIGH"),
        completion('Sure! {"risk": "LOW", "reason": "fine"}'),
        completion('{"risk": "low", "reason": "fine"}'),
        completion('{"risk": "NONE", "reason": "fine"}'),
        completion('{"risk": ["LOW"], "reason": "fine"}'),
        completion('{"risk": "HIGH", "risk": "LOW", "reason": "fine"}'),
        completion('{"risk": "LOW", "reason": "fine"} {"risk": "HIGH", "reason": "no"}'),
        completion('{"risk": "LOW", "reason": "fi'),
        completion('{"risk": "LOW", "reason": "fine", "confidence": 1}'),
        completion('{"reason": "fine"}'),
        completion("[" * 100_000),
        completion(""),
        completion(None),
        {"choices": []},
        {"error": "x"},
        [1, 2],
        b"<html>hello</html>",
        b"",
        b'{"choices": [{"message": {"content": "{\\"risk\\": ',
    ],
)
def test_anything_else_is_unknown_after_two_attempts(model: Model, answer: Any) -> None:
    model.script = [answer]
    found = _analyzer(model).assess(CALL)
    assert found.risk is SecurityRisk.UNKNOWN
    assert [finding.rule for finding in found.findings] == ["llm-unavailable"]
    assert len(model.requests) == 2


def test_a_fenced_answer_is_read(model: Model) -> None:
    model.script = [completion('```json\n{"risk": "MEDIUM", "reason": "x"}\n```')]
    assert _analyzer(model).analyze(CALL) is SecurityRisk.MEDIUM


def test_a_second_attempt_can_help(model: Model) -> None:
    model.script = [(500, {}), verdict("HIGH")]
    assert _analyzer(model).analyze(CALL) is SecurityRisk.HIGH
    assert len(model.requests) == 2


@pytest.mark.parametrize(("status", "attempts"), [(500, 2), (503, 2), (429, 2), (401, 1), (404, 1)])
def test_errors_of_the_server(model: Model, status: int, attempts: int) -> None:
    model.script = [(status, {"error": "x"})]
    answer = _analyzer(model).probe()
    assert isinstance(answer, Unavailable) and str(status) in answer.reason
    assert len(model.requests) == attempts


def test_a_server_without_schemas_is_asked_without(model: Model) -> None:
    model.script = [(400, {"error": "response_format"}), verdict("MEDIUM")]
    analyzer = _analyzer(model)
    assert analyzer.analyze(CALL) is SecurityRisk.MEDIUM
    assert "response_format" not in model.requests[1]
    analyzer.probe()
    assert "response_format" not in model.requests[2]


def test_a_refusal_is_unknown_and_not_repeated(model: Model) -> None:
    model.script = [completion(None, refusal="I can't help with that")]
    answer = _analyzer(model).probe()
    assert answer == Unavailable("it refused to answer")
    assert len(model.requests) == 1


def test_the_deadline_holds(model: Model) -> None:
    model.script = [3.0]
    analyzer = LLMSecurityAnalyzer(model="openai/mock", api_base=model.base, deadline=0.3)
    started = time.monotonic()
    found = analyzer.assess(CALL)
    assert time.monotonic() - started < 1.5
    assert found.risk is SecurityRisk.UNKNOWN
    assert "0.3 seconds" in found.findings[0].reason or "in time" in found.findings[0].reason


def test_a_server_that_trickles_does_not_outlast_the_deadline() -> None:
    import socket
    import threading

    listener = socket.create_server(("127.0.0.1", 0))

    def trickle() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            try:
                for _ in range(40):
                    connection.sendall(b" ")
                    time.sleep(0.1)
            except OSError:
                pass

    thread = threading.Thread(target=trickle, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    started = time.monotonic()
    answer = LLMSecurityAnalyzer(model="openai/mock", api_base=base, deadline=0.5).probe()
    assert time.monotonic() - started < 2
    assert answer == Unavailable("no answer within 0.5 seconds")
    listener.close()


def test_questions_without_answer_do_not_pile_up() -> None:
    def forever(messages: Any) -> str:
        time.sleep(2)
        return ""

    analyzer = LLMSecurityAnalyzer(forever, deadline=0.05)
    answers = [analyzer.probe() for _ in range(6)]
    assert answers[-1] == Unavailable("earlier questions are still not answered")


def test_nobody_listens() -> None:
    answer = LLMSecurityAnalyzer(model="openai/mock", api_base="http://127.0.0.1:9/v1", deadline=5).probe()
    assert answer == Unavailable("no connection to it (Connection refused)")
    answer = LLMSecurityAnalyzer(model="openai/mock", api_base="file:///etc/passwd", deadline=5).probe()
    assert answer == Unavailable("api_base is no http or https address")


def test_redirections_are_not_followed(model: Model) -> None:
    model.script = [(302, {})]
    answer = _analyzer(model).probe()
    assert isinstance(answer, Unavailable)
    assert len(model.requests) == 1


def test_a_proxy_is_not_asked_about_this_machine(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert isinstance(_analyzer(model).probe(), Verdict)
