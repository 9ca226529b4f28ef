"""Guards the place where commands and writes end up, whichever tool or agent they come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chimera_guard.analyzers import RuleBasedSecurityAnalyzer
from chimera_guard.frontends.chimera_run import INSTALLED, command_result, failed_tests
from chimera_guard.frontends.grants import TESTS
from chimera_guard.frontends.permissions import SecurityPermissionPolicy
from chimera_guard.toolcall import Call

REFUSED = 126  # what a shell says of a command that was found, but may not be run


class GuardedFile(FileNotFoundError):
    """A file that the policy keeps from being read; it is as if it were not there."""


def guard_environment(environment: Any, policy: SecurityPermissionPolicy) -> Any:
    """Return the environment, or operations, with every command and write judged by the policy.

    It closes what a policy alone can't see: commands inside `batch`, of sub-agents, and those that follow an
    approved call in the same turn. What the policy has let through just before is not asked about again. A command
    that is not allowed ends with status 126 and the reason on standard error; a write raises PermissionError, as the
    host's own environment does for paths outside of it.

    Args:
        environment: an Environment of chimera-run, its BashOps, ReadOps or WriteOps, or anything with `run_command`,
            `read_file` or `write_file`. It is not changed.
        policy: decides, asks, and remembers what was let through.

    Raises:
        TypeError: there is nothing to guard in `environment`.
    """
    guards = {name: guard for name, guard in _GUARDS.items() if callable(getattr(environment, name, None))}
    if guards.keys().isdisjoint(("run_command", "read_file", "write_file")):
        raise TypeError("an environment to guard has run_command, read_file or write_file")
    policy.guards_environment = policy.guards_environment or "run_command" in guards
    place = _place(environment)
    policy.workdir = policy.workdir or place
    kind = type(f"Guarded{type(environment).__name__}", _bases(environment), dict(guards))
    return kind(environment, policy)


class _Guarded:
    """Passes everything on but what is guarded."""

    def __init__(self, inner: Any, policy: SecurityPermissionPolicy) -> None:
        object.__setattr__(self, "_guarded_inner", inner)
        object.__setattr__(self, "_guarded_policy", policy)

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_guarded_inner"), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._guarded_inner, name, value)


def _bases(environment: Any) -> tuple[type, ...]:
    """The classes of the wrapper: also the host's Environment, for hosts that look at the type."""
    if INSTALLED:
        from chimera.env.base import Environment

        if isinstance(environment, Environment):
            return (_Guarded, _passing_on(Environment))
    return (_Guarded,)


def _passing_on(host: type) -> type:
    """A subclass of the host's class that passes its methods on to the wrapped object."""

    def forward(name: str) -> Callable[..., Any]:
        def method(self: Any, *args: Any, **kwargs: Any) -> Any:
            return getattr(self._guarded_inner, name)(*args, **kwargs)

        return method

    methods = {name: forward(name) for name in dir(host) if callable(getattr(host, name)) and not name.startswith("_")}
    return type(host.__name__, (host,), methods)


def _place(environment: Any) -> str | None:
    place = getattr(environment, "workdir", None) or getattr(environment, "cwd", None)
    return str(place) if place is not None else None


def _run_command(self: Any, *args: Any, **kwargs: Any) -> Any:
    return _guard_command(self, "run_command", args, kwargs)


def _run_in_session(self: Any, *args: Any, **kwargs: Any) -> Any:
    return _guard_command(self, "run_in_session", args, kwargs)


def _guard_command(self: Any, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    command = args[0] if args else kwargs.get("cmd", kwargs.get("command"))
    place = kwargs.get("cwd") or _place(self._guarded_inner)
    call = Call("bash", {"command": command}, str(place) if place is not None else None)
    refused = self._guarded_policy.refuse(call)
    if refused is not None:
        return command_result("", refused, REFUSED)
    return getattr(self._guarded_inner, method)(*args, **kwargs)


def _run_tests(self: Any, *args: Any, **kwargs: Any) -> Any:
    command = getattr(self._guarded_inner, "test_cmd", None)
    place = _place(self._guarded_inner)
    call = Call("bash", {"command": command}, place) if isinstance(command, str) else Call("test", {}, place)
    if not self._guarded_policy.granted(*TESTS):
        refused = self._guarded_policy.refuse(call)
        if refused is not None:
            return failed_tests(refused)
    return self._guarded_inner.run_tests(*args, **kwargs)


def _write_file(self: Any, path: str, *args: Any, **kwargs: Any) -> Any:
    refused = self._guarded_policy.refuse(Call("write_file", {"path": path}, _place(self._guarded_inner)))
    if refused is not None:
        raise PermissionError(refused)
    return self._guarded_inner.write_file(path, *args, **kwargs)


_RULES = RuleBasedSecurityAnalyzer()


def _read_file(self: Any, path: str, *args: Any, **kwargs: Any) -> Any:
    """Keep secrets from tools that read whatever they find; a model is not asked about each file."""
    policy = self._guarded_policy
    call = Call("read_file", {"path": path}, _place(self._guarded_inner))
    risky = _RULES.assess(call).risk.rank >= 3
    if risky and not policy.granted("read", path) and policy.decide(call, may_ask=False).action.value != "allow":
        raise GuardedFile(f"chimera-guard: {path} holds secrets, and was not let through")
    try:
        return self._guarded_inner.read_file(path, *args, **kwargs)
    except PermissionError as error:  # a link that leads out of the directory, say: it would end a search, and the run
        raise GuardedFile(str(error)) from error


def _clone(self: Any, *args: Any, **kwargs: Any) -> Any:
    return guard_environment(self._guarded_inner.clone(*args, **kwargs), self._guarded_policy)


_GUARDS: dict[str, Callable[..., Any]] = {
    "run_command": _run_command,
    "run_in_session": _run_in_session,
    "run_tests": _run_tests,
    "write_file": _write_file,
    "read_file": _read_file,
    "clone": _clone,
}
