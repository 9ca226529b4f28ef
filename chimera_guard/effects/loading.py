"""Files of the line's own making that something loads which does not name them, or not by their whole name."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects import inline, sources
from chimera_guard.effects.names import ADDED
from chimera_guard.effects.operands import fits
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax import parse
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

# What tools that run the code of a project find by its name, in lower case.
_FOUND_BY_NAME = tuple(
    """
    conftest.py test_*.py *_test.py tests.py setup.py noxfile.py tasks.py fabfile.py dodo.py conf.py gunicorn.conf.py
    locustfile.py manage.py wsgi.py asgi.py app.py main.py settings.py hatch_build.py build.py __main__.py __init__.py
    sconstruct sconscript wscript gulpfile.* gruntfile.* jakefile* *.config.js *.config.cjs *.config.mjs *.config.ts
    .*rc.js .*rc.cjs knexfile.* karma.conf.js .pnpmfile.cjs index.js index.ts server.js main.js app.js *.test.js
    *.test.ts *.spec.js *.spec.ts gemfile rakefile podfile capfile fastfile berksfile guardfile vagrantfile config.ru
    *_spec.rb spec_helper.rb *_test.rb test_helper.rb *.gemspec latexmkrc .latexmkrc
    """.split()
)
# How modules are written in files: what is put in the place of the sign between their names, and behind them.
_MODULES = {
    "python": (".", (".py", "/__init__.py", "/__main__.py")),
    "node": ("", (".js", ".mjs", ".cjs", ".ts", "/index.js")),
    "ruby": ("", (".rb",)),
    "perl": ("::", (".pm", ".pl")),
    "lua": (".", (".lua", "/init.lua")),
    "java": (".", (".java",)),
}
_MAX_FILES = 64
_MAX_PLACES = 256  # of a name in a text, of which one may well be a word of its own


def found_by_name(call: Call) -> None:
    """Follow what a tool loads that runs the code of the project."""
    for path in _files(call):
        name = path.rpartition("/")[2].lower()
        if any(fits(name, pattern) for pattern in _FOUND_BY_NAME):
            _follow(call, path)


def resolved(call: Call, path: Value, language: str | None) -> Value:
    """The path of a script or a module as the file is called that this line wrote."""
    if path.text is None or call.state.written(path) is not None:
        return path
    for sign, endings in (_MODULES[language],) if language in _MODULES else ():
        base = path.text.replace(sign, "/") if sign and "/" not in path.text and path.text != "." else path.text
        for ending in endings:
            file = path._replace(text=base + ending)
            if call.state.written(file) is not None:
                return file
    return path


def mentioned(call: Call, text: str, language: str = "") -> None:
    """Follow the files whose names stand in a text: in code, as what it loads, or in a setting of an interpreter."""
    for path in _files(call):
        name = path.rpartition("/")[2]
        stem, dot, ending = name.rpartition(".")
        if language and sources.ENDINGS.get(ending) != language:
            continue
        if name and (name in text or (dot and stem and _names(text, stem))):
            _follow(call, path)


def edited(call: Call, start: int) -> None:
    """Keep what was put into the files that a command has written since, beside what they hold otherwise."""
    text = "\n".join(call.walker.added) + "\n"
    call.walker.added = []
    for effect in call.walker.effects[start:]:
        if effect.kind == "write" and effect.text is not None:
            call.state.files[call.state.path(effect.text) + ADDED] = Value(text, call.span)


def changed(call: Call, path: Value, language: str, arguments: Sequence[Value] = ()) -> None:
    """Follow what the line has put into a file of code, beside what that holds otherwise, as far as it can be read."""
    added = call.state.files.get(call.state.key(path) + ADDED)
    text = (added.text or "") if added is not None else ""
    if language == "shell":
        if text and parse(text, call.frame.dialect).problem is None:
            inline.code(call.apart(), language, Value(text, call.span), arguments)
    elif text:
        lines = text.split("\n")
        depth = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        start = len(call.walker.effects)
        if language == "make" and depth:
            lines, depth = ["all:", *lines], 0
        code = Value("\n".join(line[depth:] for line in lines), call.span)
        inline.code(call.apart()._replace(stdin=None), language, code)
        # It is a part: what can't be read in it may make sense where it stands.
        call.walker.effects[start:] = [item for item in call.walker.effects[start:] if item.kind != "unknown"]


def _files(call: Call) -> list[str]:
    """The files of the line, as far as they are looked at: among more than that any could be what is loaded."""
    files = list(call.state.files)
    if len(files) > _MAX_FILES:
        call.unknown("bound")
    return [path.removesuffix(ADDED) for path in files[:_MAX_FILES]]


def _names(text: str, stem: str) -> bool:
    """Whether a module is named in a text, by a word or a path of its own."""
    at, left = text.find(stem), _MAX_PLACES
    while at >= 0:
        left -= 1
        before, after = text[at - 1 : at], text[at + len(stem) : at + len(stem) + 1]
        if (before in _BEFORE and after in _BEHIND) or left == 0:
            return True
        at = text.find(stem, at + 1)
    return False


_BEFORE = ("", " ", "/", "'", '"', "-", "M", "r")
_BEHIND = ("", " ", ";", "'", '"', "\n", ",", ".")


def _follow(call: Call, path: str) -> None:
    call.walker.spend(call.frame)
    sources.written(call, Value(path, call.span), None)
