"""Commands of the databases' own shells: `.shell`, `\\!`, `source`, and their like."""

from __future__ import annotations

import re

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

_INLINE = re.compile(r"\\(?:!|copy\b|gexec\b|g\s*\||gx?\s+(?=[\w./~-]+\s*$)|o\s|i\s|ir\s|w\s|P\s|T\s|\.\s)[^\n]*", re.M)
_META = re.compile(
    r"\\(?:d\S*.*|l\+?.*|x\b.*|t\b.*|a|q|c\b.*|\?.*|h\b.*|timing.*|G|g|z.*|conninfo|pset\b.*|echo\b.*|u\b.*|r|s|s[fv]\+?\b.*"
    r"|gdesc|gset\b.*|crosstabview\b.*|warn\b.*|qecho\b.*|p|bind\b.*|watch\b.*|connect\b.*)\s*;?\s*$"
)
_SETTINGS = names("set unset prompt if else elif endif encoding f H C watch errverbose")
_COLON_HARMLESS = names("setvar connect exit quit help list reset listvar on xml serverlist")

DOTS_HARMLESS = names(
    """
    tables schema headers header mode databases help quit exit indexes indices show stats timer width separator
    nullvalue echo explain fullschema lint eqp dump dbinfo changes bail binary prompt limit parameter print progress
    scanstats selftest sha3sum testctrl timeout version vfsinfo vfslist vfsname expert auth connection columns rows
    maxrows maxwidth tracing highlight constant keyword comment cont colsep rowsep large_number_rendering
    display_colors edit
    """
)
DOTS_WRITE = names("output once backup save clone log excel www dump_to session")
_DOTS_BEYOND = "shell system output once backup save clone log read import restore open archive load".split()
WORDS = names("source system tee pager notee nopager edit")
# Commands of Oracle's client; its own SET, SHOW and EXECUTE are read like those of SQL.
_ORACLE = names(
    """
    exit quit prompt describe desc column col whenever connect conn disconnect define undefine variable print accept
    pause remark rem ttitle btitle break compute clear list show set timing archive password reserved_words
    """
)
_ORACLE_RUNS = {"host": "shell", "!": "shell", "@": "script", "start": "script", "get": "script", "spool": "write"}


def is_word_command(language: str, line: str) -> bool:
    """Whether a line is one of mysql's commands that are plain words."""
    if language == "oracle":
        word = line.partition(" ")[0].rstrip(";").lower()
        return word in _ORACLE or word in _ORACLE_RUNS or line[:1] == "@" or word in ("shutdown", "startup")
    if language not in ("mysql", "sql"):
        return False
    return line.partition(" ")[0].rstrip(";").lower() in WORDS and not line.lower().startswith("edit ")


def delimited(lines: list[str]) -> list[str]:
    """Lines in which statements end as they usually do, whatever `DELIMITER //` says."""
    mark, found = ";", []
    for line in lines:
        word, _, rest = line.strip().partition(" ")
        if word.upper() == "DELIMITER" and rest.strip():
            mark = rest.split()[0]
        else:
            found.append(line.replace(mark, ";"))
    return found


def inline(code: str) -> list[str]:
    """The backslash commands within lines of SQL."""
    return [match[0] for match in _INLINE.finditer(code)]


def read(line: str, into: Collector) -> bool:
    """Read one command; returns whether it was understood."""
    if line[0] == ".":
        return _dot(line[1:], into)
    if line[0] == "\\":
        return _backslash(line[1:], into)
    if line[0] == "!" and into.language == "oracle":
        into.shell(line[1:].strip())
        return True
    if line[0] in ":!":
        return _colon(line, into)
    word, _, rest = line.rstrip(";").partition(" ")
    if into.language == "oracle":
        return _oracle(word.lower(), rest.strip(), into)
    return _file_or_shell(word.lower(), rest.strip(), into)


def _dot(line: str, into: Collector) -> bool:
    word, _, rest = line.partition(" ")
    argument = rest.strip().strip("'\"")
    word = _whole(word.lower())
    if word in ("shell", "system"):
        into.shell(rest.strip())
    elif word in DOTS_WRITE:
        if argument.startswith("|"):
            into.shell(argument[1:])
        elif argument not in ("", "stdout", "off"):
            into.effect("write", argument.split()[-1].strip("'\""))
        elif word in ("excel", "www"):
            into.effect("write")
    elif word == "read":
        into.shell(argument[1:]) if argument.startswith("|") else into.effect("exec-script", argument)
    elif word == "import":
        into.shell(argument[1:]) if argument.startswith("|") else into.effect("read", argument.split(" ")[0])
        into.effect("database-change", "import")
    elif word == "restore":  # over all that the database has
        into.effect("database-delete", word)
    elif word in ("open", "archive", "ar", "recover"):
        into.effect("database-change", word)
        if argument:
            into.effect("read", argument.split()[-1].strip("'\""))
    elif word == "load":
        into.capable()
    elif word == "cd":
        into.complete = False
    else:
        return word in DOTS_HARMLESS
    return True


def _whole(word: str) -> str:
    """The command that a word, or the beginning of one, means: of several, one that reaches beyond the database."""
    if word in DOTS_HARMLESS or word in DOTS_WRITE:
        return word
    begun = [whole for whole in (*_DOTS_BEYOND, *sorted(DOTS_WRITE | DOTS_HARMLESS)) if word and whole.startswith(word)]
    return begun[0] if begun else word


def _backslash(line: str, into: Collector) -> bool:
    if line[:1] == "!":
        into.shell(line[1:].strip())
        return True
    word, _, rest = line.partition(" ")
    argument = rest.strip().rstrip(";").strip("'\"")
    if word in ("i", "ir", ".", "include", "include_relative"):
        into.effect("exec-script", argument)
    elif word in ("o", "out", "g", "gx", "w", "write", "T", "s") and argument:
        into.shell(argument[1:]) if argument.startswith("|") else into.effect("write", argument)
    elif word == "P":
        into.shell(argument)
    elif word == "copy":
        _copy(argument, into)
    elif word in ("gexec", "e", "ef", "ev", "edit", "setenv"):
        into.capable()
    elif word in _SETTINGS:
        return "`" not in argument
    elif word in ("password",):
        into.effect("database-change", "password")
    else:
        return _META.match("\\" + line) is not None
    return True


def _copy(argument: str, into: Collector) -> None:
    words = argument.split()
    lowered = [word.lower() for word in words]
    if "program" in lowered:
        into.shell(" ".join(words[lowered.index("program") + 1 :]).strip("'\""))
    for mark, kind in (("from", "read"), ("to", "write")):
        if mark in lowered[:-1] and "program" not in lowered:
            target = words[lowered.index(mark) + 1].strip("'\"")
            if target.lower() not in ("stdin", "stdout", "pstdin", "pstdout"):
                into.effect(kind, target)
    if "from" in lowered:
        into.effect("database-change", "copy")


def _colon(line: str, into: Collector) -> bool:
    word, _, rest = line.lstrip(":").partition(" ")
    if word.startswith("!!"):
        into.shell((word[2:] + " " + rest).strip())
        return True
    if word.lower() in ("r", "out", "error", "perftrace"):
        into.effect("exec-script" if word.lower() == "r" else "write", rest.strip())
        return True
    return word.lower() in _COLON_HARMLESS


def _oracle(word: str, rest: str, into: Collector) -> bool:
    if word[:1] == "@":
        word, rest = "@", word.lstrip("@") or rest
    runs = _ORACLE_RUNS.get(word)
    if runs == "shell":
        into.shell(rest)
    elif runs == "script":
        into.effect("exec-script", rest)
    elif runs == "write" and rest.lower() not in ("off", "out", ""):
        into.effect("write", rest.split()[0])
    elif word == "shutdown":
        into.effect("database-delete", "shutdown")
    elif word == "startup":
        into.effect("database-change", "startup")
    return True


def _file_or_shell(word: str, rest: str, into: Collector) -> bool:
    if word == "source":
        into.effect("exec-script", rest)
    elif word in ("system", "pager"):
        into.shell(rest)
    elif word == "tee":
        into.effect("write", rest)
    elif word == "edit":
        into.capable()
    return True
