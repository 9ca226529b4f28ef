"""Names of machines that mean the same one."""

from __future__ import annotations


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
