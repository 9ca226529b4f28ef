"""Words of fish's language, written with the quoting of the other.

There every variable is a list, and a word in which one stands becomes as many words as it has elements. So a variable
alone is written as an array, of one element where nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.fish.parts import Braces, Part, Substitution, Text, Token, Variable

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,+@=")
_NAME = _SAFE - frozenset("-./:,+@%=")
_SPECIAL = {"status": "$?", "fish_pid": "$$", "last_pid": "$!", "pipestatus": UNKNOWN}
# Variables that the shell itself sets, beside those whose names say so.
_OWN_VARIABLES = frozenset("_ version FISH_VERSION hostname history umask COLUMNS LINES CMD_DURATION".split())
_MAX_WORDS = 256
_ONE_LINE = frozenset({"echo", "pwd", "count", "basename", "dirname", "date", "whoami", "hostname", "mktemp"})
_OWN = frozenset(
    """
    set test [ true false : alias function begin if for while switch not ! and or source eval cd read string printf seq
    """.split()
)
Inner = Callable[[Sequence[Token]], str]


class Writer:
    """Writes words; `inner` writes what is in substitutions.

    `several` are the variables that can hold any number of elements; nothing is known of those in `loose`.
    """

    def __init__(self, several: set[str], loose: set[str], inner: Inner) -> None:
        self.several = several
        self.loose = loose
        self.inner = inner

    def words(self, token: Token) -> list[str]:
        """The words that one becomes, which are several where there are braces in it."""
        if token.text is not None and token.text == token.raw and _SAFE.issuperset(token.raw):
            return [token.raw]
        if token.raw == "%self":
            return ["$$"]
        found = alternatives(token.parts)
        inside = _varying(token.parts)
        if found is None or not all(type(part) is Variable and self.single(part) for part in inside):
            return [self.mixed(token.parts)]
        words = [self.word(parts) for parts in found]
        for name in {part.name for part in inside if type(part) is Variable}:  # without it there is no word at all
            words = [f"${{{name}+{text}}}" for text in words]
        return words

    def joined(self, found: Sequence[Token]) -> str:
        """Several words, with blanks between them."""
        return " ".join([text for token in found for text in self.words(token)])

    def word(self, parts: Sequence[Part]) -> str:
        """One word, in which there are no braces."""
        if len(parts) == 1:
            part = parts[0]
            if type(part) is Variable and not part.quoted:
                return self.list(part)
            if type(part) is Substitution and not part.quoted:
                return self.substitution(part, alone=True)
        written = [self.part(part, first=not place) for place, part in enumerate(parts)]
        return "".join(written) or "''"

    def part(self, part: Part, first: bool = False) -> str:
        """What stands in a word beside other things."""
        if type(part) is Text:
            return _plain(part.text, first) if part.plain else quoted(part.text) if part.text else ""
        if type(part) is Substitution:
            text = self.substitution(part)
            silent = bool(part.tokens) and part.tokens[0].text in _OWN  # without a line there is no word at all
            return f'"{text}"' if part.quoted else text + (UNKNOWN if silent else "")
        if type(part) is Variable:
            return self.quoted(part) if part.quoted else self.beside(part)
        return self.mixed((part,))

    def mixed(self, parts: Sequence[Part]) -> str:
        """A word of which only is written what runs in it."""
        return UNKNOWN + "".join([self.part(part) for part in _running(parts)])

    def hidden(self, part: Variable) -> bool:
        """Whether nothing can be said of a variable."""
        name = part.name
        own = name in _OWN_VARIABLES or (name.startswith(("fish_", "__fish_")) and name not in _SPECIAL)
        return own or part.dollars > 1 or not _named(name) or name in self.loose

    def single(self, part: Variable) -> bool:
        """Whether a variable has one element, or none."""
        name = part.name
        several = name in self.several or name in _SPECIAL or name == "argv" or name.endswith("PATH")
        return not several and part.inside is None and not self.hidden(part)

    def list(self, part: Variable) -> str:
        """A variable that is a word of its own: all its elements, or those that an index picks."""
        name = part.name
        if self.hidden(part):
            return self.mixed((part,))
        if part.inside is not None:
            sliced = _picked(part)
            return self.mixed((part,)) if sliced is None else _sliced(name, sliced, "@")
        if name in _SPECIAL:
            return f'"{_SPECIAL[name]}"'
        if name.endswith("PATH"):
            return UNKNOWN
        return '"$@"' if name == "argv" else f'"${{{name}[@]}}"'

    def quoted(self, part: Variable) -> str:
        """A variable in quotes."""
        name = part.name
        if self.hidden(part):
            return self.mixed((part,))
        if part.inside is not None:
            sliced = _picked(part)
            return self.mixed((part,)) if sliced is None else _sliced(name, sliced, "*")
        if name in _SPECIAL:
            return f'"{_SPECIAL[name]}"'
        star = name in self.several and not name.endswith("PATH")
        return '"$*"' if name == "argv" else f'"${{{name}[*]}}"' if star else f'"${{{name}}}"'

    def beside(self, part: Variable) -> str:
        """A variable beside other things: without an element there is no word at all, which nobody else can say."""
        name = part.name
        if name in _SPECIAL and name != "pipestatus" and not self.hidden(part) and part.inside is None:
            return f'"{_SPECIAL[name]}"'
        if self.hidden(part) or (part.inside is None and not self.single(part)):
            return self.mixed((part,))
        if part.inside is None:
            return f'"${{{name}?}}"'
        sliced = _picked(part)
        if sliced is None or (sliced[1] != 1 and sliced[0] != -1):
            return self.mixed((part,))
        if name == "argv":
            return f'"${{{sliced[0] + 1}?}}"' if sliced[0] >= 0 else self.mixed((part,))
        return f'"${{{name}[{sliced[0]}]?}}"'

    def substitution(self, part: Substitution, alone: bool = False) -> str:
        """A command substitution, `alone` in a word: its output becomes a word for each line."""
        found = part.tokens
        pipe = max([place for place, token in enumerate(found) if token.kind == "operator"], default=-1)
        if pipe > 0 and found[pipe].raw == "|" and found[pipe + 1 : pipe + 2] and found[pipe + 1].text == "psub":
            return f"<({self.inner(found[:pipe])})"
        text = self.inner(found)
        if part.inside is not None:
            return self.lines(part, text)
        line = alone and pipe < 0 and bool(found) and found[0].text in _ONE_LINE and "\\n" not in text
        return f'"$({text})"' if line and "\n" not in text and "-e" not in text else f"$({text})"

    def lines(self, part: Substitution, text: str) -> str:
        """The lines of an output that an index picks."""
        index = "".join([item.text for item in part.inside or () if type(item) is Text])
        sliced = None if _running(part.inside or ()) else slice_of(index)
        if sliced is None:
            return f"$({text}){self.mixed(part.inside or ())}"
        start, count = sliced
        last = "$" if count is None else start + count
        which = "$" if start == -1 else f"{start + 1},{last}" if start >= 0 else f"1,{-start}"
        return f"$({{\n{text}\n}} | sed -n '{which}p')"


def alternatives(parts: Sequence[Part]) -> list[list[Part]] | None:
    """The words that braces make of one, the leftmost changing first; None where they are too many."""
    found: list[list[Part]] = [[]]
    for part in parts:
        if type(part) is Braces:
            each: list[list[Part]] = []
            for alternative in part.alternatives:
                inner = alternatives(alternative)
                if inner is None:
                    return None
                each.extend(inner)
            if len(each) * len(found) > _MAX_WORDS:
                return None
            found = [[*before, *behind] for behind in each for before in found]
        else:
            for item in found:
                item.append(part)
    return found


def grouped(*statements: str) -> str:
    """Statements in the place of one."""
    return statements[0] if len(statements) == 1 else "\n".join([f"{{ {statements[0]}", *statements[1:], "}"])


def quoted(text: str) -> str:
    """Text in quotes."""
    if any(character < " " and character != "\n" for character in text):
        codes = {character: f"\\x{ord(character):02x}" for character in text if character < " "}
        return "$'" + "".join([codes.get(c, f"\\{c}" if c in "\\'" else c) for c in text]) + "'"
    return "'" + text.replace("'", "'\\''") + "'"


def _plain(text: str, first: bool) -> str:
    """Text that stands outside of quotes."""
    if _SAFE.issuperset(text) or text in ("*", "?") or (text == "~" and first):
        return text
    return "".join([c if c in _SAFE or c in "*?" or c > "\x7f" else quoted(c) if c < " " else f"\\{c}" for c in text])


def _named(name: str) -> bool:
    return not name[0].isdecimal() and _NAME.issuperset(name)


def _running(parts: Sequence[Part]) -> list[Part]:
    """The substitutions in parts of a word, and in what is in these."""
    found: list[Part] = []
    for part in parts:
        if type(part) is Substitution:
            found.append(part)
        elif type(part) is Variable:
            found.extend(_running(part.inside or ()))
        elif type(part) is Braces:
            for alternative in part.alternatives:
                found.extend(_running(alternative))
    return found


def _varying(parts: Sequence[Part], inside: bool = False) -> list[Part]:
    """What can be any number of words in the braces among parts of a word."""
    found: list[Part] = []
    for part in parts:
        if type(part) is Braces:
            found.extend([item for alternative in part.alternatives for item in _varying(alternative, True)])
        elif inside and (type(part) is Variable or type(part) is Substitution) and not part.quoted:
            found.append(part)
    return found


def _picked(part: Variable) -> tuple[int, int | None] | None:
    """The offset and the number of the elements of an array that an index picks, if it is known which."""
    if part.name.endswith("PATH") or part.name in _SPECIAL or any(type(item) is not Text for item in part.inside or ()):
        return None
    found = slice_of("".join([item.text for item in part.inside or () if type(item) is Text]))
    # Without an argument, the last one would be the name of the script.
    return None if found is not None and part.name == "argv" and found[0] < 0 else found


def _sliced(name: str, sliced: tuple[int, int | None], mark: str) -> str:
    """The elements of an array from an offset on."""
    start, count = sliced
    start += name == "argv" and start >= 0  # the first of the positional parameters is the name of the script
    offset = f":{start}" if start >= 0 else f": {start}"
    array = mark if name == "argv" else f"{name}[{mark}]"
    return f'"${{{array}{offset}{"" if count is None else f":{count}"}}}"'


def slice_of(text: str) -> tuple[int, int | None] | None:
    """The offset and the number of elements that an index means; None where that is not one slice."""
    first, dots, last = text.partition("..")
    start = _number(first) if first or not dots else 1
    if start is None or start == 0:
        return None
    start = start - 1 if start > 0 else start
    if not dots:
        return start, None if start == -1 else 1
    if start < -1:
        return None
    end = _number(last) if last else -1
    if end == -1:
        return start, None
    if start < 0 or end is None or end <= start:
        return None
    return start, end - start


def _number(text: str) -> int | None:
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 6 else None
