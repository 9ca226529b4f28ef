"""The home directory in scripting languages: `process.env.HOME + "/x"` names the same file as `~/x` does."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.tokens import Token

_HOMES = [
    spelling.split()
    for spelling in (
        "process . env . HOME",
        "process . env [ HOME ]",
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
_FIRST = {spelling[0] for spelling in _HOMES}
_WRITTEN = {"".join(spelling) for spelling in _HOMES}
_JOINING = ("join", "resolve")
HOME = Token("text", "~")


def with_homes(found: Sequence[Token]) -> list[Token]:
    """Return the tokens with `~` for what gives the home directory, and with paths that are joined to one text."""
    out: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        size = _home(found, at) if token.text in _FIRST else 0
        if size:
            out.append(HOME)
            at += size
            continue
        if token.kind == "text" and not token.plain:
            token = _interpolated(token)
        out.append(token)
        at += 1
        if token.text == ")":
            _join(out)
    return out


def _home(found: Sequence[Token], at: int) -> int:
    """How many tokens from `at` on give the home directory."""
    for spelling in _HOMES:
        if [token.text for token in found[at : at + len(spelling)]] == spelling:
            return len(spelling)
    return 0


def _interpolated(token: Token) -> Token:
    """A text whose only code gives the home directory."""
    text = token.text.replace("$ENV{HOME}", "~")
    if text != token.text and not set(text) & set("$@#%`"):
        return Token("text", text)
    for inner in token.inner:
        if "".join(inner.replace("'", "").replace('"', "").split()) not in _WRITTEN:
            return token
        text = text.replace("#{" + inner + "}", "~").replace("${" + inner + "}", "~")
    return Token("text", text) if token.inner else token


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
