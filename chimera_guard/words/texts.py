"""Filters of lines: cat, tac, rev, head, tail, sort, uniq, wc, paste; and of paths."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.options import read


def lines_of(text: str) -> list[str]:
    """Return the lines of a text without their ends."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def joined(lines: Sequence[str]) -> str:
    """Return lines as a text."""
    return "".join([line + "\n" for line in lines])


def is_input(operands: Sequence[str]) -> bool:
    """Whether the operands name no file but the standard input."""
    return not operands or list(operands) == ["-"]


def cat(words: Sequence[str], stdin: str) -> str | None:
    """The standard input as it is."""
    options = read(words, "u")
    return stdin if options is not None and is_input(options.operands) else None


def tee(words: Sequence[str], stdin: str) -> str | None:
    """The standard input as it is, whatever files it also goes to."""
    return None if read(words, "ai", append="a") is None else stdin


def rev(words: Sequence[str], stdin: str) -> str | None:
    """Each line backwards."""
    return None if words else "\n".join([line[::-1] for line in stdin.split("\n")])


def tac(words: Sequence[str], stdin: str) -> str | None:
    """The lines from the last to the first."""
    return "".join(reversed(_records(stdin))) if is_input(words) else None


def _records(text: str) -> list[str]:
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _count(words: Sequence[str]) -> tuple[str, str] | None:
    """What head and tail count ("n" lines, "c" bytes), and how many."""
    rest = list(words)
    if rest and rest[0][:1] == "-" and rest[0][1:].isdigit():
        rest[0] = "-n" + rest[0][1:]
    options = read(rest, "qz", "nc", lines="n", bytes="c", quiet="q", silent="q")
    if options is None or not is_input(options.operands) or "z" in options:
        return None
    kind = "c" if "c" in options else "n"
    count = options.get(kind, "10")
    return (kind, count) if count.lstrip("+-").isdigit() and len(count) < 12 else None


def head(words: Sequence[str], stdin: str) -> str | None:
    """The beginning, or all but the end."""
    found = _count(words)
    if found is None:
        return None
    kind, count = found
    parts: Sequence[str] | bytes = encoded(stdin) if kind == "c" else _records(stdin)
    kept = parts[: int(count)] if count[0] != "-" else parts[: max(len(parts) - int(count[1:]), 0)]
    return decoded(kept) if isinstance(kept, bytes) else "".join(kept)


def tail(words: Sequence[str], stdin: str) -> str | None:
    """The end, or everything from a place on."""
    found = _count(words)
    if found is None:
        return None
    kind, count = found
    parts: Sequence[str] | bytes = encoded(stdin) if kind == "c" else _records(stdin)
    size = int(count.lstrip("+-"))
    kept = parts[max(size - 1, 0) :] if count[0] == "+" else parts[max(len(parts) - size, 0) :]
    return decoded(kept) if isinstance(kept, bytes) else "".join(kept)


def encoded(text: str) -> bytes:
    """Return the bytes of a text; bytes that are no UTF-8 stand in it as surrogates."""
    return text.encode("utf-8", "surrogateescape")


def decoded(data: bytes) -> str:
    """Return bytes as a text."""
    return data.decode("utf-8", "surrogateescape")


def sort(words: Sequence[str], stdin: str) -> str | None:
    """Lines in order (-r, -u, -n), where every locale agrees on it."""
    options = read(words, "run", reverse="r", unique="u", numeric_sort="n")
    if options is None or not is_input(options.operands):
        return None
    lines = lines_of(stdin)
    if "n" in options:
        numbers = {line: int(line) for line in lines if line.lstrip("-").isdigit() and len(line) < 12}
        if len(numbers) != len(set(lines)) or len(set(numbers.values())) != len(numbers):
            return None
        lines.sort(key=numbers.__getitem__, reverse="r" in options)
    else:
        if not all(line.isascii() and line.isalnum() and line == line.lower() for line in lines):
            return None
        lines.sort(reverse="r" in options)
    return joined(list(dict.fromkeys(lines)) if "u" in options else lines)


def uniq(words: Sequence[str], stdin: str) -> str | None:
    """Lines without repetition (-c, -d, -u)."""
    options = read(words, "cdu", count="c", repeated="d", unique="u")
    if options is None or not is_input(options.operands):
        return None
    runs: list[tuple[str, int]] = []
    for line in lines_of(stdin):
        if runs and runs[-1][0] == line:
            runs[-1] = (line, runs[-1][1] + 1)
        else:
            runs.append((line, 1))
    kept = [run for run in runs if not ("d" in options and run[1] == 1) and not ("u" in options and run[1] > 1)]
    return joined([f"{count:7d} {line}" if "c" in options else line for line, count in kept])


def wc(words: Sequence[str], stdin: str) -> str | None:
    """One count: -l, -w, -c or -m."""
    options = read(words, "lwcm", lines="l", words="w", bytes="c", chars="m")
    if options is None or not is_input(options.operands) or len(options.given) != 1:
        return None
    kind = next(iter(options.given))
    counts = {"l": stdin.count("\n"), "w": len(stdin.split()), "c": len(encoded(stdin)), "m": len(stdin)}
    return f"{counts[kind]}\n"


def paste(words: Sequence[str], stdin: str) -> str | None:
    """All lines in one (-s)."""
    options = read(words, "s", "d", serial="s", delimiters="d")
    if options is None or not is_input(options.operands) or "s" not in options:
        return None
    delimiter = options.get("d", "\t").replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "")
    return delimiter.join(lines_of(stdin)) + "\n" if len(delimiter) < 2 else None


def fold(words: Sequence[str], stdin: str) -> str | None:
    """Lines cut to a width."""
    options = read(words, "bs", "w", width="w", bytes="b")
    if options is None or not is_input(options.operands) or "s" in options:
        return None
    width = int(options.get("w", "80"))
    if width < 1 or not stdin.isascii() or not stdin.replace("\n", "").isprintable():
        return None
    folded = [line[at : at + width] for line in stdin.split("\n") for at in range(0, max(len(line), 1), width)]
    return "\n".join(folded)


def basename(words: Sequence[str], stdin: str) -> str | None:
    """The last part of a path."""
    if not 1 <= len(words) <= 2 or words[0].startswith("-"):
        return None
    name = words[0].rstrip("/").rpartition("/")[2] or ("/" if words[0] else "")
    if len(words) == 2 and name != words[1]:
        name = name.removesuffix(words[1])
    return name + "\n"


def dirname(words: Sequence[str], stdin: str) -> str | None:
    """The paths without their last part."""
    if not words or words[0].startswith("-"):
        return None
    found = []
    for word in words:
        before, slash, _ = word.rstrip("/").rpartition("/")
        found.append(before.rstrip("/") or ("/" if slash or word[:1] == "/" else "."))
    return joined(found)
