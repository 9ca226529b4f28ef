"""Words made at random become what a real bash makes of them, or an honest unknown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chimera_guard.syntax import parse

from .fake import FakeShell, real, values

VARIABLES = {"x": "foo", "e": "", "s": "a b  c", "p": "a/b.c/d", "n": "7", "sp": " b ", "q": "it's *", "am": "&"}
ARRAYS = {"arr": ["x", "y z", "", "w"]}
NAMES = st.sampled_from([*VARIABLES, "u", "arr", "1", "2", "9"])
PLAIN = st.text("abo/._-:=^", min_size=1, max_size=4)
PATTERN = st.lists(
    st.sampled_from(["a", "o", "/", "?", "*", "[a-c]", "[!o]", '"*"', "\\*", "b", "'/'", "[[:alpha:]]", "$x"]),
    max_size=3,
).map("".join)
NUMBER = st.sampled_from(["0", "1", "2", " -1", " -2", "n-6", "$((1))", "(1+1)", "5"])


def braced(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """`${...}` with all operators; `inner` makes the words in it."""
    return st.one_of(
        st.builds("${{{}}}".format, NAMES),
        st.builds("${{#{}}}".format, NAMES),
        st.builds("${{{}{}{}}}".format, NAMES, st.sampled_from([":-", "-", ":+", "+"]), inner),
        st.builds("${{{}{}{}}}".format, NAMES, st.sampled_from(["#", "##", "%", "%%"]), PATTERN),
        st.builds("${{{}{}{}/{}}}".format, NAMES, st.sampled_from(["/", "//"]), PATTERN.filter(_no_slash), inner),
        st.builds("${{{}{}{}}}".format, NAMES, st.sampled_from(["^", "^^", ",", ",,", "~", "~~"]), PATTERN),
        st.builds("${{{}:{}}}".format, NAMES, NUMBER),
        st.builds("${{{}:{}:{}}}".format, NAMES, NUMBER, NUMBER),
        st.builds("${{arr[{}]}}".format, st.sampled_from(["0", "1", "-1", "n-6", "9", "@", "*"])),
        st.builds("${{{}{}{}}}".format, st.sampled_from("@*"), st.sampled_from("#%/^,"), st.text("abo1", max_size=1)),
        st.builds("${{{}@{}}}".format, NAMES, st.sampled_from("UuLQ")),
    )


def _no_slash(pattern: str) -> bool:
    return "/" not in pattern


EXPANSION = braced(st.one_of(PLAIN, NAMES.map("${{{}}}".format), st.just("'a  b'"), st.just("a b")))
PIECE = st.one_of(
    PLAIN,
    EXPANSION,
    NAMES.map("${{{}}}".format),
    st.sampled_from(["$@", "$*", '"$@"', '"$*"', "$#", "''", '""', "\\ ", "'a  b'", '"$s"', "$s", "\\\\", "$'\\t'"]),
    EXPANSION.map('"{}"'.format),
    st.sampled_from(["{a,b}", "{1..3}", "{,x}", "{a}", "}", "{", "{a,'b c'}", "{a,{b,c}}", "{3..1}", "{a..c}"]),
    st.builds("$(({}{}{}))".format, st.sampled_from("n37"), st.sampled_from("+-*/%<>"), st.sampled_from("12n")),
)
LINE = st.lists(st.lists(PIECE, min_size=1, max_size=4).map("".join), min_size=1, max_size=3).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, min_size=10, max_size=30), st.sampled_from([(), ("1", "2 3", ""), ("a*",)]))
def test_a_word_becomes_what_bash_makes_of_it(lines: list[str], positional: tuple[str, ...]) -> None:
    lines = [line for line in lines if parse("f " + line).problem is None]
    for line, expected in zip(lines, real(lines, VARIABLES, ARRAYS, positional), strict=True):
        if expected is None:
            continue
        shell = FakeShell(VARIABLES, positional, ARRAYS, files={})
        got = values("f " + line, shell)[1:]
        if all(value.known for value in got):
            assert [value.text for value in got] == expected, line
