"""What decides about an action of a search: the tests that stand before an `or` are turned round behind it."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.value import Value

_EITHER = frozenset({"-o", "-or", ","})
_ACTIONS = frozenset("-delete -exec -execdir -ok -okdir -fls -fprint -fprint0 -fprintf".split())
_PRINTING = frozenset("-print -print0 -printf -ls".split())
_IN_FRONT = frozenset("-H -L -P -E -X -d -s -x".split())  # options in front of the places


def deciding(words: Sequence[Value]) -> Sequence[Value]:
    """Leave out the tests before an `-o` in front of the first action, which happens where they fail.

    `find . -name keep -prune -o -delete` deletes all that is not named so.
    """
    texts = [word.text or "" for word in words]
    if _EITHER.isdisjoint(texts):
        return words
    at = next((i for i, text in enumerate(texts) if text in _ACTIONS), None)
    if at is None:
        at = next((i for i, text in enumerate(texts) if text in _PRINTING), None)
    if at is None:
        return words
    start = 0
    while start < at and texts[start] in _IN_FRONT:
        start += 1
    while start < at and texts[start][:1] not in ("-", "(", "!"):
        start += 1
    groups = [(start, start)]  # the open ones, and behind which of their words what counts begins
    for place in range(start, at):
        text = texts[place]
        if text == "(":
            groups.append((place + 1, place + 1))
        elif text == ")" and len(groups) > 1:
            groups.pop()
        elif text in _EITHER:
            groups[-1] = (groups[-1][0], place + 1)
    kept = list(words[:start])
    for (_, begin), end in zip(groups, [*(opened for opened, _ in groups[1:]), len(words)], strict=True):
        kept += words[begin:end]
    return kept
