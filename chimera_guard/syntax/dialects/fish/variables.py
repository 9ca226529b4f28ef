"""`set` and `read`: what fish does with its variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.fish.parts import Part, Substitution, Text, Token, Variable
from chimera_guard.syntax.dialects.fish.writing import grouped, quoted, slice_of

if TYPE_CHECKING:
    from chimera_guard.syntax.dialects.fish.reader import Reader

_LONG = {
    "local": "l", "function": "f", "global": "g", "universal": "U", "export": "x", "unexport": "u", "append": "a",
    "prepend": "p", "erase": "e", "query": "q", "names": "n", "show": "S", "path": "P", "unpath": "", "long": "",
}  # fmt: skip
# Built-in commands that print as many lines as they like.
_PRINTING = frozenset({"printf", "string", "seq", "for", "while", "begin", "if", "math", "path", "status"})
_USER_PATHS = "fish_user_paths"


def _flags(words: list[Token], long: dict[str, str]) -> set[str]:
    """Take the options from the beginning of words."""
    flags: set[str] = set()
    while words and (text := words[0].text or "")[:1] == "-" and len(text) > 1:
        words.pop(0)
        if text == "--":
            break
        flags |= {long.get(text[2:], "")} if text.startswith("--") else set(text[1:])
    return flags


def _named(token: Token) -> tuple[str, tuple[Part, ...] | None]:
    """The name in `x` and in `x[1]`, and what stands in the brackets; no name where it is not known."""
    name = ""
    for place, part in enumerate(token.parts):
        if type(part) is not Text:
            return "", None
        if part.plain and part.text == "[":
            return name if name.isidentifier() else "", token.parts[place + 1 : -1]
        name += part.text
    return name if name.isidentifier() else "", None


def set_(reader: Reader, found: Sequence[Token]) -> str:
    """`set`, with what stands behind it."""
    words = [token for token in found[1:] if token.kind == "word"]
    tail = reader.redirected(found)
    flags = _flags(words, _LONG)
    if not words and not flags & {"n", "q", "S"}:
        return f"set{tail}"
    if not words or flags & {"q", "n", "S"}:
        return f": {reader.writer.joined(words)}".rstrip() + tail
    if "e" in flags:
        return grouped(*[_erased(reader, token, flags) for token in words]) + tail
    name, index = _named(words[0])
    if not name:
        return _anywhere(reader, words) + tail
    return _assigned(reader, name, index, words, flags) + tail


def _assigned(
    reader: Reader, name: str, index: tuple[Part, ...] | None, words: Sequence[Token], flags: set[str]
) -> str:
    scope = next((letter for letter in "lgUf" if letter in flags), "")
    places = name.endswith("PATH")
    values = [text for token in words[1:] for text in (_directories if places else _words)(reader, token)]
    one = len(words) == 2 and index is None and not flags & {"a", "p"} and _is_one(words[1], values)
    if name == "argv":
        return f"set -- {' '.join(values)}".rstrip()
    if not one and not (len(values) == 1 and _is_line(words[1]) and index is None and not flags & {"a", "p"}):
        reader.names.several.add(name)
    if "P" in flags:  # split at colons
        reader.names.loose.add(name)
    own = reader.names.assigned(name, reader, "g" if scope == "U" else scope)
    if index is not None:
        known = all(token.text is not None for token in words[1:])
        if not known or _length(index) != len(values):  # if it is another number of elements, nothing happens
            reader.names.several.add(name)
            return grouped(f": {' '.join([UNKNOWN + _beside(reader, index), *values])}", f'{own}{name}="{UNKNOWN}"')
        return f"{own}{name}=({_replaced(reader, name, index, values)})"
    if flags & {"a", "p"}:
        old = f"${{{name}}}" if places else f'"${{{name}[@]}}"'
        values = [*values, old] if "p" in flags else [old, *values]
    export = own or ("export " if "x" in flags else "")
    if name == _USER_PATHS:
        others = [value for value in values if _USER_PATHS not in value]
        return f"export PATH={':'.join([*others, '${PATH}'])}"
    if places and (len(values) > 1 or "x" in flags):  # fish joins these with colons for programs
        return f"{export or 'export '}{name}={':'.join(values)}"
    if one:
        return f"{export}{name}={_single(values[0])}"
    text = f"{name}=({' '.join(values)})"
    if own:
        return grouped(f"local {name}", text)
    return grouped(text, f"export {name}") if "x" in flags else text


def _directories(reader: Reader, token: Token) -> list[str]:
    """A word among directories; of a variable that already holds such, they are all there is in it."""
    part = token.parts[0] if len(token.parts) == 1 else None
    if type(part) is Variable and part.name.endswith("PATH") and part.inside is None and part.dollars == 1:
        return [f"${{{part.name}}}"]
    return _words(reader, token)


def _words(reader: Reader, token: Token) -> list[str]:
    return reader.writer.words(token)


def _single(value: str) -> str:
    """A value that is one word; with a colon or an equals sign before it, a tilde would mean another thing."""
    return value if value[:1] != "~" or "/" in value or value == "~" else quoted(value)


def _is_one(token: Token, values: Sequence[str]) -> bool:
    """Whether a word becomes just one, whatever its variables hold; `values` is how it is written."""
    for part in token.parts:
        if type(part) is Text and part.plain and {"*", "?"} & set(part.text):
            return False
        if type(part) is Variable and not part.quoted:
            return False
        if type(part) is Substitution and not part.quoted and values[0][:1] != '"':
            return False
    return len(values) == 1


def _is_line(token: Token) -> bool:
    """Whether a word is the output of a program, which mostly prints one line."""
    part = token.parts[0] if len(token.parts) == 1 else None
    if type(part) is not Substitution or not part.tokens or part.inside is not None:
        return False
    words = [item.text or "" for item in part.tokens]
    return words[0] not in _PRINTING and not any("\n" in word for word in words)


def _erased(reader: Reader, token: Token, flags: set[str]) -> str:
    name, index = _named(token)
    if not name:
        return f"unset {reader.writer.joined([token])}"
    if name == "argv":
        text = "".join([part.text for part in index or () if type(part) is Text])
        if index is None or text == "1":
            return "set --" if index is None else "shift"
        return f"set -- {UNKNOWN}{_beside(reader, index)}"
    reader.names.several.add(name)
    scope = next((letter for letter in "lgUf" if letter in flags), "")
    own = reader.names.assigned(name, reader, "g" if scope == "U" else scope)
    if index is not None:
        return f"{own}{name}=({_replaced(reader, name, index, [])})"
    return f"unset {name}"


def _replaced(reader: Reader, name: str, index: tuple[Part, ...], values: Sequence[str]) -> str:
    """The elements of an array in which those that an index means are others."""
    text = "".join([part.text for part in index if type(part) is Text])
    sliced = slice_of(text) if all(type(part) is Text for part in index) else None
    if sliced is None or sliced[0] < -1 or (sliced[0] == -1 and sliced[1] is not None):
        return " ".join([UNKNOWN + _beside(reader, index), *values])
    start, count = sliced
    length = str(start) if start >= 0 else f"${{#{name}[@]}}-1"
    before = f'"${{{name}[@]:0:{length}}}"' if start else ""
    behind = f'"${{{name}[@]:{start + count}}}"' if count is not None else ""
    return " ".join([before, *values, behind]).strip()


def _length(index: Sequence[Part]) -> int | None:
    """The number of elements that an index means, if it is known."""
    sliced = slice_of("".join([part.text for part in index if type(part) is Text]))
    return None if sliced is None else 1 if sliced == (-1, None) else sliced[1]


def _beside(reader: Reader, index: tuple[Part, ...] | None) -> str:
    """What runs in an index."""
    return reader.writer.mixed(index or ())[len(UNKNOWN) :]


def _anywhere(reader: Reader, words: Sequence[Token]) -> str:
    """A variable whose name is not known: it could be any."""
    reader.names.lose(0)
    names = reader.writer.words(words[0])
    values = reader.writer.joined(words[1:])
    if len(words) == 2 and len(names) == 1:
        return f"declare {names[0]}={values}"
    return f": {' '.join(names)} {values}"


_READ_LONG = {
    "local": "l", "function": "f", "global": "g", "universal": "U", "export": "x", "unexport": "u", "list": "a",
    "array": "a", "silent": "s", "line": "L", "tokenize": "t", "null": "z", "shell": "S",
}  # fmt: skip
_READ_VALUED = {
    "command": "c", "delimiter": "d", "nchars": "n", "prompt": "p", "prompt-str": "P", "right-prompt": "R",
}  # fmt: skip


def read_(reader: Reader, found: Sequence[Token]) -> str:
    """`read`, whose options are others."""
    words = [token for token in found[1:] if token.kind == "word"]
    tail = reader.redirected(found)
    flags, given = _read_options(reader, words)
    names = [token.text or "" for token in words]
    before = [f"eval {given[letter]}" for letter in "pR" if letter in given]
    before += [f": {given[letter]}" for letter in "cP" if letter in given]
    if not names:
        text = f"head -n 1{tail}"
    elif not all(name.isidentifier() for name in names):
        text = f": {reader.writer.joined(words)}{tail}"
    else:
        if "a" in flags:
            reader.names.several.update(names)
        if len(names) > 1 and ("a" in flags or "d" in given):  # some can be without elements
            reader.names.loose.update(names if "a" in flags else names[1:])
        scope = next((letter for letter in "lgUf" if letter in flags), "")
        own = [reader.names.assigned(name, reader, "g" if scope == "U" else scope) for name in names]
        before += [f"local {name}" for name, word in zip(names, own, strict=True) if word]
        options = "-r" + "".join([letter for letter in "sa" if letter in flags])
        options += " -n 1" if flags & {"L", "t", "z"} or "n" in given else ""  # what is read is not known
        options = options.replace("a -n 1", " -n 1 -a") if "a" in flags else options
        split = f"IFS={given['d']} " if "d" in given else ""
        text = f"{split}read {options} {' '.join(names)}{tail}"
    return grouped(*before, text)


def _read_options(reader: Reader, words: list[Token]) -> tuple[set[str], dict[str, str]]:
    """Take the options of `read` from its words: letters, and those with a value."""
    flags: set[str] = set()
    given: dict[str, str] = {}
    while words and (text := words[0].text or "")[:1] == "-" and len(text) > 1:
        words.pop(0)
        if text == "--":
            break
        if text.startswith("--"):
            option, equals, value = text[2:].partition("=")
            letter = _READ_VALUED.get(option)
            flags.add(_READ_LONG.get(option, ""))
        else:
            place = next((at for at, each in enumerate(text) if each in "cdnpPR"), None)
            letter, value = (text[place], text[place + 1 :]) if place else (None, "")
            flags |= set(text[1:place])
            equals = value
        if letter is not None:
            given[letter] = quoted(value) if equals else reader.writer.joined([words.pop(0)]) if words else "''"
    return flags, given
