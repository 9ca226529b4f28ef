"""Shell builtins that change the state along the line. What they do to the machine stands in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chimera_guard.effects import intake, unwrap
from chimera_guard.effects.assignments import assigned, placed
from chimera_guard.effects.joined import uncertain
from chimera_guard.effects.state import UNSET_MARK, State
from chimera_guard.effects.surroundings import loaded
from chimera_guard.records import TYPE_CHECKING
from chimera_guard.report import RunCommand
from chimera_guard.words import keyed
from chimera_guard.words.value import Value

if TYPE_CHECKING:
    from chimera_guard.effects.call import Call

Change = Callable[["Call", Sequence[Value]], None]


def _cd(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    place = state.cwd
    _go(state, argv)
    state.left = place or ""
    state.variables.pop("OLDPWD", None)


def _pushd(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    place = state.cwd
    if len(argv) > 1 and (argv[1].text or "x")[:1] not in "+-":
        _cd(call, argv)
        state.stack = (place, *state.stack)
    else:  # another one of the stack
        known = state.stack if len(argv) == 1 else ()
        state.cwd, state.stack = (known[0], (place, *known[1:])) if known else (None, ())


def _popd(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    state.left = state.cwd or ""
    state.cwd, state.stack = (state.stack[0], state.stack[1:]) if state.stack and len(argv) == 1 else (None, ())


def _go(state: State, argv: Sequence[Value]) -> None:
    operands = [item for item in argv[1:] if item.text is None or not item.text.startswith("-") or item.text == "-"]
    if not operands:
        home = state.lookup("HOME")
        state.cwd = home.text if isinstance(home, Value) and home.text else "~"
        return
    target = operands[-1]
    beside = state.lookup("CDPATH")
    if beside is not None and target.text and target.text[0] not in "/.-~" and "CDPATH" in state.variables:
        known = beside.text if isinstance(beside, Value) else None
        state.cwd = f"{known}/{target.text}" if known and ":" not in known else None
    elif target.text is None and target.prefix[:1] == "~" and target.prefix == target.glob:
        state.cwd = target.prefix  # below a home directory of which the place is not known
    elif target.text is None and target.glob is not None:
        state.cwd = state.path(target.glob)  # whichever of them it is
    elif target.text is None:
        state.cwd = None if target.if_unset != "" else state.cwd
        if target.if_unset is not None and target.if_unset.startswith("/"):
            state.cwd = state.path(target.if_unset)
    elif target.text == "-":
        before = state.lookup("OLDPWD")
        state.cwd = before.text if isinstance(before, Value) else None
    elif "own-place" in target.taint and target.text[:1] == ".":  # wherever the script lies
        state.cwd = None
    else:
        state.cwd = state.path(target.text)


def _set_words(call: Call, argv: Sequence[Value]) -> None:
    """export, declare, local, readonly, typeset: operands NAME=value."""
    state = call.state
    options = "".join(value.text for value in argv if value.text is not None and value.text.startswith("-"))
    arrays = not set("aAin").isdisjoint(options)
    fixed: set[str] = set()
    for value in argv[1:]:
        if argv[0].text == "export":
            loaded(call, value)
            if value.text is None and "remote" in value.taint and not value.prefix:  # any variables, whatever they do
                call.emit("environment", value)
        name, equals, rest = value.beginning.partition("=")
        if "[" in name or arrays:
            call.walker.invoker.subscript(call, value)
        name = name.partition("[")[0].rstrip("+")
        if name in state.kept and (argv[0].text == "export" or "x" in options):
            state.kept -= {name}
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
        if (elements := keyed.listed(content)) is not None:
            state.variables[name] = placed(elements)
            state.lists = True
            continue
        if "l" in options and content.text is not None:
            content = content._replace(text=content.text.lower())
        if "u" in options and content.text is not None:
            content = content._replace(text=content.text.upper())
        if "i" in options or (arrays and rest.startswith("(")):
            content = uncertain(value)
        assigned(call._replace(name=name), content, exported=True)
    state.readonly |= fixed


def _unset(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    for value in argv[1:]:
        if value.text is not None and "[" not in value.text and not value.text.startswith("-"):
            state.variables[value.text] = UNSET_MARK
            if any(item.text == "-f" for item in argv):
                state.functions.pop(value.text, None)


def _set(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    words = list(argv[1:])
    while words and words[0].text is not None and words[0].text[:1] in "-+" and words[0].text not in ("--", "-"):
        if "o" in (words.pop(0).text or "") and words and (words[0].text or "")[:1] not in "-+":  # `-o pipefail`
            words.pop(0)
    if words and words[0].text in ("--", "-"):
        words.pop(0)
    elif not words:
        return
    state.positional = tuple(words)


def _getopts(call: Call, argv: Sequence[Value]) -> None:
    if len(argv) > 2 and argv[2].text is not None:
        call.state.variables[argv[2].text] = uncertain()


def _shift(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    count = argv[1].text if len(argv) > 1 else "1"
    if state.positional is not None and count is not None and count.isdigit():
        state.positional = state.positional[int(count) :]
    else:
        state.positional = None


def _mapfile(call: Call, argv: Sequence[Value]) -> None:
    intake.mapfile(call, argv)
    _callback(call, argv)


def _callback(call: Call, argv: Sequence[Value]) -> None:
    """mapfile -C, complete -C, compgen -C: a command that gets further arguments."""
    for option, value in zip(argv, argv[1:], strict=False):
        if option.text == "-C" and value.text is not None:
            within = call.state.copy()
            within.positional = None
            start = len(call.walker.effects)
            unwrap.shell(call._replace(state=within, stdin=None), value.text + ' "$@"', same=True)
            unwrap.hooked(call.walker, start, frozenset({"temporary"}))


def _exec(call: Call, argv: Sequence[Value]) -> None:
    """exec -a NAME: the program is told another name than its own."""
    for place, value in enumerate(argv[:-2]):
        if value.text is not None and value.text.startswith("-") and value.text.endswith("a"):
            words = [None if "output" in item.taint else item.text for item in (argv[place + 1], *argv[place + 3 :])]
            call.walker.commands.append(RunCommand(tuple(words), call.span, (*call.frame.via, "exec")))


def _printf(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    variable = (argv[2].text or argv[2].glob) if len(argv) > 3 and argv[1].text == "-v" else None
    if variable is not None:
        from chimera_guard.words.filters import output_of

        printed = output_of([argv[0], *argv[3:]], None)
        value = printed if printed is not None else uncertain(*argv[3:])
        name, bracket, index = variable.partition("[")
        before = state.variables.get(name)
        if bracket and not isinstance(before, Value):
            after = keyed.with_element(before, index.rstrip("]"), value)
            state.variables[name] = uncertain(value) if after is None else after
            state.lists = True
        else:
            state.variables[variable] = value


_NO_NAME = frozenset(" \t\n'\"\\$`/&|;()<>")  # what no name of an alias can have in bash


def _alias(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    for value in argv[1:]:
        if value.text is None or "=" not in value.text:
            continue
        name, _, text = value.text.partition("=")
        if call.frame.dialect == "bash" and not _NO_NAME.isdisjoint(name):
            continue
        state.aliases[name] = text
        effects = call.walker.effects
        start = len(effects)
        unwrap.shell(call.active(f"alias {name}")._replace(state=state.copy(), stdin=None), text)
        unwrap.hooked(call.walker, start, frozenset({"temporary"}))
        for place, effect in enumerate(effects[start:], start):
            if "command-word" in effect.flags and effect.taint <= {"environment"}:  # `$EDITOR`: known when it is called
                effects[place] = effect._replace(kind="exec-program", flags=frozenset())


def _eval(call: Call, argv: Sequence[Value]) -> None:
    if len(argv) > 1:
        call.emit("exec-code", flags=frozenset({"evaluated"}))


def _hash(call: Call, argv: Sequence[Value]) -> None:
    state = call.state
    names = [value.text for value in argv[2:] if value.text is not None]
    option = argv[1].text if len(argv) > 1 else None
    if option == "-p" and len(argv) > 3 and argv[2].text is None:
        call.unknown("command-word", argv[2])  # the next command of that name is anything
    if option == "-r":
        state.hashed = {}
    elif option == "-d":
        state.hashed = {name: path for name, path in state.hashed.items() if name not in names}
    elif option == "-p" and len(names) > 1:
        for name in names[1:]:
            if name not in CHANGES and name not in ("echo", "true", ":"):
                state.hashed[name] = names[0]


def _trap(call: Call, argv: Sequence[Value]) -> None:
    """trap CODE DEBUG: code that runs before every command from then on, or no longer does."""
    if len(argv) < 3 or argv[1].text in ("-p", "-P") or all(value.text != "DEBUG" for value in argv[2:]):
        return
    if argv[1].text in ("-", ""):  # in an old bash this guard lives by that trap
        call.emit("weaken", Value("guard", call.span))
    else:
        call.emit("persist")


CHANGES: dict[str, Change] = {
    "cd": _cd,
    "pushd": _pushd,
    "popd": _popd,
    "export": _set_words,
    "declare": _set_words,
    "typeset": _set_words,
    "local": _set_words,
    "readonly": _set_words,
    "unset": _unset,
    "set": _set,
    "getopts": _getopts,
    "shift": _shift,
    "read": intake.read,
    "mapfile": _mapfile,
    "readarray": _mapfile,
    "eval": _eval,
    "complete": _callback,
    "compgen": _callback,
    "exec": _exec,
    "printf": _printf,
    "alias": _alias,
    "hash": _hash,
    "trap": _trap,
}
