"""Every rule's examples, through the whole pipeline, under one fixed context."""

from __future__ import annotations

import pytest

from chimera_guard import Context, SecurityRisk, assess
from chimera_guard.rules import Rule, all_rules

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
        assert rule.reason
        assert rule.reason[0].islower()
        assert not rule.reason.endswith(".")
        verb = rule.reason.split()[0]  # the question puts "It" in front
        assert verb.endswith("s") or verb in ("can't", "made"), rule.reason
        if rule.risk is SecurityRisk.HIGH:
            assert rule.why, rule.id


def test_most_rules_have_an_example() -> None:
    assert sum(bool(rule.match) for rule in all_rules()) >= 0.6 * len(all_rules())


@pytest.mark.parametrize("command", ['rm -rf "$dir/"', "rm -rf $dir/*", 'chmod -R 777 "$dir/"'])
@pytest.mark.parametrize(("context", "said"), [(CONTEXT, "is not set"), (Context(), "may not be set")])
def test_a_finding_says_that_a_variable_is_not_set(command: str, context: Context, said: str) -> None:
    assert any(said in finding.reason for finding in assess(command, context).findings)
    assert not any("variable" in finding.reason for finding in assess("dir=/; rm -rf $dir", context).findings)
