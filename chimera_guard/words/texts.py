"""Line and character filters: rev, tr, cut, sed and their like, as far as constants need them."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.printing import unescape

_RANGES = {
    "[:lower:]": "abcdefghijklmnopqrstuvwxyz",
    "[:upper:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "[:digit:]": "0123456789",
    "[:space:]": " \t\n\r\v\f",
    "[:blank:]": " \t",
}
_RANGES["[:alpha:]"] = _RANGES["[:upper:]"] + _RANGES["[:lower:]"]
_RANGES["[:alnum:]"] = _RANGES["[:digit:]"] + _RANGES["[:alpha:]"]


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _joined(lines: Sequence[str]) -> str:
    return "".join(line + "\n" for line in lines)


def cat(words: Sequence[str], stdin: str) -> str | None:
    """The standard input as it is."""
    return stdin if all(word in ("-", "-u") for word in words) else None


def rev(words: Sequence[str], stdin: str) -> str | None:
    """Each line backwards."""
    return None if words else "\n".join(line[::-1] for line in stdin.split("\n"))


def tac(words: Sequence[str], stdin: str) -> str | None:
    """The lines backwards."""
    return None if words else _joined(_lines(stdin)[::-1])


def _set(text: str) -> str:
    for name, members in _RANGES.items():
        text = text.replace(name, members)
    text, _ = unescape(text)
    out, at = "", 0
    while at < len(text):
        if at + 2 < len(text) and text[at + 1] == "-" and text[at] <= text[at + 2]:
            span = ord(text[at + 2]) - ord(text[at])
            if span > 4096:
                raise ValueError(text)
            out += "".join(chr(ord(text[at]) + i) for i in range(span + 1))
            at += 3
        else:
            out += text[at]
            at += 1
    return out


def tr(words: Sequence[str], stdin: str) -> str | None:
    """Translate, delete (-d), squeeze (-s), complement (-c)."""
    rest = list(words)
    options = ""
    while rest and rest[0].startswith("-") and len(rest[0]) > 1:
        options += rest.pop(0).lstrip("-")
    if not rest or len(rest) > 2 or not set(options) <= set("dscCt"):
        return None
    first = _set(rest[0])
    second = _set(rest[1]) if len(rest) > 1 else ""
    complement = "c" in options.lower()
    inside = set(first)
    if "d" in options:
        stdin = "".join(c for c in stdin if (c in inside) == complement)
    elif second:
        if complement:
            stdin = "".join(c if c in inside else second[-1] for c in stdin)
        else:
            table = {c: second[min(i, len(second) - 1)] for i, c in reversed(list(enumerate(first)))}
            stdin = "".join(table.get(c, c) for c in stdin)
    if "s" in options:
        squeezed = set(second or first)
        out = ""
        for c in stdin:
            if not out or c != out[-1] or (c not in squeezed) != (complement and not second):
                out += c
        stdin = out
    return stdin


def cut(words: Sequence[str], stdin: str) -> str | None:
    """Columns (-c, -b) or fields (-f with -d)."""
    delimiter, kind, chosen = "\t", "", ""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word[:2] in ("-c", "-b", "-f"):
            kind, chosen = word[1], word[2:] or (rest.pop(0) if rest else "")
        elif word[:2] == "-d":
            delimiter = word[2:] or (rest.pop(0) if rest else "")
        else:
            return None
    if not kind or not delimiter:
        return None
    out = []
    for line in _lines(stdin):
        cells = line.split(delimiter) if kind == "f" else list(line)
        if kind == "f" and delimiter not in line:
            out.append(line)
            continue
        wanted = _columns(chosen, len(cells))
        picked = [cell for index, cell in enumerate(cells, 1) if index in wanted]
        out.append((delimiter if kind == "f" else "").join(picked))
    return _joined(out)


def _columns(text: str, count: int) -> set[int]:
    wanted: set[int] = set()
    for item in text.split(","):
        low, dash, high = item.partition("-")
        first = int(low) if low else 1
        last = (int(high) if high else count) if dash else first
        wanted.update(range(first, min(last, count) + 1))
    return wanted


def _count(words: Sequence[str]) -> tuple[str, int] | None:
    kind, count = "n", "10"
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in ("-n", "-c") and rest:
            kind, count = word[1], rest.pop(0)
        elif word[:2] in ("-n", "-c"):
            kind, count = word[1], word[2:]
        elif word[:1] == "-" and word[1:].isdigit():
            count = word[1:]
        else:
            return None
    return kind, int(count.lstrip("+")) if not count.startswith("+") else -int(count)


def head(words: Sequence[str], stdin: str) -> str | None:
    """The beginning."""
    found = _count(words)
    if found is None:
        return None
    kind, count = found
    return stdin[:count] if kind == "c" else _joined(_lines(stdin)[:count])


def tail(words: Sequence[str], stdin: str) -> str | None:
    """The end."""
    found = _count(words)
    if found is None:
        return None
    kind, count = found
    if count < 0:
        return stdin[-count - 1 :] if kind == "c" else _joined(_lines(stdin)[-count - 1 :])
    if count == 0:
        return ""
    return stdin[-count:] if kind == "c" else _joined(_lines(stdin)[-count:])


def sort(words: Sequence[str], stdin: str) -> str | None:
    """Lines in order (-r, -u, -n)."""
    options = "".join(word[1:] for word in words if word.startswith("-"))
    if any(not word.startswith("-") for word in words) or not set(options) <= set("run"):
        return None
    lines = _lines(stdin)
    lines = list(dict.fromkeys(lines)) if "u" in options else lines
    if "n" in options:
        return _joined(sorted(lines, key=lambda line: (int(line.strip() or 0), line), reverse="r" in options))
    return _joined(sorted(lines, reverse="r" in options))


def uniq(words: Sequence[str], stdin: str) -> str | None:
    """Lines without repetition."""
    if words:
        return None
    out: list[str] = []
    for line in _lines(stdin):
        if not out or out[-1] != line:
            out.append(line)
    return _joined(out)


def seq(words: Sequence[str], stdin: str) -> str | None:
    """Numbers."""
    if not 1 <= len(words) <= 3 or not all(word.lstrip("-").isdigit() for word in words):
        return None
    numbers = [int(word) for word in words]
    first, step, last = (1, 1, numbers[0]) if len(numbers) == 1 else (numbers[0], 1, numbers[-1])
    if len(numbers) == 3:
        step = numbers[1]
    if step == 0 or abs(last - first) // abs(step) > 2_000:
        return None
    return _joined([str(number) for number in range(first, last + (1 if step > 0 else -1), step)])


def basename(words: Sequence[str], stdin: str) -> str | None:
    """The last part of a path."""
    if not 1 <= len(words) <= 2 or words[0].startswith("-"):
        return None
    name = words[0].rstrip("/").rpartition("/")[2] or "/"
    if len(words) == 2 and name != words[1]:
        name = name.removesuffix(words[1])
    return name + "\n"


def dirname(words: Sequence[str], stdin: str) -> str | None:
    """The path without its last part."""
    if len(words) != 1 or words[0].startswith("-"):
        return None
    head_, slash, _ = words[0].rstrip("/").rpartition("/")
    return (head_ or ("/" if slash else ".")) + "\n"


def sed(words: Sequence[str], stdin: str) -> str | None:
    """Substitutions of literal texts (`s/a/b/g`), and transliteration (`y/abc/xyz/`)."""
    scripts, rest = [], list(words)
    while rest:
        word = rest.pop(0)
        if word in ("-e", "--expression") and rest:
            scripts.append(rest.pop(0))
        elif word in ("-E", "-r"):
            continue
        elif word.startswith("-") or scripts:
            return None
        else:
            scripts.append(word)
    lines = _lines(stdin)
    for script in scripts:
        for command in script.split(";"):
            changed = _sed(command.strip(), lines)
            if changed is None:
                return None
            lines = changed
    return _joined(lines)


def _sed(command: str, lines: list[str]) -> list[str] | None:
    if len(command) < 4 or command[0] not in "sy" or command[1].isalnum() or command[1] in "\\ ":
        return None
    parts = command[2:].split(command[1])
    if len(parts) != 3 or "\\" in command:
        return None
    old, new, flags = parts
    if command[0] == "y":
        if len(old) != len(new) or flags:
            return None
        return [line.translate(str.maketrans(old, new)) for line in lines]
    front, back = old.startswith("^"), old.endswith("$")
    old = old[front : len(old) - back]
    if not old or not set(flags) <= {"g"} or set(old) & set(".*[]^$+?(){}|") or "&" in new:
        return None
    out = []
    for line in lines:
        if front or back:
            if front and back:
                line = new if line == old else line
            elif front:
                line = new + line[len(old) :] if line.startswith(old) else line
            else:
                line = line[: -len(old)] + new if line.endswith(old) else line
            out.append(line)
        else:
            out.append(line.replace(old, new, -1 if "g" in flags else 1))
    return out
