"""Python 2, where small programs differ in it: `print x`, `exec code`, `except E, e`, `raise E, x`."""

from __future__ import annotations

_CALLED = ("print", "exec")


def modern(code: str) -> str:
    """Return the code with such statements as Python 3 has them; what comes of it may still be no program."""
    return "\n".join(";".join(map(_statement, line.split(";"))) for line in code.split("\n"))


def _statement(text: str) -> str:
    body = text.lstrip()
    indent, word, rest = text[: len(text) - len(body)], *body.partition(" ")[::2]
    for opening in (":", "else:", "try:"):  # `if x: print y`
        before, colon, after = body.partition(f"{opening} ")
        if colon and after.startswith(_CALLED):
            return f"{indent}{before}{colon}{_statement(after)}"
    rest = rest.strip()
    if word in _CALLED and rest[:1] not in ("(", "="):
        return f"{indent}{word}({rest.removeprefix('>>').rstrip(',')})"
    if word == "print" and rest.startswith("(") and not rest.endswith(")"):
        return f"{indent}print({rest})"  # `print ("%d") % x`
    if word == "except" and "," in rest and "(" not in rest:
        return f"{indent}except {rest.replace(',', ' as', 1)}"
    if word == "raise" and "," in rest and "(" not in rest.partition(",")[0]:
        kind, _, given = rest.partition(",")
        return f"{indent}raise {kind}({given})"
    return text
