"""What a command puts into the words of another one: found files, lines of input, listed arguments."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.joined import uncertain
from chimera_guard.effects.reader import Reading
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import HOLE, NO_TAINT, Value

MAX_LIST = 4_096
MAX_LINES = 16


def fed(words: list[Value], placeholder: str | None, stdin: Value | None, reading: Reading) -> list[list[Value]]:
    """The command lines of xargs and its like, with arguments from the standard input."""
    given: list[Value]
    mark = placeholder or "{}"
    marked = any(value.text is not None and mark in value.text for value in words)
    whole = marked or placeholder is not None
    if whole and not marked:
        return [words]  # where a place was named, nothing is put anywhere else
    if stdin is not None and stdin.text is not None and len(stdin.text) < MAX_LIST and "delimited" not in reading.flags:
        given = [Value(text, words[0].span, taint=stdin.taint) for text in _arguments(stdin.text, whole, reading)]
    else:
        taint = stdin.taint if stdin is not None else frozenset({"input"})
        given = [Value(None, words[0].span, taint=taint | {"listed"}, many=True)]
        if stdin is not None and "delimited" not in reading.flags:
            given = [given[0]._replace(prefix=stdin.prefix, suffix=stdin.suffix, glob=stdin.glob)]
    if not marked:
        return [[*words, *given]]
    if len(given) > MAX_LINES:
        given = [uncertain(*given)]
    return [[placed(value, mark, one) for value in words] for one in given]


def _arguments(text: str, whole: bool, reading: Reading) -> list[str]:
    if "null-delimited" in reading.flags:
        return [part for part in text.split("\0") if part]
    if whole or "line-delimited" in reading.flags:
        return [line.strip() for line in text.split("\n") if line.strip()]
    return text.split()


def names_in(listed: Value | None, span: Span) -> list[Value]:
    """The names in a list of them, one on each line, or one value for all where the list is not known."""
    if listed is None or listed.text is None or len(listed.text) > MAX_LIST:
        names = Value(None, span) if listed is None or listed.text is not None else listed._replace(span=span)
        return [names._replace(taint=names.taint | {"listed"}, many=True)]
    return [Value(line, span, taint=listed.taint) for line in listed.text.replace("\0", "\n").split("\n") if line]


def per_argument(values: Sequence[Value], stdin: Value | None) -> list[Value]:
    """The command lines of `parallel COMMAND ::: ARGUMENT ...`, or of `parallel COMMAND {}` with lines of input."""
    place = next((index for index, value in enumerate(values) if value.text == ":::"), None)
    words = values[:place]
    if place is not None and any("{1}" in (value.text or "") for value in words):
        return [_line(line, quoted=False) for line in _numbered(words, values[place:])]
    if place is not None:
        arguments = [value for value in values[place:] if value.text not in (":::", "::::")]
    else:
        arguments = names_in(stdin, values[0].span)
        if arguments and arguments[0].text is None:  # each becomes one word, whatever it holds
            taint = arguments[0].taint & {"secret"} | {"listed"}
            arguments = [arguments[0]._replace(taint=taint, template=None)]
    if len(arguments) > MAX_LINES:
        arguments = [uncertain(*arguments)]
    lines = []
    for argument in arguments:
        if not words:
            lines.append(argument)
            continue
        filled = [placed(value, "{}", argument) for value in words]
        if not any(value.text is not None and "{}" in value.text for value in words):
            filled.append(argument)
        lines.append(_line(filled, quoted=False))
        if any(" " in (value.text or "") for value in filled[1:]):  # with --quote, and as whoever wrote it meant it
            lines.append(_line(filled, quoted=True))
    return lines


def _numbered(words: Sequence[Value], sources: Sequence[Value]) -> list[list[Value]]:
    """The words with `{1}`, `{2}` ... replaced by one argument of each source, in all ways."""
    groups: list[list[Value]] = []
    for value in sources:
        if value.text is not None and value.text.startswith(":::"):
            groups.append([])
        else:
            groups[-1].append(value)
    lines = [list(words)]
    for number, group in enumerate(groups, 1):
        group = group if len(lines) * len(group) <= MAX_LINES else [uncertain(*group)]
        lines = [[placed(value, f"{{{number}}}", one) for value in line] for line in lines for one in group]
    return lines


def _line(words: Sequence[Value], quoted: bool) -> Value:
    texts = [value.text if value.text is not None else value.template or HOLE for value in words]
    if quoted:
        texts = ["'" + text.replace("'", "'\\''") + "'" if " " in text else text for text in texts]
    line = " ".join(texts)
    known = all(value.text is not None for value in words)
    return Value(line if known else None, words[0].span, template=line, taint=taint_of(words))


def placed(value: Value, placeholder: str, filling: Value) -> Value:
    if value.text is None or placeholder not in value.text:
        return value
    if filling.text is not None:
        return value._replace(text=value.text.replace(placeholder, filling.text), taint=value.taint | filling.taint)
    before, _, after = value.text.partition(placeholder)
    taint = value.taint | filling.taint
    if value.text == placeholder and "listed" in filling.taint:
        return value._replace(text=None, prefix=filling.prefix, suffix=filling.suffix, glob=filling.glob, taint=taint)
    if filling.glob == "*" and before[-1:] == "/" and not after:  # all that there is in it
        return value._replace(text=None, prefix=before, glob=f"{before}*", taint=taint)
    if "listed" in filling.taint and not after and before[-1:] == "=":  # `of={}`
        glob = None if filling.glob is None else before + filling.glob
        return value._replace(text=None, prefix=before + filling.prefix, suffix=filling.suffix, glob=glob, taint=taint)
    template = value.text.replace(placeholder, HOLE) if value.text != placeholder else None
    suffix = after.rpartition(placeholder)[2]
    return value._replace(text=None, prefix=before, suffix=suffix, taint=taint, template=template)


def beside(value: Value, reading: Reading) -> Value:
    """`{//}` of fd: the directory that it was found in, which may be the starting point itself."""
    return value._replace(text=(value.text or "").replace("{//}", _start(reading)[0] or "."))


def _start(reading: Reading) -> tuple[str | None, list[Value]]:
    starts = reading.values("read", "delete")
    named = (starts[0].text or (starts[0].glob and starts[0].prefix)) if starts else reading.usage.inherited("searches")
    return named, starts


def found(value: Value, reading: Reading) -> Value:
    """`{}` of find: a path below one of its starting points."""
    text = value.text or ""
    start, starts = _start(reading)
    if text == "{}" and start is not None:
        sought = {value.text for value in reading.values("sought")}
        filtered = "filtered" in reading.flags or not sought <= {"", "."}
        prefix = start if start.endswith("/") else start + "/"
        glob: str | None = start.rstrip("/") + "/*"
        if not start and starts:  # `find *`: what lies here, and not at the root
            prefix, glob = "", starts[0].glob
        if filtered:
            glob = None
        taint = value.taint | {"listed"}
        return value._replace(text=None, prefix=prefix, suffix=_name(reading), glob=glob, taint=taint, many=True)
    before, _, after = text.partition("{}")
    template = text.replace("{}", HOLE) if text != "{}" else None
    return value._replace(text=None, prefix=before, suffix=after, taint=value.taint | {"listed"}, template=template)


def _name(reading: Reading) -> str:
    """How the names end that find looks for, where it looks for one kind of them."""
    names = reading.values("named")
    name = names[0].text if len(names) == 1 else None
    end = (name or "").rpartition("*")[2]
    if name is None or set(end) & set("?[]\\"):
        return ""
    return end if "*" in name else "/" + end


def taint_of(values: Sequence[Value]) -> frozenset[str]:
    taint = NO_TAINT
    for value in values:
        taint |= value.taint
    return taint
