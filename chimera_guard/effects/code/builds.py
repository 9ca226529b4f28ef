"""Files of CMake and Gradle: what a build that reads them starts."""

from __future__ import annotations

from chimera_guard.effects.code.reading import Collector


def read(language: str, code: str, into: Collector) -> None:
    """Read a file of one of the two into the collector."""
    (_cmake if language == "cmake" else _gradle)(code, into)


def _cmake(code: str, into: Collector) -> None:
    """Read what the files of CMake run while they are read, and while the project is built."""
    lines = [line.partition("#")[0] for line in code.splitlines()]
    for part in "\n".join(lines).split("COMMAND ")[1:]:
        words: list[str] = []
        for word in _argument_words(part):
            if word.isupper() or word == ")" or "$" in word:
                break
            words.append(word)
        if words:
            into.argv(words)


def _gradle(code: str, into: Collector) -> None:
    """Read what a build of Gradle starts, and deletes: texts that are executed, command lines, and paths."""
    into.complete = False
    for line in code.splitlines():
        pieces = line.replace("'", '"').split('"')
        for at in range(1, len(pieces) - 1, 2):
            if pieces[at + 1].lstrip("])").startswith(".execute("):
                into.shell(pieces[at])
            elif "$" not in pieces[at] and _deleted(pieces[at - 1], pieces[at + 1]):
                into.effect("delete", pieces[at], "recursive")
        named = next((index for index in range(0, len(pieces), 2) if _starts(pieces[index])), None)
        if named is not None and named + 1 < len(pieces):
            into.argv(pieces[named + 1 :: 2])


def _starts(before: str) -> bool:
    """Whether what stands before a text starts a program with it, and with the texts behind it."""
    return "commandLine" in before or before.endswith(("ProcessBuilder(", "ProcessBuilder(listOf("))


def _deleted(before: str, after: str) -> bool:
    """Whether a path between these is deleted: `delete("x")`, `delete files("x")`, `File("x").deleteRecursively()`."""
    if after.lstrip(")").startswith((".delete(", ".deleteDir(", ".deleteRecursively(")):
        return True
    words = before.replace("(", " ").split()
    return "delete" in [word.rpartition(".")[2] for word in words[-2:]]


def _argument_words(text: str) -> list[str]:
    """Words up to the closing bracket; those in quotes are one."""
    words: list[str] = []
    for at, piece in enumerate(text.split('"')):
        if at % 2:
            words.append(piece)
        else:
            words += piece.partition(")")[0].split()
            if ")" in piece:
                break
    return words
