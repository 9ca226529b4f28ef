"""Variables of scripting languages that only ever hold constants: what they hold stands in for them.

Nothing is followed in order: a name has every value that is given to it anywhere, and where one of these is not known,
HOLE is among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chimera_guard.effects.code.arguments import choices, listed, split
from chimera_guard.effects.code.bindings import OWN, Binding, bindings
from chimera_guard.effects.code.tokens import Token
from chimera_guard.words.value import HOLE, SOME_NAME

MAX_VALUES = 16
MAX_PASSES = 4
MAX_TEXT = 4_096
MAX_FILLED = 20_000  # names that are looked for in texts
MAX_SPAN = 64  # tokens of a call that is folded
_JOINS = frozenset(["join", "resolve"])
_SAME = frozenset(["expand_path", "realpath", "normalize", "realpathSync", "toString", "shellescape"])
# Functions that make a directory, or a file, of one's own.
_MADE = frozenset("mkdtempSync mkdtemp mktmpdir tempdir tempnam makeTempDir makeTempDirSync makeTempFile".split())
_LISTS = frozenset(["readdirSync", "readdir", "scandir", "children", "entries"])
_GLOBS = frozenset(["glob", "globSync"])
_WALKS = frozenset(["RecursiveDirectoryIterator", "DirectoryIterator", "FilesystemIterator"])
_OWN_PATH = frozenset(["getPathname", "getRealPath", "to_s", "__toString", "realpath"])
_GAP = re.compile(r"[#$]\{[\w.$@\[\]]+\}|[$@]\{?\w+\}?")
_HERE = frozenset(["__dirname", "__dir__", "__DIR__"])
_MEMBERS = (".", "->", "::", "?.")


class Values:
    """What names hold: texts, or lists of texts."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.lists: dict[str, list[str]] = {}
        self.left = MAX_FILLED

    def copy(self) -> Values:
        """The same, to be changed."""
        twin = Values()
        twin.texts = {name: list(texts) for name, texts in self.texts.items()}
        twin.lists = {name: list(texts) for name, texts in self.lists.items()}
        return twin

    def add(self, binding: Binding, tokens: list[Token]) -> None:
        """Take what a name is bound to."""
        if any(token.kind == "name" and token.text in _MADE for token in tokens):
            self.hold(binding.name, ["/tmp/" + HOLE])
            return
        listed = _items(tokens)
        if not binding.each and (fields := _fields(tokens)):
            for name, texts in fields.items():
                self.hold(f"{binding.name}.{name}", texts)
                self.hold(f"{binding.name}[]", texts)
            return
        if binding.each:
            self.hold(binding.name, listed if listed is not None else [HOLE])
        elif listed is not None:
            known = self.lists.setdefault(binding.name, [])
            known += [text for text in listed if text not in known][:MAX_VALUES]
            self.hold(f"{binding.name}[]", listed)
        else:
            self.hold(binding.name, choices(tokens) or [HOLE])

    def hold(self, name: str, texts: Sequence[str]) -> None:
        """Note what a name can hold."""
        known = self.texts.setdefault(name, [])
        for text in texts[:MAX_VALUES]:
            if text not in known and len(text) <= MAX_TEXT:
                known.append(text if len(known) < MAX_VALUES else HOLE)

    def of(self, name: str) -> list[str]:
        """The texts that a name can hold; none where nothing is known of it."""
        held = self.texts.get(name, [])
        return [] if held == [HOLE] else held

    def replaced(self, found: Sequence[Token]) -> list[Token]:
        """The tokens with what names hold in their place."""
        out: list[Token] = []
        skipped = 0  # tokens that what came before stands for
        for i, token in enumerate(found):
            if skipped:
                skipped -= 1
                continue
            member_of, skipped = self.member(found, i)
            if skipped:
                out.append(Token("text", member_of[0]) if len(member_of) == 1 else _choice(member_of))
                continue
            after = found[i + 1].text if i + 1 < len(found) and found[i + 1].kind != "text" else ""
            member = bool(i) and found[i - 1].kind == "sign" and found[i - 1].text in _MEMBERS
            held = self.of(token.text) if token.kind in ("name", "variable") and not member else []
            if after == "->" and i + 2 < len(found) and found[i + 2].text in _OWN_PATH:
                after = ""  # `$file->getPathname()` is what it holds
            if token.kind == "text" and not token.plain:
                out.append(self.filled(token))
            elif token.kind not in ("name", "variable") or member or after in ("(", "=>", ":", "=", "->"):
                out.append(token)
            elif token.text in _HERE:
                out.append(Token("text", "."))
            elif token.text in self.lists and after not in ("[", ".", "->"):
                out += listed(self.lists[token.text])
            elif held:
                out.append(Token("text", held[0]) if held[1:] == [] else _choice(held))
            else:
                out.append(token)
        return out

    def member(self, found: Sequence[Token], i: int) -> tuple[list[str], int]:
        """What `name.key`, `name[...]` or `this.name` at `i` holds, and of how many more tokens it is made."""
        token = found[i]
        if token.kind not in ("name", "variable") or i + 2 >= len(found) or found[i + 1].kind != "sign":
            return [], 0
        mark, ends = found[i + 1].text, [each.text for each in found[i + 3 : i + 5]]
        if mark in (".", "->", "?.") and ends[:1] not in (["("], ["="]):
            held = self.of(f"{OWN.get(token.text, token.text + '.')}{found[i + 2].text}")
            return held, 2 if held else 0
        name = f"{token.text}[]" if f"{token.text}[]" in self.texts else f"%{token.text[1:]}[]"
        if mark in "[{" and name in self.texts and "]" in ends or "}" in ends:
            size = 3 if ends[0] in "]}" else 4
            held = self.of(name) if mark in "[{" else []
            return held, size if held and found[i + size].text in "]}" else 0
        return [], 0

    def filled(self, token: Token) -> Token:
        """A text with what is put into it, as far as that is known."""
        self.left -= len(self.texts)
        if self.left < 0:
            return token
        texts = [token.text.replace("$$", HOLE)]
        for name in sorted({*self.texts, *token.inner}, key=len, reverse=True):
            bare = name.removeprefix("$")
            marks = ["${" + bare + "}", "#{" + name + "}", "{" + name + "}", *([name] if name[:1] == "$" else ())]
            for mark in marks:
                if mark in texts[0]:
                    held = self.of(name) or [HOLE]
                    texts = [text.replace(mark, one) for text in texts for one in held][:MAX_VALUES]
        unknown = any("${" in text or "#{" in text or "$" in text or "@" in text for text in texts)
        if any(_calls(inner) for inner in token.inner):
            return token
        if unknown:
            gaps = _GAP.sub(HOLE, texts[0])
            known = gaps.strip(HOLE) and not any(mark in gaps for mark in ("${", "#{", "$", "@"))
            return Token("text", gaps) if known else token
        if texts == [token.text]:
            return token
        return Token("text", texts[0]) if len(texts) == 1 else Token("choice", "", False, tuple(texts))


def with_constants(found: Sequence[Token], values: Values) -> tuple[list[Token], Values]:
    """Return the tokens with the constants that names hold in their place, and with joined paths as one text.

    `values` are what names hold already, around the code; returned with what they hold within it.
    """
    bound, outer = bindings(found), values
    for _ in range(MAX_PASSES if bound else 0):
        fresh = outer.copy()
        for binding in bound:
            fresh.add(binding, folded(values.replaced(found[binding.start : binding.end])))
        if fresh.texts == values.texts and fresh.lists == values.lists:
            break
        values = fresh
    return folded(values.replaced(found)), values


def folded(found: Sequence[Token]) -> list[Token]:
    """The tokens with one text for a path that is joined, and a list of one name for what a directory holds."""
    out: list[Token] = []
    for token in found:
        if token.kind == "text" and token.plain and out and out[-1].kind == "name" and out[-1].text in _GLOBS:
            out[-1:] = listed([token.text.replace("*", SOME_NAME)])  # `glob "*.o"` of Perl
            continue
        out.append(token)
        if token.text == ")" and token.kind == "sign":
            _fold(out)
    return out


def _fold(out: list[Token]) -> None:
    """Fold the call that ends at the end of `out`, where it is one that gives a path or names."""
    depth, at = 0, len(out) - 1
    while at >= max(len(out) - MAX_SPAN, 0):
        if out[at].kind == "sign":
            depth += (out[at].text in ")]}") - (out[at].text in "([{")
        if depth == 0:
            break
        at -= 1
    name = out[at - 1].text if at > 0 and out[at - 1].kind == "name" else ""
    if _fold_iterator(out, at, name):
        return
    if name not in _JOINS | _SAME | _LISTS | _GLOBS | _WALKS and not (
        name == "find" and at > 2 and out[at - 3].text == "Find"
    ):
        return
    if any(token.kind == "command" or token.text in ("(", "{", "=>") for token in out[at + 1 : -1]):
        return  # what else is done there must not be lost
    given = [choices(argument) for argument in split(out[at + 1 : -1], frozenset([","]))]
    start = at - 3 if at > 2 and out[at - 2].text in _MEMBERS and out[at - 3].kind == "name" else at - 1
    if not given or not given[0] or (name in _JOINS and start == at - 1 and len(given) < 2):
        return
    if name in _JOINS:
        texts = [""]
        for part in given:
            texts = [_joined(text, more) for text in texts for more in part or [HOLE]][:MAX_VALUES]
        out[start:] = [Token("text", texts[0]) if len(texts) == 1 else Token("choice", "", False, tuple(texts))]
    elif name in _SAME:
        out[start:] = [Token("text", given[0][0]) if len(given[0]) == 1 else Token("choice", "", False, (*given[0],))]
    elif name in _GLOBS:
        out[start:] = listed([text.replace("**/", "").replace("*", SOME_NAME) for text in given[0]])
    elif name in _WALKS:
        deep = f"/{SOME_NAME}" * (1 + name.startswith("Recursive"))
        out[at - 1 - (out[at - 2].text == "new") :] = listed([text + deep for text in given[0]])
    elif name == "find":
        out[start:] = listed([f"{text}/{SOME_NAME}/{SOME_NAME}" for text in given[0]])
    elif name in _LISTS:
        below = name in ("children", "entries", "scandir") and out[start].text == "Pathname"
        out[start:] = listed([f"{text}/{SOME_NAME}" for text in given[0]] if below else [SOME_NAME])


def _fold_iterator(out: list[Token], at: int, name: str) -> bool:
    """Fold what PHP and R list directories with; `at` is where the brackets of the call open."""
    if name in _OWN_PATH and at == len(out) - 2 and at > 2 and out[at - 3].kind in ("text", "choice"):
        out[at - 2 :] = []  # `$file->getPathname()`
        return True
    if name == "RecursiveIteratorIterator" and out[at + 1].text == "[" and out[at + 1].kind == "sign":
        close = next((n for n in range(at + 1, len(out)) if out[n].text == "]"), len(out))
        out[at - 1 - (out[at - 2].text == "new") :] = out[at + 1 : close + 1]
        return True
    if name in ("files", "dirs") and at > 2 and out[at - 3].text == "list":  # of R
        given = [choices(argument) for argument in split(out[at + 1 : -1], frozenset([","]))]
        if given and given[0]:
            out[at - 3 :] = [Token("name", "c"), *listed([f"{text}/{SOME_NAME}" for text in given[0]], "()")]
        return True
    return False


def _joined(text: str, more: str) -> str:
    return more if not text or more[:1] in ("/", "~") else f"{text.rstrip('/')}/{more.removeprefix('./')}"


def _choice(texts: Sequence[str]) -> Token:
    return Token("choice", "", False, tuple(texts))


def _fields(tokens: Sequence[Token]) -> dict[str, list[str]]:
    """The fields of an object or a hash that are texts."""
    if len(tokens) < 3 or tokens[0].kind != "sign" or tokens[0].text not in "{[(" or tokens[-1].text not in "}])":
        return {}
    fields: dict[str, list[str]] = {}
    for part in split(tokens[1:-1], frozenset([",", "\n"]))[:MAX_VALUES]:
        marks = [n for n, token in enumerate(part) if token.kind == "sign" and token.text in (":", "=>")]
        if marks and (texts := choices(part[marks[-1] + 1 :])):
            name = next((token.text for token in part if token.kind in ("name", "text")), "")
            fields[name] = texts
    return fields


def _items(tokens: Sequence[Token]) -> list[str] | None:
    """The texts of a list."""
    if len(tokens) == 1 and tokens[0].text == "\n":
        return None
    if tokens and tokens[0].kind == "words":
        return tokens[0].text.split()
    if len(tokens) < 2 or tokens[0].kind != "sign" or tokens[0].text not in "[({" or tokens[-1].text not in ")]}":
        return None
    if tokens[0].text == "{" and any(token.kind == "sign" and token.text in (":", "=>", "=") for token in tokens):
        return None  # by names
    inside = tokens[1:-1]
    if len(inside) == 1 and inside[0].kind == "words":
        return inside[0].text.split()
    if inside and inside[0].text in ("[", "{") and inside[0].kind == "sign":
        return _items(inside)
    parts = split(inside, frozenset([","]))
    if tokens[0].text == "(" and len(parts) == 1:
        return None
    return [text for part in parts if part for text in (choices(part) or [HOLE])]


def _calls(code: str) -> bool:
    """Whether code within a text calls something."""
    return "(" in code or "`" in code
