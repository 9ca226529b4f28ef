"""Filters of jq and yq: they compute, but can print the whole environment."""

from __future__ import annotations

import json
import re

from chimera_guard.effects.code.reading import Collector
from chimera_guard.effects.names import UNASKED_KEYS
from chimera_guard.effects.secret_names import names_secret

_ENVIRONMENT = re.compile(r"(?<![\w.$])(?:\$ENV|env)(?![\w.\[:(])")
_VARIABLE = re.compile(r"(?<![\w.$])(?:\$ENV|env)(?:\.|\[\")(\w+)(?!\"?\]?\s*\|\s*length)")
_READS = re.compile(r"(?<![\w.$])load(?:_\w+)?\(\s*\"([^\"]*)\"")
_NAMED = re.compile(r"(?<![\w.$])(?:str)?env\(\s*(\w+)\s*\)(?!\s*\|\s*length)")
_TEXT = re.compile(r'"(?:[^"\\]|\\.?)*(?:"|\Z)|#[^\n]*', re.S)
_SET = re.compile(r'(?<![\w-])([\w-]+)"?\]?\s*(?:\|?=|:)\s*("(?:[^"\\]|\\.)*")', re.S)
_INNER = re.compile(r"\\\(([^()]*)\)")


def read(language: str, code: str, into: Collector) -> None:
    """Read a filter: what stands in its texts counts where it is put in as code."""
    for match in _SET.finditer(code):
        if match[1] in UNASKED_KEYS:
            into.sets(match[1], json.loads(match[2], strict=False) if "\\(" not in match[2] else None)
    inner = " ".join(match[1] for text in _TEXT.findall(code) for match in _INNER.finditer(text))
    if _ENVIRONMENT.search(_TEXT.sub('""', code)) or _ENVIRONMENT.search(inner):
        into.effect("read", None, "secret")
    for match in _READS.finditer(code):  # what yq has more than jq: files, and variables as calls
        into.effect("read", match[1])
    if any(names_secret(match[1]) for pattern in (_VARIABLE, _NAMED) for match in pattern.finditer(code)):
        into.effect("reveal")
