"""Databases that Python code speaks with: what it asks them for is read as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code import read_code
from chimera_guard.effects.code.python.guesses import each, unknown_method
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Thing,
    argument_at,
    first_of,
    taint_in,
    target_of,
    text_of,
)
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE, SOME_NAME

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader
    from chimera_guard.effects.code.python.values import Handler

_ASKS = names(
    """
    execute executescript executemany exec_driver_sql copy_expert execute_many execute_batch execute_values
    """
)
# Of asyncpg and duckdb; elsewhere nothing is given to these, or a number.
_ASKS_WITH_TEXT = names("fetch fetchrow fetchval fetch_all fetch_one fetchmany sql query read_sql")
_SAME = names(
    """
    cursor connect begin begin_nested raw_connection __enter__ __aenter__ acquire transaction connection
    execution_options
    """
)
_PLAIN = names(
    """
    commit rollback close dispose fetchone fetchall set_session set_isolation_level ping autocommit mogrify ordinal
    scalar scalars first all one keys mappings rowcount description create_function set_trace_callback row_factory
    text_factory total_changes interrupt in_transaction nextset df fetchdf fetchnumpy arrow pl show
    """
)

# Of redis: what gives itself, or a bundle of commands; and commands that have other names.
_OF_STORES = names("__enter__ __aenter__ execute pubsub client from_url")
_COMMANDS = {"delete": "del", "scan_iter": "scan", "hscan_iter": "hscan", "sscan_iter": "sscan", "zscan_iter": "zscan"}


def open_database(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`sqlite3.connect`: a file, or a database in memory."""
    given = argument_at(arguments, 0, keywords, "database", default=Known(":memory:") if "duck" in path else UNKNOWN)
    place = target_of(given)
    if place == ":memory:":
        return Thing("in-memory")
    if place is not None:
        each(reader.into, "read", place.removeprefix("file:").partition("?")[0])
    return Thing("database")


def client(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A client of a service: what it is asked for is seen in its methods."""
    reader.into.effect("connect", text_of(keywords.get("host")))
    reader.into.complete = False
    return UNKNOWN


def store(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`redis.Redis`: what it is told to do are its methods."""
    reader.into.effect("connect", text_of(keywords.get("host")))
    return Thing("store")


def stored(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of such a store, which has the name of the command: `config_set("dir", "/x")`."""
    given = [text_of(argument) for argument in arguments]
    if name in ("pipeline", "transaction"):
        return Thing("store", "bundle")
    if name in _OF_STORES:
        return thing
    if name == "delete" and None in given:
        reader.into.capable()  # keys from elsewhere, as many as there are
    elif name != "close":
        words = given if name == "execute_command" else [_COMMANDS.get(name, name.replace("_", " ")), *given]
        reader.into.merge(read_code("redis", " ".join(word or "x" for word in words)))
    return thing if thing.target is not None else UNKNOWN


def database(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a database in a file."""
    if _asks(name, arguments):
        asked(reader, "sqlite", first_of(arguments))
        return UNKNOWN
    if name == "load_extension":
        reader.into.capable()
    return thing if name in _SAME else UNKNOWN


def connection(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a connection with a server, or of an engine that makes such."""
    if _asks(name, arguments):
        asked(reader, "sql", first_of(arguments))
        return UNKNOWN
    if name in _SAME:
        return thing
    if name not in _PLAIN | _ASKS_WITH_TEXT:
        return unknown_method(reader, name, UNKNOWN, arguments, keywords)
    return UNKNOWN


def _asks(name: str, arguments: Arguments) -> bool:
    """Whether a method asks a database for something."""
    return name in _ASKS or (name in _ASKS_WITH_TEXT and text_of(first_of(arguments)) is not None)


def asked(reader: PythonReader, language: str, given: Any) -> None:
    """A database is asked for something: a text, what a file holds, or an expression that a library puts together."""
    text = target_of(given)
    if text is not None:
        reader.into.merge(read_code(language, text.replace(HOLE, "x").replace(SOME_NAME, "x")))
    elif isinstance(given, Thing) and given.kind == "content" and given.target is not None:
        reader.into.effect("exec-script", given.target)
    elif not (isinstance(given, Thing) and given.kind == "computed"):
        reader.into.capable()


def read_table(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`pandas.read_sql`, `duckdb.sql`: a table of what was asked for."""
    asked(reader, "sqlite" if path.startswith("duckdb") else "sql", argument_at(arguments, 0, keywords, "sql"))
    return Thing("computed")


def engine(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`psycopg2.connect`, `sqlalchemy.create_engine`; where keys are part of it, it is where they belong."""
    guessed = reader.looping and "password" in keywords and text_of(keywords["password"]) is None
    if guessed and not taint_in(keywords["password"]) & {"secret", "environment"}:
        reader.into.effect("connect", text_of(keywords.get("host")), "password", "looped")
    return Thing("sql")


_CONNECTS = """
psycopg2.connect psycopg.connect pymysql.connect mysql.connector.connect MySQLdb.connect asyncpg.connect
asyncpg.create_pool pyodbc.connect oracledb.connect cx_Oracle.connect psycopg.AsyncConnection.connect mariadb.connect
sqlalchemy.create_engine sqlalchemy.ext.asyncio.create_async_engine
"""
_READS = "pandas.read_sql pandas.read_sql_query duckdb.sql duckdb.query duckdb.execute polars.read_database"
DATABASES: dict[str, Handler] = {
    **dict.fromkeys(("sqlite3.connect", "duckdb.connect", "aiosqlite.connect"), open_database),
    **dict.fromkeys(_CONNECTS.split(), engine),
    **dict.fromkeys(_READS.split(), read_table),
    **dict.fromkeys(("redis.Redis", "redis.StrictRedis", "redis.from_url", "redis.Redis.from_url"), store),
    **dict.fromkeys(("boto3.resource", "clickhouse_connect.get_client"), client),
}
