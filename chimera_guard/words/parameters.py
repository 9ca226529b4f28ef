"""The values of parameters, with all operators of `${...}`."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.syntax.nodes import Parameter, Span, Word
from chimera_guard.words.arithmetic import evaluate
from chimera_guard.words.patterns import cut, matches, replace
from chimera_guard.words.shell import Shell
from chimera_guard.words.value import Value

_NOWHERE = Span(0, 0)
_MANY = ("@", "*")


def parameter(part: Parameter, shell: Shell) -> tuple[Sequence[Value], bool]:
    """The values of a parameter expansion, and whether they are separate words even in quotes (`"$@"`)."""
    name = part.name
    all_of = name if name in _MANY else ""
    if part.index is not None and part.index.literal in _MANY:
        all_of = part.index.literal or ""
    if part.indirect:
        return [_indirect(part, shell)], False
    if all_of:
        values = shell.elements(name)
        if values is None:
            return [_unknown(name, many=not part.quoted or all_of == "@")], all_of == "@"
        if part.length:
            return [Value(str(len(values)), _NOWHERE)], False
        if part.operator in (":-", "-", ":=", "=", ":+", "+", ":?", "?"):
            present = bool(values)
            return _alternative(part, values if present else None, shell), all_of == "@"
        if part.operator == ":":
            values = _slice(part, values, shell) or values
        elif part.operator:
            values = [_transform(part, value, shell) for value in values]
        if all_of == "*" and part.quoted:
            return [_joined(values, shell)], False
        return values, all_of == "@"
    return _scalar(part, _value(part, shell), shell), False


def _value(part: Parameter, shell: Shell) -> Value | None:
    """The value of the name itself, None where it is unset."""
    if part.name == "#":
        arguments = shell.elements("@")
        return _unknown("#") if arguments is None else Value(str(len(arguments)), _NOWHERE)
    if part.index is None:
        return shell.variable(part.name)
    from chimera_guard.words.expand import expand_single

    values = shell.elements(part.name)
    index = expand_single(part.index, shell).text
    number = evaluate(index, shell) if index is not None else None
    if values is None or number is None:
        return _unknown(part.name)
    return values[number] if -len(values) <= number < len(values) else None


def _scalar(part: Parameter, value: Value | None, shell: Shell) -> Sequence[Value]:
    if part.length:
        if value is None:
            return [Value("0", _NOWHERE)]
        return [Value(str(len(value.text)), _NOWHERE) if value.text is not None else _unknown(part.name)]
    operator = part.operator
    if not operator:
        return [Value("", _NOWHERE) if value is None else value]
    if operator in (":-", "-", ":=", "=", ":+", "+", ":?", "?"):
        return _alternative(part, None if value is None else [value], shell)
    if value is None:
        _walk_operand(part, shell)
        return [Value("", _NOWHERE)]
    return [_transform(part, value, shell)]


def _walk_operand(part: Parameter, shell: Shell) -> None:
    """Operands are expanded even where their value does not matter: commands in them run."""
    from chimera_guard.words.expand import expand_single

    for word in (part.operand, part.second):
        if word is not None and word.literal is None:
            expand_single(word, shell)


def _alternative(part: Parameter, values: Sequence[Value] | None, shell: Shell) -> Sequence[Value]:
    """`:-`, `:=`, `:+`, `:?` and their forms without the colon."""
    from chimera_guard.words.expand import expand, expand_single

    operator = part.operator
    word = part.operand or Word(_NOWHERE, "")
    empty = values is None or (operator[0] == ":" and len(values) == 1 and values[0].text == "")
    unsure = values is not None and any(value.text is None for value in values)
    if operator.endswith("?"):
        expand_single(word, shell)
        return values or [Value("", _NOWHERE)]
    if operator.endswith("+"):
        if empty:
            return [Value("", _NOWHERE)]
        other = expand_single(word, shell)
        return [other if not unsure else _either(other, Value("", _NOWHERE))]
    if not empty and not unsure:
        _ = word
        return values or ()
    if part.quoted or unsure or not word.parts:
        other = expand_single(word, shell)
        if operator.endswith("=") and not unsure:
            shell.assign(part.name, other)
        if not unsure:
            return [other]
        present = (values or [other])[0]
        # A variable that this line does not set: what stands in for it is the best that can be said, not all of it.
        return [Value(None, _NOWHERE, if_unset=other.text, taint=present.taint | other.taint, many=present.many)]
    found = expand([word], shell)
    if operator.endswith("=") and found:
        shell.assign(part.name, found[0])
    return found or [Value("", _NOWHERE)]


def _either(one: Value, other: Value) -> Value:
    if one.text is not None and one.text == other.text:
        return one
    return Value(None, _NOWHERE, if_unset=other.text, taint=one.taint | other.taint, many=True)


def _transform(part: Parameter, value: Value, shell: Shell) -> Value:
    """An operator that changes a text."""
    from chimera_guard.words.expand import expand_pattern, expand_single

    operator = part.operator
    operand = part.operand or Word(_NOWHERE, "")
    if operator == "@":
        if operand.literal == "P":
            shell.evaluated(value)
        return _at(operand.literal or "", value)
    if operator == ":":
        offset, length = expand_single(operand, shell).text, None
        if part.second is not None:
            length = expand_single(part.second, shell).text
        return _substring(value, offset, length, part.second is not None, shell)
    pattern = expand_pattern(operand, shell)
    second = expand_single(part.second, shell) if part.second is not None else Value("", _NOWHERE)
    taint = value.taint | pattern.taint | second.taint
    text = value.text
    result: str | None = None
    if text is not None and pattern.text is not None and second.text is not None:
        if operator[0] in "#%":
            result = cut(text, pattern.text, operator[0] == "%", len(operator) == 2)
        elif operator[0] == "/":
            result = replace(text, pattern.text, second.text, operator)
        else:
            result = _case(text, operator, pattern.text or "?")
    if result is None:
        unset = "" if value.if_unset == "" else None
        return Value(None, _NOWHERE, if_unset=unset, taint=taint, many=value.many)
    return Value(result, _NOWHERE, taint=taint)


def _case(text: str, operator: str, pattern: str) -> str:
    change = {"^": str.upper, ",": str.lower, "~": str.swapcase}[operator[0]]
    if len(operator) == 1:
        return change(text[0]) + text[1:] if text and matches(text[0], pattern) else text
    return "".join(change(c) if matches(c, pattern) else c for c in text)


def _at(letter: str, value: Value) -> Value:
    if value.text is None:
        return value
    if letter in ("U", "L"):
        return value._replace(text=value.text.upper() if letter == "U" else value.text.lower())
    if letter == "u":
        return value._replace(text=value.text[:1].upper() + value.text[1:])
    if letter == "Q":
        return value._replace(text="'" + value.text.replace("'", "'\\''") + "'")
    return Value(None, _NOWHERE, taint=value.taint | {"output"})


def _substring(value: Value, offset: str | None, length: str | None, has_length: bool, shell: Shell) -> Value:
    start = evaluate(offset, shell) if offset is not None else None
    size = evaluate(length, shell) if length is not None else None
    text = value.text
    if text is None or start is None or (has_length and size is None):
        return Value(None, _NOWHERE, if_unset="" if value.if_unset == "" else None, taint=value.taint, many=value.many)
    if start < 0:
        start += len(text)
        if start < 0:
            return value._replace(text="")
    end = len(text) if size is None else (start + size if size >= 0 else len(text) + size)
    return value._replace(text=text[start : max(end, start)])


def _slice(part: Parameter, values: Sequence[Value], shell: Shell) -> tuple[Value, ...] | None:
    from chimera_guard.words.expand import expand_single

    offset = expand_single(part.operand or Word(_NOWHERE, "0"), shell).text
    start = evaluate(offset, shell) if offset is not None else None
    if start is None:
        return (_unknown(part.name, many=True),)
    if part.name in _MANY:
        values = [shell.variable("0") or Value("", _NOWHERE), *values]
    end = len(values)
    if part.second is not None:
        length = expand_single(part.second, shell).text
        size = evaluate(length, shell) if length is not None else None
        if size is None:
            return (_unknown(part.name, many=True),)
        end = start + size
    if start < 0:
        start += len(values)
    return tuple(values[max(start, 0) : end])


def _indirect(part: Parameter, shell: Shell) -> Value:
    if part.operator in _MANY:
        return _unknown(part.name, many=True)
    if part.name in _MANY:
        values = shell.elements(part.name)
        return Value("", _NOWHERE) if values == () else _unknown(part.name, many=True)
    if part.name == "#":
        values = shell.elements("@")
        if values == ():
            return shell.variable("0") or Value("", _NOWHERE)
        return _unknown(part.name, many=True)
    name = _value(part, shell)
    if name is None:
        return Value("", _NOWHERE)
    if name.text is None or not name.text.isidentifier():
        return _unknown(part.name, many=True)
    return list(_scalar(part._replace(indirect=False), shell.variable(name.text), shell) or [Value("", _NOWHERE)])[0]


def _joined(values: Sequence[Value], shell: Shell) -> Value:
    ifs = shell.variable("IFS")
    separator = " " if ifs is None or ifs.text is None else ifs.text[:1]
    taint = frozenset().union(*(value.taint for value in values)) if values else frozenset()
    texts = [value.text for value in values]
    known = [text for text in texts if text is not None]
    if len(known) != len(texts):
        return Value(None, _NOWHERE, taint=taint)
    return Value(separator.join(known), _NOWHERE, taint=taint)


def _unknown(name: str, many: bool = False) -> Value:
    taint = frozenset({"argument"}) if name in _MANY or name.isdigit() else frozenset({"output"})
    return Value(None, _NOWHERE, if_unset="" if many else None, taint=taint, many=many)
