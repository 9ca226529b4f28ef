"""Python, by its own grammar: constants are folded, calls are looked up, everything else is unread."""

from __future__ import annotations

import ast
import warnings
from typing import Any

from chimera_guard.effects.code import python_calls as calls
from chimera_guard.effects.code.python_values import UNKNOWN, Evaluator, Exhausted, Known, Ref, Thing, Unknown
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names

MAX_ROUNDS = 16
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
        try:
            tree = ast.parse(code)
        except (SyntaxError, ValueError, MemoryError):
            into.complete = False
            if not CAPABLE_WORDS.isdisjoint(_words(code)):
                into.capable()
            return
    try:
        PythonReader(into).module(tree)
    except Exhausted:
        into.capable()


def _words(code: str) -> list[str]:
    return "".join(character if character.isalnum() or character == "_" else " " for character in code).split()


class PythonReader(Evaluator):
    """Walks the statements in order, with what is known of the variables."""

    def __init__(self, into: Collector, depth: int = 0) -> None:
        super().__init__(into)
        self.depth = depth

    def module(self, tree: ast.Module) -> None:
        """Read a whole program."""
        self.body(tree.body)

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
            calls.imported(alias.name, self.into)
            root = alias.name.partition(".")[0]
            self.names[alias.asname or root] = Ref(alias.name if alias.asname else root)

    def do_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        calls.imported(module if not node.level else "?", self.into)
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(module)
            else:
                self.names[alias.asname or alias.name] = Ref(f"{module}.{alias.name}")

    def do_Assign(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.bind(target, value)

    def do_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.value(node.value))

    def do_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            load = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
            joined = ast.copy_location(ast.BinOp(load, node.op, node.value), node)
            self.bind(node.target, self.value(joined))
        else:
            self.value(node.value)

    def bind(self, target: ast.expr, value: Any) -> None:
        """Give a name, or several, what was computed."""
        if isinstance(target, ast.Name):
            self.names[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = value.value if isinstance(value, Known) and isinstance(value.value, (list, tuple)) else ()
            for i, each in enumerate(target.elts):
                self.bind(each, Known(parts[i]) if len(parts) == len(target.elts) else UNKNOWN)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, UNKNOWN)
        elif isinstance(target, ast.Attribute):
            self.value(target.value)
            if target.attr.startswith("__"):
                self.into.capable()
        else:
            self.generic(target)
            place = self.value(target.value) if isinstance(target, ast.Subscript) else UNKNOWN
            if isinstance(place, Ref) and place.path == "os.environ":
                self.into.effect("environment", None)

    # Blocks

    def do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.value(decorator)
        arguments = node.args
        for default in [*arguments.defaults, *(default for default in arguments.kw_defaults if default)]:
            self.value(default)
        self.names[node.name] = Ref("<local>")
        saved = dict(self.names)
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        for argument in every:
            if argument is not None:
                self.names[argument.arg] = UNKNOWN
        self.body(node.body)
        self.names = saved

    do_AsyncFunctionDef = do_FunctionDef

    def do_ClassDef(self, node: ast.ClassDef) -> None:
        for each in [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]:
            self.value(each)
        saved = dict(self.names)
        self.body(node.body)
        self.names = saved
        self.names[node.name] = Ref("<local>")

    def do_For(self, node: ast.For | ast.AsyncFor) -> None:
        items = self.value(node.iter)
        rounds: list[Any] = [UNKNOWN]
        if isinstance(items, Known) and isinstance(items.value, (list, tuple, str)) and len(items.value) <= MAX_ROUNDS:
            rounds = [Known(item) for item in items.value] or rounds
        elif isinstance(items, Unknown):
            rounds = [items]
        elif isinstance(items, Thing) and items.kind == "path":
            rounds = [Thing("path")]
        for item in rounds:
            self.bind(node.target, item)
            self.body(node.body)
        self.body(node.orelse)

    do_AsyncFor = do_For

    def do_While(self, node: ast.While) -> None:
        self.value(node.test)
        before = len(self.into.effects)
        self.body(node.body)
        forks = [effect for effect in list(self.into.effects)[before:] if "fork" in effect[2]]
        if forks:
            self.into.effect("exec-code", self.into.language, "fork-bomb")
        self.body(node.orelse)

    def do_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            value = self.value(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value)
        self.body(node.body)

    do_AsyncWith = do_With

    def do_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.names.pop(target.id, None)

    # Calls

    def call(self, node: ast.Call) -> Any:
        """Look up what is called, and note what it does."""
        function = self.value(node.func, called=True)
        looks = isinstance(function, Ref) and function.path.startswith(LOOKING)
        arguments = [self.value(argument, called=looks) for argument in node.args]
        keywords = {keyword.arg or "**": self.value(keyword.value) for keyword in node.keywords}
        if isinstance(function, Ref):
            return calls.function(self, function.path, arguments, keywords)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if isinstance(function, Thing):
            return calls.method(self, function, name, arguments, keywords)
        return calls.unknown_method(self, name, function, arguments, keywords)

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
            inner.module(tree)
            self.left = inner.left
            return
        taint = code.taint if isinstance(code, Unknown) else frozenset()
        if isinstance(code, Thing) and code.kind in ("response", "socket"):
            taint = frozenset({"remote"})
        if taint & {"remote", "decoded"}:
            self.into.effect("exec-code", self.into.language, *taint)
            self.into.complete = False
        else:
            self.into.capable()
