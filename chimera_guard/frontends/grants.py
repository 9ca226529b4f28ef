"""What a policy has let through already, so that the guarded environment does not ask about it a second time."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable

from chimera_guard.toolcall import PROJECT_TESTS, Call, Code, Command, steps

_MAX_KEPT = 256
_MAX_AGE = 600.0  # seconds: what was let through runs at once, or after a person answered for its neighbours
# A tool may look at a file several times before it writes it.
_READS = 4
# The project's own tests, which the environment has a method of its own for.
TESTS = ("tests", "")


class Grants:
    """Actions that may run once.

    Some are certain (a person, or the policy, said yes), others hang on a question that the host puts: the answer
    is not told to the policy, but an action of the question's call only gets here after a yes. The next call that is
    judged ends the question.
    """

    def __init__(self) -> None:
        self._certain: Counter[tuple[str, str]] = Counter()
        self._asked: Counter[tuple[str, str]] = Counter()
        self._latest = 0.0
        self._lock = threading.Lock()

    def allow(self, call: Call) -> None:
        """Let the actions of the call through, once."""
        with self._lock:
            self._drop_old()
            self._certain.update(keys_of(call))
            self._latest = time.monotonic()

    def ask(self, call: Call) -> None:
        """Let the actions of the call through, once, unless another call is judged before."""
        with self._lock:
            self._asked = Counter(keys_of(call))
            self._latest = time.monotonic()

    def next_call(self) -> None:
        """Forget the open question."""
        with self._lock:
            self._asked.clear()

    def take(self, keys: Iterable[tuple[str, str]]) -> bool:
        """Use up the grants for all of `keys`, and return whether there were all."""
        wanted = Counter(keys)
        with self._lock:
            self._drop_old()
            for held in (self._certain, self._asked):
                if wanted and wanted <= held:
                    held.subtract(wanted)
                    return True
        return False

    def _drop_old(self) -> None:
        if time.monotonic() - self._latest > _MAX_AGE or self._certain.total() > _MAX_KEPT:
            self._certain.clear()
            self._asked.clear()


def keys_of(call: Call) -> list[tuple[str, str]]:
    """The actions of a call that can reach an environment."""
    keys: list[tuple[str, str]] = []
    for step in steps(call):
        if isinstance(step, Command):
            keys.append(("command", step.text))
        elif isinstance(step, Code):
            continue
        elif step.kind == "exec-script" and step.target == PROJECT_TESTS:
            keys.append(TESTS)
        elif step.target is not None and step.kind in ("read", "write"):
            keys += [(step.kind, step.target)] * (_READS if step.kind == "read" else 1)
            if step.kind == "write":
                keys += [("read", step.target)] * _READS
    return keys
