"""Directories that scripting languages ask for: `process.env.HOME + "/x"` names the same file as `~/x` does."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.scripts.tokens import Token

_HOMES = [
    spelling.split()
    for spelling in (
        "process . env . HOME",
        "process . env [ HOME ]",
        "Bun . env . HOME",
        "import . meta . env . HOME",
        "env . HOME",
        "process . env . USERPROFILE",
        "os . homedir ( )",
        "require ( os ) . homedir ( )",
        "require ( node:os ) . homedir ( )",
        "homedir ( )",
        "Deno . env . get ( HOME )",
        "ENV [ HOME ]",
        "ENV . fetch ( HOME )",
        "Dir . home",
        "getenv ( HOME )",
        "os . getenv ( HOME )",
        "ENV { HOME }",
        "%ENV { HOME }",
        "$ENV { HOME }",
    )
]
_PLACES = [
    (spelling.split(), place)
    for place, spellings in {
        ".": (
            "process . cwd ( )",
            "require ( process ) . cwd ( )",
            "Deno . cwd ( )",
            "import . meta . dirname",
            "import . meta . dir",
            "Dir . pwd",
            "Dir . getwd",
            "getcwd ( )",
        ),
        "/tmp": (
            "os . tmpdir ( )",
            "require ( os ) . tmpdir ( )",
            "tmpdir ( )",
            "Dir . tmpdir",
            "sys_get_temp_dir ( )",
        ),
    }.items()
    for spelling in spellings
]
_KNOWN = [*((spelling, "~") for spelling in _HOMES), *_PLACES]
_FIRST = {spelling[0] for spelling, _ in _KNOWN}
_WRITTEN = {"".join(spelling): place for spelling, place in _KNOWN}
_JOINING = ("join", "resolve")


def with_homes(found: Sequence[Token]) -> list[Token]:
    """Return the tokens with `~` for what gives the home directory, and the like, and with paths joined to one text."""
    out: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        size, place = _known(found, at) if token.text in _FIRST and token.kind != "text" else (0, "")
        if size:
            out.append(Token("text", place))
            at += size
            continue
        if token.kind == "text" and not token.plain:
            token = _interpolated(token)
        out.append(token)
        at += 1
        if token.text == ")":
            _join(out)
    return out


def _known(found: Sequence[Token], at: int) -> tuple[int, str]:
    """How many tokens from `at` on give a directory whose name is known, and which."""
    for spelling, place in _KNOWN:
        if [token.text for token in found[at : at + len(spelling)]] == spelling:
            return len(spelling), place
    return 0, ""


def _interpolated(token: Token) -> Token:
    """A text in which code gives such a directory."""
    text = token.text.replace("$ENV{HOME}", "~")
    if text != token.text and not set(text) & set("$@#%`"):
        return Token("text", text)
    left: list[str] = []
    for inner in token.inner:
        place = _WRITTEN.get("".join(inner.replace("'", "").replace('"', "").split()))
        if place is None:
            left.append(inner)
        else:
            text = text.replace("#{" + inner + "}", place).replace("${" + inner + "}", place)
    if not token.inner or len(left) == len(token.inner):
        return token
    return Token("text", text, False, tuple(left)) if left else Token("text", text)


def _join(out: list[Token]) -> None:
    """Make one text of `path.join("~", ".ssh")` at the end of `out`, where its first part is the home directory."""
    at = len(out) - 2
    texts: list[str] = []
    while at > 0 and out[at].kind == "text" and out[at].plain:
        texts.append(out[at].text)
        at -= 1
        if out[at].text != ",":
            break
        at -= 1
    if texts and texts[-1].startswith("~") and at > 0 and out[at].text == "(" and out[at - 1].text in _JOINING:
        start = at - 3 if at > 2 and out[at - 2].text == "." else at - 1
        out[start:] = [Token("text", "/".join(text.strip("/") for text in reversed(texts)))]
