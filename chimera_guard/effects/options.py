"""Finds out which option a word is: its spellings, its value, and what is made of one that nobody lists."""

from __future__ import annotations

from chimera_guard.catalogue.usage import Option, Usage
from chimera_guard.effects.globs import LONGEST_WORD
from chimera_guard.effects.guesses import names_a_command, names_an_output, says_that_it_writes
from chimera_guard.effects.names import names_shell
from chimera_guard.effects.operands import REST, Action, fits
from chimera_guard.effects.option_effects import OptionEffects
from chimera_guard.words.value import Value

_SAID = frozenset({"true", "false"})  # behind a switch of one letter, as many programs in Go read it: `-y=true`
_NEAR = 12  # so many words behind an option that is not listed are looked at for the subcommand


class OptionReader(OptionEffects):
    """Reads words that begin like options."""

    __slots__ = ()

    def option(self, value: Value, text: str) -> None:
        """Read a word that begins as an option does, by the spelling that fits it first."""
        usage = self.usage
        found = usage.option(text)
        if found is None and self.style == "single-dash" and usage.option(text[1:].partition("=")[0]) is not None:
            text = text[1:]  # one dash or two, it is the same to these
            found = usage.option(text)
        if found is not None:
            self.apply(found, None)
            return
        name, equals, rest = text.partition("=")
        if equals:
            found = usage.option(name)
            spelled = text.startswith("--") or self.style == "single-dash"
            if found is not None and (found.takes or found.optional or spelled or rest.lower() in _SAID):
                self.apply(found, value._replace(text=rest), attached=True)
                return
        if text in ("--help", "--version") and usage.inherited("help", True):
            if self.asked(text):
                self.harmless = self.asks = True
                self.seen = []
                self.unlisted = [item for item in self.unlisted if text != "--help" or item[0] != "subcommand"]
                return
            if text == "--help":
                return
        turned_off = usage.long_options(f"--{text[5:]}") if text.startswith("--no-") else ()
        if any(known.harmless for name in turned_off if (known := usage.option(name)) is not None):
            self.harmless = False
            return
        if self.abbreviated(name, value, rest if equals else None) or self.prefixed(value, text):
            return
        if text.startswith("--") or self.style == "single-dash" or not self.bundle(value, text):
            if self.asks_alone(text):
                self.harmless = self.asks = True
            else:
                self.unknown_option(value)

    def asked(self, text: str) -> bool:
        """Whether `--help` or `--version` is a question, and not an option of a subcommand (`--version 1.2`)."""
        if self.operands and any(role.name in REST for role in self.roles):
            return False  # it is for the command
        if self.usage.parent is None and not self.seen and self.searching == self.usage.has_subcommands:
            words = all(role.name == "text" for role in self.roles)  # that say what is to be done
            return not self.operands or (words and text == "--help")
        return text == "--help"

    def asks_alone(self, text: str) -> bool:
        """Whether an option that is not listed can only be a question: `-h`, and nothing else behind a command."""
        if self.at < len(self.args) or not self.usage.inherited("help", True):
            return False
        if (self.operands or self.given) and not (text == "-h" and self.only_names()):
            return False
        return text in ("-h", "-help", "-version") or (text == "-V" and len(self.args) == 1 and not self.usage.lenient)

    def only_names(self) -> bool:
        """Whether the operands so far belong to a subcommand that runs no command and no script with them."""
        subcommand = self.usage.parent is not None or self.usage.has_subcommands
        runs = any(role.name in REST for role in self.roles) or any(a.role.startswith("exec-") for a in self.actions)
        return subcommand and not runs

    def abbreviated(self, name: str, value: Value, rest: str | None) -> bool:
        """Whether it is the beginning of one long option, and of one alone."""
        if not name.startswith("--") or len(name) < 4 or self.style not in ("gnu", "bundle"):
            return False
        if not self.usage.inherited("abbreviates", True):
            return False
        candidates = self.usage.long_options(name)
        options = {id(found): found for item in candidates if (found := self.usage.option(item)) is not None}
        if len(options) != 1:
            return False
        found = next(iter(options.values()))
        self.apply(found, None if rest is None else value._replace(text=rest), attached=rest is not None)
        return True

    def prefixed(self, value: Value, text: str) -> bool:
        """Whether it is an option whose value is the rest of the word (`-DNAME=1`)."""
        usage: Usage | None = self.usage
        while usage is not None:
            for prefix in usage.prefixes:
                if text.startswith(prefix):
                    found = usage.option(prefix + "*")
                    if found is not None:
                        self.apply(
                            found._replace(optional=found.takes or found.optional, takes=""),
                            value._replace(text=text[len(prefix) :]),
                            attached=True,
                        )
                        return True
            usage = usage.parent
        return False

    def bundle(self, value: Value, text: str, dashed: bool = True) -> bool:
        """Short options in one word (`-rf`, `-n5`); False, and nothing done, when one of them is not known.

        Where they stand without a dash (`tar cfz a.tgz`), their values are the words that follow, one after the other.
        """
        found: list[tuple[Option, str | None]] = []
        sign = text[0]
        if len(text) > LONGEST_WORD:  # what is said twice in it need not be read twice
            text = sign + "".join(dict.fromkeys(text[1:]))
        place = 1
        while place < len(text):
            known = self.usage.option(sign + text[place])
            if known is None and text[place].isdigit() and (known := self.usage.option("-NUMBER")) is not None:
                while text[place + 1 : place + 2].isdigit():  # `-9c`, `-20f`
                    place += 1
            if known is None:
                return False
            place += 1
            if dashed and (known.takes or (known.optional and place < len(text))):
                found.append((known, text[place:] or None))
                break
            found.append((known, None))
        for known, rest in found:
            self.apply(known, None if rest is None else value._replace(text=rest), attached=rest is not None)
        return True

    def unknown_option(self, value: Value) -> None:
        """An option that is not listed: judged by its name, and told of unless its tool has many harmless ones."""
        following = self.args[self.at] if self.at < len(self.args) else None
        name, equals, attached = (value.text or "").partition("=")
        given = value._replace(text=attached) if equals else following
        known = given.text if given is not None else None
        if given is not None and names_an_output(name, known or ""):
            self.actions.append(Action("write", (given,)))
        elif given is not None and names_a_command(name, known or ""):
            self.actions.append(Action("hook", (given,), escape=True))
        if following is not None and not equals and not self.otherwise and self.names_two(following):
            self.otherwise = (*self.args[: self.at - 1], *self.args[self.at + 1 :])
        if not self.usage.lenient:
            self.unlisted.append(("option", value))
            return
        if self.usage.lenient != "valued" and says_that_it_writes(name, known or ""):
            self.unlisted.append(("option", value))
        if given is not None and names_shell(given.text or "") and "shell" not in name:
            self.actions.append(Action("hook", (given,), escape=True))
        if (
            "=" not in (value.text or "")
            and following is not None
            and (self.usage.lenient == "valued" or self.before_subcommand(following))
            and (following.text is None or not following.text.startswith("-"))
            and not any(fits(following.text or "", pattern) for pattern in self.usage.get("when") or ())
        ):
            self.at += 1  # a value or an operand: either way it is harmless there
            self.swallowed = True

    def names_two(self, following: Value) -> bool:
        """Whether the word behind an option that is not listed is a subcommand, and so is one behind that: it can be
        the option's value as well (`--out ps volume rm x`)."""
        if not self.searching or following.text is None or self.usage.subcommand(following.text) is None:
            return False
        later = self.args[self.at + 1 : self.at + 1 + _NEAR]
        return any(word.text is not None and self.usage.subcommand(word.text) is not None for word in later)

    def before_subcommand(self, following: Value) -> bool:
        """Whether the word behind an option that is not listed can be its value: not, where it is the subcommand."""
        if not self.searching:
            return all(role.name == "text" for role in self.roles)
        usage = self.usage
        if self.seen or following.text is None or usage.subcommand(following.text) is not None:
            return False
        later = self.args[self.at + 1 : self.at + 1 + _NEAR]
        return any(word.text is not None and usage.subcommand(word.text) is not None for word in later)
