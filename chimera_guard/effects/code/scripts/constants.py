"""Variables of scripting languages that only ever hold constants: what they hold stands in for them.

Nothing is followed in order: a name has every value that is given to it anywhere, and where one of these is not known,
HOLE is among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from chimera_guard.effects.code.reading import capped
from chimera_guard.effects.code.scripts.arguments import choices, listed
from chimera_guard.effects.code.scripts.bindings import OWN, Binding, bindings
from chimera_guard.effects.code.scripts.brackets import closed, split
from chimera_guard.effects.code.scripts.paths import MAX_VALUES, OWN_PATH, folded, one_of
from chimera_guard.effects.code.scripts.tokens import MEMBERS, Token
from chimera_guard.words.value import HOLE, SOME_NAME

MAX_PASSES = 5
MAX_REPLACED = 60_000  # tokens, in all passes together
MAX_PICKS = 6  # calls behind each other by which a list is picked from
MAX_TEXT = 4_096
MAX_FILLED = 20_000  # names that are looked for in texts
# Functions that make a directory, or a file, of one's own.
_MADE = frozenset("mkdtempSync mkdtemp mktmpdir tempdir tempnam makeTempDir makeTempDirSync makeTempFile".split())
_PICKS = frozenset("filter sort slice reverse map concat select reject sort_by".split())
_GAP = re.compile(r"[#$]\{[\w.$@\[\]]+\}|[$@]\{?\w+\}?")
_HERE = frozenset(["__dirname", "__dir__", "__DIR__"])


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
        if any(token.text == "readdir" and after.kind == "variable" for token, after in pairwise(tokens)):
            self.hold(binding.name, [SOME_NAME])  # of Perl, from an open directory
            return
        tokens = list(_picked(self.given_back(tokens)))
        listed = _items(tokens)
        if not binding.each and (fields := _fields(tokens)):
            for name, texts in fields.items():
                self.hold(f"{binding.name}.{name}", texts)
                self.hold(f"{binding.name}[]", texts)
            self.lists |= {f"{binding.name}.{name}": texts for name, texts in _listed_fields(tokens).items()}
            return
        if binding.item:
            self.lists.setdefault(binding.name, []).extend(
                text for text in choices(tokens) if text not in self.lists[binding.name][:MAX_VALUES]
            )
        elif binding.each:
            self.hold(binding.name, listed if listed is not None else [HOLE])
        elif listed is not None:
            known = self.lists.setdefault(binding.name, [])
            known += capped([text for text in listed if text not in known], MAX_VALUES)
            self.hold(f"{binding.name}[]", listed)
        else:
            self.hold(binding.name, choices(tokens) or [HOLE])

    def given_back(self, tokens: list[Token]) -> list[Token]:
        """A call of a function of the code's own as the list, or the text, that it gives back."""
        tokens = tokens[1:] if tokens[:1] and tokens[0].text == "await" else tokens
        name = f"{tokens[0].text}()" if len(tokens) > 2 and tokens[1].text == "(" else ""
        if name not in self.lists and name not in self.texts:
            return tokens
        rest = tokens[closed(tokens, 1) + 1 :]
        if name in self.lists:
            return [*listed(capped(self.lists[name], MAX_VALUES)), *rest]
        return [one_of(self.texts[name]), *rest]

    def hold(self, name: str, texts: Sequence[str]) -> None:
        """Note what a name can hold."""
        known = self.texts.setdefault(name, [])
        for text in capped(texts, MAX_VALUES):
            told = text if len(text) <= MAX_TEXT and len(known) < MAX_VALUES else HOLE
            if told not in known:
                known.append(told)

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
            if (name := self.listed_member(found, i)) is not None:
                out += listed(self.lists[name])
                skipped = 2
                continue
            member_of, skipped = self.member(found, i)
            if skipped:
                out.append(one_of(member_of))
                continue
            after = found[i + 1].text if i + 1 < len(found) and found[i + 1].kind != "text" else ""
            member = bool(i) and found[i - 1].kind == "sign" and found[i - 1].text in MEMBERS
            held = self.of(token.text) if token.kind in ("name", "variable") and not member else []
            if after == "->" and i + 2 < len(found) and found[i + 2].text in OWN_PATH:
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
                out.append(one_of(held))
            else:
                out.append(token)
        return out

    def listed_member(self, found: Sequence[Token], i: int) -> str | None:
        """The name of the list that stands at `i` as `object.name`, and is not asked for anything."""
        if not self.lists or found[i].kind not in ("name", "variable") or i + 2 >= len(found):
            return None
        mark, key = found[i + 1].text, found[i + 2].text
        name = f"{found[i].text}.{key}"
        after = found[i + 3].text if i + 3 < len(found) else ""
        return name if mark in (".", "->", "?.") and after not in ("(", "=", ".", "[") and name in self.lists else None

    def member(self, found: Sequence[Token], i: int) -> tuple[list[str], int]:
        """What `name.key`, `name[...]` or `this.name` at `i` holds, and of how many more tokens it is made."""
        token = found[i]
        if token.kind not in ("name", "variable") or i + 2 >= len(found) or found[i + 1].kind != "sign":
            return [], 0
        mark, ends = found[i + 1].text, [each.text for each in found[i + 3 : i + 5]]
        if mark in (".", "->", "?.") and ends[:1] not in (["("], ["="]):
            held = self.of(f"{OWN.get(token.text, token.text + '.')}{found[i + 2].text}")
            held = held or self.entry(token.text, found[i + 2].text)
            return held, 2 if held else 0
        name = f"{token.text}[]" if f"{token.text}[]" in self.texts else f"%{token.text[1:]}[]"
        if mark in "[{" and name in self.texts and "]" in ends or "}" in ends:
            size = 3 if ends[0] in "]}" else 4
            held = self.of(name) if mark in "[{" else []
            return held, size if held and found[i + size].text in "]}" else 0
        return [], 0

    def entry(self, name: str, key: str) -> list[str]:
        """What `entry.name` is, where `entry` is one of a directory."""
        texts = self.of(name) if key in ("name", "path") else []
        return texts if any(SOME_NAME in text for text in texts) else []

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
                    held = self.of(name) or self.entry(*name.rpartition(".")[::2]) or [HOLE]
                    texts = capped([text.replace(mark, one) for text in texts for one in held], MAX_VALUES)
        unknown = any("${" in text or "#{" in text or "$" in text or "@" in text for text in texts)
        if any(_calls(inner) for inner in token.inner):
            return token
        if unknown:
            gaps = _GAP.sub(HOLE, texts[0])
            known = gaps.strip(HOLE) and not any(mark in gaps for mark in ("${", "#{", "$", "@"))
            return Token("text", gaps) if known else token
        if texts == [token.text]:
            return token
        return one_of(texts)


def with_constants(found: Sequence[Token], values: Values) -> tuple[list[Token], Values]:
    """Return the tokens with the constants that names hold in their place, and with joined paths as one text.

    `values` are what names hold already, around the code; returned with what they hold within it.
    """
    bound, outer = bindings(found), values
    if bound is None:
        return list(found), Values()
    spent = sum(binding.end - binding.start for binding in bound)
    for turn in range(MAX_PASSES if bound else 0):
        if turn * spent > MAX_REPLACED:
            break
        fresh = outer.copy()
        for binding in bound:
            fresh.add(binding, folded(values.replaced(found[binding.start : binding.end])))
        if fresh.texts == values.texts and fresh.lists == values.lists:
            break
        values = fresh
    return folded(values.replaced(found)), values


def _fields(tokens: Sequence[Token]) -> dict[str, list[str]]:
    """The fields of an object or a hash that are texts."""
    if len(tokens) < 3 or tokens[0].kind != "sign" or tokens[0].text not in "{[(" or tokens[-1].text not in "}])":
        return {}
    parts = split(tokens[1:-1], frozenset([",", "\n"]))
    fields: dict[str, list[str]] = {}
    for part in parts[:MAX_VALUES]:
        marks = [n for n, token in enumerate(part) if token.kind == "sign" and token.text in (":", "=>")]
        if marks and (texts := choices(part[marks[-1] + 1 :])):
            name = next((token.text for token in part if token.kind in ("name", "text")), "")
            fields[name] = texts
    return {**fields, "": [HOLE]} if fields and len(parts) > MAX_VALUES else fields


def _listed_fields(tokens: Sequence[Token]) -> dict[str, list[str]]:
    """The fields of an object that are lists of texts: `{ args: ["-rf", "/"] }`."""
    fields: dict[str, list[str]] = {}
    for part in split(tokens[1:-1], frozenset([",", "\n"]))[:MAX_VALUES]:
        if len(part) > 3 and part[1].text in (":", "=>") and (texts := _items(part[2:])):
            fields[part[0].text] = texts
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


def _picked(tokens: Sequence[Token]) -> Sequence[Token]:
    """A list of which some are picked, or which is put in order, as the list: `[...].filter(...).sort()`."""
    end = closed(tokens, 0) if tokens and tokens[0].text == "[" and tokens[0].kind == "sign" else 0
    at, left = end + 1, MAX_PICKS
    while end > 0 and left and at + 2 < len(tokens) and tokens[at].text == "." and tokens[at + 1].text in _PICKS:
        left -= 1
        if tokens[at + 2].text != "(":
            return tokens
        if tokens[at + 1].text == "map":
            arrow = next((n for n in range(at + 3, min(at + 8, len(tokens))) if tokens[n].text == "=>"), 0)
            texts = choices(tokens[arrow + 1 : closed(tokens, at + 2)]) if arrow else []
            if not texts:
                return tokens
            tokens = [*listed(texts), *tokens[closed(tokens, at + 2) + 1 :]]
            at = closed(tokens, 0) + 1
        else:
            at = closed(tokens, at + 2) + 1
    return tokens[: closed(tokens, 0) + 1] if end and at >= len(tokens) else tokens


def _calls(code: str) -> bool:
    """Whether code within a text calls something."""
    return "(" in code or "`" in code
