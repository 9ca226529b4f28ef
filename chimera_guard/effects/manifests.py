"""What a manifest for a cluster, or a file for compose, asks for: rights over the host, or over the whole cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chimera_guard.effects.names import STANDARD_INPUT
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

MAX_MANIFEST = 262_144
_OVER_HOST = frozenset({"privileged", "hostPID", "hostNetwork", "hostIPC"})
_CAPABILITIES = ("ALL", "SYS_", "NET_ADMIN", "DAC_", "BPF")
_PLACES = ("/etc", "/root", "/home", "/boot", "/var/lib/kubelet")  # of the host, and what is below them
_WHOLE = frozenset({"/", "/var", "/usr", "/run", "/var/run", "/dev", "/proc"})  # these themselves
_EVERYBODY = frozenset({"system:anonymous", "system:unauthenticated"})
Pair = tuple[str, str]


def flags_of(call: Call, file: Value) -> frozenset[str]:
    """The flags that a manifest gives to what is done with it, where it can be read; `-` is the standard input."""
    text = _text(call, file)
    return _flags(text) if text is not None else NO_TAINT


def _text(call: Call, file: Value) -> str | None:
    if file.text is not None and file.text[:1] in ("{", "["):  # given on the line itself
        return file.text
    content = call.stdin if file.text in STANDARD_INPUT else call.state.written(file)
    if content is not None:
        return content.text if content.text is not None else content.template
    facts = call.walker.context.facts
    if facts is None or file.text is None or file.text in STANDARD_INPUT or "://" in file.text:
        return None
    return facts.read(file.text if file.text[:1] == "/" else call.state.path(file.text), MAX_MANIFEST)


def _flags(text: str) -> frozenset[str]:
    if len(text) > MAX_MANIFEST:
        return NO_TAINT
    pairs = list(_pairs(text))
    found = set()
    if any(_over_host(pair, before) for pair, before in zip(pairs, [("", ""), *pairs], strict=False)):
        found.add("privileged")
    known = frozenset(pairs)
    if ("name", "cluster-admin") in known or {("verbs", "*"), ("resources", "*")} <= known:
        found.add("privileged")
    if any(key == "name" and value in _EVERYBODY for key, value in pairs):
        found.add("public")
    return frozenset(found)


def _over_host(pair: Pair, before: Pair) -> bool:
    key, value = pair
    if key in _OVER_HOST or key == "pid":
        return value in ("true", "host")
    if key in ("add", "cap_add"):
        return value.removeprefix("CAP_").startswith(_CAPABILITIES)
    if key == "path" and before == ("hostPath", ""):
        return _of_host(value)
    if key == "source" and before[0] == "type":
        return before[1] == "bind" and _of_host(value)
    return key == "volumes" and value[:1] == "/" and ":" in value and _of_host(value.partition(":")[0])


def _of_host(path: str) -> bool:
    """Whether it is a place of the host that whoever can write to it has the host."""
    short = path.rstrip("/") or "/"
    return short in _WHOLE or short.endswith(".sock") or any(f"{short}/".startswith(f"{each}/") for each in _PLACES)


def _pairs(text: str) -> Iterator[Pair]:
    """The keys with their values; the items of a list stand under its key, and a key of others has an empty value."""
    key = ""
    for line in text.splitlines():
        if line.lstrip()[:1] == "#":
            continue
        for sign in "{}[],":
            line = line.replace(sign, "\n")
        for piece in line.partition(" #")[0].split("\n"):
            part = piece.strip().lstrip("-").strip() if piece.strip()[:2] in ("- ", "-") else piece.strip()
            if not part:
                continue
            name, colon, value = _named(part)
            key = name if colon else key
            yield key, (value if colon else name)


def _named(part: str) -> tuple[str, bool, str]:
    """`key: value`, or a value alone."""
    quote = part[0] if part[0] in "\"'" else ""
    if quote:
        name, _, rest = part[1:].partition(quote)
        return name, rest.lstrip()[:1] == ":", rest.lstrip()[1:].strip().strip("\"'")
    name, colon, value = part.partition(":")
    if not colon or part[0] in "/.~$" or (value and value[0] != " "):
        return part, False, ""
    return name.strip(), True, value.strip().strip("\"'")
