"""The whole pipeline: a command line in, an assessment out."""

from __future__ import annotations

from chimera_guard.context import NOTHING_KNOWN, Context
from chimera_guard.report import Assessment, Finding, RunCommand
from chimera_guard.risk import SecurityRisk
from chimera_guard.syntax.nodes import Span


def assess(command: str, context: Context | None = None) -> Assessment:
    """INTERIM: replaced by the engine."""
    del context
    words = command.split()
    span = Span(0, len(command))
    run = (RunCommand(tuple(words), span),) if words else ()
    if "rm -rf" in command:
        found = Finding("deletion-home", SecurityRisk.HIGH, "deletes the home directory", span, "it is gone for good", "name the subdirectory")
        return Assessment(command, SecurityRisk.HIGH, (found,), (), run)
    if words and words[0] in {"ls", "echo", "cat", "true", "cd", "pwd", ":", "printf", "grep"} and not set(command) & set("><"):
        return Assessment(command, SecurityRisk.LOW, (), (), run)
    found = Finding("unrecognised-program", SecurityRisk.MEDIUM, "runs a program that is not known", span)
    return Assessment(command, SecurityRisk.MEDIUM if words else SecurityRisk.LOW, (found,) if words else (), (), run, "partial")
