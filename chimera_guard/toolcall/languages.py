"""Code and questions to databases among the arguments of a tool, and the languages that they are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chimera_guard.toolcall.lines import PAGES, SHELLS, language_of
from chimera_guard.toolcall.model import Act, Code, Command, Step, quoted
from chimera_guard.toolcall.naming import meaning, words
from chimera_guard.toolcall.roles import Roles

DATABASES = frozenset(
    """
    sql postgres postgresql pg psql mysql mariadb sqlite db database bigquery snowflake clickhouse duckdb supabase neon
    mssql sqlserver oracle redshift cockroach cockroachdb athena trino presto databricks planetscale turso d1 spanner
    """.split()
)
RUNNING = frozenset("run execute exec eval evaluate interpret interpreter repl python ipython jupyter cell".split())
_CELLS = frozenset("cell cells jupyter ipython notebook repl interpreter python".split())
_ALIASES = {"py": "python", "python3": "python", "js": "node", "ts": "node", "typescript": "node", "rb": "ruby"}


def queries(around: frozenset[str], roles: Roles) -> list[str]:
    """The questions to a database: where it is none, only an argument that is called SQL is one."""
    anything = not DATABASES.isdisjoint(around)
    return [text for name, text in roles.queries if anything or name == "sql"]


def code(around: frozenset[str], own: Sequence[str], roles: Roles) -> Iterator[Step]:
    """Code that is run, in the language that an argument or the tool's name says."""
    said = (roles.named.get("language") or roles.named.get("kernel") or "").lower()
    language = _ALIASES.get(said, said) or language_of(own)
    texts = roles.code
    if not texts and not (_CELLS.isdisjoint(own) or roles.paths or roles.lines) and not RUNNING.isdisjoint(own):
        texts = [text for text in (*roles.contents.values(), roles.named.get("input", "")) if text]
    for text in texts:
        if not PAGES.isdisjoint(around) and not said:
            yield Act("exec-code", "javascript")
        elif language in SHELLS or (not language and not SHELLS.isdisjoint(own)):
            yield Command(text)
        elif language is not None and language != "python":
            yield Code(language, text)
        elif language or not RUNNING.isdisjoint(around):
            yield Command(f"ipython -c {quoted(text)}")
        else:  # it is written down, or looked at, or run
            yield Act("unknown", "code", frozenset({"option"}))


def mutations(roles: Roles) -> Iterator[Step]:
    """What a question to a GraphQL service changes."""
    for _, text in roles.queries:
        if text.lstrip()[:8] == "mutation":
            done = [meaning((), words(word)) for word in "".join(c if c.isalnum() else " " for c in text).split()]
            deletes = any(d is not None and d.does and d.does[0].kind == "remote-delete" for d in done)
            yield Act("remote-delete" if deletes else "remote-change", None)
