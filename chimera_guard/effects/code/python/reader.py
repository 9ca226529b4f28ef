"""Python, by its own grammar: constants are folded, calls are looked up, everything else is unread."""

from __future__ import annotations

import ast
import warnings
from typing import Any

from chimera_guard.effects.code.python.apply import applied, applying
from chimera_guard.effects.code.python.calls import call_path
from chimera_guard.effects.code.python.constants import method_of_constant, operated
from chimera_guard.effects.code.python.guesses import unknown_method
from chimera_guard.effects.code.python.handlers import set_variable
from chimera_guard.effects.code.python.libraries import imported
from chimera_guard.effects.code.python.loops import Loops
from chimera_guard.effects.code.python.methods import method_of_thing
from chimera_guard.effects.code.python.notebooks import without_magics
from chimera_guard.effects.code.python.older import modern
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Class,
    Function,
    Instance,
    Known,
    Partial,
    Ref,
    Thing,
    Unknown,
    items_of,
    lifted,
    lowered,
    taint_in,
    text_of,
)
from chimera_guard.effects.code.reading import Collector, Exhausted
from chimera_guard.effects.places import names

# What is set to describe something, or to say what an error came from.
DESCRIBING = names(
    """
    __doc__ __name__ __qualname__ __module__ __cause__ __context__ __traceback__ __wrapped__ __version__ __all__
    __signature__ __annotations__ __test__ __author__ __suppress_context__
    """
)
# Names by which a shell is reached, or files are lost, whatever a class of the code's own calls so.
NEVER_OWN = names("system popen Popen check_output check_call eval exec exec_command rmtree unlink")
# What these are given they describe, and do not call.
LOOKING = ("inspect.", "builtins.help", "builtins.callable", "builtins.id", "builtins.dir", "dis.")
CAPABLE_WORDS = names(
    """
    system popen exec eval subprocess socket rmtree remove unlink spawn pty ctypes os shutil compile
    """
)


def read(language: str, code: str, into: Collector) -> None:
    """Read Python `code` into the collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = _parsed(code) or _parsed(modern(code)) or _parsed(without_magics(code, into))
        if tree is None:
            into.complete = False
            if not CAPABLE_WORDS.isdisjoint(_words(code)):
                into.capable()
            return
    PythonReader(into).module(tree)


def _parsed(code: str) -> ast.Module | None:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, MemoryError):
        return None


def _words(code: str) -> list[str]:
    return "".join(character if character.isalnum() or character == "_" else " " for character in code).split()


class PythonReader(Loops):
    """Walks the statements in order, with what is known of the variables."""

    def __init__(self, into: Collector, depth: int = 0) -> None:
        super().__init__(into)
        self.depth = depth

    def module(self, tree: ast.Module) -> None:
        """Read a whole program."""
        self.body(tree.body)
        if self.depth == 0:
            self.left_over()

    def body(self, statements: list[ast.stmt]) -> None:
        """Read statements in order."""
        for statement in statements:
            self.left -= 1
            if self.left < 0:
                raise Exhausted
            method = getattr(self, "do_" + type(statement).__name__, None)
            if method is not None:
                method(statement)
            else:
                self.generic(statement)

    def generic(self, node: ast.AST) -> None:
        """Read every expression and statement below `node`."""
        for _, value in ast.iter_fields(node):
            items = value if isinstance(value, list) else [value]
            if items and isinstance(items[0], ast.stmt):
                self.body(items)
                continue
            for item in items:
                if isinstance(item, ast.expr):
                    self.value(item)
                elif isinstance(item, ast.AST):
                    self.generic(item)

    # Names

    def do_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            imported(alias.name, self.into)
            root = alias.name.partition(".")[0]
            self.names[alias.asname or root] = Ref(alias.name if alias.asname else root)

    def do_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        imported(module if not node.level else "?", self.into)
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(module)
            else:
                self.names[alias.asname or alias.name] = Ref(f"{module}.{alias.name}")

    def do_Assign(self, node: ast.Assign) -> None:
        value = self.value(node.value, called=True)
        for target in node.targets:
            self.bind(target, value)

    def do_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.bind(node.target, UNKNOWN if node.value is None else self.value(node.value))

    def do_AugAssign(self, node: ast.AugAssign) -> None:
        value = self.value(node.value)
        if isinstance(node.target, ast.Name):
            before = self.names.get(node.target.id, UNKNOWN)
            self.bind(node.target, operated(type(node.op).__name__, before, value))

    def bind(self, target: ast.expr, value: Any) -> None:
        """Give a name, or several, what was computed."""
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = items_of(value) or []
            rest = value if isinstance(value, Thing) and value.kind == "module-name" else Unknown(taint_in(value))
            for i, each in enumerate(target.elts):
                self.bind(each, parts[i] if len(parts) == len(target.elts) else rest)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, UNKNOWN)
        elif isinstance(target, ast.Attribute):
            place = self.value(target.value, called=True)
            if isinstance(place, Instance):
                place.fields[target.attr] = value
            elif target.attr.startswith("__") and target.attr not in DESCRIBING:
                self.into.capable()
        elif isinstance(target, ast.Subscript):
            place, index = self.value(target.value, called=True), self.slice_of(target.slice)
            self.into.sets(index, text_of(value))
            if isinstance(place, Known) and isinstance(place.value, dict) and isinstance(index, (str, int)):
                place.value[index] = lowered(value)
            elif place == Ref("os.environ"):
                set_variable(self, index, value)

    # Blocks

    def do_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            value = self.value(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value)
        self.body(node.body)

    do_AsyncWith = do_With

    def do_Try(self, node: ast.Try) -> None:
        self.body(node.body)
        for handler in node.handlers:
            if handler.type is not None:
                self.value(handler.type, called=True)
            if handler.name:
                self.names[handler.name] = Thing("plain")  # what went wrong
            self.body(handler.body)
        self.body(node.orelse)
        self.body(node.finalbody)

    do_TryStar = do_Try

    def do_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.names.pop(target.id, None)

    # Calls

    def call(self, node: ast.Call) -> Any:
        """Look up what is called, and note what it does."""
        base, name = None, ""
        if isinstance(node.func, ast.Attribute):
            base, name = self.value(node.func.value, called=True), node.func.attr
            function = base if isinstance(base, (Known, Partial)) else self.attribute(base, name)
        else:
            function = self.value(node.func, called=True)
        looks = isinstance(function, Ref) and function.path.startswith(LOOKING)
        calling = applying(function, name)
        looks = looks or calling or isinstance(function, (Function, Class))
        arguments, keywords = self.given(node, looks)
        if isinstance(base, (Known, Partial)):
            return method_of_constant(base, name, arguments, keywords)
        if name in ("replace", "sub") and isinstance(put := arguments[1] if arguments[1:] else None, Known):
            self.into.added += [put.value] if isinstance(put.value, str) else []  # into what a file holds, mostly
        if function == Ref("builtins.super"):
            return self.parent()
        if isinstance(function, (Function, Class, Instance)):
            return self.called(function, arguments, keywords)
        if calling and (result := applied(self, function, name, arguments, keywords)) is not None:
            return result
        if isinstance(function, Ref):
            return call_path(self, function.path, arguments, keywords)
        own = isinstance(function, Unknown) or (isinstance(function, Thing) and function.kind == "plain")
        if name in self.methods and name not in NEVER_OWN and own:
            return Unknown(taint_in(function, *arguments))  # its body is read in any case
        if isinstance(function, Thing):
            return method_of_thing(self, function, name, arguments, keywords)
        return unknown_method(self, name, function, arguments, keywords)

    def given(self, node: ast.Call, looks: bool) -> tuple[list[Any], dict[str, Any]]:
        """What a call is given; `looks`: functions among it are not handed on to somebody unknown."""
        arguments: list[Any] = []
        for argument in node.args:
            value = self.value(argument.value if isinstance(argument, ast.Starred) else argument, called=looks)
            if isinstance(argument, ast.Starred):
                items = items_of(value)
                arguments += [Unknown(taint_in(value))] if items is None else items
            else:
                arguments.append(value)
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value, called=looks)
            spread = value.value if keyword.arg is None and isinstance(value, Known) else None
            if isinstance(spread, dict):
                keywords |= {str(key): lifted(item) for key, item in spread.items()}
            else:
                keywords[keyword.arg or "**"] = value
        return arguments, keywords

    def parent(self) -> Any:
        """`super()`: the object as one of the classes that its own class inherits from."""
        cls, first = self.names.get("__class__"), self.names.get("self", self.names.get("cls"))
        if not isinstance(cls, Class):
            return UNKNOWN
        bases = [base for base in cls.bases if isinstance(base, Class)]
        made = Instance(Class(cls.name, bases, {"__init__": Known(None)} if not bases else {}, cls.plain))
        made.fields = first.fields if isinstance(first, Instance) else {}
        return made

    def nested(self, code: Any) -> None:
        """Code that is run from within the code: a known text is read, another one is code that nobody saw."""
        if isinstance(code, Known) and isinstance(code.value, (str, bytes)) and self.depth < 4:
            text = code.value if isinstance(code.value, str) else code.value.decode("utf-8", "replace")
            try:
                tree = ast.parse(text.strip())
            except (SyntaxError, ValueError, MemoryError):
                self.into.capable()
                return
            inner = PythonReader(self.into, self.depth + 1)
            inner.names, inner.stars, inner.left = self.names, self.stars, self.left
            inner.defined, inner.methods, inner.active = self.defined, self.methods, self.active
            inner.readings, inner.counts, inner.looping = self.readings, self.counts, self.looping
            inner.module(tree)
            self.left = inner.left
            return
        taint = code.taint if isinstance(code, Unknown) else frozenset()
        if isinstance(code, Thing) and code.kind in ("response", "socket"):
            taint = frozenset({"remote"})
        if taint & {"remote", "decoded"}:
            self.into.effect("exec-code", self.into.language, *taint)
            self.into.complete = False
        elif isinstance(code, Thing) and code.kind == "content" and code.target is not None:
            self.into.argv(["python3", code.target])
        else:
            self.into.capable()
