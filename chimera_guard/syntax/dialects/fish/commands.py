"""Commands of fish's own that the other language says in another way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.fish.parts import Text, Token
from chimera_guard.syntax.dialects.fish.variables import read_, set_
from chimera_guard.syntax.dialects.fish.words import tokens
from chimera_guard.syntax.dialects.fish.writing import grouped, quoted

if TYPE_CHECKING:
    from chimera_guard.syntax.dialects.fish.reader import Reader

Rewrite = Callable[["Reader", Sequence[Token]], "str | None"]
_NAMES = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+:@%,")
_UNSAFE = frozenset("if then else elif fi do done case esac while until for select function in time coproc".split())


def place(word: str) -> str | None:
    """What to put behind a word that is a directory, so that it stands for `cd`; None where it is none for certain."""
    if word in ("~", "/") or (word.endswith("/") and word[0] in "./~") or (len(word) > 1 and not word.strip("./")):
        return ""
    return None


class Function(NamedTuple):
    """What stands between `function` and its body."""

    name: str
    arguments: Sequence[str]
    inherited: Sequence[str]
    sees: bool  # the variables of who calls it
    handles: bool  # something that happens: it is called by the shell

    def written(self, reader: Reader, body: str) -> str:
        """The whole of it, in the other language."""
        names = reader.names
        own = [f'local {name}\n{name}=("${{@:{place}:1}}")' for place, name in enumerate(self.arguments, 1)]
        unseen = set() if self.sees else names.hidden - set(self.arguments) - set(self.inherited)
        unseen |= names.twice & set(self.inherited)
        own.extend([f'local {name}="{UNKNOWN}"' for name in sorted(unseen) if name in body])
        text = "".join([f"{line}\n" for line in own])
        calls = [f'{self.name} "{UNKNOWN}"'] if self.handles else []
        if self.handles and not reader.function and self.name not in names.handlers:
            names.handlers.append(self.name)
        return grouped(f"{self.name}() {{\n{text}{body}\n}}", *calls)


def read_function(reader: Reader, found: Sequence[Token]) -> Function:
    """Read the words behind `function`; where its name is not known, it gets one that nobody calls."""
    words = [token for token in found if token.kind == "word"]
    name = words[0].text if words else None
    if not name or name[0] == "-" or not _NAMES.issuperset(name) or name in _UNSAFE:
        name = f"__function_{reader.place}"
    lists: dict[str, list[str]] = {"a": [], "V": []}
    sees = False
    handles = name in _CALLED
    current = ""
    for token in words[1:]:
        text = token.text or ""
        if text.startswith("--"):
            option, equals, value = text[2:].partition("=")
            letter = _FUNCTION_OPTIONS.get(option, "")
            values = [value] if equals else []
        elif text[:1] == "-" and len(text) > 1:
            letter, values = text[1], [text[2:]] if text[2:] else []
            if letter == "S" and values:
                letter, values = values[0][:1], [values[0][1:]] if values[0][1:] else []
                sees = True
        else:
            letter, values = current, [text]
        sees, handles = sees or letter == "S", handles or letter in "esjpv" and bool(letter)
        if letter in lists:
            lists[letter].extend([item for item in values if item.isidentifier()])
        current = letter if letter == "a" or (letter == "V" and not values) else ""
    for item in lists["a"]:
        reader.names.assigned(item, reader, "l") if reader.function else None
    return Function(name, lists["a"], lists["V"], sees, handles)


# Functions that the shell calls by itself.
_CALLED = frozenset(
    """
    fish_command_not_found fish_prompt fish_right_prompt fish_mode_prompt fish_greeting fish_title
    fish_user_key_bindings
    """.split()
)
_FUNCTION_OPTIONS = {
    "argument-names": "a", "argument": "a", "inherit-variable": "V", "no-scope-shadowing": "S", "on-event": "e",
    "on-signal": "s", "on-job-exit": "j", "on-process-exit": "p", "on-variable": "v",
}  # fmt: skip


def _alias(reader: Reader, found: Sequence[Token]) -> str | None:
    """`alias NAME CODE` is `alias NAME=CODE`."""
    words = [token for token in found[1:] if token.kind == "word"]
    kept = bool(words) and words[0].text in ("-s", "--save")
    words = words[1:] if kept or (words and words[0].text == "--") else words
    if len(words) != 2 and not (kept and words):
        return None
    name = words[0].text or ""
    if len(words) == 2 and "=" not in name:
        text = f"alias {reader.writer.joined(words[:1])}={reader.writer.joined(words[1:])}"
    else:
        text = f"alias {reader.writer.joined(words[:1])}"
    return grouped(text, *([f"funcsave {quoted(name.partition('=')[0])}"] if kept else []))


def _abbr(reader: Reader, found: Sequence[Token]) -> str | None:
    """`abbr -a NAME TEXT`: what is typed for a command runs the text, as an alias does."""
    texts = [token.text for token in found[1:] if token.kind == "word"]
    count = next((place for place, text in enumerate(texts) if text not in _OF_COMMANDS), len(texts))
    words = texts[count:]
    elsewhere = any((word or "").startswith(_NOT_ALONE) for word in words[1:])  # in the midst of a line, or built anew
    if elsewhere:
        return None
    if (
        {"-a", "--add"}.isdisjoint(texts[:count])
        or len(words) < 2
        or None in words
        or not _NAMES.issuperset(words[0] or "-")
    ):
        return None
    return f"alias {words[0]}={quoted(' '.join(word or '' for word in words[1:]))}"


_NOT_ALONE = ("--position", "--regex", "--function", "--set-cursor")
_OF_COMMANDS = frozenset({"-a", "--add", "-g", "--global", "-U", "--universal", "--"})


def _source(reader: Reader, found: Sequence[Token]) -> str | None:
    """Without a file, it reads its input."""
    words = [token for token in found[1:] if token.kind == "word" and token.text != "--"]
    if words and words[0].text != "-":
        if all(type(part) is Text or getattr(part, "quoted", False) for part in words[0].parts):
            return None
        return grouped(reader.plain(found), "source /dev/stdin")  # if there is no word at all
    return f"source /dev/stdin {reader.writer.joined(words[1:])}".rstrip() + reader.redirected(found)


def _command(reader: Reader, found: Sequence[Token]) -> str | None:
    """`command -s NAME` looks for a program."""
    text = found[1].text if len(found) > 1 else None
    if text is None or text[:1] != "-" or text == "--":
        return None
    looks = text in ("--search", "--query", "--all") or (text[1:2] not in ("", "-") and set(text) <= set("-sqva"))
    return f"command -v {reader.writer.joined(found[2:])}" if looks else None


def _eval(reader: Reader, found: Sequence[Token]) -> str | None:
    """It has no options."""
    first = next((token.raw for token in found[1:] if token.kind == "word"), "")
    return f"eval -- {reader.plain(found)[5:]}" if first.startswith("-") else None


def _emit(reader: Reader, found: Sequence[Token]) -> str | None:
    """Calls the functions that wait for it."""
    calls = [f"{name} {reader.writer.joined(found[2:])}".rstrip() for name in reader.names.handlers]
    return grouped(reader.plain(found), *calls) if calls else None


def _functions(reader: Reader, found: Sequence[Token]) -> str | None:
    """`functions -c OLD NEW`, `functions -e NAME`."""
    words = [token.text or "" for token in found[1:] if token.kind == "word"]
    if len(words) == 3 and words[0] in ("-c", "--copy") and all(map(_NAMES.issuperset, words[1:])):
        return grouped(f"functions -c {words[1]} {words[2]}", f'{words[2]}() {{\n{words[1]} "$@"\n}}')
    return None


def _argparse(reader: Reader, found: Sequence[Token]) -> str | None:
    """Sets variables, and runs what stands behind a `!` in its options."""
    code: list[str] = []
    names: set[str] = set()
    for token in found[1:]:
        text = token.text
        if text is None or text == "--":
            break
        specification, mark, check = text.partition("!")
        code.extend([f"eval {quoted(check)}"] if mark else [])
        names.update(_flags(specification))
    for name in names:
        reader.names.several.add(name)
    own = "local " if reader.function else ""
    sets = [f'{own}{name}="{UNKNOWN}"' for name in sorted(names)]
    return grouped(f": {reader.writer.joined(found[1:])}", *code, *sets, f"set -- {UNKNOWN}")


def _flags(specification: str) -> list[str]:
    """The variables that an option of argparse sets."""
    names = specification.rstrip("=?+&#").replace("#", "/").split("/")
    return [f"_flag_{name.replace('-', '_')}" for name in names if name.replace("-", "_").isalnum() or "_" in name]


def _string(reader: Reader, found: Sequence[Token]) -> str | None:
    """`string match -r` sets the variables that its groups name."""
    names = set()
    for token in found:
        for group in (token.text or "").split("(?<")[1:]:
            names.add(group.partition(">")[0])
    names = {name for name in names if name.isidentifier()}
    if not names:
        return None
    for name in sorted(names):
        reader.names.assigned(name, reader)
    return grouped(reader.plain(found), *[f'{name}="{UNKNOWN}"' for name in sorted(names)])


def _echo(reader: Reader, found: Sequence[Token]) -> str | None:
    """`echo -s` puts no blanks between what it prints."""
    if len(found) < 2 or found[1].text not in ("-s", "-ns", "-sn"):
        return None
    words = reader.writer.joined([token for token in found[2:] if token.kind == "word"])
    ending = " $'\\n'" if found[1].text == "-s" else ""
    return f"printf %s {words}{ending}" + reader.redirected(found)


_KEYS = ("\x1b", "\x7f", *map(chr, range(1, 9)), *map(chr, range(14, 27)))  # what names of keys begin with, not code


def _later(reader: Reader, found: Sequence[Token]) -> str | None:
    """`complete` and `bind`: code that runs when a key is pressed."""
    code: list[str] = []
    if found[0].text == "bind":
        shown = reader.plain(found)
        texts = [token.text or "" for token in found[1:] if (token.text or "")[:1] not in _KEYS]
        code = [f"eval {quoted(text)}" for text in texts if {" ", ";", "("}.intersection(text)]
    else:
        shown = f": {reader.writer.joined([token for token in found[1:] if token.kind == 'word'])}".rstrip()
        for option, token in zip(found[1:], found[2:], strict=False):
            code.extend(_completing(reader, option.text or "", token.text or ""))
    if not code:
        return shown
    return grouped(shown, "\n".join([f"{found[0].text}_{reader.place}() {{", *code, "}"]))


def _completing(reader: Reader, option: str, text: str) -> list[str]:
    """What an option of `complete` runs: a condition, or the substitutions among arguments."""
    short = option[:1] == "-" and option[1:2] not in ("", "-")
    if option == "--condition" or (short and option.endswith("n")):
        return [f"eval {quoted(text)}"]
    if "(" not in text or not (option == "--arguments" or (short and option.endswith("a"))):
        return []
    with suppress(ValueError):
        return [f": {reader.writer.mixed([part for token in tokens(text) for part in token.parts])}"]
    return []


def _back(reader: Reader, found: Sequence[Token]) -> str | None:
    """Commands that go to some directory that was visited before."""
    return "cd -" + reader.redirected(found)


def _add_path(reader: Reader, found: Sequence[Token]) -> str | None:
    """`fish_add_path`: PATH begins with these directories."""
    words = [word for token in found[1:] if token.kind == "word" for word in reader.writer.words(token)]
    return f"export PATH={':'.join([word for word in words if word[0] != '-'])}:${{PATH}}" if words else None


COMMANDS: dict[str, Rewrite] = {
    "set": set_,
    "read": read_,
    "alias": _alias,
    "abbr": _abbr,
    "source": _source,
    ".": _source,
    "command": _command,
    "emit": _emit,
    "eval": _eval,
    "functions": _functions,
    "argparse": _argparse,
    "string": _string,
    "echo": _echo,
    "complete": _later,
    "bind": _later,
    "prevd": _back,
    "nextd": _back,
    "cdh": _back,
    "fish_add_path": _add_path,
}
