"""How long the catalogue takes to load: all of it, and one tool of it, in a process of its own each time.

    python benchmarks/catalogue.py [--sanity]

Measures the compiled catalogue, as a build has it. `--sanity` fails where the goals are missed by far.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
GOALS = {"everything": 100.0, "one tool": 5.0, "a second tool": 1.0}
ROUNDS = 9

MEASURE = """
import sys, time
from chimera_guard.catalogue import source
source.COMPILED = sys.argv[1]
from chimera_guard import catalogue
clock = time.perf_counter
start = clock()
if sys.argv[2] == "everything":
    for name in source.primary_names():
        catalogue.load(name).options
elif sys.argv[2] == "one tool":
    catalogue.load("git").subcommand("push").option("--force")
else:
    catalogue.load("git")
    start = clock()
    catalogue.load("rsync")
print((clock() - start) * 1e3)
"""


def milliseconds(compiled: str, what: str) -> float:
    """The median of several processes that load `what` from the catalogue in `compiled`."""
    command = [sys.executable, "-c", MEASURE, compiled, what]
    runs = [subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=60) for _ in range(ROUNDS)]
    return median(float(run.stdout) for run in runs)


def main() -> int:
    """Print the times; returns 1 where `--sanity` is asked for and not given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sanity", action="store_true", help="fail where a time is far beyond its goal")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from chimera_guard.catalogue.compile import write

    missed = False
    with tempfile.TemporaryDirectory() as compiled:
        write(Path(compiled))
        size = sum(path.stat().st_size for path in Path(compiled).iterdir())
        tools = (Path(compiled) / "tools.jsonl").read_bytes().count(b"\n")
        print(f"{tools} tools, {size / 1024:.0f} KiB compiled")
        for what, goal in GOALS.items():
            took = milliseconds(compiled, what)
            missed = missed or took > 3 * goal
            print(f"{what:14} {took:8.2f} ms   goal < {goal:g} ms")
    return int(arguments.sanity and missed)


if __name__ == "__main__":
    raise SystemExit(main())
