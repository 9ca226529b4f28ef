"""Secrets of the environment that a command prints."""

from __future__ import annotations

import pytest

from chimera_guard import SecurityRisk, assess
from chimera_guard.context import Context
from chimera_guard.effects.secret_names import names_secret, seeks_secret

KNOWN = Context(cwd="/home/me/project", home="/home/me", env={"DEPLOY_TOKEN": "abc"})


@pytest.mark.parametrize(
    "name",
    "GITHUB_TOKEN PGPASSWORD AWS_SECRET_ACCESS_KEY API_KEY SECRET_KEY_BASE DB_PASS OPENAI_API_KEY_2".split(),
)
def test_names_of_secrets(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize(
    "name",
    "PATH KEY TOKEN_URL SECRET_NAME MAX_TOKENS PASS_COUNT token AWS_ACCESS_KEY_ID".split(),
)
def test_other_names(name: str) -> None:
    assert not names_secret(name)


def test_what_is_looked_for() -> None:
    assert seeks_secret("pass") and seeks_secret("passw") and seeks_secret("^AWS_SECRET") and seeks_secret("api_")
    assert not seeks_secret("path") and not seeks_secret("proxy") and not seeks_secret("LC_")


@pytest.mark.parametrize(
    "line",
    [
        'echo "$DEPLOY_TOKEN"',
        "printf '%s' ${MAIL_PASSWORD:0:4}",
        'cat <<< "$SIGNING_KEY"',
        'echo "$SESSION_SECRET" | base64',
        "env | grep -i passw",
    ],
)
def test_shown(line: str) -> None:
    assert [finding.rule for finding in assess(line).findings] == ["secret-revealed"]


@pytest.mark.parametrize(
    "line",
    [
        'echo "$TOKEN_URL"',
        '[ -n "$DEPLOY_TOKEN" ] || echo none',
        'n=$(echo "$DEPLOY_TOKEN" | wc -c)',
        "env | grep -q DEPLOY_TOKEN",
        "env | sort",
        "for TOKEN in a b; do echo $TOKEN; done",
    ],
)
def test_not_shown(line: str) -> None:
    assert assess(line).risk is SecurityRisk.LOW


def test_a_value_that_is_known() -> None:
    assert assess("echo $DEPLOY_TOKEN", KNOWN).risk is SecurityRisk.MEDIUM
    assert assess("echo $OTHER_TOKEN", KNOWN).risk is SecurityRisk.LOW  # there is none


def test_elsewhere_it_is_a_part_of_the_command() -> None:
    rules = [finding.rule for finding in assess('ssh web1 "echo $DEPLOY_TOKEN"').findings]
    assert "secret-sent" not in rules and "secret-revealed" not in rules
