"""Decoders of constants: base64 and its like, hexadecimal, compressed data."""

from __future__ import annotations

from collections.abc import Sequence

from chimera_guard.words.options import read
from chimera_guard.words.texts import decoded, encoded, is_input

MAX_OUTPUT = 262_144
_MEMORY = 1 << 26


def base64(words: Sequence[str], stdin: str) -> str | None:
    """base64, both ways; `-D` is macOS's `-d`."""
    return _coreutils(words, stdin, "base64")


def base32(words: Sequence[str], stdin: str) -> str | None:
    """base32, both ways."""
    return _coreutils(words, stdin, "base32")


def basenc(words: Sequence[str], stdin: str) -> str | None:
    """basenc with one of its encodings."""
    found = [word[2:] for word in words if word in ("--base64", "--base64url", "--base32", "--base32hex", "--base16")]
    if len(found) != 1:
        return None
    return _coreutils([word for word in words if word[2:] != found[0]], stdin, found[0])


def _coreutils(words: Sequence[str], stdin: str, encoding: str) -> str | None:
    options = read(words, "dDi", "w", decode="d", ignore_garbage="i", wrap="w")
    if options is None or not is_input(options.operands):
        return None
    if "d" in options or "D" in options:
        return _decode(stdin, encoding, "i" in options)
    return _encode(stdin, encoding, int(options.get("w", "76")))


def _encode(stdin: str, encoding: str, wrap: int) -> str:
    import base64 as codec

    encode = {
        "base64": codec.b64encode,
        "base64url": codec.urlsafe_b64encode,
        "base32": codec.b32encode,
        "base32hex": codec.b32hexencode,
        "base16": codec.b16encode,
    }[encoding]
    data = encode(encoded(stdin)).decode()
    if wrap <= 0:
        return data
    return "".join([data[at : at + wrap] + "\n" for at in range(0, len(data), wrap)])


def _decode(stdin: str, encoding: str, lenient: bool) -> str | None:
    import base64 as codec

    text = "".join(stdin.split("\n"))
    alphabet = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=")
    if encoding.startswith("base64"):
        alphabet |= set("abcdefghijklmnopqrstuvwxyz" + ("-_" if encoding == "base64url" else "+/"))
    if lenient:
        text = "".join([c for c in text if c in alphabet])
    text = text.rstrip("\r \t")
    if not set(text) <= alphabet:
        return None
    if encoding == "base16":
        return decoded(codec.b16decode(text))
    block = 4 if encoding.startswith("base64") else 8
    text += "=" * (-len(text) % block)
    if encoding == "base32":
        return decoded(codec.b32decode(text))
    if encoding == "base32hex":
        return decoded(codec.b32hexdecode(text))
    if "=" in text.rstrip("="):  # encodings one after the other
        return None
    return decoded(codec.b64decode(text, altchars=b"-_" if encoding == "base64url" else None))


def xxd(words: Sequence[str], stdin: str) -> str | None:
    """`xxd -r -p` and `xxd -p`, plain hexadecimal both ways."""
    letters = "".join([word.lstrip("-") for word in words if word != "-"])
    if any(word[:1] != "-" for word in words) or not set(letters) <= set("rpslain") or "p" not in letters:
        return None
    if "r" in letters:
        return decoded(bytes.fromhex("".join(stdin.split())))
    if letters not in ("p", "ps", "plain"):
        return None
    data = encoded(stdin).hex()
    return "".join([data[at : at + 60] + "\n" for at in range(0, len(data), 60)])


def openssl(words: Sequence[str], stdin: str) -> str | None:
    """`openssl base64` and `openssl enc -base64`: encodings, no ciphers."""
    rest = list(words)
    if rest[:1] == ["enc"] and ("-base64" in rest or "-a" in rest):
        rest = [word for word in rest[1:] if word not in ("-base64", "-a")]
    elif rest[:1] == ["base64"]:
        rest = rest[1:]
    else:
        return None
    if not set(rest) <= {"-d", "-A", "-e"}:
        return None
    if "-d" in rest:
        return _decode(stdin, "base64", False)
    return _encode(stdin, "base64", 0 if "-A" in rest else 64)


def gunzip(words: Sequence[str], stdin: str) -> str | None:
    """gunzip and zcat."""
    return _unpacked(words, stdin, "gzip")


def gzip(words: Sequence[str], stdin: str) -> str | None:
    """gzip -d."""
    return _unpacked(words, stdin, "gzip", told=True)


def bunzip2(words: Sequence[str], stdin: str) -> str | None:
    """bunzip2 and bzcat."""
    return _unpacked(words, stdin, "bzip2")


def bzip2(words: Sequence[str], stdin: str) -> str | None:
    """bzip2 -d."""
    return _unpacked(words, stdin, "bzip2", told=True)


def unxz(words: Sequence[str], stdin: str) -> str | None:
    """unxz, xzcat and unlzma."""
    return _unpacked(words, stdin, "xz")


def xz(words: Sequence[str], stdin: str) -> str | None:
    """xz -d and lzma -d."""
    return _unpacked(words, stdin, "xz", told=True)


def _unpacked(words: Sequence[str], stdin: str, codec: str, told: bool = False) -> str | None:
    """Decompress, where that has to be `told` by an option; with bounds on output and memory: a bomb stays small."""
    options = read(
        words, "dckfqvn", "", decompress="d", uncompress="d", stdout="c", to_stdout="c", keep="k", force="f", quiet="q"
    )  # fmt: skip
    if options is None or not is_input(options.operands) or (told and "d" not in options):
        return None
    data = encoded(stdin)
    out = b""
    try:
        while data:
            part, data = _member(data, codec, MAX_OUTPUT + 1 - len(out))
            out += part
            if len(out) > MAX_OUTPUT:
                return None
    except Exception:  # whatever a codec makes of bad data, its output is not known
        return None
    return decoded(out)


def _member(data: bytes, codec: str, most: int) -> tuple[bytes, bytes]:
    """One member of compressed data: its content, and what follows."""
    if codec == "gzip":
        import zlib

        stream = zlib.decompressobj(31)
        content = stream.decompress(data, most)
        rest = stream.unused_data
        finished = stream.eof
    else:
        import bz2
        import lzma

        other = bz2.BZ2Decompressor() if codec == "bzip2" else lzma.LZMADecompressor(memlimit=_MEMORY)
        content = other.decompress(data, most)
        rest = other.unused_data if other.eof else b""
        finished = other.eof
    if not finished and len(content) < most:
        raise EOFError
    return content, rest


def _digest(words: Sequence[str], stdin: str, algorithm: str) -> str | None:
    import hashlib

    options = read(words, "bt", "", binary="b", text="t")
    if options is None or not is_input(options.operands):
        return None
    digest = hashlib.new(algorithm, encoded(stdin), usedforsecurity=False).hexdigest()
    return f"{digest} {'*' if 'b' in options else ' '}-\n"


def md5sum(words: Sequence[str], stdin: str) -> str | None:
    """The MD5 digest: letters for obfuscation are cut out of it."""
    return _digest(words, stdin, "md5")


def sha1sum(words: Sequence[str], stdin: str) -> str | None:
    """The SHA-1 digest."""
    return _digest(words, stdin, "sha1")


def sha256sum(words: Sequence[str], stdin: str) -> str | None:
    """The SHA-256 digest."""
    return _digest(words, stdin, "sha256")


def sha512sum(words: Sequence[str], stdin: str) -> str | None:
    """The SHA-512 digest."""
    return _digest(words, stdin, "sha512")
