"""Whether two shells do the same."""

from __future__ import annotations

import subprocess
from pathlib import Path


def shown_by(commands: list[list[str]], root: Path) -> list[str]:
    """What each command prints, in a directory of its own with the files a.txt and b.txt."""
    shown = []
    for number, argv in enumerate(commands):
        place = root / str(number) / "same"
        place.mkdir(parents=True)
        for name in ("a.txt", "b.txt"):
            (place / name).write_text(f"{name}\n")
        env = {"PATH": "/usr/bin:/bin", "HOME": str(root), "LANG": "C.UTF-8"}
        done = subprocess.run(argv, cwd=place, env=env, capture_output=True, text=True, timeout=20, check=False)
        shown.append((done.stdout + done.stderr).replace(f"/{number}/same", "/same"))
    return shown
