"""What an awk program prints, with gaps for what it takes from its input: often code that is made line by line."""

from __future__ import annotations

from chimera_guard.effects.code.awk_words import ENDS, Tokens, close_of, end_of, folded_text, formatted, text_of
from chimera_guard.words.value import HOLE

# What gives texts that stand nowhere in the program, or changes how what is printed is put together.
_FROM_ELSEWHERE = frozenset("getline system ENVIRON ARGV OFS ORS @ sub gsub gensub".split())
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:")


def outline(tokens: Tokens, held: dict[str, str]) -> str | None:
    """All that a program prints, one thing after the other; None where more than the fields of a line are not known."""
    if any(text in _FROM_ELSEWHERE for _, text in tokens) or _prints_whole_lines(tokens):
        return None
    known = _assigned(tokens, held)
    out: list[str] = []
    at = 0
    while at < len(tokens):
        kind, text = tokens[at]
        if kind == "word" and text in ("print", "printf"):
            end = end_of(tokens, at + 1, ENDS)
            statement = tokens[at:end]
            if end_of(statement, 1, ("|", "|&")) < len(statement):
                return None
            if end_of(statement, 1, (">", ">>")) == len(statement):
                line = printed(statement, held)
                if line is None:
                    return None
                out.append(line)
            at = end
            continue
        if kind == "text" and at not in known and len(text_of(text)) > 1 and not _PLAIN.issuperset(text_of(text)):
            return None  # a text that some variable may then hold
        at += 1
    return "".join(out) if "".join(out).strip(f"{HOLE} \n") else None


def _assigned(tokens: Tokens, held: dict[str, str]) -> set[int]:
    """Where the texts stand that variables are given of which it is known what they hold."""
    places: set[int] = set()
    for at in range(len(tokens) - 1):
        kind, text = tokens[at]
        if kind == "word" and text in held and tokens[at + 1][1] == "=" and at not in places:
            places.update(range(at + 2, end_of(tokens, at + 2, (")", ",", *ENDS))))
    return places


def _prints_whole_lines(tokens: Tokens) -> bool:
    """Whether there is a condition without an action, which prints the lines that it holds for."""
    depth, condition = 0, False
    for kind, text in tokens:
        if kind in ("text", "regex"):
            condition = condition or depth == 0
        elif text == "{":
            depth, condition = depth + 1, False
        elif text == "}":
            depth -= 1
        elif depth == 0 and text in (";", "\n"):
            if condition:
                return True
        else:
            condition = condition or depth == 0
    return condition


def printed(tokens: Tokens, held: dict[str, str]) -> str | None:
    """What `print` and what stands behind it, or `printf`, print, with gaps; None where a text in it may be missing."""
    rest = tokens[1:]
    if rest[:1] == [("sign", "(")] and close_of(rest, 0) == len(rest) - 1:
        rest = rest[1:-1]
    given: list[str] = []
    at = 0
    while at < len(rest):
        end = end_of(rest, at, (",",))
        text = folded_text(rest[at:end], held)
        if _hides_text(rest[at:end]) or (text is None and any(kind == "text" for kind, _ in rest[at:end])):
            return None
        given.append(HOLE if text is None else text)
        at = end + 1
    if tokens[0][1] == "print":
        return " ".join(given or [HOLE]) + "\n"
    if not given:
        return None
    pieces = given[0].split("%s")
    if len(pieces) != len(given) or "%" in "".join(pieces):
        return formatted(given[0])
    return pieces[0] + "".join(text + piece for text, piece in zip(given[1:], pieces[1:], strict=True))


def _hides_text(tokens: Tokens) -> bool:
    """Whether a text stands in brackets: what becomes of it there is not known."""
    depth = 0
    for kind, text in tokens:
        if kind == "text" and depth:
            return True
        depth += (text in ("(", "[")) - (text in (")", "]")) if kind == "sign" else 0
    return False
