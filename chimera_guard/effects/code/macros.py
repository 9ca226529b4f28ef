"""Texts that are worked through by a processor, in which a few forms are handed to a shell: m4, TeX, Lisp."""

from __future__ import annotations

from chimera_guard.effects.code import reaches
from chimera_guard.effects.code.reading import Collector

# How the forms begin and end.
_FORMS = {
    "m4": (("esyscmd(", ")"), ("syscmd(", ")")),
    "tex": (("\\write18{", "}"), ('\\input{|"', '"}'), ('\\input|"', '"'), ("\\ShellEscape{", "}")),
    "lisp": (('(system "', '")'), ('(shell "', '")')),
    "elisp": (('(shell-command "', '")'), ('(shell-command-to-string "', '")')),
}
_OPENS = {")": "(", "}": "{"}
# What gives the text in a form another meaning.
_DEFINING = {
    "m4": ("define", "pushdef", "changequote", "changecom", "changeword", "defn", "include", "indir", "builtin"),
    "tex": ("\\catcode", "\\csname", "\\scantokens", "\\lowercase", "\\uppercase", "\\openin", "\\read", "^^"),
}


def read(language: str, code: str, into: Collector) -> None:
    """Note what the forms hand to a shell; what stands between them is read for the words in it alone."""
    rest = [code]
    for opening, closing in _FORMS[language]:
        rest = [piece for text in rest for piece in _taken(language, text, opening, closing, into)]
    between = " ".join(rest)
    defines = any(word in code for word in _DEFINING.get(language, ()))
    if (defines and into.lines) or (language != "tex" and reaches(between)) or "write18" in between:
        into.capable()
    if into.lines or language != "tex":
        into.complete = False


def _taken(language: str, text: str, opening: str, closing: str, into: Collector) -> list[str]:
    """The text around the forms that begin with `opening`; what these hold is noted."""
    around = []
    while True:
        before, found, rest = text.partition(opening)
        around.append(before)
        if not found:
            return around
        end = _end(rest, closing)
        into.shell(_line(language, rest[:end]))
        text = rest[end + len(closing) :]


def _end(text: str, closing: str) -> int:
    """Where a form ends that begins before `text`."""
    opening, depth = _OPENS.get(closing), 0
    if opening is None:
        at = text.find(closing)
        while at > 0 and text[at - 1] == "\\":
            at = text.find(closing, at + 1)
        return at if at >= 0 else len(text)
    for at, sign in enumerate(text):
        if sign == closing and depth == 0:
            return at
        depth += (sign == opening) - (sign == closing)
    return len(text)


def _line(language: str, text: str) -> str | None:
    """The line of shell code in a form; None where it holds what is worked through itself."""
    if language == "m4":
        return text.strip().removeprefix("`").removesuffix("'")
    if language == "tex":
        return None if "\\" in text or "#" in text else text
    return text.replace('\\"', '"').replace("\\\\", "\\")
