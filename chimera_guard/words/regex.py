"""POSIX regular expressions, basic and extended, as sed, grep and awk have them; matched in bounded time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chimera_guard.words.brackets import bracket
from chimera_guard.words.work import Work

MAX_PATTERN = 1_000
MAX_TIMES = 262_144
MAX_DEPTH = 120
_WORD = {"w": False, "W": True}
_ESCAPED = {"n": "\n", "t": "\t", "f": "\f", "v": "\v", "a": "\a", "r": "\r"}
Spans = tuple[tuple[int, int] | None, ...]


class Unsupported(ValueError):
    """The expression is no valid one, or beyond the bounds."""


class One:
    """One character that `takes` accepts."""

    __slots__ = ("takes",)

    def __init__(self, takes: Callable[[str], bool]) -> None:
        self.takes = takes


class Group:
    """Alternatives; `number` is 0 where nothing is captured."""

    __slots__ = ("alternatives", "number")

    def __init__(self, number: int, alternatives: list[list[Node]]) -> None:
        self.number = number
        self.alternatives = alternatives


class Repeat:
    """A node from `low` to `high` times."""

    __slots__ = ("high", "low", "node")

    def __init__(self, node: Node, low: int, high: int) -> None:
        self.node = node
        self.low = low
        self.high = high


class Anchor:
    """A place: `^`, `$`, `b` (the edge of a word), `B`, `<` or `>`."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


class Back:
    """What a group has matched, once more."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


Node = One | Group | Repeat | Anchor | Back


class Regex:
    """A compiled expression."""

    __slots__ = ("at", "extended", "groups", "ignore_case", "nodes", "text", "work")

    def __init__(self, pattern: str, extended: bool, ignore_case: bool, work: Work) -> None:
        """Raises Unsupported where `pattern` can't be compiled."""
        if len(pattern) > MAX_PATTERN:
            raise Unsupported(pattern)
        self.text = pattern
        self.extended = extended
        self.ignore_case = ignore_case
        self.at = 0
        self.groups = 0
        self.work = work
        self.nodes: list[Node] = [Group(0, self._alternatives(0))]
        if self.at < len(pattern):
            raise Unsupported(pattern)

    # Compiling

    def _is(self, operator: str) -> bool:
        """Whether a special character stands here: in basic expressions it is one behind a backslash."""
        return self.text.startswith(operator if self.extended else "\\" + operator, self.at)

    def _skip(self) -> None:
        self.at += 1 if self.extended else 2

    def _alternatives(self, depth: int) -> list[list[Node]]:
        if depth > 12:
            raise Unsupported(self.text)
        found: list[list[Node]] = [[]]
        while self.at < len(self.text) and not (depth and self._is(")")):
            if self._is("|"):
                self._skip()
                found.append([])
                continue
            node = self._atom(depth, not found[-1])
            found[-1].append(self._repeated(node))
        return found

    def _atom(self, depth: int, first: bool) -> Node:
        text, c = self.text, self.text[self.at]
        if self._is("("):
            self._skip()
            self.groups += 1
            number = self.groups
            inner = self._alternatives(depth + 1)
            if not self._is(")"):
                raise Unsupported(text)
            self._skip()
            return Group(number, inner)
        if c == "[":
            found = bracket(text, self.at, escapes=False)
            if found is None:
                raise Unsupported(text)
            self.at = found[1]
            return self._one(found[0].takes)
        self.at += 1
        if c == ".":
            return One(lambda character: True)
        if c == "^" and (first or self.extended):
            return Anchor("^")
        if c == "$" and (self.extended or self.at == len(text) or text.startswith(("\\)", "\\|"), self.at)):
            return Anchor("$")
        if c == "\\":
            return self._escape()
        if self.extended and (c in "*+?{" or c == ")"):
            raise Unsupported(text)
        return self._one(c.__eq__)

    def _escape(self) -> Node:
        if self.at >= len(self.text):
            raise Unsupported(self.text)
        c = self.text[self.at]
        self.at += 1
        if c in "123456789":
            return Back(int(c))
        if c in "bB<>":
            return Anchor(c)
        if c in "wW":
            return One(lambda character: (character.isalnum() or character == "_") != _WORD[c])
        if c in "sS":
            return One(lambda character: character.isspace() == (c == "s"))
        if c in _ESCAPED:
            return One(_ESCAPED[c].__eq__)
        if c.isalnum() or c in "`'" or (not self.extended and c in "{}+?"):
            raise Unsupported(self.text)
        return self._one(c.__eq__)

    def _one(self, takes: Callable[[str], bool]) -> One:
        if not self.ignore_case:
            return One(takes)
        return One(lambda character: takes(character.lower()) or takes(character.upper()))

    def _repeated(self, node: Node) -> Node:
        while self.at < len(self.text) and not isinstance(node, Anchor):
            if self.text[self.at] == "*":
                self.at += 1
                node = Repeat(node, 0, MAX_TIMES)
            elif self._is("+") or self._is("?"):
                plus = self._is("+")
                self._skip()
                node = Repeat(node, 1, MAX_TIMES) if plus else Repeat(node, 0, 1)
            elif self._is("{"):
                self._skip()
                node = Repeat(node, *self._counts())
            else:
                break
        return node

    def _counts(self) -> tuple[int, int]:
        end = self.text.find("}" if self.extended else "\\}", self.at)
        low, comma, high = self.text[self.at : max(end, self.at)].partition(",")
        if end < 0 or not (low + high).isdigit() or len(low) > 3 or len(high) > 3:
            raise Unsupported(self.text)
        self.at = end + (1 if self.extended else 2)
        least = int(low or "0")
        return least, (int(high) if high else MAX_TIMES) if comma else least

    # Matching

    def search(self, text: str, start: int = 0) -> Spans | None:
        """Return the leftmost, longest match from `start` on: its span, then its groups'; None where there is none.

        Raises:
            Unsupported: where matching would take too long.
        """
        for begin in range(start, len(text) + 1):
            best: tuple[int, Spans] | None = None
            for end, spans in self._run(self.nodes, 0, text, begin, (None,) * (self.groups + 1), 0):
                if best is None or end > best[0]:
                    best = end, spans
                if end == len(text):
                    break
            if best is not None:
                return ((begin, best[0]), *best[1][1:])
        return None

    def _run(
        self, nodes: list[Node], index: int, text: str, at: int, spans: Spans, depth: int
    ) -> Iterator[tuple[int, Spans]]:
        if not self.work.spend(1) or depth > MAX_DEPTH:
            raise Unsupported(self.text)
        while index < len(nodes):
            node = nodes[index]
            if isinstance(node, One):
                if at >= len(text) or not node.takes(text[at]):
                    return
                at += 1
            elif isinstance(node, Anchor):
                if not _stands(node.kind, text, at):
                    return
            elif isinstance(node, Back):
                span = spans[node.number] if node.number < len(spans) else None
                if span is None or not text.startswith(text[span[0] : span[1]], at):
                    return
                at += span[1] - span[0]
            else:
                found = self._times(node, 0, text, at, spans, depth) if isinstance(node, Repeat) else None
                for end, inner in found or self._group(node, text, at, spans, depth):  # type: ignore[arg-type]
                    yield from self._run(nodes, index + 1, text, end, inner, depth + 1)
                return
            index += 1
        yield at, spans

    def _group(self, node: Group, text: str, at: int, spans: Spans, depth: int) -> Iterator[tuple[int, Spans]]:
        for nodes in node.alternatives:
            for end, inner in self._run(nodes, 0, text, at, spans, depth + 1):
                if node.number:
                    inner = (*inner[: node.number], (at, end), *inner[node.number + 1 :])
                yield end, inner

    def _times(
        self, node: Repeat, done: int, text: str, at: int, spans: Spans, depth: int
    ) -> Iterator[tuple[int, Spans]]:
        """The ends of a repetition, the longest first."""
        inner = node.node
        if isinstance(inner, One):
            end = at
            while end < len(text) and end - at < node.high and inner.takes(text[end]):
                end += 1
            self.work.spend(end - at >> 2)
            for stop in range(end, at + node.low - 1, -1):
                yield stop, spans
            return
        if done < node.high:
            for end, caught in self._run([inner], 0, text, at, spans, depth + 1):
                if end > at or done < node.low:
                    yield from self._times(node, done + 1, text, end, caught, depth + 1)
        if done >= node.low:
            yield at, spans


def _stands(kind: str, text: str, at: int) -> bool:
    if kind == "^":
        return at == 0
    if kind == "$":
        return at == len(text)
    before = at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")
    after = at < len(text) and (text[at].isalnum() or text[at] == "_")
    if kind in "bB":
        return (before != after) == (kind == "b")
    return after and not before if kind == "<" else before and not after
