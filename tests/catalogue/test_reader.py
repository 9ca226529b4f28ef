"""The argv reader, over tools made up here: every way in which arguments can be written."""

from __future__ import annotations

import pytest

from chimera_guard.catalogue.schema import normalise
from chimera_guard.catalogue.usage import Usage
from chimera_guard.effects.reader import Reading, read
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import Value

HIDDEN = Value(None, NOWHERE)


def reading(tool: dict[str, object], *words: str | Value) -> Reading:
    values = [Value(word, NOWHERE) if isinstance(word, str) else word for word in words]
    return read(Usage("tool", normalise({"names": ["tool"], **tool})), values)


def told(tool: dict[str, object], *words: str | Value) -> list[str]:
    """Roles and the texts that they hold for, then the flags."""
    found = reading(tool, *words)
    actions = [" ".join([action.role, *(value.text or "?" for value in action.values)]) for action in found.actions]
    return [*actions, *sorted(found.flags)]


def unlisted(tool: dict[str, object], *words: str) -> list[tuple[str, str | None]]:
    return [(what, value.text) for what, value in reading(tool, *words).unlisted]


RM = {
    "operands": "delete*",
    "flags": "-v --verbose",
    "options": {"-r -R --recursive": {"sets": "recursive"}, "-f --force": {"sets": "force"}, "-n": "text"},
}


@pytest.mark.parametrize("words", [["-rf"], ["-r", "-f"], ["-vfr"], ["--recursive", "--force"], ["--rec", "--forc"]])
def test_bundles_and_abbreviations(words: list[str]) -> None:
    assert told(RM, *words, "/x") == ["delete /x", "force", "recursive"]


def test_options_hold_wherever_they_stand() -> None:
    assert told(RM, "/x", "-rf", "/y") == ["delete /x", "delete /y", "force", "recursive"]


def test_nothing_is_an_option_behind_two_dashes() -> None:
    assert told(RM, "--", "-rf") == ["delete -rf"]
    assert unlisted(RM, "--", "--unheard-of") == []


def test_a_dash_alone_is_an_operand() -> None:
    assert told(RM, "-") == ["delete -"]


def test_an_ambiguous_abbreviation_is_not_guessed() -> None:
    tool = {"options": {"--delete": {"sets": "force"}, "--delay": {"takes": "text"}}}
    assert unlisted(tool, "--del") == [("option", "--del")]
    assert told(tool, "--dele") == ["force"]


def test_one_unknown_letter_makes_the_whole_bundle_unknown() -> None:
    found = reading(RM, "-rZf", "/x")
    assert [value.text for _, value in found.unlisted] == ["-rZf"]
    assert not found.flags


@pytest.mark.parametrize("words", [["-o", "f"], ["-of"], ["--output", "f"], ["--output=f"], ["-vo", "f"], ["-vof"]])
def test_values_attached_and_apart(words: list[str]) -> None:
    assert told({"flags": "-v", "options": {"-o --output": "write"}}, *words) == ["write f"]


def test_an_optional_value_only_counts_when_attached() -> None:
    tool = {"operands": "read*", "options": {"-i --in-place": {"optional": "write", "sets": "force"}}}
    assert told(tool, "-i", "f") == ["read f", "force"]
    assert told(tool, "-i.bak", "f") == ["write .bak", "read f", "force"]
    assert told(tool, "--in-place=.bak") == ["write .bak", "force"]


def test_several_values() -> None:
    tool = {"operands": "read*", "options": {"--slurpfile": "text read"}}
    assert told(tool, "--slurpfile", "name", "file", "rest") == ["read file", "read rest"]
    assert told(tool, "--slurpfile", "name") == []


def test_an_option_that_ends_the_line_has_no_value() -> None:
    assert told({"options": {"-o": "write"}}, "-o") == []


def test_numbers_and_beginnings() -> None:
    tool = {"operands": "read*", "flags": "-NUMBER -D*"}
    assert unlisted(tool, "-20", "-DNDEBUG=1") == []
    assert unlisted(tool, "-2x") == [("option", "-2x")]


def test_keys_are_read_whatever_their_case() -> None:
    tool = {"options": {"-o": {"keys": {"ProxyCommand": "shell", "*": "text"}}}}
    assert told(tool, "-o", "proxycommand=rm x") == ["shell rm x"]
    assert told(tool, "-oPort=22") == []


def test_a_key_that_is_not_listed_is_not_known() -> None:
    assert unlisted({"options": {"-o": {"keys": {"a": "text"}}}}, "-o", "b=1") == [("option", "b=1")]


def test_values_by_pattern_and_the_first_wins() -> None:
    tool = {"options": {"-X": {"values": {"DELETE": "remote-delete", "GET|HEAD": {}, "*": "remote-change"}}}}
    assert told(tool, "-X", "DELETE") == ["remote-delete"]
    assert told(tool, "-XHEAD") == []
    assert told(tool, "-X", "PATCH") == ["remote-change"]


def test_a_value_that_is_not_known_is_not_taken_for_any() -> None:
    found = reading({"options": {"-X": {"values": {"DELETE": "remote-delete"}}}}, "-X", HIDDEN)
    assert found.unlisted


def test_a_value_behind_a_mark() -> None:
    tool = {"options": {"-o": {"values": {"|*": {"takes": "shell", "behind": "|"}, "*": "write"}}}}
    assert told(tool, "-o", "|sort") == ["shell sort"]


def test_when_takes_the_operand() -> None:
    tool = {"operands": "read*", "when": {".": "discard-changes", "*.py": {}}}
    assert told(tool, ".", "a.py", "b") == ["discard-changes", "read b"]
    assert told(tool, "--", ".") == ["discard-changes"]
    assert told({**tool, "after_dashes": "read*"}, "--", ".") == ["read ."]


def test_paths_of_subcommands() -> None:
    tool = {"does": "unknown", "subcommands": {"stash drop|clear, wipe": "discard-changes", "stash": {}}}
    assert told(tool, "stash", "drop") == told(tool, "wipe") == ["discard-changes"]
    assert unlisted(tool, "stash", "burn") == [("subcommand", "burn")]
    assert unlisted(tool, "burn") == [("subcommand", "burn")]


def test_options_of_the_tool_hold_in_its_subcommands() -> None:
    tool = {"options": {"-C": "read"}, "subcommands": {"go": {"options": {"-n": {"harmless": True}}, "does": "write"}}}
    assert told(tool, "go", "-C", "d") == ["read d", "write"]
    assert told(tool, "-C", "d", "go", "-n") == ["no-input"]


def test_help_is_harmless_and_version_where_it_is_a_question() -> None:
    tool = {"valued": "--release", "subcommands": {"go": "write"}, "lenient": True}
    assert told(tool, "go", "--help") == ["asks", "no-input"]
    assert told(tool, "--version") == ["asks", "no-input"]
    assert told(tool, "go", "--version", "1.2") == ["write"]
    assert told(RM, "/x", "--help") == ["delete /x"]


CLOUD = {"verbs": "cloud", "groups": 1, "lenient": "valued", "unlisted": "remote-change"}


def test_verbs() -> None:
    assert told(CLOUD, "ec2", "describe-instances") == ["remote-read"]
    assert told(CLOUD, "ec2", "terminate-instances", "--ids", "i-1") == ["remote-delete"]
    assert told(CLOUD, "ec2", "frobnicate-instances") == ["remote-change"]


def test_a_group_is_no_verb_and_a_noun_only_where_no_verb_follows() -> None:
    assert told(CLOUD, "logs", "delete-log-group") == ["remote-delete"]
    assert told(CLOUD, "app", "logs", "delete") == ["remote-delete"]
    assert told(CLOUD, "app", "logs") == ["remote-read"]
    assert told(CLOUD, "monitor", "log-analytics", "workspace", "purge") == ["remote-delete"]


def test_words_that_are_skipped() -> None:
    tool = {"verbs": "cloud", "skips": "beta", "subcommands": {"run deploy": "publish"}}
    assert told(tool, "beta", "run", "deploy") == ["publish"]


def test_lenient_options_do_not_hide_operands_that_matter() -> None:
    assert told({"lenient": True, "operands": "delete*"}, "--odd", "/x") == ["delete /x"]
    assert told({"lenient": "valued", "operands": "delete*"}, "--odd", "value", "/x") == ["delete /x"]
    assert unlisted({"operands": "delete*"}, "--odd", "/x") == [("option", "--odd")]


@pytest.mark.parametrize("option", ["--save-baseline", "--output-file=x", "--fix", "--exec", "--report-output=x"])
def test_an_option_whose_name_says_that_it_writes_is_not_taken_for_harmless(option: str) -> None:
    assert unlisted({"lenient": True}, option) == [("option", option)]
    assert unlisted({"lenient": "valued"}, option) == []


@pytest.mark.parametrize("option", ["--output-format=x", "--output=json", "--no-fix", "--max-output=3", "--quiet"])
def test_options_that_only_say_how_are_harmless(option: str) -> None:
    assert unlisted({"lenient": True}, option) == []


def test_an_unlisted_h_alone_asks_for_help() -> None:
    assert told(RM, "-h") == ["asks", "no-input"]
    assert unlisted(RM, "-h") == []
    assert unlisted(RM, "-h", "/x") == [("option", "-h")]
    assert told({"lenient": True, "subcommands": {"go": "write"}}, "go", "-h") == ["asks", "no-input"]
    assert told({"does": "write", "lenient": True}, "-V") == ["write"]


def test_help_behind_operands_is_for_the_command_where_there_is_one() -> None:
    tool = {"subcommands": {"rm": {"operands": "delete*"}, "run": {"does": "write", "operands": "text command"}}}
    assert told(tool, "rm", "x", "-h") == ["asks", "no-input"]
    assert told(tool, "run", "--help") == ["asks", "no-input"]
    assert told(tool, "run", "image", "--help") == ["write"]
    assert told({"does": "write", "operands": "text*"}, "build", "--help") == ["asks", "no-input"]


def test_an_unknown_subcommand_with_help_only_shows_help() -> None:
    tool = {"subcommands": {"go": "write"}}
    assert unlisted(tool, "odd", "--help") == []
    assert unlisted(tool, "odd") == [("subcommand", "odd")]


def test_the_word_help_behind_a_subcommand_where_the_tool_says_so() -> None:
    tool = {**CLOUD, "help": "word"}
    assert told(tool, "ec2", "terminate-instances", "help") == ["no-input"]
    assert told(tool, "ec2", "terminate-instances", "x", "help") == ["remote-delete"]
    assert told(CLOUD, "ec2", "terminate-instances", "help") == ["remote-delete"]


def test_what_mints_credentials_is_told_by_its_first_and_last_word() -> None:
    assert told(CLOUD, "lake", "get-temporary-table-credentials") == ["reveal"]
    assert told(CLOUD, "id", "get-open-token-for-developers") == ["reveal"]
    assert told(CLOUD, "id", "get-token-count") == ["reveal"]
    assert told(CLOUD, "id", "get-account-password-policy") == ["remote-read"]


def test_effects_that_depend_on_an_operand_or_on_an_option() -> None:
    tool = {"does": ["write - valued", "append - default"], "options": {"-O": {"clears": "default"}}}
    assert told(tool, "x") == ["write", "append"]
    assert told(tool) == ["append"]
    assert told(tool, "x", "-O") == ["write"]


def test_digits_in_bundles() -> None:
    assert unlisted({"flags": "-NUMBER -c"}, "-9c") == []
    assert unlisted({"flags": "-c"}, "-9c") == [("option", "-9c")]


def test_options_end_where_a_command_begins() -> None:
    tool = {"operands": "command", "flags": "-n"}
    assert told(tool, "-n", "rm", "-n", "x") == ["command rm -n x"]
    assert told({"operands": "text*", "stop_at_operand": True, "flags": "-n"}, "x", "-z") == []


def test_a_command_up_to_a_semicolon() -> None:
    options = {"-exec": "command;", "-delete": {"does": "delete"}}
    tool = {"operands": "read*", "style": "single-dash", "options": options}
    assert told(tool, ".", "-exec", "rm", "{}", ";", "-delete") == ["command; rm {}", "delete", "read ."]
    assert told(tool, ".", "-exec", "rm", "{}", "+", "-delete") == ["command; rm {}", "delete", "read ."]
    assert told(tool, ".", "-exec", "rm", "-delete") == ["command; rm -delete", "read ."]


def test_single_dash_options_with_one_dash_or_two() -> None:
    tool = {"style": "single-dash", "options": {"-out": "write"}, "lenient": True}
    assert told(tool, "-out=f") == told(tool, "--out", "f") == told(tool, "--out=f") == ["write f"]


def test_placeholders_and_pairs() -> None:
    assert told({"operands": "command", "options": {"-I": "placeholder"}}, "-I", "%", "rm", "%") == [
        "placeholder %",
        "command rm %",
    ]
    dd = {"assignments": {"if": "read", "of": "write", "bs": "text"}}
    assert told(dd, "if=a", "of=b", "bs=1M") == ["read a", "write b"]
    assert unlisted(dd, "if=a", "weird=1") == [("option", "weird=1")]


def test_operands_from_both_ends() -> None:
    tool = {"operands": "text read* write"}
    assert told(tool, "mode", "a", "b", "c") == ["read a", "read b", "write c"]
    assert told({"operands": "read* write"}, "a") == ["write a"]


def test_what_a_tool_does_without_operands() -> None:
    assert told({"operands": "delete*", "default_operand": "."}) == ["delete ."]
    assert told({"operands": "delete*"}) == ["delete"]
    assert told({"operands": "delete*?"}) == []
    assert told({"operands": "command", "without_command": "exec-code stdin"}) == ["exec-code stdin"]


def test_operands_behind_dashes() -> None:
    tool = {"operands": "text*", "after_dashes": "discard-changes*"}
    assert told(tool, "main", "--", "f") == ["discard-changes f"]


def test_meanings_that_options_settle_in_any_order() -> None:
    tar = {"means": {"@a": "read"}, "options": {"-c": {"means": {"@a": "write"}}, "-f": "@a"}}
    assert told(tar, "-c", "-f", "x") == told(tar, "-f", "x", "-c") == ["write x"]
    assert told(tar, "-f", "x") == ["read x"]


def test_flags_that_are_cleared_again() -> None:
    tool = {"does": "write", "options": {"-f": {"sets": "force"}, "--no-f": {"clears": "force"}}}
    assert told(tool, "-f", "--no-f") == ["write"]


def test_a_word_that_is_not_known_is_an_operand() -> None:
    assert told(RM, "-f", HIDDEN) == ["delete ?", "force"]


def test_a_value_that_hangs_on_a_known_option() -> None:
    found = told({"operands": "read*", "options": {"--out": "write"}}, Value(None, NOWHERE, prefix="--out="))
    assert found == ["write ?"]


def test_a_switch_can_be_told_yes_or_no_behind_its_letter_as_well() -> None:
    tool = {"does": "write", "options": {"-y --yes": {"sets": "bulk"}, "-n --dry-run": {"harmless": True}}}
    assert told(tool, "-y=true") == told(tool, "--yes=true") == ["write", "bulk"]
    assert told(tool, "-y=false") == ["write"]
    assert told(tool, "-n=true") == ["no-input"]
    assert told(tool, "-n", "-n=false") == ["write"]
    assert told({"style": "single-dash", "does": "write", "options": {"-yes": {"sets": "bulk"}}}, "-yes=true") == [
        "write",
        "bulk",
    ]


def test_a_subcommand_that_may_be_the_value_of_an_option_is_read_in_both_ways() -> None:
    tool = {"lenient": True, "valued": "-c", "subcommands": {"ps": {}, "volume": {"subcommands": {"rm": "delete"}}}}

    def otherwise(*words: str) -> list[str | None]:
        return [value.text for value in reading(tool, *words).otherwise]

    assert otherwise("--out", "ps", "volume", "rm", "x") == ["volume", "rm", "x"]
    assert otherwise("--debug", "ps", "-a", "x") == []
    assert otherwise("--out=ps", "volume", "rm", "x") == otherwise("-c", "ps", "volume", "rm") == []
    assert otherwise("volume", "rm", "--out", "ps", "volume") == []


def test_a_dry_run_of_a_tool_is_nothing_to_the_programs_that_it_runs() -> None:
    tool = {
        "options": {"--dry-run": {"harmless": True}},
        "subcommands": {
            "rm": "delete",
            "exec": {"operands": "command"},
            "try": {"operands": "command", "options": {"--dry-run": {"harmless": True}}},
        },
    }
    assert told(tool, "rm", "--dry-run") == told(tool, "--dry-run", "rm") == ["no-input"]
    assert (
        told(tool, "exec", "--dry-run", "rm", "-r") == told(tool, "--dry-run", "exec", "rm", "-r") == ["command rm -r"]
    )
    assert told(tool, "exec", "--help", "rm") == ["asks", "no-input"]
    assert told(tool, "exec", "--dry-run") == ["no-input"]
    assert told(tool, "try", "--dry-run", "rm") == ["no-input"]
