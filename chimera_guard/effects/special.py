"""Files that mean the same below any directory: keys, start-up files, repositories, the guard itself."""

from __future__ import annotations

from chimera_guard.effects import places as P

_COPIES = 4  # endings that are taken off: a copy of a copy
_DEPTH = 8  # names below a dotted one that are looked at: more than the longest that is known has
# The names with which those below any directory begin.
_FIRST = P.VERSION_CONTROL.union(
    place.partition("/")[0]
    for places in (
        P.STARTUP_FILES, P.STARTUP_DIRECTORIES, P.CREDENTIAL_FILES, P.CREDENTIAL_PARENTS, P.CREDENTIAL_DIRECTORIES,
    )
    for place in places
)  # fmt: skip


def special(path: str, copies: int = _COPIES) -> str | None:
    """A credential, start-up file, repository or the guard itself, by names that mean the same below any directory."""
    name = path.rpartition("/")[2]
    if not name:
        return None
    if copies and name.endswith(P.COPY_ENDINGS):
        original = special(path.rpartition(".")[0], copies - 1)
        if original == "credential":  # a compressed key is a key
            return original
    if "chimera" in path:
        parts = path.split("/")
        for before, part in zip(parts, parts[1:], strict=False):
            if part.partition(".")[0] in P.GUARD_NAMES and before in P.GUARD_PARENTS:
                return "guard"
            if part[:14] == "chimera-guard-" and part[14:].isdecimal():  # where its server runs
                return "guard"
    if path[0] == "." or "/." in path:
        found = _dotted(path.split("/"), name)
        if found is not None:
            return found
    elif ".git/" in path:
        rest = path.partition(".git/")[2]
        if rest.partition("/")[0] in P.BARE_REPOSITORY:
            return "version-control"
    if name == "release_agent":  # of a control group: what the kernel runs, as root, when its last process ends
        return "startup"
    if name in P.KEY_NAMES or name[:7] == "krb5cc_":
        return "credential"
    if path.startswith(P.USER_LIBRARY_SECRETS):  # `$HOME/Library/...`, wherever that is
        return "credential"
    if (
        path.startswith(P.USER_LIBRARY_STARTUP)
        or name in P.PYTHON_STARTUP
        or (name[-4:] == ".pth" and "-packages/" in path)
    ):
        return "startup"
    suffix = name.rpartition(".")[2]
    if suffix in P.KEY_SUFFIXES and suffix != name and not (suffix == "pem" and any(w in name for w in P.PUBLIC_WORDS)):
        return "credential"
    return None


def _dotted(parts: list[str], name: str) -> str | None:
    if name[:4] == ".env" and (name == ".env" or name[4] == ".") and name[5:].rpartition(".")[2] not in P.PLAIN_DOTENV:
        return "credential"
    for i, part in enumerate(parts):
        if part not in _FIRST:
            continue
        rest = parts[i : i + _DEPTH]  # a path may have hundreds of thousands of them
        whole = "/".join(rest)
        if whole in P.STARTUP_FILES:
            return "startup"
        if whole in P.CREDENTIAL_FILES or whole in P.CREDENTIAL_PARENTS:
            return "credential"
        for size in (1, 2, 3):
            head = "/".join(rest[:size])
            if head in P.STARTUP_DIRECTORIES:
                return "startup" if not name.endswith(".sample") else "version-control"
            if head in P.CREDENTIAL_DIRECTORIES and not _plain_in(head, rest, name):
                return "credential"
        if part in P.VERSION_CONTROL:
            return None if "/".join(rest[1:]) in P.VERSION_CONTROL_REBUILT else "version-control"
    return None


def _plain_in(directory: str, rest: list[str], name: str) -> bool:
    """Whether a file in a directory of secrets is none."""
    if directory == ".ssh":
        return len(rest) > 1 and (name.endswith(".pub") or rest[1].startswith(P.SSH_PLAIN))
    if directory == ".gnupg":
        return name.endswith(P.GNUPG_PLAIN)
    if directory in P.BROWSERS:
        return len(rest) > 2 and name not in P.BROWSER_SECRETS
    return False
