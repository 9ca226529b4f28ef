"""The values of Python expressions, as far as they are constant. Nothing is executed: every operation is our own."""

from __future__ import annotations

import ast
from typing import Any

from chimera_guard.effects.code.python import folding
from chimera_guard.effects.code.python.calls import FUNCTIONS, HARMLESS_TO_HAND_ON
from chimera_guard.effects.code.python.constants import either, operated
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
    lifted,
    lowered,
    taint_in,
    text_of,
    texts_joined,
    variable,
)
from chimera_guard.effects.code.reading import NO_FLAGS, Collector, Exhausted
from chimera_guard.effects.places import names
from chimera_guard.effects.secret_names import NAMED_SECRET
from chimera_guard.words.value import HOLE, HOLE_NAME

MAX_ITEMS = 4_096
MAX_STEPS = 30_000
MAX_PARENTS = 16


# Modules that code means which does not import them: another part of it does.
_MEANT = frozenset({"os", "sys", "shutil", "subprocess", "pathlib", "socket", "glob", "tempfile"})


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
        elif isinstance(value, Ref) and value.path in FUNCTIONS and value.path not in HARMLESS_TO_HAND_ON:
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
        if isinstance(node.value, str) and HOLE_NAME in node.value:  # what the shell puts there
            return Partial(node.value.replace(HOLE_NAME, HOLE))
        return Known(node.value)

    def of_Name(self, node: ast.Name) -> Any:
        if node.id in self.names:
            return self.names[node.id]
        if HOLE_NAME in node.id:
            return UNKNOWN
        for module in self.stars:
            if f"{module}.{node.id}" in FUNCTIONS:
                return Ref(f"{module}.{node.id}")
        if node.id in _MEANT:
            return Ref(node.id)
        if node.id in ("__builtins__", "__loader__"):
            self.into.capable()
        return Ref(f"builtins.{node.id}")

    def of_Attribute(self, node: ast.Attribute) -> Any:
        return self.attribute(self.value(node.value, called=True), node.attr)

    def attribute(self, base: Any, name: str) -> Any:
        """What a value has under a name."""
        if base == Ref("sys") and name == "executable":
            return Known("python3")
        if base == Ref("stat") and name in folding.MODES:
            return Known(folding.MODES[name])
        if base == Ref("sys") and name == "argv" and len(self.into.arguments) > 1:
            return Known([UNKNOWN if word is None else word for word in self.into.arguments])
        if name in TRICKS and name not in HARMLESS_DUNDERS and not (isinstance(base, Class) and name == "__mro__"):
            return self.tricked()
        if isinstance(base, Ref):
            return Ref(f"{base.path}.{name}")
        if isinstance(base, Instance):
            return base.fields[name] if name in base.fields else self.member(base, base.cls, name)
        if isinstance(base, Class):
            return self.member(base, base, name)
        if isinstance(base, Known) and name == "value":  # of an enumeration
            return base
        if isinstance(base, Thing):
            if base.kind == "path" and name == "parents":
                return Thing("parents", base.target)
            return base._replace(target=folding.path_attribute(base.target, name)) if base.kind == "path" else base
        return base if isinstance(base, Unknown) else Unknown(taint_in(base))

    def member(self, owner: Instance | Class, cls: Class, name: str) -> Any:
        """A member of a class, as its objects or the class itself have it."""
        found = cls.member(name)
        if found is None:  # what it inherits from has it
            return Thing("plain") if cls.plain and cls.bases else UNKNOWN
        if not isinstance(found, Function):
            return found
        if "property" in found.decorated:
            return self.called(found.given(owner), [], {})
        bound = isinstance(owner, Instance) or "classmethod" in found.decorated
        return found.given(owner) if bound and "staticmethod" not in found.decorated else found

    def tricked(self) -> Any:
        self.into.capable()
        return UNKNOWN

    def of_Call(self, node: ast.Call) -> Any:
        return self.call(node)

    def of_BinOp(self, node: ast.BinOp) -> Any:
        return operated(type(node.op).__name__, self.value(node.left), self.value(node.right))

    def of_Compare(self, node: ast.Compare) -> Any:
        values = [self.value(each) for each in (node.left, *node.comparators)]
        if isinstance(node.ops[0], ast.In):
            self.into.looks_for(text_of(values[0]))
        if len(values) == 2 and (answer := folding.compared(type(node.ops[0]).__name__, *values)) is not None:
            return Known(answer)
        return Unknown(taint_in(*values) - {NAMED_SECRET})

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
                self.into.sets(name.value, text_of(value))
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
        if isinstance(base, Class):  # `Box[int]`
            return base
        if isinstance(base, Ref):
            if base.path == "os.environ":
                return variable(index if isinstance(index, str) else None)
            if base.path.endswith(".__dict__"):
                return (
                    Ref(f"{base.path.removesuffix('.__dict__')}.{index}") if isinstance(index, str) else self.tricked()
                )
            if base.path.startswith("sys.modules"):
                return Ref(index) if isinstance(index, str) else self.tricked()
        if isinstance(base, Thing) and base.kind == "scope":
            return self.names[index] if isinstance(index, str) and index in self.names else self.tricked()
        if isinstance(base, Thing) and base.kind == "parents":
            steps = index if isinstance(index, int) and 0 <= index < MAX_PARENTS else 0
            return Thing("path", folding.above(base.target, steps + 1))
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
        test = self.value(node.test)
        if isinstance(test, Known) and isinstance(node.test, ast.Constant):
            return self.value(node.body if test.value else node.orelse)
        if isinstance(test, Known) and isinstance(test.value, bool):
            ways = self.value(node.body), self.value(node.orelse)
            return ways[0] if test.value else ways[1]
        return either(self.value(node.body), self.value(node.orelse))

    def of_BoolOp(self, node: ast.BoolOp) -> Any:
        values = [self.value(each) for each in node.values]
        return either(*values) if isinstance(node.op, ast.Or) and len(values) < 8 else Unknown(taint_in(*values))
