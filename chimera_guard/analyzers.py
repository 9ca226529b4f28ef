"""Security analyzers: from an agent's tool call, or a command line, to a risk and the reasons for it."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from chimera_guard.analysis import PARTIAL, assess
from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.outside import Outside
from chimera_guard.report import Assessment, Finding, RunCommand
from chimera_guard.risk import SecurityRisk, worst
from chimera_guard.rules import judge
from chimera_guard.syntax.nodes import Span
from chimera_guard.toolcall import Act, Call, Code, Command, call_of, show, steps

if TYPE_CHECKING:
    from chimera_guard.host.settings import Settings
    from chimera_guard.llm import LLMSecurityAnalyzer
    from chimera_guard.rules import Rule

_log = logging.getLogger("chimera_guard")

MAX_STEPS = 600  # of one call

ContextSource: TypeAlias = "Context | Callable[[], Context] | None"


class SecurityAnalyzer(ABC):
    """Tells the risk of a tool call.

    A tool call is anything with a `name` and `arguments` (see `toolcall.call_of`). Analyzers never raise: where they
    fail, the risk is UNKNOWN.
    """

    @abstractmethod
    def analyze(self, tool_call: Any) -> SecurityRisk:
        """Return the risk of the tool call."""

    def assess(self, tool_call: Any) -> Assessment:
        """Return the risk of the tool call with all that led to it."""
        call = call_of(tool_call)
        try:
            risk = SecurityRisk(self.analyze(tool_call))
        except Exception:
            return failed(show(call), "the analyzer")
        return Assessment(show(call), risk, coverage="partial", analyzer=type(self).__name__)


class RuleBasedSecurityAnalyzer(SecurityAnalyzer):
    """Judges by what the call would do: offline, and the same answer every time.

    Args:
        context: facts about the machine, or a function that returns them (asked anew for each call). None means this
            machine, as it is at that moment; for agents that work elsewhere, give what is known of that place.
        rules: rules of the user's own, which can only raise a risk.
    """

    def __init__(self, context: ContextSource = None, rules: Sequence[Rule] = ()) -> None:
        self._context = context
        self._extra = tuple(rules)

    def analyze(self, tool_call: Any) -> SecurityRisk:
        return self.assess(tool_call).risk

    def assess(self, tool_call: Any) -> Assessment:
        try:
            call = call_of(tool_call)
            return _logged(_assess_call(call, self.context_of(call), self._extra))
        except Exception:
            return failed(str(getattr(tool_call, "name", "?")), "the rules")

    def assess_command(self, command: str, context: Context | None = None) -> Assessment:
        """Return the assessment of a command line, in `context` or else in the analyzer's own."""
        try:
            context = context if context is not None else self.context_of(None)
            return _logged(_assess_line(Command(command), context, self._extra))
        except Exception:
            return failed(command, "the rules")

    def context_of(self, tool_call: Any) -> Context:
        """Return the facts that hold for the call (None for no call)."""
        cwd = call_of(tool_call).cwd if tool_call is not None else None
        source = self._context
        if source is None:
            from chimera_guard.host.facts import current_context

            # An agent's shell may have set variables that this process knows nothing of.
            return current_context(cwd, env_complete=False)
        context = source() if callable(source) else source
        return context._replace(cwd=cwd) if cwd is not None else context


class CompositeSecurityAnalyzer(SecurityAnalyzer):
    """Rules first; a language model where they leave something open.

    HIGH is final and costs no call. The model may raise a risk, or settle what is UNKNOWN, but never lower a concrete
    finding. Where it fails, the answer of the rules stands, with a finding `llm-unavailable`.

    Args:
        rule_analyzer: tells the risk, and what is found, without a model.
        llm_analyzer: is asked about what the rules leave open.
        ask_llm: "unless_high" asks about everything below HIGH, "uncertain" not about what is certainly LOW.
    """

    def __init__(
        self,
        rule_analyzer: RuleBasedSecurityAnalyzer,
        llm_analyzer: LLMSecurityAnalyzer,
        *,
        ask_llm: str = "unless_high",
    ) -> None:
        if ask_llm not in ("unless_high", "uncertain"):
            raise ValueError(f'ask_llm must be "unless_high" or "uncertain", not {ask_llm!r}')
        self.rule_analyzer = rule_analyzer
        self.llm_analyzer = llm_analyzer
        self.ask_llm = ask_llm

    def analyze(self, tool_call: Any) -> SecurityRisk:
        return self.assess(tool_call).risk

    def assess(self, tool_call: Any) -> Assessment:
        try:
            ruled = self.rule_analyzer.assess(tool_call)
        except Exception:
            return failed(show(call_of(tool_call)), "the rules")
        return self._with_model(ruled, lambda: self.rule_analyzer.context_of(tool_call))

    def assess_command(self, command: str, context: Context | None = None) -> Assessment:
        """Return the assessment of a command line, in `context` or else in the rule analyzer's own."""
        ruled = self.rule_analyzer.assess_command(command, context)
        return self._with_model(ruled, lambda: context or self.rule_analyzer.context_of(None))

    def _with_model(self, ruled: Assessment, context: Callable[[], Context]) -> Assessment:
        if ruled.risk is SecurityRisk.HIGH:
            return ruled
        if self.ask_llm == "uncertain" and ruled.risk is SecurityRisk.LOW and ruled.coverage == "full":
            return ruled
        try:
            verdict = self.llm_analyzer.review(ruled, context())
        except Exception:
            _log.exception("the model's analyzer failed")
            verdict = None
        return combine(ruled, verdict)


def combine(ruled: Assessment, verdict: Any) -> Assessment:
    """Return the assessment by the rules with a model's verdict beside it.

    `verdict` is an `llm.Verdict`, an `llm.Unavailable`, or None for an analyzer that failed.
    """
    risk = getattr(verdict, "risk", None)
    if not isinstance(risk, SecurityRisk):
        return ruled._replace(
            findings=(*ruled.findings, no_opinion(SecurityRisk.LOW, getattr(verdict, "reason", "it failed")))
        )
    findings = (*ruled.findings, opinion(risk, verdict.reason))
    if ruled.risk is SecurityRisk.UNKNOWN and verdict.settles and not _unsettleable(ruled):
        concrete = (each.risk for each in ruled.findings if each.risk is not SecurityRisk.UNKNOWN)
        return ruled._replace(risk=worst((*concrete, risk)), findings=findings, analyzer="llm")
    final = worst((ruled.risk, risk))
    return ruled._replace(risk=final, findings=findings, analyzer="llm" if final is not ruled.risk else ruled.analyzer)


def opinion(risk: SecurityRisk, reason: str) -> Finding:
    """Return the finding that a model's verdict is."""
    return Finding("llm", risk, f"looks like this to the model: {reason}" if reason else "was rated so by the model")


def no_opinion(risk: SecurityRisk, reason: str) -> Finding:
    """Return the finding that there is no verdict of a model."""
    return Finding("llm-unavailable", risk, f"gets no answer from the model: {reason}")


def _unsettleable(ruled: Assessment) -> bool:
    """Whether something could not be judged for a reason that reading the text again can't remove."""
    return any(finding.rule in ("internal-error", "beyond-bounds") for finding in ruled.findings)


def failed(command: str, who: str) -> Assessment:
    """Return the assessment for a failure inside the guard: UNKNOWN, and logged with the current exception."""
    _log.exception("%s failed", who)
    finding = Finding("internal-error", SecurityRisk.UNKNOWN, f"made {who} of this guard fail; please report it")
    return Assessment(command, SecurityRisk.UNKNOWN, (finding,), coverage="partial")


def from_settings(
    settings: Settings, *, model: str | None = None, no_llm: bool = False, deadline: float | None = None
) -> RuleBasedSecurityAnalyzer | CompositeSecurityAnalyzer:
    """Return the analyzer that the settings ask for: rules alone, or with a model where one is named.

    `model` stands in for the one in the settings, `no_llm` means rules alone, `deadline` is in seconds.
    """
    name = model or settings.llm.model
    rules = RuleBasedSecurityAnalyzer(rules=settings.rules)
    if no_llm or not name:
        return rules
    from chimera_guard.llm import from_settings as model_from_settings

    return CompositeSecurityAnalyzer(
        rules, model_from_settings(settings.llm, model=name, deadline=deadline), ask_llm=settings.llm.ask
    )


def _assess_call(call: Call, context: Context, extra: Sequence[Rule]) -> Assessment:
    """Judge all that a call does, and put it together."""
    todo = steps(call)
    if len(todo) == 1 and isinstance(todo[0], Command):
        return _assess_line(todo[0], context, extra)
    if len(todo) > MAX_STEPS:
        todo = (*todo[:MAX_STEPS], Act("unknown", None, frozenset({"bound"})))
    text, coverage = "", "full"
    findings: list[Finding] = []
    effects: list[Effect] = []
    commands: list[RunCommand] = []
    acts: list[Effect] = []
    for step in todo:
        offset = len(text) + 1 if text else 0
        if isinstance(step, Command):
            part = _assess_line(step, context, extra)
            findings += (each._replace(span=_moved(each.span, offset)) for each in part.findings)
            effects += (each._replace(span=_moved(each.span, offset)) for each in part.effects)
            commands += (each._replace(span=_moved(each.span, offset)) for each in part.commands)
            coverage = part.coverage if part.coverage != "full" else coverage
            shown = part.command
        else:
            shown, found = _done(step, call, offset, context)
            acts += found
            if any(effect.kind in PARTIAL for effect in found):
                coverage = "partial"
        text = f"{text}\n{shown}" if text else shown
    findings += judge(acts, context, extra)
    risk = worst(finding.risk for finding in findings)
    return Assessment(text or show(call), risk, tuple(findings), (*effects, *acts), tuple(commands), coverage, "rules")


def _assess_line(command: Command, context: Context, extra: Sequence[Rule]) -> Assessment:
    if command.cwd is not None:
        context = context._replace(cwd=_joined(context.cwd, command.cwd))
    found = assess(command.text, context)
    if not extra:
        return found
    findings = judge(found.effects, context, extra)
    return found._replace(risk=worst(finding.risk for finding in findings), findings=findings)


def _logged(found: Assessment) -> Assessment:
    """Log that the engine failed, where it did: it is pure, and can't."""
    if any(finding.rule == "internal-error" for finding in found.findings):
        _log.error("the engine failed on a command of %d characters", len(found.command))
    return found


def _joined(cwd: str | None, place: str) -> str | None:
    if place.startswith("/"):
        return place
    return f"{cwd}/{place}" if cwd is not None else None


def _done(step: Act | Code, call: Call, offset: int, context: Context) -> tuple[str, list[Effect]]:
    """What the tool does itself as a line for people, and as effects with their spans in the text at `offset`."""
    tool = call.name or "?"
    subject = step.text if isinstance(step, Code) else step.target
    shown = f"{tool} {subject}" if subject is not None else show(call)
    span = (
        Span(offset + len(tool) + 1, offset + len(shown)) if subject is not None else Span(offset, offset + len(tool))
    )
    outside = Outside(tool, context, span)
    if isinstance(step, Code):
        return shown, outside.code(step.language, step.text)
    return shown, outside.act(*step)


def _moved(span: Span | None, offset: int) -> Any:
    return Span(span[0] + offset, span[1] + offset) if span is not None else None
