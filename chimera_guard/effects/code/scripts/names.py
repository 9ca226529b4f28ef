"""Names of functions in scripts that other modules have given them."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.scripts.language import Language
from chimera_guard.effects.code.scripts.tokens import Token
from chimera_guard.effects.places import names

# Packages whose functions start programs, or take files away.
_STARTING = names("execa zx shelljs cross-spawn fs-extra rimraf del node-pty simple-git ssh2 dockerode")


def renamed(found: Sequence[Token], spec: Language) -> list[Token]:
    """The tokens with a function's own name for another that it gets: `{ execSync: run } = require(...)`, `as run`."""
    other: dict[str, str] = {}
    for i in range(len(found) - 2) if spec.subscripts else ():
        first, mark, second = found[i : i + 3]
        if first.kind == second.kind == "name" and first.text in spec.actions and mark.text in (":", "as"):
            behind = [token.text for token in found[i + 3 : i + 40]]
            if mark.text == "as" or ("require" in behind and "}" in behind[: behind.index("require")]):
                other[second.text] = first.text
        elif first.kind == "name" and mark.text == "=" and i and found[i - 1].text in ("const", "let", "var"):
            last = _reference(found, i + 2)
            if last in spec.actions:
                other[first.text] = last
    own = (not i or found[i - 1].text not in (".", "?.") for i in range(len(found)))
    return [
        token._replace(text=other[token.text]) if free and token.kind == "name" and token.text in other else token
        for token, free in zip(found, own, strict=True)
    ]


def imported(found: Sequence[Token], spec: Language) -> set[str]:
    """The names that come from modules of which it is known that they reach for nothing that is grave."""
    given: set[str] = set()
    for i, token in enumerate(found) if spec.grave else ():
        if token.kind != "name" or token.text not in ("import", "const", "let", "var"):
            continue
        ahead = found[i + 1 : i + 64]
        last = next((n for n, each in enumerate(ahead) if each.kind == "text" or each.text == ";"), None)
        module = ahead[last].text if last is not None else ""
        before = [each.text for each in ahead[:last]]
        loads = before[-1:] == ["from"] or before[-3:] == ["=", "require", "("]
        if loads and module.removeprefix("node:") not in spec.grave | spec.modules | _STARTING:
            given.update(before)
    return given


def _reference(found: Sequence[Token], i: int) -> str:
    """The last name of `require("m").name` or `m.name` at `i`, where nothing follows."""
    end = i
    while end + 1 < len(found) and (found[end + 1].text in (".", "(", ")") or found[end + 1].kind in ("text", "name")):
        end += 1
    after = found[end + 1].text if end + 1 < len(found) else ";"
    named = found[end].kind == "name" and found[end - 1].text == "." and after in (";", "\n", ",")
    return found[end].text if named else ""
