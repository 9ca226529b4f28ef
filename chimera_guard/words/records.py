"""grep, awk and expr, as far as constants need them."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.options import read
from chimera_guard.words.regex import Regex
from chimera_guard.words.texts import is_input, joined, lines_of
from chimera_guard.words.work import Work

MAX_LINES = 2_000


def grep(words: Sequence[str], stdin: str, work: Work) -> str | None:
    """Lines that match (-v, -i, -o, -c, -q, -F, -E, -x)."""
    options = read(
        words, "EFGivocqxhs", "em", extended_regexp="E", fixed_strings="F", ignore_case="i", invert_match="v",
        only_matching="o", count="c", quiet="q", silent="q", line_regexp="x", regexp="e", max_count="m",
    )  # fmt: skip
    if options is None:
        return None
    operands = options.operands
    pattern = options.get("e") if "e" in options else operands.pop(0) if operands else None
    lines = lines_of(stdin)
    if pattern is None or "\n" in pattern or not is_input(operands) or len(lines) > MAX_LINES:
        return None
    if "F" in options:
        pattern = "".join(["\\" + c if c in "\\*.[]^$" else c for c in pattern])
    if "x" in options:
        pattern = f"^{pattern}$"
    regex = Regex(pattern, "E" in options and "F" not in options, "i" in options, work)
    chosen = [line for line in lines if (regex.search(line) is None) == ("v" in options)]
    chosen = chosen[: int(options.get("m"))] if "m" in options else chosen
    if "q" in options:
        return ""
    if "c" in options:
        return f"{len(chosen)}\n"
    return joined(_parts(chosen, regex) if "o" in options and "v" not in options else chosen)


def _parts(lines: list[str], regex: Regex) -> list[str]:
    found: list[str] = []
    for line in lines:
        at = 0
        while at <= len(line):
            spans = regex.search(line, at)
            if spans is None or spans[0] is None:
                break
            start, end = spans[0]
            if end > start:
                found.append(line[start:end])
            at = max(end, start + 1)
    return found


def awk(words: Sequence[str], stdin: str) -> str | None:
    """`{print ...}` of fields and texts, for all lines or for one by its number."""
    options = read(words, "", "F")
    if options is None or not options.operands or not is_input(options.operands[1:]):
        return None
    program = options.operands[0].strip()
    condition, brace, action = program.partition("{")
    begin = condition.strip() == "BEGIN"
    line_number = condition.replace(" ", "").removeprefix("NR==") if condition.strip() and not begin else ""
    if not brace or not action.endswith("}") or (condition.strip() and not begin and not line_number.isdigit()):
        return None
    printed = _print(action[:-1].strip().rstrip(";").strip())
    separator = {"\\t": "\t", "t": "\t"}.get(options.get("F", " "), options.get("F", " "))
    if printed is None or len(separator) != 1 or (separator in "\\|.*[]^$+?(){}" and separator not in "|."):
        return None
    lines = [""] if begin else lines_of(stdin)
    if len(lines) > MAX_LINES:
        return None
    out: list[str] = []
    for number, line in enumerate(lines, 1):
        if line_number and int(line_number) != number:
            continue
        fields = line.split() if separator == " " else line.split(separator) if line else []
        out.append("".join([_value(item, line, fields, number) for item in printed]))
    return joined(out)


def _value(item: str, line: str, fields: list[str], number: int) -> str:
    if item[0] == '"':
        return item[1:]
    if item == "NR":
        return str(number)
    if item == "NF":
        return str(len(fields))
    place = len(fields) if item == "$NF" else int(item[1:])
    if place == 0:
        return line
    return fields[place - 1] if place <= len(fields) else ""


def _print(action: str) -> list[str] | None:
    """The items of a `print`: `$1`, `$NF`, `NR`, and texts behind a `"`; None for anything else."""
    if action == "print":
        return ["$0"]
    if action[:5] != "print" or action[5:6] not in (" ", '"', "$"):
        return None
    items: list[str] = []
    rest = action[5:].strip()
    while rest:
        if rest[0] == '"':
            end = rest.find('"', 1)
            if end < 0 or "\\" in rest[:end]:
                return None
            items.append(rest[:end])
            rest = rest[end + 1 :].lstrip()
        elif rest[0] == ",":
            items.append('" ')
            rest = rest[1:].lstrip()
        else:
            end = 1
            while end < len(rest) and rest[end].isalnum():
                end += 1
            name = rest[:end]
            if name not in ("NR", "NF", "$NF") and not (name[0] == "$" and name[1:].isdigit() and len(name) < 5):
                return None
            items.append(name)
            rest = rest[end:].lstrip()
    return items


def expr(words: Sequence[str], stdin: str) -> str | None:
    """One operation on whole numbers, or the length of a text."""
    if len(words) == 2 and words[0] == "length":
        return f"{len(words[1])}\n"
    if len(words) == 4 and words[0] == "substr":
        start, count = int(words[2]), int(words[3])
        return (words[1][start - 1 : start - 1 + count] if start > 0 and count > 0 else "") + "\n"
    if len(words) != 3 or words[1] not in ("+", "-", "*", "/", "%"):
        return None
    from chimera_guard.words.numbers import apply

    left, right = int(words[0]), int(words[2])
    return f"{apply(words[1], left, right)}\n" if right or words[1] not in "/%" else None
