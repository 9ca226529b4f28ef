"""What is taken from chimera-run, the agent framework; equal parts of our own stand in where it is not installed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    INSTALLED: bool

    class PermissionAction(Enum):
        """The three answers to a tool call."""

        ALLOW = "allow"
        DENY = "deny"
        ASK = "ask"

    class PermissionPolicy(ABC):
        """Decides whether a tool call is allowed, denied, or asked about."""

        @abstractmethod
        def evaluate(self, tool_name: str, args: dict[str, Any]) -> PermissionAction:
            """Return the answer for the call."""

else:
    try:
        from chimera.permissions.base import PermissionAction, PermissionPolicy

        INSTALLED = True
    except ImportError:
        INSTALLED = False

        class PermissionAction(Enum):
            """The three answers to a tool call."""

            ALLOW = "allow"
            DENY = "deny"
            ASK = "ask"

        class PermissionPolicy(ABC):
            """Decides whether a tool call is allowed, denied, or asked about."""

            @abstractmethod
            def evaluate(self, tool_name: str, args: dict[str, Any]) -> PermissionAction:
                """Return the answer for the call."""


class _CommandResult(NamedTuple):
    """The outcome of a command, for environments that are not chimera-run's."""

    stdout: str
    stderr: str
    exit_code: int

    @property
    def success(self) -> bool:
        """Whether the command ended well."""
        return self.exit_code == 0


def command_result(stdout: str, stderr: str, exit_code: int) -> Any:
    """Return the outcome of a command in the host's own type."""
    if not INSTALLED:
        return _CommandResult(stdout, stderr, exit_code)
    from chimera.types import CommandResult

    return CommandResult(stdout, stderr, exit_code)


def failed_tests(reason: str) -> Any:
    """Return the outcome of tests that were not run, in the host's own type."""
    if not INSTALLED:
        return command_result("", reason, 1)
    from chimera.types import TestResult

    return TestResult(passed=0, failed=0, errors=1, output=reason)


def require(what: str) -> None:
    """Raise ImportError with a hint where chimera-run is not installed."""
    if not INSTALLED:
        raise ImportError(f"{what} needs chimera-run: pip install 'chimera-guard[chimera]'")
