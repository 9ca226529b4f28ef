"""Data in databases and stores."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule


@rule(
    "database-destroyed",
    SecurityRisk.HIGH,
    on="database-delete",
    reason="destroys data in a database: {target}",
    why="Without a backup there is no way back, and everything that uses the database is hit at once.",
    instead="dump it first; delete within a transaction, with a WHERE, after a SELECT with the same WHERE",
    match=["psql -c 'DROP TABLE users'", "redis-cli FLUSHALL", "dropdb shop"],
    not_match=["psql -c 'SELECT 1'", "psql -c 'DELETE FROM users WHERE id = 1'"],
)
def database_destroyed(effect: Effect, context: Context) -> bool:
    return "local" not in effect.flags


@rule(
    "database-access",
    SecurityRisk.HIGH,
    on="database-change",
    reason="gives rights over everything in a database to somebody who may be anybody: {target}",
    why="Whoever reaches the server can then read, change and drop all that it holds.",
    instead="grant the one right that is needed, on one database, to one user of one host",
    match=["mysql -e \"GRANT ALL ON *.* TO 'x'@'%'\""],
    not_match=["mysql -e \"GRANT ALL ON shop.* TO 'shop'@'localhost'\"", "psql -c 'GRANT SELECT ON t TO bob'"],
)
def database_access(effect: Effect, context: Context) -> bool:
    return "access" in effect.flags


@rule(
    "database-changed",
    SecurityRisk.MEDIUM,
    on="database-change database-delete",
    reason="changes or removes data in a database",
    match=["psql -c 'INSERT INTO users VALUES (1)'", "sqlite3 a.db 'CREATE TABLE t (x)'"],
    not_match=["sqlite3 a.db 'SELECT 1'"],
)
def database_changed(effect: Effect, context: Context) -> bool:
    return True
