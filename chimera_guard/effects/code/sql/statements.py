"""The statements of a text in SQL, each as its tokens."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

Statement: TypeAlias = "list[tuple[str, str]]"


class Lexis(NamedTuple):
    """What databases do not agree on: where a text, a name or a comment begins and ends."""

    escapes: bool = False  # `'it\\'s'`
    hashes: bool = False  # `# a comment`
    slashes: bool = False  # `// a comment`
    spaced: bool = False  # `--` only begins a comment before a blank, and `/*! ... */` is run
    dollars: bool = False  # `$$a text$$`
    brackets: bool = False  # `[a name]`
    quotes: bool = False  # `q'[a text]'`


# From the chapters on lexical structure of each manual: PostgreSQL 16, SQLite 3.45, SQL Server 2022, MySQL 8.4,
# DuckDB 1.0, ClickHouse 24, BigQuery (GoogleSQL), Cassandra 5.0, Oracle 23.
_POSTGRES = Lexis(dollars=True)
_MYSQL = Lexis(escapes=True, hashes=True, spaced=True)
_LEXIS = {
    "psql": _POSTGRES,
    "postgres": _POSTGRES,
    "duckdb": _POSTGRES,
    "sqlite": Lexis(brackets=True),
    "tsql": Lexis(brackets=True),
    "mysql": _MYSQL,
    "bigquery": Lexis(escapes=True, hashes=True),
    "clickhouse": Lexis(escapes=True, hashes=True, dollars=True),
    "cql": Lexis(slashes=True, dollars=True),
    "oracle": Lexis(quotes=True),
}


@lru_cache(maxsize=16)
def _token(lexis: Lexis) -> re.Pattern[str]:
    escaped, doubled = r"'(?:[^'\\]|''|\\.?)*(?:'|\Z)", r"'(?:[^']|'')*(?:'|\Z)"
    texts = [r"[eE]" + escaped] if lexis.dollars and not lexis.escapes else []
    texts += [r"[qQ]'(?:\[.*?\]|\{.*?\}|\(.*?\)|<.*?>|(?P<mark>[^\s\[{(<]).*?(?P=mark))'"] if lexis.quotes else []
    texts += [escaped if lexis.escapes else doubled]
    texts += [r"\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)"] if lexis.dollars else []
    names = [r'"(?:[^"\\]|""|\\.?)*(?:"|\Z)' if lexis.escapes else r'"(?:[^"]|"")*(?:"|\Z)', r"`[^`]*(?:`|\Z)"]
    names += [r"\[[^\]\n]{0,128}\]"] if lexis.brackets else []
    comments = [r"--(?=\s|\Z)[^\n]*", r"/\*M?!\d*", r"\*/"] if lexis.spaced else [r"--[^\n]*"]
    comments += [r"/\*.*?(?:\*/|\Z)"] + [r"\#[^\n]*"] * lexis.hashes + [r"//[^\n]*"] * lexis.slashes
    return re.compile(
        rf"""
        {"|".join(comments)}
        |(?P<text>{"|".join(texts)})
        |(?P<name>{"|".join(names)})
        |(?P<word>[^\W\d][\w$.]*)
        |(?P<number>\d[\w.]*)
        |(?P<end>;)
        |(?P<sign>\S)
        """,
        re.X | re.S,
    )


_TRANSACTION = ("TRAN", "TRANSACTION", "WORK")
_MODES = ("READ", "ISOLATION", "DEFERRABLE", "NOT", "WITH", "")
_ROUTINES = frozenset({"PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PROC"})


def readings(code: str, language: str) -> list[list[Statement]]:
    """The statements of `code`, each a list of (kind, text): once for each way in which it may be read.

    Of a database that is not known the texts may have escapes, or none.
    """
    if language in _LEXIS:
        return [_split(code, _LEXIS[language])]
    first, second = _split(code, _POSTGRES._replace(brackets=True)), _split(code, _MYSQL)
    return [first] if first == second else [first, second]


def statements(code: str) -> list[Statement]:
    """The statements of a text for a database that is not known, in all readings."""
    return [statement for reading in readings(code, "sql") for statement in reading]


def _split(code: str, lexis: Lexis) -> list[Statement]:
    found: list[Statement] = [[]]
    for match in _token(lexis).finditer(code):
        kind = match.lastgroup
        if kind in ("tag", "mark"):
            kind = "text"
        if kind is None:
            continue
        if kind == "end":
            found.append([])
            continue
        last = found[-1]
        word = match[0].upper() if kind == "word" else ""
        before = last[-1][1].upper() if last else ""
        ends = word in ("COMMIT", "ROLLBACK") and before not in ("ON", "AND", "WITH")
        if last and (ends or (before in _TRANSACTION and len(last) == 2 and word not in _MODES)):
            found.append([])
        found[-1].append((kind, match[0]))
    return _bodies([statement for statement in found if statement])


def _bodies(found: list[Statement]) -> list[Statement]:
    """Put together again what belongs to a routine that is only defined: what stands between its BEGIN and END."""
    result: list[Statement] = []
    end = -1
    for i, statement in enumerate(found):
        if i <= end:
            result[-1] += statement
            continue
        words = {text.upper() for _, text in statement}
        if statement[0][1].upper() == "CREATE" and "BEGIN" in words and not _ROUTINES.isdisjoint(words):
            end = next((n for n in range(i + 1, len(found)) if _is_end(found[n])), -1)
        result.append(list(statement))
    return result


def _is_end(statement: Statement) -> bool:
    return statement[0][1].upper() == "END" and (len(statement) == 1 or statement[1][0] == "sign")
