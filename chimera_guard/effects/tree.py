"""Questions about the tree that need no walk."""

from __future__ import annotations

from collections.abc import Iterator

from chimera_guard.effects.names import SHELL_NAMES
from chimera_guard.syntax.nodes import (
    Arithmetic,
    ArithmeticCommand,
    ArithmeticFor,
    Assignment,
    Case,
    Command,
    Condition,
    Coprocess,
    For,
    Group,
    If,
    Item,
    List,
    Loop,
    Negation,
    Parameter,
    Pipeline,
    Simple,
    Word,
)


def below(node: object) -> Iterator[object]:
    """Everything in a tree, the node itself included."""
    todo = [node]
    while todo:
        item = todo.pop()
        yield item
        if isinstance(item, tuple):
            todo.extend(part for part in item if isinstance(part, tuple))


def assigned(node: object, constants: bool = True) -> set[str]:
    """The names of variables that anything below `node` assigns; without `constants` those that get no plain text."""
    found: set[str] = set()
    for item in below(node):
        if isinstance(item, For):
            found.add(item.name)
        elif isinstance(item, Assignment):
            plain = isinstance(item.value, Word) and item.value.literal is not None
            if constants or not plain or item.append or item.index is not None:
                found.add(item.name)
        elif isinstance(item, Simple) and item.words and item.words[0].literal in ("read", "printf", "let", "mapfile"):
            found.update(word.literal for word in item.words[1:] if word.literal and word.literal.isidentifier())
        elif isinstance(item, (ArithmeticFor, ArithmeticCommand, Arithmetic)):
            text = item.header if isinstance(item, ArithmeticFor) else item.body
            found.update(names_in(text.literal or "".join(getattr(part, "text", " ") for part in text.parts)))
    return found


def localised(body: Command) -> tuple[set[str], set[str]]:
    """The names that a function body declares as its own, and those that it declares for all (`-g`)."""
    own: set[str] = set()
    everywhere: set[str] = set()
    for item in below(body):
        if isinstance(item, Simple) and item.words and item.words[0].literal in ("local", "declare", "typeset"):
            options = [word.literal for word in item.words[1:] if word.literal and word.literal[:1] == "-"]
            found = everywhere if any("g" in option for option in options) else own
            for word in item.words[1:]:
                text = word.literal or str(getattr(word.parts[0], "text", "")) if word.parts else word.literal or ""
                found.add(text.partition("=")[0])
    return own, everywhere


def calls(node: object, names: tuple[str, ...]) -> bool:
    """Whether anything below `node` calls a command of one of these names."""
    return any(isinstance(item, Simple) and item.words and item.words[0].literal in names for item in below(node))


def reads_lines(node: object) -> bool:
    """Whether a loop is `while read ...`, and ends when there are no more lines."""
    if not isinstance(node, Loop) or node.kind != "while" or len(node.condition.items) != 1:
        return False
    command = node.condition.items[0].command
    if not isinstance(command, Simple) or not command.words or command.words[0].literal != "read":
        return False
    options = [word.literal or "" for word in command.words[1:]]
    return not any(option[:1] == "-" and set(option) & set("adnNut") for option in options)


def endless(node: Loop | For | ArithmeticFor) -> bool:
    """Whether a loop plainly never ends by its condition."""
    if isinstance(node, ArithmeticFor):
        parts = (node.header.literal or "x").split(";")
        return len(parts) == 3 and parts[1].strip() in ("", "1", "true")
    if not isinstance(node, Loop) or len(node.condition.items) != 1:
        return False
    test = node.condition.items[0].command
    holds = node.kind == "while"
    if isinstance(test, Negation) and test.kind == "!":
        test, holds = test.body, not holds
    if isinstance(test, ArithmeticCommand):
        return test.body.literal is not None and test.body.literal.strip() == ("1" if holds else "0")
    if not isinstance(test, (Simple, Condition)):
        return False
    words = [word.literal for word in test.words]
    bracketed = isinstance(test, Condition) or words[:1] in (["["], ["test"])
    operands = [word for word in words if word not in ("[", "]", "test")]
    if bracketed and _always_true(operands):
        return holds
    if bracketed and _never_true(operands):
        return not holds
    if words[:1] == ["let"] and len(words) == 2:
        return words[1] == ("1" if holds else "0")
    if len(operands) != 1 or not operands[0]:
        return False
    if bracketed:
        return holds
    return operands[0].rpartition("/")[2] in (("true", ":") if holds else ("false",))


def _always_true(operands: list[str | None]) -> bool:
    """Whether a test of constants holds."""
    if any(word is None for word in operands):
        return False
    if len(operands) == 2:
        return operands[0] == "-n" and operands[1] != "" or operands == ["-z", ""]
    return len(operands) == 3 and operands[1] in ("=", "==", "-eq", "-le", "-ge") and operands[0] == operands[2]


def _never_true(operands: list[str | None]) -> bool:
    """Whether a test of constants fails."""
    if any(word is None for word in operands):
        return False
    if len(operands) == 2:
        return operands[0] == "-z" and operands[1] != "" or operands == ["-n", ""]
    return operands in ([], [""]) or len(operands) == 3 and operands[1] in ("!=", "-ne") and operands[0] == operands[2]


def idle(body: List) -> bool:
    """Whether a body does nothing but use up time or memory."""
    return all(
        isinstance(command, Simple) and not command.redirects
        and (not command.words or command.words[0].literal in (":", "true"))
        for command, _ in body.items
    )  # fmt: skip


def pours(body: List) -> bool:
    """Whether a body does nothing but add to files, as fast as it can."""
    added = False
    for command, separator in body.items:
        if not isinstance(command, Simple) or separator == "&" or not command.words:
            return False
        if command.words[0].literal not in ("echo", "printf", "cat", ":", "true"):
            return False
        added = added or any(
            node.operator == ">>" and not (node.target.literal or "").startswith("/dev/") for node in command.redirects
        )
    return added


def forks(body: List) -> bool:
    """Whether each round of a body puts something into the background that nothing in it plainly waits for."""
    background = False
    for command, separator in _always(body):
        background = background or separator == "&" or isinstance(command, Coprocess)
        if separator != "&" and isinstance(command, (Pipeline, Loop, For, ArithmeticFor, Case)):
            return False  # that takes its time
        words = command.words if isinstance(command, Simple) else ()
        name = words[0].literal if words else None
        if separator == "&" or name is None:
            continue
        if name in ("sleep", "break", "read", "exit", "return"):
            return False
        if name == "disown" and background:  # what is disowned is not waited for
            return True
        if name == "wait" and background:
            background = False
    return background


def _always(body: List) -> list[Item]:
    """The commands of a body that run in each round, with what stands in groups and in conditions."""
    found: list[Item] = []
    todo = list(reversed(body.items))
    while todo:
        item = todo.pop()
        command, separator = item
        if separator != "&" and isinstance(command, Group):
            if command.kind == "{":
                todo.extend(reversed(command.body.items))
            elif forks(command.body):
                found.append(Item(command, "&"))
            else:  # a process of its own waits for what it started itself, and can leave no loop but its own
                todo.extend(one for one in reversed(command.body.items) if one.separator != "&" and not _leaves(one))
        elif separator != "&" and isinstance(command, If):
            condition, then = command.branches[0]
            taken = _verdict(condition)
            todo.extend(reversed(then.items if taken is not False else ()))
            todo.extend(reversed(condition.items))
        else:
            found.append(item)
    return found


def _leaves(item: Item) -> bool:
    words = item.command.words if isinstance(item.command, Simple) else ()
    return bool(words) and words[0].literal in ("wait", "break", "exit", "return")


def _verdict(condition: List) -> bool | None:
    """What a condition that is a plain `true` or `false` says."""
    words = condition.items[-1].command.words if isinstance(condition.items[-1].command, Simple) else ()
    name = words[0].literal if words else None
    return {"true": True, ":": True, "false": False}.get(name or "")


def names_in(text: str) -> set[str]:
    """The identifiers in an arithmetic expression."""
    words = "".join(character if character.isalnum() or character == "_" else " " for character in text).split()
    return {word for word in words if word.isidentifier()}


def copies_itself(node: List) -> bool:
    """Whether a script starts itself more than once, beside itself: `$0 & $0 &`, `./$0 | ./$0 &`."""
    found = 0
    for command, separator in node.items:
        stages = command.stages if isinstance(command, Pipeline) else (command,)
        if separator == "&" or isinstance(command, Pipeline) or found:
            found += sum(_is_itself(stage) for stage in stages)
    return found > 1


def _is_itself(command: Command) -> bool:
    if not isinstance(command, Simple) or not command.words:
        return False
    first, *rest = command.words
    names = SHELL_NAMES if rest else frozenset[str]()
    word = rest[0] if first.literal in names else first
    return any(isinstance(part, Parameter) and part.name == "0" and not part.operator for part in word.parts)
