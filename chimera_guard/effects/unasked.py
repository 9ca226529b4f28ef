"""Files that are run without being asked for, where a line writes them and it is known what it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chimera_guard.effects import unwrap
from chimera_guard.effects.names import RUN_UNASKED
from chimera_guard.records import TYPE_CHECKING

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call


def note(call: Call, path: str, text: str) -> None:
    """Follow what such a file makes others run, and note where it switches off that an editor asks before it does."""
    name = path.rpartition("/")[2]
    if name not in RUN_UNASKED and not path.endswith(_EDITOR):
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(data, dict):
        return
    if path.endswith(_EDITOR):
        if _opens_or_approves(data):
            call.emit("persist")
        return
    scripts = data if name == "devcontainer.json" else data.get("scripts")
    for key, script in scripts.items() if isinstance(scripts, dict) else ():
        set_in(call, path, key, script)


def set_in(call: Call, path: str, key: str, script: object) -> None:
    """Follow what is put into such a file under a key."""
    name = path.rpartition("/")[2]
    for line in _lines(script) if key in RUN_UNASKED.get(name, ()) else ():
        unwrap.shell(call.active(f"unasked {name}").apart()._replace(stdin=None), line)


_EDITOR = (".vscode/tasks.json", ".vscode/settings.json", ".cursor/settings.json")
_APPROVE = frozenset({"chat.tools.autoApprove", "chat.tools.global.autoApprove", "task.allowAutomaticTasks"})


def _lines(script: object) -> Iterator[str]:
    """A script as lines of shell: one, a list of them, or of some under names."""
    if isinstance(script, str):
        yield script
    for item in script if isinstance(script, list) else script.values() if isinstance(script, dict) else ():
        if isinstance(item, str):
            yield item


def _opens_or_approves(data: dict[str, object]) -> bool:
    """Whether an editor runs something as soon as it opens the directory, or no longer asks before it does."""
    if any(data.get(key) in (True, "on") for key in _APPROVE):
        return True
    tasks = data.get("tasks")
    for task in tasks if isinstance(tasks, list) else ():
        options = task.get("runOptions") if isinstance(task, dict) else None
        if isinstance(options, dict) and options.get("runOn") == "folderOpen":
            return True
    return False
