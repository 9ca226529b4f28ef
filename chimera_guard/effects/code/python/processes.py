"""What starts processes from Python, ends them, or runs more code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Function,
    Handler,
    Keywords,
    Known,
    Thing,
    argument_at,
    first_of,
    items_of,
    taint_in,
    target_of,
    text_of,
)
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader


def system(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.system` and the like: a line of shell code."""
    value = argument_at(arguments, 0, keywords, "cmd", "command")
    _line(reader, value, None)
    return Thing("process") if path.startswith("asyncio.") else UNKNOWN


def _line(reader: PythonReader, value: Any, directory: str | None) -> None:
    """A line of shell code, in which gaps can be."""
    line = target_of(value)
    if line is not None and "secret" in taint_in(value):
        line = line.replace(HOLE, "$(printenv)")
    if line is None and taint_in(value) & {"remote", "decoded"}:
        reader.nested(value)
    elif line is not None and (line[:1] == HOLE or taint_in(value) & {"remote", "decoded"}):
        reader.into.capable()
    else:
        reader.into.shell(line, directory)


def run(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`subprocess.run` and its kin."""
    command = argument_at(arguments, 0, keywords, "args")
    directory = target_of(keywords.get("cwd"))
    if directory is not None and HOLE in directory:
        directory = None
    shell = keywords.get("shell")
    if (items := items_of(command)) is not None:
        words = [target_of(item) for item in items]
        if isinstance(shell, Known) and shell.value and words:
            reader.into.shell(words[0], directory)
        else:
            reader.into.argv(words, directory)
    elif isinstance(shell, Known) and shell.value:
        _line(reader, command, directory)
    else:
        text = text_of(command)
        reader.into.argv([text] if text is not None else [None], directory)
    if "executable" in keywords:
        reader.into.argv([text_of(keywords["executable"])], directory)
    return Thing("process") if path.endswith("Popen") else UNKNOWN


def replace_process(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.exec*`, `os.spawn*`: the program is one argument, its words follow from zero."""
    name = path.rpartition(".")[2]
    rest = arguments[1:] if name.startswith("spawn") else arguments
    program = text_of(rest[0]) if rest else None
    words = rest[1:]
    if (items := items_of(first_of(words))) is not None:
        given = [target_of(item) for item in items]
    else:
        given = [text_of(word) for word in words]
        if name.endswith(("le", "lpe")) and given:
            given = given[:-1]
    reader.into.argv([program, *given[1:]])
    return UNKNOWN


def spawn(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`pty.spawn`, `asyncio.create_subprocess_exec`: a program, or a list of words."""
    first = first_of(arguments)
    if (items := items_of(first)) is not None:
        reader.into.argv([target_of(item) for item in items])
    else:
        reader.into.argv([text_of(argument) for argument in arguments] if "asyncio" in path else [text_of(first)])
    return Thing("process") if "asyncio" in path else UNKNOWN


def evaluate(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`eval`, `exec`: code within the code."""
    reader.nested(first_of(arguments))
    return UNKNOWN


def timed(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`timeit.timeit`, `cProfile.run`: texts among their arguments are code."""
    given = arguments[:1] if "rofile" in path else arguments  # behind it stands the file for the numbers
    if len(arguments) > 1 and "rofile" in path:
        reader.into.effect("write", target_of(arguments[1]))
    for value in (*given, *keywords.values()):
        if isinstance(value, Known) and isinstance(value.value, str):
            reader.nested(value)
        elif isinstance(value, Function):
            reader.called(value, [], {})
    return UNKNOWN


def compiled(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`compile`: the code is read where it is run."""
    return first_of(arguments)


def kill(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.kill`."""
    first = first_of(arguments)
    listed = isinstance(first, Thing) and first.kind == "any-process" and first.target is None
    several = ("some-processes", "looped") if listed or taint_in(first) & {"some-processes"} else ()
    reader.into.effect("kill", str(first.value) if isinstance(first, Known) else None, *several)
    return UNKNOWN


def fork(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.fork`."""
    reader.into.effect("exec-code", reader.into.language, "fork")
    return UNKNOWN


def capable(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Functions of which nothing good can be said without their arguments' content."""
    reader.into.capable()
    return UNKNOWN


_EXECUTING = "execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnv spawnve spawnvp"
PROCESSES: dict[str, Handler] = {
    **dict.fromkeys(("os.system", "os.popen", "subprocess.getoutput", "asyncio.create_subprocess_shell"), system),
    **dict.fromkeys((f"subprocess.{n}" for n in ("run", "call", "check_call", "check_output", "Popen")), run),
    **dict.fromkeys((f"os.{n}" for n in _EXECUTING.split()), replace_process),
    **dict.fromkeys(("os.posix_spawn", "os.posix_spawnp"), replace_process),
    **dict.fromkeys(("pty.spawn", "asyncio.create_subprocess_exec"), spawn),
    **dict.fromkeys(("builtins.eval", "builtins.exec", "code.InteractiveInterpreter.runsource"), evaluate),
    **dict.fromkeys(("code.interact", "runpy.run_module", "runpy.run_path", "os.startfile", "os.dup2"), capable),
    **dict.fromkeys(("os.fork", "os.forkpty"), fork),
    **dict.fromkeys(("os.kill", "os.killpg"), kill),
    **dict.fromkeys(("timeit.timeit", "timeit.repeat", "timeit.Timer", "timeit.default_timer"), timed),
    **dict.fromkeys(("cProfile.run", "cProfile.runctx", "profile.run", "pdb.run", "pdb.runeval", "trace.run"), timed),
    **dict.fromkeys(("pydoc.pipepager", "pydoc.tempfilepager", "imp.load_source", "distutils.spawn.spawn"), capable),
    **dict.fromkeys(("_posixsubprocess.fork_exec", "logging.config.dictConfig", "logging.config.fileConfig"), capable),
    "builtins.compile": compiled,
    "pickle.load": capable,
    "pickle.loads": capable,
}
