"""What `read` and `mapfile` take from an input, line by line, into variables."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.joined import uncertain
from chimera_guard.effects.names import ASKING
from chimera_guard.effects.state import State
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

MAX_LINES = 4_096
_WITH_VALUE = "adinNptu"  # letters of options of `read` that take a value


def read(call: Call, argv: Sequence[Value]) -> None:
    """`read NAME ...`: a line of the input, split into variables."""
    state, stdin, span = call.state, call.stdin, call.span
    options, names = _arguments(argv)
    if "s" in options and (_asks_as_sudo(argv) or any(key.split(" ")[0] in ASKING for key in call.frame.active)):
        call.emit("reveal", Value("password of whoever sits there", span), frozenset({"captured"}))
    names = [name.partition("[")[0] for name in names]
    descriptor = options.get("u")
    if descriptor is not None:
        stdin = state.files.get(f"/dev/fd/{descriptor}")
    taint = stdin.taint if stdin is not None else frozenset({"input"})
    array = options.get("a")
    line = _line(stdin, options, state)
    fields = _fields(line, 0 if array else max(len(names), 1), state) if line is not None else None
    unknown = Value(None, span, taint=taint, many=True)
    if stdin is not None and len(names) < 2:  # a whole line, as one of the names that were looked for
        unknown = unknown._replace(prefix=stdin.prefix, suffix=stdin.suffix, glob=stdin.glob)
    if array is not None:
        state.variables[array] = (
            unknown if fields is None else tuple(Value(field, span, taint=taint) for field in fields)
        )
    for place, name in enumerate(names or ([] if array else ["REPLY"])):
        if fields is None:
            state.variables[name] = unknown
        else:
            text = fields[place] if place < len(fields) else ""
            state.variables[name] = Value(text if names else (line or ""), span, taint=taint)


def _asks_as_sudo(argv: Sequence[Value]) -> bool:
    """Whether a question is put as sudo does it."""
    return any("[sudo]" in value.beginning for value in argv)


def mapfile(call: Call, argv: Sequence[Value]) -> None:
    """`mapfile NAME`: all lines of the input, as an array."""
    state, stdin, span = call.state, call.stdin, call.span
    options, names = _arguments(argv, "dnOsuCc")
    descriptor = options.get("u")
    if descriptor is not None:
        stdin = state.files.get(f"/dev/fd/{descriptor}")
    name = names[0] if names else "MAPFILE"
    if stdin is None or stdin.text is None or len(stdin.text) > MAX_LINES or options.keys() - set("tuCc"):
        state.variables[name] = uncertain(stdin or Value(None, span, taint=frozenset({"input"})))
        return
    lines = stdin.text.split("\n")
    ending = "" if "t" in options else "\n"
    lines = lines if lines[-1] else lines[:-1]
    state.variables[name] = tuple(Value(line + ending, span, taint=stdin.taint) for line in lines)


def _arguments(argv: Sequence[Value], valued: str = _WITH_VALUE) -> tuple[dict[str, str | None], list[str]]:
    """The letters of the options with their values, and the names."""
    options: dict[str, str | None] = {}
    names: list[str] = []
    at = 1
    while at < len(argv):
        text = argv[at].text
        at += 1
        if text is None:
            continue
        if text[:1] != "-" or len(text) < 2 or names:
            names.append(text)
            continue
        for place, letter in enumerate(text[1:], 1):
            if letter not in valued:
                options[letter] = ""
                continue
            rest = text[place + 1 :]
            if not rest and at < len(argv):
                options[letter] = argv[at].text
                at += 1
            else:
                options[letter] = rest
            break
    return options, [name for name in names if name]


def _line(stdin: Value | None, options: dict[str, str | None], state: State) -> str | None:
    """The line that comes next, None where it is not known."""
    if stdin is None or stdin.text is None or len(stdin.text) > MAX_LINES or "n" in options or "N" in options:
        return None
    text = stdin.text
    if "d" in options:
        if options["d"] != "":
            return None
        line = text.rstrip("\n")
    else:
        lines = text.removesuffix("\n").split("\n")
        if state.taken is None and len(lines) > 1:
            return None
        _, taken = (state.taken or {}).get(id(stdin), (stdin, 0))
        line = lines[taken] if taken < len(lines) else ""
        if state.taken is not None:
            state.taken[id(stdin)] = (stdin, taken + 1)
    return line if "r" in options else _unescaped(line)


def _unescaped(line: str) -> str:
    if "\\" not in line:
        return line
    parts = line.split("\\\\")
    return "\\".join(part.replace("\\", "") for part in parts)


def _fields(line: str, count: int, state: State) -> list[str] | None:
    """`line` as `count` fields (0: as many as there are), None where IFS is not known."""
    separators = state.variables.get("IFS")
    if separators is None:
        return line.split(None, count - 1)
    if not isinstance(separators, Value) or separators.text is None or len(separators.text) > 1:
        return None
    if separators.text == "":
        return [line]
    return line.split(separators.text, count - 1)
