"""Operations on values of Python of which something is known: operators, and the methods of texts, lists and dicts."""

from __future__ import annotations

from string import Formatter
from typing import Any

from chimera_guard.effects.code.python import folding
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Class,
    Function,
    Instance,
    Known,
    Partial,
    Thing,
    Unknown,
    each_of,
    items_of,
    lifted,
    lowered,
    taint_in,
    target_of,
    template_of,
    text_of,
    texts_joined,
)


def either(*values: Any) -> Any:
    """A value that is one of several: the one of which something is known, where there is but one of that kind."""
    kept = [value for value in values if not (isinstance(value, Known) and not value.value)] or list(values)[:1]
    if all(value == kept[0] for value in kept):
        return kept[0]
    telling = [value for value in kept if text_of(value) is not None or isinstance(value, (Function, Instance, Class))]
    if len(telling) == 1 and text_of(telling[0]) is not None:
        return telling[0]
    return Unknown(taint_in(*kept))


def method_of_constant(value: Known | Partial, name: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """What a method of a text, a list or a dict gives: `"rm %s".format(x)`, `"".join([...])`, `words.append("-rf")`."""
    held = value.value if isinstance(value, Known) else None
    if name == "format" and isinstance(held, str):
        return formatted(held, arguments, keywords)
    texts = items_of(arguments[0]) if len(arguments) == 1 else None
    if name == "join" and isinstance(held, str) and texts is not None:
        return texts_joined([part for text in texts for part in (Known(held), text)][1:]) if texts else Known("")
    if isinstance(held, (list, dict)):
        result = folding.collection(held, name, [lowered(argument) for argument in arguments])
        if result is not folding.NOTHING:
            return lifted(result)
    elif all(isinstance(argument, Known) for argument in arguments) and not keywords:
        text = value.template if isinstance(value, Partial) else held
        result = folding.method(text, name, [argument.value for argument in arguments])
        if result is not folding.NOTHING and isinstance(value, Known):
            return Known(result)
        if isinstance(result, str) and isinstance(value, Partial):
            return value._replace(template=result)
    return Unknown(taint_in(value, *arguments, *keywords.values()))


def formatted(text: str, arguments: list[Any], keywords: dict[str, Any]) -> Any:
    """`text.format(...)`, with what is not known as gaps."""
    parts: list[Any] = []
    try:
        for literal, field, form, _ in Formatter().parse(text):
            parts.append(Known(literal))
            if field is None:
                continue
            index = len(parts) // 2 if field == "" else int(field) if field.isdecimal() and len(field) < 4 else -1
            found = keywords.get(field, UNKNOWN) if index < 0 else (arguments[index : index + 1] or [UNKNOWN])[0]
            parts.append(found if not form else Unknown(taint_in(found)))
    except ValueError:
        return Unknown(taint_in(*arguments, *keywords.values()))
    return texts_joined(parts)


def operated(operator: str, left: Any, right: Any) -> Any:
    """An operator on two values."""
    if isinstance(left, Known) and isinstance(right, Known):
        result = folding.binary(operator, left.value, right.value)
        if result is not folding.NOTHING:
            return Known(result)
    if isinstance(left, Thing) and left.kind == "path" and operator == "Div":
        below = template_of(right)
        place = below if below[:1] in ("/", "~") else f"{(left.target or '').rstrip('/')}/{below}"
        return Thing("path", place if left.target is not None else None)
    if operator in ("Add", "BitOr") and (found := _together(left, right)) is not None:
        return found
    if operator == "Add" and (target_of(left) is not None or target_of(right) is not None):
        return texts_joined([left, right])
    if operator == "Mod" and isinstance(left, Known) and isinstance(left.value, str):
        items = each_of(right)
        pieces = [Known(piece) for piece in left.value.split("%s")]
        if len(items) + 1 == len(pieces):
            filled = zip(pieces, [*items, Known("")], strict=True)
            return texts_joined([part for pair in filled for part in pair])
    for value in (left, right):
        if isinstance(value, Thing) and value.kind == "computed":
            return value
    return Unknown(taint_in(left, right))


def _together(left: Any, right: Any) -> Known | None:
    """What two searches for files have found, one of which may be a list."""
    if not any(isinstance(value, Thing) and value.kind == "path" for value in (left, right)):
        return None
    parts: list[Any] = []
    for value in (left, right):
        if isinstance(value, Known) and isinstance(value.value, list):
            parts += value.value
        elif isinstance(value, Thing) and value.kind == "path":
            parts.append(value)
        else:
            return None
    return Known(parts)
