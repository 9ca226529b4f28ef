"""Arrays whose elements have names, and how a word that holds a whole array is written."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.syntax.nodes import BETWEEN_ELEMENTS
from chimera_guard.words.value import Value


class Keyed(tuple[Value, ...]):
    """The elements of an associative array, in the order in which they were set; `keys` are their names."""

    keys: tuple[str, ...]

    @classmethod
    def of(cls, items: dict[str, Value]) -> Keyed:
        """The array with such elements."""
        made = cls(items.values())
        made.keys = tuple(items)
        return made

    def items(self) -> dict[str, Value]:
        """The elements by their names."""
        return dict(zip(self.keys, self, strict=True))


def placed(elements: tuple[Value, ...]) -> tuple[Value, ...] | None:
    """The elements of `x=([1]=b [0]=a)`, each in its place, or by its name; None where there are gaps between them."""
    items: dict[str, Value] = {}
    for element in elements:
        key, mark, text = (element.text or "").partition("]=")
        if not mark or key[:1] != "[" or len(key) > 64:
            return elements
        items[key[1:].strip("\"'")] = element._replace(text=text)
    if not items or not all(key.isdecimal() and len(key) < 6 for key in items):
        return Keyed.of(items) if items else elements
    by_place = {int(key): value for key, value in items.items()}
    if sorted(by_place) != list(range(len(by_place))):
        return None
    return tuple(by_place[index] for index in range(len(by_place)))


def listed(value: Value) -> tuple[Value, ...] | None:
    """The elements of `(a b)`, the value of an argument of `declare` that is an array; None where it is none."""
    text = value.text or ""
    if not text.startswith(f"({BETWEEN_ELEMENTS}"):
        return None
    return tuple(Value(each, value.span, taint=value.taint) for each in text[2:-1].split(BETWEEN_ELEMENTS)[:-1])


def shown(text: str | None) -> str | None:
    """A word as people read it."""
    if text is None or BETWEEN_ELEMENTS not in text:
        return text
    text = text.replace(f"({BETWEEN_ELEMENTS}", "(").replace(f"{BETWEEN_ELEMENTS})", ")")
    return text.replace(BETWEEN_ELEMENTS, " ")


def with_element(old: Sequence[Value] | None, key: str, value: Value) -> tuple[Value, ...] | None:
    """An array in which one element is another one; None where it is not known what it then holds."""
    if isinstance(old, Keyed):
        return Keyed.of({**old.items(), key: value})
    if key.isdecimal():
        elements = list(old or ())
        if int(key) > len(elements):
            return None
        elements[int(key) :] = [value, *elements[int(key) + 1 :]]
        return tuple(elements)
    return None if old else Keyed.of({key: value})
