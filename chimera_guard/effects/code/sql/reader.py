"""SQL, and the commands of its shells: what changes or destroys data, and what reaches beyond the database."""

from __future__ import annotations

import re

from chimera_guard.effects.code.reading import Collector, Exhausted
from chimera_guard.effects.code.sql import shells
from chimera_guard.effects.code.sql.beyond import Words, attached, look, unquote
from chimera_guard.effects.code.sql.conditions import merges_all, narrowed
from chimera_guard.effects.code.sql.names import (
    BEGINS,
    CHANGES,
    DESTROYS,
    FOLLOWS,
    HARMLESS,
    KEEPS_ROWS,
    PRAGMAS,
    READING_PROCEDURES,
    READS,
    RUNS,
    SETTINGS,
    WITHIN,
)
from chimera_guard.effects.code.sql.passing import is_passing, is_rebuilt, rebuilt, undone
from chimera_guard.effects.code.sql.statements import Statement, readings, statements

MAX_DYNAMIC = 16
_ASKS = frozenset({"SELECT", "VALUES", "DESCRIBE", "SHOW", "SUMMARIZE", "FROM"})
_GO = re.compile(r"^[ \t]*go[ \t\r]*$", re.I | re.M)


def read(language: str, code: str, into: Collector) -> None:
    """Read a script of SQL statements and shell commands of the database's own client."""
    lines = []
    for line in code.split("\n"):
        stripped = line.strip()
        if stripped[:1] in (".", "\\", ":", "!") or shells.is_word_command(language, stripped):
            if not shells.read(stripped, into):
                into.complete = False
        else:
            lines.append(line)
    rest = "\n".join(lines if language != "mysql" else shells.delimited(lines))
    if language in ("sql", "tsql"):
        rest = _GO.sub(";", rest)
    for inline in shells.inline(rest):
        rest = rest.replace(inline, " ", 1)
        if not shells.read(inline, into):
            into.complete = False
    for reading in readings(rest, language):
        _in_transactions(language, reading, into)


def _in_transactions(language: str, found: list[Statement], into: Collector) -> None:
    """Read statements; those of a transaction that is rolled back undo themselves."""
    pending: Collector | None = None
    passing: set[str] = set()  # tables that are gone with the session
    anew = rebuilt(found)
    others = {statement[0][1].upper() for statement in found} - {"ATTACH", "DETACH"}
    if language in ("sqlite", "duckdb", "sql") and not (others and others <= _ASKS):
        for statement in found:
            if statement[0][1].upper() == "ATTACH":
                attached(Words(statement, [text.upper() for _, text in statement]), into)
    for statement in _spoken(found):
        if is_passing(statement, passing):
            into.effect("database-change", "a table of the session")
            continue
        if is_rebuilt(statement, anew):
            into.effect("database-change", "a table that is built anew")
            continue
        words = [text.upper() for _, text in statement]
        begins = words[0] == "BEGIN" or words[:2] == ["START", "TRANSACTION"]
        if begins:
            _settle(pending, into)
            pending = Collector(language)
        _Statement(statement, into if pending is None else pending).read()
        ends = words[0] in ("COMMIT", "END") or words[:2] == ["PREPARE", "TRANSACTION"]
        if ends or (words[0] == "ROLLBACK" and "TO" not in words):
            _settle(pending, into, not ends)
            pending = None
    _settle(pending, into)


def _spoken(found: list[Statement]) -> list[Statement]:
    """The statements, with those that stand in texts where a variable is executed: `SET @s = 'DROP ...'; EXEC(@s)`."""
    runs = (s for s in found if s[0][1].upper() in ("EXEC", "EXECUTE", "PREPARE"))
    if all(any(kind == "text" for kind, _ in statement) for statement in runs):
        return found
    given = (s for s in found if s[0][1].upper() in ("SET", "DECLARE", "SELECT"))
    texts = (unquote(text) for statement in given for kind, text in statement if kind == "text")
    begun = [text for text in texts if next(iter(text.split()), "").upper() in DESTROYS | WITHIN]
    if len(begun) > MAX_DYNAMIC:
        raise Exhausted
    return [*found, *(statement for text in begun for statement in statements(text))]


def _settle(pending: Collector | None, into: Collector, rolled_back: bool = False) -> None:
    """Take over what a transaction has done."""
    if pending is None:
        return
    found = pending.reading()
    if rolled_back:
        effects = tuple(undone(effect, into.language) for effect in found.effects)
        found = found._replace(effects=effects)
    into.merge(found)


def handed_on(text: str | None, into: Collector) -> None:
    """A text that other code hands to what may be a database: only read where it is a statement."""
    first = next(iter((text or "").split()), "").upper()
    if text is not None and first in DESTROYS | WITHIN:
        for statement in statements(text):
            _Statement(statement, into).read()
    into.complete = False


class _Statement:
    def __init__(self, tokens: Statement, into: Collector) -> None:
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
            self.tokens = self.tokens[next((i for i, word in enumerate(self.words) if word in BEGINS), 0) :]
            self.words = self.words[-len(self.tokens) :]
            words = [word for word in self.words if word]
            verb = words[0] if words[0] in BEGINS else "SELECT"
        look(Words(self.tokens, self.words), self.into)
        if verb in DESTROYS or (verb == "ALTER" and self.alters(words)):
            self.into.effect("database-delete", self.title())
        elif verb == "DELETE" or (verb == "UPDATE" and "SET" in words):
            self.into.effect("database-change" if narrowed(self.tokens) else "database-delete", self.title())
        elif verb == "PRAGMA" and len(words) > 1 and self.asks(words[1].rpartition(".")[2].lower()):
            self.into.effect("database-read", self.title())
        elif verb == "COPY" and "STDOUT" in words:
            self.within(words)
        elif verb in ("EXEC", "EXECUTE") and self.looks(words):
            self.into.effect("database-read", self.title())
        elif verb in CHANGES:
            self.change(verb, words)
        elif verb == "RESET" and not {"MASTER", "SLAVE", "REPLICA", "BINARY"}.isdisjoint(words):
            self.into.effect("database-delete", self.title())
        elif verb in HARMLESS:
            copies = verb == "START" and not {"REPLICA", "SLAVE", "GROUP_REPLICATION"}.isdisjoint(words[1:2])
            if copies or (verb == "SET" and not {"GLOBAL", "PERSIST", "PASSWORD"}.isdisjoint(words)):
                self.into.effect("database-change", self.title())
            self.following(0)
        elif verb in READS:
            self.within(words)
            if verb in ("USE", "SELECT"):
                self.following(1)
        else:
            self.into.complete = False

    def alters(self, words: list[str]) -> bool:
        """Whether an ALTER takes away what a table holds: a column, a part of it, or rows (`ALTER TABLE t DELETE`)."""
        for verb in ("DROP", "CLEAR", "DETACH"):
            dropped = [next(iter(words[i + 1 :]), "") for i, word in enumerate(words) if word == verb]
            if dropped and (verb != "DETACH" or dropped[0] == "PARTITION"):
                return not all(what in KEEPS_ROWS for what in dropped)
        rows = next((i for i, word in enumerate(self.words) if word in ("DELETE", "UPDATE") and i > 1), 0)
        if not rows or words[1:2] != ["TABLE"] or self.words[rows - 1] in ("ON", "FOR"):
            return False
        return not narrowed(self.tokens[rows:])

    def following(self, least: int) -> None:
        """A statement that follows without a sign between them: `BEGIN TRAN DELETE ...`, `USE shop DROP TABLE t`."""
        depth = 0
        for i, (kind, text) in enumerate(self.tokens):
            depth += (text == "(") - (text == ")") if kind == "sign" else 0
            if depth or i == 0 or self.words[i] not in FOLLOWS:
                continue
            after = self.words[i + 1] if i + 1 < len(self.words) else ""
            if not least or after in FOLLOWS[self.words[i]]:
                _Statement(self.tokens[i:], self.into).read()
                return

    def looks(self, words: list[str]) -> bool:
        """Whether a procedure of the server is called that only tells something."""
        name = words[1].rpartition(".")[2].lower() if len(words) > 1 else ""
        return name in READING_PROCEDURES or name.startswith("sp_help")

    def asks(self, pragma: str) -> bool:
        """Whether a pragma only prints something."""
        return pragma in PRAGMAS or (pragma in SETTINGS and not any(text in ("=", "(") for _, text in self.tokens))

    def change(self, verb: str, words: list[str]) -> None:
        self.into.effect("database-change", self.title())
        if verb == "DO" or (verb == "CREATE" and not {"LANGUAGE", "EXTENSION"}.isdisjoint(words)):
            self.into.complete = False
        if verb == "DO":
            for kind, text in self.tokens:
                for statement in statements(unquote(text)) if kind == "text" else ():
                    _Statement([("word", "BEGIN"), *statement], self.into).read()
        if verb in ("EXEC", "EXECUTE", "PREPARE"):
            self.dynamic(words)
        if verb == "PREPARE" and "AS" in self.words[:-1]:
            _Statement(self.tokens[self.words.index("AS") + 1 :], self.into).read()
        if verb == "SHUTDOWN" or words[:2] in (["SYSTEM", "SHUTDOWN"], ["SYSTEM", "KILL"]):
            self.into.effect("service", None, "stop")
        gone = {"TABLE", "DATABASE", "NAMESPACE", "NS", "DB"}
        lost = words[:3] in (["SYSTEM", "DROP", "REPLICA"], ["SYSTEM", "DROP", "DATABASE"])
        lost = lost or (verb == "MERGE" and merges_all(self.tokens))
        if lost or (verb == "RESTORE" and "REPLACE" in words) or (verb == "REMOVE" and not gone.isdisjoint(words[1:2])):
            self.into.effect("database-delete", self.title())
        if verb in ("MERGE", "INSERT", "CREATE") and "WITH" in words:
            self.parts(words)

    def dynamic(self, words: list[str]) -> None:
        """A statement that is put together as a text."""
        texts = [unquote(text) for kind, text in self.tokens if kind == "text"]
        if texts and RUNS.isdisjoint(word.lower() for word in words):
            self.into.complete = False
        begun = [text for text in texts if next(iter(text.split()), "").upper() in DESTROYS | WITHIN]
        if len(begun) > MAX_DYNAMIC:
            raise Exhausted
        for text in begun:
            for statement in statements(text):
                _Statement(statement, self.into).read()

    def within(self, words: list[str]) -> None:
        """A statement that reads, unless a part of it does more."""
        harmful = [word for i, word in enumerate(words) if word in WITHIN and words[i - 1] in ("AS", "MATERIALIZED")]
        if words[0] in ("WITH", "COPY"):
            harmful = self.parts(words)
        into_table = "INTO" in words and words[0] == "SELECT" and not {"OUTFILE", "DUMPFILE"} & set(words)
        if not harmful:
            self.into.effect("database-change" if into_table else "database-read", self.title())
            _checked(" ".join(text for _, text in self.tokens), self.into)

    def parts(self, words: list[str]) -> list[str]:
        """The statements within this one, each with a condition of its own."""
        found = []
        for i, word in enumerate(self.words):
            if word in WITHIN and i > 0 and self.tokens[i - 1][1] in ("(", ")"):
                rows = word in ("DELETE", "UPDATE") and not narrowed(_bracketed(self.tokens[i:]))
                lost = rows or word in ("DROP", "TRUNCATE")
                self.into.effect("database-delete" if lost else "database-change", self.title())
                found.append(word)
        return found

    def title(self) -> str:
        return Words(self.tokens, self.words).title()


def _bracketed(tokens: Statement) -> Statement:
    """The tokens up to where the bracket around them closes."""
    depth = 0
    for i, (kind, text) in enumerate(tokens):
        depth += (text == "(") - (text == ")") if kind == "sign" else 0
        if depth < 0:
            return tokens[:i]
    return tokens


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
    for tree in filter(None, trees):
        for node in tree.find_all(exp.Insert, exp.Update, exp.Delete, exp.Drop, exp.Create, exp.Alter):
            kind = "database-delete" if isinstance(node, exp.Drop) else "database-change"
            into.effect(kind, statement[:60])
