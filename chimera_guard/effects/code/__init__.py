"""Readers of inline code: what a program given on the command line, or on standard input, would do.

Nothing of it is run. What a reader does not understand it says so: `complete` is False, and where the code reaches for
something that could do harm, there is an effect `unknown` with the flags `language` and `capable`; where it is larger
than what is read, one with `language` and `bound`.

reading                                what a reader gives back, and the collector that each fills
python, scripts, powershell, sql       a package for each of the larger languages, or families of them
batch, batch_words                     lines of cmd
awk, sed, jq, tcl, applescript         smaller languages, a module each
stores, commands                       what key-value stores, name servers, load balancers and directories are told
prompts, keys, own                     what is typed into editors and consoles, and bound to keys
recipes, builds, manifests, patches    files of steps, of builds, of containers, of changes
macros                                 m4, TeX and Lisp, for what they hand to a shell
compiled                               whether a source of C and its like does more than compute
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from chimera_guard.effects.code.reading import CodeEffect, Collector, Exhausted, Reading
from chimera_guard.effects.places import names

__all__ = ["CodeEffect", "Reading", "languages", "reaches", "read_code"]

MAX_CODE = 65_536
# The modules, and the languages that each reads.
_READERS = {
    language: module
    for module, languages in {
        "python.reader": "python",
        "scripts.reader": "perl ruby node node-printed javascript deno bun php lua r julia go groovy swift",
        "sql.reader": "sql sqlite psql postgres mysql duckdb tsql cql clickhouse bigquery oracle",
        "powershell.reader": "powershell pwsh",
        "batch": "cmd forfiles",
        "sed": "sed",
        "awk": "awk bpftrace",
        "jq": "jq",
        "tcl": "tcl",
        "applescript": "osascript applescript",
        "stores": "redis mongo",
        "commands": "nsupdate haproxy asterisk ldif hbase cypher",
        "prompts": "ex ed commands",
        "keys": "bindings",
        "own": "own",
        "recipes": "make scripts taskfile playbook",
        "builds": "cmake gradle",
        "manifests": "manifest",
        "patches": "patch",
        "macros": "m4 tex lisp elisp",
    }.items()
    for language in languages.split()
}

_REACHING = names(
    "cmd syscmd esyscmd rm sh bash term python delete remove unlink rmtree eval load call run kill open write"
)
_BARELY_READ = frozenset({"groovy", "swift", "julia"})
_REACHING_STEMS = (
    "system",
    "exec",
    "spawn",
    "popen",
    "shell",
    "process",
    "callcommand",
    "callprocess",
    "fork",
    "remove",
    "delete",
)


def languages() -> frozenset[str]:
    """Return the names of the languages that can be read, to some extent."""
    return frozenset(_READERS)


def read_code(language: str, code: str, arguments: Sequence[str | None] = ()) -> Reading:
    """Return what `code` in `language` would do; `complete` is False where not all of it could be read.

    `arguments` are the words that it is started with, its own name first, as far as they are known.
    Never raises: code that does not parse, is too long, or is in a language that nobody reads, is incomplete.
    """
    language = language.lower()
    module = _READERS.get(language)
    into = Collector(language)
    if len(code) > MAX_CODE:
        into.beyond()
        return into.reading()
    if module is None:
        return _unread(language, code)
    if not code.strip():
        return into.reading()
    into.arguments = arguments
    try:
        import_module(f"{__name__}.{module}").read(language, code, into)
    except (Exhausted, RecursionError):
        into.beyond()
    if language in _BARELY_READ and not into.complete and reaches(code.replace("System.", " ")):
        into.capable()
    return into.reading()


# What several of them ask the system for, and nothing more.
_ASKED = (
    "System.version", "System.otp_release", "System.get_env", "System.schedulers", "System.os_time", "System.argv",
    "System.system_time", "System.monotonic_time", "System.build_info", "System.user_home", "System.tmp_dir",
    "System.out", "System.err", "System.currentTimeMillis", "System.nanoTime", "System.getProperty", "System.getenv",
)  # fmt: skip


def _unread(language: str, code: str) -> Reading:
    """Code in a language that nobody reads: its words alone say whether it reaches for something that could do harm."""
    into = Collector(language)
    into.complete = False
    for asked in _ASKED:
        code = code.replace(asked, " ")
    from chimera_guard.effects.code import compiled

    if compiled.reaches(code) if language in ("rust", "java") else reaches(code):
        into.capable()
    return into.reading()


def reaches(code: str) -> bool:
    """Return whether one of the words of `code`, in whatever language, may start programs, change files or connect."""
    words = "".join(sign if sign.isalnum() else " " for sign in code.lower()).split()
    return any(word in _REACHING or word.startswith(_REACHING_STEMS) for word in words)
