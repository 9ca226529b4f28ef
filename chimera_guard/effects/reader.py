"""One argv reader for every tool: from words and a usage to actions. It knows no tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chimera_guard.catalogue.usage import Usage, option, roles, templates
from chimera_guard.effects.addresses import addresses
from chimera_guard.effects.operands import (
    REST,
    STOPPING,
    Action,
    assign,
    begins,
    fits,
    is_assignment,
    missing,
    pairs,
)
from chimera_guard.effects.subcommands import SubcommandReader
from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import Value, beyond


class Reading(NamedTuple):
    """What a command's arguments mean: actions, the flags that hold for all of them, what was not listed."""

    usage: Usage
    actions: tuple[Action, ...]
    flags: frozenset[str]
    unlisted: tuple[tuple[str, Value], ...]  # ("option" | "subcommand" | "bound", the word)
    words: tuple[Value, ...] = ()  # the operands themselves, but for those that name a subcommand
    prints: str = ""  # what of its input is printed
    otherwise: tuple[Value, ...] = ()  # the arguments, where they can be read in another way as well

    def values(self, *roles: str) -> list[Value]:
        """The words that have one of these roles, as operands or as values of options."""
        return [value for action in self.actions if action.role in roles for value in action.values]


MAX_WORDS = 8_000  # arguments that are read
_NO_INPUT = frozenset({"no-input"})
_ASKS = _NO_INPUT | {"asks"}  # only for help, or which version it is
_NAMING = frozenset({"named", "sought"})
_CONDITIONS = frozenset({"valued", "default"})
_STARTED = frozenset({"hook", "shell", "code:make"})


def read(usage: Usage, arguments: Sequence[Value]) -> Reading:
    """Read the `arguments` (without the command word) of the tool with this `usage`."""
    if usage.get("addresses"):
        arguments = addresses(arguments)
    elif (style := usage.get("style")) in ("switches", "slashes"):
        from chimera_guard.effects import switches

        arguments = (switches.named if style == "switches" else switches.parted)(usage, arguments)
    if len(arguments) <= MAX_WORDS:
        return _Reader(usage, arguments).run()
    reader = _Reader(usage, arguments[:MAX_WORDS])
    reader.unlisted.append(("bound", arguments[MAX_WORDS]))
    return reader.run()


class _Reader(SubcommandReader):
    __slots__ = ()

    def run(self) -> Reading:
        """Read one word after the other."""
        args, negating = self.args, self.usage.get("negates", "").split()
        if negating:
            from chimera_guard.effects.searches import deciding

            args = self.args = deciding(args)
        while self.at < len(args) and not self.done:
            value = args[self.at]
            self.at += 1
            text = value.text
            if text is None and value.glob == "-?":  # asks for help, and hardly any file has such a name
                value, text = value._replace(text="-?"), "-?"
            if text is None:
                self.unknown(value)
            elif negating and text in negating:
                self.negated = "next"
            elif negating and text in ("(", ")"):
                self.negated = "group" if text == "(" and self.negated else ""
            elif self.negated and text[:1] == "-":
                self.all_but(value, text)
            elif self.dashes or text[:1] not in "-+" or len(text) < 2 or self.style == "none":
                self.operand(value, text)
            elif text == "--":
                self.dashes = True
                if self.usage.get("after_dashes"):
                    self.after = []
            else:
                self.option(value, text)
        return self.finish()

    def all_but(self, value: Value, text: str) -> None:
        """A test that is turned round: what is not of a name is all the rest, and narrows nothing down."""
        flags, count = set(self.flags), len(self.actions)
        self.option(value, text)
        if any(action.role in _NAMING for action in self.actions[count:]):
            del self.actions[count:]
            self.flags = flags
        self.negated = "group" if self.negated == "group" else ""

    def finish(self) -> Reading:
        """Give the operands their roles, now that all options are known."""
        usage = self.usage
        if self.searching and self.seen:
            self.classify(self.without_verb(), self.seen[0])
        if self.harmless and not self.holds_for_others():
            flags = _ASKS if self.asks else _NO_INPUT
            return Reading(usage, self.started(), flags, tuple(self.unlisted), otherwise=self.otherwise)
        for template in () if self.replaced else usage.does:
            self.effect(template)
        if self.operands:
            keys = usage.get("assignments")
            if keys:
                actions, unlisted = pairs(self.operands, keys)
                self.unlisted += [("option", value) for value in unlisted]
            else:
                actions = assign(self.operands, self.roles)
            self.actions += actions
        elif not self.after and not self.given:
            self.no_operands()
        if self.after:
            self.actions += assign(self.after, roles(tuple(usage.get("after_dashes"))))
        if not REST.isdisjoint([role.name for role in self.roles if not role.optional]):
            self.no_command()
        if usage.means is not None:
            self.resolve(usage.means)
        self.valued()
        flags = frozenset(self.flags - self.cleared)
        words = (*self.given, *self.operands)
        prints = self.prints or usage.prints
        return Reading(usage, tuple(self.actions), flags, tuple(self.unlisted), words, prints, self.otherwise)

    def holds_for_others(self) -> bool:
        """Whether what a subcommand runs is some other program: `--dry-run` of a tool is nothing to that one."""
        others = any(role.name in REST for role in self.roles)
        return others and self.around and not self.asks and bool(self.operands)

    def started(self) -> tuple[Action, ...]:
        """What options start that is not held back where nothing is changed: the way to a machine, a filter."""
        if self.asks:
            return ()
        return tuple(action for action in self.actions if action.escape and action.role in _STARTED)

    def resolve(self, meanings: Mapping[str, str]) -> None:
        """Give the roles written `@name` the meaning that the options left them with."""
        for index, action in enumerate(self.actions):
            if action.role.startswith("@"):
                role = self.means.get(action.role) or meanings.get(action.role, "text")
                self.actions[index] = action._replace(role=role)

    def asks_for_help(self) -> bool:
        """Whether the last word, `help`, behind nothing but a subcommand, is a question."""
        return not self.operands and self.usage.inherited("help") == "word"

    def valued(self) -> None:
        """Leave out what only happens where there is an operand, or where no option turned it off."""
        for action in [action for action in self.actions if not _CONDITIONS.isdisjoint(action.extra)]:
            self.actions.remove(action)
            given = self.operands or self.swallowed or "valued" not in action.extra
            if given and self.cleared.isdisjoint(action.extra):
                self.actions.append(action._replace(extra=action.extra - _CONDITIONS))

    def unknown_option(self, value: Value) -> None:
        if value.text is not None and value.text.startswith("+"):  # few tools have options that begin so, and list them
            self.operand(value, value.text)
        else:
            super().unknown_option(value)

    # Operands

    def operand(self, value: Value, text: str) -> None:
        """Read a word that is no option: bundled letters, a subcommand, or an operand."""
        if self.bundled:  # options without a dash come first or not at all
            self.bundled = False
            if self.at == 1 and self.bundle(value, "-" + text, dashed=False):
                return
        if self.searching:
            self.find_subcommand(value, text)
            return
        if text == "help" and self.at == len(self.args) and self.asks_for_help():
            self.harmless = True
            return
        if self.meant(value, text):
            return
        if self.after is not None:
            self.after.append(value)
            return
        self.operands.append(value)
        if len(self.operands) == 1 and self.binary(value):
            return
        if self.operands_end_options(value):
            self.stop()

    def meant(self, value: Value, text: str) -> bool:
        """Whether the operand has a meaning of its own; of one that is not known in full, `text` is the beginning."""
        special = self.usage.get("when")
        for pattern, raw in special.items() if special else ():
            if self.after is not None and not pattern.startswith("-") and "::" not in pattern:
                continue
            if begins(text, pattern) if value.text is None else fits(text, pattern):
                self.given.append(value)
                self.apply(option(raw), value)
                return True
        return False

    def unknown(self, value: Value) -> None:
        """A word whose text is not known: an option's value may hang on a known name, else it is an operand."""
        name, equals, _ = value.prefix.partition("=")
        known = self.usage.option(name) if equals and name.startswith("-") else None
        if known is not None and (known.takes or known.optional):
            self.apply(known, beyond(value, f"{name}="))
        elif self.hangs(value):
            return
        elif self.searching:
            self.classify(self.without_verb(), value)
        elif not self.meant(value, value.prefix):
            (self.operands if self.after is None else self.after).append(value)
            if self.operands_end_options(value):
                self.stop()

    def hangs(self, value: Value) -> bool:
        """Whether the word is a short option with an attached value of which not all is known (`-o$OUT`)."""
        prefix = value.prefix
        if self.dashes or prefix[:1] != "-" or prefix[1:2] in ("-", "") or self.style == "none":
            return False
        known = self.usage.option(prefix[:2])
        if known is None or not (known.takes or known.optional):
            return False
        self.apply(known, beyond(value, prefix[:2]), attached=True)
        return True

    def operands_end_options(self, value: Value) -> bool:
        """Whether everything behind this operand is an operand too, whatever it looks like."""
        if self.usage.stops:
            return True
        before = 0
        for role in self.roles:
            if role.name in STOPPING:
                if self.roles[0].name == "assignment" and is_assignment(value):
                    return False
                return len(self.operands) > before
            before += role.name != "assignment"
        return False

    def no_operands(self) -> None:
        """What is done without operands."""
        usage = self.usage
        default, without = usage.get("default_operand"), usage.get("without_operands")
        if default is not None:
            self.actions += assign([Value(default, self.args[0].span if self.args else NOWHERE)], self.roles)
        elif without is not None:
            for template in templates(tuple(without)):
                self.effect(template)
        else:
            self.actions += missing(self.roles)

    def no_command(self) -> None:
        """A wrapper without anything to run: often that starts a shell."""
        without = self.usage.get("without_command")
        if without is not None and not any(action.role in REST for action in self.actions):
            for template in templates(tuple(without)):
                self.effect(template)
