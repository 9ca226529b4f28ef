"""What is not known stays honestly unknown, with all that can be said about it."""

from __future__ import annotations

import pytest

from chimera_guard.words import expand_single
from chimera_guard.words.expand import expand_pattern
from chimera_guard.words.value import HOLE, Value

from .fake import MISSING, NOWHERE, FakeShell, one, values, words_of

SOMEWHERE = FakeShell(unset=False, positional=None)
OUTPUT = frozenset({"output"})


def anywhere(**variables: str | Value) -> FakeShell:
    """A shell in an environment of which nothing else is known."""
    return FakeShell(variables, unset=False, positional=None)


@pytest.mark.parametrize(
    ("source", "prefix", "suffix", "unset", "many"),
    [
        ('"$X/"', "", "/", "/", False),
        ("$X/bin", "", "/bin", "/bin", True),
        ("/tmp/${X}.o", "/tmp/", ".o", "/tmp/.o", True),
        ('"a$X-$Y.b"', "a", ".b", "a-.b", False),
        ("${X}rm", "", "rm", "rm", True),
        ('"${X:-/}"', "", "", "/", False),
        ('"${X:=/}/x"', "", "/x", "//x", False),
        ('"${X:?}/"', "", "/", None, False),
        ('"${X:?no}/*"', "", "/*", None, False),
        ('"${X:+y}/"', "", "/", "/", False),
        ('"${X%/*}/"', "", "/", "/", False),
        ('"${X//a/b}/"', "", "/", "/", False),
        ('"$?/"', "", "/", None, False),
        ("$(date)/", "", "/", None, True),
        ('"$@"', "", "", "", True),
        ('"$*"', "", "", "", False),
        ('a"$@"b', "a", "b", "ab", True),
        ('"$1/x"', "", "/x", "/x", False),
        ("$X/*", "", "", "/*", True),
        ('"$X"/*.o', "", ".o", "/*.o", True),
    ],
)
def test_an_unknown_word(source: str, prefix: str, suffix: str, unset: str | None, many: bool) -> None:
    value = one(source, anywhere())
    assert (value.text, value.prefix, value.suffix, value.if_unset) == (None, prefix, suffix, unset)
    assert value.glob is None
    assert value.many is many


@pytest.mark.parametrize(
    ("source", "prefix", "suffix", "glob"),
    [
        ("/tmp/*.o", "/tmp/", ".o", "/tmp/*.o"),
        ("/bin/r?", "/bin/r", "", "/bin/r?"),
        ("a[bc]d", "a", "d", "a[bc]d"),
        ("'*'*", "*", "", "\\**"),
        ("'a b'/*\\?", "a b/", "?", "a b/*\\?"),
        ("*", "", "", "*"),
        ("/*/*", "/", "", "/*/*"),
        ('"[x]"?', "[x]", "", "\\[x\\]?"),
    ],
)
def test_a_pattern(source: str, prefix: str, suffix: str, glob: str) -> None:
    value = one(source, anywhere())
    assert (value.text, value.prefix, value.suffix, value.glob) == (None, prefix, suffix, glob)
    assert value.many
    assert value.if_unset is None


def test_a_pattern_becomes_the_files_that_match() -> None:
    shell = FakeShell(files={"*.o": ("a.o", "b c.o"), "'*'": ()})
    assert [value.text for value in values("rm *.o x?", shell)] == ["rm", "a.o", "b c.o", "x?"]
    assert [value.text for value in values("rm $g", FakeShell({"g": "*.o"}, files={"*.o": ("a.o",)}))] == ["rm", "a.o"]


@pytest.mark.parametrize("source", ["'*'", '"*"', "\\*", "[", "[ab", "]", "a\\?b", "'[ab]'", '"$g"'])
def test_inert_wildcards(source: str) -> None:
    assert one(source, FakeShell({"g": "*.o"})).known


def test_an_unknown_home_is_a_place_all_the_same() -> None:
    value = one("~/x", FakeShell(home=None))
    assert (value.text, value.prefix, value.glob, value.many) == (None, "~/x", "~/x", False)
    assert one("~bob/x", FakeShell()).glob == "~bob/x"
    assert one("~/*.o", FakeShell(home=None)).glob == "~/*.o"
    assert one("'~'", FakeShell(home=None)).text == "~"


@pytest.mark.parametrize(
    ("source", "quoted"), [("a", False), ("'a'", True), ('a"b"', True), ("$x", False), ('"$x"', True), ("\\a", True)]
)
def test_quoted(source: str, quoted: bool) -> None:
    assert one(source, FakeShell({"x": "y"})).quoted is quoted


def test_taint_of_parts_is_taint_of_the_whole() -> None:
    secret = Value("s", NOWHERE, taint=frozenset({"secret"}))
    remote = Value(None, NOWHERE, taint=frozenset({"remote"}))
    shell = FakeShell({"s": secret, "r": remote})
    assert one('a"$s"', shell).taint == {"secret"}
    assert one('"$s$r"', shell).taint == {"secret", "remote"}
    assert one("${s^^}${r#x}", shell).taint == {"secret", "remote"}
    assert one("$(date)", shell).taint == OUTPUT
    assert one("${x/o/$s}${x#$r}", FakeShell({"x": "foo", "s": secret, "r": remote})).taint == {"secret", "remote"}
    assert one('"$X"', anywhere()).taint == {"environment"}
    assert one("${X:-$s}", FakeShell({"s": secret}, unset=False)).taint == {"environment", "secret"}


def test_the_template_has_holes() -> None:
    assert one('"import $X; go"', anywhere()).template == f"import {HOLE}; go"
    assert one('"$X"', anywhere()).template is None
    assert one("abc", anywhere()).template is None


def test_unknown_arguments_are_any_number_of_words() -> None:
    found = values('rm $X "$@" $@', anywhere())
    assert [(value.many, value.if_unset) for value in found[1:]] == [(True, ""), (True, ""), (True, "")]


def test_an_unset_variable_leaves_no_word() -> None:
    assert [value.text for value in values('rm $u "$u" ""')] == ["rm", "", ""]


@pytest.mark.parametrize("source", ["${u:?}", "${u?gone}", "$((1/0))", "$((x[y z]))", "${x:0:-9}", "${x@A}"])
def test_what_the_shell_refuses_is_unknown(source: str) -> None:
    assert not one(source, FakeShell({"x": "abc"})).known


def test_assignments_that_may_not_happen_leave_the_variable_unknown() -> None:
    shell = anywhere(x="ls")
    values("${Y:-${x:=rm}} ${Y:+$((z=5))}", shell)
    assert shell.variables["x"].text == "ls"
    assert not shell.variables["z"].known
    shell = anywhere()
    values("$((Y ? (a=1) : 2)) $((b=Y)) $((c=3)) $((1 || (d=1)))", shell)
    assert [name for name in "abcd" if name in shell.variables] == ["a", "b", "c"]
    assert [shell.variables[name].text for name in "abc"] == [None, None, "3"]
    shell = FakeShell({"x": "set"})
    values("${x:-${never:=1}} ${x:=2}", shell)
    assert "never" not in shell.variables
    assert shell.variables["x"].text == "set"


def test_words_that_are_not_used_are_walked_all_the_same() -> None:
    shell = FakeShell({"x": "set"})
    values("${x:-$(evil 1)} ${u:+$(evil 2)} ${u#$(evil 3)} ${u/a/$(evil 4)} ${u:$(evil 5)}", shell)
    assert shell.ran == ["evil 1", "evil 2", "evil 3", "evil 4", "evil 5"]


def test_text_that_runs_in_passing_is_told() -> None:
    shell = FakeShell({"x": "a[$(evil)]", "p": "$(evil)", "r": "v[$(evil)]"})
    found = values("$((x)) ${p@P} ${!r}", shell)
    assert shell.heard == ["a[$(evil)]", "$(evil)", "v[$(evil)]"]
    assert not any(value.known for value in found[:2])


def test_a_name_before_a_brace_can_be_longer_than_it_looks() -> None:
    shell = FakeShell({"x": "1", "xa": "2"})
    assert [value.text for value in values("$x{a,b}", shell)] == [None, None]
    assert [value.text for value in values('"$x"{a,b} $x/{a,b} a{$x,$x}', shell)] == [
        "1a",
        "1b",
        "1/a",
        "1/b",
        "a1",
        "a1",
    ]


def test_commands_in_a_word_with_uncertain_braces_run_all_the_same() -> None:
    shell = FakeShell({"x": "1"})
    found = values("$(evil 1)$x{a,b} $(evil 2){1..99999}", shell)
    assert not any(value.known for value in found)
    assert {"evil 1", "evil 2"} <= set(shell.ran)


def test_single_values_are_neither_split_nor_globbed() -> None:
    (word,) = words_of("a$x*")
    shell = FakeShell({"x": "b  c"})
    assert expand_single(word, shell).text == "ab  c*"
    (word,) = words_of("$@")
    assert expand_single(word, FakeShell(positional=["1", "2"])).text == "1 2"


def test_quoted_characters_of_a_pattern_are_escaped() -> None:
    (word,) = words_of("a'*'*\\?\"[$x]\"$x")
    assert expand_pattern(word, FakeShell({"x": "*"})).text == "a\\**\\?\\[\\*\\]*"


def test_unknown_separators_leave_the_number_of_words_unknown() -> None:
    shell = FakeShell({"IFS": MISSING, "x": "abc"})
    assert [(value.text, value.many, value.if_unset) for value in values("$x", shell)] == [(None, True, "abc")]
    assert one('"$x"', shell).text == "abc"


def test_a_slice_from_an_unknown_place_may_hold_the_name_of_the_shell() -> None:
    assert one("${@:$(date)}", FakeShell(positional=())).many
    assert one("x${@:$(date)}y", FakeShell(positional=())).text is None
