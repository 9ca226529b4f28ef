"""The guard as a permission policy of an agent: ALLOW, ASK or DENY for every tool call."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from chimera_guard.analyzers import RuleBasedSecurityAnalyzer, failed
from chimera_guard.frontends.chimera_run import PermissionAction, PermissionPolicy, require
from chimera_guard.frontends.grants import Grants, keys_of
from chimera_guard.policy import ConfirmAboveThreshold, ConfirmationPolicy
from chimera_guard.report import Assessment
from chimera_guard.risk import SecurityRisk, worst
from chimera_guard.toolcall import Call, call_of, show

ALLOW, ASK, DENY = PermissionAction.ALLOW, PermissionAction.ASK, PermissionAction.DENY
_ORDER = (ALLOW, ASK, DENY)

# Asks a person: (tool name, arguments, assessment) -> whether the call may run.
Prompt = Callable[[str, Mapping[str, Any], Assessment], bool]

_log = logging.getLogger("chimera_guard")


class Decision(NamedTuple):
    """The answer to a tool call, what it rests on, and the reason in words that a model can use."""

    action: PermissionAction
    assessment: Assessment
    reason: str


def _warn_of_unknown(deny: tuple[str, ...]) -> None:
    """A name that was mistyped would deny nothing, and nobody would know. An analyzer can have ids of its own."""
    if deny:
        from chimera_guard.rules import all_rules

        ids = [rule.id for rule in all_rules()]
        for pattern in deny:
            if not any(fnmatchcase(each, pattern) for each in ids):
                _log.warning(
                    "deny: there is no rule %r among the built-in ones (chimera-guard rules lists them)", pattern
                )


class SecurityPermissionPolicy(PermissionPolicy):
    """Judges every tool call; of several answers the strictest wins.

    A policy of chimera-run where that is installed, with the same method and equal answers where it is not.

    Args:
        analyzer: tells the risk: any SecurityAnalyzer, or an object with `analyze(tool_call)`.
        confirmation_policy: tells from the risk whether a person must confirm (ASK).
        inner: another policy of the host, which must agree.
        prompt: asks a person at once, so that nothing is left to ask for the host. Without it the host gets ASK.
        deny: ids of rules, or patterns of ids such as "deletion-*", whose findings are a DENY.
    """

    def __init__(
        self,
        analyzer: Any = None,
        confirmation_policy: ConfirmationPolicy | None = None,
        *,
        inner: Any = None,
        prompt: Prompt | None = None,
        deny: Iterable[str] = (),
    ) -> None:
        self.analyzer = analyzer if analyzer is not None else RuleBasedSecurityAnalyzer()
        self.confirmation_policy = confirmation_policy or ConfirmAboveThreshold()
        self.inner = inner
        self.prompt = prompt
        self.deny = (deny,) if isinstance(deny, str) else tuple(deny)
        _warn_of_unknown(self.deny)
        self.last: Decision | None = None
        self.workdir: str | None = None
        self.guards_environment = False
        self._grants = Grants()
        self._settled: Call | None = None
        self._asking = threading.Lock()

    def evaluate(self, tool_name: str, args: dict[str, Any]) -> PermissionAction:
        """Return the host's action for a tool call. Never raises."""
        try:
            self._grants.next_call()
            call = self._call(tool_name, args)
            settled, self._settled = self._settled, None
            if settled is not None and settled == call:
                return ALLOW
            decision = self.decide(call)
            if self.guards_environment and decision.action is not DENY:
                (self._grants.allow if decision.action is ALLOW else self._grants.ask)(call)
            return decision.action
        except Exception:
            _log.exception("judging a tool call failed")
            return DENY

    def decide(self, call: Call, *, may_ask: bool = True) -> Decision:
        """Return the decision on a call, after asking a person where the policy has a prompt (and `may_ask`)."""
        assessment = self.assess(call)
        mine = self._mine(assessment)
        theirs = self._theirs(call)
        action = max(mine, theirs, key=_ORDER.index)
        reason = _reason(assessment) if mine is action else "the policy of the host does not allow it by itself"
        if action is ASK and may_ask and self.prompt is not None:
            action = ALLOW if self._confirmed(call, assessment) else DENY
            reason = f"a person said no: {reason}" if action is DENY else reason
        self.last = Decision(action, assessment, reason)
        return self.last

    def assess(self, call: Any) -> Assessment:
        """Return the assessment of a tool call; UNKNOWN where the analyzer fails."""
        call = call_of(call)
        try:
            if callable(getattr(self.analyzer, "assess", None)):
                assessment = self.analyzer.assess(call)
                if not isinstance(assessment, Assessment):
                    raise TypeError("the analyzer's answer is no Assessment")
            else:
                risk = SecurityRisk(self.analyzer.analyze(call))
                assessment = Assessment(show(call), risk, coverage="partial", analyzer=type(self.analyzer).__name__)
        except Exception:
            return failed(show(call), "the analyzer")
        return self._with_guarded_agents(assessment) if self.guards_environment else assessment

    def interceptor(self, *, last_word: bool = False) -> Callable[[Any], Any]:
        """Return a function for chimera-run's `Interceptors(tool_call=[...])`: it tells the model why.

        Without `last_word` it blocks what is denied, and leaves questions to the policy in `LoopConfig`. With it there
        need be no policy (the AgentLoop knows none): a question goes to the prompt, and is a no without one.

        Raises ImportError where chimera-run is not installed.
        """
        require("an interceptor")
        from chimera.core.interception import InterceptDecision

        def intercept(tool_call: Any) -> Any:
            call = self._call(tool_call.name, tool_call.arguments)
            decision = self.decide(call, may_ask=last_word)
            if decision.action is DENY or (decision.action is ASK and last_word):
                return InterceptDecision.block(_told(decision))
            if last_word:
                self._settled = call
                if self.guards_environment:
                    self._grants.allow(call)
            return InterceptDecision.allow()

        return intercept

    def refuse(self, call: Call) -> str | None:
        """Return why the call must not run now, or None where it may: the guarded environment's question."""
        try:
            if self._grants.take(keys_of(call)):
                return None
            decision = self.decide(call)
            return None if decision.action is ALLOW else _told(decision)
        except Exception:
            _log.exception("judging a command failed")
            return "chimera-guard: the guard failed"

    def granted(self, kind: str, target: str) -> bool:
        """Use up a grant for one action, and return whether there was one."""
        return self._grants.take([(kind, target)])

    def _call(self, tool_name: str, args: Any) -> Call:
        return call_of({"name": tool_name, "arguments": args, "cwd": self.workdir})

    def _mine(self, assessment: Assessment) -> PermissionAction:
        for finding in assessment.findings:
            if any(fnmatchcase(finding.rule, pattern) for pattern in self.deny):
                return DENY
        try:
            return ASK if self.confirmation_policy.should_confirm(assessment.risk) else ALLOW
        except Exception:
            _log.exception("the confirmation policy failed")
            return ASK

    def _theirs(self, call: Call) -> PermissionAction:
        if self.inner is None:
            return ALLOW
        try:
            action = self.inner.evaluate(call.name, dict(call.arguments))
            return PermissionAction(getattr(action, "value", action))
        except Exception:
            _log.exception("the inner policy failed")
            return DENY

    def _confirmed(self, call: Call, assessment: Assessment) -> bool:
        try:
            with self._asking:
                return self.prompt is not None and self.prompt(call.name, call.arguments, assessment) is True
        except Exception:
            _log.exception("asking a person failed")
            return False

    @staticmethod
    def _with_guarded_agents(assessment: Assessment) -> Assessment:
        """Other agents' commands come through the environment, which is guarded: handing work on is then no unknown."""
        if all(finding.rule != "sub-agent" for finding in assessment.findings):
            return assessment
        findings = tuple(
            each._replace(risk=SecurityRisk.MEDIUM) if each.rule == "sub-agent" else each
            for each in assessment.findings
        )
        return assessment._replace(risk=worst(each.risk for each in findings), findings=findings)


def _reason(assessment: Assessment) -> str:
    findings = sorted(assessment.findings, key=lambda finding: -finding.risk.rank)
    if not findings:
        return f"{assessment.risk.name}: a person must confirm it"
    first = findings[0]
    instead = f" Safer: {first.instead}." if first.instead else ""
    return f"{assessment.risk.name}: {first.reason} [{first.rule}].{instead}"


def _told(decision: Decision) -> str:
    """The decision in words for the model."""
    if decision.action is ASK:
        return f"chimera-guard: a person must confirm this, and nobody can be asked here. {decision.reason}"
    return f"chimera-guard: not run. {decision.reason}"
