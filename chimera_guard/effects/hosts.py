"""Names of machines: which mean the same one, which mean this one, and which are near."""

from __future__ import annotations

HERE = frozenset({"localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "0"})
_ENDS_HOST = frozenset(" \t\r\n/?#\\'\"<>,;")


def is_near(address: str) -> bool:
    """Whether what stands behind the `//` of an address is this machine, or one of a private network (RFC 1918)."""
    end = next((place for place, sign in enumerate(address) if sign in _ENDS_HOST), len(address))
    host = address[:end].rpartition("@")[2].lower()
    host = host.partition("]")[0] + "]" if host[:1] == "[" else host.partition(":")[0]
    if host in HERE or host == "host.docker.internal":
        return True
    numbers = host.split(".")
    if len(numbers) != 4 or not all(number.isdecimal() and number == str(int(number[:4])) for number in numbers):
        return False
    first, second = int(numbers[0]), int(numbers[1])
    return first in (10, 127) or (first, second) == (192, 168) or (first == 172 and 16 <= second < 32)


def dotted(host: str) -> str:
    """An address of four numbers, where a host is one number, or a name that leads to such an address."""
    name, colon, port = host.partition(":") if "]" not in host else (host, "", "")
    for service in (".nip.io", ".sslip.io", ".xip.io"):
        name = name.removesuffix(service)
    if name.isdecimal() or (name[:2] == "0x" and name[2:].isalnum()):
        try:
            number = int(name, 0 if name[:2] == "0x" else 10)
        except ValueError:
            return host
        if number < 2**32:
            name = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    return name + colon + port
