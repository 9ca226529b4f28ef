"""The output of commands that only transform constants: what obfuscation is made of, folded back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import NO_TAINT, Value
from chimera_guard.words.work import Work

MAX_INPUT = 262_144
MAX_LINES = 65_536  # characters that are gone through line by line
MAX_SEARCH = 6_000

# Where the filters live. Each takes the arguments and the standard input, those that search also the work that may be
# spent, and returns the output, None where it can't tell.
_MODULES = {
    "printing": "echo printf seq tty",
    "texts": "cat tee rev tac head tail sort uniq wc paste fold basename dirname",
    "characters": "tr cut",
    "sed": "sed",
    "records": "grep awk expr",
    "decoders": "base64 base32 basenc xxd openssl gzip gunzip bzip2 bunzip2 xz unxz md5sum sha1sum sha256sum sha512sum",
}
_OTHER_NAMES = {
    "zcat": "gunzip", "gzcat": "gunzip", "bzcat": "bunzip2", "xzcat": "unxz", "unlzma": "unxz", "lzma": "xz",
    "gawk": "awk", "mawk": "awk", "egrep": "grep", "fgrep": "grep", "gsed": "sed", "gbase64": "base64",
}  # fmt: skip
_SPEED = {"printing": 6, "decoders": 6, "texts": 4, "characters": 0, "sed": 0, "records": 0}  # as a shift
_SEARCHING = frozenset({"sed", "grep"})
_HOME = {name: module for module, names in _MODULES.items() for name in names.split()}
NAMES = dict(zip(_HOME, _HOME, strict=True)) | _OTHER_NAMES
OUTLINED = frozenset({"echo", "printf", "sed", "gsed", "yes"})  # what `outlines` is for
_PLAIN_FORMATS = frozenset({"%s", "%s\\n", "%s\n"})
GENERATORS = frozenset({"echo", "printf", "seq", "tty", "basename", "dirname", "expr"})
DECODERS = frozenset("base64 base32 basenc xxd openssl gzip gunzip bzip2 bunzip2 xz unxz rev".split())


def repeated(argv: Sequence[Value]) -> Value | None:
    """Return the one word that `echo` or `printf` prints, where a part of it is known; else None."""
    words = argv[1:]
    if argv[0].text == "printf" and words and words[0].text in _PLAIN_FORMATS:
        words = words[1:]
    if argv[0].text not in ("echo", "printf") or len(words) != 1 or words[0].known:
        return None
    return words[0] if words[0].glob or words[0].prefix or words[0].suffix else None


def output_of(argv: Sequence[Value], stdin: Value | None, work: Work | None = None) -> Value | None:
    """Return what a command prints when that is a constant, with the taint of what went in; else None.

    `stdin` is None where nothing is known of the standard input. `work` is what the analysis may still cost.
    """
    name = argv[0].text
    if name is None:
        return None
    if "/" in name:
        name = name.rpartition("/")[2]
    home = _HOME.get(NAMES.get(name, ""))
    if home is None:
        return None
    words: list[str] = []
    taint = NO_TAINT
    for value in argv[1:]:
        if value.text is None:
            return None
        words.append(value.text)
        taint |= value.taint
    source = ""
    if name not in GENERATORS:
        if stdin is None or stdin.text is None or len(stdin.text) > MAX_INPUT:
            return None
        source = stdin.text
        taint |= stdin.taint
    if name in ("egrep", "fgrep"):
        words.insert(0, f"-{name[0].upper()}")
    work = work or Work()
    if len(source) > MAX_LINES and home not in ("decoders", "printing"):
        return None
    cost = len(source) >> _SPEED[home]
    if not work.spend(10 + cost + 2 * len(words) + (sum(map(len, words)) >> 3)):
        return None
    output = run(home, NAMES[name], words, source, work)
    if output is None or len(output) > MAX_INPUT:
        return None
    return Value(output, NOWHERE, taint=taint | {"decoded"} if _decodes(name, words) else taint)


def run(home: str, name: str, words: list[str], source: str, work: Work) -> str | None:
    """Return what a filter, which lives in the module `home`, prints; None where it can't tell."""
    from importlib import import_module

    filtered: Callable[..., str | None] = getattr(import_module(f"chimera_guard.words.{home}"), name)
    try:
        if name not in _SEARCHING:
            return filtered(words, source)
        own = Work(min(work.left, MAX_SEARCH))
        before = own.left
        try:
            return filtered(words, source, own)
        finally:
            work.spend(before - own.left)
    except (ValueError, IndexError, OverflowError, RecursionError):  # arguments that the command would refuse, too
        return None


def _decodes(name: str, words: Sequence[str]) -> bool:
    """Whether the command turns something unreadable into what it stands for."""
    if name == "tr":
        from chimera_guard.words.characters import scrambles

        return scrambles(words)
    return NAMES[name] in DECODERS
