"""The tree of a command line: immutable nodes whose spans point into the source text."""

from __future__ import annotations

from chimera_guard.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import TypeAlias

BETWEEN_ELEMENTS = "\x1f"  # stands behind `(`, and each element, in the one word that `declare x=(a b)` is given


class Span(NamedTuple):
    """Characters start (inclusive) to end (exclusive) of the source."""

    start: int
    end: int


NOWHERE = Span(0, 0)  # of what stands nowhere in the source


class Literal(NamedTuple):
    """Text of a word after quote removal. Unquoted text can still hold globs, braces and a leading tilde."""

    text: str
    quoted: bool


class Parameter(NamedTuple):
    """`$name`, `${name<operator><operand>}`.

    `name` may be special (`@ * # ? - $ ! 0 1 ...`). `operator` is "" for a plain reference, else the operator
    itself: `:-` `-` `:=` `=` `:?` `?` `:+` `+` `#` `##` `%` `%%` `/` `//` `/#` `/%` `:` (substring) `^` `^^`
    `,` `,,` `~` `~~` `@` (transformation; the operand is its letter). For replacements, `operand` is the pattern and
    `second` the replacement; for substrings `operand` is the offset and `second` the length.
    `length` is `${#name}`, `indirect` is `${!name}`; `${!prefix*}` is indirect with operator `*` (or `@`).
    """

    name: str
    quoted: bool
    operator: str = ""
    operand: Word | None = None
    second: Word | None = None
    index: Word | None = None  # type: ignore[assignment]  # a tuple's method of that name is not needed
    length: bool = False
    indirect: bool = False


class Substitution(NamedTuple):
    """`$( )` and backticks (kind "$("), `<( )` (kind "<("), `>( )` (kind ">(")."""

    kind: str
    script: Script
    quoted: bool


class Arithmetic(NamedTuple):
    """`$(( ))` or `$[ ]`; `body` is its text as a double-quoted word would be read."""

    body: Word
    quoted: bool


Part: TypeAlias = Literal | Parameter | Substitution | Arithmetic


class Word(NamedTuple):
    """A shell word.

    `literal` is its exact text when nothing in it expands (no parameter, substitution, glob, brace, tilde):
    then `parts` may be empty. Otherwise it is None and `parts` holds everything.
    """

    span: Span
    literal: str | None
    parts: tuple[Part, ...] = ()


class Assignment(NamedTuple):
    """`name=value`, `name+=value`, `name[index]=value`, or an array `name=(...)` (then `value` is a tuple)."""

    span: Span
    name: str
    value: Word | tuple[Word, ...]
    append: bool = False
    index: Word | None = None  # type: ignore[assignment]


class Redirect(NamedTuple):
    """A redirection. `operator` as written (`>`, `>>`, `<`, `<>`, `>|`, `&>`, `&>>`, `>&`, `<&`, `<<`, `<<-`, `<<<`).

    `fd` is the number or `{name}` before the operator ("" when absent). For here-documents `target` is the body
    (a quoted delimiter makes it literal), and `span` covers operator and delimiter.
    """

    span: Span
    operator: str
    fd: str
    target: Word


class Simple(NamedTuple):
    """A simple command: assignments, words (the first is the command word), redirections. Each can be empty."""

    span: Span
    assignments: tuple[Assignment, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


class Pipeline(NamedTuple):
    """Two or more stages joined by `|` (or `|&`, also counted in `stderr` by stage index)."""

    span: Span
    stages: tuple[Command, ...]
    stderr: frozenset[int] = frozenset()


class Item(NamedTuple):
    """A command of a list, and the operator behind it: "" (end), ";" (also newline), "&", "&&", "||"."""

    command: Command
    separator: str


class List(NamedTuple):
    """Commands in sequence."""

    span: Span
    items: tuple[Item, ...]


class Group(NamedTuple):
    """`{ ...; }` (kind "{") or `( ... )` (kind "(")."""

    span: Span
    kind: str
    body: List
    redirects: tuple[Redirect, ...] = ()


class Negation(NamedTuple):
    """`! command` (kind "!") or `time command` (kind "time")."""

    span: Span
    kind: str
    body: Command


class If(NamedTuple):
    """`if`/`elif` branches as (condition, body) and the `else` body."""

    span: Span
    branches: tuple[tuple[List, List], ...]
    otherwise: List | None
    redirects: tuple[Redirect, ...] = ()


class Loop(NamedTuple):
    """`while` and `until`."""

    span: Span
    kind: str
    condition: List
    body: List
    redirects: tuple[Redirect, ...] = ()


class For(NamedTuple):
    """`for` and `select`; `words` is None without `in` (then the positional parameters)."""

    span: Span
    kind: str
    name: str
    words: tuple[Word, ...] | None
    body: List
    redirects: tuple[Redirect, ...] = ()


class ArithmeticFor(NamedTuple):
    """`for (( ; ; ))`; `header` is the text between the parentheses as a double-quoted word would be read."""

    span: Span
    header: Word
    body: List
    redirects: tuple[Redirect, ...] = ()


class Case(NamedTuple):
    """`case`: each arm is (patterns, body)."""

    span: Span
    subject: Word
    arms: tuple[tuple[tuple[Word, ...], List], ...]
    redirects: tuple[Redirect, ...] = ()


class Condition(NamedTuple):
    """`[[ ... ]]`: its words without the brackets, operators among them as literals."""

    span: Span
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...] = ()


class ArithmeticCommand(NamedTuple):
    """`(( ... ))`."""

    span: Span
    body: Word
    redirects: tuple[Redirect, ...] = ()


class Function(NamedTuple):
    """A function definition."""

    span: Span
    name: str
    body: Command


class Coprocess(NamedTuple):
    """`coproc [NAME] command`."""

    span: Span
    name: str
    body: Command


Command: TypeAlias = (
    Simple
    | Pipeline
    | Group
    | Negation
    | If
    | Loop
    | For
    | ArithmeticFor
    | Case
    | Condition
    | ArithmeticCommand
    | Function
    | Coprocess
)


class Script(NamedTuple):
    """A whole source text. With a `problem`, the text could not be read for certain and `body` is empty:
    what runs is unknown. `problem` is a sentence for people; `beyond` is whether the text was too large or too deep."""

    source: str
    body: List
    problem: str | None = None
    beyond: bool = False
