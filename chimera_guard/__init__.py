"""chimera-guard: says what a command line would do, and how risky that is, before it runs.

A line goes one way through the rooms; `analysis.assess` has the whole of it on one screen:

syntax        the line as a tree; the only place that parses shell
words         each word of the tree as a value: known, a pattern, or unknown
catalogue     what is known of tools, a data file for each
effects       tree and catalogue to effects: what would be done, to what; knows no danger
rules         effects to findings: what is dangerous, and why; knows no tool
report, risk  the findings as an assessment
policy        whether to allow it, to ask, or to deny it

Around them: `context` is what may be known of the machine, `host` asks the machine for it, `analyzers` and `toolcall`
judge calls of agents' tools, `llm` asks a model, `frontends` are the doors. `records` has what all of them share.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take for True; `typing` itself would double the start-up time of a client
if TYPE_CHECKING:
    from typing import Any

    from chimera_guard.analysis import assess
    from chimera_guard.analyzers import CompositeSecurityAnalyzer, RuleBasedSecurityAnalyzer, SecurityAnalyzer
    from chimera_guard.context import Context
    from chimera_guard.frontends.guarded import guard_environment
    from chimera_guard.frontends.permissions import SecurityPermissionPolicy
    from chimera_guard.frontends.prompt import TerminalPrompt
    from chimera_guard.llm import LLMSecurityAnalyzer
    from chimera_guard.policy import AlwaysConfirm, ConfirmAboveThreshold, ConfirmationPolicy, NeverConfirm
    from chimera_guard.report import Assessment, Finding
    from chimera_guard.risk import SecurityRisk

_HOMES = {
    "assess": "analysis",
    "Assessment": "report",
    "Finding": "report",
    "Context": "context",
    "SecurityRisk": "risk",
    "SecurityAnalyzer": "analyzers",
    "RuleBasedSecurityAnalyzer": "analyzers",
    "CompositeSecurityAnalyzer": "analyzers",
    "LLMSecurityAnalyzer": "llm",
    "ConfirmationPolicy": "policy",
    "NeverConfirm": "policy",
    "AlwaysConfirm": "policy",
    "ConfirmAboveThreshold": "policy",
    "SecurityPermissionPolicy": "frontends.permissions",
    "TerminalPrompt": "frontends.prompt",
    "guard_environment": "frontends.guarded",
}

__all__ = [
    "AlwaysConfirm",
    "Assessment",
    "CompositeSecurityAnalyzer",
    "ConfirmAboveThreshold",
    "ConfirmationPolicy",
    "Context",
    "Finding",
    "LLMSecurityAnalyzer",
    "NeverConfirm",
    "RuleBasedSecurityAnalyzer",
    "SecurityAnalyzer",
    "SecurityPermissionPolicy",
    "SecurityRisk",
    "TerminalPrompt",
    "assess",
    "guard_environment",
]


def __getattr__(name: str) -> Any:
    """Load a public name on its first use, so that importing the package stays cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
