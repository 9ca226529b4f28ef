"""What the analysis may know about the machine. Data, or read-only questions; a missing fact means unknown."""

from __future__ import annotations

from collections.abc import Mapping

from chimera_guard.records import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from chimera_guard.rules.registry import Rule


class Facts(Protocol):
    """Read-only questions about the file system, bounded in time by whoever answers. None means "cannot say"."""

    def resolve(self, path: str) -> str | None:
        """The absolute `path` with symbolic links followed."""

    def kind(self, path: str) -> str | None:
        """ "file", "directory", "device", "other" or "missing"."""

    def read(self, path: str, limit: int) -> str | None:
        """The text of a regular file of at most `limit` bytes."""

    def glob(self, pattern: str, limit: int) -> list[str] | None:
        """The absolute paths that match an absolute `pattern`; None also when there are more than `limit`."""


class Context(NamedTuple):
    """Facts for one assessment. Everything is optional, and what is missing is unknown, never safe.

    `env` is None where nothing is known of the environment; a mapping means that a variable outside it is unset,
    unless `env_complete` is False: then it is unknown.
    `aliases` and `functions` are the interactive shell's own definitions (of the words on the line, at least).
    `unrecognised` is how a program that the catalogue does not know rates: "medium" or "unknown".
    `rules` are the user's own; they come on top of the guard's.
    `dialect` is the shell whose language the line, the aliases and the functions are written in: "bash", "zsh", "fish".
    `options` are those of that shell which change how it reads a line that is typed, in lower case and without
    underscores; None where the line is not typed.
    """

    cwd: str | None = None
    home: str | None = None
    user: str | None = None
    env: Mapping[str, str] | None = None
    project_root: str | None = None
    aliases: Mapping[str, str] = {}
    functions: Mapping[str, str] = {}
    facts: Facts | None = None
    unrecognised: str = "medium"
    env_complete: bool = True
    rules: tuple[Rule, ...] = ()
    dialect: str = "bash"
    options: frozenset[str] | None = None


NOTHING_KNOWN = Context()
