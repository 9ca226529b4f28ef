"""A server on this machine that speaks the OpenAI protocol, as well or as badly as a test wants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


def completion(content: str | None, **message: Any) -> dict[str, Any]:
    """A whole answer of the protocol."""
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "mock",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": content, **message}, "finish_reason": "stop"}
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def verdict(risk: str, reason: str = "because") -> dict[str, Any]:
    return completion(json.dumps({"risk": risk, "reason": reason}))


class Model:
    """The server: `script` holds one answer for each request, the last of them for all that follow.

    An answer is data for status 200, (status, data), bytes to send as they are, or seconds to keep silent.
    """

    def __init__(self) -> None:
        self.script: list[Any] = [verdict("LOW")]
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                model.requests.append(json.loads(body))
                model.headers.append({name.lower(): value for name, value in self.headers.items()})
                answer = model.script[min(len(model.requests), len(model.script)) - 1]
                if isinstance(answer, float):
                    time.sleep(answer)
                    answer = verdict("LOW")
                status, data = answer if isinstance(answer, tuple) else (200, answer)
                sent = data if isinstance(data, bytes) else json.dumps(data).encode()
                try:
                    self.send_response(status)
                    if 300 <= status < 400:
                        self.send_header("location", f"{model.base}/elsewhere")
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(sent)))
                    self.end_headers()
                    self.wfile.write(sent)
                except OSError:
                    pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def model() -> Iterator[Model]:
    server = Model()
    yield server
    server.close()
