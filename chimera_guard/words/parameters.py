"""Parameters: `$name` and everything that `${...}` can do with it."""

from __future__ import annotations

from collections.abc import Callable

from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import NOWHERE, Literal, Parameter, Word
from chimera_guard.words import operators
from chimera_guard.words.changes import changed, span_of
from chimera_guard.words.fields import Fields
from chimera_guard.words.keyed import Keyed
from chimera_guard.words.shell import Perhaps, Shell
from chimera_guard.words.value import Value

_CONDITIONAL = frozenset({":-", "-", ":=", "=", ":?", "?", ":+", "+"})
_NEVER_EMPTY = frozenset({"?", "$", "#", "RANDOM", "SRANDOM", "SECONDS", "BASHPID", "PPID", "UID", "EUID", "LINENO"})
_SPECIAL = frozenset("@*#?-$!")
_ANY = Value(None, NOWHERE, many=True)
_ARGUMENTS = Value(None, NOWHERE, if_unset="", taint=frozenset({"argument"}), many=True)
_NAMES = Value(None, NOWHERE, if_unset="", taint=frozenset({"environment"}), many=True)


class _List(NamedTuple):
    """A list that a parameter names: its elements, or what they are where they are not known."""

    elements: tuple[Value, ...] | None
    star: bool  # `$*`, not `$@`
    unknown: Value


def add_parameter(part: Parameter, shell: Shell, fields: Fields) -> None:
    """Add what a parameter expansion becomes to `fields`."""
    if part.indirect:
        pointed = _pointed(part, shell)
        if isinstance(pointed, Value):
            fields.scalar(pointed, part.quoted)
            return
        if isinstance(pointed, _List):
            _emit(pointed, part.quoted, fields)
            return
        part = pointed
    listed = _list(part, shell)
    if listed is not None:
        _add_list(part, listed, shell, fields)
        return
    value = scalar(part, shell)
    if part.length:
        fields.scalar(operators.length(value), part.quoted)
    elif part.operator in _CONDITIONAL:
        _conditional(part, value, _state(value), lambda: fields.scalar(value, part.quoted), shell, fields)
    elif part.operator:
        fields.scalar(changed(part, value, shell), part.quoted)
    else:
        fields.scalar(value, part.quoted)


# What it names


def _list(part: Parameter, shell: Shell) -> _List | None:
    """The list that a parameter names, None where it names a single value."""
    name = part.name
    if name in ("@", "*"):
        return _List(shell.elements(name), name == "*", _ARGUMENTS)
    if part.index is None or part.index.literal not in ("@", "*"):
        return None
    elements = shell.elements(name)
    base = (shell.variable(name) if elements is None else None) or _ANY
    return _List(elements, part.index.literal == "*", base)


def scalar(part: Parameter, shell: Shell) -> Value | None:
    """The single value that a parameter names; None where it is unset."""
    name = part.name
    if name == "#":
        elements = shell.elements("@")
        if elements is None or any(value.many for value in elements):
            return Value(None, NOWHERE)
        return Value(str(len(elements)), NOWHERE)
    if part.index is None:
        value = shell.variable(name)
        if name in _NEVER_EMPTY and value is not None and value.text is None:
            return value._replace(if_unset=None)
        return value
    from chimera_guard.words.arithmetic import calculate

    elements = shell.elements(name)
    if isinstance(elements, Keyed):
        key = _single(part.index, shell).text
        if key is not None:
            return elements.items().get(key)
    at = None if isinstance(elements, Keyed) else calculate(part.index, shell)
    if at is None and (picked := shell.elements(f"{name}[?]")):  # the one that is looked at, of those that it can be
        return picked[0]
    if elements is None or at is None or any(value.many for value in elements):
        base = shell.variable(name)
        if elements is not None and len(elements) == 1 and elements[0].glob is not None:
            return elements[0]._replace(many=False)  # one of the files that fit
        return _ANY if base is None else Value(None, NOWHERE, taint=base.taint, if_unset=base.if_unset, many=True)
    at = at + len(elements) if at < 0 else at
    return elements[at] if 0 <= at < len(elements) else None


def _pointed(part: Parameter, shell: Shell) -> Parameter | Value | _List:
    """What `${!name}` means: the parameter whose name is the value, or the list of names or indices."""
    if part.operator in ("*", "@") and part.operand is None:
        return _List(None, part.operator == "*", _NAMES)
    listed = _list(part, shell)
    if listed is not None:
        elements = listed.elements
        if elements is None or (elements and part.index is None):
            return listed._replace(elements=None, unknown=_ANY)
        if part.index is None:
            return Value("", NOWHERE) if part.quoted else _List((), True, _ANY)
        names = elements.keys if isinstance(elements, Keyed) else map(str, range(len(elements)))
        keys = tuple([Value(name, NOWHERE) for name in names])
        return _List(keys, listed.star, _ANY)
    value = scalar(part._replace(indirect=False), shell)
    if value is None or value.text == "":
        return part._replace(name="", indirect=False, index=None)
    if value.text is None:
        return Value(None, NOWHERE, taint=value.taint, if_unset=value.if_unset, many=True)
    shell.evaluated(value)
    name, bracket, index = value.text.partition("[")
    sub = index[:-1]
    known = name in _SPECIAL or name.isdigit() or (name.isascii() and name.isidentifier())
    if not known or (bracket and not index.endswith("]")):
        return Value(None, NOWHERE, taint=value.taint)
    word = Word(NOWHERE, sub, (Literal(sub, True),)) if bracket else None
    return part._replace(name=name, index=word, indirect=False)


# Conditions


def _state(value: Value | None) -> str:
    if value is None:
        return "unset"
    if value.text is not None:
        return "set" if value.text else "null"
    return "set" if value.prefix or value.suffix or (value.if_unset is None and not value.many) else "unknown"


def _conditional(
    part: Parameter, value: Value | None, state: str, keep: Callable[[], None], shell: Shell, fields: Fields
) -> None:
    """`:-`, `:=`, `:?`, `:+` and their forms without a colon; `keep` adds the parameter's own value."""
    operator = part.operator[-1]
    if state == "null":
        state = "unset" if part.operator[0] == ":" else "set"
    if state == "unknown":
        fields.scalar(_perhaps(part, value, operator, shell), part.quoted)
    elif operator == "+":
        if state == "set":
            _operand(part, shell, fields)
        else:
            _single(part.operand, Perhaps(shell, never=True))
            if part.name != "@":
                fields.scalar(Value("", NOWHERE), part.quoted)
    elif state == "set":
        _single(part.operand, Perhaps(shell, never=True))
        keep()
    elif operator == "-":
        _operand(part, shell, fields)
    elif operator == "=":
        assigned = _single(part.operand, shell)
        shell.assign(part.name, assigned)
        fields.scalar(assigned, part.quoted)
    else:  # the shell gives up here
        _single(part.operand, shell)
        fields.scalar(Value(None, NOWHERE), part.quoted)


def _perhaps(part: Parameter, value: Value | None, operator: str, shell: Shell) -> Value:
    """The value of a condition on a parameter of which it is not known whether it is set."""
    base = value if value is not None else _ANY
    other = _single(part.operand, Perhaps(shell))
    taint = base.taint | other.taint
    if operator == "+":
        return Value(None, NOWHERE, if_unset="", taint=other.taint, many=True)
    if operator == "?":
        return Value(None, NOWHERE, if_unset="" if part.operator == "?" else None, taint=base.taint)
    unset = other.text if other.text is not None else other.if_unset
    if part.name in _NEVER_EMPTY:
        unset = None
    result = Value(None, NOWHERE, if_unset=unset, taint=taint, many=True)
    if operator == "=":
        shell.assign(part.name, result)
    return result


def _operand(part: Parameter, shell: Shell, fields: Fields) -> None:
    """Add the word behind an operator in the place of the parameter."""
    from chimera_guard.words.expand import add_parts
    from chimera_guard.words.tilde import with_homes

    word = part.operand
    if word is None or (word.literal == "" and not word.parts):
        fields.scalar(Value("", NOWHERE), part.quoted)
    elif word.literal is not None and not word.parts:
        fields.scalar(Value(word.literal, NOWHERE), part.quoted)
    else:
        if part.quoted:
            fields.scalar(Value("", NOWHERE), True)
        add_parts(with_homes(word.parts, shell), shell, fields, split_literals=True)


def _single(word: Word | None, shell: Shell) -> Value:
    from chimera_guard.words.expand import expand_single

    return Value("", NOWHERE) if word is None else expand_single(word, shell)


# Lists


def _add_list(part: Parameter, listed: _List, shell: Shell, fields: Fields) -> None:
    elements = listed.elements
    if part.length:
        count = None if elements is None or any(value.many for value in elements) else str(len(elements))
        fields.scalar(Value(count, NOWHERE), part.quoted)
    elif part.operator in _CONDITIONAL:
        if elements is None:
            fields.scalar(_perhaps(part, listed.unknown, part.operator[-1], shell), part.quoted)
            return
        state = "unset" if not elements else "null" if len(elements) == 1 and elements[0].text == "" else "set"
        _conditional(part, None, state, lambda: _emit(listed, part.quoted, fields), shell, fields)
    elif not part.operator:
        _emit(listed, part.quoted, fields)
    elif elements is None or not shell.work.spend(10 * len(elements)):
        changed(part, None, shell)
        _emit(listed._replace(elements=None), part.quoted, fields)
    elif part.operator == ":":
        _emit(listed._replace(elements=_sliced(part, elements, shell)), part.quoted, fields)
    else:
        values = [changed(part, value, shell) for value in elements]
        if not elements:
            changed(part, None, shell)
        kept = tuple([value for value in values if value is not None])
        _emit(listed._replace(elements=kept), part.quoted, fields)


def _emit(listed: _List, quoted: bool, fields: Fields) -> None:
    if listed.elements is None:
        fields.unknown_list(listed.unknown, listed.star, quoted)
    else:
        fields.listed(listed.elements, listed.star, quoted)


def _sliced(part: Parameter, elements: tuple[Value, ...], shell: Shell) -> tuple[Value, ...] | None:
    """The elements that `${@:offset:length}` picks; `$0` is the first of the positional parameters."""
    offset, count = span_of(part, shell)
    positional = part.name in ("@", "*")
    if offset is None or (part.second is not None and count is None) or any(value.many for value in elements):
        return None if elements or positional else ()
    if positional:
        elements = (shell.variable("0") or Value("", NOWHERE), *elements)
    start = offset + len(elements) if offset < 0 else offset
    if start < 0:
        return ()
    if count is None:
        return elements[start:]
    return elements[start : start + count] if count >= 0 else None
