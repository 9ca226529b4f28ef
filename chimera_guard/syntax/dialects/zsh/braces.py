"""zsh's `${...}`, rewritten. Source: zshexpn(1) "Parameter Expansion", "Parameter Expansion Flags"; zsh 5.9."""

from __future__ import annotations

from chimera_guard.syntax.dialects import UNKNOWN
from chimera_guard.syntax.dialects.zsh.names import DEFINITIONS, NAME
from chimera_guard.syntax.dialects.zsh.parameters import LOOSE, Parameters

PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_TAKE_TEXT = frozenset("jsglrIZ_")  # flags with a text behind them, between two of any character
_SAME = (":-", ":=", ":+", ":?", "##", "%%", "//", "-", "=", "+", "?", "#", "%", "/")
_FOREIGN = ("::=", ":#", ":|", ":*", ":^", ":/")
_SIMPLE = NAME | frozenset("-./:,+@%")  # characters that mean the same in quotes
_SPLITTING = frozenset("@fz0s=")
_ORDERED = frozenset("@oOuanikv")


class Braces(Parameters):
    """Reads what stands in braces behind a `$`."""

    def flags(self) -> tuple[frozenset[str], str]:
        """The flags in parentheses, and the text that splits, if one does."""
        letters, apart = set(), ""
        while not self.take(")"):
            letter = self.next("flags are not closed")
            letters.add("e" if letter == "%" in letters else letter)  # `(%%)` expands all that a prompt can hold
            if letter in _TAKE_TEXT:
                mark = self.next("flags are not closed")
                text = self.up_to(PAIRS.get(mark, mark))
                apart = text if letter == "s" else apart
        return frozenset(letters), apart

    def braced(self, quoted: bool) -> str:
        """`${...}`, behind the brace."""
        letters, apart = self.flags() if self.take("(") else (frozenset(), "")
        mark = ""
        while self.peek() and self.peek() in "#+^=~" and self.peek(2)[1:] not in ("}", "", "-"):
            if self.peek() in "#+" and self.at(":", 1):
                break
            again = self.next("a brace is not closed")
            mark = "" if again == mark and again in "=~^" else again  # doubled, it turns off what it would do
        inner = self.dollar(False) if self.at("$") else self.quoting() if self.peek() in ('"', "`") else None
        name = "" if inner is not None else self.name()
        indices = self.subscripts()
        modifiers = self.modifiers(braced=True)
        operator, word = ("", "") if modifiers else self.operation(quoted)
        if not self.take("}"):
            raise ValueError("a brace is not closed")
        name = self.known(name, indices)
        if inner is not None or not name:
            if mark == "~" and self.globbing and not quoted:  # a pattern, which can hold code
                return self.unknown(f"{inner or word}$({UNKNOWN})", quoted)
            letters |= {"="} if mark == "=" else set()
            return self.nested(inner, letters, indices or modifiers or operator, word, quoted)
        if "P" in letters and operator[-1:] == "=":
            raise ValueError("what is set is not known")
        if letters:
            more = bool(indices or modifiers or operator or mark)
            return self.flagged(name, letters, apart, more, word, quoted)
        if mark and (operator or modifiers):
            picked = self.picked(name, quoted) if mark == "~" else ""
            return self.unknown("".join(indices) + word + picked, quoted)
        if mark:
            return self.prefixed(mark, name, indices, quoted)
        if modifiers:
            return self.modified(name, indices, modifiers, quoted)
        if not operator:
            return self.value(name, indices, quoted)
        return self.operated(name, indices, operator, word, quoted)

    def operation(self, quoted: bool) -> tuple[str, str]:
        """The operator of a `${name...}`, and the word behind it."""
        for operator in (*_FOREIGN, *_SAME, ":"):
            if self.take(operator):
                return operator, self.inside_braces(quoted)
        return "", ""

    def inside_braces(self, quoted: bool) -> str:
        """The word behind an operator, up to the brace that closes it all."""
        parts: list[str] = []
        while not self.at("}"):
            if self.at("$"):
                parts.append(self.dollar(quoted))
            elif self.at("'") and quoted:
                parts.append(self.next(""))
            elif (text := self.quoting()) is not None:
                parts.append(text)
            else:
                parts.append(self.next("a brace is not closed"))
        return "".join(parts)

    def operated(self, name: str, indices: list[str], operator: str, word: str, quoted: bool) -> str:
        inside = name if not indices else self.element(name, indices)
        if name in DEFINITIONS and operator.endswith("="):
            raise ValueError("a definition is made in an expansion")
        if not indices and self.sorts.get(name) == "array":
            inside = f"{name}[{'*' if quoted else '@'}]"
        if operator == "::=" and inside is not None:
            known, self.sorts[name] = name in self.sorts, "unknown"
            return self.unknown(word, quoted) if known else f"${{{inside}:={word}}}"
        if inside is None or operator in _FOREIGN or (name == "path" and "path" not in self.sorts):
            return self.unknown("".join(indices) + word, quoted)
        text = f"${{{inside}{operator}{word}}}"
        one = not quoted and self.options.isdisjoint(LOOSE) and word and _SIMPLE.issuperset(word.replace(" ", ""))
        full = operator in (":-", ":=") or (operator in ("-", "=") and ("@" in inside or not self.leading))
        return f'"{text}"' if one and full else text

    def nested(self, inner: str | None, letters: frozenset[str], more: object, word: str, quoted: bool) -> str:
        """`${${x}...}`, `${(f)"$(x)"}`, `${:-x}`."""
        if inner is None:
            if letters:
                return self.unknown(_evaluated(word, quoted) if "e" in letters else word, quoted)
            if more not in ("-", ":-"):
                return self.unknown(word, quoted)
            one = not quoted and _SIMPLE.issuperset(word.replace(" ", "")) and self.options.isdisjoint(LOOSE)
            return f'"${{__none:-{word}}}"' if one and word else f"${{__none:-{word}}}"
        if "e" in letters:
            return self.unknown(_evaluated(inner, quoted) + word, quoted)
        if more or not letters <= _SPLITTING or letters & {"s"}:
            return self.unknown(inner + word, quoted)
        if letters and inner.endswith('"}') and ':+"' in inner:  # one word, or none if it is empty
            return inner.partition(':+"')[2][:-2]
        return inner[1:-1] if letters and inner[:1] == inner[-1:] == '"' else inner

    def flagged(self, name: str, letters: frozenset[str], apart: str, more: bool, word: str, quoted: bool) -> str:
        """`${(flags)name}`."""
        if more or "e" in letters:
            return self.unknown(_evaluated(f"${{{name}}}", quoted) + word if "e" in letters else word, quoted)
        if letters <= {"L"} | {"U"} and len(letters) == 1:
            return f"${{{name}{',,' if 'L' in letters else '^^'}}}"
        if letters == {"P"}:
            return f"${{!{name}}}" if quoted else f'${{!{name}:+"${{!{name}}}"}}'
        if quoted and letters & {"@", "z"} and letters <= _SPLITTING and letters != {"@"}:
            return UNKNOWN  # several words, in quotes as well
        if "s" in letters and letters <= _SPLITTING and apart and not set(apart) & set("/}\\$'\"`"):
            return f"${{{name}//{apart}/ }}"
        if letters <= _SPLITTING - {"s"}:
            return f"${{{name}}}" if letters != {"@"} else f'"${{{name}[@]}}"'
        if letters <= _ORDERED and not quoted:
            return UNKNOWN  # its words in another order
        if letters == {"q"} and quoted:
            return f"${{{name}@Q}}"
        return self.unknown("", quoted)


def _evaluated(text: str, quoted: bool) -> str:
    """A substitution that runs what a text holds once more."""
    return f'$(eval ": \\"{text}\\"")' if quoted else f"$(eval ': \"'{text}'\"')"
