"""What keys are bound to in a chooser of lines: `KEY:ACTION+ACTION(ARGUMENT),KEY:ACTION:ARGUMENT`."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector

_RUNNING = ("execute", "become", "reload", "transform", "bg-transform", "preview", "change-preview")
_PLAIN = frozenset({"preview-up", "preview-down", "preview-top", "preview-bottom", "change-preview-window"})
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"} | {sign: sign for sign in "~!@#$%^&*;/|"}
_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def read(language: str, code: str, into: Collector) -> None:
    """Read bindings: each action that takes a command line runs it."""
    at = code.find(":", 1) + 1  # the key itself can be a colon
    while 0 < at < len(code):
        end = at
        while end < len(code) and code[end] in _NAME:
            end += 1
        name, opening = code[at:end], code[end : end + 1]
        if opening == ":":  # all that follows belongs to it
            _action(name, code[end + 1 :], into)
            return
        if name and opening in _CLOSING:
            close = _close(code, end + 1, _CLOSING[opening])
            _action(name, code[end + 1 : close], into)
            end = close + 1
        at = end + 1 if code[end : end + 1] == "+" else code.find(":", end + 2) + 1


def _close(code: str, start: int, sign: str) -> int:
    """Where an argument ends: at the closing sign behind which another action, another key, or nothing stands."""
    at = code.find(sign, start)
    while at >= 0 and code[at + 1 : at + 2] not in ("", "+", ","):
        at = code.find(sign, at + 1)
    return at if at >= 0 else len(code)


def _action(name: str, argument: str, into: Collector) -> None:
    if not name.startswith(_RUNNING) or name in _PLAIN or name.startswith(("preview-page", "preview-half")):
        return
    if argument.strip():
        into.lines[argument] = None
    if name.startswith(("execute", "become")):  # more than something to look at: what the choice is made for
        into.effect("exec-code", "shell")
