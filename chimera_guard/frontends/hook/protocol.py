"""The frames between a shell and the server.

A request is `NUL version US seq US kind US cwd US facts US text NUL`, an answer `seq US verdict US message NUL`. The
leading NUL ends whatever an interrupted writer left behind. `seq` lets a reader drop answers that came too late.
`facts` are records between RS: ` a name=value` (alias), ` f name NL body` (function), ` v name=value` (variable),
` o on,off,...` (which of OPTIONS are set), or a function as bash prints it.
"""

from __future__ import annotations

VERSION = 1
UNIT = b"\x1f"
RECORD = "\x1e"
END = b"\0"
MAX_FRAME = 4 << 20

RUN = 0  # run it; a message is shown, and does not stop it
CONFIRM = 1  # hand the message to `ask`, and run it if that says yes
LATER = 2  # it can't be read; it may go on in the next line. Go on, and ask again before anything of it runs
WATCH = 3  # run it, but check each command that it runs (bash: `fc` edits a line that nobody has seen)
UNAVAILABLE = 9  # no verdict

# The options that change how a line is read; bash tells the first alone, where it is off.
OPTIONS = ("interactivecomments", "extendedglob", "shwordsplit", "ksharrays", "globsubst", "rcquotes", "equals")

REGISTER = "register"
STATUS = "status"


class Request:
    """What a shell asks about."""

    __slots__ = ("aliases", "cwd", "functions", "kind", "options", "seq", "text", "variables", "version")

    def __init__(self, version: int, seq: str, kind: str, cwd: str, facts: str, text: str) -> None:
        self.version = version
        self.seq = seq
        self.kind = kind
        self.cwd = cwd
        self.text = text
        self.aliases: dict[str, str] = {}
        self.functions: dict[str, str] = {}
        self.variables: dict[str, str] = {}
        self.options: frozenset[str] | None = None
        if facts:
            self._read(facts)

    def _read(self, facts: str) -> None:
        for record in facts.split(RECORD):
            sort = record[:3]
            name, separator, value = record[3:].partition("\n" if sort == " f " else "=")
            if sort == " a ":
                self.aliases[name] = value
            elif sort == " v ":
                self.variables[name] = value
            elif sort == " f ":
                self.functions[name] = value
            elif sort == " o ":
                self.options = frozenset(each for each, on in zip(OPTIONS, name.split(","), strict=False) if on == "on")
            else:
                head, separator, value = record.partition("\n")
                name = head.rstrip().removesuffix("()").strip().removeprefix("function ")
                if name and separator:
                    self.functions[name] = value


def encode(kind: str, cwd: str, text: str, facts: str = "", seq: str = "0", version: int = VERSION) -> bytes:
    """A request as bytes. Separators inside the fields before the text are replaced, NULs in it are dropped."""
    clean = [field.replace("\x1f", "?") for field in (str(version), seq, kind, cwd, facts)]
    return b"\0" + "\x1f".join([*clean, text]).replace("\0", "").encode("utf-8", "surrogateescape") + END


def decode(frame: bytes) -> Request:
    """Read a request (without its NULs). Raises ValueError for anything that is none."""
    fields = frame.decode("utf-8", "surrogateescape").split("\x1f", 5)
    if len(fields) != 6 or not fields[0].isdecimal():
        raise ValueError("not a request")
    return Request(int(fields[0]), *fields[1:])


def encode_answer(seq: str, verdict: int, message: str) -> bytes:
    """An answer as bytes."""
    return (
        f"{seq}\x1f{verdict}\x1f".encode("utf-8", "surrogateescape")
        + message.replace("\0", "").encode("utf-8", "surrogateescape")
        + END
    )


def decode_answer(frame: bytes) -> tuple[int, bytes]:
    """The verdict and the message of an answer (without its NUL). Raises ValueError for anything that is none."""
    fields = frame.split(UNIT, 2)
    if len(fields) != 3 or fields[1] not in (b"0", b"1", b"2", b"3", b"9"):
        raise ValueError("not an answer")
    return int(fields[1]), fields[2]
