"""What arguments say about a change besides what it is done to: that all may see it, that it gets the host's rights."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.secret_names import holds_token
from chimera_guard.toolcall.model import Act
from chimera_guard.toolcall.roles import Roles

_WHO = frozenset("visibility acl access access_level audience share sharing permission type scope".split())
_ALL = ("public", "anyone", "everyone", "all_users", "allusers", "world", "internet")
_OPENED = frozenset({"public", "is_public", "make_public", "publicly_accessible", "anonymous_access"})
_CONTAINERS = frozenset("container containers pod pods docker podman service compose".split())
_POWERS = frozenset({"privileged", "host_pid", "host_network_privileged"})
_SENDS = frozenset({"remote-change", "send", "publish"})


def said_besides(roles: Roles, own: Sequence[str]) -> frozenset[str]:
    """The flags that hold for each change that a call makes."""
    found = set()
    who = [value.lower().replace("-", "_") for name, value in roles.named.items() if name in _WHO]
    if not _OPENED.isdisjoint(roles.switches) or any(value.startswith(_ALL) for value in who):
        found.add("public")
    mounts = [text for text in (*roles.paths, *roles.targets) if text == "/" or text.startswith("/:")]
    sockets = any("docker.sock" in text for text in (*roles.paths, *roles.targets, *roles.named.values()))
    if not _CONTAINERS.isdisjoint(own) and (not _POWERS.isdisjoint(roles.switches) or mounts or sockets):
        found.add("privileged")
    if any(map(holds_token, (*roles.contents.values(), *roles.named.values()))):
        found.add("secret")
    return frozenset(found)


def besides(act: Act, flags: frozenset[str]) -> Act:
    """The act with those of the flags that mean something for it."""
    if act.kind not in _SENDS:
        return act
    if "secret" in flags and act.kind == "remote-change":
        act = act._replace(kind="send")
    return act._replace(flags=act.flags | flags)
