"""What an assessment says: findings, and the whole of it as data."""

from __future__ import annotations

from chimera_guard.effects.model import Effect
from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.risk import SecurityRisk
from chimera_guard.syntax.nodes import Span

if TYPE_CHECKING:
    from typing import Any

SCHEMA_VERSION = 1


class Finding(NamedTuple):
    """One reason for a risk.

    `rule` is its id, `reason` what would happen ("deletes the home directory"), `span` the part of the line it is
    about, `why` what makes that dangerous, `instead` a safer way ("" where there is none).
    """

    rule: str
    risk: SecurityRisk
    reason: str
    span: Span | None = None
    why: str = ""
    instead: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON data."""
        return {
            "rule": self.rule,
            "risk": self.risk.name,
            "reason": self.reason,
            "span": list(self.span) if self.span else None,
            "why": self.why,
            "instead": self.instead,
        }


class RunCommand(NamedTuple):
    """A simple command that could run: its words (None for a word, or words, not known), and the wrappers around it.

    `cwd` is the directory that it would run in, None where that is not known.
    """

    argv: tuple[str | None, ...]
    span: Span
    via: tuple[str, ...] = ()
    cwd: str | None = None


class Assessment(NamedTuple):
    """The verdict on one command line, and everything that led to it.

    `coverage` is "full" where every command, option and word was understood, else "partial".
    `analyzer` names who decided: "rules", or "llm".
    """

    command: str
    risk: SecurityRisk
    findings: tuple[Finding, ...] = ()
    effects: tuple[Effect, ...] = ()
    commands: tuple[RunCommand, ...] = ()
    coverage: str = "full"
    analyzer: str = "rules"

    def to_dict(self) -> dict[str, Any]:
        """The assessment as JSON data; its shape is described in docs/json.md."""
        return {
            "version": SCHEMA_VERSION,
            "command": self.command,
            "risk": self.risk.name,
            "findings": [finding.to_dict() for finding in self.findings],
            "effects": [
                {
                    "kind": effect.kind,
                    "target": effect.target.describe() if effect.target else None,
                    "scope": effect.scope,
                    "flags": sorted(effect.flags),
                    "program": effect.program,
                    "via": list(effect.via),
                    "span": list(effect.span),
                }
                for effect in self.effects
            ],
            "commands": [
                {"argv": list(command.argv), "span": list(command.span), "via": list(command.via)}
                for command in self.commands
            ],
            "coverage": self.coverage,
            "analyzer": self.analyzer,
        }
