"""Clouds, clusters, daemons and APIs."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import MILD, Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM


@rule(
    "remote-destroyed",
    HIGH,
    on="remote-delete",
    reason="destroys something with {program}: {target}",
    why="It is gone for everybody who uses it, and often its data with it.",
    instead="look at it first (describe, get, list), and keep a copy or snapshot",
    match=[
        "kubectl delete deployment web",
        "aws ec2 terminate-instances --instance-ids i-1",
        "terraform destroy",
        "postsuper -d ALL",
        "exiqgrep -i | xargs exim -Mrm",
    ],
    not_match=["kubectl get pods", "terraform plan", "exim -Mrm 1abc-000-00", "exiqgrep -zi | xargs exim -Mrm"],
)
def remote_destroyed(effect: Effect, context: Context) -> bool:
    if "inventory" in effect.taint:  # one after the other, as a list of all that there is names them
        return True
    return MILD.isdisjoint(effect.flags) or not effect.flags.isdisjoint(("all", "bulk"))


@rule("remote-removed", MEDIUM, on="remote-delete", reason="removes something that can be made again: {target}")
def remote_removed(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "remote-opened",
    HIGH,
    on="remote-change publish",
    reason="makes something open to everybody, with {program}",
    why="What was meant for few can then be read, or changed, by anybody.",
    instead="name who may see it",
)
def remote_opened(effect: Effect, context: Context) -> bool:
    return "public" in effect.flags


@rule(
    "remote-taken-down",
    HIGH,
    on="remote-change",
    reason="takes something away from those who use it, or puts something else in its place, with {program}",
    why="Whoever depends on it is cut off at once, until somebody puts it back.",
    instead="tell who depends on it, and have the way back ready",
    match=[
        "kubectl scale deploy web --replicas=0",
        "gh repo archive o/r",
        "podman stop --all",
        "docker stop $(docker ps -q)",
        "lxc stop -f --all",
    ],
    not_match=[
        "kubectl scale deploy web --replicas=3",
        "docker stop build",
        "docker kill web",
        "docker stop $(docker ps -q --filter name=web)",
        "qm stop 101",
        "virsh destroy web",
        "VBoxManage controlvm web poweroff",
        "lxc stop -f web",
        "gcloud compute instances stop vm1",
    ],
)
def remote_taken_down(effect: Effect, context: Context) -> bool:
    # One guest (a machine, a container) that is stopped, however hard, is not among it: what it had not written down is
    # lost, its disks and settings stay, and one command starts it again. All guests at once are.
    return "offline" in effect.flags or ("stop" in effect.flags and "inventory" in effect.taint)


@rule(
    "remote-forced",
    HIGH,
    on="remote-change",
    reason="[privileged: gives rights over a whole machine, cluster or account | changes much at once], with {program}",
    why="[privileged: Whoever has them, or gets in there, can change all of it. | A mistake reaches all at once.]",
    instead="[privileged: give the one right that is needed | try it on one, or with a dry run, first]",
    match=["kubectl run x --image alpine --privileged", "kubectl patch ds x -p '{\"hostPID\": true}'"],
    not_match=["kubectl patch ds x -p '{\"hostPID\": false}'"],
)
def remote_forced(effect: Effect, context: Context) -> bool:
    return not effect.flags.isdisjoint(("bulk", "privileged", "all"))


@rule(
    "remote-changed",
    MEDIUM,
    on="remote-change",
    reason="changes something with {program}",
    match=["kubectl apply -f app.yaml"],
    not_match=["kubectl get pods"],
)
def remote_changed(effect: Effect, context: Context) -> bool:
    return True


@rule("published", MEDIUM, on="publish", reason="makes work of this machine available to others", match=["git push"])
def published(effect: Effect, context: Context) -> bool:
    return True
