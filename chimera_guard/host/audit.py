"""The audit log: one line of JSON for each verdict, where the settings ask for it."""

from __future__ import annotations

import json
import os
import time

from chimera_guard.host.settings import AuditSettings
from chimera_guard.report import Assessment

MOST_BYTES = 10_000_000


def default_file() -> str:
    """Return where the log lies when the settings name no file."""
    import platformdirs

    return os.path.join(platformdirs.user_state_dir("chimera-guard", appauthor=False), "audit.jsonl")


def record(settings: AuditSettings, assessment: Assessment, decision: str, door: str) -> None:
    """Append a verdict to the log.

    The file is the user's alone. When it has grown to MOST_BYTES it becomes FILE.1, in place of an older one.

    Args:
        settings: where.
        assessment: what was judged.
        decision: what came of it: "allow", "ask" (nobody answered), "deny", "approved" or "declined".
        door: who asked for the verdict: "check" or "run".

    Raises:
        OSError: when the log can't be written.
    """
    file = settings.file or default_file()
    os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
    entry = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "door": door,
        "cwd": _cwd(),
        "command": assessment.command,
        "risk": assessment.risk.name,
        "decision": decision,
        "rules": sorted({finding.rule for finding in assessment.findings}),
        "analyzer": assessment.analyzer,
    }
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, json.dumps(entry).encode() + b"\n")
        full = os.fstat(descriptor).st_size > MOST_BYTES
    finally:
        os.close(descriptor)
    if full:
        os.replace(file, f"{file}.1")


def _cwd() -> str | None:
    try:
        return os.getcwd()
    except OSError:
        return None
