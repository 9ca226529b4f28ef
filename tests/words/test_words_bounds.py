"""Whatever the tree, expansion neither fails nor takes long."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chimera_guard.syntax import parse
from chimera_guard.syntax.nodes import Word
from chimera_guard.words import expand, expand_single
from chimera_guard.words.arithmetic import evaluate
from chimera_guard.words.expand import expand_pattern
from chimera_guard.words.filters import MAX_INPUT, output_of
from chimera_guard.words.value import Value
from chimera_guard.words.work import Work
from tests.steps import at_most

from .fake import NOWHERE, FakeShell

STEPS = 500_000

FRAGMENTS = st.sampled_from(
    [
        "${",
        "}",
        "$(",
        ")",
        "$((",
        "))",
        "[",
        "]",
        "{",
        ",",
        "..",
        "'",
        '"',
        "\\",
        "*",
        "?",
        "@",
        "#",
        "%",
        "/",
        "^",
        "!",
    ]
    + [
        "x",
        "y",
        "1",
        "-1",
        ":",
        ":-",
        "=",
        "+",
        " ",
        "~",
        "\n",
        "&",
        "|",
        ";",
        "echo ",
        "printf ",
        "<(",
        "`",
        "$'\\x",
        "=(",
    ]
)
TEXT = st.one_of(st.lists(FRAGMENTS, max_size=25).map("".join), st.text(max_size=30))


def every_word(node: object) -> list[Word]:
    """All words anywhere in a tree."""
    found: list[Word] = []
    todo = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, Word):
            found.append(item)
        if isinstance(item, tuple):
            todo.extend(item)
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, st.booleans())
def test_expansion_never_fails(source: str, unset: bool) -> None:
    shell = FakeShell({"x": "a b", "y": "*"}, ("1", "2") if unset else None, {"arr": ["1", ""]}, unset)
    for word in every_word(parse("echo " + source)):
        expand((word,), shell)
        expand_single(word, shell)
        expand_pattern(word, shell)


@settings(max_examples=300, deadline=None)
@given(st.text(" 0123456789abxyz+-*/%<>=!~&|^?:(),[]#$\1", max_size=40))
def test_arithmetic_never_fails(text: str) -> None:
    found = evaluate(text, FakeShell({"x": "y+1", "y": "x", "a": "5"}))
    assert found is None or -(1 << 63) <= found < 1 << 63


COMMANDS = [
    "printf", "echo", "seq", "tr", "cut", "sed", "grep", "awk", "head", "tail", "sort", "uniq", "wc", "paste", "fold",
    "base64", "base32", "xxd", "openssl", "gunzip", "bunzip2", "unxz", "rev", "tac", "cat", "expr", "basename",
]  # fmt: skip
ARGUMENTS = st.one_of(
    st.text("abcsyp0123456789/\\.*[]^$(){}+?|&%-;,!:=nd\n", max_size=12),
    st.sampled_from(
        ["-n", "-d", "-e", "-E", "-c", "-f1", "-s", "%s", "%d", "%b", "%*d", "s/a*/b/g", "--", "[:alpha:]", "a-z"]
    ),
)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(COMMANDS), st.lists(ARGUMENTS, max_size=4), st.text("abc 123\n:=\udcff", max_size=40))
def test_filters_never_fail(name: str, arguments: list[str], stdin: str) -> None:
    found = output_of([Value(text, NOWHERE) for text in (name, *arguments)], Value(stdin, NOWHERE))
    assert found is None or (found.text is not None and len(found.text) <= MAX_INPUT)


@pytest.mark.parametrize(
    "source",
    [
        "echo {1..100000000}",
        "echo " + "{a,b}" * 60,
        "echo " + "{" * 5_000,
        "echo " + "{a," * 3_000 + "}" * 3_000,
        "echo " + "[" * 20_000,
        "echo " + "${x//a/" + "b" * 100_000 + "}",
        "echo ${x//*a*a*a*a*a*a*a*a*b/c}",
        "echo ${x##+(a|aa|aaa|*(a))b}",
        "echo ${x//@(a|aa)*(a)b/c}",
        "echo ${x//!(b)/c}",
        "echo $((" + "(" * 2_000 + "1" + ")" * 2_000 + "))",
        "echo $((" + "-" * 20_000 + "1))",
        "echo $((9**9**9**9**9))",
        "echo $(( x " + "* x" * 4_000 + "))",
        "echo $y $y $y",
        "echo $((self))",
        "echo " + "'a'" * 20_000 + "*",
    ],
    ids=lambda source: source[5:30],
)
def test_hostile_words_are_read_in_no_time(source: str) -> None:
    variables = {"x": "a" * 3_000, "y": "w " * 100_000, "self": "self+self"}
    words = [word for word in every_word(parse(source)) if word.literal != "echo"]
    assert words, "the parser refuses it"
    with at_most(STEPS):
        expand(words, FakeShell(variables))


def test_text_does_not_grow_without_bound() -> None:
    shell = FakeShell({"x": "a" * 1_000})
    (word,) = every_word(parse('"$x$x$x$x$x$x$x$x$x$x"').body.items[0].command)
    for _ in range(40):
        shell.assign("x", expand_single(word, shell))
    assert not shell.variables["x"].known


@pytest.mark.parametrize(
    ("argv", "stdin"),
    [
        (["sed", "s/\\(a*\\)*b/x/"], "a" * 2_000),
        (["sed", "-E", "s/(a|a)*$/x/"], "a" * 2_000 + "b"),
        (["grep", "-E", "(x+x+)+y"], "x" * 500),
        (["printf", "%999999999d"], ""),
        (["printf", "%.999999999f", "1"], ""),
        (["printf", "%s" * 1_000, *["a"] * 3_000], ""),
        (["seq", "1000000000"], ""),
        (["tr", "[a*99999999]", "b"], "a"),
        (["fold", "-w1"], "a" * 200_000),
        (["base64"], "a" * 260_000),
        (["cut", "-c1-999999999999"], "a\n" * 50_000),
        (["awk", "{print $1}"], "a\n" * 100_000),
    ],
    ids=lambda value: "_".join(value)[:20] if isinstance(value, list) else "",
)
def test_hostile_filters_are_done_in_no_time(argv: list[str], stdin: str) -> None:
    with at_most(STEPS):
        found = output_of([Value(text, NOWHERE) for text in argv], Value(stdin, NOWHERE))
    assert found is None or (found.text is not None and len(found.text) <= MAX_INPUT)


@pytest.mark.parametrize(
    "source",
    [
        "echo ${x//*a*a*b/c}",
        "echo {1..999}{a,b}x",
        "echo $y",
        'echo "$z$z"',
        "echo ${z^^} ${z//a/bb}",
        "echo ${@//1*2/x}",
        "echo $@ $*",
        "echo ${x##+(a|aa|!(b))c}",
        "echo $(( x" + "+1" * 500 + "))",
        "echo x=" + "a:~" * 500,
    ],
    ids=lambda source: source[5:30],
)
def test_a_thousand_costly_words_cost_little_together(source: str) -> None:
    variables = {"x": "a" * 3_000, "y": "w " * 100_000, "z": "a" * 100_000}
    shell = FakeShell(variables, [str(number) for number in range(900)])
    words = [word for word in every_word(parse(source)) if word.literal != "echo"]
    with at_most(30 * STEPS):
        for _ in range(1_000):
            expand(words, shell)
    assert shell.work.left < 0


def test_a_thousand_searches_cost_little_together() -> None:
    work = Work()
    stdin = Value("a" * 200 + "\n", NOWHERE)
    with at_most(30 * STEPS):
        for _ in range(1_000):
            output_of([Value(text, NOWHERE) for text in ("grep", "-E", "(a|aa)+$b")], stdin, work)
    assert work.left < 0
