"""What names stand for in PowerShell: tables of options, blocks of code, parameters, variables of the session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chimera_guard.effects.code.powershell.output import Output, path_of
from chimera_guard.effects.code.powershell.words import Code, Command, Part, Variable, Word
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.powershell.reader import Reader

_FOLDERS = {"userprofile": "~", "personal": "~", "mydocuments": "~/Documents", "desktop": "~/Desktop"}
_MAX_DEPTH = 16


def held(reader: Reader, name: str, words: Command) -> bool:
    """Note what a variable holds that is a table or a block of code; whether the assignment is all about that."""
    if name == "psdefaultparametervalues":  # options of commands that do not stand with them
        reader.into.capable()
    value = words[2].parts[-1] if len(words) == 3 and words[2].parts else ""
    if len(words[0].parts) > 1:  # `$table.key`, `$table['key']`
        key = words[0].parts[1]
        table = reader.tables.get(name)
        if table is not None and isinstance(key, str):
            table[key.strip(".[]'\"").lower()] = words[2:]
        if not isinstance(key, str) or key[:1] != ".":
            reader.lists.pop(name, None)
            reader.variables[name] = None
        return True
    if isinstance(value, Code) and value.sign == "@{":
        table = reader.tables.get(name, {}) if words[1].head == "+=" else {}
        for pipeline in value.statements:
            for command in pipeline:
                if len(command) > 2 and command[1].head == "=":
                    table[command[0].head.lower()] = command[2:]
        reader.tables[name] = table
    else:
        reader.tables.pop(name, None)
    if isinstance(value, Code) and value.sign == "{":
        reader.blocks[name] = value
    else:
        reader.blocks.pop(name, None)
    return False


def splatted(reader: Reader, words: Command) -> Command:
    """The words with the options of a table, or the items of a list, in the place of `@name`."""
    if not any(_splat(word) for word in words):
        return words
    found: list[Word] = []
    for word in words:
        name = _splat(word)
        if not name:
            found.append(word)
        elif name in reader.tables:
            for key, value in reader.tables[name].items():
                found += [Word((f"-{key}:",)), *value]
        else:
            found += [Word((text,)) for text in reader.lists.get(name, (reader.variables.get(name) or HOLE,))]
    return tuple(found)


def _splat(word: Word) -> str:
    only = word.parts[0] if len(word.parts) == 1 else ""
    return only.name[1:] if isinstance(only, Variable) and only.name[:1] == "@" else ""


def bind(reader: Reader, parameters: Sequence[str], words: Command) -> None:
    """Give parameters what a function or block is called with: by their names, then in their order."""
    free = list(parameters)
    operands: list[list[Word]] = []
    named = ""
    for word in words:
        option = word.head[1:].rstrip(":").lower() if word.bare and word.head[:1] == "-" else ""
        matching = next((name for name in parameters if option and name.startswith(option)), "")
        if matching:
            named = matching
        elif named:
            _bound(reader, named, [word])
            free = [name for name in free if name != named]
            named = ""
        elif word.listed and operands:
            operands[-1].append(word)
        elif not option:
            operands.append([word])
    for parameter, given in zip(free, operands, strict=False):
        _bound(reader, parameter, given)
    reader.lists["args"] = tuple(reader.text(word) for given in operands[len(free) :] or operands for word in given)
    reader.variables["args"] = reader.lists["args"][0] if len(reader.lists["args"]) == 1 else None


def parameters(body: Command) -> list[str]:
    """The names in the brackets behind the name of a function, or behind `param` in its block."""
    words = [body[0]]
    block = body[1].parts[0] if len(body) > 1 and body[1].parts else ""
    if isinstance(block, Code) and block.statements and block.statements[0][0][0].head.lower() == "param":
        words += block.statements[0][0][:2]
    found: list[str] = []
    for word in words:
        for part in word.parts:
            if isinstance(part, Code) and part.sign == "(":
                commands = [command for statement in part.statements for command in statement]
                inner = [item for command in commands for each in command for item in each.parts]
                found += [item.name for item in inner if isinstance(item, Variable)]
    return found


def _bound(reader: Reader, name: str, words: list[Word]) -> None:
    texts = tuple(text for word in words for text in reader.texts(word))
    reader.lists.pop(name, None)
    if len(texts) > 1:
        reader.lists[name] = texts
    reader.variables[name] = texts[0] if len(texts) == 1 and HOLE not in texts[0] else None


def block(reader: Reader, code: Code, words: Command) -> Output:
    """`& {...} a b`: a block that is called, with its arguments."""
    reader.inner(words[1:])
    if len(reader.called_now) >= _MAX_DEPTH:
        reader.into.beyond()
        return Output()
    body = Word((code,))
    bind(reader, parameters((Word(("&",)), body)), words[1:])
    reader.called_now.append("&")
    output = reader.inner((body,))
    reader.called_now.pop()
    return output


def set_in_session(reader: Reader, name: str, value: str | None, code: Code | None = None) -> None:
    """Note that something on a drive of the session is set: `env:x`, `variable:x`, `alias:x`, `function:x`."""
    drive, _, key = name.lower().replace(":\\", ":").partition(":")
    if drive == "env":
        if key == "path" and value is not None:
            first, _, rest = value.partition(";")
            value = f"{path_of(first) or first}:{rest}" if rest else value
        elif value is not None and HOLE in value:
            value = None
        reader.into.variable(key.upper(), value)
        reader.variables[name.lower()] = value
    elif drive == "variable":
        reader.variables[key] = value
        reader.lists.pop(key, None)
    elif drive == "alias":
        reader.aliases[key] = value.lower() if value is not None else HOLE
    elif drive == "function" and code is not None:
        reader.functions[key] = (Word((key,)), Word((code,)))


def puts(reader: Reader, target: str, output: Output, appends: bool) -> None:
    """Note that what a command hands on goes to a file."""
    path = path_of(target)
    if target.lower() in ("$null", ""):
        return
    reader.into.effect("append" if appends else "write", path)
    if path is None or not (output.remote or output.text is not None):
        return
    before = reader.into.files.get(path) if appends else None
    text = None if output.remote or output.text is None else ((before and before[0]) or "") + output.text + "\n"
    reader.into.wrote(path, text, frozenset({"remote"} if output.remote or (before and before[1]) else ()))


def known_place(parts: tuple[Part, ...], found: Sequence[str]) -> str | None:
    """What a type in front of a text makes of it: the text itself, or the folder that is asked for."""
    first = found[0].lower()
    argument = parts[1] if len(parts) > 1 else ""
    if first.endswith("environment]::getfolderpath") and isinstance(argument, Code) and argument.statements:
        name = argument.statements[0][0][0].head.lower().rpartition("::")[2]
        return _FOLDERS.get(name)
    return "".join(found[1:]) if len(found) > 1 and first[-1] == "]" and not isinstance(argument, Code) else None
