"""What flows from what a command reads into what it prints, writes and sends."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename, dirname, join, normpath

from chimera_guard.effects.feeding import found, taint_of
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import SHELL_NAMES, STANDARD_INPUT, names_shell
from chimera_guard.effects.places import KEY_DIRECTORIES, REPOSITORY_SECRETS
from chimera_guard.effects.reader import Reading
from chimera_guard.effects.state import NOWHERE, State
from chimera_guard.words.filters import output_of, repeated
from chimera_guard.words.value import NO_TAINT, Value
from chimera_guard.words.work import Work

LEAVING = frozenset({"send", "fetch", "connect", "listen", "publish"})
MAX_FETCHED = 16
MAX_SOURCE = 65_536
# What a program of a compiled language reaches for the machine with; underscores are left out.
MACHINE_WORDS = frozenset(
    """
    system popen exec execl execle execlp execv execve execvp execvpe fexecve fork vfork clone syscall setuid setgid
    seteuid setreuid setresuid asm volatile unlink unlinkat remove rmdir rename open openat creat fopen freopen
    ofstream fstream filesystem chmod chown kill socket connect bind mmap mprotect ptrace dlopen reboot mount chroot
    Command unsafe fs net ioctl shellcode buf payload Runtime ProcessBuilder Process Files
    File Socket URL naked section constructor
    """.split()
)
ONLY_READS = frozenset({"remote-read", "unknown"})
COMPLETIONS = frozenset({"completion", "completions", "generate-shell-completion", "--completion", "--completions"})


_ANYTHING = Value(None, NOWHERE, many=True)


def flow(
    effects: list[Effect], start: int, argv: Sequence[Value], state: State, stdin: Value | None, reading: Reading
) -> None:
    """What one command reads flows into what it sends and writes."""
    taint = stdin.taint if stdin is not None else NO_TAINT
    for effect in effects[start:]:
        if effect.kind in ("read", "reveal", "fetch"):
            taint |= effect.taint | source_of(effect)
    taint |= taint_of(argv)
    copies = reading.usage.inherited("copies", False)
    sources = [item.target for item in effects[start:] if item.kind in ("read", "move", "link") and item.target]
    for index in range(start, len(effects)):
        effect = effects[index]
        if effect.kind in LEAVING:
            effects[index] = effect._replace(taint=effect.taint | (taint - {"remote"}))
        elif effect.kind in ("write", "append", "link") and effect.target is not None:
            path = state.key(effect.target)
            if len(effects) - start == 1 and stdin is None and not (taint or effect.flags or path in state.files):
                continue
            if "compiled" in reading.flags and not taint and not reaches(effects[start:], state, stdin):
                state.files.pop(path, None)  # the project's own program, as what a build leaves behind
                continue
            origin = taint | {"fifo"} if "fifo" in effect.flags else taint
            state.files[path] = Value(None, NOWHERE, taint=origin, many=True)
            if copies and sources and sources[0].text:
                if effect.kind == "link":
                    state.links[path] = join(dirname(path), sources[0].text)
                if sources[0].text in STANDARD_INPUT and stdin is not None:
                    state.files[path] = stdin
                    continue
                copied(sources[0].text, path, state)
                if disguised(sources[0].text, effect.target.text or ""):
                    effects[index] = effect._replace(flags=effect.flags | {"starts-shell"})
                for source in sources[:MAX_FETCHED]:  # what it is copied onto may be a directory
                    if source.text:
                        copied(source.text, f"{path}/{basename(source.text)}", state)
            elif copies and not sources and stdin is not None and effect.kind == "write" and stdin.text is not None:
                state.files[path] = stdin
            elif "remote" in taint:
                downloaded(effects[start:], path, state)


def reaches(effects: Sequence[Effect], state: State, stdin: Value | None) -> bool:
    """Whether a source that this line wrote may do more than compute and print, as far as its words tell."""
    read = [effect.target for effect in effects if effect.kind == "read" and effect.target is not None]
    for source in [stdin, *(state.written(target) for target in read)]:
        if source is None:
            continue
        text = source.text
        if text is None or len(text) > MAX_SOURCE:
            return True
        words = "".join(letter if letter.isalnum() else " " for letter in text.replace("_", "")).split()
        if not MACHINE_WORDS.isdisjoint(words) or "include <sys/" in text or "##" in text:
            return True
    return False


def downloaded(effects: Sequence[Effect], directory: str, state: State) -> None:
    """What is fetched into a directory has the last name of its address there."""
    for effect in effects[:MAX_FETCHED]:
        address = (effect.target.text or effect.target.glob) if effect.kind == "fetch" and effect.target else None
        if address is not None:
            path = address.partition("#")[0].partition("?")[0].partition("://")[2] or address
            _, slash, name = path.replace(":", "/").rpartition("/")
            if slash and name:
                content = Value(None, NOWHERE, taint=frozenset({"remote"}), many=True)
                state.files.setdefault(normpath(f"{directory}/{name}"), content)


def disguised(source: str, target: str) -> bool:
    """Whether a shell gets another name."""
    name = target.rpartition("/")[2]
    return names_shell(source) and name not in ("", "bin", "sbin", ".", "..") and name not in SHELL_NAMES


def copied(source: str, path: str, state: State) -> None:
    origin = state.path(source)
    state.programs[path] = state.programs.get(origin, source)
    if origin in state.files:
        state.files[path] = state.files[origin]
    else:
        state.files.pop(path, None)


def printed(
    argv: Sequence[Value],
    reading: Reading,
    state: State,
    stdin: Value | None,
    effects: Sequence[Effect],
    work: Work,
) -> Value:
    """What a command prints: exactly, where it is a constant; else where it comes from."""
    if "fresh" in reading.flags:
        return _fresh(argv[0], effects)
    source, words = stdin, argv
    if state.files:
        reads = [action.values[0] for action in reading.actions if action.role == "read" and action.values]
        written = state.written(reads[0]) if len(reads) == 1 and reads[0] in argv else None
        if written is not None:
            words = [value for value in argv if value is not reads[0]]
            source = written
    known = output_of(words, source, work) or repeated(argv)
    if known is not None:
        return known
    taint = taint_of(argv)
    if stdin is None:
        if not taint and prints_own_code(argv, reading, effects):
            return Value(None, NOWHERE, taint=frozenset({"own-code"}), many=True)
        if not (taint or effects or reading.flags or reading.actions) and reading.prints != "encoded":
            return _ANYTHING
    taint = _origin(taint, reading, state, stdin, effects)
    if stdin is not None and "listed" in stdin.taint and reading.prints.endswith("lines"):
        return Value(None, NOWHERE, prefix=stdin.prefix, suffix=stdin.suffix, taint=taint, many=True)
    return listed_names(reading, taint)


def _origin(
    taint: frozenset[str], reading: Reading, state: State, stdin: Value | None, effects: Sequence[Effect]
) -> frozenset[str]:
    """Where what is printed comes from, by what the command reads; `taint` is that of its words."""
    copies = reading.usage.inherited("copies", False) or "copied" in reading.flags
    for effect in effects:
        taint |= effect.taint | source_of(effect)
    if stdin is not None:
        if reading.usage.inherited("stdin", "text") != "none":
            taint |= stdin.taint
        if "processes" in stdin.taint and not _passes_all(reading):
            taint = taint - {"processes"} | {"some-processes"}
    if reading.prints == "encoded":
        taint |= {"encoded"}
    taint = _all_names(reading, taint, effects)
    if not copies:
        taint -= {"file"}
    for effect in effects:
        if effect.kind == "read":
            written = state.written(effect.target) if state.files and effect.target is not None else None
            if written is not None:
                taint |= written.taint | {"written"}
            elif copies:
                taint |= {"file"}
    if stdin is not None and "file" not in stdin.taint and any(_is_input(effect) for effect in effects):
        taint -= {"file"}  # not all of it comes from files
    for effect in effects:
        if effect.kind == "database-read":  # a dump, mostly
            return taint | {"file"}
    return taint


def listed_names(reading: Reading, taint: frozenset[str]) -> Value:
    """What is printed, with the beginning and the end of each line where it lists files that were looked for."""
    output = Value(None, NOWHERE, taint=taint, many=True)
    roles = {action.role for action in reading.actions}
    seeks = "named" in roles or reading.usage.inherited("searches") is not None
    if not seeks or roles - {"named", "sought", "read", "text"} or "formatted" in reading.flags:
        return output
    paths = found(Value("{}", NOWHERE), reading)
    below = paths.glob is None and paths.prefix[:1] not in ("", "/", "~") and paths.prefix[:2] != ".."
    if not paths.suffix and not below:  # `find . -name 'x*'` narrows it down as well, to something in the project
        return output
    return output._replace(prefix=paths.prefix, suffix=paths.suffix, taint=taint | {"listed"})


def _all_names(reading: Reading, taint: frozenset[str], effects: Sequence[Effect]) -> frozenset[str]:
    """The taint with "all-names" where what is printed names all that there is in a home, or on the machine."""
    if reading.prints == "names":
        whole = (e.kind == "read" and e.scope in ("home", "root") and "filtered" not in e.flags for e in effects)
        return taint | {"all-names"} if any(whole) else taint
    return taint if _passes_all(reading) else taint - {"all-names"}


def _is_input(effect: Effect) -> bool:
    return effect.kind == "read" and effect.target is not None and effect.target.text in STANDARD_INPUT


def _passes_all(reading: Reading) -> bool:
    """Whether a filter lets every line through, or nearly so."""
    return reading.prints in ("all", "lines")


def prints_own_code(argv: Sequence[Value], reading: Reading, effects: Sequence[Effect]) -> bool:
    """Whether a command prints code that the tool itself was shipped with: its completion, or its set-up."""
    own = "own-code" in reading.flags
    if not own and (len(argv) < 2 or argv[1].text not in COMPLETIONS):
        return False
    if any(value.text is None or value.taint for value in argv):
        return False
    return {effect.kind for effect in effects} <= (ONLY_READS | {"read"} if own else ONLY_READS)


def _fresh(head: Value, effects: Sequence[Effect]) -> Value:
    """The name of a new file: not this one, but one that can be told from all others of the line."""
    for effect in effects:
        if effect.kind == "write" and effect.target is not None and effect.target.text is not None:
            return Value(f"{effect.target.text}{head.span.start}", NOWHERE)
    return Value(None, NOWHERE, many=True)


def source_of(effect: Effect) -> frozenset[str]:
    if effect.kind == "fetch":
        return frozenset({"remote"})
    if effect.kind == "reveal" or "secret" in effect.flags:
        return frozenset({"secret"})
    if effect.kind == "read":
        if "processes" in effect.flags:
            return frozenset({"some-processes" if "filtered" in effect.flags else "processes"})
        if effect.scope == "credential" or (effect.target is not None and holds_keys(effect.target)):
            return frozenset({"secret"})
        if effect.target is not None and (effect.target.text or "").endswith(REPOSITORY_SECRETS):
            return frozenset({"secret"})
        taint = {"whole"} if effect.scope in ("home", "root") else set()
        if "unnamed" in effect.flags:
            taint.add("unnamed")
        if "packed" in effect.flags and not (effect.target is not None and looks_like_file(effect.target)):
            taint.add("packed")
        return frozenset(taint)
    return NO_TAINT


def looks_like_file(target: Value) -> bool:
    """Whether a name is one that files have and directories do not: one with an ending."""
    path = target.text if target.text is not None else target.glob or target.suffix
    name, dot, ending = path.rpartition("/")[2].rpartition(".")
    return bool(name.strip("*")) and bool(dot) and 0 < len(ending) < 6 and ending.isalnum()


def holds_keys(target: Value) -> bool:
    """Whether a directory is named after the secrets in it."""
    path = target.text if target.text is not None else (target.glob or "").removesuffix("/*")
    return path.rstrip("/").rpartition("/")[2].lower() in KEY_DIRECTORIES


def is_remote(target: Value | None) -> bool:
    if target is None:
        return False
    text = target.text if target.text is not None else target.prefix
    host, colon, _ = text.partition(":")
    return bool(colon) and "/" not in host and host != ""
