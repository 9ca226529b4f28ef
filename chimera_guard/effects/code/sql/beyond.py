"""What a statement of SQL reaches beyond its tables: files, programs, libraries, passwords, and who may do what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.code.sql.names import ACTS, DROPS, FILES, LOADS, RUNS
from chimera_guard.effects.places import names

_BY_SERVER = names("xp_cmdshell sys_exec sys_eval")
_UNTRUSTED = ("PLPYTHON", "PLPERLU", "PLSH", "PLTCLU", "PLR", "PLLUAU", "PLJAVAU", "PLV8U")
_MOVES = names("COPY EXPORT IMPORT BACKUP ATTACH BULK LOAD DATABASE UNLOAD VACUUM")
_BEFORE_FILES = names("DATABASE IF NOT EXISTS")
_IN = names("IMPORT ATTACH BULK LOAD")
_HASHES = names("passwd rolpassword authentication_string password_hash spare4 plugin_auth_string")
_ACCOUNTS = ("pg_shadow", "pg_authid", "sys.user$", "sql_logins", "mysql.user", "dba_users", "syslogins")
_ROLES = names("sysadmin pg_execute_server_program pg_read_server_files pg_write_server_files securityadmin")


class Words(NamedTuple):
    """The tokens of a statement; `upper` has those that are plain words in capitals, and "" for all others."""

    tokens: Sequence[tuple[str, str]]
    upper: Sequence[str]

    def title(self) -> str:
        """How the statement begins."""
        return " ".join(text for _, text in self.tokens[:4])[:60]

    def calls(self, i: int) -> bool:
        """Whether a bracket follows the word at `i`."""
        return i + 1 < len(self.tokens) and self.tokens[i + 1][1] == "("

    def text_after(self, i: int, within: int = 1) -> str | None:
        """The first text among the tokens behind `i`."""
        found = next((text for kind, text in self.tokens[i + 1 : i + 1 + within] if kind == "text"), None)
        return unquote(found) if found is not None else None


def unquote(text: str) -> str:
    """The content of a quoted text."""
    if text[:2] in ("q'", "Q'"):
        return text[3:-2]
    text = text[1:] if text[:2] in ("e'", "E'") else text
    if text[:1] == "$":
        return text.strip("$").partition("$")[2].rpartition("$")[0] or text.strip("$")
    return text[1:-1].replace("''", "'").replace("\\'", "'") if text[:1] in "'\"" else text


def look(statement: Words, into: Collector) -> None:
    """Note what a statement does outside of the database."""
    _functions(statement, into)
    _files(statement, into)
    _libraries(statement, into)
    _settings(statement, into)
    _accounts(statement, into)


def attached(statement: Words, into: Collector) -> None:
    """A file that is opened as one more database, and made where it is not there."""
    name = _database(statement)
    place, _, settings = name.removeprefix("file:").partition("?" if name.startswith("file:") else "\0")
    kept = "READ_ONLY" in statement.upper or any(f"mode={mode}" in settings for mode in ("ro", "memory"))
    if place and ":" not in place and not kept and "immutable=1" not in settings:
        into.effect("write", place)


def _database(statement: Words) -> str:
    """The file that ATTACH names: a text, or what is taken for one."""
    named = zip(statement.tokens[1:], statement.upper[1:], strict=True)
    return next((unquote(text) for (_, text), word in named if word not in _BEFORE_FILES), "")


def by_server(into: Collector) -> None:
    """The database's server itself runs something from outside of it."""
    into.effect("exec-code", into.language, "server")


def _functions(statement: Words, into: Collector) -> None:
    for i, (kind, text) in enumerate(statement.tokens):
        if kind not in ("word", "name"):
            continue
        name = text.strip('"[]`').rpartition(".")[2].lower()
        argument = statement.text_after(i, 11)
        if name in RUNS and (statement.calls(i) or name.startswith(("xp_", "sys_"))):
            if statement.upper[0] not in ("CREATE", "DROP"):
                into.shell(argument)
            if name in _BY_SERVER:
                by_server(into)
        elif name in LOADS:
            into.capable()
        elif statement.calls(i):
            if name in ACTS:
                into.effect("database-delete" if name in DROPS else "database-change", statement.title())
            if name in FILES:
                into.effect(FILES[name], argument)


def _files(statement: Words, into: Collector) -> None:
    """Files and programs that a statement reads from or writes to."""
    words = statement.upper
    for i, word in enumerate(words):
        target = statement.text_after(i)
        if target is None and word == "ATTACH":
            target = _database(statement) or None
        if word in ("OUTFILE", "DUMPFILE"):
            text = "".join(_content(kind, text) for kind, text in statement.tokens[:i])
            into.effect("write", target)
            into.wrote(target, text or None, frozenset())
        elif word == "INFILE":
            into.effect("read", target)
        elif word == "PROGRAM" and "COPY" in words:
            into.shell(target)
            by_server(into)
        elif target is not None and words[0] in _MOVES and word != "PASSWORD":
            reads = word == "FROM" or words[0] in _IN
            into.effect("read" if reads else "write", target)


def _content(kind: str, text: str) -> str:
    """What a constant adds to a file; long numbers in hexadecimal are texts."""
    if kind == "number" and text[:2].lower() == "0x" and len(text) > 16:
        try:
            return bytes.fromhex(text[2:]).decode("utf-8", "replace")
        except ValueError:
            return ""
    return unquote(text) if kind == "text" else ""


def _libraries(statement: Words, into: Collector) -> None:
    """Code of another language that the server takes in."""
    words = statement.upper
    if into.language == "duckdb":
        _extension(statement, into)
    if words[0] not in ("CREATE", "DO", "INSTALL"):
        return
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        if word == "SONAME" or (word == "LANGUAGE" and (following == "C" or following.startswith(_UNTRUSTED))):
            by_server(into)


def _extension(statement: Words, into: Collector) -> None:
    """An extension of DuckDB, which is a native library: from a place that the statement names."""
    words = [word for word in statement.upper if word != "FORCE"]
    if words[0] not in ("INSTALL", "LOAD"):
        return
    source = statement.text_after(0, len(statement.tokens))
    if source is not None and "://" in source:
        by_server(into)
    elif source is not None and "/" in source:
        into.effect("exec-script", source)


def _settings(statement: Words, into: Collector) -> None:
    """Settings of a server that name a file it writes, or a line that it runs."""
    words = statement.upper
    switched = "SP_CONFIGURE" in words and any(unquote(t).lower() == "xp_cmdshell" for _, t in statement.tokens)
    if switched and statement.tokens[-1][1] != "0":
        by_server(into)
    if words[0] not in ("SET", "ALTER"):
        return
    for i, word in enumerate(words):
        value = statement.text_after(i, 2)
        if word.endswith("LOG_FILE") and value:
            into.effect("write", value)
            if value.endswith((".php", ".jsp", ".asp", ".aspx", ".phtml")):
                by_server(into)
        elif word.endswith("_COMMAND") and value:
            into.shell(value)


def _accounts(statement: Words, into: Collector) -> None:
    """Whose passwords are shown, and who gets rights over everything."""
    words = statement.upper
    lower = [text.strip('"`[]').lower() for _, text in statement.tokens]
    if words[0] in ("SELECT", "COPY", "TABLE") and any(name.endswith(_ACCOUNTS) for name in lower):
        everything = "*" in lower and not any(name.endswith("mysql.user") for name in lower)
        if everything or any(name.rpartition(".")[2] in _HASHES for name in lower):
            into.effect("reveal", None, "bulk")
    if words[0] in ("UPDATE", "INSERT", "REPLACE") and any(name.endswith(_ACCOUNTS) for name in lower[:6]):
        into.effect("database-change", statement.title(), "access")
    if words[0] == "GRANT":
        everywhere = "".join(lower).find("on*.*to") >= 0 and "ALL" in words and "%" in "".join(lower)
        public = lower[-1] == "public" or (words[-2:] == ["GRANT", "OPTION"] and "PUBLIC" in words)
        if everywhere or (public and "ALL" in words) or not _ROLES.isdisjoint(lower):
            into.effect("database-change", statement.title(), "access")
    elif _rises(words) or (words[0] in ("EXEC", "EXECUTE", "ALTER") and _joins(lower)):
        into.effect("database-change", statement.title(), "access")


def _rises(words: Sequence[str]) -> bool:
    """Whether somebody becomes one to whom nothing is forbidden."""
    return words[0] in ("ALTER", "CREATE") and words[1:2] in (["ROLE"], ["USER"]) and "SUPERUSER" in words


def _joins(lower: Sequence[str]) -> bool:
    """Whether a role is named that may do everything."""
    return not _ROLES.isdisjoint(name.strip("'") for name in lower)
