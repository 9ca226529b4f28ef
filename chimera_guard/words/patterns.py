"""Shell patterns, matched without regular expressions and in bounded time."""

from __future__ import annotations

_CLASSES = {
    "alpha": str.isalpha,
    "digit": str.isdigit,
    "alnum": str.isalnum,
    "upper": str.isupper,
    "lower": str.islower,
    "space": str.isspace,
    "punct": lambda c: c.isprintable() and not c.isalnum() and not c.isspace(),
    "xdigit": lambda c: c in "0123456789abcdefABCDEF",
    "blank": lambda c: c in " \t",
    "cntrl": lambda c: ord(c) < 32 or ord(c) == 127,
    "print": str.isprintable,
    "graph": lambda c: c.isprintable() and not c.isspace(),
}
MAX_WORK = 200_000


def matches(text: str, pattern: str) -> bool:
    """Whether the whole of `text` matches the glob `pattern`. A backslash makes the next character literal."""
    p = t = 0
    star = -1
    mark = 0
    work = MAX_WORK
    while t < len(text):
        work -= 1
        if work < 0:
            return False
        width = one(pattern, p, text[t]) if p < len(pattern) and pattern[p] != "*" else 0
        if width:
            p += width
            t += 1
        elif p < len(pattern) and pattern[p] == "*":
            star, mark = p, t
            p += 1
        elif star >= 0:
            mark += 1
            p, t = star + 1, mark
        else:
            return False
    return not pattern[p:].strip("*")


def one(pattern: str, at: int, character: str) -> int:
    """How many characters of the pattern stand for this one character; 0 where they do not match it."""
    c = pattern[at]
    if c == "?":
        return 1
    if c == "\\" and at + 1 < len(pattern):
        return 2 if pattern[at + 1] == character else 0
    if c == "[":
        end = closing(pattern, at)
        if end > 0:
            members = pattern[at + 1 : end]
            negated = members[:1] in ("!", "^")
            return 0 if member(members[1:] if negated else members, character) == negated else end - at + 1
    return 1 if c == character else 0


def closing(pattern: str, at: int) -> int:
    """Where the bracket expression that begins at `at` ends, -1 where it does not."""
    end = at + 1
    if pattern[end : end + 1] in ("!", "^"):
        end += 1
    if pattern[end : end + 1] == "]":
        end += 1
    while end < len(pattern) and pattern[end] != "]":
        if pattern.startswith("[:", end):
            stop = pattern.find(":]", end)
            end = stop + 2 if stop > 0 else end + 1
        else:
            end += 2 if pattern[end] == "\\" else 1
    return end if end < len(pattern) else -1


def member(members: str, character: str) -> bool:
    """Whether a bracket expression's members include the character."""
    i = 0
    while i < len(members):
        if members.startswith("[:", i):
            end = members.find(":]", i)
            check = _CLASSES.get(members[i + 2 : end]) if end > 0 else None
            if check is not None:
                if check(character):
                    return True
                i = end + 2
                continue
        if members[i] == "\\" and i + 1 < len(members):
            i += 1
        if i + 2 < len(members) and members[i + 1] == "-":
            if members[i] <= character <= members[i + 2]:
                return True
            i += 3
        else:
            if members[i] == character:
                return True
            i += 1
    return False


def cut(text: str, pattern: str, suffix: bool, longest: bool) -> str:
    """`text` without the shortest or longest prefix (or suffix) that matches."""
    if len(text) * max(len(pattern), 1) > MAX_WORK * 4:
        return text
    sizes = range(len(text), -1, -1) if longest else range(len(text) + 1)
    for size in sizes:
        part = text[len(text) - size :] if suffix else text[:size]
        if matches(part, pattern):
            return text[: len(text) - size] if suffix else text[size:]
    return text


def replace(text: str, pattern: str, replacement: str, how: str) -> str | None:
    """`${text/pattern/replacement}`; `how` is the operator. None where that is too much work."""
    if not pattern:
        return text
    if len(text) ** 2 * len(pattern) > 4_000_000:
        return None
    if how in ("/#", "/%"):
        for size in range(len(text), -1, -1):
            if how == "/#" and matches(text[:size], pattern):
                return replacement + text[size:]
            if how == "/%" and matches(text[len(text) - size :], pattern):
                return text[: len(text) - size] + replacement
        return text
    out, at = "", 0
    while at < len(text):
        size = next((n for n in range(len(text) - at, 0, -1) if matches(text[at : at + n], pattern)), 0)
        if size == 0:
            out += text[at]
            at += 1
            continue
        out += replacement
        at += size
        if how == "/":
            break
    return out + text[at:]
