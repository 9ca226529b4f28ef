"""Where names of a scripting language get what they hold: assignments, loops, parameters of functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chimera_guard.effects.code.scripts.brackets import closed, nesting
from chimera_guard.effects.code.scripts.tokens import DEFINES, MEMBERS, Token
from chimera_guard.effects.places import names

MAX_BINDINGS = 512
MAX_SPAN = 256  # tokens of one expression
MAX_STEPS = 60_000
MAX_BOUND = 20_000  # tokens, of all expressions together
_DECLARES = names("const let var my our local use static final public private protected readonly def")
_CONSTRUCTORS = ("initialize", "__construct")
_FINDS = names("glob find foreach each_child children entries mktmpdir")
OWN = {"this": "this.", "$this": "this.", "self": "self."}  # what comes before the fields of an object
_ITERATES = names("forEach each map foreach each_entry flatMap")
_ENDS = frozenset([";", "\n", ",", "if", "unless", "and", "do", "while", "||="])
_CHANGES = frozenset(["+", ".", "-", "*", "/", "|", "&", "?", "??", "||", "..", "<<", "%"])

_BEFORE = names("return await else then of in")
_MEMBERS = (".", "?.", "::")


class Binding(NamedTuple):
    """`name` holds what the tokens from `start` to `end` give: as a whole, or (`each`) one after the other.

    `f()` is the name for what a function `f` gives back.
    """

    name: str
    start: int
    end: int
    each: bool = False
    item: bool = False  # one more of a list


class _Finder:
    def __init__(self, found: Sequence[Token]) -> None:
        self.found = found
        self.bound: list[Binding] = []
        self.left = MAX_STEPS
        self.tokens = 0  # of all that names are bound to
        self.cls = ""
        self.parameters: dict[str, list[str]] = {}

    def text(self, i: int) -> str:
        return self.found[i].text if 0 <= i < len(self.found) and self.found[i].kind != "text" else ""

    def is_name(self, i: int) -> bool:
        return 0 <= i < len(self.found) and self.found[i].kind in ("name", "variable")

    def close(self, i: int) -> int:
        """Where the bracket that opens at `i` closes."""
        end = closed(self.found, i, MAX_SPAN)
        self.left -= min(end + 1 - i, MAX_SPAN)
        return end

    def end(self, i: int) -> int:
        """Where the expression that begins at `i` ends."""
        at = i
        while at < min(len(self.found), i + MAX_SPAN) and self.left > 0:
            self.left -= 1
            token = self.found[at]
            if nesting(token) > 0:
                at = self.close(at)
            elif self.stops(at, at == i):
                break
            at += 1
        return min(at, len(self.found))

    def stops(self, i: int, first: bool) -> bool:
        """Whether an expression ends before the token at `i`."""
        token = self.found[i]
        if nesting(token) < 0:
            return True
        return not first and token.kind in ("sign", "name") and token.text in _ENDS and not self.goes_on(i)

    def goes_on(self, i: int) -> bool:
        """Whether an expression goes on in the next line."""
        return self.text(i) == "\n" and self.text(i + 1) in ("+", ".")

    def note(self, name: str, start: int, end: int, each: bool = False, item: bool = False) -> None:
        end = end if end - start < MAX_SPAN else start  # what is longer is not known
        self.tokens += end - start
        self.bound.append(Binding(name, start, end, each, item))

    def run(self) -> list[Binding]:
        """Look at all tokens: at what gives something first, then at calls of what was found to be a function."""
        found = self.found
        for i, token in enumerate(found):
            if self.left < 0 or len(self.bound) > MAX_BINDINGS:
                break
            if token.kind == "regex" and token.text in ("s", "tr", "y") and self.text(i - 1) not in ("=~", "!~"):
                self.note("$_", i, i)
            if token.text == "class" and self.is_name(i + 1):
                self.cls = found[i + 1].text
            if token.kind == "name" and token.text == "constructor":
                self.parameters[f"new {self.cls}"] = self.listed(i + 1)
            elif token.text in OWN and self.text(i + 1) in (".", "->") and self.is_name(i + 2):
                self.assigned(i + 2, f"{OWN[token.text]}{found[i + 2].text}")
            elif token.kind == "name" and token.text in _FINDS and self.text(i + 1) in ("(", "{", "do"):
                self.block(i)
            if token.kind == "name" and token.text in DEFINES:
                self.defined(i)
            elif token.kind in ("name", "variable") and self.text(i - 1) not in MEMBERS:
                self.assigned(i)
            if token.kind == "name" and token.text in ("for", "foreach"):
                self.loop(i)
            elif token.text in ("push", "unshift") and self.text(i - 1) == "." and self.text(i + 1) == "(":
                self.note(self.text(i - 2), i + 2, self.close(i + 1), item=True)
            elif token.kind == "name" and token.text in _ITERATES and self.text(i - 1) == ".":
                self.iterated(i)
        for i, token in enumerate(found if self.left > 0 else ()):
            if token.kind == "name" and token.text in self.parameters and self.text(i - 1) not in DEFINES:
                self.called(i, self.parameters[token.text])
            elif token.text == "new" and self.text(i + 2) == "(" and f"new {self.text(i + 1)}" in self.parameters:
                self.called(i + 1, self.parameters[f"new {self.text(i + 1)}"])
            elif token.text == "new" and self.text(i - 1) == "." and f"new {self.text(i - 2)}" in self.parameters:
                self.called(i, self.parameters[f"new {self.text(i - 2)}"])
        return self.bound

    def block(self, i: int) -> None:
        """`Dir.glob("*.o") { |x| ... }`, `Find.find("d") do |x|`."""
        close = self.close(i + 1) if self.text(i + 1) == "(" else i
        if self.text(close + 1) in ("{", "do") and self.text(close + 2) == "|" and self.is_name(close + 3):
            self.note(self.found[close + 3].text, max(i - 2, 0), close + 1, True)

    def assigned(self, i: int, name: str = "") -> None:
        """`name = ...`, and what changes a name in other ways."""
        name = name or self.found[i].text
        if self.text(i + 1) == "=~" and self.text(i + 2) in ("s", "tr", "y"):
            self.note(name, i, i)
        if self.text(i + 1) == "=" and self.text(i + 2) != "=":
            if not self.arrow(i, i + 2):
                self.note(name, i + 2, self.end(i + 2))
        elif self.text(i + 1) == "<" and self.text(i + 2) == "-" and self.text(i - 1) in ("", "\n", ";", "{"):
            self.note(name, i + 3, self.end(i + 3))  # of R
        elif self.text(i + 1) in _CHANGES and self.text(i + 2) == "=":
            self.note(name, i, i)  # changed in some way

    def arrow(self, i: int, at: int) -> bool:
        """`name = (a, b) => ...`: a function under that name."""
        at += self.text(at) == "async"
        if self.text(at) in ("function", "lambda", "sub"):
            self.parameters[self.found[i].text] = self.listed(at + 1)
            return True
        if self.text(at) == "(" and self.text(self.close(at) + 1) == "=>":
            self.parameters[self.found[i].text] = self.listed(at)
            return True
        if self.is_name(at) and self.text(at + 1) == "=>":
            self.parameters[self.found[i].text] = [self.found[at].text]
            return True
        return False

    def listed(self, i: int) -> list[str]:
        """The names of parameters between brackets that open at `i`, or near it."""
        if self.text(i) != "(":
            return []
        inside = range(i + 1, self.close(i))
        names_in = [at for at in inside if self.is_name(at) and self.text(at - 1) in ("(", ",", "...", "&")]
        return [self.found[at].text for at in names_in]

    def defined(self, i: int) -> None:
        """`function name(a, b)`, `def name(a)`, `sub name { my ($a) = @_; ... }`."""
        i += self.text(i + 1) == "*"
        if not self.is_name(i + 1):
            return
        name = self.found[i + 1].text
        name = f"new {self.cls}" if name in _CONSTRUCTORS else name
        if self.text(i + 2) == "(":
            self.parameters[name] = self.listed(i + 2)
            self.gives(name, self.close(i + 2) + 1)
        elif self.text(i + 2) == "{" and self.text(i + 3) == "my":
            given = self.listed(i + 4) if self.text(i + 4) == "(" else [self.found[i + 4].text]
            self.parameters[name] = given

    def gives(self, name: str, i: int) -> None:
        """What a function whose body begins at `i` gives back."""
        end = self.close(i) if self.text(i) == "{" else i
        for at in range(i, end):
            if self.text(at) in ("return", "yield") and self.text(at + 1) not in (";", "\n", "*", "}"):
                self.note(f"{name}()", at + 1, self.end(at + 1), item=self.text(at) == "yield")

    def loop(self, i: int) -> None:
        """`for (const x of list)`, `for x in list`, `foreach my $x (list)`, `foreach (list as $k => $x)`."""
        close = self.close(i + 1) if self.text(i + 1) == "(" else i + 1
        listed = next((n for n in range(i + 1, close) if self.text(n) == "as"), None)
        if listed is not None and self.is_name(close - 1):
            self.note(self.found[close - 1].text, i + 2, listed, True)
            return
        if self.text(i + 1) == "(" and not any(self.text(at) in (";", "of", "in", "=") for at in range(i, close)):
            self.note("$_", i + 2, close, True)  # of Perl, where no other name is given
        at = i + 1
        while self.text(at) in _DECLARES or self.text(at) in ("(", "await"):
            at += 1
        if self.is_name(at) and self.text(at + 1) == "," and self.is_name(at + 2):
            at += 2  # `for _, x in ipairs(list)`
        if self.is_name(at) and self.text(at + 1) in ("of", "in"):
            start = at + 2
            start += 1 if self.text(start) in ("ipairs", "pairs") else 0
            self.note(self.found[at].text, start, self.end(start), True)
        elif self.is_name(at) and self.text(at + 1) == "(":
            self.note(self.found[at].text, at + 1, self.close(at + 1) + 1, True)

    def iterated(self, i: int) -> None:
        """`list.forEach(x => ...)`, `list.each { |x| ... }`, `list.each do |x|`."""
        at = i + 1
        while self.text(at) in ("(", "{", "do", "async", "function", "|"):
            at += 1
        if self.is_name(at):
            start = self.begin(i - 1)
            if self.found[at].text in self.parameters:
                for parameter in self.parameters[self.found[at].text][:1]:
                    self.note(parameter, start, i - 1, True)
            elif at != i + 2 or self.text(at + 1) != ")":  # a function that is handed on is no name of an item
                self.note(self.found[at].text, start, i - 1, True)

    def iterates(self, i: int) -> bool:
        """Whether a function is handed on behind `i` to what calls it with the items of a list."""
        return self.text(i) == "(" and self.text(i - 1) in _ITERATES and self.text(i - 2) == "."

    def begin(self, i: int) -> int:
        """Where the expression begins that ends before `i`."""
        depth, at = 0, i
        while at > max(i - MAX_SPAN, 0):
            self.left -= 1
            before = self.found[at - 1]
            if nesting(before) < 0 or (nesting(before) > 0 and depth):
                depth -= nesting(before)
            elif depth == 0 and (before.text in _BEFORE or (before.kind == "sign" and before.text not in _MEMBERS)):
                break
            at -= 1
        return at

    def called(self, i: int, given: Sequence[str]) -> None:
        """A call of a function that the code defines gives its parameters what they hold."""
        if self.text(i + 1) != "(":
            if self.text(i + 1) != "=":
                for name in given if not self.iterates(i - 1) else ():
                    self.note(name, i, i)  # handed on, to be called by somebody else
            return
        at, close = i + 2, self.close(i + 1)
        for name in given:
            if at >= close:
                break
            end = min(self.end(at), close)
            self.note(name, at, end)
            at = end + 1


def bindings(found: Sequence[Token]) -> list[Binding] | None:
    """What is bound to which names, anywhere in the code; None where that is more than can be followed."""
    finder = _Finder(found)
    bound = finder.run()
    followed = finder.left > 0 and finder.tokens <= MAX_BOUND and len(bound) <= MAX_BINDINGS
    return bound if followed else None
