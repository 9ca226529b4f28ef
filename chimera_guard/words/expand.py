"""The expansion of words: braces, tilde, parameters, commands, arithmetic, splitting, globs, quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chimera_guard.syntax.nodes import Arithmetic, Literal, Parameter, Part, Span, Substitution, Word
from chimera_guard.words.fields import Fields, Piece, value_of
from chimera_guard.words.shell import Shell
from chimera_guard.words.tilde import Home, with_homes
from chimera_guard.words.value import NO_TAINT, Value
from chimera_guard.words.wildcards import escape

# Builtins whose arguments are assignments where they look like them.
_DECLARING = frozenset({"alias", "declare", "export", "local", "readonly", "typeset"})
_UNKNOWN_NUMBER = Value(None, Span(0, 0))
_new = tuple.__new__


def expand(words: Iterable[Word], shell: Shell) -> list[Value]:
    """Return the arguments that `words` become: any number of them for each word."""
    values: list[Value] = []
    for word in words:
        literal = word.literal
        if literal is not None:
            quoted = is_quoted(word.parts) if word.parts else False
            values.append(_new(Value, (literal, word.span, "", "", None, None, NO_TAINT, False, quoted, None)))
        elif values and values[0].text in _DECLARING and assigned_name(word.parts):
            values.append(_single(word, shell, named=True))
        else:
            _expand(word, shell, values)
    return values


def expand_single(word: Word, shell: Shell) -> Value:
    """Return the one value of a word that is neither split nor a glob: an assignment's, a redirection's."""
    if word.literal is not None:
        return Value(word.literal, word.span, quoted=is_quoted(word.parts))
    return _single(word, shell, named=False)


def expand_pattern(word: Word, shell: Shell) -> Value:
    """Return a word as a pattern: what was quoted is escaped."""
    if word.literal is not None and not word.parts:
        return Value(word.literal, word.span)
    pieces = [
        piece if piece.text is None or not piece.quoted else piece._replace(text=escape(piece.text))
        for piece in pieces_of(word, shell)
    ]
    return value_of(pieces, word.span, is_quoted(word.parts), False)


def pieces_of(word: Word, shell: Shell) -> list[Piece]:
    """Return the pieces of a word that is neither split nor a glob."""
    if word.literal is not None and not word.parts:
        return [Piece(word.literal, False, None)]
    fields = Fields(shell, False)
    add_parts(with_homes(word.parts, shell), shell, fields)
    return fields.current or []


def assigned_name(parts: Sequence[Part]) -> bool:
    """Whether a word looks like an assignment."""
    first = parts[0] if parts else None
    if type(first) is not Literal or first.quoted:
        return False
    name, equals, _ = first.text.partition("=")
    name = name[:-1] if name.endswith("+") else name
    return bool(equals) and name.isascii() and name.isidentifier()


def is_quoted(parts: Sequence[Part]) -> bool:
    """Whether any of a word's parts was quoted."""
    return any(part.quoted for part in parts)


def _single(word: Word, shell: Shell, named: bool) -> Value:
    """A word as one value; `named` says that it is a whole assignment, not only its value."""
    fields = Fields(shell, False)
    add_parts(with_homes(word.parts, shell, value=True, named=named), shell, fields)
    value = value_of(fields.current or [], word.span, is_quoted(word.parts), False)
    return value._replace(if_unset=value.text) if fields.unset and value.known else value


def _expand(word: Word, shell: Shell, values: list[Value]) -> None:
    """All expansions of one word that is no plain text."""
    parts = word.parts
    for part in parts:
        if type(part) is Literal and not part.quoted and "{" in part.text:
            from chimera_guard.words.braces import alternatives

            several = alternatives(parts, shell.work)
            if several is None or None in several:
                value = _single(word, shell, named=False)  # whatever it becomes, the commands in it run
                unknown = Value(None, word.span, many=True, quoted=value.quoted, taint=value.taint)
            for item in [None] if several is None else several:
                if item is None:
                    values.append(unknown)
                else:
                    _fields(item, word.span, shell, values)
            return
    _fields(parts, word.span, shell, values)


def _fields(parts: Sequence[Part], span: Span, shell: Shell, values: list[Value]) -> None:
    """The arguments of one word behind its brace expansion."""
    fields = Fields(shell, True)
    named = assigned_name(parts)
    add_parts(with_homes(parts, shell, value=named, named=named), shell, fields)
    fields.end()
    quoted = is_quoted(parts)
    for pieces in fields.done:
        value = value_of(pieces, span, quoted, True)
        if fields.unset and (value.known or value.glob is not None):
            value = value._replace(if_unset=value.text or value.glob)
        found = None
        if value.glob is not None and all(piece.text is not None for piece in pieces):
            found = shell.paths(value.glob)
        if found is not None:
            if not found:
                text = "".join([piece.text or "" for piece in pieces])
                values.append(value._replace(text=text, prefix="", suffix="", glob=None, many=False))
            values.extend([Value(path, span, taint=value.taint, quoted=value.quoted) for path in found])
        else:
            values.append(value)


def add_parts(parts: Sequence[Part | Home], shell: Shell, fields: Fields, split_literals: bool = False) -> None:
    """Add what `parts` become to `fields`; with `split_literals` their unquoted text is split like an expansion."""
    for part in parts:
        kind = type(part)
        if kind is Literal:
            text, quoted = part.text, part.quoted  # type: ignore[union-attr]
            if split_literals and not quoted:
                fields.scalar(Value(text, Span(0, 0)), False)
            else:
                fields.literal(text, quoted)
        elif kind is Home:
            fields.home(part.text)  # type: ignore[union-attr]
        elif kind is Parameter:
            from chimera_guard.words.parameters import add_parameter

            add_parameter(part, shell, fields)  # type: ignore[arg-type]
        elif kind is Substitution:
            _substitution(part, shell, fields)  # type: ignore[arg-type]
        else:
            fields.scalar(number(part, shell), part.quoted)  # type: ignore[arg-type]


def _substitution(part: Substitution, shell: Shell, fields: Fields) -> None:
    if part.kind == "$(":
        value = shell.output(part.script)
        if value.text is not None:
            text = value.text.replace("\0", "") if "\0" in value.text else value.text
            value = value._replace(text=text.rstrip("\n"))
        fields.scalar(value, part.quoted)
        return
    value = shell.path(part)
    fields.scalar(value, True) if value.text is not None else fields.scalar(value, part.quoted)


def number(part: Arithmetic, shell: Shell) -> Value:
    """The value of an arithmetic expansion."""
    from chimera_guard.words.arithmetic import calculate

    result = calculate(part.body, shell)
    return _UNKNOWN_NUMBER if result is None else Value(str(result), part.body.span)
