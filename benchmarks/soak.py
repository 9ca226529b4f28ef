"""Many lines through three shells at once, against one server: `python benchmarks/soak.py [LINES]` (default 50,000).

Each shell asks about its share in a loop of its own, with the functions that its Enter key calls. Every answer must be
the one to that very line: each third line is dangerous, and says so in its name. At the end nothing may be left over:
no descriptor, no FIFO, no memory.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))  # behind the package that is installed, if one is

from benchmarks.shell_latency import resident
from tests.shell.driver import Home, Shell, wait_until

# Ask about lines FROM to TO; print how many answers were right. Verdict 1 asks, 0 runs; the message names the line.
LOOPS = {
    "bash": """
__cg_soak() {
  local i right=0
  for ((i = $1; i < $2; i++)); do
    if ((i % 3)); then __cg_rpc bash "echo line$i"; (($? == 0)) && ((right++))
    else __cg_rpc bash "touch line$i"; (($? == 1)) && [[ $__cg_msg == *"touch line$i"$'\\n'* ]] && ((right++)); fi
  done
  echo "right:$right:"
}
""",
    "zsh": """
__cg_soak() {
  local i s right=0
  for ((i = $1; i < $2; i++)); do
    if ((i % 3)); then __cg_rpc zsh "echo line$i"; s=$?; ((s == 0 && ++right))
    else __cg_rpc zsh "touch line$i"; s=$?; ((s == 1)) && [[ $__cg_msg == *"touch line$i"$'\\n'* ]] && ((++right)); fi
  done
  echo "right:$right:"
}
""",
    "fish": """
function __cg_soak
    set -l right 0
    for i in (seq $argv[1] (math $argv[2] - 1))
        if test (math $i % 3) -ne 0
            __cg_check "echo line$i"; and set right (math $right + 1)
        else
            set -l facts (__cg_facts "touch line$i" | string collect)
            set -l answer (printf '\\0%s\\x1f%s\\x1f%s\\x1f%s\\x1f%s\\x1f%s\\0' 1 $i fish / "$facts" "touch line$i" |
                $__cg_entry ask $__cg_dir 2>/dev/null | string collect)
            test $pipestatus[2] = 1; and string match -q "*touch line$i*" -- $answer; and set right (math $right + 1)
        end
    end
    echo "right:$right:"
end
""",
}
SHARE = {"bash": 0.48, "zsh": 0.48, "fish": 0.04}  # fish starts a process for each line


def main(lines: int) -> int:
    """Run it; returns how many answers were wrong, or things left behind."""
    base = Path(tempfile.mkdtemp())
    home = Home(base)
    pid = home.start()
    names = [name for name in LOOPS if shutil.which(name)]
    counts = {name: int(lines * SHARE[name]) for name in names}
    counts[names[0]] += lines - sum(counts.values())
    shells = {}
    for name in names:
        place = base / name
        place.mkdir()
        off = "set -g __cg_off yes" if name == "fish" else "__cg_off=1"  # the loop itself is not asked about
        shells[name] = Shell(name, home, place, after=LOOPS[name] + off)
        shells[name].sync()
    wait_until(lambda: "bash" not in shells or list(Path(home.directory).glob("*.q")))
    before = len(os.listdir(f"/proc/{pid}/fd"))
    start = time.monotonic()
    right: dict[str, int] = {}
    threads = [threading.Thread(target=run, args=(shells[name], counts[name], right)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - start
    wrong = sum(counts.values()) - sum(right.values())
    same = home.server() == pid
    time.sleep(0.2)
    leaked = len(os.listdir(f"/proc/{pid}/fd")) - before if same else 0
    print(f"{lines:,} lines in {took:.0f} s ({', '.join(f'{name} {counts[name]:,}' for name in names)})")
    print(f"wrong or lost answers: {wrong}; the same server all along: {'yes' if same else 'no'}")
    print(f"descriptors leaked: {leaked}; server memory: {resident(pid):.1f} MB")
    for shell in shells.values():
        shell.__exit__()
    home.end()
    left = [name for name in os.listdir(home.directory) if name != "lock"]
    print(f"files left behind: {', '.join(left) or 'none'}")
    shutil.rmtree(base, ignore_errors=True)
    return wrong + abs(leaked) + len(left) + (not same)


def run(shell: Shell, count: int, right: dict[str, int]) -> None:
    """One shell's share."""
    shell.line(f"__cg_soak 0 {count}")
    shell.expect("right:(\\d+):", timeout=3600)
    right[shell.name] = int(shell.child.match[1])


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000) else 0)
