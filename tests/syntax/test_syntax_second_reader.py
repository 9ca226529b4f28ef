"""bashlex confirms the structure of compound commands, and is loaded for nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chimera_guard.syntax import parse, tables
from chimera_guard.syntax.check import check
from chimera_guard.syntax.grammar import Parser
from chimera_guard.syntax.nodes import Group, Item, List, Simple
from chimera_guard.syntax.problems import Unreadable

PARSE = "import sys; from chimera_guard.syntax import parse; "


def python(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return run.stdout.strip()


@pytest.mark.parametrize(
    "source", ["ls -la src", "a 'b' $c | d && e >f; ! g", "[[ a ]] && ((1))", "case a in b) c;; esac"]
)
def test_lines_without_groups_load_no_second_reader(source: str) -> None:
    code = f"print(parse({source!r}).problem, 'bashlex' in sys.modules)"
    assert python(PARSE + code) == "None False"


def test_plain_lines_load_no_grammar() -> None:
    loaded = python(
        "import sys; from chimera_guard.syntax import parse; parse('ls -la src'); print(*sys.modules)"
    ).split()
    assert [name for name in loaded if name.startswith("chimera_guard.syntax.")] == [
        "chimera_guard.syntax.nodes", "chimera_guard.syntax.plain",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "source", ["{ a; b; }", "if a; then b; fi", "f() { a; }", "while a; do b; done >c", "(a | b) && c"]
)
def test_what_it_reads_alike_is_confirmed(source: str) -> None:
    assert parse(source).problem is None


def parser_with(source: str, node: Group) -> Parser:
    parser = Parser(source)
    parser.compounds[0] = len(source), node
    return parser


def group_of(*commands: tuple[int, int]) -> Group:
    """A group of commands of one word each, from the places of those words."""
    from chimera_guard.syntax.nodes import Span, Word

    items = [Item(Simple(Span(*place), (), (Word(Span(*place), "x"),), ()), ";") for place in commands]
    return Group(Span(0, 0), "{", List(Span(0, 0), tuple(items)))


def test_a_tree_that_it_reads_differently_is_refused() -> None:
    check(parser_with("{ a; b; }", group_of((2, 3), (5, 6))))
    for other in (group_of((2, 3)), group_of((2, 3), (5, 6), (7, 8)), group_of((2, 3), (6, 7))):
        with pytest.raises(Unreadable):
            check(parser_with("{ a; b; }", other))


def test_keywords_that_were_taken_for_words_are_noticed() -> None:
    with pytest.raises(Unreadable):
        check(parser_with("{ a; if b; then c; fi; }", group_of((2, 3), (8, 9), (16, 17))))


def test_tables_are_what_bashlex_builds(tmp_path: Path) -> None:
    path = tmp_path / "tables.json"
    tables.write(path)
    assert set(json.loads(path.read_text())) == {"signature", "action", "goto"}
    code = f"""
from pathlib import Path
from chimera_guard.syntax import tables
import sys
tables.SHIPPED = Path({str(path)!r})
loaded = tables.bashlex()
names = [name for name in sys.modules if name.partition('.')[0] == 'bashlex']
fast = loaded.parser.yaccparser
for name in names: del sys.modules[name]
import bashlex
slow = bashlex.parser.yaccparser
same = lambda one, other: {{k: dict(v) for k, v in one.items()}} == {{k: dict(v) for k, v in other.items()}}
print(loaded is not bashlex, same(fast.action, slow.action), same(fast.goto, slow.goto),
      fast.defaulted_states == slow.defaulted_states, loaded.parse('if a; then b; fi')[0].kind)
"""
    assert python(code) == "True True True True compound"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"signature": 1, "action": [], "goto": {}}'])
def test_tables_that_do_not_fit_are_built(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tables.json"
    path.write_text(content)
    code = f"""
from pathlib import Path
from chimera_guard.syntax import parse, tables
tables.SHIPPED = Path({str(path)!r})
print(parse('if a; then b; fi').problem)
"""
    assert python(code) == "None"


def test_bashlex_is_as_usual_for_others() -> None:
    code = (
        "from chimera_guard.syntax import parse; parse('{ a; }'); import bashlex; print(bashlex.parse('a | b')[0].kind)"
    )
    assert python(code) == "pipeline"
    code = "print(parse('{ a; }').problem, len(bashlex.parse('a')))"
    assert python("import bashlex; " + PARSE + code) == "None 1"


def test_without_bashlex_nothing_is_certain() -> None:
    assert "second reader" in python(PARSE + "sys.modules['bashlex'] = None; print(parse('{ a; }').problem)")
