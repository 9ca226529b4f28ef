"""Functions and classes that Python code defines: their bodies are read with what they are called with."""

from __future__ import annotations

import ast
from typing import Any

from chimera_guard.effects.code.python.calls import FUNCTIONS, call_path
from chimera_guard.effects.code.python.constants import either
from chimera_guard.effects.code.python.expressions import Evaluator
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Class,
    Function,
    Instance,
    Known,
    Ref,
    Thing,
    Unknown,
    lifted,
    lowered,
    taint_in,
)
from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE

MAX_CALLS = 12  # within each other
MAX_READINGS = 24  # of one body
# Decorators that change nothing about what the body does, and base classes that do nothing by themselves.
TRANSPARENT = names(
    """
    staticmethod classmethod property abstractmethod abstractproperty wraps lru_cache cache cached_property
    contextmanager asynccontextmanager dataclass total_ordering overload override final singledispatch setter getter
    no_type_check njit jit vectorize no_grad inference_mode fixture parametrize mark skip skipIf expectedFailure
    """
)
PLAIN_BASES = names(
    """
    object ABC Exception BaseException ValueError TypeError RuntimeError KeyError LookupError OSError IOError Enum
    IntEnum StrEnum Flag NamedTuple TypedDict Protocol Generic dict list set tuple str int float type ABCMeta
    TestCase IsolatedAsyncioTestCase Mapping Sequence OrderedDict defaultdict UserDict Module AttributeError
    ArithmeticError NotImplementedError Warning BaseModel JSONEncoder HTMLParser NodeVisitor NodeTransformer local
    """
)
# What is called before the other methods of an object.
PREPARING = names("__init__ setUpClass setUpTestData setUp asyncSetUp setup setup_class setup_method prepare")


class Definitions(Evaluator):
    """What functions and classes are, and what happens when they are called."""

    def __init__(self, into: Collector) -> None:
        super().__init__(into)
        self.defined: dict[int, Function] = {}  # one for each body
        self.methods: set[str] = set()  # what local classes call theirs
        self.readings: dict[tuple[int, str], Any] = {}
        self.counts: dict[int, int] = {}
        self.active: list[int] = []
        self.returned: list[Any] = []
        self.looping = 0
        self.shared: set[str] = set()  # names that a body says are not its own

    def body(self, statements: list[ast.stmt]) -> None:
        """Read statements in order; readers override this."""
        raise NotImplementedError

    def bind(self, target: ast.expr, value: Any) -> None:
        """Give a name what was computed; readers override this."""
        raise NotImplementedError

    # Definitions

    def do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.names[node.name] = self.function(node)

    do_AsyncFunctionDef = do_FunctionDef

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Any:
        """The function that a statement defines, as its decorators leave it."""
        for default in [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]:
            self.value(default)
        function = Function(node, self.names)
        self.defined.setdefault(id(node), function)
        result: Any = function
        for each in reversed(node.decorator_list):
            decorator = self.decorator(each)
            name = each.func if isinstance(each, ast.Call) else each
            last = name.attr if isinstance(name, ast.Attribute) else name.id if isinstance(name, ast.Name) else ""
            if isinstance(decorator, Function):
                result = self.invoke(decorator, [result], {})
            elif isinstance(decorator, Ref) and decorator.path in FUNCTIONS:
                result = self.called(decorator, [result], {})
            elif last in TRANSPARENT:
                function.decorated |= {last}
            else:
                function.referenced = True
        return result

    def decorator(self, node: ast.expr) -> Any:
        """What a decorator is; one of an object of which nothing is known only registers what it decorates."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            base = self.value(node.func.value, called=True)
            if isinstance(base, Function) and node.func.attr == "register":
                return Ref("functools.wraps")
            if isinstance(base, Unknown):
                for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                    self.value(argument)
                self.into.complete = False
                return base
        return self.value(node, called=True)

    def of_Lambda(self, node: ast.Lambda) -> Any:
        function = Function(node, self.names)
        self.defined.setdefault(id(node), function)
        return function

    def do_ClassDef(self, node: ast.ClassDef) -> None:
        for decorator in node.decorator_list:
            self.value(decorator)
        written = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)  # `Generic[T]`
        bases = [self.value(base, called=True) for base in written]
        for keyword in node.keywords:
            self.value(keyword.value, called=True)
        plain = all(isinstance(base, Class) and base.plain or _plain(base) for base in bases)
        saved, self.names = self.names, dict(self.names)
        before = dict(self.names)
        self.body(node.body)
        members = {name: value for name, value in self.names.items() if before.get(name) is not value}
        self.names = saved
        cls = Class(node.name, bases, members, plain)
        for name, member in members.items():
            if isinstance(member, Function):
                member.owner, member.scope = cls, saved
                self.methods.add(name)
                handed = not plain or (name[:2] == "__" and name != "__init__")
                member.referenced = member.referenced or handed
        self.names[node.name] = cls

    def do_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self.returned.append(self.value(node.value, called=True))

    def do_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        self.shared.update(node.names)

    do_Nonlocal = do_Global

    def of_Yield(self, node: ast.Yield) -> Any:
        if node.value is not None:
            self.returned.append(Known([lowered(self.value(node.value))]))
        return UNKNOWN

    def of_YieldFrom(self, node: ast.YieldFrom) -> Any:
        self.returned.append(self.value(node.value))
        return UNKNOWN

    # Calls

    def called(self, function: Any, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """What a call of something gives."""
        if isinstance(function, Function):
            return self.invoke(function, arguments, keywords)
        if isinstance(function, Class):
            return self.instance(function, arguments, keywords)
        if isinstance(function, Instance):
            member = self.attribute(function, "__call__")
            return self.invoke(member, arguments, keywords) if isinstance(member, Function) else UNKNOWN
        if isinstance(function, Ref):
            return call_path(self, function.path, arguments, keywords)  # type: ignore[arg-type]
        if isinstance(function, Thing) and function.kind == "plain":
            return function
        return Unknown(taint_in(function, *arguments, *keywords.values()))

    def instance(self, cls: Class, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """A new object of a class."""
        made = Instance(cls)
        prepare = cls.member("__init__")
        if isinstance(prepare, Function):
            self.invoke(prepare.given(made), arguments, keywords)
        elif not cls.plain:
            self.into.complete = False
        else:
            fields = [n for n, held in cls.members.items() if n[:2] != "__" and not isinstance(held, Function)]
            made.fields |= dict(zip(fields, arguments, strict=False)) | keywords
        return made

    def invoke(self, function: Function, arguments: list[Any], keywords: dict[str, Any]) -> Any:
        """Read the body of a function with its parameters set; a call like one before is not read again."""
        node, key = function.node, id(function.node)
        self.defined.setdefault(key, function).called = True
        given = [*function.arguments, *arguments]
        named = {**function.keywords, **keywords}
        signature = (key, repr((given, named)))
        self.left -= len(signature[1]) // 64
        if signature in self.readings:
            return self.readings[signature]
        taint = taint_in(*given, *named.values())
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.active.count(key) > 1 or len(self.active) >= MAX_CALLS:
            return Unknown(taint)
        if self.counts[key] > MAX_READINGS:
            given, named = [UNKNOWN] * len(given), {}
            if self.counts[key] > MAX_READINGS + 1:
                return Unknown(taint)
        self.left -= len(function.scope) // 16
        result = self.read(node, function, given, named)
        self.readings[signature] = result
        return result

    def read(self, node: Any, function: Function, given: list[Any], named: dict[str, Any]) -> Any:
        """Read the body of a function once."""
        saved = self.names, self.returned, self.shared
        self.names, self.returned, self.shared = dict(function.scope), [], set()
        self.parameters(node.args, given, named)
        if function.owner is not None:
            self.names["__class__"] = function.owner
        self.active.append(id(node))
        try:
            if isinstance(node, ast.Lambda):
                self.returned.append(self.value(node.body))
            else:
                self.body(node.body)
        finally:
            self.active.pop()
            for name in self.shared & self.names.keys():
                function.scope[name] = self.names[name]
            result = _result(self.returned)
            self.names, self.returned, self.shared = saved
        return result

    def parameters(self, spec: ast.arguments, given: list[Any], named: dict[str, Any]) -> None:
        """Give the parameters of a function their values."""
        positional = [*spec.posonlyargs, *spec.args]
        defaults = dict(zip([each.arg for each in positional[::-1]], spec.defaults[::-1], strict=False))
        defaults |= {
            each.arg: default for each, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default
        }
        values = dict(zip([each.arg for each in positional], given, strict=False))
        rest = named.get("**")
        spread = rest.value if isinstance(rest, Known) and isinstance(rest.value, dict) else {}
        values |= {str(name): lifted(item) for name, item in spread.items()} | named
        for each in [*positional, *spec.kwonlyargs]:
            if each.arg in values:
                self.names[each.arg] = values.pop(each.arg)
            else:
                self.names[each.arg] = self.value(defaults[each.arg]) if each.arg in defaults else UNKNOWN
        if spec.vararg is not None:
            left = given[len(positional) :]
            items = [value.value if isinstance(value, Known) else value for value in left]
            self.names[spec.vararg.arg] = Known(items) if left or given else UNKNOWN
        if spec.kwarg is not None:
            kept = {name: value for name, value in values.items() if name != "**"}
            self.names[spec.kwarg.arg] = Known({n: v.value if isinstance(v, Known) else v for n, v in kept.items()})

    def left_over(self) -> None:
        """Read the bodies that nothing has called: somebody else may, or nobody does."""
        objects: dict[int, Instance] = {}  # one of each class, on which all its methods are called
        for key in sorted(self.defined, key=lambda key: getattr(self.defined[key].node, "name", "") not in PREPARING):
            function = self.defined[key]
            if function.called and not function.referenced:
                continue
            function.called, outer = True, self.into
            if not function.referenced:
                self.into = Collector(outer.language)
            given: list[Any] = []
            if function.owner is not None and "staticmethod" not in function.decorated:
                given.append(_object(function.owner, objects))
            self.read(function.node, function, given, _temporary_places(function.node))
            if self.into is not outer:
                inner, self.into = self.into, outer
                self.into.merge(inner.quiet())


def _object(owner: Class, objects: dict[int, Instance]) -> Instance:
    """The object of a class that stands for all of them; what its parents' methods have set is set in it, too."""
    if id(owner) not in objects:
        objects[id(owner)] = made = Instance(owner)
        for base in owner.bases:
            if isinstance(base, Class) and id(base) in objects:
                made.fields |= objects[id(base)].fields
    return objects[id(owner)]


def _temporary_places(node: Any) -> dict[str, Any]:
    """The directories that a test is given to work in."""
    return {each.arg: Thing("path", f"/tmp/{HOLE}") for each in node.args.args if each.arg in ("tmp_path", "tmpdir")}


def _plain(base: Any) -> bool:
    return isinstance(base, Ref) and base.path.rpartition(".")[2] in PLAIN_BASES


def _result(returned: list[Any]) -> Any:
    if len(returned) > 1 and all(isinstance(value, Known) and isinstance(value.value, list) for value in returned):
        return Known([item for value in returned for item in value.value][:64])  # of a generator
    return either(*returned) if returned else Known(None)
