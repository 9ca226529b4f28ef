"""Programs of a project's packages, which a package manager starts by their name as it starts a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chimera_guard import catalogue
from chimera_guard.catalogue.usage import Usage
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call


def note(call: Call, usage: Usage, argv: Sequence[Value]) -> None:
    """`yarn prisma migrate reset`: a tool for databases that is named in the place of a script."""
    if usage.get("recipes") != "package.json":
        return
    for place, value in enumerate(argv[1:-1], 1):
        if value.text is None:
            return
        if value.text in ("run", "-s", "--silent") or value.text.startswith("--"):
            continue
        tool = catalogue.load(value.text)
        if tool is not None and tool.get("family") == "data" and tool.get("subcommands"):
            call.walker.spend(call.frame)
            call.walker.invoker.run(call.inside().apart(), argv[place:])
        return
