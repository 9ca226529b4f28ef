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
        ("sql", "COPY (DELETE FROM t WHERE a = 1 RETURNING *) TO STDOUT"),
        ("sql", "DELETE FROM u WHERE id BETWEEN 1 AND 10"),
        ("sql", "DELETE FROM u WHERE a = 1 OR b IS NOT NULL"),
        ("sql", "DELETE a FROM a JOIN b ON a.id = b.id"),
        ("sql", "ALTER TABLE t DROP CONSTRAINT c"),
        ("sql", "ALTER TABLE t ALTER COLUMN a DROP NOT NULL"),
        ("clickhouse", "ALTER TABLE t DELETE WHERE day < '2020-01-01'"),
        ("sqlite", "CREATE TRIGGER x AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END"),
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
        ("tsql", "DECLARE @n INT DROP TABLE t"),
        ("sql", "EXPLAIN ANALYZE DELETE FROM x"),
        ("sql", "COPY (DELETE FROM t RETURNING *) TO STDOUT"),
        ("sql", "WITH gone AS (DELETE FROM t RETURNING id) SELECT count(*) FROM gone"),
        ("sql", "DELETE FROM u WHERE a = a"),
        ("sql", "DELETE FROM u WHERE (1 < 2) AND NOT FALSE"),
        ("sql", "DELETE FROM u WHERE name LIKE '%' RETURNING id"),
        ("sql", "DELETE FROM u WHERE a = 1 OR 'x' = 'x'"),
        ("sql", "DELETE FROM u WHERE u.id IS NOT NULL"),
        ("sql", "DELETE FROM u WHERE id > 0"),
        ("tsql", "BEGIN TRAN DELETE FROM t COMMIT"),
        ("clickhouse", "ALTER TABLE t DELETE WHERE 1"),
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


@pytest.mark.parametrize(
    ("language", "code", "lost"),
    [
        ("psql", "BEGIN; DELETE FROM a; ROLLBACK;", False),
        ("psql", "BEGIN; DROP TABLE a; SELECT 1; ROLLBACK", False),
        ("tsql", "BEGIN TRANSACTION DELETE FROM a ROLLBACK TRANSACTION", False),
        ("mysql", "START TRANSACTION; DELETE FROM a; ROLLBACK;", False),
        ("mysql", "START TRANSACTION; DROP TABLE a; ROLLBACK;", True),  # which ends the transaction by itself
        ("psql", "BEGIN; DELETE FROM a; COMMIT; ROLLBACK;", True),
        ("psql", "BEGIN; DELETE FROM a; ROLLBACK TO SAVEPOINT s; COMMIT;", True),
        ("psql", "BEGIN; DELETE FROM a;", True),
        ("psql", "DELETE FROM a; BEGIN; SELECT 1; ROLLBACK;", True),
    ],
)
def test_what_is_rolled_back_is_not_lost(language: str, code: str, lost: bool) -> None:
    effects = read_code(language, code).effects
    assert any(kind == "database-delete" and "local" not in flags for kind, _, flags in effects) == lost


@pytest.mark.parametrize(
    "code",
    [
        "COPY t FROM PROGRAM 'x'",
        "CREATE FUNCTION f() RETURNS int AS 'x.so', 'f' LANGUAGE C",
        "DO LANGUAGE plpython3u $$ import os $$",
        "CREATE FUNCTION f RETURNS int SONAME 'x.so'",
        "EXEC sp_configure 'xp_cmdshell', 1",
        "EXEC master..xp_cmdshell 'x'",
        "SET GLOBAL general_log_file = '/srv/www/x.php'",
    ],
)
def test_a_server_is_told_to_run_something(code: str) -> None:
    assert any("server" in flags for _, _, flags in read_code("sql", code).effects)


def test_a_block_is_read_for_the_statements_in_it() -> None:
    code = "DO $$ BEGIN FOR r IN SELECT 1 LOOP EXECUTE 'DROP TABLE ' || r.name; END LOOP; END $$"
    assert "database-delete" in {kind for kind, _, _ in read_code("psql", code).effects}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("SHOW CREATE TABLE t", "database-read"),
        ("EXEC sp_helptext 'p'", "database-read"),
        ("DELETE TOP (100) PERCENT FROM t", "database-delete"),
        ("DELETE a FROM a JOIN b", "database-delete"),
        ("RESTORE DATABASE a FROM DISK = 'a.bak' WITH REPLACE", "database-delete"),
        ("REMOVE TABLE t", "database-delete"),
        ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b ON DELETE CASCADE", "database-change"),
        ("DECLARE @s text = 'DROP TABLE t'; EXEC sp_executesql @s", "database-delete"),
        ("SHUTDOWN WITH NOWAIT", "service"),
        ("SELECT usename, passwd FROM pg_shadow", "reveal"),
    ],
)
def test_statements_of_servers_have_what_they_do(code: str, kind: str) -> None:
    assert kind in {effect[0] for effect in read_code("tsql", code).effects}


def test_the_body_of_a_routine_is_not_run_where_it_is_defined() -> None:
    code = "DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  DELETE FROM a;\n  DELETE FROM b;\nEND //\nDELIMITER ;\n"
    assert {effect[0] for effect in read_code("mysql", code).effects} == {"database-change"}
    assert "database-delete" in {effect[0] for effect in read_code("mysql", code + "DROP TABLE a;").effects}


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("psql", r"select '\'; drop table x; --'"),
        ("psql", r"select E'\'', 1; drop table x; select ''"),
        ("psql", "select 1 # 2; drop table x"),
        ("psql", "select array[query_to_xml('x')]; drop table x"),
        ("sqlite", r"select 'a\'; drop table x; select '"),
        ("tsql", "select * from #t; drop table x"),
        ("tsql", "select 1 as [it's]; drop table x"),
        ("mysql", "select 1--1; drop table x"),
        ("mysql", "select 1 as $$; drop table x; select 1 as $$"),
        ("mysql", "/*!50000 drop table x */"),
        ("mysql", "select 1; /*! drop */ table x"),
        ("mysql", r'select "\"" ; drop table x; select "1"'),
        ("mysql", r"select '\''; drop table x; select '1'"),
        ("cql", "select a // '\nfrom b; drop table x"),
        ("oracle", "select q'[']' from dual; drop table x"),
        ("sql", r"select '\'; drop table x; --'"),
        ("sql", r"select '\''; drop table x; select '1'"),
    ],
)
def test_texts_and_comments_end_where_the_database_says(language: str, code: str) -> None:
    assert "database-delete" in {kind for kind, _, _ in read_code(language, code).effects}


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("psql", r"select E'a\'; drop table x; --'"),
        ("psql", "select $$; drop table x$$"),
        ("psql", "select 'it''s; drop table x'"),
        ("mysql", r"select 'a\'; drop table x; --'"),
        ("mysql", "select 1; # drop table x"),
        ("mysql", "select 1; -- drop table x"),
        ("mysql", "select 1 /* drop table x */"),
        ("oracle", "select q'[it's; drop table x]' from dual"),
        ("bigquery", r"select 'a\'; drop table x'"),
    ],
)
def test_what_is_mentioned_in_a_text_or_comment_is_not_done(language: str, code: str) -> None:
    assert {kind for kind, _, _ in read_code(language, code).effects} == {"database-read"}
