"""A model behind litellm, for everything that does not speak the OpenAI protocol."""

from __future__ import annotations

import os
import sys
from typing import Any

from chimera_guard.llm.errors import ProviderError
from chimera_guard.llm.http import FORMAT

# Releases that were taken over by somebody who put malware into them.
COMPROMISED = ("1.82.7", "1.82.8", "1.107.")
_FINAL = frozenset(
    "AuthenticationError BadRequestError ContentPolicyViolationError ContextWindowExceededError NotFoundError "
    "PermissionDeniedError Timeout UnsupportedParamsError".split()
)


class LiteLLM:
    """Asks through `litellm.completion`. litellm is loaded with the first question."""

    def __init__(self, model: str, api_base: str | None, api_key: str | None, options: dict[str, Any]) -> None:
        self._arguments: dict[str, Any] = {"model": model, "max_retries": 0, "num_retries": 0, **options}
        if api_base:
            self._arguments["api_base"] = api_base
        if api_key:
            self._arguments["api_key"] = api_key
        self._schema = True

    def __call__(self, messages: list[dict[str, str]], left: float) -> str:
        from chimera_guard.llm.providers import text_of

        litellm = load()
        arguments = {**self._arguments, "messages": messages, "timeout": max(left, 0.01)}
        if self._schema:
            arguments["response_format"] = FORMAT
        try:
            answer = litellm.completion(**arguments)
        except Exception as error:
            name = type(error).__name__
            if self._schema and name in ("BadRequestError", "UnsupportedParamsError"):
                self._schema = False
                raise ProviderError("it does not take a JSON schema", again=True) from None
            raise ProviderError(f"it failed ({name})", again=name not in _FINAL) from None
        return text_of(answer)


def load() -> Any:
    """Return the litellm module, imported so that it asks nobody and reads no .env file of a project.

    Raises ProviderError where it is not installed, or is a release that carries malware.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        release = version("litellm")
    except PackageNotFoundError:
        raise ProviderError("litellm is not installed: pip install 'chimera-guard[llm]'") from None
    if release.startswith(COMPROMISED[2]) or release in COMPROMISED:
        raise ProviderError(f"litellm {release} is a compromised release: uninstall it, and change your keys")
    first = "litellm" not in sys.modules
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    os.environ.setdefault("LITELLM_MODE", "PRODUCTION")
    try:
        import litellm
    except Exception as error:
        raise ProviderError(f"litellm can't be loaded ({type(error).__name__})") from None
    if first:
        litellm.suppress_debug_info = True
        litellm.telemetry = False
    return litellm
