"""A shell whose variables stand in a dictionary, and real ones to compare with."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping, Sequence

from chimera_guard.syntax import parse
from chimera_guard.syntax.nodes import Script, Simple, Span, Substitution, Word
from chimera_guard.words import expand
from chimera_guard.words.filters import output_of
from chimera_guard.words.value import Value
from chimera_guard.words.work import Work

NOWHERE = Span(0, 0)
MISSING = Value(None, NOWHERE, if_unset="", taint=frozenset({"environment"}), many=True)


class FakeShell:
    """Implements `chimera_guard.words.shell.Shell`. Variables that it does not know are unset, or else unknown."""

    def __init__(
        self,
        variables: Mapping[str, str | Value] | None = None,
        positional: Sequence[str] | None = (),
        arrays: Mapping[str, Sequence[str]] | None = None,
        unset: bool = True,
        files: Mapping[str, tuple[str, ...]] | None = None,
        home: str | None = "/home/me",
    ) -> None:
        self.variables = {
            name: value if isinstance(value, Value) else Value(value, NOWHERE)
            for name, value in (variables or {}).items()
        }
        self.positional = None if positional is None else tuple(Value(text, NOWHERE) for text in positional)
        self.arrays = {name: tuple(Value(text, NOWHERE) for text in texts) for name, texts in (arrays or {}).items()}
        self.unset = unset
        self.files = files
        self.own = home
        self.heard: list[str | None] = []
        self.ran: list[str] = []
        self.work = Work()

    def variable(self, name: str) -> Value | None:
        if name == "0":
            return Value("bash", NOWHERE)
        if name.isdigit():
            if self.positional is None:
                return MISSING
            return self.positional[int(name) - 1] if int(name) <= len(self.positional) else None
        if name in self.arrays:
            return self.arrays[name][0] if self.arrays[name] else None
        if name in ("?", "$", "!", "-", "RANDOM"):
            return Value(None, NOWHERE, many=True)
        return self.variables.get(name, None if self.unset or name == "IFS" else MISSING)

    def elements(self, name: str) -> tuple[Value, ...] | None:
        if name in ("@", "*"):
            return self.positional
        if name in self.arrays:
            return self.arrays[name]
        value = self.variable(name)
        return () if value is None else (value,) if value.known else None

    def assign(self, name: str, value: Value) -> None:
        self.variables[name] = value

    def output(self, script: Script) -> Value:
        self.ran.append(script.source)
        items = script.body.items
        command = items[0].command if len(items) == 1 else None
        if type(command) is Simple and command.words:
            found = output_of(expand(command.words, self), None)
            if found is not None and found.text is not None:
                return found._replace(text=found.text.rstrip("\n"))
        return Value(None, NOWHERE, taint=frozenset({"output"}))

    def path(self, substitution: Substitution) -> Value:
        self.ran.append(substitution.script.source)
        return Value("/dev/fd/63", NOWHERE)

    def evaluated(self, value: Value) -> None:
        self.heard.append(value.text)

    def home(self, user: str) -> str | None:
        return {"": self.own, "root": "/root"}.get(user)

    def paths(self, pattern: str) -> tuple[str, ...] | None:
        return None if self.files is None else self.files.get(pattern, ())


def words_of(source: str) -> Sequence[Word]:
    """The words of a simple command."""
    script = parse(source)
    assert script.problem is None, script.problem
    command = script.body.items[0].command
    assert type(command) is Simple
    return command.words


def values(source: str, shell: FakeShell | None = None) -> list[Value]:
    """What the words of a command become."""
    return expand(words_of(source), shell or FakeShell())


def one(source: str, shell: FakeShell | None = None) -> Value:
    """What a command of one word becomes: one value."""
    (value,) = values(source, shell)
    return value


def real(
    lines: Sequence[str],
    variables: Mapping[str, str] | None = None,
    arrays: Mapping[str, Sequence[str]] | None = None,
    positional: Sequence[str] = (),
    options: str = "set -f",
) -> list[list[str] | None]:
    """The arguments that a real bash makes of each line, None where it reports an error. Nothing is run."""
    script = [options, "HOME=/home/me"]
    script += [f"{name}={shlex.quote(text)}" for name, text in (variables or {}).items()]
    script += [f"{name}=({' '.join(map(shlex.quote, texts))})" for name, texts in (arrays or {}).items()]
    script.append('arguments() { printf \'%s\\0\' "$#" "$@"; }')
    script += [f"( eval {shlex.quote('arguments ' + line)} ) 2>/dev/null; printf '\\1'" for line in lines]
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(script), "bash", *positional],
        capture_output=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        timeout=60,
    )
    results: list[list[str] | None] = []
    for chunk in done.stdout.decode("utf-8", "surrogateescape").split("\1")[: len(lines)]:
        count, *texts = chunk.split("\0")
        results.append(texts[: int(count)] if count.isdigit() else None)
    return results
