"""Options as Windows writes them: without regard to case, shortened, behind `/` or a dash, several in one word."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.catalogue.usage import Usage
from chimera_guard.words.value import Value

_DASHES = "-/\u2013\u2014\u2015"
_RUNS = frozenset("ckr")  # cmd: the rest is what it runs


def named(usage: Usage, arguments: Sequence[Value]) -> list[Value]:
    """The arguments with each option as the catalogue lists it, up to what is run, whose words are its own."""
    found: list[Value] = []
    rest = list(arguments)
    while rest:
        option = _listed(usage, rest[0].text or "")
        known = usage.option(option)
        if known is None:
            break
        found.append(rest.pop(0)._replace(text=option))
        if known.takes == "text" or known.optional:
            found += [rest.pop(0)] if rest else []
        elif known.takes or known.values or known.stops:
            break
    return [*found, *rest]


def _listed(usage: Usage, text: str) -> str:
    """The listed name of the option that a word names, or the beginning of whose name it is."""
    if text[:1] not in _DASHES or len(text) < 2:
        return ""
    name = "-" + text.lstrip(_DASHES).lower()
    return name if usage.option(name) is not None else next(iter(sorted(usage.long_options(name))), "")


def parted(usage: Usage, arguments: Sequence[Value]) -> list[Value]:
    """The arguments of cmd with its switches apart: `/q/c`, `//c`, `/c"del x"`."""
    found: list[Value] = []
    for place, value in enumerate(arguments):
        text = value.text or ""
        if text[:1] != "/":
            return [*found, *arguments[place:]]
        for piece in text.lstrip("/").split("/"):
            if piece[:1].lower() in _RUNS:
                rest = text[text.index(piece, 1) + 1 :]
                code = [value._replace(text=rest)] if rest else []
                return [*found, value._replace(text="/c"), *code, *arguments[place + 1 :]]
            found.append(value._replace(text=f"/{piece}"))
    return found
