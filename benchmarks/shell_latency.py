"""How long a person waits for the guard: `python benchmarks/shell_latency.py [ROUNDS]`.

Everything is interleaved in one run, in random order per round, so that a busy machine is unfair to nobody. Reported
are medians and the 95th percentile, in milliseconds:
- one request, measured by the shell itself, beside fork and exec of /bin/true: the way to the server and back alone
  (about an empty line); with the verdict on a line; with the facts that the shell looks up, too; and all of it for a
  line with parts that are new to the server;
- from Enter to the first byte of output, with and without the guard, through a terminal;
- `python -c pass`, and new lines of 200 characters through the server's socket (with the 99th percentile);
- the server's memory after 10,000 varied lines, and after 10,000 more.
"""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))  # behind the package that is installed, if one is

from benchmarks.lines import varied
from chimera_guard.frontends.hook import protocol, runtime
from tests.shell.driver import Home, Shell, wait_until

_KINDS = ("transport", "exchange", "request", "request-new")
# Time one call of the function, and one of /bin/true, with the shell's own clock.
PROBES = {
    "bash": """
__cg_kept=$(declare -f __cg_learn) __cg_stub='__cg_learn() { __cg_facts=; }'
__cg_measure() { # number line transport|exchange|request
  [[ $3 == request* ]] || eval "$__cg_stub"
  local a=$EPOCHREALTIME b; __cg_rpc bash "$2"; b=$EPOCHREALTIME
  eval "$__cg_kept"; __cg_took $1
}
__true() { local a=$EPOCHREALTIME b; /bin/true; b=$EPOCHREALTIME; __cg_took $1; }
__cg_took() { echo "took:$1:$((${b/./} - ${a/./})):"; }
""",
    "zsh": """
zmodload zsh/datetime
__cg_kept=$functions[__cg_learn]
__cg_measure() {
  [[ $3 == request* ]] || functions[__cg_learn]='__cg_facts='
  local a=$EPOCHREALTIME b; __cg_rpc zsh "$2"; b=$EPOCHREALTIME
  functions[__cg_learn]=$__cg_kept; __cg_took $1
}
__true() { local a=$EPOCHREALTIME b; /bin/true; b=$EPOCHREALTIME; __cg_took $1 }
__cg_took() { printf 'took:%s:%d:\\n' $1 $(( (b-a)*1000000 )) }
""",
}


def main(rounds: int) -> None:
    """Measure, and print the tables."""
    base = Path(tempfile.mkdtemp())
    home = Home(base, settings="")
    home.start()
    shells = {name: Shell(name, home, _place(base, name), after=PROBES.get(name, "")) for name in _installed()}
    bare = {name: Shell(name, home, _place(base, f"{name}-bare"), guard=False) for name in _installed()}
    for shell in (*shells.values(), *bare.values()):
        shell.sync()
    wait_until(lambda: "bash" not in shells or list(Path(home.directory).glob("*.q")))
    for name in PROBES.keys() & shells.keys():
        switch(shells[name], "off")
    times: dict[str, list[float]] = {}
    lines = varied(50_000, seed=2)
    for number in range(rounds):
        measured = PROBES.keys() & shells.keys()
        jobs = [(kind, name) for kind in (*_KINDS, "true") for name in measured]
        jobs += [("enter", name) for name in shells] + [("bare", name) for name in bare]
        if number % 5 == 0:
            jobs.append(("python", ""))
        random.shuffle(jobs)
        for kind, name in jobs:
            label, took = one(kind, name, shells, bare, number, next(lines))
            times.setdefault(label, []).append(took)
    table("One request, and processes (ms)", times, (*_KINDS, "true", "python"))
    table("Enter to output (ms)", times, ("bare", "enter"))
    verdicts(home, lines)
    for shell in (*shells.values(), *bare.values()):
        shell.__exit__()
    home.end()
    shutil.rmtree(base, ignore_errors=True)


def one(kind: str, name: str, shells: dict, bare: dict, number: int, line: str) -> tuple[str, float]:
    """One measurement: its label, and milliseconds."""
    if kind == "python":
        start = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-S", "-c", "pass"], check=True)
        return "python -I -S -c pass", (time.perf_counter() - start) * 1000
    shell = bare[name] if kind == "bare" else shells[name]
    if kind in (*_KINDS, "true"):
        lines = {"transport": "", "request-new": line.replace("\n", " ")}
        line = lines.get(kind, f"ls -la file{number}")
        quoted = "'" + line.replace("'", "'\\''") + "'"
        shell.line(f"__true {number}" if kind == "true" else f"__cg_measure {number} {quoted} {kind}")
        shell.expect(f"took:{number}:(\\d+):")
        took = int(shell.child.match[1]) / 1000
        shell.child.expect_exact("guarded> ")
        return f"{kind} {name}", took
    if name in PROBES and kind == "enter":
        switch(shell, "on")
    shell.keys(f"echo a''b{number}c")
    shell.expect("c")
    time.sleep(0.02)
    start = time.perf_counter()
    shell.keys("\r")
    shell.expect(f"ab{number}c")
    took = (time.perf_counter() - start) * 1000
    shell.child.expect_exact("guarded> ")
    if name in PROBES and kind == "enter":
        switch(shell, "off")
    return f"{kind} {name}", took


def switch(shell: Shell, to: str) -> None:
    """Switch the guard of a shell "on" or "off"; off is asked about."""
    shell.line(f"chimera-guard {to}")
    if to == "off" and shell.asked():
        shell.keys("y")
    shell.child.expect_exact(f"{to} in this shell")
    shell.sync()


def verdicts(home: Home, lines) -> None:
    """New lines of 200 characters through the socket, then memory."""
    took = []
    pid = home.server()
    connection = runtime.connect(home.directory, 5.0)

    def ask(line: str) -> float:
        frame = protocol.encode("bash", "/tmp", line)
        start = time.perf_counter()
        runtime.exchange(connection, frame)
        return (time.perf_counter() - start) * 1000

    for number in range(2000):
        line = next(lines)
        took.append(ask((line + f" # {number} " + "x" * 200)[:200]))
    memory = []
    for _ in range(2):
        for line in varied(10_000):
            ask(line)
        memory.append(resident(pid))
    connection.close()
    print("\nVerdict on a new line of 200 characters, through the socket (ms)")
    print(f"  median {statistics.median(took):.2f}   p95 {part(took, 95):.2f}   p99 {part(took, 99):.2f}")
    print(f"\nServer memory (RSS): {memory[0]:.1f} MB after 10,000 varied lines, {memory[1]:.1f} MB after 10,000 more")


def resident(pid: int) -> float:
    """The resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    return 0.0


def table(title: str, times: dict[str, list[float]], kinds: tuple[str, ...]) -> None:
    """Print the rows of these kinds."""
    print(f"\n{title}\n  {'':24} {'n':>5} {'median':>8} {'p95':>8}")
    for label in sorted(times):
        if label.split(" ")[0] in kinds:
            values = times[label]
            print(f"  {label:24} {len(values):5} {statistics.median(values):8.3f} {part(values, 95):8.3f}", end="")
            floor = times.get(f"true {label.split(' ')[1]}")
            if label.startswith(_KINDS) and floor:
                print(f"   = {statistics.median(values) / statistics.median(floor):.2f} x /bin/true", end="")
            print()


def part(values: list[float], percent: int) -> float:
    """The percentile."""
    return statistics.quantiles(values, n=100)[percent - 1]


def _installed() -> list[str]:
    return [name for name in ("bash", "zsh", "fish") if shutil.which(name)]


def _place(base: Path, name: str) -> Path:
    path = base / name
    path.mkdir()
    return path


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
