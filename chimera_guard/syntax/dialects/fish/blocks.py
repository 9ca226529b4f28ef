"""The blocks of fish's language, each with its `end`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chimera_guard.syntax.dialects.fish.commands import read_function
from chimera_guard.syntax.dialects.fish.parts import Text, Token

if TYPE_CHECKING:
    from chimera_guard.syntax.dialects.fish.reader import Reader

_END = frozenset({"end"})


def _begin(reader: Reader) -> str:
    text = f"{{\n{reader.statements(_END)}\n}}"
    reader.expect("end")
    return text


def _braces(reader: Reader) -> str:
    text = f"{{\n{reader.statements(frozenset({'}'}))}\n}}"
    reader.expect("}")
    return text


def _if(reader: Reader) -> str:
    ends = frozenset({"else", "end"})
    text = f"if {reader.condition()}\nthen {reader.statements(ends)}"
    while reader.keyword() == "else":
        reader.next()
        if reader.keyword() == "if":
            reader.next()
            text += f"\nelif {reader.condition()}\nthen {reader.statements(ends)}"
        else:
            text += f"\nelse {reader.statements(_END)}"
    reader.expect("end")
    return f"{text}\nfi"


def _while(reader: Reader) -> str:
    text = f"while {reader.condition()}\ndo {reader.statements(_END)}\ndone"
    reader.expect("end")
    return text


def _for(reader: Reader) -> str:
    name = reader.next().text or ""
    reader.expect("in")
    if not name.isidentifier():
        raise ValueError("the loop has no name for its variable")
    reader.names.assigned(name, reader)
    items = reader.writer.joined([word for word in reader.words() if word.kind == "word"])
    text = f"for {name} in {items}\ndo {reader.statements(_END)}\ndone"
    reader.expect("end")
    return text


def _switch(reader: Reader) -> str:
    text = f"case {reader.writer.joined([reader.next()])} in"
    reader.words()
    reader.skip(";", "\n")
    while reader.keyword() == "case":
        reader.next()
        patterns = "|".join([_pattern(reader, word) for word in reader.words() if word.kind == "word"]) or "''"
        text += f"\n{patterns}) {reader.statements(frozenset({'case', 'end'}))} ;;"
    reader.expect("end")
    return f"{text}\nesac"


def _pattern(reader: Reader, word: Token) -> str:
    """A pattern of `case`, which fish wants quoted: there its wildcards work nevertheless."""
    text = word.text
    return reader.writer.words(word)[0] if text is None else reader.writer.word((Text(text, True),)) or "''"


def _function(reader: Reader) -> str:
    """The words behind `function`, and its body."""
    options = read_function(reader, reader.words())
    outer, reader.local = reader.local, [set(options.arguments)]
    function, reader.function = reader.function, True
    shares, reader.shares = reader.shares, options.sees
    body = reader.statements(_END)
    reader.expect("end")
    reader.words()
    reader.local, reader.function, reader.shares = outer, function, shares
    return options.written(reader, body)


BLOCKS: dict[str, Callable[[Reader], str]] = {
    "begin": _begin,
    "{": _braces,
    "if": _if,
    "while": _while,
    "for": _for,
    "switch": _switch,
    "function": _function,
}
