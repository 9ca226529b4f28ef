"""One argv reader for every tool: from words and a usage to actions. It knows no tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chimera_guard.catalogue import verbs
from chimera_guard.catalogue.usage import Option, Role, Template, Usage, option, roles, templates
from chimera_guard.effects.model import KINDS
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import Value

REST = frozenset({"command", "shell-words", "script"})  # roles that take everything that follows
STOPPING = REST | {"shell"}
TEXT = Role("text", True)


class Action(NamedTuple):
    """One thing that the arguments say: `role` applied to `values` (none for an effect without a target).

    `extra` are flags of this action alone; `escape` is whether an option or an inline program, and not an operand
    that is there for it, runs something.
    """

    role: str
    values: tuple[Value, ...]
    extra: frozenset[str] = frozenset()
    escape: bool = False


class Reading(NamedTuple):
    """What a command's arguments mean: actions, the flags that hold for all of them, what was not listed."""

    usage: Usage
    actions: tuple[Action, ...]
    flags: frozenset[str]
    unlisted: tuple[tuple[str, Value], ...]  # ("option" | "subcommand", the word)
    operands: int


_NOWHERE = Span(0, 0)


def read(usage: Usage, arguments: Sequence[Value]) -> Reading:
    """Read the `arguments` (without the command word) of the tool with this `usage`."""
    return _Reader(usage, arguments).run()


class _Reader:
    __slots__ = ("usage", "args", "at", "operands", "after", "actions", "flags", "cleared", "unlisted", "harmless")
    __slots__ += ("roles", "done", "searching", "seen", "style", "dashes", "bundled")

    def __init__(self, usage: Usage, arguments: Sequence[Value]) -> None:
        self.usage = usage
        self.args = arguments
        self.at = 0
        self.operands: list[Value] = []
        self.after: list[Value] | None = None  # operands behind "--"
        self.actions: list[Action] = []
        self.flags: set[str] = set()
        self.cleared: set[str] = set()
        self.unlisted: list[tuple[str, Value]] = []
        self.harmless = False
        self.roles = usage.operands
        self.done = False
        self.searching = usage.has_subcommands
        self.seen: list[Value] = []
        self.style = usage.get("style", "gnu")
        self.dashes = False
        self.bundled = self.style == "bundle"

    def run(self) -> Reading:
        args = self.args
        while self.at < len(args) and not self.done:
            value = args[self.at]
            self.at += 1
            text = value.text
            if text is None:
                self.unknown(value)
            elif self.dashes or text[:1] not in "-+" or len(text) < 2 or self.style == "none":
                self.operand(value, text)
            elif text == "--":
                self.dashes = True
                if self.usage.get("after_dashes"):
                    self.after = []
            else:
                self.option(value, text)
        return self.finish()

    def finish(self) -> Reading:
        usage = self.usage
        if self.searching and self.seen:
            self.unknown_subcommand(self.seen[0])
        count = len(self.operands) + len(self.after or ())
        if self.harmless:
            return Reading(usage, (), frozenset(), tuple(self.unlisted), count)
        for template in self.usage.does:
            self.effect(template)
        if self.operands:
            self.assign(self.operands, self.roles)
        elif not self.after:
            self.no_operands()
        if self.after:
            self.assign(self.after, roles(tuple(usage.get("after_dashes"))))
        return Reading(usage, tuple(self.actions), frozenset(self.flags - self.cleared), tuple(self.unlisted), count)

    # Operands

    def operand(self, value: Value, text: str) -> None:
        if self.bundled and not self.operands:
            self.bundled = False
            if self.bundle(value, "-" + text):
                return
        if self.searching:
            self.find_subcommand(value, text)
            return
        special = self.usage.get("when")
        if special and not self.dashes:
            for pattern, raw in special.items():
                if _fits(text, pattern):
                    self.apply(option(raw), value)
                    return
        if self.after is not None:
            self.after.append(value)
            return
        self.operands.append(value)
        if self.operands_end_options(value):
            self.stop()

    def unknown(self, value: Value) -> None:
        """A word whose text is not known: an option's value may hang on a known name, else it is an operand."""
        name, equals, _ = value.prefix.partition("=")
        known = self.usage.option(name) if equals and name.startswith("-") else None
        if known is not None and (known.takes or known.optional):
            self.apply(known, value._replace(prefix=value.prefix[len(name) + 1 :]))
        elif self.searching:
            self.searching = False
            self.unknown_subcommand(value)
        else:
            (self.operands if self.after is None else self.after).append(value)
            if self.operands_end_options(value):
                self.stop()

    def operands_end_options(self, value: Value) -> bool:
        """Whether everything behind this operand is an operand too, whatever it looks like."""
        if self.usage.stops:
            return True
        before = 0
        for role in self.roles:
            if role.name in STOPPING:
                if self.roles[0].name == "assignment" and _is_assignment(value):
                    return False
                return len(self.operands) > before
            before += role.name != "assignment"
        return False

    def stop(self) -> None:
        """Take all the rest as operands."""
        self.operands.extend(self.args[self.at :])
        self.at = len(self.args)

    def find_subcommand(self, value: Value, text: str) -> None:
        usage = self.usage
        child = usage.subcommand(text)
        if child is not None:
            self.enter(child)
            return
        if text == "help":
            self.harmless = self.done = True
            return
        table = usage.inherited("verbs")
        verb = _verb(verbs(table), text) if table else None
        if verb is not None:
            self.searching = False
            self.apply(verb, None)
            self.roles = (TEXT,) if verb.operands is None else verb.operands
        elif table and len(self.seen) < 6:
            self.seen.append(value)
        else:
            self.searching = False
            self.seen = []
            self.unknown_subcommand(value)

    def enter(self, child: Usage) -> None:
        self.usage = child
        self.roles = child.operands
        self.searching = child.has_subcommands
        self.seen = []

    def unknown_subcommand(self, value: Value) -> None:
        self.searching = False
        self.roles = (TEXT,)
        fallback = self.usage.inherited("unlisted")
        if fallback is None:
            self.unlisted.append(("subcommand", value))
        for template in templates(tuple(fallback or ())):
            self.effect(template)

    def no_operands(self) -> None:
        usage = self.usage
        default = usage.get("default_operand")
        if default is not None and self.args is not None:
            span = self.args[0].span if self.args else None
            value = Value(default, span or _NOWHERE)
            self.assign([value], self.roles)
            return
        without = usage.get("without_operands")
        if without is not None:
            for template in templates(tuple(without)):
                self.effect(template)
            return
        for role in self.roles:
            if role.name in KINDS and not role.optional and role.name not in ("read", "remote-read", "database-read"):
                self.actions.append(Action(role.name, ()))

    def assign(self, values: list[Value], roles: Sequence[Role]) -> None:
        """Give each operand its role: fixed ones from both ends, the repeated one takes what is between."""
        pairs = self.usage.get("assignments")
        if pairs:
            for value in values:
                self.pair(value, pairs)
            return
        index = 0
        for place, role in enumerate(roles):
            if role.name == "assignment":
                while index < len(values) and _is_assignment(values[index]):
                    self.actions.append(Action("assignment", (values[index],)))
                    index += 1
                continue
            if index >= len(values):
                self.missing(roles[place:])
                return
            if role.name in REST:
                self.actions.append(Action(role.name, tuple(values[index:])))
                return
            if role.name == "shell" or role.name.startswith("code:"):
                self.actions.append(Action(role.name, (values[index], *values[index + 1 :])))
                index += 1
                if role.name == "shell":
                    return
                continue
            end = index + 1
            if role.many:
                end = max(len(values) - (len(roles) - place - 1), index)
            for value in values[index:end]:
                if role.name != "text":
                    self.actions.append(Action(role.name, (value,)))
            index = end

    def missing(self, roles: Sequence[Role]) -> None:
        """Roles for which no operand is left: a write that was announced stays a write."""
        for role in roles:
            if role.name in KINDS and not role.optional and not role.many and role.name != "read":
                self.actions.append(Action(role.name, ()))

    def pair(self, value: Value, pairs: dict[str, str]) -> None:
        text = value.text if value.text is not None else value.prefix
        key, equals, rest = text.partition("=")
        role = pairs.get(key) or pairs.get("*")
        if not equals or role is None:
            self.unlisted.append(("option", value))
        elif role != "text":
            self.value(role, value._replace(text=rest if value.text is not None else None, prefix=rest))

    # Options

    def option(self, value: Value, text: str) -> None:
        usage = self.usage
        found = usage.option(text)
        if found is not None:
            self.apply(found, None, flag=value)
            return
        name, equals, rest = text.partition("=")
        if equals:
            found = usage.option(name)
            if found is not None and (found.takes or found.optional or text.startswith("--")):
                self.apply(found, value._replace(text=rest), attached=True)
                return
        if text in ("--help", "--version") and usage.inherited("help", True):
            if not self.operands or usage.parent is not None:
                self.harmless = True
            return
        if self.abbreviated(name, value, rest if equals else None) or self.prefixed(value, text):
            return
        if text.startswith("--") or self.style == "single-dash" or not self.bundle(value, text):
            self.unknown_option(value)

    def abbreviated(self, name: str, value: Value, rest: str | None) -> bool:
        if not name.startswith("--") or len(name) < 4 or self.style != "gnu":
            return False
        candidates = self.usage.long_options(name)
        options = {id(found): found for item in candidates if (found := self.usage.option(item)) is not None}
        if len(options) != 1:
            return False
        found = next(iter(options.values()))
        self.apply(found, None if rest is None else value._replace(text=rest), attached=rest is not None)
        return True

    def prefixed(self, value: Value, text: str) -> bool:
        usage: Usage | None = self.usage
        while usage is not None:
            for prefix in usage.prefixes:
                if text.startswith(prefix):
                    found = usage.option(prefix + "*")
                    if found is not None:
                        self.apply(found._replace(optional=found.takes or found.optional, takes=""), value._replace(
                            text=text[len(prefix) :]
                        ), attached=True)
                        return True
            usage = usage.parent
        return False

    def bundle(self, value: Value, text: str) -> bool:
        """Short options in one word (`-rf`, `-n5`); False, and nothing done, when one of them is not known."""
        found: list[tuple[Option, str | None]] = []
        sign = text[0]
        place = 1
        while place < len(text):
            known = self.usage.option(sign + text[place])
            if known is None:
                return text[1:].isdigit() and self.usage.option("-NUMBER") is not None
            place += 1
            if known.takes or (known.optional and place < len(text)):
                found.append((known, text[place:] or None))
                break
            found.append((known, None))
        for known, rest in found:
            self.apply(known, None if rest is None else value._replace(text=rest), attached=rest is not None)
        return True

    def unknown_option(self, value: Value) -> None:
        if not self.usage.lenient:
            self.unlisted.append(("option", value))
            return
        following = self.args[self.at] if self.at < len(self.args) else None
        if (
            "=" not in (value.text or "")
            and following is not None
            and not self.searching
            and (following.text is None or not following.text.startswith("-"))
        ):
            self.at += 1  # a value or an operand: either way it is harmless there

    def apply(self, known: Option, value: Value | None, attached: bool = False, flag: Value | None = None) -> None:
        if known.takes and value is None:
            if known.takes == "command;":
                self.until_semicolon(known)
                return
            if known.takes in REST and known.takes != "script":
                self.actions.append(Action(known.takes, tuple(self.args[self.at :]), escape=True))
                self.at = len(self.args)
                return
            if self.at < len(self.args):
                value = self.args[self.at]
                self.at += 1
        self.flags |= known.sets
        self.cleared |= known.clears
        for template in known.does:
            self.effect(template)
        if known.operands is not None:
            self.roles = known.operands
        self.harmless = self.harmless or known.harmless
        if value is not None:
            self.option_value(known, value)
        if known.stops:
            self.roles = (TEXT,) if known.operands is None else known.operands
            self.stop()

    def option_value(self, known: Option, value: Value) -> None:
        text = value.text if value.text is not None else value.prefix
        if known.values is not None:
            for pattern, meaning in known.values.items():
                if any(_fits(text, item) for item in pattern.split("|")):
                    self.apply(meaning._replace(takes="", optional=""), None)
                    if meaning.takes and meaning.takes != "text":
                        self.value(meaning.takes, value)
                    break
            else:
                if value.text is None:
                    self.unlisted.append(("option", value))
        if known.keys is not None:
            key, equals, rest = text.partition("=")
            role = next((item for name, item in known.keys.items() if _fits(key.lower(), name.lower())), None)
            if role is None:
                self.unlisted.append(("option", value))
            elif role != "text":
                self.value(role, value._replace(text=rest if value.text is not None else None, prefix=rest))
        role_name = known.takes or known.optional
        if role_name and role_name != "text":
            self.value(role_name, value)

    def value(self, role: str, value: Value) -> None:
        self.actions.append(Action(role, (value,), escape=True))

    def until_semicolon(self, known: Option) -> None:
        """The command of `find -exec`: up to `;`, or to `+` behind `{}`."""
        start = self.at
        while self.at < len(self.args):
            text = self.args[self.at].text
            if text == ";" or (text == "+" and self.at > start and self.args[self.at - 1].text == "{}"):
                break
            self.at += 1
        self.actions.append(Action("command;", tuple(self.args[start : self.at])))
        self.at += 1
        self.flags |= known.sets

    def effect(self, template: Template) -> None:
        if template.target == "":
            self.actions.append(Action(template.kind, (), template.flags))
            return
        span = self.args[0].span if self.args else _NOWHERE
        self.actions.append(Action(template.kind, (Value(template.target, span),), template.flags))


def _is_assignment(value: Value) -> bool:
    name, equals, _ = (value.text if value.text is not None else value.prefix).partition("=")
    return bool(equals) and name.replace("_", "a").isalnum()


def _verb(table: object, word: str) -> Option | None:
    known: dict[str, Option] = table  # type: ignore[assignment]
    found = known.get(word)
    if found is None and ":" in word:
        found = known.get(word.rpartition(":")[2])
    if found is None:
        found = known.get(word.partition("-")[0])
    return found


def _fits(text: str, pattern: str) -> bool:
    """Whether `text` fits a pattern with at most leading and trailing `*`, or alternatives with `|`."""
    if "|" in pattern:
        return any(_fits(text, item) for item in pattern.split("|"))
    if pattern == "*":
        return True
    if pattern.endswith("*"):
        return pattern[:-1] in text if pattern.startswith("*") else text.startswith(pattern[:-1])
    return text.endswith(pattern[1:]) if pattern.startswith("*") else text == pattern
