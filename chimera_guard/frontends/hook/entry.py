"""Where Python starts for the shell scripts: `python -I -S entry.py register|ask|cold|show ...`, `entry.py server`.

Run by path, so that neither the working directory nor the environment decides what is imported.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def main(argv: list[str]) -> int:
    """Dispatch to the client, the question, or the server; returns the exit status."""
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    operation = argv[1] if len(argv) > 1 else ""
    if operation == "show":
        from chimera_guard.frontends.hook import ask

        return ask.main(argv[2:])
    if operation == "server":
        from chimera_guard.frontends.hook import server

        return server.main(argv[2:])
    from chimera_guard.frontends.hook import client

    return client.main(argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv))
