"""Brackets of scripts: where they close, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.effects.code.scripts.tokens import Token

_NESTING = {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)}


def nesting(token: Token) -> int:
    """1 for a bracket that opens, -1 for one that closes, 0 for anything else."""
    return _NESTING.get(token.text, 0) if token.kind == "sign" else 0


def closed(tokens: Sequence[Token], at: int, span: int | None = None) -> int:
    """Where the bracket that opens at `at` closes, no more than `span` tokens from there; past the end for nowhere."""
    depth = 0
    for n in range(at, len(tokens) if span is None else min(len(tokens), at + span)):
        depth += nesting(tokens[n])
        if depth == 0:
            return n
    return len(tokens)


def split(found: Sequence[Token], signs: frozenset[str]) -> list[list[Token]]:
    """The tokens between such signs, save those within brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        depth += nesting(token)
        if depth == 0 and token.text in signs and token.kind in ("sign", "name"):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
