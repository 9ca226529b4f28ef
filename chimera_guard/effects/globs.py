"""What a glob could match, as far as names alone can say."""

from __future__ import annotations

from chimera_guard.effects import places as P

_ACTIVE = frozenset("*?[")
_SINGLE = frozenset("?[\\")  # what stands for one character
LONGEST_WORD = 1 << 17  # Linux starts no program with a longer one
_END = 1 << 12  # of a longer one, that much of either end is looked at
_NAMES = sorted(P.SYSTEM | P.HOMES | {"root", "dev", "tmp", "srv", "mnt"})
_SECRET_NAMES = sorted(
    P.names(
        """
        credentials shadow sudoers .ssh .aws .gnupg .env .git .bashrc .zshrc .netrc .npmrc .bash_history .zsh_history
        """
    )
    | {name for name in P.KEY_NAMES if "." not in name}
)
_SECRET_DIRECTORIES = P.names(".aws .ssh .gnupg")
_MAX_PATTERN = 256


def active(text: str) -> bool:
    """Whether `text` holds a glob character."""
    return not _ACTIVE.isdisjoint(text)


_WIDE = ("a-z", "A-Z", ":alpha:", ":alnum:", ":lower:", ":upper:")


def matches_everything(component: str) -> bool:
    """Whether a path component, as a glob, takes (nearly) everything: `*`, `?*`, `.*`, `.[!.]*`, `[a-z]*`, `!(x)`."""
    if component[:2] == "!(" and component[-1] == ")":
        return True
    return bool(component) and "*" in component and not _without_wide(component).strip("*?.")


def _without_wide(component: str) -> str:
    """A glob without its brackets that stand for nearly any letter: `[!.]`, `[a-z]`, `[[:alpha:]]`."""
    while "[" in component:
        before, _, rest = component.partition("[")
        end = rest.find("]", 1) if rest[:2] != "[:" else rest.find(":]]") + 2
        inside = rest[:end]
        if end < 1 or not (inside[0] in "!^" or any(wide in inside for wide in _WIDE)):
            return component
        component = before + rest[end + 1 :]
    return component


def likely_names(glob: str) -> list[str]:
    """Return paths that `glob` could mean, with wildcards in single components replaced by well-known names."""
    parts = glob.split("/")
    found = [glob]
    for i, part in enumerate(parts):
        if not active(part) or len(part) > _MAX_PATTERN:
            continue
        telling = "*" not in part or part[0] == "." or (i > 0 and parts[i - 1] in _SECRET_DIRECTORIES)
        if _literals(part) < (1 if telling else 2):
            continue
        names = _NAMES if i == 1 and not parts[0] else _SECRET_NAMES
        for name in names:
            if matches(part, name):
                found.append("/".join([*parts[:i], name, *parts[i + 1 :]]))
    return found


def _literals(component: str) -> int:
    """How many letters and digits of a glob stand for themselves."""
    inside = False
    count = 0
    for character in component:
        inside = character == "[" or (inside and character != "]")
        count += not inside and character.isalnum()
    return count


def matches(pattern: str, name: str) -> bool:
    """Whether the glob `pattern` (`*`, `?`, `[...]`) matches the whole of `name`. Linear in the product of lengths."""
    if _SINGLE.isdisjoint(pattern):
        return _in_order(pattern.split("*"), name)
    if len(name) > LONGEST_WORD:
        name = name[:_END] + name[-_END:]
    p = n = 0
    star = -1
    mark = 0
    while n < len(name):
        width = _one(pattern, p, name[n]) if p < len(pattern) and pattern[p] != "*" else 0
        if width:
            p += width
            n += 1
        elif p < len(pattern) and pattern[p] == "*":
            star, mark = p, n
            p += 1
        elif star >= 0:
            mark += 1
            p, n = star + 1, mark
        else:
            return False
    return not pattern[p:].strip("*")


def _in_order(parts: list[str], name: str) -> bool:
    """Whether `name` consists of these parts with anything between them."""
    if len(parts) == 1:
        return name == parts[0]
    first, *middle, last = parts
    at, end = len(first), len(name) - len(last)
    if at > end or not name.startswith(first) or not name.endswith(last):
        return False
    for part in middle:
        at = name.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _one(pattern: str, p: int, character: str) -> int:
    """How many characters of the pattern at `p` stand for `character`; 0 where they do not match it."""
    if pattern[p] == "?":
        return 1
    if pattern[p] == "[":
        end = pattern.find("]", p + 2)
        if end > 0:
            members = pattern[p + 1 : end]
            negated = members[:1] in ("!", "^")
            return 0 if _member(members[negated:], character) == negated else end - p + 1
    if pattern[p] == "\\" and p + 1 < len(pattern):
        return 2 if pattern[p + 1] == character else 0
    return 1 if pattern[p] == character else 0


def _member(members: str, character: str) -> bool:
    i = 0
    while i < len(members):
        if i + 2 < len(members) and members[i + 1] == "-":
            if members[i] <= character <= members[i + 2]:
                return True
            i += 3
        else:
            if members[i] == character:
                return True
            i += 1
    return False
