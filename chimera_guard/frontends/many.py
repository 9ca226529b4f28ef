"""`check --jsonl`: many commands in, one line of JSON for each out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from chimera_guard.frontends.checking import ALLOWED, STATUS, USAGE, Guard, Options


def check_many(lines: Iterable[bytes], options: Options, sink: TextIO) -> int:
    """Judge each line's command, and write its assessment with the policy's decision.

    A line holds a JSON string, or an object with `command` and, if wanted, `cwd` and `id` (which comes back). A line
    that holds neither gets an `error` in place of an assessment.

    Returns:
        2 when there was an error, else 3 when a command was refused, else 1 when one needs confirmation, else 0.
    """
    guard = Guard(options)
    statuses = {ALLOWED}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        answer, status = _answer(guard, line, number)
        statuses.add(status)
        if not options.quiet:
            sink.write(json.dumps(answer) + "\n")
            sink.flush()
    return USAGE if USAGE in statuses else max(statuses)


def _answer(guard: Guard, line: bytes, number: int) -> tuple[dict[str, Any], int]:
    try:
        request = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return {"error": "is not JSON; a line holds a JSON string, or an object with a command", "line": number}, USAGE
    if isinstance(request, str):
        request = {"command": request}
    marked = {"id": request["id"]} if isinstance(request, dict) and "id" in request else {}
    error = _error(request)
    if error:
        return {"error": error, "line": number, **marked}, USAGE
    assessment = guard.assess(request["command"], request.get("cwd"))
    decision = guard.decide(assessment)
    guard.record(assessment, decision, "check")
    return {**assessment.to_dict(), "decision": decision, **marked}, STATUS[decision]


def _error(request: Any) -> str:
    """What is wrong with a request; "" where nothing is."""
    if not isinstance(request, dict) or not isinstance(request.get("command"), str):
        return "is neither a string nor an object with a command"
    cwd = request.get("cwd")
    right = cwd is None or (isinstance(cwd, str) and cwd.startswith("/"))
    return "" if right else "cwd must be an absolute path"
