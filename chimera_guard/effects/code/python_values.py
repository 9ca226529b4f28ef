"""The values of Python expressions, as far as they are constant. Nothing is executed: every operation is our own."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

from chimera_guard.effects.code import folding
from chimera_guard.effects.code.reading import NO_FLAGS, Collector
from chimera_guard.effects.places import names

MAX_ITEMS = 4_096
MAX_STEPS = 30_000


class Exhausted(Exception):
    """The code asks for more steps than the bounds allow."""


TRICKS = names(
    """
    __globals__ __subclasses__ __builtins__ __mro__ __bases__ __base__ __code__ __closure__ __getattribute__
    __dict__ __import__ __loader__ __spec__ f_globals f_locals gi_frame tb_frame func_globals __reduce__
    __class__
    """
)
HARMLESS_DUNDERS = names("__name__ __version__ __file__ __doc__ __len__ __init__ __class__ __dict__ __spec__ __path__")


class Known(NamedTuple):
    """A constant: text, bytes, number, None, or a list or tuple of them."""

    value: Any


class Ref(NamedTuple):
    """A module, or something in it, by its dotted path."""

    path: str


class Thing(NamedTuple):
    """An object of a kind that matters: an open file, a path, a socket, a database."""

    kind: str
    target: str | None = None


class Unknown(NamedTuple):
    """Anything else. `taint` says where its content comes from."""

    taint: frozenset[str] = NO_FLAGS


UNKNOWN = Unknown()


def text_of(value: Any) -> str | None:
    """The value as a text, where it is one: paths are texts."""
    if isinstance(value, Thing) and value.kind == "path":
        return value.target
    if isinstance(value, Known):
        if isinstance(value.value, str):
            return value.value
        if isinstance(value.value, bytes):
            return value.value.decode("utf-8", "replace")
    return None


class Evaluator:
    """Folds expressions, and hands calls on."""

    def __init__(self, into: Collector) -> None:
        self.into = into
        self.names: dict[str, Any] = {}
        self.stars: list[str] = []
        self.left = MAX_STEPS

    def call(self, node: ast.Call) -> Any:
        """What a call gives; readers override this."""
        raise NotImplementedError

    def value(self, node: ast.expr, called: bool = False) -> Any:
        """The value of an expression, with a look at everything in it. `called`: it is about to be called."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted
        method = getattr(self, "of_" + type(node).__name__, None)
        if method is None:
            return self.parts(node)
        result = method(node)
        if isinstance(result, Ref) and not called:
            from chimera_guard.effects.code.python_calls import FUNCTIONS

            if result.path in FUNCTIONS and isinstance(node, (ast.Name, ast.Attribute)):
                self.into.capable()  # a function that does harm, handed on to be called elsewhere
        return result

    def parts(self, node: ast.AST) -> Any:
        """Look at all parts of an expression; nothing is known of the whole but where it comes from."""
        taint: frozenset[str] = NO_FLAGS
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                value = self.value(child)
                taint |= value.taint if isinstance(value, Unknown) else NO_FLAGS
            elif not isinstance(child, (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop)):
                self.parts(child)
        return Unknown(taint)

    def of_Constant(self, node: ast.Constant) -> Any:
        return Known(node.value)

    def of_Name(self, node: ast.Name) -> Any:
        if node.id in self.names:
            return self.names[node.id]
        for module in self.stars:
            from chimera_guard.effects.code.python_calls import FUNCTIONS

            if f"{module}.{node.id}" in FUNCTIONS:
                return Ref(f"{module}.{node.id}")
        if node.id in ("__builtins__", "__loader__"):
            self.into.capable()
        return Ref(f"builtins.{node.id}")

    def of_Attribute(self, node: ast.Attribute) -> Any:
        base = self.value(node.value, called=True)
        name = node.attr
        if base == Ref("sys") and name == "executable":
            return Known("python3")
        if isinstance(base, Ref):
            return Ref(f"{base.path}.{name}") if name not in TRICKS or name in HARMLESS_DUNDERS else self.tricked()
        if name in TRICKS and name not in HARMLESS_DUNDERS:
            return self.tricked()
        if isinstance(base, Thing):
            return base._replace(target=folding.path_attribute(base.target, name)) if base.kind == "path" else base
        return base if isinstance(base, Unknown) else UNKNOWN

    def tricked(self) -> Any:
        self.into.capable()
        return UNKNOWN

    def of_Call(self, node: ast.Call) -> Any:
        folded = self.folded_method(node)
        return folded if folded is not None else self.call(node)

    def folded_method(self, node: ast.Call) -> Any:
        """A method of a constant: `"rm %s".format(x)`, `"".join([...])`, `b"..".decode()`."""
        if not isinstance(node.func, ast.Attribute) or node.keywords:
            return None
        base = node.func.value
        if isinstance(base, ast.Name) and base.id not in self.names:
            return None
        if not isinstance(base, (ast.Constant, ast.Name, ast.Call, ast.BinOp, ast.Subscript, ast.JoinedStr)):
            return None
        if isinstance(base, ast.Call):
            return None
        value = self.value(base, called=True)
        if not isinstance(value, Known):
            return None
        arguments = [self.value(argument) for argument in node.args]
        if all(isinstance(argument, Known) for argument in arguments):
            result = folding.method(value.value, node.func.attr, [argument.value for argument in arguments])
            if result is not folding.NOTHING:
                return Known(result)
        taint: frozenset[str] = NO_FLAGS
        for argument in arguments:
            taint |= argument.taint if isinstance(argument, Unknown) else NO_FLAGS
        return Unknown(taint)

    def of_BinOp(self, node: ast.BinOp) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, Known) and isinstance(right, Known):
            result = folding.binary(type(node.op).__name__, left.value, right.value)
            if result is not folding.NOTHING:
                return Known(result)
        if isinstance(left, Thing) and left.kind == "path" and isinstance(node.op, ast.Div):
            below = text_of(right)
            known = left.target is not None and below is not None
            return Thing("path", f"{left.target}/{below}" if known else None)
        taint = (left.taint if isinstance(left, Unknown) else NO_FLAGS) | (
            right.taint if isinstance(right, Unknown) else NO_FLAGS
        )
        return Unknown(taint)

    def of_UnaryOp(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if isinstance(value, Known) and isinstance(value.value, int) and isinstance(node.op, ast.USub):
            return Known(-value.value)
        return UNKNOWN

    def of_JoinedStr(self, node: ast.JoinedStr) -> Any:
        values = [self.value(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values]
        texts = [text_of(value) if not isinstance(value, Known) else str(value.value) for value in values]
        if all(text is not None for text in texts):
            return Known("".join(text or "" for text in texts)[: folding.MAX_TEXT])
        taint: frozenset[str] = NO_FLAGS
        for value in values:
            taint |= value.taint if isinstance(value, Unknown) else NO_FLAGS
        return Unknown(taint)

    def of_List(self, node: ast.List | ast.Tuple) -> Any:
        values = [self.value(item) for item in node.elts]
        if len(values) <= MAX_ITEMS and any(isinstance(value, Known) or text_of(value) is not None for value in values):
            items = [value.value if isinstance(value, Known) else text_of(value) for value in values]
            return Known(items)
        return UNKNOWN if values else Known([])

    of_Tuple = of_List

    def of_Subscript(self, node: ast.Subscript) -> Any:
        base = self.value(node.value, called=True)
        index = self.slice_of(node.slice)
        if isinstance(base, Known) and index is not None:
            result = folding.item(base.value, index)
            if result is not folding.NOTHING:
                return Known(result)
        if isinstance(base, Ref):
            if base.path == "os.environ":
                return Known("~") if index == "HOME" else Unknown(frozenset({"secret"}))
            if base.path.startswith(("sys.modules", "builtins.globals", "builtins.locals")):
                self.into.capable()
        return base if isinstance(base, (Unknown, Thing)) else UNKNOWN

    def slice_of(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Slice):
            parts = [None if part is None else self.value(part) for part in (node.lower, node.upper, node.step)]
            if all(part is None or (isinstance(part, Known) and isinstance(part.value, int)) for part in parts):
                return slice(*(None if part is None else part.value for part in parts))
            return None
        value = self.value(node)
        return value.value if isinstance(value, Known) else None

    def of_Lambda(self, node: ast.Lambda) -> Any:
        saved = dict(self.names)
        arguments = node.args
        for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
            self.names[argument.arg] = UNKNOWN
        self.value(node.body)
        self.names = saved
        return Ref("<local>")

    def of_ListComp(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Any:
        """A comprehension: over constants it is folded, else its parts are looked at once."""
        saved = dict(self.names)
        result: Any = UNKNOWN
        first = node.generators[0]
        items = self.value(first.iter)
        constant = isinstance(items, Known) and isinstance(items.value, (str, bytes, list, tuple))
        if constant and len(node.generators) == 1 and not first.ifs and len(items.value) <= MAX_ITEMS:
            values = []
            for item in items.value:
                self.bind(first.target, Known(item))
                values.append(self.value(node.elt))
                if not isinstance(values[-1], Known):
                    break
            if values and all(isinstance(value, Known) for value in values):
                result = Known([value.value for value in values])
        else:
            self.comprehension(node.generators, [node.elt], items)
        self.names = saved
        return result

    of_GeneratorExp = of_ListComp
    of_SetComp = of_ListComp

    def of_DictComp(self, node: ast.DictComp) -> Any:
        saved = dict(self.names)
        self.comprehension(node.generators, [node.key, node.value], self.value(node.generators[0].iter))
        self.names = saved
        return UNKNOWN

    def comprehension(self, generators: list[ast.comprehension], parts: list[ast.expr], items: Any) -> None:
        for i, generator in enumerate(generators):
            if i:
                items = self.value(generator.iter)
            item = Thing("path") if isinstance(items, Thing) and items.kind == "path" else UNKNOWN
            self.bind(generator.target, items if isinstance(items, Unknown) else item)
            for condition in generator.ifs:
                self.value(condition)
        for part in parts:
            self.value(part)

    def of_NamedExpr(self, node: ast.NamedExpr) -> Any:
        value = self.value(node.value)
        self.names[node.target.id] = value
        return value

    def of_Await(self, node: ast.Await) -> Any:
        return self.value(node.value)

    def of_IfExp(self, node: ast.IfExp) -> Any:
        self.value(node.test)
        first, second = self.value(node.body), self.value(node.orelse)
        return first if first == second else UNKNOWN

    def bind(self, target: ast.expr, value: Any) -> None:
        """Give a name what was computed; readers override this."""
        raise NotImplementedError
