"""The tools of agents of which we know what they do with their arguments."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping

from chimera_guard.toolcall.model import Act, Arguments, Command, Step, Unreadable, optional, text


def _quoted(text: str) -> str:
    """`text` as the host's own tool quotes it for the shell."""
    return "'" + text.replace("'", "'\"'\"'") + "'"


def _shell(arguments: Arguments) -> Iterator[Step]:
    yield Command(text(arguments, "command"))


def _git(arguments: Arguments) -> Iterator[Step]:
    yield Command(f"git {text(arguments, 'command')}")


def _test(arguments: Arguments) -> Iterator[Step]:
    path = optional(arguments, "path")
    yield Command(f"python -m pytest {path} -v") if path else Act("exec-script", "the project's tests")


def _python(arguments: Arguments) -> Iterator[Step]:
    yield Command(f"python3 -c {_quoted(text(arguments, 'code'))}")


def _powershell(arguments: Arguments) -> Iterator[Step]:
    yield Command(f"pwsh -NoLogo -NonInteractive -Command {_quoted(text(arguments, 'command'))}")


def _read(arguments: Arguments) -> Iterator[Step]:
    yield Act("read", text(arguments, "path", "file_path", "filePath", "absolute_path"))


def _search(arguments: Arguments) -> Iterator[Step]:
    yield Act("read", optional(arguments, "path") or ".")


def _write(arguments: Arguments) -> Iterator[Step]:
    yield Act("write", text(arguments, "path", "file_path", "filePath", "notebook_path"))


def _multi_edit(arguments: Arguments) -> Iterator[Step]:
    edits = arguments.get("edits")
    if not isinstance(edits, list):
        raise Unreadable
    path = optional(arguments, "path", "file_path", "filePath")
    if path is not None:
        yield Act("write", path)
    for edit in edits:
        if not isinstance(edit, Mapping):
            raise Unreadable
        if path is None:
            yield Act("write", text(edit, "file", "path", "file_path"))


_PATCH_HEADERS = {
    "*** Update File:": "write",
    "*** Add File:": "write",
    "*** Move to:": "write",
    "*** Delete File:": "delete",
}


def _apply_patch(arguments: Arguments) -> Iterator[Step]:
    found = False
    for line in text(arguments, "patch", "input", "patch_text").splitlines():
        for header, kind in _PATCH_HEADERS.items():
            if line.strip().startswith(header):
                found = True
                yield Act(kind, line.strip()[len(header) :].strip())
    if not found:
        raise Unreadable


def _read_image(arguments: Arguments) -> Iterator[Step]:
    path = text(arguments, "path")
    remote = path.startswith(("http://", "https://"))
    yield Act("fetch", path) if remote else Command(f"base64 < '{path}'")


def _fetch(arguments: Arguments) -> Iterator[Step]:
    url = text(arguments, "url")
    yield Act("read" if url[:5].lower() == "file:" else "fetch", url)


_PAGE_SENDS = frozenset({"click", "type", "select"})
_PAGE_LOOKS = frozenset("scroll wait back forward content html screenshot tabs new_tab close_tab switch_tab".split())


def _browser(arguments: Arguments) -> Iterator[Step]:
    action = optional(arguments, "action") or ""
    if arguments.get("url") is not None:
        yield from _fetch(arguments)
    if arguments.get("path") is not None:
        yield from _write(arguments)
    if arguments.get("js") is not None:
        yield Act("exec-code", "javascript")
    elif action in _PAGE_SENDS:
        yield Act("send", "the page that is open")
    elif arguments.get("url") is None and action not in _PAGE_LOOKS:
        yield Act("unknown", None, frozenset({"tool", "arguments"}))


def _cron_create(arguments: Arguments) -> Iterator[Step]:
    yield Act("persist", optional(arguments, "schedule") or "a schedule")
    yield Command(text(arguments, "command"))


def _cron_delete(arguments: Arguments) -> Iterator[Step]:
    yield Act("write", "the list of scheduled jobs")


def _enter_worktree(arguments: Arguments) -> Iterator[Step]:
    name, base = text(arguments, "name"), optional(arguments, "base_branch") or "HEAD"
    yield Command(shlex.join(["git", "worktree", "add", f"../worktrees/{name}", "-b", name, base]))


def _exit_worktree(arguments: Arguments) -> Iterator[Step]:
    path, action = text(arguments, "worktree_path"), text(arguments, "action")
    yield Command(shlex.join(["git", "worktree", "remove", *(["--force"] if action == "abandon" else []), path]))
    if action == "merge":
        yield Act("write", ".")
    elif action == "abandon":
        yield Act("history-rewrite", path, frozenset({"branch"}))
    elif action != "remove":
        raise Unreadable


def _config(arguments: Arguments) -> Iterator[Step]:
    action = text(arguments, "action")
    if action == "set":
        name = "settings.local.json" if arguments.get("scope") == "local" else "settings.json"
        yield Act("write", f"~/.claude/{name}" if arguments.get("scope", "user") == "user" else f".claude/{name}")
    elif action not in ("get", "list"):
        raise Unreadable


def _write_guard(arguments: Arguments) -> Iterator[Step]:
    if text(arguments, "action") == "disable":
        yield Act("weaken", "the check before writes", frozenset({"local"}))


def _rollback(arguments: Arguments) -> Iterator[Step]:
    yield Act("discard-changes", ".")


def _sub_agent(arguments: Arguments) -> Iterator[Step]:
    yield Act("unknown", None, frozenset({"sub-agent"}))


def _search_web(arguments: Arguments) -> Iterator[Step]:
    yield Act("fetch", "https://a.search.engine/")


def _nothing(arguments: Arguments) -> Iterator[Step]:
    return iter(())


TOOLS: dict[str, Callable[[Arguments], Iterator[Step]]] = {}
for _reader, _names in (
    (_shell, "bash Bash shell_command run_shell_command"),
    (_git, "git"),
    (_test, "test"),
    (_python, "verify_answer ipython"),
    (_powershell, "powershell"),
    (_read, "read_file Read view_image"),
    (_search, "search grep Grep glob Glob"),
    (_write, "write_file edit_file replace_in_file notebook_edit Write Edit NotebookEdit"),
    (_multi_edit, "multi_edit MultiEdit"),
    (_apply_patch, "apply_patch"),
    (_read_image, "read_image"),
    (_fetch, "web_fetch WebFetch"),
    (_browser, "browser"),
    (_search_web, "web_search grounded_search WebSearch"),
    (_cron_create, "cron_create"),
    (_cron_delete, "cron_delete"),
    (_enter_worktree, "enter_worktree"),
    (_exit_worktree, "exit_worktree"),
    (_config, "config"),
    (_write_guard, "write_guard"),
    (_rollback, "rollback"),
    (_sub_agent, "Task agent delegate skill send_message"),
    (
        _nothing,  # they look at names, or change nothing but the agent's own notes
        "list_files repo_map import_graph definition_lookup semantic_search think todo submit ask_user dmail "
        "tool_search enter_plan_mode exit_plan_mode task_list task_get task_output task_stop cron_list",
    ),
):
    TOOLS.update(dict.fromkeys(_names.split(), _reader))
