"""What kind of node comes of what."""

from __future__ import annotations

from typing import Any

import pytest

from chimera_guard.syntax import parse
from chimera_guard.syntax.nodes import Assignment, Command, Item, List, Parameter, Pipeline, Script
from tests.syntax.outline import found, outline


def one(source: str) -> Command:
    script = parse(source)
    assert script.problem is None
    (item,) = script.body.items
    return item.command


def body(*commands: tuple[Any, ...]) -> tuple[Any, ...]:
    """The outline of a list whose commands are separated by semicolons, the last one too."""
    return ("List", tuple(("Item", command, ";") for command in commands))


A, B, C = ("a",), ("b",), ("c",)

NODES: dict[str, Any] = {
    "a b": ("a", "b"),
    "A=1 B= a b >c": (("Assignment", "A", "1"), ("Assignment", "B"), "a", "b", (">", "c")),
    "a|b |& c": ("Pipeline", (A, B, C), frozenset({1})),
    "! a": ("Negation", "!", A),
    "time -p ! a": ("Negation", "time", ("Negation", "!", A)),
    "{ a; }": ("Group", "{", body(A)),
    "(a; b&) >c 2>&1": (
        "Group",
        "(",
        ("List", (("Item", A, ";"), ("Item", B, "&"))),
        ((">", "c"), ("2>&", "1")),
    ),
    "if a; then b; fi": ("If", ((body(A), body(B)),)),
    "if a; then b; elif b; then c; else a; fi": (
        "If",
        ((body(A), body(B)), (body(B), body(C))),
        body(A),
    ),
    "while a; do b; done <c": ("Loop", "while", body(A), body(B), (("<", "c"),)),
    "until a\ndo b\ndone": ("Loop", "until", body(A), body(B)),
    "for x in a b; do c; done": ("For", "for", "x", ("a", "b"), body(C)),
    "for x; do c; done": ("For", "for", "x", body(C)),
    "select x in a; do c; done": ("For", "select", "x", ("a",), body(C)),
    "for ((i=0;i<9;i++)); do c; done": ("ArithmeticFor", "i=0;i<9;i++", body(C)),
    "case x in a|b) a;; (*) b; esac >c": (
        "Case",
        "x",
        ((("a", "b"), ("List", (("Item", A),))), (((("literal", "*"),),), body(B))),
        ((">", "c"),),
    ),
    "[[ -f x && ! ( y < z ) ]]": ("Condition", ("-f", "x", "&&", "!", "(", "y", "<", "z", ")")),
    "((x = 1 << 2)) 2>a": ("ArithmeticCommand", "x = 1 << 2", (("2>", "a"),)),
    "f() { a; }": ("Function", "f", ("Group", "{", body(A))),
    "function f-g (a)": ("Function", "f-g", ("Group", "(", ("List", (("Item", A),)))),
    "coproc a b": ("Coprocess", "COPROC", ("a", "b")),
    "coproc N { a; }": ("Coprocess", "N", ("Group", "{", body(A))),
}

WORDS: dict[str, Any] = {
    "'a b'": "a b",
    "\"a\"b'c'\\d": "abcd",
    "a*": (("literal", "a*"),),
    "'*'*": (("quoted", "*"), ("literal", "*")),
    "~/x": (("literal", "~/x"),),
    "{a,b}": (("literal", "{a,b}"),),
    "{'a,b'}": "{a,b}",
    "$x": (("$x",),),
    "a$x\"b$y\"": (("literal", "a"), ("$x",), ("quoted", "b"), ("$y",)),
    '"$@"': (("$@",),),
    "${x:-a}": (("$x", ":-", "a"),),
    "${x/a/b}": (("$x", "/", "a", "b"),),
    "${x//\\//-}": (("$x", "//", "/", "-"),),
    "${x////-}": (("$x", "//", "/", "-"),),
    "${x:1:2}": (("$x", ":", "1", "2"),),
    "${x[1]%.*}": (("$x", "%", (("literal", ".*"),), "1"),),
    "${#x}": (("#$x",),),
    "${#}": (("$#",),),
    "${##}": (("#$#",),),
    "${##a}": (("$#", "#", "a"),),
    "${!x}": (("!$x",),),
    "${!#}": (("!$#",),),
    "${!x*}": (("!$x", "*"),),
    "${!x[@]}": (("!$x", "@"),),
    "${!}": (("$!",),),
    "${@^^}": (("$@", "^^"),),
    "${*//x/y}": (("$*", "//", "x", "y"),),
    "${@##p}": (("$@", "##", "p"),),
    "${x@Q}": (("$x", "@", "Q"),),
    "${x:-${y:-\"z\"}}": (("$x", ":-", (("$y", ":-", "z"),)),),
    "$(a b)": (("$(", ("List", (("Item", ("a", "b")),))),),
    "`a`": (("$(", ("List", (("Item", A),))),),
    "<(a)": (("<(", ("List", (("Item", A),))),),
    "$((1+x))": (("$((", "1+x"),),
    "$[1+$x]": (("$((", (("quoted", "1+"), ("$x",))),),
    "$'a\\tb'": "a\tb",
    '$"a"': "a",
    "a\\\nb": "ab",
}  # fmt: skip


@pytest.mark.parametrize("source", NODES)
def test_a_command_becomes_its_node(source: str) -> None:
    assert outline(one(source)) == NODES[source]


@pytest.mark.parametrize("source", WORDS)
def test_a_word_becomes_its_parts(source: str) -> None:
    assert outline(one(f"echo {source}")) == ("echo", WORDS[source])


@pytest.mark.parametrize(
    ("source", "separators"),
    [
        ("a", [""]),
        ("a;", [";"]),
        ("a\nb", [";", ""]),
        ("a && b || c &", ["&&", "||", "&"]),
        ("a & b;c", ["&", ";", ""]),
    ],
)
def test_a_list_knows_what_separates_its_commands(source: str, separators: list[str]) -> None:
    assert [item.separator for item in parse(source).body.items] == separators


@pytest.mark.parametrize("source", ["", "  ", "\n\n", "# nothing", "\\\n"])
def test_nothing_is_an_empty_list(source: str) -> None:
    script = parse(source)
    assert (script.source, script.body.items, script.problem) == (source, (), None)


def test_quotes_that_hold_nothing_are_kept() -> None:
    assert outline(one('echo $x""')) == ("echo", (("$x",), ("quoted", "")))


def test_parameters_know_whether_they_are_quoted() -> None:
    assert [part.quoted for part in found(one('echo "$a" $b "${c:-$d}"'), Parameter)] == [True, False, True, True]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x+=1", ("x", "1", True, None)),
        ("x[2]=a", ("x", "a", False, "2")),
        ("x=(a 'b c' [1]=d)", ("x", ("a", "b c", "[1]=d"), False, None)),
        ("x+=()", ("x", (), True, None)),
        ("x={a,b}", ("x", (("literal", "{a,b}"),), False, None)),
    ],
)
def test_assignments(source: str, expected: tuple[Any, ...]) -> None:
    (assignment,) = found(one(source), Assignment)
    assert tuple(outline(value) if isinstance(value, tuple) else value for value in assignment[1:]) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a <<E\nx $y\nE", ("<<", (("quoted", "x "), ("$y",), ("quoted", "\n")))),
        ("a <<'E'\nx $y\nE", ("<<", "x $y\n")),
        ("a <<-E\n\tx\n\t\ty\n\tE", ("<<-", "x\ny\n")),
        ("a <<E\nx\\\ny \\$z \\w\nE", ("<<", "xy $z \\w\n")),
        ("a <<<'x y'", ("<<<", "x y")),
        ("a 3<>b", ("3<>", "b")),
        ("a {fd}>b", ("fd>", "b")),
        ("a &>>b", ("&>>", "b")),
        ("a >|b", (">|", "b")),
        ("a 2>&-", ("2>&", "-")),
        ("a 2>&1-", ("2>&", "1-")),
        ("a > $x", (">", (("$x",),))),
    ],
)
def test_redirections(source: str, expected: tuple[Any, ...]) -> None:
    assert outline(one(source)) == ("a", expected)


def test_a_pipeline_of_compound_commands() -> None:
    node = one("{ a; } | (b) | c")
    assert isinstance(node, Pipeline)
    assert [type(stage).__name__ for stage in node.stages] == ["Group", "Group", "Simple"]


def test_a_substitution_holds_its_own_source() -> None:
    assert [script.source for script in found(parse("echo $(a $(b)) `c \\`d\\``"), Script)][:4] == [
        "b", "a $(b)", "d", "c `d`",
    ]  # fmt: skip


def test_items_are_flat() -> None:
    script = parse("a && b; c")
    assert isinstance(script.body, List)
    assert all(isinstance(item, Item) for item in script.body.items)
