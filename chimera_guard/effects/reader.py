"""One argv reader for every tool: from words and a usage to actions. It knows no tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chimera_guard.catalogue import verbs
from chimera_guard.catalogue.usage import Option, Template, Usage, option, roles, templates
from chimera_guard.effects.operands import (
    REST,
    STOPPING,
    TEXT,
    Action,
    assign,
    behind,
    fits,
    is_assignment,
    none_given,
    pairs,
    split,
)
from chimera_guard.records import NamedTuple
from chimera_guard.syntax.nodes import Span
from chimera_guard.words.value import Value


class Reading(NamedTuple):
    """What a command's arguments mean: actions, the flags that hold for all of them, what was not listed."""

    usage: Usage
    actions: tuple[Action, ...]
    flags: frozenset[str]
    unlisted: tuple[tuple[str, Value], ...]  # ("option" | "subcommand", the word)
    operands: int


_NOWHERE = Span(0, 0)
GRAVE = frozenset({"remote-delete", "reveal"})


def read(usage: Usage, arguments: Sequence[Value]) -> Reading:
    """Read the `arguments` (without the command word) of the tool with this `usage`."""
    return _Reader(usage, arguments).run()


class _Reader:
    __slots__ = (
        "actions",
        "after",
        "args",
        "at",
        "bundled",
        "cleared",
        "dashes",
        "done",
        "flags",
        "given",
        "harmless",
        "means",
        "noun",
        "operands",
        "replaced",
        "roles",
        "searching",
        "seen",
        "style",
        "unlisted",
        "usage",
    )

    def __init__(self, usage: Usage, arguments: Sequence[Value]) -> None:
        self.usage = usage
        self.args = arguments
        self.at = 0
        self.operands: list[Value] = []
        self.after: list[Value] | None = None  # operands behind "--"
        self.actions: list[Action] = []
        self.flags: set[str] = set(usage.get("sets", ()))
        self.cleared: set[str] = set()
        self.unlisted: list[tuple[str, Value]] = []
        self.harmless = False
        self.replaced = False
        self.given = 0  # operands with a meaning of their own
        self.means: dict[str, str] = {}  # what options say that roles written `@name` are
        self.roles = usage.operands
        self.done = False
        self.searching = usage.has_subcommands
        self.seen: list[Value] = []  # words that might be groups of subcommands
        self.noun: Option | None = None  # what one of them does, if it is a subcommand after all
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
            self.classify(self.noun, self.seen[0])
        count = len(self.operands) + len(self.after or ()) + self.given
        if self.harmless:
            return Reading(usage, (), frozenset({"no-input"}), tuple(self.unlisted), count)
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
        if any(role.name in REST and not role.optional for role in self.roles):
            self.no_command()
        if self.after:
            self.actions += assign(self.after, roles(tuple(usage.get("after_dashes"))))
        meanings = usage.inherited("means")
        if meanings is not None:
            self.resolve(meanings)
        return Reading(usage, tuple(self.actions), frozenset(self.flags - self.cleared), tuple(self.unlisted), count)

    def resolve(self, meanings: Mapping[str, str]) -> None:
        """Give the roles written `@name` the meaning that the options left them with."""
        for index, action in enumerate(self.actions):
            if action.role.startswith("@"):
                role = self.means.get(action.role) or meanings.get(action.role, "text")
                self.actions[index] = action._replace(role=role)

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
                if fits(text, pattern):
                    self.given += 1
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
            self.classify(self.noun, value)
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
                if self.roles[0].name == "assignment" and is_assignment(value):
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
        if text in usage.get("skips", ()):
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
        verb = _verb(verbs(table), text) if table else None
        if verb is not None and not verb.noun:
            self.classify(verb, value)
        elif table and len(self.seen) < 6:
            self.seen.append(value)
            self.noun = verb or self.noun
        else:
            self.classify(self.noun, value)

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
        self.usage = child
        self.roles = child.operands
        self.searching = child.has_subcommands
        self.seen = []

    def unknown_subcommand(self, value: Value) -> None:
        self.searching = False
        self.roles = (TEXT,)
        self.operands.append(value)
        fallback = self.usage.inherited("unlisted")
        if fallback is None:
            self.unlisted.append(("subcommand", value))
        for template in templates(tuple(fallback or ())):
            self.effect(template)

    def no_operands(self) -> None:
        usage = self.usage
        default, without = usage.get("default_operand"), usage.get("without_operands")
        if default is not None:
            self.actions += assign([Value(default, self.args[0].span if self.args else _NOWHERE)], self.roles)
        elif without is not None:
            for template in templates(tuple(without)):
                self.effect(template)
        else:
            self.actions += none_given(self.roles)

    def no_command(self) -> None:
        """A wrapper without anything to run: often that starts a shell."""
        without = self.usage.get("without_command")
        if without is not None and not any(action.role in REST for action in self.actions):
            for template in templates(tuple(without)):
                self.effect(template)

    # Options

    def option(self, value: Value, text: str) -> None:
        usage = self.usage
        found = usage.option(text)
        if found is None and self.style == "single-dash" and usage.option(text[1:].partition("=")[0]) is not None:
            text = text[1:]  # one dash or two, it is the same to these
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
            if self.asked(text):
                self.harmless = True
                return
            if text == "--help":
                return
        if self.abbreviated(name, value, rest if equals else None) or self.prefixed(value, text):
            return
        if text.startswith("--") or self.style == "single-dash" or not self.bundle(value, text):
            self.unknown_option(value)

    def asked(self, text: str) -> bool:
        """Whether `--help` or `--version` is a question, and not an option of a subcommand (`--version 1.2`)."""
        if self.usage.parent is None and not self.seen and self.searching == self.usage.has_subcommands:
            return not self.operands
        return text == "--help"

    def abbreviated(self, name: str, value: Value, rest: str | None) -> bool:
        if not name.startswith("--") or len(name) < 4 or self.style not in ("gnu", "bundle"):
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
            and (self.usage.lenient == "valued" or not self.searching)
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
        self.replaced = self.replaced or known.replaces
        if known.means is not None:
            self.means.update(known.means)
        if value is not None:
            self.option_value(known, value)
        for role in known.more:
            if self.at < len(self.args):
                self.at += 1
                if role != "text":
                    self.value(role, self.args[self.at - 1])
        if known.stops:
            self.roles = (TEXT,) if known.operands is None else known.operands
            self.stop()

    def option_value(self, known: Option, value: Value) -> None:
        text = value.text if value.text is not None else value.prefix
        if known.values is not None:
            for pattern, meaning in known.values.items():
                if fits(text, pattern):
                    self.apply(meaning._replace(takes="", optional=""), None)
                    if meaning.takes and meaning.takes != "text":
                        self.value(meaning.takes, behind(value, meaning.behind) if meaning.behind else value)
                    break
            else:
                if value.text is None:
                    self.unlisted.append(("option", value))
        if known.keys is not None:
            key, content = split(value)
            role = next((item for name, item in known.keys.items() if fits(key.lower(), name.lower())), None)
            if role is None:
                self.unlisted.append(("option", value))
            elif role != "text" and content is not None:
                self.value(role, content)
        role_name = known.takes or known.optional
        if known.behind:
            value = behind(value, known.behind)
        if role_name and role_name != "text":
            self.value(role_name, value)

    def value(self, role: str, value: Value) -> None:
        if role == "attached-file":  # @file, name=@file, name=<file;type=...
            text = value.text if value.text is not None else value.prefix
            names = text.replace("=<", "=@", 1).partition("@")[2].partition(";")[0]
            for file in names.split(","):
                item = value._replace(text=file if value.text is not None else None, prefix=file)
                self.actions.append(Action("read", (item,), escape=True))
            return
        values: tuple[Value, ...] = (value,)
        if role in REST and role != "script":  # `env -S'a b' c`, `python -m pip install x`: the rest belongs to it
            values = (value, *self.args[self.at :])
            self.at = len(self.args)
        self.actions.append(Action(role, values, escape=True))

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


def _verb(table: object, word: str) -> Option | None:
    known: dict[str, Option] = table  # type: ignore[assignment]
    found = known.get(word)
    if found is None and ":" in word:
        found = known.get(word.rpartition(":")[2])
    if found is None:
        first, _, rest = word.partition("-")
        found = known.get(f"{first}-{rest.partition('-')[0]}") or known.get(first)
        if found is not None and not any(template.kind in GRAVE for template in found.does):
            found = found._replace(noun=True)  # `log-analytics` is a thing, where a verb follows
    return found
