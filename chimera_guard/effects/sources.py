"""Code that lies elsewhere: on the standard input, in files of the line's own making, in files of the machine."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename

from chimera_guard import catalogue
from chimera_guard.effects import inline, loading, unwrap
from chimera_guard.effects.frame import MAX_FILE
from chimera_guard.effects.joined import uncertain
from chimera_guard.effects.model import LOOKING
from chimera_guard.effects.names import SAME_SHELL, STANDARD_INPUT
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.dialects import DIALECTS
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

# What a content comes from that nobody could have had a hand in but who wrote the file.
FROM_FILES = frozenset(
    """
    file environment own-place own-words own-code argument output listed processes some-processes vital-process
    protecting-process named-secret accounts packed reworked inventory timetable
    """.split()
)
# Languages whose files can be named without their ending.
MODULES = frozenset({"python", "node", "ruby", "perl", "lua", "java"})
# Languages in which one asks a database, and that start no programs of their own.
QUERIES = frozenset("sql psql mysql sqlite cql duckdb clickhouse tsql bigquery oracle redis ldif".split())


# Files whose names say what they are written in.
_STEPS = {
    "makefile": "make", "gnumakefile": "make", "justfile": "just", "package.json": "scripts",
    "composer.json": "scripts", "deno.json": "scripts", "tiltfile": "python",
    "rakefile": "ruby", "gemfile": "ruby", "vagrantfile": "ruby", "podfile": "ruby",
    "capfile": "ruby", "berksfile": "ruby", "thorfile": "ruby", "dangerfile": "ruby", ".irbrc": "ruby",
    ".pryrc": "ruby", "sconstruct": "python", "sconscript": "python", "wscript": "python", "latexmkrc": "perl",
    ".latexmkrc": "perl", ".vimrc": "ex", ".exrc": "ex", ".envrc": "shell", "brewfile": "ruby", "guardfile": "ruby",
    "fastfile": "ruby", "jakefile": "node", "taskfile.yml": "taskfile", "taskfile.yaml": "taskfile",
    "cmakelists.txt": "cmake",
}  # fmt: skip
ENDINGS = {
    "py": "python", "rb": "ruby", "js": "node", "mjs": "node", "cjs": "node", "ts": "node", "lua": "lua",
    "jsx": "node", "tsx": "node", "tilt": "python", "bzl": "python",
    "star": "python", "yml": "manifest", "yaml": "manifest",
    "pl": "perl", "pm": "perl", "ru": "ruby", "rake": "ruby", "mts": "node", "cts": "node", "vim": "ex", "tcl": "tcl",
    "exp": "tcl", "php": "php", "sh": "shell", "bash": "shell", "mk": "make", "gemspec": "ruby", "r": "r",
    "ps1": "pwsh", "psm1": "pwsh", "bat": "cmd", "cmd": "cmd", "awk": "awk", "go": "go", "sql": "sql",
    "gradle": "gradle", "kts": "gradle", "rs": "rust", "java": "java",
    "el": "elisp", "gdb": "gdb", "lldb": "gdb", "jl": "julia", "scm": "lisp",
    "lisp": "lisp", "rkt": "lisp", "groovy": "groovy", "swift": "swift", "exs": "elixir",
    "tex": "tex", "ltx": "tex", "sty": "tex", "m4": "m4",
}  # fmt: skip


# Those that say it also of a file that is started by its name, without a first line that would.
_OF_WINDOWS = frozenset({"pwsh", "cmd"})

# What a source package is made ready with to be built; like the build itself it is the package's own.
_PREPARING = frozenset({"configure", "Configure", "config", "bootstrap", "bootstrap.sh", "autogen.sh", "buildconf"})


def written(call: Call, path: Value, usual: str | None, words: Sequence[Value] = ()) -> bool:
    """Follow a file that a tool loads, where this line wrote it, and it is known what it is written in.

    Its name says so, or else the `usual` language of the tool; without either it is shell if its name has no ending.
    `words` say which of its recipes are asked for.
    """
    path = loading.resolved(call, path, usual)
    base = (path.text or "").rpartition("/")[2].lower()
    ending = ENDINGS.get(base.rpartition(".")[2])
    language = _STEPS.get(base) or (usual if usual in QUERIES | {"mongo", "playbook"} else ending or usual)
    if language is None and "." not in base:
        language = "shell"
    key = " ".join(["file", call.state.key(path), *(word.text or "" for word in words)])
    if language is None or key in call.frame.active:
        return False
    if call.state.written(path) is None:
        loading.changed(call.inside().active(key), path, language)
        return False
    script(call.inside().active(key).apart()._replace(stdin=None), [path, *words], language)
    return True


def from_file(content: Value) -> bool:
    """Whether a content that is not known is what some file holds, or what a tool was shipped with."""
    shipped = not content.taint.isdisjoint(("file", "own-code"))
    return content.blank and shipped and content.taint <= FROM_FILES


def standard_input(
    call: Call, language: str, flags: frozenset[str] = NO_TAINT, arguments: Sequence[Value] = ()
) -> Value | None:
    """Code on the standard input: of a pipe, a here-document, or a person at a terminal."""
    stdin, here = call.stdin, Value("stdin", call.span)
    if stdin is None:
        if language in ("commands", "ed", "own") and "in-console" not in flags:
            return None  # what somebody types there is no code
        flags |= {"interactive"} if language in unwrap.SHELLS else {"interactive", "in-console"}
        flags |= {"exact"} if call.frame.exact else NO_TAINT
        flags |= {"queries"} if language in QUERIES else NO_TAINT
        call.emit("exec-code", here, flags)
        return None
    # A dump of another machine's database, or a packed one.
    kept = stdin.taint - {"elsewhere", "decoded", "packed"} if language in QUERIES else stdin.taint
    unpacked = language in QUERIES and stdin.text is None and not stdin.template and kept <= FROM_FILES
    if unpacked or from_file(stdin._replace(taint=kept)):
        call.emit("exec-script", stdin._replace(many=False, taint=kept))
        return None
    if stdin.text is None and not unwrap.interpolated(stdin):
        call.emit("exec-code", here, flags | {"stdin"}, stdin.taint | {"piped"})
        return None
    inner = call.inside() if call.name in SAME_SHELL else call.inside().apart()
    left = Value("", NOWHERE)  # the code itself took all that came in
    start = len(call.walker.effects)
    output = inline.code(inner._replace(stdin=left), language, stdin._replace(span=call.span), arguments)
    if language in unwrap.SHELLS and all(effect.kind in LOOKING for effect in call.walker.effects[start:]):
        call.emit("exec-code", flags=frozenset({"evaluated"}))  # as eval does, whatever it is
    return output


def script(call: Call, values: Sequence[Value], language: str | None = None) -> Value | None:
    """A file of code: followed when this line wrote it, or when the machine's facts let it be read.

    Without a `language` it is an executable, and its first line says what runs it.
    """
    path = values[0]
    if call.state.files and language in MODULES:
        path = loading.resolved(call, path, language)
        values = (path, *values[1:])
    if path.text in STANDARD_INPUT:
        return standard_input(call, language or "shell", arguments=values)
    content, facts = call.state.written(path), call.walker.context.facts
    if content is None and basename(path.text or "") not in _PREPARING:
        content = call.state.unpacked(path)
    text = content.text if content is not None else None
    if content is None and facts is not None and path.text is not None and path.text not in call.frame.active:
        absolute = path.text if path.text.startswith("/") else call.state.path(path.text)
        text = facts.read(absolute, MAX_FILE)
        if text is None and language is None and facts.kind(absolute) == "directory":
            return uncertain(*values)  # a shell goes there, or says that it is one: nothing is run
    if language is None:
        words, key = _interpreter(text or ""), f"run {call.state.key(path)}"
        usage = catalogue.load(words[0]) if words else None
        if words and key not in call.frame.active and (usage is None or usage.language != "shell"):
            return call.walker.invoker.run(call.active(key), [*(path._replace(text=word) for word in words), *values])
        language = ENDINGS.get((path.text or "").rpartition(".")[2].lower(), "")
        language = language if language in _OF_WINDOWS else "shell"
        call = call.framed(dialect=DIALECTS.get(words[0] if words else "", "bash"))
    if call.state.files:
        loading.changed(call, path, language, values)
    if content is not None:
        return _own(call, values, language, content)
    call.emit("exec-script", path)
    if path.text is None:
        return uncertain(path)
    base = path.text.rpartition("/")[2]
    if base not in call.frame.active and (language != "shell" or "." in base) and catalogue.load(base) is not None:
        # `python manage.py flush`: the script is a tool that has a name; what it holds only hands its arguments on
        call.walker.invoker.tool(call.inside().active(base).apart()._replace(name=base), values)
    if text and "\0" not in text:
        inner = call.active(path.text).framed(base=None, span=call.span, in_file=True)
        return inline.code(inner, language, Value(text, call.span), values)
    return uncertain(*values)


def _own(call: Call, values: Sequence[Value], language: str, content: Value) -> Value | None:
    """A file of code that this line wrote."""
    path = values[0]
    if from_file(content):
        call.emit("exec-script", content._replace(many=False))
        return uncertain(content)
    if "reworked" in content.taint and content.text is None and content.taint <= FROM_FILES | {"written"}:
        call.emit("exec-script", path)  # the project's own file, with something filled in
        return uncertain(content)
    if content.text is None and not unwrap.interpolated(content):
        call.emit("exec-code", path, frozenset({"script"}), content.taint | {"written"})
        return uncertain(content)
    if path.text is None or not path.text.startswith("/dev/fd/"):
        call.emit("exec-script", path)
    return inline.code(call, language, content._replace(span=call.span), values)


def _interpreter(text: str) -> list[str]:
    """The words that the first line of an executable puts before its name."""
    first = text.partition("\n")[0]
    words = first[2:].split() if first.startswith("#!") and "\0" not in first else []
    if basename(words[0] if words else "") == "env":
        words = words[2:] if words[1:2] == ["-S"] else words[1:2]
    words[:1] = map(basename, words[:1])
    return words
