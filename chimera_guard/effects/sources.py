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
FROM_FILES = frozenset({"file", "environment", "argument", "output", "listed"})


def from_file(content: Value) -> bool:
    """Whether a content that is not known is what some file holds."""
    if content.text is not None or content.template not in (None, HOLE):
        return False
    return "file" in content.taint and content.taint <= FROM_FILES


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
        walker.emit("exec-code", Value("stdin", span), span, frame, state, name, flags | {"interactive"})
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
            inner = frame._replace(active=(*frame.active, path.text), base=None, span=span)
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
