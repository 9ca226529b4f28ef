"""The door of the command line."""

from __future__ import annotations

import sys

from chimera_guard.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

    from chimera_guard.frontends.checking import Options

_SIMPLE = {"--json": "json", "--quiet": "quiet", "-q": "quiet", "--no-ask": "ask"}


def main() -> None:
    """Do what the arguments of this process ask for, and exit with its status."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        simple = simple_check(sys.argv[1:])
        if simple is not None:
            _leave(_check(*simple))
        from chimera_guard.frontends.commands import main as everything

        status = everything(sys.argv[1:])
        sys.stdout.flush()
    except OSError as error:
        status = _unwritten(error)
    except KeyboardInterrupt:
        status = 1
    sys.exit(status)


def _unwritten(error: OSError) -> int:
    """Nobody reads on, or the disk is full: that is no error of ours, but no yes either. Raises any other error."""
    import contextlib
    import errno
    import os

    if not isinstance(error, BrokenPipeError):
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO) or error.filename is not None:
            raise error
        with contextlib.suppress(OSError):
            print(f"chimera-guard: the output can't be written: {error.strerror}", file=sys.stderr)
    for number in (1, 2):  # what is still to be written must not fail again when the interpreter ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)
    return 1


def _open_closed() -> None:
    """Put the null device in the place of each standard stream that was closed: nothing to read, nobody to tell."""
    import os

    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))


def _check(command: str, options: Options) -> int:
    import gc

    gc.set_threshold(100_000)  # there is little garbage in one verdict, and looking for it takes long
    from chimera_guard.frontends.checking import USAGE, check, warn
    from chimera_guard.host.settings import SettingsError

    try:
        return check(command, options)
    except SettingsError as error:
        warn(str(error))
        return USAGE


def _leave(status: int) -> NoReturn:
    """Exit without taking the interpreter down piece by piece, which takes as long as the verdict."""
    import os

    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def simple_check(arguments: list[str]) -> tuple[str, Options] | None:
    """Return the command and the options of `check [--json|--quiet|--no-ask] COMMAND`, None for anything else.

    What many programs ask many times over does without click, whose import costs as much as the whole check.
    """
    if len(arguments) < 2 or arguments[0] != "check":
        return None
    *flags, command = arguments[1:]
    if command.startswith("-") or not _SIMPLE.keys() >= set(flags):
        return None
    from chimera_guard.frontends.checking import Options

    wanted = {_SIMPLE[flag] for flag in flags}
    return command, Options(json="json" in wanted, quiet="quiet" in wanted, ask="ask" not in wanted)
