"""What a tool for disks is given: a disk, or a file that it takes for one."""

from __future__ import annotations

from chimera_guard.effects.scope import scope_of
from chimera_guard.records import TYPE_CHECKING

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call
    from chimera_guard.words.value import Value


def is_image(call: Call, target: Value) -> bool:
    """Whether `target` is a file like others, by its path: what is lost with it is that file."""
    if target.text is None or target.text.startswith("-") or _names_disk(target.text):
        return False
    return scope_of(target, call.walker.context, call.state.cwd) in _FILES


def _names_disk(text: str) -> bool:
    """Whether a bare word looks like a disk's name in /dev, which some tools add by themselves."""
    name = text.rstrip("0123456789")
    if len(name) == 3 and name.startswith(("sd", "hd", "vd")) or len(name) == 4 and name.startswith("xvd"):
        return True
    return any(text.startswith(prefix) and text[len(prefix) :][:1].isdigit() for prefix in _NUMBERED)


_FILES = frozenset({"project", "temporary", "user", "elsewhere", "credential", "startup", "system", "version-control"})
_NUMBERED = ("ada", "da", "disk", "rdisk", "nvme", "mmcblk", "md", "dm-", "loop", "nda", "nvd", "vtbd", "zram", "ram")
