"""Shows a verdict on the terminal, and asks: `entry.py show MESSAGE`; exits with 0 for yes, and for nothing else.

The message's first line says what is asked: `deny`, `confirm SECONDS`, or `type SECONDS WORD`. Opens /dev/tty itself,
throws away what was typed before the question, and takes silence, Ctrl-C and everything but a clear yes for a no.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import time

YES, NO = 0, 1
_SAME_KEY = 0.02  # seconds between the bytes that one key sends
_STYLES = {"!": "\x1b[1;31m", "?": "\x1b[1;33m", ">": "\x1b[1m", "-": "\x1b[2m"}  # by the first character of a line


def main(arguments: list[str]) -> int:
    """Show the message given as the only argument, ask if it says so. Returns the exit status."""
    message = os.fsencode(arguments[0]).decode("utf-8", "replace") if arguments else ""
    head, _, text = message.partition("\n")
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError:
        print(paint(text, False), file=sys.stderr)
        return NO
    return Dialogue(terminal).hold(head.split(" "), text)


def paint(text: str, colour: bool, width: int = 80) -> str:
    """The text without its line marks, broken at blanks to fit; with colours by mark if wanted."""
    lines = []
    for line in text.split("\n"):
        mark, body = line[:1], line[1:]
        if mark != ">":  # the command itself is shown as it is
            body = _wrapped(body, width)
        lines.append(f"{_STYLES[mark]}{body}\x1b[0m" if colour and mark in _STYLES else body)
    return "\n".join(lines)


def _wrapped(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    parts = [indent]
    for word in line.split():
        if len(parts[-1]) + len(word) >= width and parts[-1] != indent:
            parts.append(indent)
        parts[-1] += word if parts[-1] == indent else f" {word}"
    return "\n".join(parts)


class Dialogue:
    """A question on a terminal, whose modes are as before when it is over."""

    def __init__(self, terminal: int) -> None:
        self.terminal = terminal
        self.saved = termios.tcgetattr(terminal)
        self.colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"

    def hold(self, head: list[str], text: str) -> int:
        """Show `text`, and ask what `head` says."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        try:
            self.modes()
            self.say("\n" + paint(text, self.colour, self.width()).rstrip("\n") + "\n")
            if head[0] == "confirm":
                return self.confirm(float(head[1]))
            if head[0] == "type":
                return self.typed(float(head[1]), " ".join(head[2:]))
        except KeyboardInterrupt:
            self.say("not run\n")
        except (OSError, ValueError):
            pass
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            termios.tcsetattr(self.terminal, termios.TCSADRAIN, self.saved)
        return NO

    def modes(self) -> None:
        """Single keys without echo; what was typed ahead is dropped.

        Ctrl-C comes as a key: as a signal, it would be lost between looking for one and waiting for a key.
        """
        modes = termios.tcgetattr(self.terminal)
        modes[0] |= termios.ICRNL
        modes[1] |= termios.OPOST | termios.ONLCR
        modes[3] = modes[3] & ~(termios.ICANON | termios.ECHO | termios.ISIG)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self.terminal, termios.TCSAFLUSH, modes)

    def width(self) -> int:
        """The columns of the terminal."""
        try:
            return os.get_terminal_size(self.terminal).columns or 80
        except OSError:
            return 80

    def say(self, text: str) -> None:
        """Write to the terminal."""
        os.write(self.terminal, text.encode("utf-8", "replace"))

    def key(self, deadline: float) -> bytes:
        """The next key; nothing when time is up or the terminal is gone."""
        ready, _, _ = select.select([self.terminal], [], [], max(0.0, deadline - time.monotonic()))
        key = os.read(self.terminal, 1) if ready else b""
        if key == b"\x1b" or key >= b"\x80":  # the rest of an arrow, of a paste, of a letter is no input for the shell
            while select.select([self.terminal], [], [], _SAME_KEY)[0] and (more := os.read(self.terminal, 4096)):
                key += more
        return key

    def confirm(self, seconds: float) -> int:
        """One key: y is yes."""
        self.say("Run it? [y/N] ")
        key = self.key(time.monotonic() + seconds)
        if key in (b"y", b"Y"):
            self.say("yes\n")
            return YES
        self.say("^C not run\n" if key == b"\x03" else "no\n" if key else "(no answer: not run)\n")
        return NO

    def typed(self, seconds: float, word: str) -> int:
        """A word and Enter: only the exact word is yes."""
        self.say(f"Type {word} to run it: ")
        deadline = time.monotonic() + seconds
        line = b""
        while (key := self.key(deadline)) not in (b"", b"\n", b"\x03", b"\x04") and key[0] != 0x1B:
            if key in (b"\x7f", b"\x08"):
                self.say("\b \b" if line else "")
                line = line[:-1]
            elif key >= b" " and len(line) < 100:
                line += key
                os.write(self.terminal, key)
        agreed = key == b"\n" and line == word.encode()
        self.say("\n" if agreed else " (not run)\n" if key else " (no answer: not run)\n")
        return YES if agreed else NO


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
