"""The output of commands that only transform constants: what obfuscation is made of, folded back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chimera_guard.syntax.nodes import Span
from chimera_guard.words import decoders, printing, texts
from chimera_guard.words.value import NO_TAINT, Value

MAX_INPUT = 262_144
_NOWHERE = Span(0, 0)

# Each takes the arguments and the standard input, and returns the output, None where it can't tell.
Filter = Callable[[Sequence[str], str], "str | None"]
FILTERS: dict[str, Filter] = {
    "echo": printing.echo,
    "printf": printing.printf,
    "true": printing.nothing,
    ":": printing.nothing,
    "cat": texts.cat,
    "rev": texts.rev,
    "tac": texts.tac,
    "tr": texts.tr,
    "cut": texts.cut,
    "head": texts.head,
    "tail": texts.tail,
    "sort": texts.sort,
    "uniq": texts.uniq,
    "sed": texts.sed,
    "seq": texts.seq,
    "basename": texts.basename,
    "dirname": texts.dirname,
    "base64": decoders.base64,
    "base32": decoders.base32,
    "xxd": decoders.xxd,
    "openssl": decoders.openssl,
    "gzip": decoders.decompress,
    "gunzip": decoders.decompress,
    "zcat": decoders.decompress,
    "bzip2": decoders.decompress,
    "bunzip2": decoders.decompress,
    "bzcat": decoders.decompress,
    "xz": decoders.decompress,
    "unxz": decoders.decompress,
    "xzcat": decoders.decompress,
}
DECODERS = frozenset("base64 base32 xxd openssl gzip gunzip zcat bzip2 bunzip2 bzcat xz unxz xzcat rev tr".split())
GENERATORS = frozenset({"echo", "printf", "true", ":", "seq", "basename", "dirname"})


def output_of(argv: Sequence[Value], stdin: Value | None) -> Value | None:
    """Return what a command prints when that is a constant, with the taint of what went in; else None."""
    name = argv[0].text
    if name is None:
        return None
    name = name.rpartition("/")[2]
    run = FILTERS.get(name)
    if run is None:
        return None
    words = []
    taint = NO_TAINT
    for value in argv[1:]:
        if value.text is None:
            return None
        words.append(value.text)
        taint |= value.taint
    if name in GENERATORS:
        source = ""
    elif stdin is None or stdin.text is None or len(stdin.text) > MAX_INPUT:
        return None
    else:
        source = stdin.text
        taint |= stdin.taint
    if name in DECODERS:
        taint |= {"decoded"}
    try:
        output = run(words if name not in ("openssl", *decoders.COMPRESSORS) else [name, *words], source)
    except (ValueError, IndexError, OverflowError, EOFError):
        return None
    if output is None or len(output) > MAX_INPUT:
        return None
    return Value(output, _NOWHERE, taint=taint)
