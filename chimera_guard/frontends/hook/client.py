"""The slow path: `python -I -S entry.py ask|cold|start|register`, for fish, first lines, and when something is broken.

Reads a request on standard input, prints the message, exits with the verdict. It asks the server, starts or replaces
it where needed, and judges the line in this very process where there is none to be had in time.
"""

from __future__ import annotations

import os
import sys
import time

from chimera_guard.frontends.hook import protocol, runtime

START_TIME = 0.5


def main(arguments: list[str]) -> int:
    """`start DIR`, `register DIR PID`, `ask DIR`, `cold DIR` (the server does not answer). Returns the exit status."""
    try:
        operation, path = arguments[0], arguments[1]
        if operation == "register":
            return register(path, int(arguments[2]))
        if operation == "start":
            _answer(path, protocol.encode(protocol.STATUS, "", ""), wait=3.0)
            return protocol.RUN
        frame = sys.stdin.buffer.read(protocol.MAX_FRAME)
        if operation == "ask":
            verdict, message = ask(path, frame)
        elif operation == "cold":
            replace(path)
            verdict, message = cold(frame, "its server did not answer")
        else:
            return protocol.UNAVAILABLE
        # Python itself ends with 1 or 2, and prints nothing, where this package is broken or gone
        os.write(1, message or b"later" if verdict == protocol.LATER else message)
        return verdict
    except (OSError, ValueError, IndexError):
        return protocol.UNAVAILABLE


def register(path: str, pid: int) -> int:
    """Have the server make the FIFO pair of a shell; starts the server where there is none."""
    frame = protocol.encode(protocol.REGISTER, "", str(pid))
    for attempt in range(3):
        try:
            verdict, _ = _answer(path, frame, wait=3.0)
        except runtime.Unsafe:
            break
        except TimeoutError:
            replace(path)
        except (OSError, ValueError):
            if attempt:
                time.sleep(0.1)
        else:
            if verdict == protocol.RUN:
                return 0
            replace(path)
    return protocol.UNAVAILABLE


def ask(path: str, frame: bytes) -> tuple[int, bytes]:
    """The server's verdict, or our own."""
    try:
        connection = runtime.connect(path)
    except runtime.Unsafe as error:
        return cold(frame, str(error))
    except TimeoutError:
        replace(path)
        return cold(frame, "its server did not answer")
    except OSError as error:
        # a server that goes on purpose takes its socket with it
        return _second_try(path, frame, died=isinstance(error, ConnectionRefusedError))
    try:
        verdict, message = protocol.decode_answer(runtime.exchange(connection, frame))
    except ConnectionError:  # it restarts, after an upgrade
        return _second_try(path, frame, died=False)
    except (OSError, ValueError):
        verdict, message = protocol.UNAVAILABLE, b""
    finally:
        connection.close()
    if verdict == protocol.UNAVAILABLE:  # hung, or of an older version
        replace(path)
        return cold(frame, "its server did not answer, or is too old; a new one is being started")
    return verdict, message


def _second_try(path: str, frame: bytes, died: bool) -> tuple[int, bytes]:
    """The verdict of a server that is started if there is none, or our own."""
    try:
        verdict, message = _answer(path, frame, wait=START_TIME)
    except (OSError, ValueError):
        return cold(frame, "its server could not be started in time")
    return verdict, (b"its server had died; a new one was started" if died and not message else message)


def _answer(path: str, frame: bytes, wait: float) -> tuple[int, bytes]:
    """Connect, starting the server if need be, and exchange one frame."""
    deadline = time.monotonic() + wait
    started = False
    while True:
        try:
            connection = runtime.connect(path)
            break
        except (FileNotFoundError, ConnectionRefusedError):
            if not started:
                runtime.start(path)
                started = True
            elif time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    try:
        return protocol.decode_answer(runtime.exchange(connection, frame))
    finally:
        connection.close()


def replace(path: str) -> None:
    """End a server that hangs or is too old, and start another. Does nothing where the directory is not safe."""
    import signal

    try:
        connection = runtime.connect(path)
        pid = runtime.peer(connection)
        connection.close()
        if pid > 1:
            os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)
    except runtime.Unsafe:
        return
    except OSError:
        pass
    try:
        runtime.start(path)
    except OSError:
        return  # whoever called judges the line without a server


def cold(frame: bytes, reason: str) -> tuple[int, bytes]:
    """Judge the request in this process, and show `reason` where nothing else is. UNAVAILABLE where even that fails."""
    try:
        import site

        site.main()  # started without site-packages, because a client does not need them
        from chimera_guard.frontends.hook.judge import Judge

        verdict, message = Judge().answer(protocol.decode(frame.strip(b"\0")))
    except Exception as error:  # a guard that is broken must say so, and leave the choice to the shell's setting
        return protocol.UNAVAILABLE, f"{reason}, and it is broken: {error!r}".encode()
    return verdict, message.encode("utf-8", "surrogateescape") if message else f"{reason}; judged without it".encode()
