"""What the pipeline needs of `typing`, without loading that: it would be a tenth of the time of a whole check.

`NamedTuple` is also made without compiling the text of every annotation, which would take twice the time.
"""

from __future__ import annotations

TYPE_CHECKING = False  # which a type checker takes for true

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol
else:
    from collections import namedtuple

    def _replace(self, /, **changes):
        """As that of namedtuple, in half its time."""
        made = tuple.__new__(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"{type(self).__name__} has no {', '.join(changes)}")
        return made

    class _Maker(type):
        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = [namespace.pop(field) for field in fields if field in namespace]
            made = namedtuple(name, fields, defaults=defaults, module=namespace["__module__"])
            made._replace = _replace
            for key, value in namespace.items():
                if key not in ("__module__", "__qualname__"):
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Maker):
        """The base of every record: an immutable tuple whose items have names."""

    class Protocol:
        """What a class looks like that is not derived from it."""
