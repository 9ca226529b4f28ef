"""The ways to a model: a host's provider, a function, plain HTTP in the OpenAI protocol, or litellm."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from chimera_guard.llm.errors import ProviderError

Messages: TypeAlias = "list[dict[str, str]]"
Ask: TypeAlias = Callable[[Messages, float], str]


class _Message(NamedTuple):
    """A message for providers of hosts that are not installed."""

    role: str
    content: str


def connect(
    provider: Any, model: str | None, api_base: str | None, api_key: str | None, options: dict[str, Any] | None
) -> Ask:
    """Return the function that asks: from messages and seconds left to the text of the answer.

    It raises ProviderError where there is no answer. Nothing is imported or opened before the first question.
    Raises ValueError where neither a provider nor a model is given.
    """
    if provider is not None:
        if callable(getattr(provider, "complete", None)):
            return _Provider(provider, model)
        if callable(provider):
            return lambda messages, left: text_of(provider(messages))
        raise ValueError("a provider must have a method complete(messages), or be a function of the messages")
    if not model:
        raise ValueError("name a provider or a model")
    if model.startswith("openai/") and not options:
        from chimera_guard.llm.http import OpenAI

        return OpenAI(model.removeprefix("openai/"), api_base, api_key)
    from chimera_guard.llm.litellm import LiteLLM

    return LiteLLM(model, api_base, api_key, options or {})


def text_of(answer: Any) -> str:
    """Return the text in what a provider returns: a text, an object with `content`, or the OpenAI form.

    Raises ProviderError for a refusal, and where there is no text.
    """
    if isinstance(answer, str):
        return answer
    choices = _part(answer, "choices")
    if isinstance(choices, list) and choices:
        answer = _part(choices[0], "message")
    if _part(answer, "refusal"):
        raise ProviderError("it refused to answer")
    content = _part(answer, "content")
    if isinstance(content, list):
        content = "".join(text for part in content if isinstance(text := _part(part, "text"), str))
    if not isinstance(content, str):
        raise ProviderError("there is no text in its answer", again=True)
    return content


def _part(answer: Any, name: str) -> Any:
    return answer.get(name) if isinstance(answer, Mapping) else getattr(answer, name, None)


class _Provider:
    """Asks a provider of chimera-run, or anything like it."""

    def __init__(self, provider: Any, model: str | None) -> None:
        self._complete = provider.complete
        self._extra = {"model": model} if model and _takes_model(provider.complete) else {}

    def __call__(self, messages: Messages, left: float) -> str:
        message = _message_type()
        return text_of(self._complete([message(each["role"], each["content"]) for each in messages], **self._extra))


def _message_type() -> Callable[[str, str], Any]:
    try:
        from chimera.types import Message
    except ImportError:
        return _Message
    return Message


def _takes_model(function: Callable[..., Any]) -> bool:
    try:
        return "model" in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False
