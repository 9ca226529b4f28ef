"""Commits that become unreachable, and work that was never committed."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import MILD, Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
CHECKED = MILD | {"edited"}  # the last: a person says of each change whether it goes


@rule(
    "history-rewritten",
    HIGH,
    on="history-rewrite",
    reason="makes commits unreachable, here or for everybody who shares them",
    why="What only lived there can be lost for good, and others' work on top of it is orphaned.",
    instead="make a branch at the old place first; undo what others have with git revert, or push --force-with-lease",
    match=["git push --force", "git push -f origin main", "git push origin +main"],
    not_match=["git push", "git push --force-with-lease", "git log"],
)
def history_rewritten(effect: Effect, context: Context) -> bool:
    return CHECKED.isdisjoint(effect.flags)


@rule(
    "history-rewritten-locally",
    MEDIUM,
    on="history-rewrite",
    reason="replaces commits, or moves or removes branches and tags, of this repository",
    instead="make a branch at the old place first: git branch backup",
    match=[("git commit --amend --no-edit", "writes-file")],
)
def history_rewritten_locally(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "changes-discarded",
    HIGH,
    on="discard-changes",
    reason="throws away work that was never committed",
    why="What was never committed is nowhere else, and can't be brought back.",
    instead="look at it first (git status, git diff, git stash show -p), and commit to a branch what may be needed",
    match=["git reset --hard", "git clean -fdx", "git checkout -- ."],
    not_match=["git reset", "git clean -n", "git checkout -b feature", "git stash"],
)
def changes_discarded(effect: Effect, context: Context) -> bool:
    return CHECKED.isdisjoint(effect.flags)


@rule("changes-set-aside", MEDIUM, on="discard-changes", reason="drops changes that can be made or found again")
def changes_set_aside(effect: Effect, context: Context) -> bool:
    return True
