"""What a file that the line writes will do for others: start a shell, or run what a request brings along."""

from __future__ import annotations

from collections.abc import Callable

from chimera_guard.effects import inline, unasked, unwrap
from chimera_guard.effects.frame import MAX_FILE
from chimera_guard.effects.hosts import is_near
from chimera_guard.effects.model import KINDS, Effect
from chimera_guard.effects.names import starts_shell
from chimera_guard.effects.places import names
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import HOLE, HOLE_NAME, Value, with_holes

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

# Settings of package managers.
_OF_PACKAGES = names(".npmrc pip.conf .pip.conf pip.ini .yarnrc .yarnrc.yml bunfig.toml .condarc .gemrc uv.toml")
# Where the system's own packages come from, and what says there that nobody has to have signed them.
_SOURCES = (
    "/etc/apt/sources.list",
    "/etc/apt/apt.conf",
    "/etc/yum.repos.d/",
    "/etc/zypp/repos.d/",
    "/etc/dnf/",
    "/etc/pacman.conf",
)
_UNSIGNED = ("trusted=yes", "allow-insecure=yes", "Trusted:yes", "gpgcheck=0", "AllowUnauthenticated", "SigLevel=Never")
_PAGES = (".php", ".phtml", ".jsp", ".asp", ".ashx", ".cfm")


def note(call: Call, path: str, text: str, before: str | None = None) -> None:
    """Note what a file, or a part of it, does that is put at `path` (`before` is what stood in the part's place)."""
    file(call, path, text)
    if len(text) > MAX_FILE:
        return
    unasked.note(call, path, text)
    from chimera_guard.effects import steps

    for line in steps.run_there(path, text, before is not None):
        line = line.replace("'${{", '"${{').replace("}}'", '}}"')  # which is put in before a shell sees the quotes
        _walked(call, line, _leaves)
    for line in steps.run_here(path, text, before is not None):
        _walked(call, line, lambda effect: effect.kind in _CERTAIN or "remote" in effect.taint)
    language = _loaded(path) if before is None else None
    if language is not None:
        _coded(call, language, text)


def _leaves(effect: Effect) -> bool:
    """Whether it counts although it is done on a machine that is thrown away afterwards."""
    return effect.kind in _LEAVES or "remote" in (effect.scope, *effect.taint) or "disguised" in effect.flags


def _loaded(path: str) -> str | None:
    """The language of a file that tools load whenever they build or test; None for any other."""
    name = path.rpartition("/")[2]
    if name in ("conftest.py", "setup.py", "noxfile.py"):
        return "python"
    configures = ".config." in name or name.startswith((".eslintrc.", ".prettierrc.", "karma.conf."))
    return "node" if configures and name.endswith((".js", ".cjs", ".mjs", ".ts", ".mts")) else None


def _coded(call: Call, language: str, text: str) -> None:
    """Read the code of such a file, and keep what is certain of what it does."""
    effects = call.walker.effects
    start = len(effects)
    inline.code(call.inside().active("planted").apart()._replace(stdin=None), language, Value(text, call.span))
    effects[start:] = [effect for effect in effects[start:] if effect.kind in _CERTAIN and _is_certain(effect)]


def _is_certain(effect: Effect) -> bool:
    """Whether it is known what is done: to what, or with something from elsewhere."""
    return bool(effect.taint) or effect.text is not None


def _walked(call: Call, line: str, keeps: Callable[[Effect], bool]) -> None:
    """Walk a line that a file has somebody run later, and keep what it does of some kinds."""
    effects = call.walker.effects
    start = len(effects)
    unwrap.shell(call.active("planted").framed(heard=False).apart()._replace(stdin=None), with_holes(line))
    effects[start:] = [effect for effect in effects[start:] if keeps(effect)]


_LEAVES = frozenset({"send", "connect", "listen", "fetch", "exec-code"})
# What counts of a line in a file of which this guard does not know all.
_CERTAIN = KINDS - {"unknown", "environment", "exec-program"}


def file(call: Call, path: str, text: str) -> None:
    """Note a page of a web server that runs what somebody who asks for it sends, and where packages come from."""
    if path.rpartition("/")[2] in _OF_PACKAGES and unsafe_source(text):
        call.emit("weaken")
    if path.startswith(_SOURCES) and any(sign in text.replace(" ", "") for sign in _UNSIGNED):
        call.emit("weaken")
    if "/workflows/" in f"/{path}" and "tojson(secrets)" in "".join(text.split()).lower():
        call.emit("reveal", flags=frozenset({"all"}))
    if "<?" in text or any(ending in path.lower() for ending in _PAGES):
        from chimera_guard.effects.code.scripts.pages import runs_requests

        if runs_requests(path, text.replace(HOLE, HOLE_NAME)):
            call.emit("write", Value(path, call.span), frozenset({"runs-requests"}))


def unsafe_source(text: str) -> bool:
    """Whether a text names a place for software where anybody on the way could put something else in its place."""
    return "http://" in text and not all(map(is_near, text.split("http://")[1:]))


def shell(call: Call, path: str, text: str) -> None:
    """Note a file of settings, or of steps, that starts a shell."""
    contained = path.rpartition("/")[2].lower().startswith(("dockerfile", "containerfile"))
    if "/" in text and not contained and starts_shell(text):
        call.emit("write", Value(path, call.span), frozenset({"starts-shell"}))
