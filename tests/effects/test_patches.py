"""What a patch puts into files counts where these are run, and where they are start-up files."""

from __future__ import annotations

import pytest

from chimera_guard import Context, SecurityRisk, assess

CONTEXT = Context(cwd="/home/me/project", home="/home/me", user="me", project_root="/home/me/project")
HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM


def patch(path: str, *lines: str, old: str = "") -> str:
    """A unified diff that puts lines into a file; `old` is the file's name before."""
    added = "".join(f"+{line}\n" for line in lines)
    return f"--- {old or f'a/{path}'}\n+++ b/{path}\n@@ -1,1 +1,2 @@\n x\n{added}"


@pytest.mark.parametrize(
    ("path", "line", "run", "risk"),
    [
        ("run.sh", "rm -rf ~", "bash run.sh", HIGH),
        ("run.sh", "rm -rf ~", "true", MEDIUM),
        ("run.sh", "rm -rf build", "bash run.sh", MEDIUM),
        ("Makefile", "\trm -rf ~", "make", HIGH),
        ("Makefile", "\tgo test ./...", "make test", MEDIUM),
        ("conftest.py", "import shutil; shutil.rmtree('/home/me')", "pytest", HIGH),
        ("test_x.py", "    assert f(1) == 2", "pytest", MEDIUM),
        (".git/hooks/pre-commit", "x", "true", HIGH),
        ("README.md", "do not run `rm -rf ~`", "true", MEDIUM),
    ],
)
@pytest.mark.parametrize("command", ["git apply", "patch -p1", "git am"])
def test_what_is_put_in_is_run(command: str, path: str, line: str, run: str, risk: SecurityRisk) -> None:
    assert assess(f"{command} <<'EOF'\n{patch(path, line)}EOF\n{run}", CONTEXT).risk is risk


@pytest.mark.parametrize("how", ["git apply x.diff", "patch -p1 -i x.diff", "patch -p1 < x.diff", "git am < x.diff"])
def test_a_new_file_from_a_patch_that_the_line_wrote(how: str) -> None:
    text = patch("run", "#!/bin/sh", "rm -rf ~", old="/dev/null")
    assert assess(f"cat > x.diff <<'EOF'\n{text}EOF\n{how} && ./run", CONTEXT).risk is HIGH


def test_what_is_taken_away_again_or_only_looked_at() -> None:
    text = patch(".bashrc", "x")
    for command in ("git apply -R", "patch -R -p1", "git apply --check", "git apply --stat"):
        assert not assess(f"cd ~ && {command} <<'EOF'\n{text}EOF\n", CONTEXT).risk.is_riskier_than(MEDIUM)
    assert assess(f"cd ~ && git apply <<'EOF'\n{text}EOF\n", CONTEXT).risk is HIGH
