"""zsh's `$...`, rewritten: what only zsh can say of a value becomes unknown, and what runs in it still stands there.

Sources: zshexpn(1) "Parameter Expansion"; zshparam(1) "Array Subscripts"; zsh 5.9.
"""

from __future__ import annotations

from chimera_guard.syntax.dialects import UNKNOWN, UNREAD
from chimera_guard.syntax.dialects.zsh.modifiers import HERE, Modifiers
from chimera_guard.syntax.dialects.zsh.names import DIGITS, NAME, OWN, TABLES

_SPECIAL = frozenset("?$!@*-_")
LOOSE = frozenset({"shwordsplit", "globsubst"})
PATHS = "${PATH//:/ }"


class Parameters(Modifiers):
    """Reads what a `$` begins.

    `options` are the shell's that change how it reads, in lower case and without underscores. `sorts` is what the
    source has made of its variables so far: "scalar", "array", "keyed", or "unknown" where they are no longer known.
    """

    def __init__(self, source: str, options: frozenset[str]) -> None:
        super().__init__(source)
        self.options = options
        self.sorts: dict[str, str] = {}
        self.hollow: set[str] = set()  # arrays with empty elements, which are no words outside of quotes
        self.declared_at: dict[str, int] = {}  # how deep in blocks it is that they are keyed
        self.depth = 0  # how deep it is in blocks, and in what only runs if something else did
        self.globbing = True  # whether what stands here is put in the place of the files that fit it
        self.leading = False  # whether it is what is run

    def commands(self, end: str) -> str:
        """Commands, up to and with `end`."""
        raise NotImplementedError

    def apart(self) -> str:
        """Commands up to and with a parenthesis, in which here-documents from outside do not begin."""
        raise NotImplementedError

    def quoting(self) -> str | None:
        """A quoted part of a word; None where none begins here."""
        raise NotImplementedError

    def dollar(self, quoted: bool) -> str:
        """What begins with the `$` here, in double quotes or outside."""
        self.place += 1
        if self.peek() and self.peek() in NAME:
            return self.plain(self.name(), quoted)
        if self.at("((") and (text := self.arithmetic("((", "))")) is not None:
            return f"${text}"
        if self.take("("):
            text = self.apart()
            return f"$({' ' if text.startswith('(') else ''}{text})"  # or it would be a sum
        if self.at("["):
            return f"$(({(self.arithmetic('[', ']') or '0')[1:-1]}))"
        if self.take("{"):
            return self.braced(quoted)
        if self.at("'") and not quoted:
            return self.escaped_string()
        mark = self.peek()
        doubled = self.peek(2) in ("^^", "==", "~~")
        if mark and mark in "^=~" and self.peek(2 + doubled)[1 + doubled :] not in set(NAME):
            self.place += 1 + doubled
            return self.unknown(self.value(self.name(), [], False), quoted)
        if mark and mark in "#+^=~" and self.peek(2 + doubled)[1 + doubled :] in set(NAME):
            self.place += 1 + doubled
            name = self.name()
            indices = self.subscripts()
            if mark == "~" and doubled:
                return self.value(self.known(name, indices), indices, quoted)
            return self.prefixed(mark, self.known(name, indices), indices, quoted)
        name = self.name()
        return self.plain(name, quoted) if name else "\\$"

    def braced(self, quoted: bool) -> str:
        """`${...}`, behind the brace."""
        raise NotImplementedError

    def name(self) -> str:
        """A variable's name, or the one character of a special one; empty where there is none."""
        if self.peek() and self.peek() in _SPECIAL | {"#"} and not (self.peek() == "_" and self.peek(2)[1:] in NAME):
            self.place += 1
            return self.source[self.place - 1]
        return self.while_in(DIGITS) or self.while_in(NAME)

    def plain(self, name: str, quoted: bool) -> str:
        """`$name`, with subscripts and modifiers behind it."""
        bare = "ksharrays" in self.options
        indices = [] if bare else self.subscripts()
        modifiers = [] if bare else self.modifiers()
        name = self.known(name, indices)
        if modifiers:
            return self.modified(name, indices, modifiers, quoted)
        return self.value(name, indices, quoted) + self.picked(name, quoted, "globsubst" in self.options)

    def known(self, name: str, indices: list[str]) -> str:
        """The name of a variable, or that of one of which nothing is known where the shell sets it by itself."""
        if name not in OWN or name in self.sorts or (name in TABLES and indices and indices[0] not in ("@", "*")):
            return name
        return UNREAD

    def picked(self, name: str, quoted: bool, globs: bool = True) -> str:
        """What may run where the value of a variable is a pattern, which can hold code: anything, if it has a `(`.

        With a `~` or `=` it can be another file.
        """
        if quoted or not globs or not self.globbing or not NAME.issuperset(name) or name.isdecimal():
            return ""
        return f'$(__pattern="${{{name}[*]}}"; __pattern=${{__pattern//[^(~=]/}}; ${{__pattern:+{UNKNOWN}}})'

    def subscripts(self) -> list[str]:
        found = []
        while self.at("["):
            found.append((self.arithmetic("[", "]") or "[]")[1:-1])
        return found

    def value(self, name: str, indices: list[str], quoted: bool) -> str:
        """What a variable holds, or a part of it."""
        sort = self.sorts.get(name)
        if not indices:
            if name == "argv":
                return "$*" if quoted else '"$@"'
            if name == "ARGC":
                return "$#"
            if name == "path" and sort is None:
                return PATHS
            if sort == "unknown":
                return self.unknown("", quoted)
            if "ksharrays" in self.options:  # the first of its elements
                return f"${{{name}}}"
            if sort == "array" and self.leading and name in self.hollow:
                return self.unknown("", quoted)
            if sort == "array" and not quoted:
                return UNKNOWN if "rcexpandparam" in self.options else f'"${{{name}[@]}}"'
            if sort == "scalar" and not quoted and self.options.isdisjoint(LOOSE):  # one word, or none if empty
                return f'${{{name}:+"${name}"}}'
            return f"${{{name}[*]}}" if sort == "array" else f"${{{name}}}"
        inside = self.element(name, indices)
        if inside is None:
            return self.unknown("".join(indices), quoted)
        inside = inside.replace("[@]", "[*]") if quoted and "," in indices[0] else inside
        return self.whole_word(inside, inside if inside.startswith("$") else f"${{{inside}}}", quoted)

    def whole_word(self, inside: str, text: str, quoted: bool) -> str:
        """What is one word outside of quotes, or none if it is empty."""
        if not quoted and not self.options.isdisjoint(LOOSE):
            return text
        if quoted or inside.startswith("$") or "@" in inside:
            return text if quoted or "$(which " in text else f'"{text}"'
        return f'${{{inside.partition(":")[0]}:+"{text}"}}'

    def has_mapfile(self) -> bool:
        """Whether files are the elements of an array."""
        return "zsh/mapfile" in self.source

    def element(self, name: str, indices: list[str]) -> str | None:
        """What stands in the braces for an element of a variable; None where that can't be said."""
        sort, index = self.sorts.get(name), indices[0]
        if name in ("commands", "builtins") and NAME.issuperset(index):
            return f"$(which {index})"
        if name == "mapfile" and self.has_mapfile():
            return f"$(cat {index})"
        if len(indices) > 1 or (name == "path" and sort is None):
            return None
        if index in ("@", "*"):
            return f"{name}[@]"
        if sort == "unknown":
            return None
        if sort == "keyed":
            return f"{name}[{index}]" if index[:1] != "(" and self.depth >= self.declared_at.get(name, 0) else None
        first, comma, last = index.partition(",")
        if "ksharrays" in self.options:
            return None
        if not _is_number(first) or (comma and not _is_number(last)) or first == "0":
            return None
        start = int(first) - (int(first) > 0)
        length = "" if last == "-1" else f":{int(last) - int(first) + 1}" if comma else ":1"
        if comma and int(first) * int(last or 1) < 0 and last != "-1":
            return None
        if name == "argv":
            return f"@:{start + 1}{length}" if start >= 0 else None
        if sort == "array":
            return f"{name}[@]: {start}{length}" if comma else f"{name}[{start}]"
        return f"{name}: {start}{length}" if sort == "scalar" else None

    def modified(self, name: str, indices: list[str], modifiers: list[str], quoted: bool) -> str:
        """A value that `:h` and its like change."""
        inside = name if not indices else self.element(name, indices)
        several = not indices and (self.sorts.get(name) == "array" or name == "path")
        if several or self.leading or modifiers[1:] or modifiers == ["!"]:
            return self.unknown(self.value(name, indices, True), quoted)
        if inside is None or not NAME.issuperset(inside[:1]):
            return self.unknown(self.value(name, indices, True), quoted)
        text = f"${{{inside}{modifiers[0]}}}"
        if modifiers[0] in ("dirname", HERE):  # never empty: without a slash the first is `.`
            text = f'$(dirname "${{{inside}}}")' if modifiers[0] == "dirname" else text
            return text if quoted else f'"{text}"'
        return self.whole_word(inside, text, quoted)

    def unknown(self, inner: str, quoted: bool) -> str:
        """Something that is not known, made with what runs in `inner`."""
        if "$(" not in inner:
            return UNKNOWN if quoted else f'"{UNKNOWN}"'
        return f"{UNKNOWN[:-1]}:-{inner}}}" if quoted else f'"{UNKNOWN[:-1]}:-{inner}}}"'

    def prefixed(self, mark: str, name: str, indices: list[str], quoted: bool) -> str:
        """`$#name`, `$+name`, `$=name`, `$^name`, `$~name`."""
        if mark == "#":
            return f"${{#{name}[@]}}" if self.sorts.get(name) == "array" else f"${{#{name}}}"
        if mark == "+":
            return UNKNOWN if indices or name == UNREAD else f"$((${{{name}+1}}+0))"
        if mark == "^" and not quoted:
            return UNKNOWN  # each of its words with what stands around them
        array = self.sorts.get(name) == "array" and not quoted and "ksharrays" not in self.options
        inside = (f"{name}[@]" if array else name) if not indices else self.element(name, indices)
        if inside is None:
            return self.unknown("".join(indices), quoted)
        if mark == "~":
            return (f'"${{{inside}}}"' if array else f"${{{inside}}}") + self.picked(name, quoted)
        return f"${{{inside}}}"

    def arithmetic(self, start: str, end: str) -> str | None:
        """What stands between two brackets, with these; None where others close it."""
        here = self.place
        self.place += len(start)
        parts, depth = [start], 0
        opening, closing = start[0], end[0]
        while depth or not self.at(end):
            if not self.peek():
                raise ValueError(f"{start!r} is not closed")
            if not depth and self.at(closing):
                self.place = here
                return None
            if self.at("$"):
                parts.append(self.dollar(True))
            elif (text := self.quoting()) is not None:
                parts.append(text)
            elif start == "((" and self.at("#") and parts[-1][-1:] not in NAME:  # `#x`, the code of a character
                self.place += 1
                self.next("") if self.take("#") else self.while_in(NAME)
                parts.append(UNKNOWN)
            elif start == "((" and self.take("[#"):  # how the result is written
                self.up_to("]")
            else:
                letter = self.next("")
                depth += (letter == opening) - (letter == closing)
                parts.append(letter)
        self.place += len(end)
        return "".join([*parts, end])

    def escaped_string(self) -> str:
        """`$'...'`, which both read alike."""
        start = self.place
        self.place += 1
        while not self.take("'"):
            if self.next("a quote is not closed") == "\\":
                self.next("a quote is not closed")
        return "$" + self.source[start : self.place]


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and text.isascii()
