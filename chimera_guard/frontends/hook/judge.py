"""From a request to a verdict: context, assessment, policy, message."""

from __future__ import annotations

import os

from chimera_guard.analysis import assess
from chimera_guard.analyzers import CompositeSecurityAnalyzer, RuleBasedSecurityAnalyzer, from_settings
from chimera_guard.context import Context
from chimera_guard.frontends.hook import message, protocol
from chimera_guard.frontends.hook.protocol import Request
from chimera_guard.frontends.visible import visible
from chimera_guard.host import settings as host_settings
from chimera_guard.host.facts import current_context
from chimera_guard.host.settings import Settings, SettingsError
from chimera_guard.report import Assessment, Finding
from chimera_guard.risk import SecurityRisk, worst
from chimera_guard.syntax import unfinished

MAX_TEXT = 65_536
_UNSEEN = Finding(
    "unseen-history",
    SecurityRisk.UNKNOWN,
    "runs a line of the history that can't be seen beforehand",
    why="Which line it is, and what an editor makes of it, is only decided when it runs.",
    instead="recall the line with the arrow keys or a search, and press Enter",
)
_TOO_LONG = Finding(
    "beyond-bounds",
    SecurityRisk.UNKNOWN,
    f"is longer than the {MAX_TEXT:,} characters that are read while you wait",
    why="What was not read can't be judged.",
    instead="put it into a script file, and read that",
)
_WARM = (
    "true | cat > /dev/null; if true; then rm -rf x; fi",
    "a-program-that-nobody-knows",
    "python3 -c 'import os' && perl -e 1 | awk '{print}' && sed -i s/a/b/ x",
    "sqlite3 x.db 'select 1'; redis-cli ping; git push; docker run a sh -c make",
)
_BROKEN = Finding("internal-error", SecurityRisk.UNKNOWN, "made this guard fail; please report it")


class Judge:
    """Answers requests by the user's settings, which are read again whenever their file has changed."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.notice = ""
        self._watched: list[str] = []
        self._stamp: tuple[tuple[int, ...], ...] = ()
        self._analyzer: RuleBasedSecurityAnalyzer | CompositeSecurityAnalyzer
        self._environ = host_settings.without_variables(os.environ)
        self._file = os.path.join(host_settings.config_directory(self._environ), "config.toml")
        self.refresh()

    def warm_up(self) -> None:
        """Load what is only loaded when a line needs it: the grammar, readers of code, common tools."""
        for line in _WARM:
            assess(line, current_context("/", {}))

    def refresh(self) -> None:
        """Read the settings and the user's tools again if they changed; what is wrong with them becomes a notice."""
        if self._watched and self._stamp == _stamps(self._watched):
            return
        tools: list[str] = []
        try:
            self.settings = host_settings.load(environ=self._environ)
            tools = host_settings.tool_files(self.settings)
            host_settings.load_tools(self.settings)
        except SettingsError as error:
            self.notice = f"{error}; what is wrong is not used"
        asked = self.settings.hook.llm  # a person waits for the answer: only who wants that gets it
        self._analyzer = from_settings(self.settings, no_llm=not asked, deadline=self.settings.llm.hook_deadline)
        # What is edited in place leaves its directory as it is.
        self._watched = [self._file, self.settings.tools, *tools]
        self._stamp = _stamps(self._watched)

    def answer(self, request: Request) -> tuple[int, str]:
        """The verdict on a request, and the message with it. Never raises: a failure is asked about."""
        try:
            self.refresh()
            verdict, text = self._answer(request)
        except Exception:
            broken = Assessment(request.text, SecurityRisk.UNKNOWN, (_BROKEN,))
            return protocol.CONFIRM, message.confirm(broken, self.settings, "")
        if self.notice and not text:
            text, self.notice = visible(self.notice), ""
        return verdict, text

    def _answer(self, request: Request) -> tuple[int, str]:
        if request.kind in ("bash", "zsh") and len(request.text) <= MAX_TEXT and unfinished(request.text, request.kind):
            return protocol.LATER, ""
        context = context_of(request, self.settings.unrecognised)
        assessment = self.assess(request, context)
        denied = next((finding for finding in assessment.findings if finding.rule in self.settings.deny), None)
        if denied is not None:
            return protocol.CONFIRM, message.deny(assessment, denied)
        if self.settings.policy().should_confirm(assessment.risk):
            if request.kind in ("bash", "zsh") and _unreadable(assessment):
                return protocol.LATER, ""
            return protocol.CONFIRM, message.confirm(assessment, self.settings, message.toll(assessment, context))
        return (protocol.WATCH if request.kind == "bash" and _recalls(assessment) else protocol.RUN), ""

    def assess(self, request: Request, context: Context) -> Assessment:
        """The assessment of the request's line by the rules, the user's own ones included."""
        if len(request.text) > MAX_TEXT:
            return Assessment(request.text, SecurityRisk.UNKNOWN, (_TOO_LONG,), coverage="partial")
        assessment = self._analyzer.assess_command(request.text, context)
        findings = assessment.findings
        if request.kind != "bash" and _recalls(assessment):
            findings = (*findings, _UNSEEN)
        if findings is not assessment.findings:
            assessment = assessment._replace(findings=findings, risk=worst(each.risk for each in findings))
        return assessment


def context_of(request: Request, unrecognised: str) -> Context:
    """The context of a line that was typed in the shell that asks."""
    variables, options = request.variables, request.options
    if request.kind == "zsh-net":  # what zsh has read: it has taken the comments out
        options = (options or frozenset()) - {"interactivecomments"}
    return current_context(
        request.cwd or None,
        variables,
        home=variables.get("HOME"),
        aliases=request.aliases,
        functions=request.functions,
        dialect=request.kind.partition("-")[0],
        options=options,
        env_complete=False,
        unrecognised=unrecognised,
    )


def _unreadable(assessment: Assessment) -> bool:
    return not assessment.commands and any(finding.rule == "unreadable-syntax" for finding in assessment.findings)


def _recalls(assessment: Assessment) -> bool:
    return any(effect.kind == "exec-code" and effect.text == "history" for effect in assessment.effects)


def _stamps(paths: list[str]) -> tuple[tuple[int, ...], ...]:
    return tuple(_stamp(path) for path in paths)


def _stamp(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return (0, 0)
    return found.st_mtime_ns, found.st_ino
