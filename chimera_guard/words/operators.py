"""What the operators of `${...}` do to a text."""

from __future__ import annotations

from collections.abc import Callable

from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.fields import MAX_TEXT
from chimera_guard.words.patterns import Group, Matcher, Star, TooMuch, compiled, mirrored
from chimera_guard.words.value import Value
from chimera_guard.words.work import Work


def mapped(value: Value, change: Callable[[str], str | None]) -> Value:
    """Return `value` with its text changed; unknown where `change` gives None, or where the text is unknown."""
    if value.text is not None:
        text = change(value.text)
        if text is not None and len(text) <= MAX_TEXT:
            return Value(text, NOWHERE, taint=value.taint)
        return Value(None, NOWHERE, taint=value.taint, many=True)
    unset = change(value.if_unset) if value.if_unset is not None else None
    return Value(None, NOWHERE, if_unset=unset, taint=value.taint, many=value.many)


def length(value: Value | None) -> Value:
    """Return the number of characters, as a text."""
    if value is None:
        return Value("0", NOWHERE)
    return Value(None if value.text is None else str(len(value.text)), NOWHERE)


def substring(text: str, offset: int | None, count: int | None, counted: bool) -> str | None:
    """Return `${text:offset:count}`; without `counted` up to the end. None where a number is unknown, or an error."""
    if not text and offset is not None and offset >= 0 and not counted:
        return ""
    if offset is None or (counted and count is None):
        return None
    start = offset + len(text) if offset < 0 else offset
    if start < 0 or start > len(text):
        return ""
    if count is None:
        return text[start:]
    end = start + count if count >= 0 else len(text) + count
    return text[start:end] if end >= start else None


def edit(operator: str, text: str, pattern: str | None, replacement: list[str | None] | None, work: Work) -> str | None:
    """Return `text` after a removal, replacement or change of case; None where that is unknown or too much work."""
    if pattern is None:
        return None
    try:
        if operator[0] in "#%":
            return cut(text, pattern, operator[0] == "%", len(operator) == 2, work)
        if operator[0] == "/":
            return replace(text, pattern, replacement, operator, work)
        return _cased(text, operator, pattern, work)
    except TooMuch:
        return None


def cut(text: str, pattern: str, suffix: bool, longest: bool, work: Work) -> str:
    """Return `text` without the shortest or longest prefix, or suffix, that matches."""
    tokens = compiled(pattern)
    ends = Matcher(text[::-1] if suffix else text, mirrored(tokens) if suffix else tokens, work).ends(0)
    if not ends:
        return text
    size = ends.bit_length() - 1 if longest else (ends & -ends).bit_length() - 1
    return text[: len(text) - size] if suffix else text[size:]


def replace(text: str, pattern: str, replacement: list[str | None] | None, how: str, work: Work) -> str | None:
    """Return `${text/pattern/replacement}`. In the replacement, None stands for what was matched."""
    tokens = compiled(pattern)
    if replacement is None:
        return None

    def filled(matched: str) -> str:
        return "".join([matched if part is None else part for part in replacement])

    if not tokens:
        return filled("") + text if how == "/#" else text + filled("") if how == "/%" else text
    if not text:
        return filled("") if Matcher("", tokens, work).ends(0) else ""
    if how == "/#":
        ends = Matcher(text, tokens, work).ends(0)
        size = ends.bit_length() - 1
        return filled(text[:size]) + text[size:] if ends else text
    if how == "/%":
        ends = Matcher(text[::-1], mirrored(tokens), work).ends(0)
        size = len(text) - (ends.bit_length() - 1)
        return text[:size] + filled(text[size:]) if ends else text
    if all(isinstance(token, str) for token in tokens):
        old = "".join([token for token in tokens if isinstance(token, str)])
        return _bounded(text, text.count(old), filled(old), lambda new: text.replace(old, new, 1 if how == "/" else -1))
    return _replaced(Matcher(text, tokens, work), filled, how == "/")


def _bounded(text: str, count: int, new: str, change: Callable[[str], str]) -> str | None:
    return change(new) if len(text) + count * len(new) <= MAX_TEXT else None


def _replaced(matcher: Matcher, filled: Callable[[str], str], once: bool) -> str | None:
    text = matcher.text
    first = matcher.tokens[0]
    starts = matcher.all if isinstance(first, Star | Group) else matcher.mask(first)
    out: list[str] = []
    at = size = 0
    while at < len(text):
        candidates = starts >> at
        skip = (candidates & -candidates).bit_length() - 1
        if skip < 0 or at + skip >= len(text):
            break
        out.append(text[at : at + skip])
        at += skip
        end = matcher.ends(at).bit_length() - 1
        if end <= at:
            out.append(text[at])
            at += 1
            continue
        out.append(filled(text[at:end]))
        size += len(out[-1])
        at = end
        if once or size > MAX_TEXT:
            break
    return "".join([*out, text[at:]]) if size <= MAX_TEXT else None


def _cased(text: str, operator: str, pattern: str, work: Work) -> str:
    change = {"^": str.upper, ",": str.lower, "~": str.swapcase}[operator[0]]
    tokens = compiled(pattern) if pattern else compiled("?")
    affected = text if len(operator) == 2 else text[:1]
    taken = {c for c in set(affected) if Matcher(c, tokens, work).ends(0) >> 1 & 1}
    return "".join([change(c) if c in taken else c for c in affected]) + text[len(affected) :]


def transform(text: str, letter: str | None) -> str | None:
    """Return `${text@letter}`, None where it is not known."""
    if letter == "U":
        return text.upper()
    if letter == "u":
        return text[:1].upper() + text[1:]
    if letter == "L":
        return text.lower()
    if letter == "Q":
        return quoted(text)
    if letter == "E":
        from chimera_guard.words.escapes import unescape

        return unescape(text, "$'")[0]
    if letter == "P":
        return text if set(text).isdisjoint("\\$`!") else None
    return "" if letter == "a" else None


def quoted(text: str) -> str:
    """Return `text` so that the shell reads it back as one word."""
    if text.isprintable():
        return "'" + text.replace("'", "'\\''") + "'"
    names = {"\a": "a", "\b": "b", "\x1b": "E", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
    out = []
    for c in text:
        if c in names:
            out.append("\\" + names[c])
        elif c in "\\'":
            out.append("\\" + c)
        elif c.isprintable():
            out.append(c)
        else:
            out += [f"\\{byte:03o}" for byte in c.encode("utf-8", "surrogateescape")]
    return "$'" + "".join(out) + "'"


def matched_places(text: str) -> list[str | None]:
    """Return the parts of a replacement, with None in the place of each `&` that no backslash makes inert."""
    parts: list[str | None] = []
    kept, at = "", 0
    while at < len(text):
        c = text[at]
        if c == "\\" and text[at + 1 : at + 2] == "&":
            kept += "&"
            at += 1
        elif c == "&":
            parts += [kept, None]
            kept = ""
        else:
            kept += c
        at += 1
    return [*parts, kept]
