"""Loops and comprehensions of Python: round by round over constants, and else once."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from chimera_guard.effects.code.python.expressions import MAX_ITEMS
from chimera_guard.effects.code.python.functions import Definitions
from chimera_guard.effects.code.python.narrowing import narrowed
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Known,
    Partial,
    Thing,
    Unknown,
    lifted,
    lowered,
    taint_in,
)
from chimera_guard.words.value import SOME_NAME

MAX_ROUNDS = 16
MOST_ROUNDS = 64  # of a loop that is in no other
MAX_ATTEMPTS = 3  # with what is known, with what one round can change, and with all of that unknown
_LEAVING = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await)
_FILLING = frozenset("append extend write get post request sendto send connect".split())
_PAUSING = frozenset("sleep input recv accept wait get read readline poll select join exit _exit".split())


def rounds(items: Any, most: int = MAX_ROUNDS) -> list[Any] | None:
    """What the variable of a loop over a value is, round by round; None where that is not known."""
    held = items.value if isinstance(items, Known) else None
    if isinstance(held, (list, tuple, str, bytes, dict)) and len(held) <= most:
        return [lifted(item) for item in held]
    if isinstance(items, Thing) and items.kind in ("path", "file", "plain", "computed", "any-process"):
        return [items]
    if isinstance(items, Thing) and items.kind == "module-names":
        return [Thing("module-name")]
    if isinstance(items, Thing) and items.kind == "names":
        return [Partial(SOME_NAME, frozenset({"some-processes"} if items.target == "/proc" else ()))]
    if isinstance(items, Thing) and items.kind == "walk":
        root = None if items.target is None else f"{items.target.rstrip('/') or '/'}"
        return [Known([Partial(f"{root}/{SOME_NAME}") if root else UNKNOWN, Thing("names"), Thing("names")])]
    return None


class Loops(Definitions):
    """Reads what is done again and again."""

    def do_For(self, node: ast.For | ast.AsyncFor) -> None:
        items = self.value(node.iter)
        found = rounds(items, MAX_ROUNDS if self.looping else MOST_ROUNDS)
        self.looping += 1
        if found is not None and len(found) != 1:
            for item in found:
                self.bind(node.target, item)
                self.body(node.body)
        else:
            self.repeat(node.body, node.target, found[0] if found else Unknown(taint_in(items)))
        self.looping -= 1
        self.body(node.orelse)

    do_AsyncFor = do_For

    def repeat(self, body: list[ast.stmt], target: ast.expr | None = None, item: Any = UNKNOWN) -> None:
        """Read what is done any number of times: also with what one round leaves to the next."""
        for attempt in range(MAX_ATTEMPTS):
            if target is not None:
                self.bind(target, item)
            before = dict(self.names)
            self.body(body)
            changed = {name: value for name, value in self.names.items() if name in before and value != before[name]}
            if not changed:
                return
            for name, value in changed.items():
                if attempt or (isinstance(value, Known) and isinstance(value.value, (int, float))):
                    self.names[name] = Unknown(taint_in(value))

    def do_If(self, node: ast.If) -> None:
        self.value(node.test)
        self.held_by(node.test, lambda: self.body(node.body))
        self.body(node.orelse)

    def held_by(self, test: ast.expr, read: Callable[[], Any]) -> Any:
        """Read what is done where a test holds, with what it says of a name; returns what came of it last."""
        found = narrowed(test, self.value, self.names)
        if found is None:
            return read()
        name, ways = found
        before, result = self.names[name], None
        for way in ways:
            self.names[name] = way
            result = read()
        if self.names.get(name) is ways[-1]:
            self.names[name] = before
        return result

    def do_While(self, node: ast.While) -> None:
        self.value(node.test)
        before = len(self.into.effects)
        self.looping += 1
        self.repeat(node.body)
        self.looping -= 1
        forks = [effect for effect in list(self.into.effects)[before:] if "fork" in effect[2]]
        if forks:
            self.into.effect("exec-code", self.into.language, "fork-bomb")
        elif isinstance(node.test, ast.Constant) and node.test.value and _endless(node.body):
            self.into.effect("service", None, "busy")
        self.body(node.orelse)

    def of_ListComp(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Any:
        """A comprehension: over constants it is folded, else its parts are looked at once."""
        saved, self.names = self.names, dict(self.names)
        first = node.generators[0]
        items = self.value(first.iter)
        found = rounds(items, MAX_ITEMS)
        result: Any = UNKNOWN
        if found is not None and len(node.generators) == 1 and not first.ifs and isinstance(items, Known):
            values = []
            for item in found:
                self.bind(first.target, item)
                values.append(self.value(node.elt))
                if isinstance(values[-1], Unknown) and len(values) > MAX_ROUNDS:
                    self.bind(first.target, UNKNOWN)  # the rest, once
                    self.value(node.elt)
                    break
            result = Known([lowered(value) for value in values])
        else:
            value = self.comprehension(node.generators, [node.elt], items)
            result = Unknown(taint_in(items, value))
            if isinstance(value, Partial) or (isinstance(value, Thing) and value.kind == "path"):
                result = Known([value])  # one of those that it gives stands for all
        self.names = saved
        return result

    of_GeneratorExp = of_ListComp
    of_SetComp = of_ListComp

    def of_DictComp(self, node: ast.DictComp) -> Any:
        saved, self.names = self.names, dict(self.names)
        items = self.value(node.generators[0].iter)
        value = self.comprehension(node.generators, [node.key, node.value], items)
        self.names = saved
        return Unknown(taint_in(items, value))

    def comprehension(self, generators: list[ast.comprehension], parts: list[ast.expr], items: Any) -> Any:
        """Look at the parts of a comprehension once for each of a few rounds; returns the last part's last value."""
        value: Any = UNKNOWN
        found = rounds(items)
        for item in [Unknown(taint_in(items))] if found is None else found:
            self.bind(generators[0].target, item)
            for condition in generators[0].ifs:
                self.value(condition)
            first = generators[0].ifs[:1] or [ast.Constant(True)]
            value = self.held_by(first[0], lambda: self.inside(generators[1:], parts))
        return value

    def inside(self, generators: list[ast.comprehension], parts: list[ast.expr]) -> Any:
        """The part of a comprehension behind its first `for`."""
        if generators:
            return self.comprehension(generators, parts, self.value(generators[0].iter))
        return [self.value(part) for part in parts][-1]


def _of_module(node: ast.AST, module: str) -> bool:
    function = getattr(node, "func", None)
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == module


def _endless(body: list[ast.stmt]) -> bool:
    """Whether a loop without a condition only keeps the machine busy, or fills its memory or its disk."""
    busy = all(isinstance(statement, ast.Pass) for statement in body)
    for node in (node for statement in body for node in ast.walk(statement)):
        if isinstance(node, _LEAVING):
            return False
        name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else name
        if name in _PAUSING and not (name == "get" and _of_module(node, "requests")):
            return False
        busy = busy or name in _FILLING or isinstance(node, ast.AugAssign)
    return busy
