"""Disks, partitions, volumes and mounts."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import MILD, Effect
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM


@rule(
    "device-overwritten",
    HIGH,
    on="device-write",
    reason="changes {target} below its file system",
    why="Partition tables, volumes and file systems are destroyed together with everything on them.",
    instead="check that this is the right one (lsblk, or what lists volumes), and that a copy of its data exists",
    match=["mkfs.ext4 /dev/sdb1", "wipefs -a /dev/sdb"],
    not_match=["lsblk", "fdisk -l"],
)
def device_overwritten(effect: Effect, context: Context) -> bool:
    return MILD.isdisjoint(effect.flags)


@rule(
    "device-tuned",
    MEDIUM,
    on="device-write",
    reason="changes how {target} is set up",
)
def device_tuned(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "mount-system",
    HIGH,
    on="mount",
    reason="mounts or unmounts {target}, a disk or a part of the system",
    why="What lay below is hidden or becomes writable, and programs that use it fail.",
    instead="mount it read-only (-o ro) on an empty directory of your own",
    match=["mount -t ext4 /dev/sda1 /mnt", "umount /"],
    not_match=["mount", "mount image.iso /mnt"],
)
def mount_system(effect: Effect, context: Context) -> bool:
    return effect.scope in ("device", "root", "system", "home", "workspace") or not effect.flags.isdisjoint(
        ("privileged", "force")
    )


@rule(
    "mounts",
    MEDIUM,
    on="mount",
    reason="mounts or unmounts {target}",
    match=["mount image.iso /mnt"],
    not_match=["mount"],
)
def mounts(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "device-read",
    MEDIUM,
    on="read",
    reason="reads {target} below its file system, past the rights of the files on it",
    match=["head -c 512 /dev/sda"],
    not_match=["cat /dev/null", "head -c 16 /dev/urandom"],
)
def device_read(effect: Effect, context: Context) -> bool:
    return effect.scope == "device"
