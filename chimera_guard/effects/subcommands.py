"""Subcommands among the words of a command: listed ones, and verbs that say what they do."""

from __future__ import annotations

from chimera_guard.catalogue import load, verbs
from chimera_guard.catalogue.usage import Option, Usage, templates
from chimera_guard.effects.operands import TEXT, Action
from chimera_guard.effects.options import OptionReader
from chimera_guard.effects.verbs import Candidates, verb_of
from chimera_guard.words.value import Value


class SubcommandReader(OptionReader):
    """Finds the subcommand that words name."""

    __slots__ = ()

    def find_subcommand(self, value: Value, text: str) -> None:
        """Read a word that may name a subcommand, or be a part of its name."""
        usage = self.usage
        if text in usage.get("skips", ()):
            return
        if " " in text and usage.language == "own":  # a whole line in one word: `nft 'flush ruleset'`
            self.actions.append(Action("code:own", (value,)))
            self.searching = False
            return
        child = None if self.seen else usage.subcommand(text)
        if child is not None:
            self.enter(child)
            return
        if text == "help":
            self.harmless = self.done = True
            return
        table = usage.inherited("verbs")
        if table and len(self.seen) < usage.get("groups", 0):
            self.seen.append(value)
            return
        verb = verb_of(verbs(table), text) if table else None
        found = self.candidates = self.candidates or Candidates()
        if usage.get("verb_next") or (verb is not None and not verb.noun):
            self.classify(verb and found.with_verb(verb), value)
        elif table and len(self.seen) < 6:
            self.seen.append(value)
            if verb is not None:
                found.add(verb)
        else:
            self.classify(found.without_verb(), value)

    def without_verb(self) -> Option | None:
        """What the words so far do, if no verb follows them."""
        return self.candidates.without_verb() if self.candidates is not None else None

    def classify(self, verb: Option | None, value: Value) -> None:
        """End the search for subcommands with a verb, or with a word that is none."""
        self.searching = False
        self.seen = []
        if verb is None:
            self.unknown_subcommand(value)
            return
        self.apply(verb, None)
        self.roles = (TEXT,) if verb.operands is None else verb.operands

    def enter(self, child: Usage) -> None:
        """Read what follows as the arguments of a subcommand."""
        self.usage = child
        self.around = self.harmless
        self.dashes = False
        self.flags |= set(child.get("sets", ()))
        self.roles = child.operands
        self.style = child.get("style", self.style)
        self.searching = child.has_subcommands
        self.seen = []

    def unknown_subcommand(self, value: Value) -> None:
        """A subcommand that is not listed does what the tool's file says of those, or can't be known."""
        self.searching = False
        self.roles = (TEXT,)
        self.operands.append(value)
        fallback = self.usage.inherited("unlisted")
        if fallback is None:
            self.unlisted.append(("subcommand", value))
        for template in templates(tuple(fallback or ())):
            self.effect(template)
        if not self.binary(value) and self.usage.stops:
            self.stop()

    def binary(self, value: Value) -> bool:
        """Whether a word may be a program that comes with the project, of which the rest are the arguments."""
        if not self.usage.get("binaries") or self.at >= len(self.args) or load(value.text or "") is None:
            return False
        self.actions.append(Action("command", (value, *self.args[self.at :])))
        self.at = len(self.args)
        return True
