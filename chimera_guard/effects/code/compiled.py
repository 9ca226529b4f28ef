"""Sources of compiled languages: whether they do more than compute, and use files of their own."""

from __future__ import annotations

from chimera_guard.context import NOTHING_KNOWN
from chimera_guard.effects.scope import scope_of
from chimera_guard.syntax.nodes import NOWHERE
from chimera_guard.words.value import Value

MAX_SOURCE = 65_536
# What a program reaches for the machine with; underscores are left out.
_REACHING = frozenset(
    """
    system popen exec execl execle execlp execlpe execv execve execvp execvpe fexecve fork vfork clone syscall
    posixspawn posixspawnp setuid setgid seteuid setreuid setresuid asm
    unlink unlinkat removefile removedir removedirall removeall deleteifexists
    deleteonexit chmod fchmod chown fchown setpermissions kill socket connect bind mprotect PROTEXEC
    ptrace dlopen reboot mount chroot Command net ioctl shellcode payload Runtime ProcessBuilder
    Socket URL naked section constructor transmute
    """.split()
)
# Functions in C whose names are methods elsewhere.
_PLAIN_CALLS = frozenset({"remove", "rename", "rmdir", "delete"})
_OPENING = frozenset(
    """
    open openat fopen freopen creat ofstream ifstream fstream filesystem fs File Files mmap readdir opendir getenv
    includestr includebytes embed FileReader FileWriter FileInputStream FileOutputStream Paths Path
    """.split()
)
_AHEAD = frozenset("return else do throw and or not".split())
_HEADERS = tuple(f"include <sys/{name}" for name in "socket ptrace syscall mount reboot ioctl prctl inotify un".split())
_GRAVE = frozenset("guard credential root home startup system device version-control".split())


def reaches(text: str) -> bool:
    """Whether a source may do more than compute, print, and read and write files of its own, as far as words tell."""
    if len(text) > MAX_SOURCE:
        return True
    code, literals = _split(text)
    if "##" in code or any(header in code for header in _HEADERS):
        return True
    found = _tokens(code.replace("_", ""))
    words = set(found)
    if "(*)(" in "".join(found) or not _REACHING.isdisjoint(words) or _called_plainly(found):
        return True  # the first: data that is called as if it were a function
    return not _OPENING.isdisjoint(words) and any(_names_grave(literal) for literal in literals)


def _tokens(code: str) -> list[str]:
    """Words, and single signs."""
    return "".join(letter if letter.isalnum() else f" {letter} " for letter in code).split()


def _called_plainly(found: list[str]) -> bool:
    """Whether one of the functions is called whose names are those of harmless methods, too."""
    for at in range(1, len(found) - 2):
        name, before, after = found[at], found[at - 1], found[at + 1]
        if name not in _PLAIN_CALLS or after != "(":
            continue
        if before in (".", ">"):
            if name == "delete" and (found[at + 2] == ")" or found[at - 2] == "Files"):
                return True
        elif before == ":":
            if found[at - 3] in ("fs", "filesystem"):
                return True
        elif not before.isalnum() or before in _AHEAD:  # and not where it is declared
            return True
    return False


def _names_grave(literal: str) -> bool:
    """Whether a text is, or begins, the name of a place that is no program's own."""
    if "\\" in literal.replace("\\n", "").replace("\\t", "").replace("\\r", ""):
        return literal.startswith(("\\x", "\\0")) or "/\\" in literal
    if literal in ("/", ""):
        return False
    return scope_of(Value(literal.strip(), NOWHERE), NOTHING_KNOWN, None) in _GRAVE


def _split(text: str) -> tuple[str, list[str]]:
    """The code without its comments and texts, and the texts."""
    code, literals, at = [], [], 0
    while at < len(text):
        two = text[at : at + 2]
        if two in ("//", "/*"):
            end = text.find("\n" if two == "//" else "*/", at + 2)
            at = len(text) if end < 0 else end + (two == "/*") * 2
            code.append(" ")
        elif text[at] == '"':
            end = at + 1
            while end < len(text) and text[end] != '"':
                end += 2 if text[end] == "\\" else 1
            literals.append(text[at + 1 : end])
            code.append('""')
            at = end + 1
        elif text[at] == "'" and (text[at + 2 : at + 3] == "'" or text[at + 3 : at + 4] == "'"):
            code.append("' '")
            at += 3 if text[at + 2 : at + 3] == "'" and text[at + 1] != "\\" else 4
        else:
            code.append(text[at])
            at += 1
    return "".join(code), literals
