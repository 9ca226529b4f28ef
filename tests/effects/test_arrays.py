"""Arrays: their elements by place and by name, and those of which it is not known which one is meant."""

from __future__ import annotations

import pytest

from chimera_guard import assess
from chimera_guard.effects.variables import computes
from chimera_guard.words.keyed import Keyed, placed, with_element
from chimera_guard.words.value import Value
from tests.words.fake import NOWHERE


def value(text: str) -> Value:
    return Value(text, NOWHERE)


@pytest.mark.parametrize(
    ("line", "argvs"),
    [
        ("declare -A a=([x]=one [y]='two 2'); ls \"${a[y]}\"", [["ls", "two 2"]]),
        ('declare -A a=([x]=one [y]=two); ls "${a[$k]}"', [["ls", "one"], ["ls", "two"]]),
        ('a=(one two); ls "${a[$k]}"', [["ls", "one"], ["ls", "two"]]),
        ('a=(one two); k=1; ls "${a[$k]}"', [["ls", "two"]]),
        ('declare -A a; a[x]=one; a[y]=two; ls "${a[x]}"', [["ls", "one"]]),
        ('a[0]=one; a[1]=two; ls "${a[@]}"', [["ls", "one", "two"]]),
        ("declare -a a=(~ '~' ~/x); ls \"${a[@]}\"", [["ls", "~/", "~", "~/x"]]),
        ("printf -v a[0] one; printf -v 'a[1]' %s two; ls \"${a[@]}\"", [["ls", "one", "two"]]),
        ("local a=(one 'two 2'); ls \"${a[@]}\"", [["ls", "one", "two 2"]]),
        ('declare -A a=([x]=one [y]=two); for k in "${!a[@]}"; do ls "$k"; done', [["ls", "x"], ["ls", "y"]]),
    ],
)
def test_elements_are_known(line: str, argvs: list[list[str]]) -> None:
    commands = [list(command.argv) for command in assess(line).commands if command.argv[0] == "ls"]
    assert commands == argvs


def test_elements_are_put_in_their_places() -> None:
    assert placed((value("[1]=b"), value("[0]=a"))) == (value("a"), value("b"))
    assert placed((value("[3]=b"), value("[0]=a"))) is None
    assert placed((value("a"), value("[0]=b"))) == (value("a"), value("[0]=b"))
    keyed = placed((value("[x]=a"), value("[y]=b")))
    assert isinstance(keyed, Keyed) and keyed.items() == {"x": value("a"), "y": value("b")}


def test_a_whole_array_is_shown_as_it_was_written() -> None:
    assert assess("declare -A a=([x]=one)").commands[0].argv == ("declare", "-A", "a=([x]=one)")


def test_an_element_is_set() -> None:
    keyed = with_element(None, "x", value("a"))
    assert isinstance(keyed, Keyed)
    assert with_element(keyed, "y", value("b")) == (value("a"), value("b"))
    assert with_element((value("a"),), "1", value("b")) == (value("a"), value("b"))
    assert with_element((value("a"),), "5", value("b")) is None
    assert with_element((value("a"),), "x", value("b")) is None


# What bash 5.2 does with these as the value of a variable in `(( ))`, `declare -i` and `[[ -eq ]]`.
@pytest.mark.parametrize("text", ["foo bar[$(x)]", "1 a[$(x)]", "foo, a[$(x)]", "a[1] b[$(x)]", "a[b[$(x)]]"])
def test_a_text_that_is_taken_for_a_number_runs_what_stands_in_a_subscript(text: str) -> None:
    assert computes(text)


@pytest.mark.parametrize("text", ["foo bar baz[$(x)]", "it's [x] a[$(x)]", "a.b[$(x)]", "1 2 a[$(x)]", "x { a[$(x)]"])
def test_it_is_read_no_further_than_it_is_a_sum(text: str) -> None:
    assert not computes(text)
