"""The second opinion: bashlex's grammar must see the same structure, made of the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.syntax.masking import Masked, negates_nothing, words
from chimera_guard.syntax.nodes import (
    ArithmeticCommand,
    ArithmeticFor,
    Case,
    Command,
    Condition,
    Coprocess,
    For,
    Function,
    Group,
    If,
    List,
    Loop,
    Negation,
    Pipeline,
    Simple,
)
from chimera_guard.syntax.problems import Beyond, Unreadable

if TYPE_CHECKING:
    from chimera_guard.syntax.grammar import Parser

MAX_LENGTH = 6_000  # of the masked copies of one text: the time that bashlex takes for them is bounded, too


def check(parser: Parser) -> None:
    """Compare the compound commands of a text with what bashlex makes of a masked copy.

    Raises:
        Unreadable: when they differ, or bashlex can't read the copy.
    """
    length = 0
    for start, (end, node) in parser.compounds.items():
        if type(node) in (Condition, ArithmeticCommand, Case) or _is_simple_coprocess(node):
            continue  # bashlex has no opinion about these
        masked = Masked(parser, start, end, node)
        length += len(masked.text)
        if length > MAX_LENGTH:
            raise Beyond("its compound commands are too long to be read in time")
        theirs = _Theirs(masked).read()
        if theirs != _ours(node):
            raise Unreadable("two readers of its grammar come to different results")


def _is_simple_coprocess(node: Command) -> bool:
    return type(node) is Coprocess and type(node.body) in (Simple, Condition, ArithmeticCommand, Case)


def _ours(node: Command) -> object:
    """The structure of one of our nodes: kinds, and the places of words."""
    if isinstance(node, Simple):
        return ("simple", words(node))
    if isinstance(node, List):
        return _our_list(node)
    if isinstance(node, Pipeline):
        return ("|", *(_ours(stage) for stage in node.stages))
    if isinstance(node, Negation):
        return ("simple", (node.span.start,)) if negates_nothing(node) else ("!", _ours(node.body))
    if isinstance(node, Coprocess):
        return _ours(node.body)
    if isinstance(node, Function):
        return ("function", _ours(node.body))
    redirects = tuple(redirect.span.start for redirect in node.redirects)
    if isinstance(node, Group):
        return (node.kind, _our_list(node.body), redirects)
    if isinstance(node, If):
        lists = [part for branch in node.branches for part in branch]
        if node.otherwise is not None:
            lists.append(node.otherwise)
        return ("if", tuple(_our_list(part) for part in lists), redirects)
    if isinstance(node, Loop):
        return (node.kind, _our_list(node.condition), _our_list(node.body), redirects)
    if isinstance(node, For):
        names = None if node.words is None else tuple(word.span.start for word in node.words)
        return ("for", names, _our_list(node.body), redirects)
    if isinstance(node, ArithmeticFor):
        return ("for", None, _our_list(node.body), redirects)
    return ("(", ((("simple", (node.span.start + 1,)), ""),), redirects)


def _our_list(node: List) -> tuple[object, ...]:
    items = [(_ours(item.command), item.separator) for item in node.items]
    if items and items[-1][1] == ";":
        items[-1] = (items[-1][0], "")
    return tuple(items)


class _Theirs:
    """Reads a masked copy with bashlex, and brings its tree to the form of `_ours`."""

    def __init__(self, masked: Masked) -> None:
        self._masked = masked

    def read(self) -> object:
        """The structure that bashlex sees.

        Raises:
            Unreadable: when it can't read the copy.
        """
        from chimera_guard.syntax.tables import bashlex

        try:
            return self._command(bashlex().parser.parsesingle(self._masked.text, expansionlimit=-1))
        except Exception as problem:  # whatever it trips over: it has no common base class for its errors
            raise Unreadable("its grammar can't be confirmed by a second reader") from problem

    def _start(self, node: Any) -> int:
        return self._masked.origin(node.pos[0])

    def _command(self, node: Any) -> object:
        kind = node.kind
        if kind == "command":
            return ("simple", tuple(sorted(self._start(part) for part in node.parts)))
        if kind == "pipeline":
            parts = [part for part in node.parts if part.kind != "pipe"]
            negations = 0
            while parts[negations].kind == "reservedword":
                negations += 1
            stages = [self._command(part) for part in parts[negations:]]
            result: object = stages[0] if len(stages) == 1 else ("|", *stages)
            for _ in range(negations):
                result = ("!", result)
            return result
        if kind == "function":
            return ("function", self._command(node.body))
        if kind == "list":
            return self._list(node)
        first = node.list[0]
        redirects = tuple(self._start(redirect) for redirect in node.redirects)
        if first.kind == "reservedword":
            return (first.word, self._list(node.list[1]), redirects)
        return (*self._compound(first), redirects)

    def _compound(self, node: Any) -> tuple[object, ...]:
        parts = list(_flat(node.parts))
        lists = [self._list(part) for part in parts if part.kind not in ("reservedword", "word")]
        if node.kind == "if":
            return ("if", tuple(lists))
        if node.kind == "for":
            keywords = [part.word for part in parts if part.kind == "reservedword"]
            names = tuple(self._start(part) for part in parts[2:] if part.kind == "word")
            return ("for", names if "in" in keywords else None, *lists)
        condition, body = lists
        return (node.kind, _without_last(condition), body)

    def _list(self, node: Any) -> tuple[object, ...]:
        if node.kind != "list":
            return ((self._command(node), ""),)
        items: list[tuple[object, str]] = []
        for part in node.parts:
            if part.kind == "operator":
                items[-1] = (items[-1][0], ";" if part.op == "\n" else part.op)
            else:
                items.append((self._command(part), ""))
        if items[-1][1] == ";":
            items[-1] = (items[-1][0], "")
        return tuple(items)


def _flat(parts: list[Any]) -> Any:
    """The parts of an `if`: bashlex puts every further `elif` as a list into a reserved word."""
    for part in parts:
        if part.kind == "reservedword" and isinstance(part.word, list):
            yield from _flat(part.word)
        else:
            yield part


def _without_last(condition: tuple[object, ...]) -> tuple[object, ...]:
    """The condition of a loop without the word that the copy adds to it."""
    items: list[Any] = list(condition[:-1])
    if items[-1][1] == ";":
        items[-1] = (items[-1][0], "")
    return tuple(items)
