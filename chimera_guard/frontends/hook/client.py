"""The slow path: `python -I -S entry.py ask|cold|start|register`, for fish, first lines, and when something is broken.

Reads a request on standard input, prints the message, exits with the verdict. It asks the server, starts or replaces
it where needed, and judges the line in this very process where there is none to be had in time. Nothing is said where
a server is only on its way, or was only busy: the line was judged, as by any server.
"""

from __future__ import annotations

import os
import sys
import time

from chimera_guard.frontends.hook import protocol, runtime

SECOND_LOOK = 0.2  # seconds for a server that was late to show that it was only busy
PATIENCE = 5.0  # seconds after which a server that answers nothing is ended: long, because the machine may be busy
_TOO_OLD = "its server is of another version; a new one is being started"
_STATUS = protocol.encode(protocol.STATUS, "", "")


def main(arguments: list[str]) -> int:
    """`start DIR`, `register DIR PID`, `ask DIR`, `cold DIR` (the server does not answer). Returns the exit status."""
    try:
        operation, path = arguments[0], arguments[1]
        if operation == "register":
            return register(path, int(arguments[2]))
        if operation == "start":
            runtime.start(path)
            return protocol.RUN
        frame = sys.stdin.buffer.read(protocol.MAX_FRAME)
        if operation == "ask":
            verdict, message = ask(path, frame)
        elif operation == "cold":
            verdict, message = late(path, frame)
        else:
            return protocol.UNAVAILABLE
        # Python itself ends with 1 or 2, and prints nothing, where this package is broken or gone
        os.write(1, message or b"later" if verdict == protocol.LATER else message)
        return verdict
    except (OSError, ValueError, IndexError):
        return protocol.UNAVAILABLE


def register(path: str, pid: int) -> int:
    """Have the server make the FIFO pair of a shell; starts the server where there is none. Nobody waits for this."""
    frame = protocol.encode(protocol.REGISTER, "", str(pid))
    deadline = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < deadline:
        try:
            verdict, _ = _answer(path, frame, PATIENCE)
        except runtime.Unsafe:
            break
        except TimeoutError:
            replace(path)
        except (FileNotFoundError, ConnectionError):
            if not runtime.start(path):
                break
            time.sleep(0.02)
        except (OSError, ValueError):
            time.sleep(0.1)
        else:
            if verdict == protocol.RUN:
                return 0
            replace(path)
    return protocol.UNAVAILABLE


def ask(path: str, frame: bytes) -> tuple[int, bytes]:
    """The server's verdict, or our own."""
    try:
        verdict, message = _answer(path, frame)
    except runtime.Unsafe as error:
        return cold(frame, str(error))
    except TimeoutError:
        return late(path, frame)
    except OSError as error:
        # a server that goes on purpose, or starts, has no socket; one that is upgraded closes its connections
        return cold(frame, _begin(path, died=isinstance(error, ConnectionRefusedError)))
    except ValueError:
        verdict, message = protocol.UNAVAILABLE, b""
    if verdict == protocol.UNAVAILABLE:
        replace(path)
        return cold(frame, _TOO_OLD)
    return verdict, message


def late(path: str, frame: bytes) -> tuple[int, bytes]:
    """Our own verdict, because the server did not answer in time. It is replaced only if it hangs for long."""
    verdict, message = cold(frame, "")
    try:
        if _answer(path, _STATUS, SECOND_LOOK)[0] == protocol.UNAVAILABLE:
            replace(path)
            message = message or _TOO_OLD.encode()
    except TimeoutError:
        _watch(path)
        message = message or b"its server did not answer; judged without it"
    except runtime.Unsafe as error:
        message = message or f"{error}; judged without it".encode()
    except OSError as error:
        # it was there when the shell asked, and another start may have cleared its socket away since
        reason = _begin(path, died=isinstance(error, (ConnectionRefusedError, FileNotFoundError)))
        message = message or reason.encode()
    except ValueError:
        replace(path)
    return verdict, message


def _answer(path: str, frame: bytes, timeout: float = runtime.ANSWER_TIME) -> tuple[int, bytes]:
    """Exchange one frame with the server. Raises OSError, TimeoutError, Unsafe, ValueError."""
    connection = runtime.connect(path, timeout)
    try:
        return protocol.decode_answer(runtime.exchange(connection, frame))
    finally:
        connection.close()


def _begin(path: str, died: bool) -> str:
    """Start a server; returns what there is to be said about it, "" where all is well."""
    try:
        hope = runtime.start(path)
    except OSError as error:
        return f"its server can't be started ({error.strerror or error})"
    if died:
        return "its server had died; a new one is being started"
    return "" if hope else "its server does not start"


def _watch(path: str) -> None:
    """In a process of its own, wait for the server to answer, and replace it if it never does."""
    if not runtime.detach():
        return
    try:
        _answer(path, _STATUS, PATIENCE)
    except TimeoutError:
        replace(path)
    except (OSError, ValueError):
        pass
    finally:
        os._exit(0)


def replace(path: str) -> None:
    """End a server that hangs or is too old, and start another. Does nothing where the directory is not safe."""
    import signal

    try:
        runtime.secure(path)
        with open(f"{path}/lock", "rb") as file:  # whoever holds the lock writes its number there when it serves
            pid = int(file.read() or b"0")
        if pid > 1 and runtime.locked(path):
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 1.0
        while runtime.locked(path) and time.monotonic() < deadline:  # until the kernel has cleared it away
            time.sleep(0.005)
        runtime.start(path)
    except (OSError, ValueError):
        return  # whoever called judges the line without a server


def cold(frame: bytes, reason: str) -> tuple[int, bytes]:
    """Judge the request in this process, and show `reason` where nothing else is. UNAVAILABLE where even that fails."""
    try:
        import site

        site.main()  # started without site-packages, because a client does not need them
        from chimera_guard.frontends.hook.judge import Judge

        verdict, message = Judge().answer(protocol.decode(frame.strip(b"\0")))
    except Exception as error:  # a guard that is broken must say so, and leave the choice to the shell's setting
        return protocol.UNAVAILABLE, f"{reason}, and it is broken: {error!r}".removeprefix(", and ").encode()
    if reason and not message:
        message = f"{reason}; judged without it"
    return verdict, message.encode("utf-8", "surrogateescape")
