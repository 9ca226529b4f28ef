"""The values of Python expressions, as far as they are constant. Nothing is executed: every operation is our own."""

from __future__ import annotations

import ast
from typing import Any

from chimera_guard.effects.code import folding
from chimera_guard.effects.code.python_values import (
    UNKNOWN,
    Class,
    Function,
    Instance,
    Known,
    Partial,
    Ref,
    Thing,
    Unknown,
    lifted,
    lowered,
    taint_in,
    target_of,
    template_of,
    text_of,
    texts_joined,
)
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

    def called(self, function: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """What a call of something gives; readers override this."""
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
        if not called and isinstance(node, (ast.Name, ast.Attribute, ast.Lambda)):
            self.handed_on(result)
        return result

    def handed_on(self, value: Any) -> None:
        """A function is given to somebody who can call it, and with what nobody knows."""
        if isinstance(value, Function):
            value.referenced = True
        elif isinstance(value, Ref):
            from chimera_guard.effects.code.python_calls import FUNCTIONS, HARMLESS_TO_HAND_ON

            if value.path in FUNCTIONS and value.path not in HARMLESS_TO_HAND_ON:
                self.into.capable()

    def parts(self, node: ast.AST) -> Any:
        """Look at all parts of an expression; nothing is known of the whole but where it comes from."""
        taint: frozenset[str] = NO_FLAGS
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                taint |= taint_in(self.value(child))
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
        return self.attribute(self.value(node.value, called=True), node.attr)

    def attribute(self, base: Any, name: str) -> Any:
        """What a value has under a name."""
        if base == Ref("sys") and name == "executable":
            return Known("python3")
        if name in TRICKS and name not in HARMLESS_DUNDERS and not (isinstance(base, Class) and name == "__mro__"):
            return self.tricked()
        if isinstance(base, Ref):
            return Ref(f"{base.path}.{name}")
        if isinstance(base, Instance):
            return base.fields[name] if name in base.fields else self.member(base, base.cls, name)
        if isinstance(base, Class):
            return self.member(base, base, name)
        if isinstance(base, Thing):
            return base._replace(target=folding.path_attribute(base.target, name)) if base.kind == "path" else base
        return base if isinstance(base, Unknown) else Unknown(taint_in(base))

    def member(self, owner: Instance | Class, cls: Class, name: str) -> Any:
        """A member of a class, as its objects or the class itself have it."""
        found = cls.member(name)
        if not isinstance(found, Function):
            return UNKNOWN if found is None else found
        if "property" in found.decorated:
            return self.called(found.given(owner), [], {})
        bound = isinstance(owner, Instance) or "classmethod" in found.decorated
        return found.given(owner) if bound and "staticmethod" not in found.decorated else found

    def tricked(self) -> Any:
        self.into.capable()
        return UNKNOWN

    def of_Call(self, node: ast.Call) -> Any:
        folded = self.folded_method(node)
        return folded if folded is not None else self.call(node)

    def folded_method(self, node: ast.Call) -> Any:
        """A method of a constant: `"rm %s".format(x)`, `"".join([...])`, `b"..".decode()`, `words.append("-rf")`."""
        if not isinstance(node.func, ast.Attribute) or node.keywords:
            return None
        base = node.func.value
        if isinstance(base, ast.Name) and base.id not in self.names:
            return None
        if not isinstance(base, (ast.Constant, ast.Name, ast.Attribute, ast.BinOp, ast.Subscript, ast.JoinedStr)):
            return None
        value = self.value(base, called=True)
        if not isinstance(value, (Known, Partial)):
            return None
        arguments = [self.value(argument) for argument in node.args]
        return self.method_of_constant(value, node.func.attr, arguments)

    def method_of_constant(self, value: Known | Partial, name: str, arguments: list[Any]) -> Any:
        """What a method of a text, a list or a dict gives."""
        held = value.value if isinstance(value, Known) else None
        listed = arguments[0].value if len(arguments) == 1 and isinstance(arguments[0], Known) else None
        if name == "join" and isinstance(held, str) and isinstance(listed, list):
            texts = [lifted(item) for item in listed]
            return texts_joined([part for text in texts for part in (Known(held), text)][1:]) if texts else Known("")
        if isinstance(held, (list, dict)):
            result = folding.collection(held, name, [lowered(argument) for argument in arguments])
            if result is not folding.NOTHING:
                return lifted(result)
        elif all(isinstance(argument, Known) for argument in arguments):
            text = value.template if isinstance(value, Partial) else held
            result = folding.method(text, name, [argument.value for argument in arguments])
            if result is not folding.NOTHING and isinstance(value, Known):
                return Known(result)
            if isinstance(result, str):
                return Partial(result, value.taint) if isinstance(value, Partial) else Known(result)
        elif name == "format" and isinstance(held, str) and held.count("{}") == len(arguments) == held.count("{"):
            pieces = [Known(piece) for piece in held.split("{}")]
            return texts_joined([part for pair in zip(pieces, [*arguments, Known("")], strict=True) for part in pair])
        return Unknown(taint_in(value, *arguments))

    def of_BinOp(self, node: ast.BinOp) -> Any:
        return self.operated(type(node.op).__name__, self.value(node.left), self.value(node.right))

    def operated(self, operator: str, left: Any, right: Any) -> Any:
        """An operator on two values."""
        if isinstance(left, Known) and isinstance(right, Known):
            result = folding.binary(operator, left.value, right.value)
            if result is not folding.NOTHING:
                return Known(result)
        if isinstance(left, Thing) and left.kind == "path" and operator == "Div":
            below = template_of(right)
            place = below if below[:1] in ("/", "~") else f"{left.target}/{below}"
            return Thing("path", place if left.target is not None else None)
        if operator == "Add" and (target_of(left) is not None or target_of(right) is not None):
            return texts_joined([left, right])
        if operator == "Mod" and isinstance(left, Known) and isinstance(left.value, str):
            items = right.value if isinstance(right, Known) and isinstance(right.value, list) else [lowered(right)]
            pieces = [Known(piece) for piece in left.value.split("%s")]
            if len(items) + 1 == len(pieces):
                filled = zip(pieces, [*map(lifted, items), Known("")], strict=True)
                return texts_joined([part for pair in filled for part in pair])
        return Unknown(taint_in(left, right))

    def of_UnaryOp(self, node: ast.UnaryOp) -> Any:
        value = self.value(node.operand)
        if isinstance(value, Known) and isinstance(value.value, int) and isinstance(node.op, ast.USub):
            return Known(-value.value)
        return UNKNOWN

    def of_JoinedStr(self, node: ast.JoinedStr) -> Any:
        values = [self.value(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values]
        return texts_joined(
            [Known(str(v.value)) if isinstance(v, Known) and not isinstance(v.value, bytes) else v for v in values]
        )

    def of_List(self, node: ast.List | ast.Tuple | ast.Set) -> Any:
        items: list[Any] = []
        for each in node.elts:
            starred = isinstance(each, ast.Starred)
            value = self.value(each.value if isinstance(each, ast.Starred) else each)
            if starred and isinstance(value, Known) and isinstance(value.value, list):
                items += value.value
            else:
                items.append(lowered(value))
        return Known(items) if len(items) <= MAX_ITEMS else UNKNOWN

    of_Tuple = of_List
    of_Set = of_List

    def of_Dict(self, node: ast.Dict) -> Any:
        found: dict[Any, Any] = {}
        unknown = []
        for key, item in zip(node.keys, node.values, strict=True):
            name, value = self.value(key) if key is not None else UNKNOWN, self.value(item)
            if isinstance(name, Known) and isinstance(name.value, (str, int, bytes)):
                found[name.value] = lowered(value)
            elif key is None and isinstance(value, Known) and isinstance(value.value, dict):
                found |= value.value
            else:
                unknown.append(value)
        return Unknown(taint_in(Known(found), *unknown)) if unknown else Known(found)

    def of_Subscript(self, node: ast.Subscript) -> Any:
        base = self.value(node.value, called=True)
        index = self.slice_of(node.slice)
        if isinstance(base, Known) and index is not None:
            result = folding.item(base.value, index)
            if result is not folding.NOTHING:
                return lifted(result)
        if isinstance(base, Ref):
            if base.path == "os.environ":
                return Known("~") if index == "HOME" else Unknown(frozenset({"secret"}))
            if base.path.startswith(("sys.modules", "builtins.globals", "builtins.locals")):
                self.into.capable()
        if isinstance(base, Thing) and base.kind == "walk":
            return base
        return base if isinstance(base, (Unknown, Thing)) else Unknown(taint_in(base))

    def slice_of(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Slice):
            parts = [None if part is None else self.value(part) for part in (node.lower, node.upper, node.step)]
            if all(part is None or (isinstance(part, Known) and isinstance(part.value, int)) for part in parts):
                return slice(*(None if part is None else part.value for part in parts))
            return None
        value = self.value(node)
        return value.value if isinstance(value, Known) else None

    def of_NamedExpr(self, node: ast.NamedExpr) -> Any:
        value = self.value(node.value)
        self.names[node.target.id] = value
        return value

    def of_Await(self, node: ast.Await) -> Any:
        return self.value(node.value)

    def of_IfExp(self, node: ast.IfExp) -> Any:
        self.value(node.test)
        return either(self.value(node.body), self.value(node.orelse))

    def of_BoolOp(self, node: ast.BoolOp) -> Any:
        values = [self.value(each) for each in node.values]
        return either(*values) if isinstance(node.op, ast.Or) and len(values) < 8 else Unknown(taint_in(*values))


def either(*values: Any) -> Any:
    """A value that is one of several: the one of which something is known, where there is but one of that kind."""
    kept = [value for value in values if not (isinstance(value, Known) and not value.value)] or list(values)[:1]
    if all(value == kept[0] for value in kept):
        return kept[0]
    telling = [value for value in kept if text_of(value) is not None or isinstance(value, (Function, Instance, Class))]
    if len(telling) == 1 and len(kept) > 1 and text_of(telling[0]) is not None:
        return telling[0]
    return Unknown(taint_in(*kept))
