"""The audit log: who asked, what was judged, and what came of it; for the user's eyes alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from chimera_guard import assess
from chimera_guard.host import audit
from chimera_guard.host.settings import AuditSettings


def test_a_line_for_each_verdict(tmp_path: Path) -> None:
    file = tmp_path / "state" / "audit.jsonl"
    settings = AuditSettings(enabled=True, file=str(file))
    audit.record(settings, assess("ls"), "allow", "check")
    audit.record(settings, assess("rm -rf /"), "declined", "run")
    audit.record(settings, assess("echo \udc80\n"), "allow", "check")
    entries = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(each["command"], each["risk"], each["decision"], each["door"]) for each in entries] == [
        ("ls", "LOW", "allow", "check"),
        ("rm -rf /", "HIGH", "declined", "run"),
        ("echo \udc80\n", assess("echo \udc80\n").risk.name, "allow", "check"),
    ]
    assert entries[1]["rules"] == ["deletion-root"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MOST_BYTES", 1000)
    settings = AuditSettings(enabled=True, file=str(tmp_path / "log"))
    for _ in range(50):
        audit.record(settings, assess("ls"), "allow", "check")
    assert sorted(os.listdir(tmp_path)) in (["log", "log.1"], ["log.1"])
    assert (tmp_path / "log.1").stat().st_size < 2000


def test_a_planted_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "log").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="log"):
        audit.record(AuditSettings(enabled=True, file=str(tmp_path / "log")), assess("ls"), "allow", "check")
    assert not (tmp_path / "victim").exists()
