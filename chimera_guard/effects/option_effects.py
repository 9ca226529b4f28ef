"""What an option does to a reading, once it is known which one a word is."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.catalogue.usage import Option, Template, Usage
from chimera_guard.effects.operands import REST, STOPPING, TEXT, Action, behind, fits, split
from chimera_guard.effects.places import names
from chimera_guard.effects.verbs import Candidates
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import Value

_NO = names("false no none never off 0 f")
_QUESTIONS = names("-h --help -help -V --version -version")
_SWALLOWING = REST - {"script"}  # what options take to which all the words behind them belong
# What is left of a style once the words are as the catalogue lists them.
_AS = {"switches": "single-dash", "slashes": "none"}


class OptionEffects:
    """The state of one reading, and what options do to it."""

    __slots__ = (
        "actions",
        "after",
        "args",
        "around",
        "asks",
        "at",
        "bundled",
        "candidates",
        "cleared",
        "dashes",
        "ended",
        "done",
        "flags",
        "given",
        "harmless",
        "negated",
        "means",
        "operands",
        "otherwise",
        "prints",
        "replaced",
        "roles",
        "searching",
        "seen",
        "style",
        "swallowed",
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
        self.ended: frozenset[str] = frozenset()  # flags that come too late to be set
        self.unlisted: list[tuple[str, Value]] = []
        self.otherwise: tuple[Value, ...] = ()  # the arguments without a word that might be the value of such a one
        self.swallowed = False  # whether a word might be an operand, or the value of an option that is not listed
        self.harmless = False
        self.around = False  # it is harmless because of an option of the tool, and not of the subcommand itself
        self.asks = False  # it is harmless because it only answers a question: nothing at all is started then
        self.replaced = False
        self.given: list[Value] = []  # operands with a meaning of their own
        self.means: dict[str, str] = {}  # what options say that roles written `@name` are
        self.roles = usage.operands
        self.done = False
        self.searching = usage.has_subcommands
        self.seen: list[Value] = []  # words that might be groups of subcommands
        self.candidates: Candidates | None = None  # what they do, if one of them is a subcommand after all
        self.style = _AS.get(style := usage.get("style", "gnu"), style)
        self.dashes = False
        self.negated = ""  # what of the tests that follow is turned round: the "next", or the "group"
        self.prints = ""  # what an option says of what is printed
        self.bundled = self.style == "bundle"

    def stop(self) -> None:
        """Take all the rest as operands."""
        rest = self.args[self.at :]
        self.operands.extend(rest[1:] if rest and rest[0].text == "--" else rest)
        self.at = len(self.args)

    def denied(self, value: Value | None) -> bool:
        """Whether a switch is given a value that turns it off (`--dry-run=false`), or one that is not known."""
        if value is None:
            value = self.args[self.at] if self.at < len(self.args) else None
            return value is not None and value.text in ("false", "no")
        return value.text is None or value.text.lower() in _NO

    def switched_off(self, known: Option, value: Value | None) -> bool:
        """Whether a switch is given the value that says no: `--show-secrets=false` does what leaving it out does."""
        if known.takes or known.optional or known.values is not None or known.keys is not None or value is None:
            return False
        return value.text is not None and value.text.lower() in ("false", "no")

    def apply(self, known: Option, value: Value | None, attached: bool = False) -> None:
        """Do what an option says: take its value, where that is a word behind it; set flags, roles, and effects."""
        if known.harmless and not known.takes and self.denied(value):
            self.harmless = False
            return
        if attached and self.switched_off(known, value):
            return
        if known.takes and value is None:
            if known.takes == "command;":
                self.until_semicolon(known)
                return
            if known.takes in _SWALLOWING:
                self.actions.append(Action(known.takes, tuple(self.args[self.at :]), escape=True))
                self.at = len(self.args)
                return
            if self.at < len(self.args):
                value = self.args[self.at]
                self.at += 1
            elif self.args[self.at - 1].text == "-h":  # without the host that it would take, a question
                self.harmless = self.asks = True
                return
        self.flags |= known.sets - self.ended
        self.ended |= known.ends
        self.cleared |= known.clears
        for template in known.does:
            self.effect(template)
        if known.operands is not None:
            self.roles = known.operands
            if attached and value is not None and known.operands[0].name in STOPPING:  # `--command='make all'`
                self.operands.append(value)
        if known.harmless and "harmless" not in self.ended:
            self.harmless = True
            self.around = self.usage.parent is not None and known not in self.usage.options.values()
            self.asks = self.asks or self.args[self.at - 1].text in _QUESTIONS
        if known.clears:
            self.harmless = self.harmless and "harmless" not in known.clears
        self.replaced = self.replaced or known.replaces
        self.prints = known.prints or self.prints
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
        """Do what the value of an option says: one of those that are listed, a pair, or a word with a role."""
        text = value.text if value.text is not None else value.glob or value.prefix  # globs that fit nothing stay
        if known.values is not None:
            for pattern, meaning in known.values.items():
                if fits(text, pattern):
                    if value.text is None:  # it may be more than an option should take back
                        does = (template._replace(flags=template.flags - {"default"}) for template in meaning.does)
                        meaning = meaning._replace(does=tuple(does), sets=meaning.sets - {"local"}, harmless=False)
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
        """Note a word with a role, and the rest of the words where they belong to it."""
        if role == "attached-file":  # @file, name=@file, name=<file;type=...
            names = value.beginning.replace("=<", "=@", 1).partition("@")[2].partition(";")[0]
            for file in names.split(","):
                item = value._replace(text=file if value.text is not None else None, prefix=file)
                self.actions.append(Action("read", (item,), escape=True))
            return
        values: tuple[Value, ...] = (value,)
        if role in _SWALLOWING:  # `env -S'a b' c`, `python -m pip install x`: the rest belongs to it
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
        """Note an effect of which the catalogue says all."""
        if template.target == "":
            self.actions.append(Action(template.kind, (), template.flags))
            return
        span = self.args[0].span if self.args else NOWHERE
        self.actions.append(Action(template.kind, (Value(template.target, span),), template.flags))
