"""What the name of an option that its tool's file does not list tells."""

from __future__ import annotations

# Words in the names of options that make or change files, and words that make it something else.
_WRITING = frozenset(
    "output outfile outdir write save fix autofix overwrite inplace export delete exec execute hook".split()
)
_MANNERS = frozenset(
    "format style type color encoding level width mode template indent size dry limit no max filter".split()
)
_OUTPUTS = frozenset({"output", "outfile", "outdir", "out"})
_COMMANDS = frozenset({"exec", "execute", "hook", "command", "cmd"})
_PLACES = frozenset({"file", "path", "dir", "directory"})
# Ways to print, where an output is not a file.
_FORMATS = frozenset(
    "json yaml yml table text wide name csv tsv xml jsonl ndjson markdown none plain short long pretty raw".split()
)


def says_that_it_writes(name: str, value: str) -> bool:
    """Whether the name of an option (`--save-baseline x`) tells that it makes or changes files, or runs something."""
    if name == "-o":
        return _names_a_file(value)
    parts = name.lstrip("-").lower().split("-")
    if len(parts[0]) < 3 or _WRITING.isdisjoint(parts) or not _MANNERS.isdisjoint(parts):
        return False
    kind = value.partition("=")[0].lower()
    return parts[-1] != "output" or not (kind in _FORMATS or kind.startswith(("jsonpath", "go-template", "custom-col")))


def names_an_output(name: str, value: str) -> bool:
    """Whether the name of an option (`--output FILE`, `--output-dir DIR`) tells that its value is what is written."""
    if name != "-o":
        parts = name.lstrip("-").lower().split("-")
        if len(parts) > 1 and parts[-1] in _PLACES:
            parts.pop()
        if parts[-1] not in _OUTPUTS:
            return False
    return _names_a_file(value)


def names_a_command(name: str, value: str) -> bool:
    """Whether the name of an option (`--post-exec 'CMD ARGS'`) tells that its value, of several words, is run."""
    return " " in value and name.startswith("-") and name.rpartition("-")[2].lower() in _COMMANDS


def _names_a_file(value: str) -> bool:
    """Whether the value of `-o` is a path or ends like a file's name, and is no way to print (`jsonpath={.a.b}`)."""
    if "=" in value or value.startswith("-"):
        return False
    ending = value.rpartition(".")[2]
    return "/" in value or (ending != value and ending.isalnum() and len(ending) < 6)
