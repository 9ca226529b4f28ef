"""Descriptions of containers, and of rights in a cluster: whether they reach for the host, or for all of it."""

from __future__ import annotations

from chimera_guard.effects.code import recipes
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

_TRUE = names("true True yes on")
_NO_WALLS = names("privileged: hostPID: hostIPC:")
_CAPABILITIES = names("ALL SYS_ADMIN SYS_MODULE SYS_PTRACE SYS_RAWIO DAC_READ_SEARCH DAC_OVERRIDE")
_ANYBODY = names("system:unauthenticated system:anonymous")
# Directories of a host in which its programs, its settings, its keys, or those of its containers lie: themselves, and
# with all that lies in them.
_WHOLE = names("/ ~ /home /usr /var /run /var/run /var/lib /dev /proc /sys")
_OF_HOST = (
    "/etc", "/root", "/boot", "/bin", "/sbin", "/run/containerd", "/var/lib/kubelet", "/var/lib/etcd",
    "/var/lib/docker", "/var/lib/containerd", "~/.ssh", "~/.aws",
)  # fmt: skip
_READ_ONLY = (":ro", ":ro,z", ":ro,Z")
_HARMLESS_OF_HOST = (
    "/etc/localtime",
    "/etc/timezone",
    "/etc/ssl/certs",
    "/usr/share",
    "/usr/local/share",
    "/etc/hosts",
)


def read(language: str, code: str, into: Collector) -> None:
    """Read a manifest, or a file of Compose, by its keys; a playbook as what it is."""
    if "- hosts:" in code or ("hosts:" in code and "tasks:" in code):
        recipes.read("playbook", code, into)
        return
    found = _tokens(code)
    for at, token in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else ""
        if _without_walls(found, at, token, after):
            into.effect("remote-change", None, "privileged")
        elif token == "cluster-admin" or token in _ANYBODY:
            into.effect("remote-change", None, "privileged" if "roleRef:" in found else "access")
        elif token in ("verbs:", "resources:") and _items(found, at)[:1] == ["*"]:
            both = {"verbs:", "resources:"} <= set(found[max(at - 12, 0) : at + 12])
            if both and "ClusterRole" in found:
                into.effect("remote-change", None, "privileged")


def _without_walls(found: list[str], at: int, token: str, after: str) -> bool:
    """Whether what runs there sees, or may change, what is on its host."""
    if token in ("add:", "cap_add:"):
        return not _CAPABILITIES.isdisjoint(_items(found, at))
    if token == "hostPath:":
        return _grave(_below(found, at, "path:"))
    if token in _NO_WALLS:
        return after in _TRUE
    if token in ("pid:", "ipc:"):
        return after == "host"
    if token == "source:" and "bind" in found[max(at - 4, 0) : at + 6]:
        return _grave(after)
    mounted = token[0] in "/~" and ":/" in token and not token.endswith(_READ_ONLY)
    return mounted and _grave(token.partition(":")[0])  # `- /:/host`


def _tokens(code: str) -> list[str]:
    lines = [line for line in code.splitlines() if line.lstrip()[:1] != "#"]
    plain = "\n".join(lines).replace('":', '": ').replace('"', "").replace("'", "")
    return "".join(" " if letter in "{}[]," else letter for letter in plain).split()


def _items(found: list[str], at: int) -> list[str]:
    """What follows a key, up to the next one."""
    items: list[str] = []
    for token in found[at + 1 : at + 16]:
        if token[-1] == ":":
            break
        if token != "-":
            items.append(token.removeprefix("CAP_"))
    return items


def _below(found: list[str], at: int, key: str) -> str:
    near = found[at + 1 : at + 6]
    return near[near.index(key) + 1] if key in near[:-1] else ""


def _grave(path: str) -> bool:
    if path.startswith(_HARMLESS_OF_HOST):
        return False
    path = path.rstrip("/") or path[:1]
    below = any(f"{path}/".startswith(f"{place}/") for place in _OF_HOST)
    return path in _WHOLE or path.endswith(".sock") or below
