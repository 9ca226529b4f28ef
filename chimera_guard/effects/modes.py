"""What permission bits mean: octal and symbolic modes of chmod and its like."""

from __future__ import annotations

from chimera_guard.words.value import NO_TAINT, Value

_MODE_SIGNS = frozenset("01234567ugoarwxXst+-=,")


def is_mode(value: Value) -> bool:
    """Whether `value` can be permission bits: a number, or letters, signs and commas."""
    return value.text is None or not set(value.text) - _MODE_SIGNS


def mode_flags(value: Value) -> frozenset[str]:
    """Return "world-writable", "setuid", "executable" and "unusable" as far as the mode `value` says so."""
    text = value.text
    if text is None:
        return NO_TAINT
    flags = set()
    if text.isdigit() and all(digit in "01234567" for digit in text):
        bits = int(text[-6:], 8)
        if bits & 0o002:
            flags.add("world-writable")
        shared = bits & 0o6020 == 0o2020  # 2775: new files in a directory belong to its group; no program is made so
        if bits & 0o6000 and not shared:
            flags.add("setuid")
        if not bits & 0o444:
            flags.add("unusable")
        if bits & 0o111:
            flags.add("executable")
        return frozenset(flags)
    for clause in text.split(","):
        who = clause[: len(clause) - len(clause.lstrip("ugoa"))]
        action = clause[len(who) :]
        if action[:1] == "-" and who in ("", "a", "u", "ugo", "ug", "uo") and ("r" in action or "x" in action):
            flags.add("unusable")
        if not action or action[0] not in "+=":
            continue
        if "w" in action and ("o" in who or "a" in who):
            flags.add("world-writable")
        if "s" in action and "t" not in who and (who, action) != ("g", "+s"):  # a directory that a group shares
            flags.add("setuid")
        if "x" in action:
            flags.add("executable")
    return frozenset(flags)
