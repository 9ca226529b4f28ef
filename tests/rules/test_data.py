"""The user's own rules, as data; and the order in which rules speak."""

from __future__ import annotations

from typing import Any

import pytest

from chimera_guard.context import NOTHING_KNOWN
from chimera_guard.effects.model import Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules import from_data, judge
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import Value

SPAN = Span(0, 4)
PROD = {"id": "no-prod", "kind": "remote-change", "target": "prod-*", "risk": "high", "reason": "touches production"}


def effect(kind: str, target: str | None = None, scope: str = "project", *flags: str, span: Span = SPAN) -> Effect:
    return Effect(kind, None if target is None else Value(target, span), scope, frozenset(flags), "tool", span)


def test_a_rule_from_data_narrows_by_everything_that_it_names() -> None:
    (rule,) = from_data([{**PROD, "program": ["tool"], "scope": "project", "flags": "force"}])
    assert rule.family == "own"
    assert rule.check(effect("remote-change", "prod-db", "project", "force"), NOTHING_KNOWN)
    assert not rule.check(effect("remote-change", "prod-db"), NOTHING_KNOWN)
    assert not rule.check(effect("remote-change", "test-db", "project", "force"), NOTHING_KNOWN)
    assert not rule.check(effect("remote-change", "prod-db", "remote", "force"), NOTHING_KNOWN)


def test_a_rule_from_data_raises_a_risk_and_never_lowers_one() -> None:
    extra = from_data([PROD, {"id": "mild", "kind": "delete", "risk": "medium", "reason": "deletes a thing"}])
    assert [f.rule for f in judge([effect("remote-change", "prod-db")], NOTHING_KNOWN, extra)] == ["no-prod"]
    assert [f.rule for f in judge([effect("delete", "/", "root")], NOTHING_KNOWN, extra)] == ["deletion-root"]
    assert [f.rule for f in judge([effect("delete", "x")], NOTHING_KNOWN, extra)] == ["mild"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"kind": "explode"}, "kind"),
        ({"kind": []}, "kind"),
        ({"risk": "low"}, "risk"),
        ({"risk": ""}, "risk"),
        ({"reason": ""}, "reason"),
        ({"scope": "moon"}, "scope"),
        ({"flags": [1]}, "flags"),
        ({"target": 3}, "target"),
        ({"colour": "red"}, "colour"),
        ({"id": "deletion-root"}, "id"),
        ({"id": "one, two"}, "id"),
        ({"reason": "touches {targt}"}, "reason"),
        ({"instead": "not {this}"}, "instead"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_name_and_key(change: dict[str, Any], key: str) -> None:
    with pytest.raises(ValueError, match=rf"rule .*: {key}: "):
        from_data([{**PROD, **change}])


def test_every_text_of_a_rule_is_filled_in() -> None:
    texts = {"reason": "touches {target}", "why": "{program} is in {scope}", "instead": 'use "${DIR:?}", not {target}'}
    (finding,) = judge([effect("remote-change", "prod-db")], NOTHING_KNOWN, from_data([{**PROD, **texts}]))
    assert (finding.reason, finding.why, finding.instead) == (
        "touches prod-db",
        "tool is in project",
        'use "${DIR:?}", not prod-db',
    )


def test_a_rule_that_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="rule 1"):
        from_data(["x"])  # type: ignore[list-item]


def test_one_effect_leads_to_one_finding_and_noise_is_left_out() -> None:
    grave = [effect("delete", "/", "root"), effect("write", "x"), effect("privilege", None, "none")]
    assert [f.rule for f in judge(grave, NOTHING_KNOWN)] == ["deletion-root", "privilege-root"]
    apart = [effect("delete", "/", "root"), effect("write", "x", span=Span(5, 9))]
    assert [f.rule for f in judge(apart, NOTHING_KNOWN)] == ["deletion-root", "writes-file"]


def test_reading_is_no_finding_and_reasons_name_the_target() -> None:
    assert judge([effect("read", "x"), effect("database-read"), effect("remote-read")], NOTHING_KNOWN) == ()
    (finding,) = judge([effect("delete", "notes.txt")], NOTHING_KNOWN)
    assert finding.risk is SecurityRisk.MEDIUM
    assert finding.reason == "deletes notes.txt"
    (finding,) = judge([effect("delete", "n" * 500)], NOTHING_KNOWN)
    assert len(finding.reason) < 100
