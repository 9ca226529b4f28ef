"""Shell builtins that change the state along the line. What they do to the machine stands in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chimera_guard.effects import intake, unwrap
from chimera_guard.effects.state import UNSET_MARK, State, uncertain
from chimera_guard.report import RunCommand
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.frame import Frame
    from chimera_guard.effects.walk import Walker

Change = Callable[["Walker", Sequence[Value], State, "Value | None", "Frame", Span], None]


def _cd(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    operands = [item for item in argv[1:] if item.text is None or not item.text.startswith("-") or item.text == "-"]
    if not operands:
        home = state.lookup("HOME")
        state.cwd = home.text if isinstance(home, Value) and home.text else "~"
        return
    target = operands[-1]
    if target.text is None and target.prefix[:1] == "~" and target.prefix == target.glob:
        state.cwd = target.prefix  # below a home directory of which the place is not known
    elif target.text is None:
        state.cwd = None if target.if_unset != "" else state.cwd
        if target.if_unset is not None and target.if_unset.startswith("/"):
            state.cwd = state.path(target.if_unset)
    elif target.text == "-":
        state.cwd = None
    else:
        state.cwd = state.path(target.text)


def _set_words(
    walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span
) -> None:
    """export, declare, local, readonly, typeset: operands NAME=value."""
    options = "".join(value.text for value in argv if value.text is not None and value.text.startswith("-"))
    arrays = not set("aAin").isdisjoint(options)
    fixed: set[str] = set()
    for value in argv[1:]:
        text = value.text if value.text is not None else value.prefix
        name, equals, rest = text.partition("=")
        if "[" in name or arrays:
            walker.invoker.subscript(value, state, frame, argv[0].text or "")
        name = name.partition("[")[0].rstrip("+")
        if name.isidentifier() and ("r" in options or argv[0].text == "readonly"):
            fixed.add(name)
        if not equals or not name.isidentifier():
            continue
        content = value._replace(text=rest if value.text is not None else None, prefix=rest)
        if "n" in options and value.text is not None and rest.isidentifier():
            state.variables.pop(name, None)
            state.references[name] = rest
            continue
        if value.text is None:
            unset = value.if_unset
            content = content._replace(if_unset=unset[len(name) + 1 :] if unset is not None else None)
        if "l" in options and content.text is not None:
            content = content._replace(text=content.text.lower())
        if "u" in options and content.text is not None:
            content = content._replace(text=content.text.upper())
        if "i" in options or (arrays and rest.startswith("(")):
            content = uncertain(value)
        walker.invoker.assigned(name, content, state, frame, span, True)
    state.readonly |= fixed


def _unset(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    for value in argv[1:]:
        if value.text is None:
            continue
        if "[" in value.text:
            walker.invoker.subscript(value, state, frame, "unset")
        elif not value.text.startswith("-"):
            state.variables[value.text] = UNSET_MARK
            if any(item.text == "-f" for item in argv):
                state.functions.pop(value.text, None)


def _set(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    words = list(argv[1:])
    while words and words[0].text is not None and words[0].text[:1] in "-+" and words[0].text not in ("--", "-"):
        words.pop(0)
    if words and words[0].text in ("--", "-"):
        words.pop(0)
    elif not words:
        return
    state.positional = tuple(words)


def _shift(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    count = argv[1].text if len(argv) > 1 else "1"
    if state.positional is not None and count is not None and count.isdigit():
        state.positional = state.positional[int(count) :]
    else:
        state.positional = None


def _mapfile(
    walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span
) -> None:
    intake.mapfile(walker, argv, state, stdin, frame, span)
    _callback(walker, argv, state, stdin, frame, span)


def _callback(
    walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span
) -> None:
    """mapfile -C, complete -C, compgen -C: a command that gets further arguments."""
    for option, value in zip(argv, argv[1:], strict=False):
        if option.text == "-C" and value.text is not None:
            within = state.copy()
            within.positional = None
            unwrap.shell(walker, value.text + ' "$@"', span, (), within, None, frame, same=True)


def _exec(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    """exec -a NAME: the program is told another name than its own."""
    for place, value in enumerate(argv[:-2]):
        if value.text is not None and value.text.startswith("-") and value.text.endswith("a"):
            words = [None if "output" in item.taint else item.text for item in (argv[place + 1], *argv[place + 3 :])]
            walker.commands.append(RunCommand(tuple(words), span, (*frame.via, "exec")))


def _printf(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    if len(argv) > 3 and argv[1].text == "-v" and argv[2].text is not None:
        from chimera_guard.words.filters import output_of

        walker.invoker.subscript(argv[2], state, frame, "printf")
        printed = output_of([argv[0], *argv[3:]], None)
        state.variables[argv[2].text] = printed if printed is not None else uncertain(*argv[3:])


def _test(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    for before, value in zip(argv, argv[1:], strict=False):
        if before.text in ("-v", "-R"):
            walker.invoker.subscript(value, state, frame, "test")


def _alias(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    for value in argv[1:]:
        if value.text is None or "=" not in value.text:
            continue
        name, _, text = value.text.partition("=")
        state.aliases[name] = text
        inner = frame._replace(active=(*frame.active, f"alias {name}"))
        start = len(walker.effects)
        unwrap.shell(walker, text, span, (), state.copy(), None, inner)
        for place, effect in enumerate(walker.effects[start:], start):
            if "command-word" in effect.flags and effect.taint <= {"environment"}:  # `$EDITOR`: known when it is called
                walker.effects[place] = effect._replace(kind="exec-program", flags=frozenset())


def _eval(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    if len(argv) > 1:
        walker.emit("exec-code", None, span, frame, state, "eval", frozenset({"evaluated"}))


def _hash(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    names = [value.text for value in argv[2:] if value.text is not None]
    option = argv[1].text if len(argv) > 1 else None
    if option == "-r":
        state.hashed = {}
    elif option == "-d":
        state.hashed = {name: path for name, path in state.hashed.items() if name not in names}
    elif option == "-p" and len(names) > 1:
        for name in names[1:]:
            if name not in CHANGES and name not in ("echo", "true", ":"):
                state.hashed[name] = names[0]


def _trap(walker: Walker, argv: Sequence[Value], state: State, stdin: Value | None, frame: Frame, span: Span) -> None:
    """trap CODE DEBUG: code that runs before every command from then on."""
    if len(argv) > 2 and argv[1].text not in ("-", "", "-p", "-P") and any(v.text == "DEBUG" for v in argv[2:]):
        walker.emit("persist", None, span, frame, state, "trap")


CHANGES: dict[str, Change] = {
    "cd": _cd,
    "pushd": _cd,
    "popd": _cd,
    "export": _set_words,
    "declare": _set_words,
    "typeset": _set_words,
    "local": _set_words,
    "readonly": _set_words,
    "unset": _unset,
    "set": _set,
    "shift": _shift,
    "read": intake.read,
    "mapfile": _mapfile,
    "readarray": _mapfile,
    "eval": _eval,
    "complete": _callback,
    "compgen": _callback,
    "exec": _exec,
    "printf": _printf,
    "test": _test,
    "[": _test,
    "alias": _alias,
    "hash": _hash,
    "trap": _trap,
}
