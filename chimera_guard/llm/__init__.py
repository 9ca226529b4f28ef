"""A language model's opinion on a command: asked with care, bounded in time, and never trusted to lower a finding.

prompt, redaction                 what the model is asked, without secrets, and how its answer is read
providers, http, litellm, errors  the ways to a model, and what goes wrong there
store                             verdicts and the budget of questions, kept between runs
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from chimera_guard.analyzers import ContextSource, RuleBasedSecurityAnalyzer, SecurityAnalyzer, no_opinion, opinion
from chimera_guard.context import NOTHING_KNOWN, Context
from chimera_guard.llm.errors import ProviderError
from chimera_guard.llm.prompt import PROMPT_VERSION, Prompt, build, read_answer
from chimera_guard.llm.providers import Ask, connect
from chimera_guard.llm.store import Budget, VerdictCache
from chimera_guard.report import Assessment
from chimera_guard.risk import SecurityRisk

if TYPE_CHECKING:
    from chimera_guard.host.settings import LlmSettings

__all__ = ["LLMSecurityAnalyzer", "ProviderError", "Unavailable", "Verdict", "from_settings"]

DEADLINE = 10.0
_ATTEMPTS = 2
_MAX_PENDING = 4

_log = logging.getLogger("chimera_guard")


class Verdict(NamedTuple):
    """What the model said. `settles` is False where it was not shown the whole command."""

    risk: SecurityRisk
    reason: str
    settles: bool = True


class Unavailable(NamedTuple):
    """Why there is no verdict."""

    reason: str


class LLMSecurityAnalyzer(SecurityAnalyzer):
    """Asks a language model for the risk of a tool call. What is not a clear answer is UNKNOWN.

    On its own it believes the model. Use it inside a CompositeSecurityAnalyzer, where the rules' findings stand.

    Args:
        provider: an object with `complete(messages)`, such as a provider of chimera-run, or a function from a list of
            {"role", "content"} to the text of the answer.
        model: without a provider, the model's name. "openai/NAME" is asked over HTTP at `api_base` (or the public
            service), any other name through litellm (the extra "llm").
        api_base: where the model is served.
        api_key: the key for it; without one, the usual environment variables count.
        deadline: seconds to wait at most, all attempts together.
        cache: where verdicts are kept; by default in memory.
        budget: how often the model may be asked; by default without a limit.
        context: facts about the machine, as in RuleBasedSecurityAnalyzer.
        options: further arguments for litellm's `completion`.

    Raises:
        ValueError: neither a provider nor a model is given, or the provider is neither of the two kinds.
    """

    def __init__(
        self,
        provider: Any = None,
        model: str | None = None,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        deadline: float = DEADLINE,
        cache: VerdictCache | None = None,
        budget: Budget | None = None,
        context: ContextSource = None,
        options: dict[str, Any] | None = None,
    ) -> None:
        self._ask: Ask = connect(provider, model, api_base, api_key, options)
        self.model = model or type(provider).__name__
        self.deadline = deadline
        self._where = f"{self.model} {api_base or ''}"
        self._cache = cache if cache is not None else VerdictCache(None)
        self._budget = budget if budget is not None else Budget(None, None)
        self._rules = RuleBasedSecurityAnalyzer(context)
        self._free = threading.BoundedSemaphore(_MAX_PENDING)

    def analyze(self, tool_call: Any) -> SecurityRisk:
        return self.assess(tool_call).risk

    def assess(self, tool_call: Any) -> Assessment:
        return self._alone(self._rules.assess(tool_call), lambda: self._rules.context_of(tool_call))

    def assess_command(self, command: str, context: Context | None = None) -> Assessment:
        """Return the model's assessment of a command line."""
        ruled = self._rules.assess_command(command, context)
        return self._alone(ruled, lambda: context or self._rules.context_of(None))

    def review(self, ruled: Assessment, context: Context = NOTHING_KNOWN) -> Verdict | Unavailable:
        """Return the model's opinion on what the rules have assessed. Never raises."""
        try:
            prompt = build(ruled, context)
            key = _key(self._where, prompt, ruled.command)
            kept = self._cache.get(key)
            if kept is not None:
                return Verdict(SecurityRisk[kept[0]], kept[1], not prompt.shortened)
            if not self._budget.take():
                return Unavailable("this hour's budget of questions is used up")
            answer = self._within_deadline(prompt)
            if isinstance(answer, Verdict):
                self._cache.put(key, answer.risk.name, answer.reason)
            return answer
        except Exception as error:
            _log.exception("asking the model failed")
            return Unavailable(f"asking it failed inside this guard ({type(error).__name__})")

    def probe(self) -> Verdict | Unavailable:
        """Ask about a harmless command, past cache and budget: does the model answer?"""
        return self._within_deadline(build(Assessment("ls -la", SecurityRisk.LOW), NOTHING_KNOWN))

    def _alone(self, ruled: Assessment, context: Callable[[], Context]) -> Assessment:
        try:
            verdict = self.review(ruled, context())
        except Exception as error:
            _log.exception("the facts about the machine could not be had")
            verdict = Unavailable(type(error).__name__)
        if isinstance(verdict, Verdict) and (verdict.settles or verdict.risk is SecurityRisk.HIGH):
            found = opinion(verdict.risk, verdict.reason)
        else:
            reason = "was not shown all of it" if isinstance(verdict, Verdict) else verdict.reason
            found = no_opinion(SecurityRisk.UNKNOWN, reason)
        return ruled._replace(risk=found.risk, findings=(found,), analyzer="llm")

    def _within_deadline(self, prompt: Prompt) -> Verdict | Unavailable:
        """Ask in a thread of its own, and go on without it when the time is over."""
        if not self._free.acquire(blocking=False):
            return Unavailable("earlier questions are still not answered")
        answers: list[Verdict | Unavailable] = []
        ends = time.monotonic() + self.deadline

        def work() -> None:
            try:
                answers.append(self._attempts(prompt, ends))
            except Exception as error:
                _log.debug("the provider failed", exc_info=True)
                answers.append(Unavailable(f"it failed ({type(error).__name__})"))
            finally:
                self._free.release()

        thread = threading.Thread(target=work, name="chimera-guard-llm", daemon=True)
        thread.start()
        thread.join(self.deadline)
        return answers[0] if answers else Unavailable(f"no answer within {self.deadline:g} seconds")

    def _attempts(self, prompt: Prompt, ends: float) -> Verdict | Unavailable:
        problem = "no attempt was made"
        for _ in range(_ATTEMPTS):
            left = ends - time.monotonic()
            if left <= 0:
                break
            try:
                answer = read_answer(self._ask(prompt.messages, left))
            except ProviderError as error:
                problem = str(error)
                if not error.again:
                    break
                continue
            if answer is not None:
                return Verdict(SecurityRisk[answer.risk], answer.reason, not prompt.shortened)
            problem = "its answer is not what was asked for"
        return Unavailable(problem)


def from_settings(settings: LlmSettings, *, model: str, deadline: float | None = None) -> LLMSecurityAnalyzer:
    """Return the analyzer for the section [llm] of the settings, with verdicts and budget kept between runs."""
    import platformdirs

    place = Path(platformdirs.user_cache_dir("chimera-guard"))
    return LLMSecurityAnalyzer(
        model=model,
        api_base=settings.api_base,
        api_key=settings.api_key,
        deadline=deadline if deadline is not None else settings.deadline,
        cache=VerdictCache(place / "llm-verdicts.json"),
        budget=Budget(place / "llm-budget.json", settings.budget_per_hour),
    )


def _key(model: str, prompt: Prompt, command: str) -> str:
    """What a verdict belongs to: the model, and all that it was shown (and of the command also what it was not)."""
    parts = (str(PROMPT_VERSION), model, *(message["content"] for message in prompt.messages), command)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
