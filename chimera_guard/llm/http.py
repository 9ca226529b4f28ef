"""A model behind the OpenAI protocol, over plain HTTP with nothing but the standard library."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import urlsplit

from chimera_guard.llm.errors import ProviderError
from chimera_guard.llm.prompt import SCHEMA

PUBLIC = "https://api.openai.com/v1"
FORMAT = {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": SCHEMA}}
_MAX_BYTES = 1_000_000
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class OpenAI:
    """Asks a server for chat completions, with the key given or that of OPENAI_API_KEY."""

    def __init__(self, model: str, api_base: str | None, api_key: str | None) -> None:
        base = api_base or os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_BASE") or PUBLIC
        self._url = f"{base.rstrip('/')}/chat/completions"
        self._key = api_key or os.environ.get("OPENAI_API_KEY")
        self._model = model
        self._schema = True

    def __call__(self, messages: list[dict[str, str]], left: float) -> str:
        from chimera_guard.llm.providers import text_of

        body: dict[str, Any] = {"model": self._model, "messages": messages}
        if self._schema:
            body["response_format"] = FORMAT
        status, text = self._post(json.dumps(body).encode(), left)
        if status == 400 and self._schema:
            self._schema = False
            raise ProviderError("it does not take a JSON schema", again=True)
        if status != 200:
            raise ProviderError(f"it answered with HTTP status {status}", again=status >= 500 or status == 429)
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise ProviderError("its answer is no JSON", again=True) from None
        return text_of(data)

    def _post(self, body: bytes, left: float) -> tuple[int, str]:
        """Send the question, and return the status and the body; a redirection is not followed."""
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import ProxyHandler, Request, build_opener

        parts = urlsplit(self._url)
        if parts.scheme not in ("http", "https"):
            raise ProviderError("api_base is no http or https address")
        headers = {"Content-Type": "application/json", "User-Agent": "chimera-guard"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = Request(self._url, body, headers, method="POST")
        opener = build_opener(_no_redirection(), *([ProxyHandler({})] if parts.hostname in _LOOPBACK else []))
        try:
            with opener.open(request, timeout=max(left, 0.01)) as response:
                return response.status, response.read(_MAX_BYTES).decode("utf-8", "replace")
        except HTTPError as error:
            error.close()
            return error.code, ""
        except TimeoutError:
            raise ProviderError("it did not answer in time") from None
        except (OSError, HTTPException, ValueError) as error:
            cause = getattr(error, "reason", error)  # of a URLError, which only wraps it
            what = getattr(cause, "strerror", None) or type(cause).__name__
            raise ProviderError(f"no connection to it ({what})", again=True) from None


def _no_redirection() -> Any:
    """A handler that follows no redirection: the key and the command go to the configured server alone."""
    from urllib.request import HTTPRedirectHandler

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    return Stay()
