"""How long a verdict takes, beside bare Python and the parsers alone, and what a whole process costs.

    python benchmarks/assess.py [--sanity] [--corpus FILE.jsonl]

All is measured in one run, interleaved, so that only ratios count and a busy machine disturbs all alike.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from test_properties import BOUNDLESS, COMMANDS, CONTEXT

from chimera_guard import assess
from chimera_guard.syntax import parse
from chimera_guard.syntax.tables import bashlex

PLAIN = [
    "ls -la",
    "git status",
    "cat README.md",
    "echo hello world",
    "grep -rn TODO src",
    "cd src",
    "make test",
    "rm -f x.o",
]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def times(functions: dict[str, Callable[[str], object]], lines: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """The microseconds of each function for each line: the best of `rounds`, interleaved."""
    best: dict[str, list[float]] = {name: [float("inf")] * len(lines) for name in functions}
    clock = time.perf_counter
    for _ in range(rounds):
        for index, line in enumerate(lines):
            for name, function in functions.items():
                start = clock()
                function(line)
                best[name][index] = min(best[name][index], (clock() - start) * 1e6)
    return best


def parsed_by_bashlex(line: str) -> object:
    """bashlex.parse alone; a line that it can't read counts with the time until it says so."""
    try:
        return bashlex().parse(line)
    except Exception:
        return None


def engine(lines: Sequence[str], title: str, rounds: int) -> dict[str, list[float]]:
    """Print the times of the engine and of what it is compared with."""
    functions: dict[str, Callable[[str], object]] = {
        "str.split": str.split,
        "syntax.parse": parse,
        "bashlex.parse": parsed_by_bashlex,
        "assess": lambda line: assess(line, CONTEXT),
    }
    for function in functions.values():
        for line in lines:
            function(line)  # warms caches up
    best = times(functions, lines, rounds)
    print(f"\n{title}: {len(lines)} lines, microseconds")
    print(f"  {'':14} {'median':>9} {'p99':>9}")
    for name, values in best.items():
        print(f"  {name:14} {median(values):9.1f} {percentile(values, 0.99):9.1f}")
    print(f"  assess / bashlex.parse: {median(best['assess']) / median(best['bashlex.parse']):.2f} (medians)")
    return best


def cpu(command: Sequence[str], environment: dict[str, str]) -> float:
    """The milliseconds of processor time that a process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def start_up(rounds: int) -> float:
    """Print what one process costs, and return its ratio to an empty Python."""
    script = Path(sys.executable).with_name("chimera-guard")
    guard = [str(script)] if script.exists() else [sys.executable, "-m", "chimera_guard"]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "chimera-guard check ls": [*guard, "check", "ls"],
        "chimera-guard check --json 'rm -rf ~'": [*guard, "check", "--json", "rm -rf ~"],
    }
    with tempfile.TemporaryDirectory() as scratch:
        environment = {"PATH": os.environ["PATH"], "HOME": scratch, "LANG": "C.UTF-8"}
        if not script.exists():  # a checkout: byte code is cached as an installation would have it
            environment |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": scratch}
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for round_ in range(rounds + 1):
            for name, command in commands.items():
                milliseconds = cpu(command, environment)
                if round_:  # the first one writes byte code
                    taken[name].append(milliseconds)
    print(f"\nprocesses: {rounds} rounds, milliseconds of processor time, medians")
    base = median(taken["python -c pass"])
    for name, values in taken.items():
        print(f"  {name:38} {median(values):7.1f}  {median(values) / base:5.2f} x python -c pass")
    return median(taken["chimera-guard check ls"]) / base


def bounds() -> float:
    """Print the time for inputs of extreme size and depth, and return the longest in milliseconds."""
    print("\nextreme inputs, milliseconds")
    worst = 0.0
    for name, line in BOUNDLESS.items():
        start = time.perf_counter()
        risk = assess(line, CONTEXT).risk
        taken = (time.perf_counter() - start) * 1000
        worst = max(worst, taken)
        print(f"  {name:32} {len(line):9} characters {taken:9.1f}  {risk.name}")
    return worst


def main() -> int:
    """Measure, print, and say how it stands to the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sanity", action="store_true", help="fast: shows that everything runs, and prints the ratios")
    parser.add_argument(
        "--corpus", type=Path, help="measure the commands of this file (JSON lines with `command`), too"
    )
    options = parser.parse_args()
    plain = engine(PLAIN, "plain lines", 20 if options.sanity else 300)
    targets = {"p50 of assess on plain lines": (median(plain["assess"]), 40.0, "µs")}
    lines = COMMANDS
    if options.corpus is not None:
        lines = [json.loads(line)["command"] for line in options.corpus.read_text(encoding="utf-8").splitlines()]
    mixed = engine(lines, "mixed lines", 2 if options.sanity else 7)
    targets["median of assess / bashlex.parse on mixed lines"] = (
        median(mixed["assess"]) / median(mixed["bashlex.parse"]),
        1.5,
        "x",
    )
    targets["p99 of assess on mixed lines"] = (percentile(mixed["assess"], 0.99) / 1000, 5.0, "ms")
    targets["check ls / python -c pass"] = (start_up(5 if options.sanity else 31), 4.0, "x")
    if not options.sanity:
        targets["longest of the extreme inputs"] = (bounds(), 250.0, "ms")
    print("\ntargets")
    for name, (value, most, unit) in targets.items():
        print(f"  {'met    ' if value <= most else 'MISSED '} {name}: {value:.2f} {unit}, at most {most:g} {unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
