"""Files that say what is to run in containers: whether they hand the machine itself to what runs there.

Sources: the Compose specification (privileged, pid, volumes, cap_add), Kubernetes 1.29 (PodSpec, SecurityContext,
hostPath, ClusterRoleBinding). They are read line by line: no more is understood of YAML than a key and its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chimera_guard.effects.names import STANDARD_INPUT
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.steps import plain, split
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

MAX_FILE = 262_144
_TRUE = frozenset({"true", "yes", "on"})
_POWERS = frozenset({"ALL", "SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "DAC_READ_SEARCH", "CAP_SYS_ADMIN", "NET_ADMIN"})
# Places of the machine that are not to be written from within a container.
_PLACES = ("/", "/etc", "/root", "/home", "/usr", "/boot", "/proc", "/sys", "/dev", "~", "/var", "/var/lib", "/var/run")
_SOCKETS = ("docker.sock", "containerd.sock", "crio.sock")


def note(call: Call, reading: Reading, start: int) -> None:
    """Note what the files hand over that a command makes something of; its own effects are those from `start` on."""
    if not any(effect.kind == "remote-change" for effect in call.walker.effects[start:]):
        return
    named = [action.values[0] for action in reading.actions if action.role == "manifest" and action.values]
    usual = str(reading.usage.inherited("manifests", "")).split() if not named else []
    for path in named or [Value(name, NOWHERE) for name in usual]:
        text = _content(call, path)
        if text is not None and hands_over(text):
            call.emit("remote-change", path if named else None, frozenset({"privileged"}))
            return


def _content(call: Call, path: Value) -> str | None:
    """What a file holds: the standard input, one that this line wrote, one of this machine."""
    if path.text in STANDARD_INPUT:
        return call.stdin.text or call.stdin.template if call.stdin is not None else None
    written = call.state.written(path)
    facts = call.walker.context.facts
    if written is not None:
        return written.text or written.template
    if facts is None or path.text is None or "://" in path.text:
        return None
    place = call.state.path(path.text)
    return facts.read(place, MAX_FILE) if place.startswith("/") else None


def hands_over(text: str) -> bool:
    """Whether a manifest gives what runs the rights of the machine, or of the whole cluster."""
    if len(text) > MAX_FILE:
        return False
    binds = admin = False
    above = ""
    for key, value in _pairs(text):
        if key in ("privileged", "hostPID") and value in _TRUE:
            return True
        if (key == "pid" and value == "host") or (key == "path" and above == "hostPath" and _grave(value)):
            return True
        if not key and above in ("cap_add", "add") and value.upper().removeprefix("CAP_") in _POWERS:
            return True
        if (not key and above == "volumes" and _mounts(value)) or (key == "source" and _grave(value)):
            return True
        binds = binds or (key == "kind" and value == "ClusterRoleBinding")
        admin = admin or (key == "name" and value == "cluster-admin")
        above = key if key and not value else above
    return binds and admin


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """The keys with their values, and the items of lists without a key."""
    if text.lstrip()[:1] == "{":
        text = text.replace('":', '": ').replace(',"', '\n"')
    for line in text.split("\n"):
        bare = line.strip()
        if bare[:1] == "#" or not bare:
            continue
        for part in bare.replace("{", "\n").replace("}", "\n").split("\n"):
            for piece in part.split(", ") if part != bare else (part,):
                _, key, value = split(piece.strip().replace('"', ""))
                if key:
                    yield key, plain(value.partition(" #")[0].rstrip(","))
                elif piece.strip().startswith("- "):
                    yield "", plain(piece.strip()[2:].partition(" #")[0])


def _mounts(item: str) -> bool:
    """Whether an item of `volumes` is `PLACE:...`, which can be written."""
    place, colon, rest = item.partition(":")
    return bool(colon) and _grave(place) and not rest.endswith((":ro", ":ro,z", ":ro,Z"))


def _grave(place: str) -> bool:
    return (place.rstrip("/") or place[:1]) in _PLACES or place.endswith(_SOCKETS)
