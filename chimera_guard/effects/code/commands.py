"""Lines of commands that control something elsewhere: name servers, load balancers, graph databases."""

from __future__ import annotations

import re

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

_STATEMENT = re.compile(r"\b(DETACH\s+DELETE|DELETE|DROP|REMOVE|CREATE|MERGE|SET|LOAD\s+CSV|CALL)\b", re.I)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*(?:\"|\Z)|'(?:[^'\\]|\\.)*(?:'|\Z)|`[^`]*(?:`|\Z)|//[^\n]*")

# What the first word of a line does; a word that is followed by another can be listed with it.
WORDS = {
    "nsupdate": {
        "remote-delete": frozenset({"update del", "update delete", "del", "delete"}),
        "remote-change": frozenset({"update add", "update", "add"}),
        "": names("server local zone class ttl key gsstsig oldgsstsig realm show send answer debug version help prereq")
        | names("nxdomain yxdomain nxrrset yxrrset check-names lease quit exit"),
    },
    "hbase": {
        "database-delete": names("drop drop_all drop_namespace truncate truncate_preserve disable_all deleteall")
        | names("delete_all_snapshot delete_snapshot restore_snapshot disable"),
        "database-change": names("put delete create create_namespace alter alter_async enable enable_all incr append")
        | names("snapshot clone_snapshot flush compact major_compact split merge_region move balancer grant revoke"),
        "": names("get scan list list_namespace list_snapshots describe desc count exists status version whoami help")
        | names("exit quit is_enabled is_disabled show_filters locate_region table_help user_permission"),
    },
    "haproxy": {
        "remote-delete": frozenset({"clear table", "clear map", "clear acl", "del server", "del map", "del acl"})
        | frozenset(
            {"disable server", "disable frontend", "shutdown frontend", "shutdown session", "shutdown sessions"}
        )
        | frozenset({"disable agent", "disable health", "del ssl"}),
        "remote-change": names("set enable add clear new commit abort update prepare trace"),
        "": names("show get help quit prompt user operator expert-mode experimental-mode @1 @master"),
    },
}


def read(language: str, code: str, into: Collector) -> None:
    """Read lines of commands of nsupdate or of haproxy's socket, or statements of Cypher."""
    if language == "cypher":
        _cypher(code, into)
        return
    table = WORDS[language]
    for line in code.replace(";", "\n").split("\n"):
        words = line.lower().split()
        if not words or words[0][0] in "#;":
            continue
        if words[0] == "set" and not {"maint", "drain"}.isdisjoint(words):
            into.effect("remote-delete", " ".join(words[:3]))
            continue
        kind = next((k for k, known in table.items() if " ".join(words[:2]) in known), None)
        if kind is None:
            kind = next((k for k, known in table.items() if words[0] in known), None)
        if kind is None:
            into.complete = False
        elif kind:
            into.effect(kind, " ".join(words[:3]))


def _cypher(code: str, into: Collector) -> None:
    for statement in _QUOTED.sub("''", code).split(";"):
        verbs = {" ".join(match[1].upper().split()) for match in _STATEMENT.finditer(statement)}
        if not statement.strip():
            continue
        narrowed = "WHERE" in statement.upper() or "{" in statement
        if "DROP" in verbs or (not narrowed and not verbs.isdisjoint(("DELETE", "DETACH DELETE"))):
            into.effect("database-delete", statement.strip()[:60])
        elif verbs:
            into.effect("database-change", statement.strip()[:60])
            into.complete = into.complete and "CALL" not in verbs
        else:
            into.effect("database-read", statement.strip()[:60])
