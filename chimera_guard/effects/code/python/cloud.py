"""Clients of AWS in Python: an operation is the same one that its command line has, under nearly the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python.guesses import unknown_method
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Keywords,
    Known,
    Thing,
    argument_at,
    first_of,
    lifted,
    target_of,
)

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

MAX_VALUES = 32
_OWN = frozenset({"get_waiter", "can_paginate", "close", "exceptions", "generate_presigned_url"})


def client(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`boto3.client("ec2")`."""
    service = target_of(argument_at(arguments, 0, keywords, "service_name"))
    return Thing("aws", service)


def session(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a session."""
    return client(reader, "", arguments, keywords) if name == "client" else UNKNOWN


def operation(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A method of a client: an operation of its service."""
    if name == "get_paginator":
        text = target_of(first_of(arguments))
        return operation(reader, thing, text, [], {}) if text else UNKNOWN
    if name in _OWN or thing.target is None:
        reader.into.complete = False
        return UNKNOWN
    if thing.target == "s3" and name in ("upload_file", "upload_fileobj", "download_file", "download_fileobj"):
        return unknown_method(reader, name, UNKNOWN, arguments, keywords)
    words: list[str | None] = ["aws", thing.target, name.replace("_", "-")]
    for key, value in keywords.items():
        words += [_option(key), *_values(value)]
    reader.into.argvs[tuple(words)] = None
    return Thing("answer")


def answer(reader: PythonReader, thing: Thing, name: str, arguments: Arguments, keywords: Keywords) -> Any:
    """What a service has answered."""
    return thing


def _option(key: str) -> str:
    return "--" + "".join(f"-{c.lower()}" if c.isupper() else c for c in key).strip("-")


def _values(value: Any) -> list[str | None]:
    """The words of an option's value; a switch that is on has none."""
    held = value.value if isinstance(value, Known) else None
    if isinstance(held, bool):
        return []
    if isinstance(held, list):
        return [target_of(lifted(item)) for item in held[:MAX_VALUES]] + [None] * (len(held) > MAX_VALUES)
    return [str(held) if isinstance(held, int) else target_of(value)]
