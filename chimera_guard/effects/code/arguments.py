"""What the arguments of a call in a scripting language say, as far as they are constants."""

from __future__ import annotations

from chimera_guard.effects.code.tokens import Token


def text_of(argument: list[Token]) -> str | None:
    """The text of an argument that is one, or several joined."""
    parts = []
    for token in argument:
        if token.kind == "text" and token.plain:
            parts.append(token.text)
        elif token.text not in ("+", ".", "..", "(", ")", "\n", "&"):
            return None
    return "".join(parts) if parts else None


def texts_of(argument: list[Token]) -> list[str | None] | None:
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
    return [text_of(part) for part in parts if part]


def option_of(argument: list[Token], key: str) -> str | None:
    """The text of `key: "..."` in an argument."""
    for i, token in enumerate(argument[:-2]):
        if token.text == key and argument[i + 1].text in (":", "=>", "="):
            return text_of(argument[i + 2 : i + 3])
    return None


def recurses(argument: list[Token]) -> bool:
    """Whether an argument says `recursive: true`, in the language's way."""
    texts = [token.text for token in argument]
    return "recursive" in texts and not {"TRUE", "true", "T"}.isdisjoint(texts)
