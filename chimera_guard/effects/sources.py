"""Code that lies elsewhere: on the standard input, in files of the line's own making, in files of the machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chimera_guard import catalogue
from chimera_guard.effects import unwrap
from chimera_guard.effects.state import NOWHERE, State, uncertain
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import HOLE, NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

MAX_SCRIPT = 65_536
# What a content comes from that nobody could have had a hand in but who wrote the file.
FROM_FILES = frozenset("file environment argument output listed processes some-processes own-code".split())
# Languages in which one asks a database, and that start no programs of their own.
QUERIES = frozenset("sql psql mysql sqlite cql duckdb clickhouse tsql bigquery redis".split())


# Files whose names say what they are written in.
_STEPS = {
    "makefile": "make", "gnumakefile": "make", "justfile": "just", "package.json": "scripts",
    "composer.json": "scripts", "rakefile": "ruby", "gemfile": "ruby", "vagrantfile": "ruby", "podfile": "ruby",
    "brewfile": "ruby", "guardfile": "ruby", "fastfile": "ruby", "jakefile": "node",
}  # fmt: skip
_ENDINGS = {
    "py": "python", "rb": "ruby", "js": "node", "mjs": "node", "cjs": "node", "ts": "node", "lua": "lua",
    "pl": "perl", "php": "php", "sh": "shell", "bash": "shell", "mk": "make", "gemspec": "ruby", "r": "r",
    "ps1": "pwsh",
}  # fmt: skip


def written(walker: Walker, path: Value, usual: str | None, state: State, frame: Frame, span: Span, name: str) -> bool:
    """Follow a file that a tool loads, where this line wrote it, and it is known what it is written in.

    Its name says so, or else the `usual` language of the tool; without either it is shell if its name has no ending.
    """
    base = (path.text or "").rpartition("/")[2].lower()
    language = _STEPS.get(base) or _ENDINGS.get(base.rpartition(".")[2]) or usual
    if language is None and "." not in base:
        language = "shell"
    key = f"file {state.key(path)}"
    if language is None or key in frame.active or state.written(path) is None:
        return False
    inner = frame._replace(via=(*frame.via, name), depth=frame.depth + 1, active=(*frame.active, key))
    script(walker, [path], language, state.subshell(), None, inner, span, name)
    return True


def from_file(content: Value) -> bool:
    """Whether a content that is not known is what some file holds, or what a tool was shipped with."""
    shipped = not content.taint.isdisjoint(("file", "own-code"))
    return content.text is None and content.template in (None, HOLE) and shipped and content.taint <= FROM_FILES


def standard_input(
    walker: Walker,
    name: str,
    language: str,
    state: State,
    stdin: Value | None,
    frame: Frame,
    span: Span,
    flags: frozenset[str] = NO_TAINT,
) -> Value | None:
    """Code on the standard input: of a pipe, a here-document, or a person at a terminal."""
    if stdin is None:
        if language == "commands" and "in-console" not in flags:
            return None  # what somebody types there is no code
        flags |= {"interactive"} if language in unwrap.SHELLS else {"interactive", "in-console"}
        flags |= {"exact"} if frame.exact else NO_TAINT
        flags |= {"queries"} if language in QUERIES else NO_TAINT
        walker.emit("exec-code", Value("stdin", span), span, frame, state, name, flags)
        return None
    inner = frame._replace(via=(*frame.via, name), depth=frame.depth + 1)
    if from_file(stdin):
        walker.emit("exec-script", stdin._replace(many=False), span, frame, state, name)
        return None
    if stdin.text is None:
        taint = stdin.taint | {"piped"}
        walker.emit("exec-code", Value("stdin", span), span, frame, state, name, flags | {"stdin"}, taint)
        return None
    left = Value("", NOWHERE)  # the code itself took all that came in
    within = state if name in unwrap.SAME_SHELL else state.subshell()
    return unwrap.code(walker, language, stdin._replace(span=span), (), within, left, inner, span, name)


def script(
    walker: Walker,
    values: Sequence[Value],
    language: str,
    state: State,
    stdin: Value | None,
    frame: Frame,
    span: Span,
    name: str,
) -> Value | None:
    """A file of code: followed when this line wrote it, or when the machine's facts let it be read."""
    path = values[0]
    if path.text in ("-", "/dev/stdin", "/dev/fd/0"):
        return standard_input(walker, name, language, state, stdin, frame, span)
    content = state.written(path)
    if content is not None:
        if from_file(content):
            walker.emit("exec-script", content._replace(many=False), span, frame, state, name)
            return uncertain(content)
        if content.text is None:
            taint = content.taint | {"written"}
            walker.emit("exec-code", path, span, frame, state, name, frozenset({"script"}), taint)
            return uncertain(content)
        if path.text is None or not path.text.startswith("/dev/fd/"):
            walker.emit("exec-script", path, span, frame, state, name)
        return unwrap.code(walker, language, content._replace(span=span), values, state, stdin, frame, span, name)
    walker.emit("exec-script", path, span, frame, state, name)
    if path.text is None:
        return uncertain(path)
    facts = walker.context.facts
    if facts is not None and path.text not in frame.active:
        absolute = path.text if path.text.startswith("/") else state.path(path.text)
        text = facts.read(absolute, MAX_SCRIPT)
        if text and "\0" not in text:
            inner = frame._replace(active=(*frame.active, path.text), base=None, span=span, in_file=True)
            language = _shebang(text, language)
            return unwrap.code(walker, language, Value(text, span), values, state, stdin, inner, span, name)
    base = path.text.rpartition("/")[2]
    if base not in frame.active and (language != "shell" or "." in base) and catalogue.load(base) is not None:
        # `python manage.py flush`: the script is a tool that has a name
        inner = frame._replace(active=(*frame.active, base), via=(*frame.via, name), depth=frame.depth + 1)
        walker.invoker.tool(base, values, state.subshell(), stdin, inner, span)
    return uncertain(*values)


def _shebang(text: str, language: str) -> str:
    first = text.partition("\n")[0]
    if not first.startswith("#!") or language != "shell":
        return language
    words = first[2:].split()
    program = words[-1] if words and words[0].endswith("/env") else (words[0] if words else "")
    program = program.rpartition("/")[2].rstrip("0123456789.")
    return program if program in ("python", "perl", "ruby", "node", "php", "awk", "lua") else "shell"
