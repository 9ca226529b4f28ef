"""What the arguments of a call in a scripting language say, as far as they are constants."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.reading import capped
from chimera_guard.effects.code.scripts.brackets import closed, split
from chimera_guard.effects.code.scripts.tokens import Token
from chimera_guard.words.value import HOLE

MAX_CHOICES = 16
MAX_WAYS = 16
_UNKNOWN = [Token("number", "?")]
_JOINERS = frozenset(["+", ".", "..", "&"])
_NOTHING = frozenset(["\n", "await"])
_OTHERWISE = frozenset(["||", "??", "or", "//"])


def text_of(argument: Sequence[Token]) -> str | None:
    """The text of an argument that is one, or several joined."""
    parts = []
    for token in argument:
        if token.kind == "text" and token.plain:
            parts.append(token.text)
        elif token.text not in ("+", ".", "..", "(", ")", "\n", "&"):
            return None
    return "".join(parts) if parts else None


def listed(texts: Sequence[str], brackets: str = "[]") -> list[Token]:
    """The tokens of a list of texts."""
    inside = [token for text in texts for token in (Token("sign", ","), Token("text", text))][1:]
    return [Token("sign", brackets[0]), *inside, Token("sign", brackets[1])]


def choices(argument: Sequence[Token]) -> list[str]:
    """The texts that an argument can be, with HOLE for what is not known; none where nothing is known."""
    while len(argument) > 2 and argument[0].text == "(" and argument[-1].text == ")" and _is_whole(argument):
        argument = argument[1:-1]
    argument = [token for token in argument if token.text not in _NOTHING or token.kind == "text"]
    either = split(argument, _OTHERWISE)
    if len(either) > 1:
        return capped([text for part in either for text in choices(part)], MAX_CHOICES)
    if argument and argument[0].kind == "sign" and argument[0].text in "[{":
        return []
    texts, uncertain = [""], False
    for piece in split(argument, _JOINERS):
        one = piece[0] if len(piece) == 1 else None
        given = [HOLE]
        if one is not None and one.kind == "text" and one.plain:
            given = [one.text]
        elif one is not None and (one.kind == "choice" or (one.kind == "text" and HOLE in one.text)):
            given = list(one.inner) if one.kind == "choice" else [one.text]
            uncertain = uncertain or HOLE in given
        texts = [(text + more).replace(HOLE + HOLE, HOLE) for text in texts for more in given]
        uncertain = uncertain or len(texts) > MAX_CHOICES
        texts = capped(texts, MAX_CHOICES)
    known = [text for text in texts if text.strip(HOLE)]
    return [*known, HOLE] if known and uncertain and HOLE not in known else known


def _is_whole(argument: Sequence[Token]) -> bool:
    """Whether the bracket that it begins with closes at its end."""
    return closed(argument, 0) >= len(argument) - 1


def texts_of(argument: Sequence[Token]) -> list[str | None] | None:
    """The texts of an argument that is a list."""
    if argument and argument[0].kind == "words":
        return list(argument[0].text.split())
    if len(argument) > 1 and argument[0].text == "c" and argument[1].text == "(":  # a vector of R
        argument = argument[1:]
    if not argument or argument[0].text not in ("[", "{", "("):
        return None
    parts: list[list[Token]] = [[]]
    for token in argument[1:-1]:
        if token.text == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [text_of(part) or next(iter(choices(part)), None) for part in parts if part]


def option_of(argument: Sequence[Token], key: str) -> str | None:
    """The text of `key: "..."` in an argument."""
    for i, token in enumerate(argument[:-2]):
        if token.text == key and argument[i + 1].text in (":", "=>", "="):
            return text_of(argument[i + 2 : i + 3])
    return None


def list_of(argument: Sequence[Token], *keys: str) -> list[str | None] | None:
    """The texts of `key: ["...", "..."]` in an argument that is a set of options."""
    signs = [token.text for token in argument]
    for i, token in enumerate(argument[:-2]):
        if token.text in keys and signs[0] == "{" and signs[i + 1 : i + 3] == [":", "["]:
            return texts_of(argument[i + 2 : closed(argument, i + 2) + 1])
    return None


def recurses(argument: Sequence[Token]) -> bool:
    """Whether an argument says `recursive: true`, in the language's way."""
    texts = [token.text for token in argument]
    return "recursive" in texts and not {"TRUE", "true", "T"}.isdisjoint(texts)


def by_shell(argument: list[Token]) -> bool:
    """Whether an argument says `shell: true`."""
    texts = [token.text for token in argument]
    return any(texts[n : n + 3] == ["shell", ":", "true"] for n in range(len(texts)))


def combinations(arguments: list[list[Token]]) -> list[list[list[Token]]]:
    """The arguments with one text for each that is put together of constants and gaps."""
    found: list[list[list[Token]]] = [[]]
    for argument in arguments:
        ways = _ways(argument)
        ways = ways if len(found) * len(ways) <= MAX_WAYS else [_UNKNOWN]
        found = [[*before, way] for before in found for way in ways]
    return found


def _ways(argument: list[Token]) -> list[list[Token]]:
    """What an argument can be; in a list, each item with each of its texts."""
    held = argument[0].kind if argument else ""
    mixed = len(argument) > 1 and text_of(argument) is None and not (held == "sign" and argument[0].text in "[{(")
    if texts := choices(argument) if held == "choice" or mixed else []:
        return [[Token("text", text)] if text != HOLE else _UNKNOWN for text in texts]
    ways = [argument]
    for n, token in enumerate(argument):
        if token.kind == "choice" and len(token.inner) * len(ways) <= MAX_WAYS:
            ways = [[*way[:n], Token("text", text), *way[n + 1 :]] for way in ways for text in token.inner]
        elif token.kind == "choice":
            ways = [[*way[:n], *_UNKNOWN, *way[n + 1 :]] for way in ways]
    return ways
