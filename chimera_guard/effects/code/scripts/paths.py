"""Paths that scripting languages join, and what they find in directories: one text for each, where it is known."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.reading import capped
from chimera_guard.effects.code.scripts.arguments import choices, listed
from chimera_guard.effects.code.scripts.brackets import nesting, split
from chimera_guard.effects.code.scripts.tokens import MEMBERS, Token
from chimera_guard.words.value import HOLE, SOME_NAME

MAX_VALUES = 16
MAX_SPAN = 64  # tokens of a call that is folded
_JOINS = frozenset(["join", "resolve"])
_SAME = frozenset(["expand_path", "realpath", "normalize", "realpathSync", "toString", "shellescape"])
_LISTS = frozenset(["readdirSync", "readdir", "readDir", "readDirSync", "scandir", "children", "entries"])
_GLOBS = frozenset(["glob", "globSync"])
_WALKS = frozenset(["RecursiveDirectoryIterator", "DirectoryIterator", "FilesystemIterator"])
OWN_PATH = frozenset(["getPathname", "getRealPath", "to_s", "__toString", "realpath"])


def folded(found: Sequence[Token]) -> list[Token]:
    """The tokens with one text for a path that is joined, and a list of one name for what a directory holds."""
    out: list[Token] = []
    for token in found:
        if token.kind == "text" and token.plain and out and out[-1].kind == "name" and out[-1].text in _GLOBS:
            out[-1:] = listed([token.text.replace("*", SOME_NAME)])  # `glob "*.o"` of Perl
            continue
        out.append(token)
        if token.text == ")" and token.kind == "sign":
            _fold(out)
        elif token.text == "]" and [each.text for each in out[-4:-2]] == ["Dir", "["] and out[-2].kind == "text":
            out[-4:] = listed([_pattern(out[-2].text)])  # `Dir["*.o"]`
    return out


def _fold(out: list[Token]) -> None:
    """Fold the call that ends at the end of `out`, where it is one that gives a path or names."""
    at = _opening(out)
    if at is None:
        return
    name = out[at - 1].text if at > 0 and out[at - 1].kind == "name" else ""
    if name == "join" and at > 3 and out[at - 3].text == "]" and out[at - 3].kind == "sign":
        _fold_list(out, at)
    elif not _fold_iterator(out, at, name) and _gives_paths(out, at, name):
        _fold_paths(out, at, name)


def _opening(out: Sequence[Token]) -> int | None:
    """Where the bracket opens that closes at the end of `out`, if that is near."""
    depth = 0
    for at in range(len(out) - 1, max(len(out) - MAX_SPAN, 0) - 1, -1):
        depth -= nesting(out[at])
        if depth == 0:
            return at
    return None


def _gives_paths(out: Sequence[Token], at: int, name: str) -> bool:
    """Whether a call, whose brackets open at `at`, gives paths, and does nothing else that must not be lost."""
    if name not in _JOINS | _SAME | _LISTS | _GLOBS | _WALKS and not (
        name == "find" and at > 2 and out[at - 3].text == "Find"
    ):
        return False
    inside = out[at + 1 : -1]
    options = name in _LISTS and not any(token.text in ("(", "=>") for token in inside)
    return options or not any(token.kind == "command" or token.text in ("(", "{", "=>") for token in inside)


def _fold_paths(out: list[Token], at: int, name: str) -> None:
    """Fold a call that gives paths; `at` is where its brackets open."""
    given = [choices(argument) for argument in split(out[at + 1 : -1], frozenset([","]))]
    start = at - 3 if at > 2 and out[at - 2].text in MEMBERS and out[at - 3].kind == "name" else at - 1
    if not given or not given[0] or (name in _JOINS and start == at - 1 and len(given) < 2):
        return
    if name in _JOINS:
        texts = [""]
        for part in given:
            texts = capped([_joined(text, more) for text in texts for more in part or [HOLE]], MAX_VALUES)
        out[start:] = [one_of(texts)]
    elif name in _SAME:
        out[start:] = [one_of(given[0])]
    elif name in _GLOBS:
        out[start:] = listed([_pattern(text) for text in given[0]])
    elif name in _WALKS:
        deep = f"/{SOME_NAME}" * (1 + name.startswith("Recursive"))
        out[at - 1 - (out[at - 2].text == "new") :] = listed([text + deep for text in given[0]])
    elif name == "find":
        out[start:] = listed([f"{text}/{SOME_NAME}/{SOME_NAME}" for text in given[0]])
    else:
        below = name in ("children", "entries", "scandir") and out[start].text == "Pathname"
        out[start:] = listed([f"{text}/{SOME_NAME}" for text in given[0]] if below else [SOME_NAME])


def _fold_list(out: list[Token], at: int) -> None:
    """Fold `["a", "b"].join("")`; `at` is where the brackets of the call open."""
    start = at - 3
    while start > 0 and out[start].text != "[":
        start -= 1
    parts, between = out[start + 1 : at - 3], choices(out[at + 1 : -1]) or ["" if out[at + 1].kind == "text" else ","]
    texts = [token.text for token in parts if token.kind == "text" and token.plain]
    if texts and len(between) == 1 and all(token.kind == "text" or token.text in (",", "\n") for token in parts):
        out[start:] = [Token("text", between[0].join(texts))]


def _fold_iterator(out: list[Token], at: int, name: str) -> bool:
    """Fold what PHP and R list directories with; `at` is where the brackets of the call open."""
    if name in OWN_PATH and at == len(out) - 2 and at > 2 and out[at - 3].kind in ("text", "choice"):
        out[at - 2 :] = []  # `$file->getPathname()`
        return True
    if name == "RecursiveIteratorIterator" and out[at + 1].text == "[" and out[at + 1].kind == "sign":
        close = next((n for n in range(at + 1, len(out)) if out[n].text == "]"), len(out))
        out[at - 1 - (out[at - 2].text == "new") :] = out[at + 1 : close + 1]
        return True
    if name in ("files", "dirs") and at > 2 and out[at - 3].text == "list":  # of R
        given = [choices(argument) for argument in split(out[at + 1 : -1], frozenset([","]))]
        if given and given[0]:
            out[at - 3 :] = [Token("name", "c"), *listed([f"{text}/{SOME_NAME}" for text in given[0]], "()")]
        return True
    return False


def _pattern(text: str) -> str:
    """A pattern of names as a text with gaps."""
    return text.replace("**/", "").replace("*", SOME_NAME)


def _joined(text: str, more: str) -> str:
    if more == SOME_NAME and text.endswith(f"{SOME_NAME}/{SOME_NAME}"):
        return text  # deeper in a tree that is walked
    return more if not text or more[:1] in ("/", "~") else f"{text.rstrip('/')}/{more.removeprefix('./')}"


def one_of(texts: Sequence[str]) -> Token:
    """The token for a text that is one of these."""
    return Token("text", texts[0]) if len(texts) == 1 else Token("choice", "", False, tuple(texts))
