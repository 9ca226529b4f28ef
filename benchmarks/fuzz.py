"""A long run of random mutations of real commands: every one must get a verdict, without a failure inside, in time.

python benchmarks/fuzz.py [--seconds 60] [--seed 0]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from test_properties import COMMANDS, CONTEXT, mutated

from chimera_guard import assess

SLOW = 0.25


def main() -> int:
    """Mutate until the time is over; returns 1 when a mutation made the guard fail or took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sanity", action="store_true", help="two seconds")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    end = time.monotonic() + (2 if options.sanity else options.seconds)
    count, bad, slowest = 0, 0, 0.0
    while time.monotonic() < end:
        command = dice.choice(COMMANDS)
        for _ in range(dice.randint(1, 4)):
            command = mutated(command, dice)
        start = time.perf_counter()
        assessment = assess(command, CONTEXT)
        taken = time.perf_counter() - start
        slowest = max(slowest, taken)
        count += 1
        if taken > SLOW or any(finding.rule == "internal-error" for finding in assessment.findings):
            bad += 1
            print(f"{taken * 1000:.0f} ms {assessment.risk.name}: {command!r}")
    print(
        f"{count} mutations, {bad} failed or took more than {SLOW * 1000:.0f} ms, the slowest {slowest * 1000:.1f} ms"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
