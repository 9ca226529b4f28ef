"""The whole pipeline: a command line in, an assessment out. Start to read here; the package's own text is the map."""

from __future__ import annotations

from chimera_guard.context import NOTHING_KNOWN, Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.walk import Walker
from chimera_guard.report import Assessment
from chimera_guard.risk import worst
from chimera_guard.rules import judge
from chimera_guard.syntax import parse
from chimera_guard.syntax.nodes import Span

# Effects that say that something was not understood.
PARTIAL = frozenset({"unknown", "exec-program"})


def assess(command: str, context: Context | None = None) -> Assessment:
    """Say what `command` would do if a shell ran it, and how risky that is. Runs nothing, and never raises.

    Args:
        command: the command line, or a whole script, as a shell would get it.
        context: facts about the machine; None where nothing is known of it (`host.facts.current_context()` asks
            this machine).
    """
    context = NOTHING_KNOWN if context is None else context
    walker = Walker(context, command)
    try:
        script = parse(command, context.dialect, context.options)
        if script.problem is None:
            walker.walk(script)
        else:
            walker.effects.append(_unknown("bound" if script.beyond else "syntax", command))
        findings = judge(walker.effects, context, context.rules)
    except Exception:  # a guard that fails has no verdict: say so, and be asked about
        import logging

        logging.getLogger(__name__).exception("could not assess a command of %d characters", len(command))
        failure = _unknown("internal", command)
        walker.effects.append(failure)
        findings = judge([failure], NOTHING_KNOWN)
    return Assessment(
        command,
        worst([finding.risk for finding in findings]),
        findings,
        tuple(walker.effects),
        tuple(walker.commands),
        "full" if PARTIAL.isdisjoint([effect.kind for effect in walker.effects]) else "partial",
    )


def _unknown(what: str, command: str) -> Effect:
    return Effect("unknown", None, "unknown", frozenset({what}), "", Span(0, len(command)))
