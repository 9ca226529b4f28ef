"""The walls between the rooms: who may import what, and what may not stand where."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import chimera_guard
from chimera_guard.catalogue import everything
from chimera_guard.catalogue.schema import CatalogueError, normalise

PACKAGE = Path(chimera_guard.__file__).parent
PIPELINE = ("syntax", "words", "catalogue", "effects", "rules", "analysis", "context", "report", "risk", "policy")
PARSERS = {"re", "shlex", "bashlex"}
MAY_PARSE = ("syntax", "llm", "toolcall", "effects.code")
OUTSIDE_WORLD = {
    *(
        "os",
        "subprocess",
        "socket",
        "time",
        "shutil",
        "tempfile",
        "glob",
        "pwd",
        "asyncio",
        "threading",
        "urllib.request",
    ),
    *("click", "rich", "litellm", "platformdirs", "chimera"),
}


def _doc(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def _rooms(doc: str) -> set[str]:
    """The modules that the map in the text of a package names, in the first column of its rows."""
    found: set[str] = set()
    for line in doc.splitlines()[1:]:
        column, gap, _ = line.partition("  ")
        words = column.split(", ")
        if (gap or len(words) > 1) and all(word.isidentifier() for word in words):
            found.update(words)
    return found


# What each room of the pipeline may see of the others: the line flows one way.
MAY_SEE = {
    "syntax": ("records",),
    "words": ("records", "syntax"),
    "catalogue": ("records", "effects.model"),  # the words that effects are written with
    "effects": ("records", "report", "context", "syntax", "words", "catalogue"),
    "rules": ("records", "report", "risk", "context", "effects"),
    "analysis": ("report", "risk", "context", "syntax", "effects", "rules"),
    "context": ("records",),
    "report": ("records", "risk", "effects.model", "syntax.nodes"),
    "risk": (),
    "policy": ("records", "risk", "report"),  # a policy decides by the risk, and knows neither tools nor effects
    "toolcall": (
        "catalogue",
        "effects.verbs",
        "effects.secret_names",
    ),  # the names of tools have the same verbs as subcommands
    "host": ("records", "report", "risk", "context", "policy", "catalogue", "effects.globs", "rules"),
}
# What reads the package's own files, or writes them at build time.
READS_OWN_FILES = ("catalogue.source", "catalogue.compile", "syntax.tables")
ACTS = {"print", "open", "input", "exec", "eval", "compile", "__import__"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package, by its dotted name below the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), ast.parse(path.read_text(encoding="utf-8"))


def below(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(room + ".") for room in rooms)


def imports(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports anywhere, also within functions; not those for type checkers alone."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            todo += node.orelse
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        todo += ast.iter_child_nodes(node)


def imports_any(tree: ast.Module, forbidden: set[str]) -> list[str]:
    return [name for name in imports(tree) if any(name == each or name.startswith(each + ".") for each in forbidden)]


def calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def violations(name: str, tree: ast.Module, tools: frozenset[str]) -> list[str]:
    """What the module does that its room does not allow."""
    found: list[str] = []
    if not below(name, MAY_PARSE):
        found += [f"imports {each}: only syntax reads source text" for each in imports_any(tree, PARSERS)]
    if below(name, PIPELINE):
        outside = OUTSIDE_WORLD - {"os"} if below(name, READS_OWN_FILES) else OUTSIDE_WORLD
        found += [f"imports {each}: the pipeline is pure" for each in imports_any(tree, outside)]
        found += [f"imports {each}: too slow to import" for each in imports_any(tree, {"dataclasses"})]
        if not below(name, READS_OWN_FILES):
            found += [f"calls {each}(): the pipeline is pure" for each in calls(tree) if each in ACTS]
    if name != "frontends.rendering":
        found += [f"imports {each}: only rendering knows of colours" for each in imports_any(tree, {"rich"})]
    room = name.partition(".")[0]
    seen = MAY_SEE.get(room)
    if seen is not None:
        within = (each.removeprefix("chimera_guard.") for each in imports(tree) if each.startswith("chimera_guard."))
        found += [f"imports {each}: imports run one way" for each in within if not below(each, (room, *seen))]
    if below(name, ("rules",)):
        found += [f"names the tool {each!r}: tool facts live in the catalogue" for each in literals_of(tree) & tools]
    return found


def literals_of(tree: ast.Module) -> set[str]:
    """The strings that a module works with: not its docstrings, nor the words and examples of its rules."""
    spoken: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "rule":
            spoken.update(id(each) for argument in (*node.args, *node.keywords) for each in ast.walk(argument))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
    }


@pytest.fixture(scope="module")
def tools() -> frozenset[str]:
    """Names that can only be meant as a tool's: what is also an everyday word, or a kind of effect, tells nothing."""
    from chimera_guard.effects.model import KINDS, SCOPES

    names = {name for data in everything().values() for name in data["names"]}
    return frozenset(name for name in names if name.isalnum() and name not in KINDS | SCOPES | AMBIGUOUS)


# Tools whose name is also a flag, a language, a part of a path or an ordinary word.
AMBIGUOUS = frozenset(
    "python node sql sh bash shell ruby perl php lua awk sed history code command type test at time true false help "
    "install link trash all local secret public file find source script at w id set read print watch su R a link "
    "environment publish kill mount service user group pass key run rules more less top host date env exec kind "
    "settings jobs".split()
)


def test_the_walls_stand(tools: frozenset[str]) -> None:
    found = {name: broken for name, tree in modules() if (broken := violations(name, tree, tools))}
    assert found == {}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("effects.walk", "import re"),
        ("frontends.cli", "from shlex import split"),
        ("words.expand", "def f():\n    import os.path"),
        ("rules.deletion", "from subprocess import run"),
        ("analysis", "print('hello')"),
        ("effects.reader", "open('/etc/passwd')"),
        ("effects.scope", "from chimera_guard.host import facts"),
        ("syntax.scanner", "from chimera_guard.words import expand"),
        ("words.filters", "from chimera_guard import catalogue"),
        ("catalogue.usage", "from chimera_guard.effects.reader import Reading"),
        ("effects.flows", "from chimera_guard.rules import judge"),
        ("effects.flows", "from chimera_guard.risk import SecurityRisk"),
        ("rules.deletion", "from chimera_guard.syntax import parse"),
        ("policy", "from chimera_guard.effects.model import Effect"),
        ("host.settings", "from chimera_guard.frontends import cli"),
        ("toolcall.known", "from chimera_guard.host import facts"),
        ("report", "from dataclasses import dataclass"),
        ("frontends.checking", "from rich.console import Console"),
        ("rules.secrets", "def f(effect):\n    return effect.program == 'rsync'"),
        ("rules.secrets", "from chimera_guard.catalogue import load"),
    ],
)
def test_each_wall_can_be_seen_to_break(name: str, source: str, tools: frozenset[str]) -> None:
    assert len(violations(name, ast.parse(source), tools)) >= 1


def test_what_is_for_type_checkers_alone_is_no_import() -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import re\n"
    assert violations("effects.walk", ast.parse(source), frozenset()) == []


RISKS = {"low", "medium", "high", "LOW", "MEDIUM", "HIGH", "UNKNOWN"}


def words_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from words_of(key)
            yield from words_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from words_of(each)
    elif isinstance(value, str):
        yield from value.split()


def test_the_catalogue_names_no_risk() -> None:
    named = {}
    for name, data in everything().items():
        words = {word for effects in _effects(data) for word in words_of(effects)}
        if words & RISKS:
            named[name] = words & RISKS
    assert named == {}


def _effects(node: object) -> Iterator[object]:
    """Everything in a tool's data that says what is done, at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("does", "sets", "clears", "unlisted", "without_operands", "operands"):
                yield value
            elif key != "examples":
                yield from _effects(value)


@pytest.mark.parametrize("key", ["risk", "danger", "severity"])
def test_the_catalogue_has_no_key_for_a_risk(key: str) -> None:
    with pytest.raises(CatalogueError):
        normalise({"names": ["x"], key: "high"})


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys; import chimera_guard\n"
        "heavy = {'re', 'bashlex', 'rich', 'click', 'litellm', 'sqlglot', 'tomllib', 'platformdirs', 'chimera'}\n"
        "print(sorted(heavy & set(sys.modules)), [n for n in sys.modules if n.startswith('chimera_guard.')])"
    )
    before = "import sys; print(sorted({'re'} & set(sys.modules)))"
    environment = {"PYTHONPATH": str(PACKAGE.parent)}
    run = [sys.executable, "-S", "-c"]
    assert subprocess.run([*run, before], capture_output=True, text=True, env=environment).stdout == "[]\n"
    done = subprocess.run([*run, code], capture_output=True, text=True, env=environment)
    # `typing` itself needs re; nothing of ours does.
    assert done.stdout in ("[] []\n", "['re'] []\n"), done.stderr


def test_a_plain_check_does_without_typing() -> None:
    code = (
        "import sys; from chimera_guard.frontends.checking import check\n"
        "from chimera_guard.frontends.cli import simple_check\n"
        "check(*simple_check(['check', '--quiet', 'ls']))\n"
        "print(*(name for name in sys.modules if name.startswith('chimera_guard')))"
    )
    environment = {"PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    loaded = {name.removeprefix("chimera_guard.") for name in done.stdout.split()}
    assert "effects.walk" in loaded, done.stderr
    importing = {
        name
        for name, tree in modules()
        if any(isinstance(node, ast.ImportFrom) and node.module == "typing" for node in tree.body)
    }
    assert importing, "names are not as in the tree of modules"
    loaded -= {"catalogue.compile", "catalogue.schema"}  # which only a tree needs that was not built
    assert not loaded & importing, "take TYPE_CHECKING from records: loading typing takes a tenth of a check"


MAPS = [path.parent for path in sorted(PACKAGE.rglob("__init__.py")) if "  " in (_doc(path))]


@pytest.mark.parametrize("package", MAPS, ids=[str(package.relative_to(PACKAGE.parent)) for package in MAPS])
def test_what_a_package_says_is_in_it_is_there(package: Path) -> None:
    there = {path.stem for path in package.glob("*") if path.suffix == ".py" or (path / "__init__.py").exists()}
    told = _rooms(_doc(package / "__init__.py"))
    assert told
    assert told <= there
    if package.parent.name == "code":  # the readers of one language: few enough to name each
        assert there - {"__init__"} <= told
