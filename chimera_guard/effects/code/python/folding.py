"""Operations on constants that code does before it uses them, with bounds on what they may cost."""

from __future__ import annotations

import stat
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from chimera_guard.effects.places import names

MAX_TEXT = 16_384
_COMPARING = {"Eq": eq, "NotEq": ne, "Lt": lt, "LtE": le, "Gt": gt, "GtE": ge}
NOTHING = object()  # what can't be folded
MODES = {name: bits for name, bits in vars(stat).items() if name.startswith("S_I") and isinstance(bits, int)}
_METHODS = names(
    """
    join replace format lower upper strip lstrip rstrip decode encode split rsplit splitlines title capitalize
    swapcase removeprefix removesuffix zfill hex expandtabs casefold startswith endswith find count index
    """
)
_CODECS = frozenset({"utf-8", "utf8", "ascii", "latin-1", "latin1", "utf-16", "utf_8", "iso-8859-1"})


def method(value: Any, name: str, arguments: list[Any]) -> Any:
    """A method of a constant text; NOTHING where it can't be folded."""
    if not isinstance(value, (str, bytes)) or name not in _METHODS or not _small(value, *arguments):
        return NOTHING
    if name in ("encode", "decode") and arguments and str(arguments[0]).lower() not in _CODECS:
        return decoded(value, str(arguments[0])) if name == "decode" else NOTHING
    if name == "format" and (not isinstance(value, str) or any(mark in value for mark in ("{:", ".", "[", "!"))):
        return NOTHING
    if name in ("zfill", "expandtabs") and arguments and (not isinstance(arguments[0], int) or arguments[0] > 4096):
        return NOTHING
    if (len(value) + 1) * sum(_weight(argument) for argument in arguments) > MAX_TEXT * 64:
        return NOTHING
    try:
        result = getattr(value, name)(*arguments)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        return NOTHING
    return result if not isinstance(result, (str, bytes)) or len(result) <= MAX_TEXT else NOTHING


def collection(held: list[Any] | dict[Any, Any], name: str, arguments: list[Any]) -> Any:
    """A method of a list or a dict that the code makes, which changes it in place; NOTHING where it can't be folded."""
    first = arguments[0] if arguments else None
    if isinstance(held, dict):
        if name in ("items", "keys", "values") and not arguments:
            return [list(pair) for pair in held.items()] if name == "items" else list(getattr(held, name)())
        if name in ("get", "pop", "setdefault") and isinstance(first, (str, int, bytes)):
            return held.get(first, arguments[1] if len(arguments) > 1 else None)
        if name == "update" and isinstance(first, dict) and len(held) + len(first) <= MAX_TEXT:
            held.update(first)
            return None
        return dict(held) if name == "copy" else NOTHING
    if name in ("append", "add") and len(arguments) == 1 and len(held) < MAX_TEXT:
        return held.append(first)
    if name in ("extend", "update") and isinstance(first, list) and len(held) + len(first) < MAX_TEXT:
        return held.extend(first)
    if name == "insert" and len(arguments) == 2 and isinstance(first, int) and len(held) < MAX_TEXT:
        return held.insert(first, arguments[1])
    return list(held) if name == "copy" else NOTHING


def binary(operator: str, left: Any, right: Any) -> Any:
    """An operator on two constants."""
    if not _small(left, right):
        return NOTHING
    if operator == "Add" and type(left) is type(right) and isinstance(left, (str, bytes, list, int)):
        return left + right if not isinstance(left, int) or abs(left) + abs(right) < 2**64 else NOTHING
    if operator == "Mult":
        text, times = (left, right) if isinstance(right, int) else (right, left)
        if isinstance(text, (str, bytes, list)) and isinstance(times, int) and len(text) * max(times, 0) <= MAX_TEXT:
            return text * times
    if operator == "Mod" and isinstance(left, str) and left.count("%") == left.count("%s"):
        parts = right if isinstance(right, list) else (right,)
        if not all(isinstance(part, (str, int, float, bytes)) for part in parts):
            return NOTHING
        if left.count("%s") == len(parts) and sum(_weight(part) for part in parts) <= MAX_TEXT:
            return left % tuple(parts)
    if isinstance(left, int) and isinstance(right, int) and max(abs(left), abs(right)) < 2**32:
        return _integers(operator, left, right)
    return NOTHING


def _integers(operator: str, left: int, right: int) -> Any:
    if operator == "Sub":
        return left - right
    if operator == "Mult":
        return left * right
    if operator == "BitXor":
        return left ^ right
    if operator == "BitOr":
        return left | right
    if operator == "BitAnd":
        return left & right
    if operator in ("Mod", "FloorDiv") and right:
        return left % right if operator == "Mod" else left // right
    return NOTHING


def item(value: Any, index: Any) -> Any:
    """`value[index]` of constants."""
    if isinstance(value, dict) and isinstance(index, (str, int, bytes)):
        return value.get(index, NOTHING)
    if isinstance(value, (str, bytes, list, tuple)) and isinstance(index, (int, slice)):
        try:
            return value[index]
        except (IndexError, ValueError):
            return NOTHING
    return NOTHING


def decoded(value: Any, codec: str) -> Any:
    """Bytes or text of one of the encodings that code is hidden in: base64, hex, rot13, zlib."""
    import base64
    import binascii
    import codecs
    import zlib

    data = value.encode("latin-1", "replace") if isinstance(value, str) else value
    if not isinstance(data, bytes) or len(data) > MAX_TEXT:
        return NOTHING
    try:
        match codec.lower().replace("-", "").replace("_", ""):
            case "base64" | "b64":
                return base64.b64decode(data + b"===")
            case "urlsafe":
                return base64.urlsafe_b64decode(data + b"===")
            case "base32" | "b32":
                return base64.b32decode(data + b"=" * (-len(data) % 8))
            case "base85" | "b85":
                return base64.b85decode(data)
            case "a85":
                return base64.a85decode(data)
            case "hex" | "b16":
                return binascii.unhexlify(bytes(data).translate(None, b" \n\t"))
            case "rot13":
                return codecs.decode(data.decode("latin-1"), "rot13")
            case "zlib" | "zip":
                return zlib.decompressobj(47).decompress(data, MAX_TEXT)
    except (ValueError, binascii.Error, zlib.error):
        return NOTHING
    return NOTHING


def compared(operator: str, left: Any, right: Any) -> bool | None:
    """A comparison of two numbers; None where it is none."""
    values: list[Any] = [getattr(value, "value", None) for value in (left, right)]
    if not all(isinstance(value, int) for value in values) or operator not in _COMPARING:
        return None
    first, second = values
    return bool(_COMPARING[operator](first, second))


def words(text: str) -> list[str]:
    """The words of a line, as `shlex.split` gives them."""
    found: list[str] = []
    word: str | None = None
    quote, at = "", 0
    while at < len(text):
        sign = text[at]
        if sign == "\\" and quote != "'" and at + 1 < len(text):
            at += 1
            word = (word or "") + text[at]
        elif quote or sign in "'\"":
            word = (word or "") + ("" if sign == quote or not quote else sign)
            quote = "" if sign == quote else quote or sign
        elif not sign.isspace():
            word = (word or "") + sign
        elif word is not None:
            found.append(word)
            word = None
        at += 1
    return found if word is None else [*found, word]


def characters(value: Any) -> Any:
    """`chr`, `bytes` and the like of constant numbers."""
    if isinstance(value, int) and 0 <= value < 0x110000:
        return chr(value)
    return NOTHING


def above(path: str | None, steps: int) -> str | None:
    """The directory so many steps above a path; above the one where the code runs, too."""
    for _ in range(steps if path is not None else 0):
        path = (path or "").rstrip("/")
        if path in (".", "~") or path.endswith(".."):
            path = {".": "..", "~": "/home"}.get(path, f"{path}/..")
        else:
            path = path.rpartition("/")[0] or ("/" if path.startswith("/") or not path else ".")
    return path


def path_attribute(path: str | None, name: str) -> str | None:
    """`Path.parent` and the like."""
    if path is None:
        return None
    if name in ("parts", "stem", "suffix", "suffixes"):
        return None
    if name == "parent":
        return above(path, 1)
    if name == "name":
        return path.rstrip("/").rpartition("/")[2]
    return path


def _weight(value: Any) -> int:
    """About how long the text of a constant is."""
    if isinstance(value, (list, tuple)):
        return sum(_weight(part) for part in value)
    return len(value) + 1 if isinstance(value, (str, bytes)) else 1


def _small(*values: Any) -> bool:
    return all(not isinstance(value, (str, bytes, list, tuple)) or len(value) <= MAX_TEXT for value in values)
