"""What a command would do, in a closed vocabulary."""

from __future__ import annotations

from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import NO_TAINT, Value

KINDS = frozenset(
    {
        "read",  # looks at the target, changes nothing
        "reveal",  # prints a secret (a password, a token, a key) to whoever reads the output
        "write",  # creates or replaces the target
        "append",
        "truncate",
        "delete",
        "move",  # removes the target from its place
        "chmod",
        "chown",
        "link",
        "exec-code",  # runs code given inline or on standard input; the target is the language or "stdin"
        "exec-program",  # runs a program that is named, but that the catalogue does not know
        "exec-script",  # runs a file of commands, or the project's own code (build, test, task runners)
        "fetch",  # downloads from the target
        "send",  # uploads to the target
        "connect",  # opens a session with the target
        "listen",
        "privilege",  # becomes another user
        "install",  # adds software from a registry
        "uninstall",
        "publish",  # makes something public, or pushes to a shared place
        "kill",
        "service",  # changes what runs on this machine: units, power, boot, scheduled jobs, users, network, kernel
        "device-write",  # writes to a disk, below its file system
        "mount",
        "history-rewrite",  # makes commits unreachable
        "discard-changes",  # loses work that is not committed
        "remote-read",  # looks at something in a service elsewhere (a cloud, a cluster, a daemon)
        "remote-change",  # creates or changes something there
        "remote-delete",  # destroys something there
        "database-read",
        "database-change",
        "database-delete",  # DROP, TRUNCATE, DELETE without WHERE, FLUSHALL ...
        "persist",  # arranges to run again later: start-up files, cron, agents, hooks
        "weaken",  # switches a protection off: firewall, signature checks, SELinux, audit, history
        "environment",  # sets a variable that changes which code other programs run
        "unknown",  # cannot be known
    }
)
# Kinds of changes to files, of which a filter (`find -name`) picks some.
_CHANGES = frozenset({"delete", "move", "truncate", "chmod", "chown"})
# How people are told of what has no name of its own: places; kinds that put something into one; what is run as code.
_PLACES = {".": "the working directory", "..": "the directory above"}
_FILLS = frozenset({"write", "append", "discard-changes"})
_CODE = {
    "stdin": "as code what comes in on standard input",
    "": "code that is put together when it runs",
    "…": "code that is put together when it runs",
    "shell": "shell commands",
    "commands": "commands",
    "sql": "SQL",
    "code": "code",
}
# Flags that say how it came to run, and in what; that is not what it does.
_CIRCUMSTANCES = frozenset(
    """
    escape in-file in-console looped exact queries edited contained in-place of-project unshown staged temporary-root
    """.split()
)
# Flags that say that what is done is one's own, or can be undone.
MILD = frozenset({"local", "protected"})
# The kinds that change nothing, and take nothing in from strangers.
LOOKING = frozenset({"read", "remote-read", "database-read"})

SCOPES = frozenset(
    {
        "none",  # no target
        "root",  # / itself, or everything directly below it
        "system",  # /etc, /usr, /var, /boot, /System ...
        "home",  # a home directory itself, or everything directly below it
        "user",  # something inside a home, outside the project
        "workspace",  # the working directory or project itself, everything directly in it, or a parent of it
        "project",  # relative paths, and paths below the working directory or project root
        "temporary",
        "device",  # a disk or partition
        "null",  # /dev/null, /dev/stdout, terminals, file descriptors
        "credential",
        "startup",  # shell and login start-up files, cron tables, units, launch agents, authorized_keys
        "version-control",  # .git and its like
        "guard",  # this guard's own files and settings
        "remote",
        "elsewhere",  # an absolute path that is none of the above
        "unknown",
    }
)


class Effect(NamedTuple):
    """One thing that a command would do.

    `kind` and `scope` are of KINDS and SCOPES. `target` is what it is done to (None for effects without one).
    `flags` are what the tool's options say about it (recursive, force, filtered, world-writable, secret, ...).
    `taint` is where the target's content comes from (see `Value.taint`): for exec-code from "stdin", of what flows
    in; for send, of what is sent.
    `program` is the tool that does it, `via` the wrappers around it from the outside in.
    `span` is the part of the command line to underline.
    """

    kind: str
    target: Value | None
    scope: str
    flags: frozenset[str]
    program: str
    span: Span
    via: tuple[str, ...] = ()
    taint: frozenset[str] = NO_TAINT

    @property
    def text(self) -> str | None:
        """The exact text of the target; None where it is not known, and without a target."""
        return self.target.text if self.target is not None else None

    @property
    def beginning(self) -> str:
        """The exact text of the target, or as much of its beginning as is certain; "" without a target."""
        return self.target.beginning if self.target is not None else ""

    def marked(self, *flags: str) -> Effect:
        """The same with more flags."""
        return self._replace(flags=self.flags.union(flags))

    def aim(self) -> str:
        """What it is done to, for people: "" where that has no name, "files in X" where it is not all of X."""
        text = self.target.describe() if self.target is not None else ""
        if self.kind == "exec-code":
            return self._code(text)
        if text in ("", "…"):
            return ""
        inside = "filtered" in self.flags if self.kind in _CHANGES else text == "." and self.kind in _FILLS
        name = "standard input" if text == "-" and self.kind == "read" else _PLACES.get(text, text)
        return f"files in {name}" if inside else name

    def _code(self, text: str) -> str:
        """What is run, for people; `text` is the language, or what else stands for the code."""
        if text == "stdin" and "interactive" in self.flags:
            return "what is typed or piped into it, as code"
        if text in _CODE:
            return _CODE[text]
        return f"{text} code" if text.isidentifier() and "fork-bomb" not in self.flags else "code"

    def describe(self) -> str:
        """`kind target flag flag`, as the catalogue's examples write it ("-" where flags follow no target)."""
        flags = sorted(self.flags - _CIRCUMSTANCES)
        target = self.target.describe() if self.target else ("-" if flags else "")
        return " ".join(part for part in (self.kind, target, *flags) if part)
