"""What redirections do: which files they read and write, and where a command's input comes from."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects import planted, sources
from chimera_guard.effects.call import Call
from chimera_guard.effects.joined import EMPTY, concatenate
from chimera_guard.effects.places import ACCOUNTS, REPOSITORY_SECRETS
from chimera_guard.effects.scope import scope_of
from chimera_guard.effects.shell import WalkingShell
from chimera_guard.effects.state import State, file_name
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.syntax.nodes import Redirect, Span
from chimera_guard.words import expand_single
from chimera_guard.words.value import NO_TAINT, Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

_TERMINALS = ("/dev/tty", "/dev/pts/", "/dev/console")
_TCL = ("@stdin", "@stdout", "@stderr")  # what Tcl calls them, typed into its console
_OPENED_BEFORE = Value(None, Span(0, 0), taint=frozenset({"input"}), many=True)
_WRITTEN = "\0written to "  # in front of a descriptor: what holds the name of the file that takes what goes there
_FIRST_FREE = 10  # the lowest descriptor that `{name}>` takes


def redirect(
    walker: Walker, redirects: Sequence[Redirect], state: State, stdin: Value | None, frame: Frame
) -> tuple[Value | None, str | None]:
    """Note what redirections do; returns the standard input, and the file that takes the standard output."""
    shell = WalkingShell(walker, state, frame)
    stored: str | None = None
    for node in redirects:
        value = expand_single(node.target, shell)
        operator = node.operator
        fd = _named(node.fd, state) if node.fd.isidentifier() else node.fd
        span = frame.map(Span(node.span.start, max(node.span.end, node.span.start)))
        if operator == ">&" and fd == "0":  # which is the other way round all the same
            operator = "<&"
        if value.text in _TCL:
            stdin = None if value.text == "@stdin" else stdin
            continue
        if operator in ("<<", "<<-", "<<<"):
            if operator == "<<<" and value.text is not None:
                value = value._replace(text=value.text + "\n")
            stdin = _opened(fd, value, state, stdin)
            continue
        if operator in (">&", "<&") and value.text is not None and not value.text.removesuffix("-").strip("0123456789"):
            source = value.text.rstrip("-")
            if operator == ">&" and fd in ("", "1"):
                target = state.variables.get(_WRITTEN + source)
                stored = "+" + target.text if isinstance(target, Value) and target.text else stored
            if operator == "<&" and (source or fd in ("", "0")):
                stdin = _opened(fd, _duplicated(source, state, stdin), state, stdin)
            continue
        if operator == "<&" and value.text is None:  # a descriptor, whose number some command has said
            stdin = _opened(fd, _OPENED_BEFORE, state, stdin)
            continue
        if operator in ("<", "<&", "<>"):
            Call(walker, state, None, frame, span).emit("read", value)
            stdin = _opened(fd, content(walker, value, state), state, stdin)
            if operator != "<>":
                continue
        kind = "append" if operator in (">>", "&>>", "<>") else "write"  # `<>` writes too, and empties nothing
        if kind == "write" and value.glob is not None:  # `for f in *; do > "$f"`: what fits is there already
            kind = "truncate"
        Call(walker, state, None, frame, span).emit(kind, value)
        if fd not in ("", "1", "2") and value.text is not None:
            state.variables[_WRITTEN + fd] = value._replace(text=file_name(value))
        if fd == "1" or (fd == "" and operator != "<>"):
            stored = ("+" if kind == "append" else "=") + file_name(value)
    return stdin, stored


def _opened(fd: str, value: Value | None, state: State, stdin: Value | None) -> Value | None:
    """Let a descriptor give `value`; returns what the standard input then is."""
    if fd in ("", "0"):
        return value
    if value is not None:
        state.files[f"/dev/fd/{fd}"] = value
    return stdin


def _duplicated(source: str, state: State, stdin: Value | None) -> Value | None:
    """What the descriptor `source` gives: None for a person at the terminal, where output usually goes."""
    if source == "0":
        return stdin
    return state.files.get(f"/dev/fd/{source}", None if source in ("1", "2") else _OPENED_BEFORE)


def turned(node: Redirect) -> bool:
    """Whether it reads from where output goes, or writes to where input comes from: a way back to the terminal."""
    target = node.target.literal
    reads = node.operator == "<&" and node.fd in ("", "0") and target in ("1", "2")
    return reads or (node.operator == ">&" and target == "0")


def given_out(redirects: Sequence[Redirect], dialect: str) -> bool:
    """Whether redirections without a command print what they read: `$(< file)`; in zsh any of them do."""
    return any(node.operator == "<" or (dialect == "zsh" and node.operator[:2] == "<<") for node in redirects)


def _named(name: str, state: State) -> str:
    """The descriptor that `{name}<` opens; the variable then holds its number."""
    number = _FIRST_FREE + sum(path.startswith("/dev/fd/") for path in state.files)
    state.variables[name] = Value(str(number), Span(0, 0))
    return str(number)


def emptied(walker: Walker, start: int, state: State) -> None:
    """Note a file that a command, or a pipe, reads and has its own output put into: it is empty before it is read."""
    own = walker.effects[start:]
    written = {each.text for each in own if each.kind == "write" and not each.program and each.scope != "null"} - {None}
    for effect in own:
        if effect.kind == "read" and effect.target is not None and effect.text in written:
            held = state.written(effect.target)
            if held is None or "fifo" not in held.taint:
                walker.effects.append(effect._replace(kind="truncate", flags=frozenset({"own-input"})))
                return


def store(walker: Walker, output: Value, target: str | None, state: State, frame: Frame) -> Value:
    """Put `output` into the redirection's file; returns what is left of it."""
    if target is None:
        return output
    if output.text is not None and not output.text.strip():
        _knocked(walker)
    path = state.path(target[1:])
    written = output.text if output.text is not None else output.template or ""
    held = state.files.get(path)
    if held is not None and "fifo" in held.taint:
        output = output._replace(taint=output.taint | {"fifo"})
    if target[0] == "+" and held is not None:
        if sources.from_file(held):  # the project's own: what is put behind it is what there is to be read
            output = output._replace(taint=output.taint | (held.taint - {"file"}))
        else:
            output = concatenate([held, output])
    if path in walker.sinks:
        body, inner = walker.sinks[path]
        walker.spend(inner)
        walker.list(body, state.subshell(), output, inner)
    if not target[1:].startswith("/dev/") or target[1:].startswith("/dev/shm/"):
        state.files[path] = output
        call = Call(walker, state, None, frame, frame.span)
        planted.shell(call, target[1:], written)
        planted.note(call, path, written)
    return EMPTY if target[1:] not in ("/dev/stdout", "/dev/tty") else output


def _knocked(walker: Walker) -> None:
    """A connection that nothing is written to only finds out whether somebody listens: `echo > /dev/tcp/$host/22`.

    One to many ports, or machines, in turn is a search for them.
    """
    effect = walker.effects[-1] if walker.effects else None
    target = effect.target if effect is not None and effect.kind == "write" and not effect.program else None
    if effect is None or target is None or not (target.text or target.taint):
        return
    if target.beginning.startswith(("/dev/tcp/", "/dev/udp/")):
        walker.effects[-1] = effect._replace(kind="read")


def content(walker: Walker, path: Value, state: State) -> Value | None:
    """What reading a file gives: known when this line wrote it; None for a person at a terminal."""
    written = state.written(path)
    if written is not None:
        return written
    if path.text is not None:
        if path.text == "/dev/null":
            return EMPTY
        if path.text.startswith(_TERMINALS):
            return None
    scope = scope_of(path, walker.context, state.cwd)
    if path.text is not None and path.text.endswith(REPOSITORY_SECRETS):
        scope = "credential"
    origin = {"credential": "secret", "remote": "remote"}.get(scope, "file")
    accounts = {"accounts"} if path.text in ACCOUNTS else NO_TAINT
    return Value(None, path.span, taint=path.taint | {origin, "file"} | accounts, many=True)
