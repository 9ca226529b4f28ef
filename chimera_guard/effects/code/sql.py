"""SQL, and the commands of its shells: what changes or destroys data, and what reaches beyond the database."""

from __future__ import annotations

import re

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

_TOKEN = re.compile(
    r"""
    --[^\n]*|\#[^\n]*|/\*.*?(?:\*/|\Z)        # comments
    |(?P<text>'(?:[^'\\]|''|\\.)*(?:'|\Z)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    |(?P<name>"(?:[^"]|"")*(?:"|\Z)|`[^`]*(?:`|\Z)|\[[^\]\n]*\])
    |(?P<word>[^\W\d][\w$.]*)
    |(?P<number>\d[\w.]*)
    |(?P<end>;)
    |(?P<sign>\S)
    """,
    re.X | re.S,
)
_GO = re.compile(r"^\s*go\s*$", re.I | re.M)

READS = names(
    """
    SELECT VALUES TABLE SHOW DESCRIBE DESC EXPLAIN HELP USE WITH FROM SUMMARIZE PIVOT UNPIVOT HANDLER CHECKSUM
    STATUS
    """
)
HARMLESS = names(
    "BEGIN START COMMIT ROLLBACK END ABORT SAVEPOINT RELEASE SET PRINT DECLARE FETCH CLOSE OPEN IF ELSE GO RESET"
)
CHANGES = names(
    """
    INSERT UPDATE MERGE REPLACE UPSERT CREATE ALTER GRANT REVOKE DENY COMMENT ANALYZE ANALYSE VACUUM REINDEX CLUSTER
    REFRESH OPTIMIZE REPAIR RENAME LOCK UNLOCK CALL EXEC EXECUTE COPY LOAD IMPORT EXPORT ATTACH DETACH PRAGMA NOTIFY
    LISTEN CHECKPOINT INSTALL FORCE REASSIGN SECURITY FLUSH KILL SHUTDOWN BACKUP RESTORE BULK PREPARE DEALLOCATE
    SYSTEM UNDROP EXCHANGE MOVE DO STOP CHANGE PUT REMOVE SIGNAL PURGE RELOAD KEEP
    """
)
DESTROYS = names("DROP TRUNCATE PURGE")
WITHIN = names("INSERT UPDATE DELETE MERGE REPLACE DROP TRUNCATE ALTER CREATE")
PRAGMAS = names(
    """
    table_info table_xinfo table_list index_list index_info index_xinfo database_list foreign_key_list
    compile_options integrity_check quick_check foreign_key_check collation_list function_list module_list
    pragma_list stats data_version freelist_count page_count database_size show_tables show version storage_info
    user_agent
    """
)
SETTINGS = names(
    """
    journal_mode user_version foreign_keys synchronous encoding auto_vacuum cache_size application_id schema_version
    busy_timeout locking_mode temp_store mmap_size page_size journal_size_limit recursive_triggers secure_delete
    wal_autocheckpoint max_page_count query_only case_sensitive_like automatic_index cell_size_check memory_limit
    threads
    """
)  # pragmas that print a setting when they are given no value
RUNS = names("xp_cmdshell sys_exec sys_eval shell_exec system edit")
LOADS = names(
    """
    load_extension sys_bineval dblink_connect lo_create plpy sp_oacreate sp_oamethod query_to_xml xp_regwrite
    """
)
ACTS = names(
    """
    pg_terminate_backend pg_cancel_backend pg_reload_conf pg_rotate_logfile pg_switch_wal pg_promote pg_stat_reset
    pg_drop_replication_slot pg_create_restore_point setval lo_unlink lo_put dblink_exec
    """
)  # functions by which a SELECT changes something
FILES = {
    "load_file": "read", "pg_read_file": "read", "pg_read_binary_file": "read", "pg_ls_dir": "read",
    "lo_import": "read", "readfile": "read", "read_csv": "read", "read_csv_auto": "read", "read_json": "read",
    "read_parquet": "read", "read_text": "read", "read_blob": "read", "openrowset": "read", "file": "read",
    "writefile": "write", "lo_export": "write",
}  # fmt: skip


def read(language: str, code: str, into: Collector) -> None:
    """Read a script of SQL statements and shell commands of the database's own client."""
    from chimera_guard.effects.code import sql_shells

    lines = []
    for line in code.split("\n"):
        stripped = line.strip()
        if stripped[:1] in (".", "\\", ":", "!") or sql_shells.is_word_command(language, stripped):
            if not sql_shells.read(stripped, into):
                into.complete = False
        else:
            lines.append(line)
    rest = "\n".join(lines)
    if language in ("sql", "tsql"):
        rest = _GO.sub(";", rest)
    for inline in sql_shells.inline(rest):
        rest = rest.replace(inline, " ", 1)
        if not sql_shells.read(inline, into):
            into.complete = False
    for statement in statements(rest):
        _Statement(statement, into).read()


def handed_on(text: str | None, into: Collector) -> None:
    """A text that other code hands to what may be a database: only read where it is a statement."""
    first = next(iter((text or "").split()), "").upper()
    if text is not None and first in DESTROYS | WITHIN:
        for statement in statements(text):
            _Statement(statement, into).read()
    into.complete = False


def statements(code: str) -> list[list[tuple[str, str]]]:
    """Split into statements, each a list of (kind, text)."""
    found: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind == "tag":
            kind = "text"
        if kind is None:
            continue
        if kind == "end":
            found.append([])
        else:
            found[-1].append((kind, match[0]))
    return [statement for statement in found if statement]


class _Statement:
    def __init__(self, tokens: list[tuple[str, str]], into: Collector) -> None:
        self.tokens = tokens
        self.words = [text.upper() if kind == "word" else "" for kind, text in tokens]
        self.into = into

    def read(self) -> None:
        words = [word for word in self.words if word]
        verb = next(iter(words), "")
        if verb == "EXPLAIN":
            if "ANALYZE" not in words:
                self.into.effect("database-read", self.title())
                return
            verb = next((word for word in words if word in WITHIN), "SELECT")
        self.functions()
        self.files()
        if verb in DESTROYS or (verb == "ALTER" and "DROP" in words):
            self.into.effect("database-delete", self.title())
        elif verb == "DELETE" or (verb == "UPDATE" and "SET" in words):
            self.into.effect("database-change" if self.narrowed(words) else "database-delete", self.title())
        elif verb == "PRAGMA" and len(words) > 1 and self.asks(words[1].rpartition(".")[2].lower()):
            self.into.effect("database-read", self.title())
        elif verb == "COPY" and "STDOUT" in words:
            self.within(words)
        elif verb in CHANGES:
            self.change(verb, words)
        elif verb == "RESET" and not {"MASTER", "SLAVE", "REPLICA", "BINARY"}.isdisjoint(words):
            self.into.effect("database-delete", self.title())
        elif verb in HARMLESS:
            if verb == "SET" and not {"GLOBAL", "PERSIST", "PASSWORD"}.isdisjoint(words):
                self.into.effect("database-change", self.title())
        elif verb in READS:
            self.within(words)
        else:
            self.into.complete = False

    def asks(self, pragma: str) -> bool:
        """Whether a pragma only prints something."""
        return pragma in PRAGMAS or (pragma in SETTINGS and not any(text in ("=", "(") for _, text in self.tokens))

    def change(self, verb: str, words: list[str]) -> None:
        self.into.effect("database-change", self.title())
        if verb == "DO" or (verb == "CREATE" and not {"LANGUAGE", "EXTENSION"}.isdisjoint(words)):
            self.into.complete = False
        if verb in ("EXEC", "EXECUTE") and not RUNS.isdisjoint(word.lower() for word in words):
            return
        if verb in ("EXEC", "EXECUTE", "PREPARE") and any(kind == "text" for kind, _ in self.tokens):
            self.into.complete = False

    def narrowed(self, words: list[str]) -> bool:
        """Whether the statement says which rows (`WHERE 1=1` says nothing)."""
        if "WHERE" not in words:
            return "LIMIT" in words
        after = self.tokens[self.words.index("WHERE") + 1 :]
        texts = [text for _, text in after]
        return not (texts[:1] in (["true"], ["TRUE"], ["1"]) or (len(texts) >= 3 and texts[0] == texts[2] == "1"))

    def within(self, words: list[str]) -> None:
        """A statement that reads, unless a part of it does more."""
        harmful = [word for i, word in enumerate(words) if word in WITHIN and words[i - 1] in ("AS", "MATERIALIZED")]
        if words[0] in ("WITH", "COPY"):
            harmful = [word for word in words if word in WITHIN and self.is_verb(word)]
        for word in harmful:
            self.into.effect("database-delete" if word in ("DROP", "TRUNCATE") else "database-change", self.title())
        into_table = "INTO" in words and words[0] == "SELECT" and not {"OUTFILE", "DUMPFILE"} & set(words)
        if not harmful:
            self.into.effect("database-change" if into_table else "database-read", self.title())
        _checked(" ".join(text for _, text in self.tokens), self.into)

    def is_verb(self, word: str) -> bool:
        """Whether a word stands where a statement begins: behind a parenthesis."""
        return any(each == word and i > 0 and self.tokens[i - 1][1] in ("(", ")") for i, each in enumerate(self.words))

    def functions(self) -> None:
        for i, (kind, text) in enumerate(self.tokens):
            if kind not in ("word", "name"):
                continue
            name = text.strip('"[]`').rpartition(".")[2].lower()
            argument = next((t for k, t in self.tokens[i + 1 : i + 12] if k == "text"), None)
            if name in RUNS and (self.calls(i) or name.startswith(("xp_", "sys_"))):
                self.into.shell(unquote(argument) if argument is not None else None)
            elif name in LOADS:
                self.into.capable()
            elif name in ACTS and self.calls(i):
                self.into.effect("database-change", self.title())
            elif name in FILES and self.calls(i):
                self.into.effect(FILES[name], unquote(argument) if argument is not None else None)

    def calls(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i + 1][1] == "("

    def files(self) -> None:
        """Files and programs that a statement reads from or writes to."""
        words = self.words
        for i, word in enumerate(words):
            following = self.tokens[i + 1] if i + 1 < len(self.tokens) else ("", "")
            target = unquote(following[1]) if following[0] == "text" else None
            if word in ("OUTFILE", "DUMPFILE"):
                self.into.effect("write", target)
            elif word == "INFILE":
                self.into.effect("read", target)
            elif word == "PROGRAM" and "COPY" in words:
                self.into.shell(target)
            elif target is not None and words[0] in ("COPY", "EXPORT", "IMPORT", "BACKUP", "ATTACH", "BULK", "LOAD"):
                reads = word == "FROM" or words[0] in ("IMPORT", "ATTACH", "BULK", "LOAD")
                self.into.effect("read" if reads else "write", target)

    def title(self) -> str:
        return " ".join(text for _, text in self.tokens[:4])[:60]


def unquote(text: str) -> str:
    """The content of a quoted text."""
    if text[:1] == "$":
        return text.strip("$").partition("$")[2].rpartition("$")[0] or text.strip("$")
    return text[1:-1].replace("''", "'").replace("\\'", "'") if text[:1] in "'\"" else text


def _checked(statement: str, into: Collector) -> None:
    """A grammar's second opinion on what looks like a statement that only reads."""
    if "(" not in statement:
        return
    import logging

    import sqlglot
    from sqlglot import expressions as exp

    logging.getLogger("sqlglot").disabled = True
    try:
        trees = sqlglot.parse(statement)
    except (sqlglot.errors.SqlglotError, RecursionError):
        return
    for tree in trees:
        if tree is None:
            continue
        for node in tree.find_all(exp.Insert, exp.Update, exp.Delete, exp.Drop, exp.Create, exp.Alter):
            kind = "database-delete" if isinstance(node, exp.Drop) else "database-change"
            into.effect(kind, statement[:60])
