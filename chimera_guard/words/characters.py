"""Filters of characters and columns: tr and cut."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.options import Options, read
from chimera_guard.words.texts import decoded, encoded, is_input, lines_of

MAX_LINES = 2_000
_CLASSES = {
    "lower": b"abcdefghijklmnopqrstuvwxyz",
    "upper": b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "digit": b"0123456789",
    "space": b"\t\n\v\f\r ",
    "blank": b"\t ",
    "punct": bytes([code for code in range(33, 127) if not chr(code).isalnum()]),
    "cntrl": bytes([*range(32), 127]),
    "print": bytes(range(32, 127)),
    "graph": bytes(range(33, 127)),
    "xdigit": b"0123456789ABCDEFabcdef",
}
_CLASSES["alpha"] = _CLASSES["upper"] + _CLASSES["lower"]
_CLASSES["alnum"] = _CLASSES["digit"] + _CLASSES["alpha"]
_ESCAPES = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}


def _set(text: str, size: int = 0) -> bytes:
    """The characters of one of tr's sets; `[x*]` fills it up to `size`.

    Raises:
        ValueError: where it is none.
    """
    data = encoded(text).decode("latin-1")
    out = bytearray()
    at = 0
    while at < len(data):
        if data.startswith("[:", at) and (end := data.find(":]", at)) > 0:
            out += _CLASSES[data[at + 2 : end]] if data[at + 2 : end] in _CLASSES else _bad(text)
            at = end + 2
            continue
        if data.startswith("[=", at) and data[at + 3 : at + 5] == "=]":
            out.append(ord(data[at + 2]))
            at += 5
            continue
        code, escaped, at = _one(data, at)
        if code == 91 and not escaped and data[at + 1 : at + 2] == "*" and (end := data.find("]", at)) > 0:
            count = data[at + 2 : end]
            repeat = int(count, 8 if count[:1] == "0" else 10) if count else size - len(out)
            out += bytes([ord(data[at])]) * (min(repeat, 512) if repeat > 0 else 0)
            at = end + 1
        elif data[at : at + 1] == "-" and at + 1 < len(data):
            last, _, at = _one(data, at + 1)
            if last < code:
                _bad(text)
            out += bytes(range(code, last + 1))
        else:
            out.append(code)
    return bytes(out)


def _bad(text: str) -> bytes:
    raise ValueError(text)


def _one(data: str, at: int) -> tuple[int, bool, int]:
    """One character: its code, whether it was escaped, and where it ends."""
    if data[at] != "\\" or at + 1 >= len(data):
        return ord(data[at]), False, at + 1
    follows = data[at + 1]
    if follows in "01234567":
        end = at + 1
        while end < len(data) and end < at + 4 and data[end] in "01234567":
            end += 1
        code = int(data[at + 1 : end], 8)
        return (code, True, end) if code < 256 else (int(data[at + 1 : end - 1], 8), True, end - 1)
    return _ESCAPES.get(follows, ord(follows)), True, at + 2


def _options(words: Sequence[str]) -> Options | None:
    return read(words, "dscCt", delete="d", squeeze_repeats="s", complement="c", truncate_set1="t")


def tr(words: Sequence[str], stdin: str) -> str | None:
    """Translate, delete (-d), squeeze (-s), complement (-c)."""
    options = _options(words)
    if options is None or not 1 <= len(options.operands) <= 2:
        return None
    deletes, squeezes = "d" in options, "s" in options
    two = len(options.operands) == 2
    if two != (squeezes if deletes else two or not squeezes):
        return None
    first = _set(options.operands[0])
    if "c" in options or "C" in options:
        inside = set(first)
        first = bytes([code for code in range(256) if code not in inside])
    second = _set(options.operands[1], len(first)) if two else b""
    data = encoded(stdin)
    if deletes:
        data = data.translate(None, first)
    elif two:
        table = translation(first, second, "t" in options)
        if table is None:
            return None
        data = data.translate(table)
    if squeezes:
        data = _squeezed(data, second if two else first)
    return decoded(data)


def translation(first: bytes, second: bytes, truncate: bool) -> bytes | None:
    """Return the table that turns `first` into `second`, None where there is none."""
    if truncate:
        first = first[: len(second)]
    elif not second and first:
        return None
    else:
        second += second[-1:] * (len(first) - len(second))
    table = bytearray(range(256))
    for old, new in zip(first, second, strict=False):
        table[old] = new
    return bytes(table)


def _squeezed(data: bytes, members: bytes) -> bytes:
    inside = set(members)
    out = bytearray()
    for code in data:
        if not (out and out[-1] == code and code in inside):
            out.append(code)
    return bytes(out)


def scrambles(words: Sequence[str]) -> bool:
    """Whether tr, given `words`, turns many letters into others: a cipher like rot13, not a change of case."""
    options = _options(words)
    if options is None or len(options.operands) != 2 or "d" in options or "c" in options or "C" in options:
        return False
    try:
        table = translation(_set(options.operands[0]), _set(options.operands[1], 256), "t" in options)
    except (ValueError, IndexError):
        return False
    letters = _CLASSES["alpha"]
    return table is not None and sum([chr(table[c]).lower() != chr(c).lower() for c in letters]) >= 8


def cut(words: Sequence[str], stdin: str) -> str | None:
    """Columns (-c, -b) or fields (-f with -d)."""
    options = read(
        words, "sn!", "bcfdo", delimiter="d", fields="f", bytes="b", characters="c", only_delimited="s",
        complement="!", output_delimiter="o",
    )  # fmt: skip
    if options is None or not is_input(options.operands) or "o" in options and not options.get("f"):
        return None
    kind = next((letter for letter in "fbc" if letter in options), "")
    delimiter = options.get("d", "\t")
    if not kind or len(delimiter) != 1:
        return None
    glue = options.get("o", delimiter) if kind == "f" else ""
    out: list[str] = []
    lines = lines_of(stdin)
    if len(lines) > MAX_LINES:
        return None
    for line in lines:
        if kind == "f" and delimiter not in line:
            out += [] if "s" in options else [line]
            continue
        cells = line.split(delimiter) if kind == "f" else list(encoded(line).decode("latin-1"))
        wanted = _columns(options.get(kind), len(cells))
        picked = glue.join([cell for place, cell in enumerate(cells, 1) if (place in wanted) != ("!" in options)])
        out.append(picked if kind == "f" else decoded(picked.encode("latin-1")))
    return "".join([line + "\n" for line in out])


def _columns(text: str, count: int) -> set[int]:
    """The places that a list like `1,3-5,7-` means.

    Raises:
        ValueError: where it is none.
    """
    wanted: set[int] = set()
    for item in text.replace(" ", ",").split(","):
        low, dash, high = item.partition("-")
        first = int(low) if low else 1
        last = (int(high) if high else count) if dash else first
        if first < 1 or item == "-":
            raise ValueError(text)
        wanted.update(range(first, min(last, count) + 1))
    return wanted
