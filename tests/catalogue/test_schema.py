"""What a tool file may say: what is wrong is named, and short forms are written out."""

from __future__ import annotations

import pytest

from chimera_guard.catalogue.schema import CatalogueError, graft, normalise
from chimera_guard.catalogue.usage import by_spelling


def tool(**keys: object) -> dict[str, object]:
    return {"names": ["x"], **keys}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "'names'"),
        ({"names": "x"}, "'names'"),
        ({"names": []}, "'names'"),
        (tool(colour="red"), "unknown key 'colour'"),
        (tool(operands="devour*"), "operands: unknown role 'devour'"),
        (tool(operands=["read"]), "operands: roles are written as one string"),
        (tool(does="explode now"), "does: unknown effect 'explode'"),
        (tool(does=[""]), "does: effects are a string or a list of strings"),
        (tool(style="windows"), "style: unknown style 'windows'"),
        (tool(options={"-x": {"takes": "devour"}}), "options.-x: unknown role 'devour'"),
        (tool(options={"-x": {"loud": True}}), "options.-x: unknown key 'loud'"),
        (tool(options={"-x": 3}), "options.-x: a table or a string is wanted"),
        (tool(options={"-x": ""}), "options.-x: unknown role ''"),
        (tool(options={"-x": {"does": "explode"}}), "options.-x: unknown effect 'explode'"),
        (tool(options={"-x": {"values": {"GET": "explode"}}}), "options.-x: unknown effect 'explode'"),
        (tool(options={"-x": {"keys": {"k": "devour"}}}), "options.-x: unknown role 'devour'"),
        (tool(subcommands={"a b": {"loud": True}}), "subcommands.a b.unknown key 'loud'"),
        (tool(subcommands={"a": {"operands": "devour"}}), "subcommands.a.operands: unknown role 'devour'"),
        (tool(when={"*.x": {"does": "explode"}}), "when.*.x: unknown effect 'explode'"),
        (tool(assignments={"if": "devour"}), "assignments: unknown role 'devour'"),
        (tool(means={"@a": "devour"}), "means: unknown role 'devour'"),
        (tool(summary=3), "summary: must be a text"),
        (tool(flags=["-a"]), "flags: must be a text"),
        (tool(options=3), "options: must be a table"),
        (tool(options=[{"-x": "read"}]), "options: must be a table"),
        (tool(options={"-x": {"sets": ["force"]}}), "options.-x.sets: must be a text"),
        (tool(options={"-x": {"values": {"a": 3}}}), "options.-x: a table or a string is wanted"),
        (tool(options={"-x": {"harmless": "yes"}}), "options.-x.harmless: must be true or false"),
        (tool(subcommands="a"), "subcommands: must be a table"),
        (tool(subcommands={"a": 3}), "subcommands.a: a table or a string is wanted"),
        (tool(subcommands={"a": {"lenient": 3}}), "subcommands.a.lenient: must be true or false or a text"),
        (tool(when="x"), "when: must be a table"),
        (tool(groups="1"), "groups: must be a number"),
        (tool(stdin="code"), "stdin: 'code' is none of arguments, none, text, code:LANG"),
        (tool(examples={"x a": "write a"}), "examples.x a: must be a list of texts"),
        (tool(examples=3), "examples: must be a table"),
    ],
)
def test_what_is_wrong_is_named(data: dict[str, object], message: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        normalise(data)
    assert message in str(caught.value)


def test_alternatives_and_paths_are_written_out() -> None:
    subcommands = normalise(tool(subcommands={"container ls|list, ps": "remote-read"}))["subcommands"]
    assert set(subcommands) == {"container", "ps"}
    assert set(subcommands["container"]["subcommands"]) == {"ls", "list"}
    assert subcommands["ps"]["does"] == ["remote-read"]


def test_alternatives_do_not_share_what_later_keys_add() -> None:
    subcommands = normalise(
        tool(subcommands={"role|collection": {"subcommands": {"list": {}}}, "role list": "remote-read"})
    )["subcommands"]
    assert subcommands["role"]["subcommands"]["list"] == {"does": ["remote-read"]}
    assert subcommands["collection"]["subcommands"]["list"] == {}


def test_a_longer_path_keeps_what_the_shorter_one_said_in_either_order() -> None:
    for order in ({"a": "write", "a b": {}}, {"a b": {}, "a": "write"}):
        assert normalise(tool(subcommands=order))["subcommands"]["a"] == {"does": ["write"], "subcommands": {"b": {}}}


def test_graft_keeps_what_a_branch_does_not_say_anew() -> None:
    tree = {"a": {"does": ["write"], "subcommands": {"b": {"does": ["delete"]}}}}
    graft(tree, {"a": {"subcommands": {"c": {}}}})
    assert tree == {"a": {"does": ["write"], "subcommands": {"b": {"does": ["delete"]}, "c": {}}}}


def test_short_forms_of_options() -> None:
    options = by_spelling(
        normalise(
            tool(
                flags="-a --all",
                valued="-n",
                options={"-o --output": "write", "--slurp": "text read", "-k": {"optional": True, "sets": "a b"}},
            )
        )
    )
    assert options["-a"] == options["--all"] == {}
    assert options["-n"] == {"takes": "text"}
    assert options["-o"] == options["--output"] == {"takes": "write"}
    assert options["--slurp"] == {"takes": "text", "more": ["read"]}
    assert options["-k"] == {"optional": "text", "sets": ["a", "b"]}


def test_an_option_with_values_has_a_value() -> None:
    option = normalise(tool(options={"-X": {"values": {"GET|HEAD": {}, "*": "remote-change"}}}))["options"]["-X"]
    assert option["takes"] == "text"
    assert option["values"]["*"] == {"does": ["remote-change"]}


def test_options_that_matter_win_over_flags_of_the_same_name() -> None:
    named = normalise(tool(flags="-f", options={"-f": {"sets": "force"}}))
    assert by_spelling(named)["-f"] == {"sets": ["force"]}
