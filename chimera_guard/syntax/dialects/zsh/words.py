"""zsh's words and redirections, rewritten.

Sources: zshexpn(1) "Filename Generation", zshmisc(1) "Redirection", "Quoting"; zsh 5.9.
"""

from __future__ import annotations

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.zsh.names import DIGITS, NAME
from chimera_guard.syntax.dialects.zsh.patterns import ENDS, PROGRAM, Patterns

SCRIPT = frozenset({"interactivecomments", "equals"})  # options of a shell that nobody types to
BLANK = frozenset(" \t")
_QUOTED = NAME | frozenset(" -./:,@%+*?=[](){}<>|;&'#~^\n")  # characters that are only themselves in double quotes
_PLAIN = NAME | frozenset("-./:,@%+*?=[]!")
_REDIRECTIONS = (
    ("&>>|", "&>>"), ("&>>!", "&>>"), (">>&|", "&>>"), (">>&!", "&>>"), ("&>>", "&>>"), (">>&", "&>>"),
    ("&>|", "&>"), ("&>!", "&>"), (">&|", "&>"), (">&!", "&>"), ("&>", "&>"), (">&", ">&"),
    (">>|", ">>"), (">>!", ">>"), (">>", ">>"), (">|", ">|"), (">!", ">|"), (">", ">"),
    ("<<<", "<<<"), ("<<-", "<<-"), ("<<", "<<"), ("<>", "<>"), ("<&", "<&"), ("<", "<"),
)  # fmt: skip


class Words(Patterns):
    """Reads words, each in all its parts."""

    def __init__(self, source: str, options: frozenset[str]) -> None:
        super().__init__(source, options)
        self.comments = "interactivecomments" in options  # what the line itself sets comes too late for it
        self.awaited: list[tuple[str, str, bool, bool]] = []  # here-documents whose text is still to come
        self.documents: dict[str, str] = {}
        self.marks = 0  # how many there were
        self.changed = False  # whether modifiers make something else of the names that a pattern fits
        self.pending: dict[str, str] = {}  # global aliases that the next line is read with
        self.globals: dict[str, str] = {}
        self.hooks: set[str] = set()  # functions that the shell calls by itself
        self.defined: set[str] = set()

    def skip_blank(self) -> None:
        """Pass blanks, continued lines and comments."""
        while self.peek() and self.peek() in " \t#\\":
            self.while_in(BLANK)
            if self.at("#") and self.comments:
                while self.peek() not in ("", "\n"):
                    self.place += 1
            if not self.take("\\\n"):
                return

    def quoting(self) -> str | None:
        if self.at("'"):
            start = self.place
            self.place += 1
            while not self.take("'") or ("rcquotes" in self.options and self.take("'")):
                self.next("a quote is not closed")
            text = self.source[start + 1 : self.place - 1]
            return "'" + (text.replace("''", "'\\''") if "rcquotes" in self.options else text) + "'"
        if self.take('"'):
            return f'"{self.inside_quotes()}"'
        if self.take("`"):
            return self.backquoted()
        if self.at("\\"):
            self.place += 1
            following = self.next("it ends in a backslash")
            return "" if following == "\n" else "\\" + following
        return None

    def inside_quotes(self, end: str = '"') -> str:
        """What stands in double quotes, up to the one that closes them; of a here-document, all of it."""
        parts: list[str] = []
        while not (self.take(end) if end else self.place >= len(self.source)):
            if self.at("\\"):
                self.place += 1
                parts.append("\\" + self.next("a quote is not closed"))
            elif self.at("$"):
                parts.append(self.dollar(True))
            elif self.take("`"):
                parts.append(self.backquoted(quoted=bool(end)))
            elif self.at('"'):
                self.place += 1
                parts.append('\\"')
            else:
                parts.append(self.while_in(_QUOTED) or self.next("a quote is not closed"))
        return "".join(parts)

    def backquoted(self, quoted: bool = False) -> str:
        text = ""
        while not self.take("`"):
            if self.at("\\") and self.peek(2)[1:] in ("`", "\\", "$", '"' if quoted else "`"):
                self.place += 1
            text += self.next("a backquote is not closed")
        return f"$( {self.again(text)})"

    def again(self, source: str) -> str:
        """Another source as a whole, rewritten in the light of this one."""
        raise NotImplementedError

    def bare(self) -> str:
        """The word here, if it is one without any quoting; it is not passed."""
        end = self.place
        source = self.source
        if self.at("{"):  # whatever stands behind it
            return "{"
        if self.at("}"):
            return "}" if self.peek(2)[1:] in ("", *ENDS) else ""
        while end < len(source) and source[end] in NAME:
            end += 1
        if end == self.place:
            end += 2 if self.at("[[") else self.peek() == "!"
        return source[self.place : end] if end == len(source) or source[end] in ENDS else ""

    def word(self, head: bool = False, names: bool = False) -> str:
        """The word here; empty where none begins. As the `head` of a command it is a program; or `names` a function."""
        parts: list[str] = []
        if self.at("=(") or self.at("<(") or self.at(">("):
            mark = self.next("").replace("=", "<")
            self.place += 1
            parts.append(f"{mark}( {self.apart()})")
        elif self.at("=") and "equals" in self.options and self.peek(2)[1:] not in ("", "=", "~", "}", *ENDS):
            self.place += 1
            name = self.while_in(PROGRAM)
            path = name and (not self.peek() or self.peek() in ENDS)
            parts += [name if head and path else f"$(which {name})" if path else UNKNOWN]
        elif self.at("#"):
            parts.append("\\" + self.next(""))
        while True:
            if parts and self.peek() in ("~", "=") and (head or self.at("~")) and all(map(_may_vanish, parts)):
                parts.append(UNKNOWN)  # it may be the first of the word
                self.place += 1
            if text := self.while_in(_PLAIN):
                parts.append(text)
            letter = self.peek()
            if not letter or (letter in ENDS and not self.numbers()) or (not parts and self.bare() == "}"):
                break
            if letter == "(" and (head or names) and self.defines():
                break
            self.leading = head
            parts.append(self.part(parts))
        self.leading = False
        word = "".join(parts)
        if self.changed:  # into another path: `x(:h)`
            self.changed = False
            return f'{word}"{UNKNOWN}"' if "<(" in word else self.unknown(word, False)
        if "{" in parts and (("ignorebraces" if "," in word or ".." in word else "braceccl") in self.options):
            return self.unknown(word, False)  # not what braces mean otherwise
        return self.globals.get(word, word) if self.globals else word

    def part(self, before: list[str]) -> str:
        """One part of a word, behind those before it."""
        if self.at("$"):
            return self.dollar(False)
        text = self.quoting()
        if text is not None:
            return text
        if self.at("("):
            return self.group() or ("" if before else "*")
        if numbers := self.numbers():
            self.place += len(numbers)
            return "*"
        letter = self.next("")
        first = not before or before[-1].endswith("/")
        extended = "extendedglob" in self.options
        if extended and ((letter == "^" and first) or (letter == "~" and not first)):
            while self.peek() and self.peek() not in ENDS and not (letter == "^" and self.at("/")):
                self.part([letter])
            return "*"
        return "*" if extended and letter == "#" else letter

    # Redirections

    def redirection(self) -> str:
        """The redirection here, with what it names; empty where there is none."""
        here = self.place
        if not self.peek() or self.peek() not in "<>&{0123456789":
            return ""
        number = self.while_in(DIGITS)
        if self.at("{"):
            self.place += 1
            name = self.while_in(NAME)
            number = f"{{{name}}}" if name and self.take("}") and self.peek() in ("<", ">", "&") else ""
            self.place = self.place if number else here
        if self.peek(2) not in ("<(", ">(") and (number or not self.numbers()):
            for raw, text in _REDIRECTIONS:
                if self.at(raw) and raw[-1] == text[-1] and raw[-2:] in (">>", "<<") and self.at("(", len(raw)):
                    continue  # `>>(x)` is `> >(x)`
                if self.take(raw):
                    found = self.target(text)
                    if number and found.startswith("&"):  # also the errors, which are all of it
                        return number + found[1:]
                    return number + found
        self.place = here
        return ""

    def target(self, text: str) -> str:
        self.skip_blank()
        if text in ("<<", "<<-"):
            return self.document(text == "<<-")
        word = self.word()
        if not word:
            raise ValueError("the name of a file is missing")
        if text == ">&" and not (word.isdecimal() or word in ("-", "p")):
            text = "&>"
        return f"{text}{'' if text in ('>&', '<&') else ' '}{word}"

    def document(self, tabs: bool) -> str:
        """A here-document, as a here-string whose text follows when its line is over."""
        start = self.place
        while self.peek() and self.peek() not in ENDS:
            if self.quoting() is None:
                self.place += 1
        raw = self.source[start : self.place]
        if not raw:
            raise ValueError("a here-document has no end")
        end = "".join(letter for letter in raw if letter not in "'\"\\")
        self.marks += 1
        mark = f"\0{self.marks}\0"
        self.awaited.append((mark, end, tabs, raw != end))
        return f"<<< {mark}"

    def new_line(self) -> None:
        """Pass the end of a line, and the here-documents that begin behind it."""
        self.place += 1
        if self.depth == 1:  # what is in a block has been read by then
            self.globals |= self.pending
        for mark, end, tabs, quoted in self.awaited:
            lines: list[str] = []
            while True:
                if self.place >= len(self.source):
                    raise ValueError("a here-document is not closed")
                line = self.up_to("\n")
                line = line.lstrip("\t") if tabs else line
                if line == end:
                    break
                lines.append(line)
            text = "\n".join(lines)
            quote = "'" + text.replace("'", "'\\''") + "'"
            self.documents[mark] = quote if quoted else f'"{self.again_inside(text)}"'
        self.awaited = []

    def again_inside(self, text: str) -> str:
        """The text of a here-document as it stands in double quotes."""
        raise NotImplementedError


def _may_vanish(part: str) -> bool:
    """Whether a part of a word can be nothing at all."""
    return part.startswith(("$", '"$')) or part in ('""', "''")
