"""Decoders of constants: base64 and its like, hexadecimal, compressed data."""

from __future__ import annotations

from collections.abc import Sequence

MAX_OUTPUT = 262_144
COMPRESSORS = ("gzip", "gunzip", "zcat", "bzip2", "bunzip2", "bzcat", "xz", "unxz", "xzcat")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _based(words: Sequence[str], stdin: str, bits: int) -> str | None:
    import base64 as codec

    decode, wrap, at = False, 76, 0
    while at < len(words):
        word = words[at]
        at += 1
        if word in ("-w", "--wrap") and at < len(words):
            wrap = int(words[at])
            at += 1
        elif word.startswith(("-w", "--wrap=")):
            wrap = int(word.partition("=")[2] or word[2:])
        elif word.startswith("-") and set(word[1:]) <= set("diDn") or word in ("--decode", "--ignore-garbage"):
            decode = decode or "d" in word or "D" in word
        elif word != "-":
            return None
    if decode:
        clean = "".join(stdin.split())
        clean += "=" * (-len(clean) % (4 if bits == 64 else 8))
        return _text(codec.b64decode(clean) if bits == 64 else codec.b32decode(clean))
    data = (codec.b64encode if bits == 64 else codec.b32encode)(_bytes(stdin)).decode()
    if wrap <= 0:
        return data
    return "".join(data[i : i + wrap] + "\n" for i in range(0, len(data), wrap))


def base64(words: Sequence[str], stdin: str) -> str | None:
    """base64, both ways."""
    return _based(words, stdin, 64)


def base32(words: Sequence[str], stdin: str) -> str | None:
    """base32, both ways."""
    return _based(words, stdin, 32)


def xxd(words: Sequence[str], stdin: str) -> str | None:
    """`xxd -r -p` and `xxd -p`."""
    letters = "".join(word.lstrip("-") for word in words if word.startswith("-"))
    if any(not word.startswith("-") for word in words) or not set(letters) <= set("rpsl"):
        return None
    if "r" in letters and "p" in letters:
        return _text(bytes.fromhex("".join(stdin.split())))
    if letters in ("p", "ps"):
        data = _bytes(stdin).hex()
        return "".join(data[i : i + 60] + "\n" for i in range(0, len(data), 60))
    return None


def openssl(words: Sequence[str], stdin: str) -> str | None:
    """`openssl base64 -d` and `openssl enc -base64 -d`: encodings, no ciphers."""
    rest = list(words[1:])
    if rest[:1] == ["enc"] and set(rest[1:]) & {"-base64", "-a"}:
        rest = ["base64", *(word for word in rest[1:] if word not in ("-base64", "-a"))]
    if rest[:1] != ["base64"] or not set(rest[1:]) <= {"-d", "-A", "-e"}:
        return None
    return _based(["-d"] if "-d" in rest else [], stdin, 64)


def decompress(words: Sequence[str], stdin: str) -> str | None:
    """Decompress to the standard output; bounded, so that a bomb stays small."""
    name, options = words[0], words[1:]
    letters = "".join(word.lstrip("-") for word in options if not word.startswith("--"))
    long = [word for word in options if word.startswith("--")]
    if any(not word.startswith("-") for word in options) or not set(letters) <= set("dckfqv"):
        return None
    if name in ("gzip", "bzip2", "xz") and "d" not in letters and not set(long) & {"--decompress", "--uncompress"}:
        return None
    data = _bytes(stdin)
    output: bytes
    try:
        if name in ("gzip", "gunzip", "zcat"):
            import zlib

            output = zlib.decompressobj(31).decompress(data, MAX_OUTPUT + 1)
        elif name in ("bzip2", "bunzip2", "bzcat"):
            import bz2

            output = bz2.BZ2Decompressor().decompress(data, MAX_OUTPUT + 1)
        else:
            import lzma

            output = lzma.LZMADecompressor(memlimit=1 << 26).decompress(data, MAX_OUTPUT + 1)
    except Exception:  # whatever a codec makes of bad data, its output is not known
        return None
    return _text(output) if len(output) <= MAX_OUTPUT else None
