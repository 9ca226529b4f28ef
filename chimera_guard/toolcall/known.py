"""The tools of agents of which we know what they do with their arguments."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator

from chimera_guard.toolcall.files import apply_patch, delete, edit_by_command, look, multi_edit, read, search, write
from chimera_guard.toolcall.model import Act, Arguments, Command, Step, Unreadable, optional, quoted, text
from chimera_guard.toolcall.naming import is_plain, parts
from chimera_guard.toolcall.roles import readings

PROJECT_TESTS = "the project's tests"


def _shell(arguments: Arguments) -> Iterator[Step]:
    yield Command(text(arguments, "command"))


def _git(arguments: Arguments) -> Iterator[Step]:
    yield Command(f"git {text(arguments, 'command')}")


def _test(arguments: Arguments) -> Iterator[Step]:
    path = optional(arguments, "path")
    yield Command(f"python -m pytest {path} -v") if path else Act("exec-script", PROJECT_TESTS)


def _python(arguments: Arguments) -> Iterator[Step]:
    yield Command(f"python3 -c {quoted(text(arguments, 'code'))}")


def _powershell(arguments: Arguments) -> Iterator[Step]:
    yield Command(f"pwsh -NoLogo -NonInteractive -Command {quoted(text(arguments, 'command'))}")


def _cells(arguments: Arguments) -> Iterator[Step]:
    yield Command(f"ipython -c {quoted(text(arguments, 'code', 'source', 'input'))}")


def _typed(arguments: Arguments) -> Iterator[Step]:
    """What is typed into a program that runs: a shell, as far as anybody knows."""
    typed = text(arguments, "chars", "input", "text", "keys", "data")
    if typed.strip():
        yield Command(typed)
        yield Act("unknown", "a program that runs", frozenset({"option"}))


def _kill(arguments: Arguments) -> Iterator[Step]:
    yield Act("kill", None)


def _read_image(arguments: Arguments) -> Iterator[Step]:
    path = text(arguments, "path")
    remote = path.startswith(("http://", "https://"))
    yield Act("fetch", path) if remote else Command(f"base64 < '{path}'")


def _fetch(arguments: Arguments) -> Iterator[Step]:
    url = text(arguments, "url")
    if url[:5].lower() == "file:":
        yield from (Act("read", place) for place in readings(url))
    else:
        yield Act("fetch", url)


_PAGE_SENDS = frozenset({"click", "type", "select"})
_PAGE_LOOKS = frozenset("scroll wait back forward content html screenshot tabs new_tab close_tab switch_tab".split())


def _browser(arguments: Arguments) -> Iterator[Step]:
    action = optional(arguments, "action") or ""
    if arguments.get("url") is not None:
        yield from _fetch(arguments)
    if arguments.get("path") is not None:
        yield from write(arguments)
    if arguments.get("js") is not None:
        yield Act("exec-code", "javascript")
    elif action in _PAGE_SENDS:
        yield Act("send", "the page that is open")
    elif arguments.get("url") is None and action not in _PAGE_LOOKS:
        yield Act("unknown", None, frozenset({"tool", "arguments"}))


_POINTS = frozenset("screenshot mouse_move cursor_position get_cursor_position wait zoom scroll hold_key".split())


def _computer(arguments: Arguments) -> Iterator[Step]:
    """A screen, a mouse and a keyboard: what is clicked or typed may mean anything."""
    if text(arguments, "action", "type") not in _POINTS:
        yield Act("remote-change", "what is on the screen")


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
    (_cells, "execute_ipython_cell"),
    (_powershell, "powershell"),
    (read, "read_file Read view_image"),
    (search, "search grep Grep glob Glob"),
    (write, "write_file edit_file replace_in_file notebook_edit Write Edit NotebookEdit"),
    (multi_edit, "multi_edit MultiEdit"),
    (apply_patch, "apply_patch"),
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

# Tools of other agents, in whatever way their names join these words.
_BY_WORDS: dict[str, Callable[[Arguments], Iterator[Step]]] = {}
for _reader, _names in (
    (read, "read read_file view_file open_file view_image read_text_file"),
    (
        search,
        "codebase_search search_files search_file_content file_search grep grep_search glob find_path find_files",
    ),
    (look, "ls list_dir list_directory list_files list_code_definition_names"),
    (
        write,
        "write edit write_file write_to_file create_file edit_file insert_content search_replace replace "
        "search_and_replace replace_in_file replace_string_in_file notebook_edit edit_notebook update_file",
    ),
    (multi_edit, "multi_edit multi_replace_string_in_file"),
    (edit_by_command, "str_replace_editor str_replace_based_edit_tool text_editor edit_tool"),
    (apply_patch, "apply_patch patch"),
    (delete, "delete_file remove_file delete_path"),
    (_cells, "execute_ipython_cell run_ipython jupyter"),
    (_python, "python run_python execute_python python_interpreter"),
    (_typed, "write_stdin send_input send_to_terminal write_to_terminal"),
    (_fetch, "web_fetch fetch_url url_fetch fetch_webpage read_url"),
    (_search_web, "web_search google_web_search search_web github_repo"),
    (_powershell, "power_shell pwsh run_powershell execute_powershell run_power_shell"),
    (_computer, "computer computer_use"),
    (_kill, "kill_shell kill_bash kill_terminal stop_terminal"),
    (
        _sub_agent,
        "task new_task agent spawn_agent delegate dispatch_agent invoke_agent run_subagent subagent "
        "sub_agent send_message",
    ),
    (
        _nothing,
        "todo todo_write todo_read write_todos manage_todo_list update_plan update_todo_list exit_plan_mode "
        "enter_plan_mode ask_user_question ask_followup_question ask_user attempt_completion finish submit think "
        "thinking bash_output get_terminal_output terminal_last_command sequentialthinking sequential_thinking "
        "report_progress report_intent set_todo_list idle now diagnostics get_diagnostics lsp_diagnostics "
        "message_notify_user message_ask_user task_complete",
    ),
):
    _BY_WORDS.update(dict.fromkeys(_names.split(), _reader))


def reader_of(name: str) -> Callable[[Arguments], Iterator[Step]] | None:
    """What reads the arguments of a client's own tool; None for a tool of somebody else, or that nobody knows."""
    if not is_plain(name):
        return None
    owner, own = parts(name)
    return None if owner else _BY_WORDS.get("_".join(own))
