"""Takes secrets out of a text that leaves the machine.

Only what cannot be shell syntax is taken out: a value that could hold a substitution, a quote or a separator stays, so
that nothing which runs is hidden from the model.
"""

from __future__ import annotations

import re

SECRET = "[secret]"

_NAME = (
    r"[A-Za-z0-9_.-]{0,40}(?:passw(?:or)?d|passwd|passphrase|secret|token|api[_-]?key|apikey|access[_-]?key|"
    r"private[_-]?key|credentials?|auth(?:orization)?|cookie|session[_-]?id|pwd)(?![A-Za-z0-9_-]{0,20}(?:file|path|dir|"
    r"stdin|prompt))[A-Za-z0-9_-]{0,20}"
)
_PLAIN = r"[A-Za-z0-9_.\-/+=~%@!#^,:*?]"
_VALUE = rf"(?:'[^'`$\n]{{3,2000}}'|\"[^\"`$\\\n]{{3,2000}}\"|(?![\[]secret){_PLAIN}{{4,2000}})"

_WHOLE = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\s:,.\-]{0,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\Z)"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{20,255}"
    r"|\bgithub_pat_[A-Za-z0-9_]{20,255}"
    r"|\bglpat-[A-Za-z0-9_-]{16,255}"
    r"|\b[sr]k[-_][A-Za-z0-9_-]{16,255}"
    r"|\bxox[abeoprs]-[A-Za-z0-9-]{10,255}"
    r"|\bAIza[0-9A-Za-z_-]{30,64}"
    r"|\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,2000}"
    r"|\b(?:hf|npm|dop_v1)_[A-Za-z0-9]{20,255}"
    r"|\bpypi-[A-Za-z0-9_-]{16,255}"
    r"|\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}"
)
_IN_URL = re.compile(r"(://[A-Za-z0-9_.~%+-]{0,200}:)[A-Za-z0-9_.~%+!*=,&-]{1,500}@")
_HEADER = re.compile(
    rf"((?:authorization|x-api-key|x-auth-token|private-token|cookie)\s{{0,5}}:\s{{0,5}}(?:(?:bearer|basic|token)\s{{1,5}})?)"
    rf"{_PLAIN}{{4,4000}}",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(rf"(?<![A-Za-z0-9_.-])({_NAME}\s{{0,3}}=\s{{0,3}}){_VALUE}", re.IGNORECASE)
_OPTION = re.compile(rf"(?<![A-Za-z0-9_-])(--?{_NAME}\s{{1,5}}){_VALUE}", re.IGNORECASE)
_USER = re.compile(r"((?<!\S)(?:-u|--user)[ =]?['\"]?[A-Za-z0-9_.@+-]{1,100}:)[A-Za-z0-9_.~%+!*=,@#^-]{1,500}")


def redact(text: str) -> str:
    """Return `text` with "[secret]" in the place of keys, tokens and passwords."""
    text = _WHOLE.sub(SECRET, text)
    text = _IN_URL.sub(rf"\1{SECRET}@", text)
    for pattern in (_HEADER, _ASSIGNED, _OPTION, _USER):
        text = pattern.sub(rf"\1{SECRET}", text)
    return text
