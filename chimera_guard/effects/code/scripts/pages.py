"""Pages of a web server that run what somebody who asks for them sends."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.reading import Exhausted
from chimera_guard.effects.code.scripts.brackets import closed
from chimera_guard.effects.code.scripts.languages_web import PHP
from chimera_guard.effects.code.scripts.tokens import Token, tokens
from chimera_guard.effects.places import names

MAX_PAGE = 65_536
MAX_CALLS = 512  # of what runs something
MAX_SPAN = 64  # tokens of one statement
_SENT = names("$_GET $_POST $_REQUEST $_COOKIE $_SERVER $_FILES")
_RUNS = frozenset({"shell", "argv", "eval"})
_MADE_SAFE = names("escapeshellarg escapeshellcmd intval in_array basename")
_INCLUDES = names("include require include_once require_once")
_OTHER_PAGES = (".jsp", ".jspx", ".asp", ".aspx", ".ashx", ".cfm")
_ASKED = ("getParameter", "getHeader", "Request[", "Request.", "request(", "Request(", "URL.cmd", "FORM.")
_STARTS = ("Runtime.getRuntime", "ProcessBuilder", "Process.Start", "ProcessStartInfo", "wscript.shell", "cfexecute")
_EVALUATES = ("eval(", "eval ", "Execute(", "execute(", "ExecuteGlobal", "ScriptEngine", "defineClass")


def runs_requests(path: str, text: str) -> bool:
    """Whether a file with such a text runs what a request brings along."""
    if len(text) > MAX_PAGE:
        return False
    if "<?" in text:
        return _php(text)
    if not path.lower().endswith(_OTHER_PAGES):
        return False
    lower = text.lower()
    asked, started = (any(word.lower() in lower for word in words) for words in (_ASKED, _STARTS + _EVALUATES))
    return asked and started


def _php(text: str) -> bool:
    code = text.replace("<?php", " ").replace("<?=", " echo ").replace("<?", " ").replace("?>", ";")
    try:
        found = tokens(code, PHP.syntax)
    except Exhausted:
        found = None
    if found is None:
        return False
    sent = set(_SENT)
    if sum(_is_call(found, i) for i in range(len(found))) > MAX_CALLS:
        return True  # no page needs that many
    for i, token in enumerate(found):
        after = found[i + 1].text if i + 1 < len(found) else ""
        if token.kind == "variable" and after == "=" and _brings(_expression(found, i + 2), sent):
            sent.add(token.text)
        elif _runs(found, i, sent):
            return True
    return False


def _runs(found: Sequence[Token], i: int, sent: set[str]) -> bool:
    """Whether the token at `i` runs something that was sent."""
    token = found[i]
    if token.kind == "command":
        return any(name in token.text for name in sent)
    if token.kind == "variable":
        return _called(found, i) and _brings([token, *_arguments(found, i + 1)], sent)
    if token.kind != "name":
        return False
    if token.text in _INCLUDES:
        return _brings(_expression(found, i + 1), sent)
    return PHP.actions.get(token.text) in _RUNS and _brings(_arguments(found, i + 1), sent)


def _is_call(found: Sequence[Token], i: int) -> bool:
    """Whether the token at `i` could run something."""
    token = found[i]
    return _called(found, i) if token.kind == "variable" else PHP.actions.get(token.text) in _RUNS


def _called(found: Sequence[Token], i: int) -> bool:
    """Whether a variable, or an item of it, is called: `$f(...)`, `$_GET[0](...)`."""
    at = i + 1
    while at < len(found) and found[at].text == "[":
        at = closed(found, at, MAX_SPAN) + 1
    return at < len(found) and found[at].text == "(" and (i == 0 or found[i - 1].text not in ("->", "::", "function"))


def _brings(part: Sequence[Token], sent: set[str]) -> bool:
    """Whether anything in a part comes from a request, as it is."""
    if any(token.kind == "name" and token.text in _MADE_SAFE for token in part):
        return False
    within = (name in inner for token in part for inner in token.inner for name in sent)
    stream = any(token.text == "php://input" for token in part)
    return stream or any(token.kind == "variable" and token.text in sent for token in part) or any(within)


def _expression(found: Sequence[Token], i: int) -> Sequence[Token]:
    """The tokens up to the end of the statement."""
    last = min(len(found), i + MAX_SPAN)
    end = next((at for at in range(i, last) if found[at].text == ";" and found[at].kind == "sign"), last)
    return found[i:end]


def _arguments(found: Sequence[Token], i: int) -> Sequence[Token]:
    """What a call that follows at `i` is given; without brackets, all up to the end of the statement."""
    while i < len(found) and found[i].text == "[":
        i = closed(found, i, MAX_SPAN) + 1
    if i < len(found) and found[i].text == "(":
        return found[i : closed(found, i, MAX_SPAN)]
    return _expression(found, i)
