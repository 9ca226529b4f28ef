"""From words to arguments, the way bash expands them: what is constant is folded, the rest stays honestly unknown."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.syntax.nodes import Arithmetic, Literal, Parameter, Part, Span, Substitution, Word
from chimera_guard.words.arithmetic import evaluate
from chimera_guard.words.braces import braces
from chimera_guard.words.shell import Shell
from chimera_guard.words.value import HOLE, NO_TAINT, Value

MAX_TEXT = 262_144
_GLOB = frozenset("*?[")


def expand(words: Sequence[Word], shell: Shell) -> list[Value]:
    """All expansions of a command's words."""
    values: list[Value] = []
    for word in words:
        literal = word.literal
        if literal is not None:
            values.append(Value(literal, word.span, quoted=bool(word.parts) and _any_quoted(word.parts)))
            continue
        for parts in braces(word.parts):
            if parts is None:
                values.append(Value(None, word.span, many=True))
            else:
                values += _fields(parts, word.span, shell)
    return values


def expand_single(word: Word, shell: Shell) -> Value:
    """A word that stays one: an assignment's value, a here-document, the target of a redirection."""
    if word.literal is not None:
        return Value(word.literal, word.span, quoted=bool(word.parts) and _any_quoted(word.parts))
    field = Field(word.span)
    for atom in _atoms(_tilde(word.parts, shell, assignment=True), shell):
        for index, value in enumerate(atom.values):
            if index:
                field.add(Value(" ", word.span), quoted=True)
            field.add(value, quoted=True)
        field.quoted = field.quoted or atom.quoted
    return field.value(None)


def expand_pattern(word: Word, shell: Shell) -> Value:
    """A pattern: quoted characters of it are escaped, so that only active ones are."""
    if not word.parts and word.literal is not None:
        return Value(word.literal, word.span)
    field = Field(word.span)
    for atom in _atoms(word.parts, shell):
        for value in atom.values:
            text = value.text
            if text is not None and atom.quoted:
                text = "".join("\\" + c if c in "*?[]\\" else c for c in text)
            field.add(value._replace(text=text), quoted=True)
    return field.value(None)


class Atom:
    """One part, expanded: its values (several for `$@` and arrays), and whether it was quoted."""

    __slots__ = ("quoted", "separate", "splits", "values")

    def __init__(self, values: Sequence[Value], quoted: bool, splits: bool = False, separate: bool = False) -> None:
        self.values = values
        self.quoted = quoted
        self.splits = splits  # field splitting applies
        self.separate = separate  # each value is a field of its own even in quotes


class Field:
    """An argument being put together."""

    __slots__ = ("active", "certain", "glob", "known", "many", "prefix", "quoted", "span", "suffix", "taint", "template")
    __slots__ += ("unset",)

    def __init__(self, span: Span) -> None:
        self.span = span
        self.prefix: list[str] = []
        self.suffix: list[str] = []
        self.unset: list[str] | None = []
        self.glob: list[str] = []
        self.template: list[str] = []
        self.known = True
        self.quoted = False
        self.active = False
        self.many = False
        self.certain = False  # whether something in it can't vanish
        self.taint = NO_TAINT

    def add(self, value: Value, quoted: bool) -> None:
        """Put a value behind what is there."""
        if value.taint:
            self.taint |= value.taint
        text = value.text
        self.template.append(text if text is not None else value.template or HOLE)
        if text is not None:
            if text:
                self.certain = True
            (self.prefix if self.known else self.suffix).append(text)
            if self.unset is not None:
                self.unset.append(text)
            if not quoted and not _GLOB.isdisjoint(text):
                self.active = True
                self.glob.append(text)
            else:
                self.glob.append("".join("\\" + c if c in "*?[\\" else c for c in text) if quoted else text)
            return
        if self.known:
            self.prefix.append(value.prefix)
        self.known = False
        self.suffix = [value.suffix]
        self.glob.append(value.glob or value.prefix + "*")
        self.many = self.many or (value.many and not quoted)
        if self.unset is not None:
            if value.if_unset is None:
                self.unset = None
            else:
                self.unset.append(value.if_unset)

    @property
    def vanishes(self) -> bool:
        """Whether nothing is left of it."""
        return self.known and not self.quoted and not any(self.prefix)

    def value(self, shell: Shell | None) -> Value:
        """The finished value; globs are looked up by the caller."""
        if self.known and not self.active:
            return Value("".join(self.prefix), self.span, taint=self.taint, quoted=self.quoted)
        unset = None if self.unset is None or self.known else "".join(self.unset)
        prefix = "".join(self.prefix)
        if self.known:
            cut = next((i for i, c in enumerate(prefix) if c in "*?["), len(prefix))
            return Value(
                None, self.span, prefix[:cut], "", "".join(self.glob), None, self.taint, True, self.quoted
            )
        glob = "".join(self.glob) if self.active or prefix[:1] == "~" and len(self.glob) == 1 else None
        template = "".join(self.template)
        suffix = "".join(self.suffix)
        if not template.strip(HOLE):
            return Value(None, self.span, prefix, suffix, glob, unset, self.taint, self.many, self.quoted)
        return Value(None, self.span, prefix, suffix, glob, unset, self.taint, self.many, self.quoted, template)


def _any_quoted(parts: Sequence[Part]) -> bool:
    return any(type(part) is Literal and part.quoted for part in parts)


def _fields(parts: Sequence[Part], span: Span, shell: Shell) -> list[Value]:
    fields: list[Field] = []
    field = Field(span)
    pending = False  # whether `field` holds anything
    for atom in _atoms(_tilde(parts, shell, assignment=False), shell):
        if atom.quoted and not atom.separate:
            field.quoted = pending = True
        for index, value in enumerate(atom.values):
            if index and (atom.separate or not atom.quoted):
                fields.append(field)
                field = Field(span)
            if atom.separate and atom.quoted:
                field.quoted = True
            if atom.splits and value.text is not None:
                field = _split(value, field, fields, span, shell)
            else:
                field.add(value, atom.quoted)
            pending = True
    if pending:
        fields.append(field)
    values: list[Value] = []
    for done in fields:
        if done.vanishes:
            continue
        value = done.value(shell)
        found = shell.paths(value.glob) if done.active and done.known and value.glob is not None else None
        if found:
            values += [Value(path, span, taint=value.taint) for path in found]
        else:
            values.append(value)
    return values


def _split(value: Value, field: Field, fields: list[Field], span: Span, shell: Shell) -> Field:
    """Field splitting of a known text; returns the field that goes on."""
    ifs = shell.variable("IFS")
    separators = " \t\n" if ifs is None or ifs.text is None else ifs.text
    text = value.text or ""
    if not separators or not any(c in separators for c in text):
        field.add(value, quoted=False)
        return field
    spaces = "".join(c for c in separators if c in " \t\n")
    word = ""
    for c in text:
        if c not in separators:
            word += c
            continue
        if word or c not in spaces:
            field.add(value._replace(text=word), quoted=False)
            word = ""
            fields.append(field)
            field = Field(span)
        elif field.certain:
            fields.append(field)
            field = Field(span)
    if word:
        field.add(value._replace(text=word), quoted=False)
    return field


def _tilde(parts: Sequence[Part], shell: Shell, assignment: bool) -> Sequence[Part | Value]:
    """The parts, with a tilde prefix at the beginning, or behind `=` or `:`, as a value."""
    first = parts[0] if parts else None
    if type(first) is not Literal or first.quoted or "~" not in first.text:
        return parts
    text = first.text
    at = 0
    if text[0] != "~":
        at = text.find("=~") + 1
        if at == 0 and assignment:
            at = text.find(":~") + 1
        if at == 0:
            return parts
    user, slash, rest = text[at + 1 :].partition("/")
    if len(parts) > 1 and not slash:
        return parts
    home = shell.home(user) if user not in ("+", "-") else None
    before: list[Part | Value] = [Literal(text[:at], False)] if at else []
    if home is not None:
        return [*before, Literal(home, True), Literal(slash + rest, False), *parts[1:]]
    name = text[at:] if _GLOB.isdisjoint(rest) else f"~{user}"
    known = Value(None, Span(0, 0), prefix=name, glob=name)
    if name != text[at:]:
        return [*before, known, Literal(slash + rest, False), *parts[1:]]
    return [*before, known, *parts[1:]]


def _atoms(parts: Sequence[Part | Value], shell: Shell) -> list[Atom]:
    atoms = []
    for part in parts:
        if type(part) is Literal:
            atoms.append(Atom((Value(part.text, Span(0, 0)),), part.quoted))
        elif type(part) is Parameter:
            from chimera_guard.words.parameters import parameter

            values, separate = parameter(part, shell)
            atoms.append(Atom(values, part.quoted, not part.quoted, separate))
        elif type(part) is Substitution:
            if part.kind == "$(":
                atoms.append(Atom((shell.output(part.script),), part.quoted, not part.quoted))
            else:
                atoms.append(Atom((shell.path(part),), True))
        elif type(part) is Arithmetic:
            atoms.append(Atom((arithmetic(part, shell),), part.quoted))
        elif type(part) is Value:
            atoms.append(Atom((part,), False))
    return atoms


def arithmetic(part: Arithmetic, shell: Shell) -> Value:
    """The value of `$(( ))`."""
    text = expand_single(part.body, shell)
    result = evaluate(text.text, shell) if text.text is not None else None
    if result is None:
        return Value(None, Span(0, 0), taint=text.taint | {"output"})
    return Value(str(result), Span(0, 0), taint=text.taint)
