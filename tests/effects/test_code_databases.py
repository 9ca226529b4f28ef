"""What statements and commands for databases would do."""

from __future__ import annotations

import pytest

from chimera_guard.effects.code import Reading, read_code

KINDS = {
    "database-read": [
        ("sql", "SELECT * FROM dropdown"),
        ("sql", "SELECT 'DROP TABLE x'"),
        ("sql", "SELECT a -- drop\nFROM t"),
        ("sql", "EXPLAIN DELETE FROM x"),
        ("sql", "SHOW DATABASES"),
        ("sql", "COPY (SELECT * FROM t) TO STDOUT CSV HEADER"),
        ("sqlite", "PRAGMA table_info(x)"),
        ("redis", "GET x"),
        ("redis", "CONFIG GET *"),
        ("mongo", "db.users.find()"),
    ],
    "database-change": [
        ("sql", "INSERT INTO users VALUES (1)"),
        ("sql", "DELETE FROM u WHERE id=1"),
        ("sql", "ALTER TABLE users ADD COLUMN x INT"),
        ("sql", "WITH a AS (DELETE FROM x WHERE b RETURNING *) SELECT * FROM a"),
        ("sql", "SELECT * INTO new FROM old"),
        ("sql", "COPY (DELETE FROM t RETURNING *) TO STDOUT"),
        ("sql", "GRANT SELECT ON db.* TO user"),
        ("sqlite", "PRAGMA foreign_keys = ON"),
        ("redis", "SET a b"),
        ("mongo", "db.users.deleteMany({a:1})"),
    ],
    "database-delete": [
        ("sql", "DROP TABLE users"),
        ("sql", "TRUNCATE x"),
        ("sql", "DELETE FROM u"),
        ("sql", "DELETE FROM u WHERE 1=1"),
        ("sql", "UPDATE u SET a=1"),
        ("sql", "BEGIN; DELETE FROM a; COMMIT"),
        ("sql", "EXPLAIN ANALYZE DELETE FROM x"),
        ("redis", "FLUSHALL"),
        ("mongo", "db.dropDatabase()"),
        ("mongo", "db.users.deleteMany({})"),
    ],
}


@pytest.mark.parametrize(("kind", "case"), [(kind, case) for kind, cases in KINDS.items() for case in cases])
def test_statements_are_told_apart(kind: str, case: tuple[str, str]) -> None:
    reading = read_code(*case)
    assert {effect[0] for effect in reading.effects} == {kind}
    assert reading.complete


@pytest.mark.parametrize(
    ("language", "code", "line"),
    [
        ("psql", "COPY t FROM PROGRAM 'rm -rf /'", "rm -rf /"),
        ("tsql", "EXEC xp_cmdshell 'dir'", "dir"),
        ("psql", "\\! ls", "ls"),
        ("psql", "SELECT 1 \\g |sh", "sh"),
        ("sqlite", ".shell /bin/sh", "/bin/sh"),
        ("sqlite", ".once '|sh'", "sh"),
        ("mysql", "system ls", "ls"),
        ("mysql", "\\! sh", "sh"),
    ],
)
def test_what_escapes_to_a_shell_is_found(language: str, code: str, line: str) -> None:
    assert line in read_code(language, code).shell


@pytest.mark.parametrize(
    ("language", "code", "effect"),
    [
        ("sql", "SELECT load_file('/etc/shadow')", ("read", "/etc/shadow")),
        ("sql", "SELECT * INTO OUTFILE '/tmp/x' FROM t", ("write", "/tmp/x")),
        ("psql", "COPY users TO '/tmp/x.csv'", ("write", "/tmp/x.csv")),
        ("sqlite", ".output x", ("write", "x")),
        ("sqlite", ".read f.sql", ("exec-script", "f.sql")),
    ],
)
def test_files_are_found(language: str, code: str, effect: tuple[str, str]) -> None:
    assert (*effect, frozenset()) in read_code(language, code).effects


def test_what_is_no_statement_is_incomplete() -> None:
    assert not read_code("sql", "frobnicate x").complete
    assert not read_code("redis", "frobnicate").complete
    assert read_code("sqlite", ".tables") == Reading((), (), (), True)
