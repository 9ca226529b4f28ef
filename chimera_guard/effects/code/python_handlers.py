"""What the functions of Python that reach for the machine do with their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code import folding
from chimera_guard.effects.code.python_calls import (
    Arguments,
    Handler,
    Keywords,
    each,
    opened,
    unknown_method,
)
from chimera_guard.effects.code.python_libraries import RUNNERS, client, load_yaml, module_file, template
from chimera_guard.effects.code.python_processes import PROCESSES
from chimera_guard.effects.code.python_tables import FILES, NETWORK
from chimera_guard.effects.code.python_values import UNKNOWN, Known, Ref, Thing, Unknown, text_of
from chimera_guard.effects.code.reading import mode_flags

if TYPE_CHECKING:
    from chimera_guard.effects.code.python import PythonReader

DECODED = Unknown(frozenset({"decoded"}))


def files(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Functions that do something to the files in their arguments."""
    positional = arguments or [value for key, value in keywords.items() if key in ("path", "src", "name", "dst")]
    mode = text_of(positional[1] if len(arguments) > 1 else keywords.get("mode")) if path in _PACKED else None
    writes = set(mode or "") & set("wxa") or "inplace" in keywords
    for i, word in enumerate(FILES[path].split()):
        kind, *flags = word.split("+")
        kind = "write" if kind == "read" and writes else kind
        if kind != "-":
            each(reader.into, kind, text_of(positional[i]) if i < len(positional) else None, *flags)
    if path in ("zipfile.ZipFile", "tarfile.open"):
        return Thing("archive")
    return Thing("file") if path.endswith(("open", "input")) else UNKNOWN


_PACKED = frozenset({"zipfile.ZipFile", "tarfile.open", "gzip.open", "bz2.open", "lzma.open"})


def network(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Functions that speak with other machines."""
    kinds = NETWORK[path].split()
    where = text_of(arguments[0]) if arguments else text_of(keywords.get("url"))
    if kinds[0] == "fetch" and (len(arguments) > 1 or "data" in keywords) and len(kinds) == 1 and "open" in path:
        kinds = ["send"]
    # In a header, or as `auth`, one secret is how somebody logs in there; the whole environment never is.
    secret = [
        value
        for name, value in [*(("", argument) for argument in arguments), *keywords.items()]
        if (isinstance(value, Unknown) and "secret" in value.taint and name not in ("headers", "auth", "cookies"))
        or value == Ref("os.environ")
    ]
    reader.into.effect(kinds[0], where, *(["secret"] if secret else []))
    if len(kinds) > 1:
        each(reader.into, kinds[1], text_of(arguments[1]) if len(arguments) > 1 else None)
    return Thing("socket", where) if kinds[0] in ("connect", "listen") else Thing("response")


def import_module(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`__import__("os")`."""
    name = text_of(arguments[0]) if arguments else None
    if name is None:
        reader.into.capable()
        return UNKNOWN
    from chimera_guard.effects.code.python_calls import imported

    imported(name, reader.into)
    return Ref(name)


def get_attribute(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`getattr(os, "system")`."""
    name = text_of(arguments[1]) if len(arguments) > 1 else None
    base = arguments[0] if arguments else UNKNOWN
    if isinstance(base, Ref) and name is not None:
        return Ref(f"{base.path}.{name}")
    if name is None:
        reader.into.capable()
        return UNKNOWN
    unknown_method(reader, name, base, [], {})
    return UNKNOWN


def decode(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Decoding functions: folded where the text is constant, else what comes out is "decoded"."""
    codec = CODECS.get(path)
    if codec is None:
        given = arguments[1] if len(arguments) > 1 else keywords.get("encoding")
        codec = text_of(given) or ""
    value = arguments[0] if arguments else UNKNOWN
    if isinstance(value, Known):
        result = folding.decoded(value.value, codec)
        if result is not folding.NOTHING:
            return Known(result)
    return Unknown(DECODED.taint | (value.taint if isinstance(value, Unknown) else frozenset()))


def chmod(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.chmod(path, bits)`."""
    bits = arguments[1].value if len(arguments) > 1 and isinstance(arguments[1], Known) else 0o777
    flags = mode_flags(bits if isinstance(bits, int) else 0o777)
    each(reader.into, "chmod", text_of(arguments[0]) if arguments else None, *flags)
    return UNKNOWN


def change_directory(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.chdir`."""
    where = text_of(arguments[0]) if arguments else None
    if where is None:
        reader.into.complete = False
    elif where[:1] in ("/", "~") or reader.into.directory is None:
        reader.into.directory = where
    else:
        reader.into.directory = f"{reader.into.directory}/{where}"
    return UNKNOWN


def join(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.path.join` of constants."""
    parts = [text_of(argument) for argument in arguments]
    if None in parts or not parts:
        return UNKNOWN
    joined = ""
    for part in parts:
        joined = part or "" if (part or "").startswith("/") or not joined else f"{joined.rstrip('/')}/{part}"
    return Known(joined)


def same(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.path.expanduser` and the like: the path, as far as we care."""
    return arguments[0] if arguments else UNKNOWN


def make_path(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`pathlib.Path`."""
    parts = [text_of(argument) for argument in arguments]
    return Thing("path", None if None in parts else "/".join(part or "" for part in parts) or ".")


def environment(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.getenv`."""
    return Known("~") if arguments and text_of(arguments[0]) == "HOME" else Unknown(frozenset({"environment"}))


def make(kind: str, target: str | None = None) -> Handler:
    """A handler for a function that gives an object, or a constant."""

    def handler(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
        return Known(target) if kind == "text" else Thing(kind, target)

    return handler


def note(kind: str, *flags: str) -> Handler:
    """A handler for a function with one effect without a target."""

    def handler(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
        reader.into.effect(kind, None, *flags)
        return UNKNOWN

    return handler


def prepared_request(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`Request(url, method="DELETE")`, which is sent as soon as it is opened."""
    method = text_of(keywords.get("method", UNKNOWN)) or ""
    target = text_of(arguments[0]) if arguments else None
    reader.into.effect("remote-delete" if method.upper() == "DELETE" else "fetch", target)
    return Unknown(frozenset({"remote"}))


CODECS = {
    "base64.b64decode": "base64",
    "base64.standard_b64decode": "base64",
    "base64.decodebytes": "base64",
    "base64.urlsafe_b64decode": "urlsafe",
    "base64.b32decode": "base32",
    "base64.b16decode": "hex",
    "base64.b85decode": "base85",
    "base64.a85decode": "a85",
    "binascii.unhexlify": "hex",
    "binascii.a2b_hex": "hex",
    "binascii.a2b_base64": "base64",
    "builtins.bytes.fromhex": "hex",
    "builtins.bytearray.fromhex": "hex",
    "zlib.decompress": "zlib",
    "gzip.decompress": "zlib",
}
HANDLERS: dict[str, Handler] = {
    **PROCESSES,
    **dict.fromkeys(CODECS, decode),
    **dict.fromkeys(("codecs.decode", "builtins.str.decode"), decode),
    **dict.fromkeys(("os.setuid", "os.setgid", "os.setreuid", "os.setresuid", "os.seteuid"), note("privilege")),
    **dict.fromkeys(("os.path.expanduser", "os.path.abspath", "os.path.realpath", "os.path.normpath"), same),
    **dict.fromkeys(("pathlib.Path", "pathlib.PosixPath", "pathlib.PurePath"), make_path),
    **dict.fromkeys(("os.getenv", "os.environ.get"), environment),
    "urllib.request.Request": prepared_request,
    "importlib.import_module": import_module,
    "importlib.util.spec_from_file_location": module_file,
    "builtins.getattr": get_attribute,
    "builtins.open": opened,
    "os.chmod": chmod,
    "os.chdir": change_directory,
    "os.path.join": join,
    "pathlib.Path.home": make("path", "~"),
    "pathlib.Path.cwd": make("path", "."),
    "os.getcwd": make("text", "."),
    "tempfile.gettempdir": make("text", "/tmp"),
    "tempfile.mkdtemp": note("write"),
    "tempfile.mkstemp": note("write"),
    "tempfile.NamedTemporaryFile": note("write"),
    "socket.socket": make("socket"),
    "sqlite3.connect": make("database"),
    "marshal.loads": decode,
    "yaml.load": load_yaml,
    "jinja2.Template": template,
    "sqlalchemy.text": same,
    **dict.fromkeys(("psycopg2.connect", "pymysql.connect", "redis.Redis", "redis.StrictRedis"), client),
    **dict.fromkeys(("redis.from_url", "redis.Redis.from_url", "boto3.client", "boto3.resource"), client),
    **dict.fromkeys(("boto3.session.Session", "boto3.Session"), client),
    **dict.fromkeys(RUNNERS, make("runner")),
}
