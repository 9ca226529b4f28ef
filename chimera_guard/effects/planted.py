"""What a file that the line writes will do for others: start a shell, or run what a request brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chimera_guard.effects.names import starts_shell
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, HOLE_NAME, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

# Settings of package managers, and how the names of hosts begin between which and this one nobody else stands.
_OF_PACKAGES = names(".npmrc pip.conf .pip.conf pip.ini .yarnrc .yarnrc.yml bunfig.toml .condarc .gemrc uv.toml")
_NEAR = ("localhost", "127.", "10.", "192.168.", "172.16.", "172.17.", "172.18.", "[::1]", "host.docker.internal")
_PAGES = (".php", ".phtml", ".jsp", ".asp", ".ashx", ".cfm")


def file(call: Call, path: str, text: str) -> None:
    """Note a page of a web server that runs what somebody who asks for it sends, and where packages come from."""
    if path.rpartition("/")[2] in _OF_PACKAGES and unsafe_source(text):
        call.emit("weaken")
    if "/workflows/" in f"/{path}" and "tojson(secrets)" in "".join(text.split()).lower():
        call.emit("reveal", flags=frozenset({"all"}))
    if "<?" in text or any(ending in path.lower() for ending in _PAGES):
        from chimera_guard.effects.code.pages import runs_requests

        if runs_requests(path, text.replace(HOLE, HOLE_NAME)):
            call.emit("write", Value(path, call.span), frozenset({"runs-requests"}))


def unsafe_source(text: str) -> bool:
    """Whether a text names a place for software where anybody on the way could put something else in its place."""
    return any(not rest.startswith(_NEAR) for rest in text.split("http://")[1:])


def shell(call: Call, path: str, text: str) -> None:
    """Note a file of settings, or of steps, that starts a shell."""
    contained = path.rpartition("/")[2].lower().startswith(("dockerfile", "containerfile"))
    if "/" in text and not contained and starts_shell(text):
        call.emit("write", Value(path, call.span), frozenset({"starts-shell"}))
