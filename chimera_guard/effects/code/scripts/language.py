"""What `scripts` must know of a language to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chimera_guard.effects.code.scripts.tokens import Syntax
from chimera_guard.effects.places import names


class Language(NamedTuple):
    """A language as `scripts` reads it.

    `actions` say what a call of a name does, `needs` which of them hold only as plain functions ("") or with a module
    loaded. `plain` names are harmless to call, `capable` ones reach for the machine in ways that are not followed.
    """

    syntax: Syntax
    actions: Mapping[str, str]
    plain: frozenset[str]
    capable: frozenset[str] = frozenset()
    needs: Mapping[str, str] = {}
    modules: frozenset[str] = frozenset()
    plain_prefixes: tuple[str, ...] = ()
    bare_calls: bool = False
    subscripts: bool = False
    all_arguments: bool = False
    grave: frozenset[str] = frozenset()  # modules after whose loading an unknown function could be theirs
    prepared: Callable[[str], str] = str


def table(text: str) -> dict[str, str]:
    """Lines of `action: name name ...`."""
    found = {}
    for line in text.strip().splitlines():
        action, _, rest = line.strip().partition(": ")
        for name in rest.split():
            found[name] = action
    return found


# What libraries of payment services call the things of an account that end when they are deleted or cancelled.
_PAID = "customer subscription product plan coupon price invoice account payment_method merchant_account"


def taken_away() -> dict[str, str]:
    """Calls of libraries by which something in a service goes away, in the spellings of several languages."""
    found = table("remote-delete: axios.delete ky.delete superagent.delete superagent.del request.del request.delete")
    found |= table("remote-delete: HTTParty.delete RestClient.delete Faraday.delete Typhoeus.delete Excon.delete")
    found |= table("database-delete: flushall flushdb flushAll flushDb")
    for thing in _PAID.split():
        title = thing.title().replace("_", "")
        camel = title[0].lower() + title[1:]
        found[f"{camel}s.del"] = found[f"{camel}s.cancel"] = "remote-delete"
        for verb in ("delete", "cancel", "void", "void_invoice", "del"):
            for receiver in (title, f"gateway.{thing}", f"gateway.{camel}", f"stripe.{camel}s"):
                found[f"{receiver}.{verb}"] = "remote-delete"
    for thing in "Bucket Table Function Stack Cluster Queue Topic DBInstance DBCluster Secret HostedZone".split():
        found[f"delete{thing}"] = found[f"Delete{thing}Command"] = "remote-delete"
        snake = "".join("_" + c.lower() if c.isupper() else c for c in thing).replace("d_b", "db")
        found["delete" + snake] = "remote-delete"
    return found | table("remote-delete: terminateInstances TerminateInstancesCommand terminate_instances")


COMMON = names("if else elsif elseif unless while until for foreach return and or not print printf length do in of new")
