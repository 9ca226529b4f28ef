"""Questions about the tree that need no walk."""

from __future__ import annotations

from chimera_guard.syntax.nodes import (
    Arithmetic,
    ArithmeticCommand,
    ArithmeticFor,
    Assignment,
    Condition,
    For,
    Group,
    List,
    Loop,
    Simple,
)


def assigned(node: object) -> set[str]:
    """The names of variables that anything below `node` assigns."""
    found: set[str] = set()
    todo = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, (Assignment, For)):
            found.add(item.name)
        elif isinstance(item, Simple) and item.words and item.words[0].literal in ("read", "printf", "let", "mapfile"):
            found.update(word.literal for word in item.words[1:] if word.literal and word.literal.isidentifier())
        elif isinstance(item, (ArithmeticFor, ArithmeticCommand, Arithmetic)):
            text = item.header if isinstance(item, ArithmeticFor) else item.body
            found.update(names_in(text.literal or "".join(getattr(part, "text", " ") for part in text.parts)))
        if isinstance(item, tuple):
            todo.extend(part for part in item if isinstance(part, tuple))
    return found


def localised(node: object) -> set[str]:
    """The names that a function body declares as its own."""
    found: set[str] = set()
    todo = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, Simple) and item.words and item.words[0].literal in ("local", "declare", "typeset"):
            for word in item.words[1:]:
                text = word.literal or str(getattr(word.parts[0], "text", "")) if word.parts else word.literal or ""
                found.add(text.partition("=")[0])
        if isinstance(item, tuple):
            todo.extend(part for part in item if isinstance(part, tuple))
    return found


def endless(node: Loop | For | ArithmeticFor) -> bool:
    """Whether a loop plainly never ends by its condition."""
    if isinstance(node, ArithmeticFor):
        parts = (node.header.literal or "x").split(";")
        return len(parts) == 3 and not parts[1].strip()
    if not isinstance(node, Loop) or len(node.condition.items) != 1:
        return False
    test = node.condition.items[0].command
    holds = node.kind == "while"
    if isinstance(test, ArithmeticCommand):
        return test.body.literal is not None and test.body.literal.strip() == ("1" if holds else "0")
    if not isinstance(test, (Simple, Condition)):
        return False
    words = [word.literal for word in test.words]
    bracketed = isinstance(test, Condition) or words[:1] in (["["], ["test"])
    operands = [word for word in words if word not in ("[", "]", "test")]
    if len(operands) != 1 or not operands[0]:
        return False
    if bracketed:
        return holds
    return operands[0].rpartition("/")[2] in (("true", ":") if holds else ("false",))


def idle(body: List) -> bool:
    """Whether a body does nothing but use up time or memory."""
    return all(
        isinstance(command, Simple) and not command.redirects
        and (not command.words or command.words[0].literal in (":", "true"))
        for command, _ in body.items
    )  # fmt: skip


def forks(body: List) -> bool:
    """Whether a body puts something into the background, and does nothing to wait."""
    background = False
    for command, separator in body.items:
        background = background or separator == "&"
        if isinstance(command, Simple) and separator != "&" and command.words:
            if command.words[0].literal in ("wait", "sleep", "break", "read", "exit", "return"):
                return False
        elif not isinstance(command, (Simple, Group)) and separator != "&":
            return False
    return background


def names_in(text: str) -> set[str]:
    """The identifiers in an arithmetic expression."""
    words = "".join(character if character.isalnum() or character == "_" else " " for character in text).split()
    return {word for word in words if word.isidentifier()}
