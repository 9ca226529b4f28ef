"""Where chimera-run is not installed the policy works all the same, and says what is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
sys.modules["chimera"] = None
from chimera_guard import RuleBasedSecurityAnalyzer, SecurityPermissionPolicy, guard_environment

policy = SecurityPermissionPolicy(RuleBasedSecurityAnalyzer())
assert policy.evaluate("bash", {"command": "ls"}).value == "allow"
assert policy.evaluate("bash", {"command": "rm -rf ~"}).value == "ask"
try:
    policy.interceptor()
except ImportError as error:
    assert "pip install 'chimera-guard[chimera]'" in str(error)
else:
    raise SystemExit("no hint")

class Shell:
    ran = []
    def run_command(self, command):
        self.ran.append(command)

shell = Shell()
guarded = guard_environment(shell, policy)
refused = guarded.run_command("rm -rf ~")
assert (refused.exit_code, refused.success, shell.ran) == (126, False, [])
assert "chimera-guard" in refused.stderr
guarded.run_command("ls")
assert shell.ran == ["ls"]
assert "litellm" not in sys.modules and "rich" not in sys.modules
print("fine")
"""


def test_without_chimera_run() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("fine\n", "")
