"""Every rule's examples, through the whole pipeline, under one fixed context."""

from __future__ import annotations

import pytest

from chimera_guard import Context, SecurityRisk, assess
from chimera_guard.rules import Rule, all_rules, from_data, shown

CONTEXT = Context(
    cwd="/home/me/project", home="/home/me", user="me", env={"HOME": "/home/me"}, project_root="/home/me/project"
)


def ids(command: str) -> set[str]:
    return {finding.rule for finding in assess(command, CONTEXT).findings}


MATCHES = [(rule, example) for rule in all_rules() for example in rule.match]
NOT_MATCHES = [(rule, example) for rule in all_rules() for example in rule.not_match]


@pytest.mark.parametrize(("rule", "example"), MATCHES, ids=lambda value: getattr(value, "id", str(value)))
def test_a_rule_finds_exactly_what_its_example_says(rule: Rule, example: str | tuple[str, ...]) -> None:
    command, *others = (example,) if isinstance(example, str) else example
    assert ids(command) == {rule.id, *others}


@pytest.mark.parametrize(("rule", "command"), NOT_MATCHES, ids=lambda value: getattr(value, "id", str(value)))
def test_a_rule_leaves_alone_what_comes_close(rule: Rule, command: str) -> None:
    assert rule.id not in ids(command)


def test_every_rule_has_words_for_people() -> None:
    for rule in all_rules():
        reason = next(shown(rule))
        assert reason
        assert reason[0].islower()
        assert not reason.endswith(".")
        verb = reason.split()[0]  # the question puts "It" in front
        assert verb.endswith("s") or verb in ("can't", "made"), reason
        if rule.risk is SecurityRisk.HIGH:
            assert rule.why, rule.id


def test_most_rules_have_an_example() -> None:
    assert sum(bool(rule.match) for rule in all_rules()) >= 0.6 * len(all_rules())


@pytest.mark.parametrize("command", ['rm -rf "$dir/"', "rm -rf $dir/*", 'chmod -R 777 "$dir/"'])
@pytest.mark.parametrize(("context", "said"), [(CONTEXT, "is not set"), (Context(), "may not be set")])
def test_a_finding_says_that_a_variable_is_not_set(command: str, context: Context, said: str) -> None:
    assert any(said in finding.reason for finding in assess(command, context).findings)
    assert not any("variable" in finding.reason for finding in assess("dir=/; rm -rf $dir", context).findings)


@pytest.mark.parametrize(
    ("command", "said", "not_said"),
    [
        ("rm /etc/hosts", "deletes /etc/hosts, a part", "moves"),
        ("mv /etc/hosts x", "moves away /etc/hosts, a part", "deletes"),
        ("mv /etc/hosts x", "keep a copy of settings", "no way back"),
        ("find / -name core -delete", "deletes files all over the machine", "everything on"),
        ("find / -name core -exec rm {} +", "deletes files all over the machine", "everything on"),
        ("rm -rf /", "deletes everything on the machine", "files all over"),
        ("chown -R me /usr", "changes the owner of /usr and", "rights of"),
        ("kubectl run x --image alpine --privileged", "rights over a whole machine", "dry run"),
        ("reboot", "switches the machine off", "stops something"),
        ("systemctl list-units | xargs systemctl stop", "stops something", "switches"),
    ],
)
def test_the_words_are_about_what_this_command_does(command: str, said: str, not_said: str) -> None:
    text = " ".join(f"{f.reason}. {f.why} {f.instead}" for f in assess(command, CONTEXT).findings)
    assert said in text and not_said not in text and "[" not in text and "  " not in text


def test_a_list_of_rules_shows_all_choices() -> None:
    for rule in all_rules():
        assert not any("[" in text or "{target}" in text or "  " in text for text in shown(rule)), rule.id
    words = {rule.id: next(shown(rule)) for rule in all_rules()}
    assert words["deletion-system"].startswith("deletes or moves away TARGET, a part")
    assert words["deletion-root"].endswith("everything on the machine or files all over the machine")


def test_brackets_in_a_rule_of_the_users_stay() -> None:
    own = from_data([{"id": "own", "kind": "write", "risk": "high", "reason": "writes [prod: {target}]"}])
    context = CONTEXT._replace(rules=tuple(own))
    assert [finding.reason for finding in assess("touch x", context).findings] == ["writes [prod: x]"]
    assert next(shown(own[0])) == "writes [prod: TARGET]"
