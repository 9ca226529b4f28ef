"""What the functions of Python that reach for the machine do with their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python import cloud, consoles, folding, git, words
from chimera_guard.effects.code.python.calls import Handler, opened, set_variable
from chimera_guard.effects.code.python.constants import either
from chimera_guard.effects.code.python.databases import DATABASES
from chimera_guard.effects.code.python.expressions import variable
from chimera_guard.effects.code.python.guesses import each
from chimera_guard.effects.code.python.libraries import RUNNERS, load_yaml, module_file, native_library, template
from chimera_guard.effects.code.python.methods import unknown_method
from chimera_guard.effects.code.python.network import NETWORK_HANDLERS
from chimera_guard.effects.code.python.paths import (
    change_directory,
    expand_variables,
    found_by_pattern,
    join,
    listing,
    make_path,
    same,
    temporary,
)
from chimera_guard.effects.code.python.processes import PROCESSES, capable
from chimera_guard.effects.code.python.tables import CAPABLE_METHODS, CAPABLE_MODULES, INERT_IN_MODULES
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Class,
    Instance,
    Keywords,
    Known,
    Ref,
    Thing,
    Unknown,
    lifted,
    taint_in,
    target_of,
    template_of,
    text_of,
)
from chimera_guard.effects.code.reading import mode_flags
from chimera_guard.effects.places import names
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

PLAIN_ROOTS = names("logging math hashlib datetime random string itertools statistics time numpy pandas torch")
DECODED = Unknown(frozenset({"decoded"}))


def import_module(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`__import__("os")`."""
    name = text_of(arguments[0]) if arguments else None
    if name is None and arguments and _of_package(arguments[0]):
        reader.into.complete = False
        return UNKNOWN
    if name is None:
        reader.into.capable()
        return UNKNOWN
    from chimera_guard.effects.code.python.calls import imported

    imported(name, reader.into)
    return Ref(name)


def _of_package(value: Any) -> bool:
    """Whether a name is that of a module in a package that is known, and is none that reaches for the machine."""
    if isinstance(value, Thing):
        return value.kind == "module-name"
    root, dot, _ = template_of(value).partition(".")
    return dot != "" and HOLE not in root and root not in INERT_IN_MODULES | CAPABLE_MODULES


def get_attribute(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`getattr(os, "system")`."""
    name = text_of(arguments[1]) if len(arguments) > 1 else None
    base = arguments[0] if arguments else UNKNOWN
    if isinstance(base, (Ref, Instance)) and name is not None:
        return reader.attribute(base, name)
    if isinstance(base, Instance):
        return UNKNOWN
    if name is None:
        reader.into.complete = False
        root = base.path.partition(".")[0] if isinstance(base, Ref) else ""
        if not isinstance(base, Unknown) and root not in PLAIN_ROOTS:
            reader.into.capable()
        return UNKNOWN
    if name in CAPABLE_METHODS:
        unknown_method(reader, name, base, [], {})
    return Unknown(taint_in(base))


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
    bits = arguments[1].value if len(arguments) > 1 and isinstance(arguments[1], Known) else 0
    flags = mode_flags(bits if isinstance(bits, int) else 0)
    each(reader.into, "chmod", target_of(arguments[0]) if arguments else None, *flags)
    return UNKNOWN


def environment(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.getenv`."""
    given = arguments[1] if len(arguments) > 1 else keywords.get("default", Known(None))
    return either(variable(text_of(arguments[0]) if arguments else None), given)


def named_tuple(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`collections.namedtuple("Job", "path size")`: a class with such fields."""
    given = arguments[1] if len(arguments) > 1 else UNKNOWN
    listed = given.value if isinstance(given, Known) else ""
    fields = listed.replace(",", " ").split() if isinstance(listed, str) else listed
    return Class("tuple", [], {str(field): UNKNOWN for field in fields}, True)


def put_variables(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.environ.update({...})`."""
    given = arguments[0].value if arguments and isinstance(arguments[0], Known) else None
    if arguments and not isinstance(given, dict):
        reader.into.effect("environment", None)
    for name, item in (given or {}).items() if not arguments or isinstance(given, dict) else ():
        set_variable(reader, name, lifted(item))
    for name, value in keywords.items():
        set_variable(reader, name, value)
    return UNKNOWN


def pattern(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A pattern that is looked for in some text."""
    reader.into.looks_for(text_of(arguments[0]) if arguments else None)
    return Unknown(taint) if (taint := taint_in(*arguments)) else Thing("plain")


def log_file(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`logging.basicConfig(filename=...)`."""
    if "filename" in keywords:
        each(reader.into, "append", target_of(keywords["filename"]))
    return UNKNOWN


def recording(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """A camera or a microphone; the name of a file in its place is one to be played."""
    if not (arguments and text_of(arguments[0]) is not None):
        reader.into.effect("reveal", None, "captured")
    return Thing("computed")


def asks_for(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`operator.attrgetter("name")`: a way to any function, where the name is not a harmless one."""
    for argument in arguments[:1] if path.endswith("caller") else arguments:
        name = text_of(argument)
        if name is None or not CAPABLE_METHODS.isdisjoint(name.split(".")) or "__" in name:
            reader.into.capable()
    return Thing("plain")


def put_variable(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.putenv`, `os.environ.setdefault`."""
    given = [*arguments, UNKNOWN, UNKNOWN]
    set_variable(reader, text_of(given[0]), given[1])
    return UNKNOWN


def one_process(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`psutil.Process(number)`."""
    number = template_of(arguments[0]) if arguments else "itself"
    return Thing("any-process", None if taint_in(*arguments) & {"some-processes"} else number.strip(HOLE) or "it")


def make(kind: str, target: str | None = None) -> Handler:
    """A handler for a function that gives an object, or a constant."""

    def handler(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
        return Known(target) if kind == "text" else Thing(kind, target)

    return handler


def make_list(text: str) -> Handler:
    """A handler for a function that gives a list of one text."""
    return lambda reader, path, arguments, keywords: Known([text])


def note(kind: str, *flags: str) -> Handler:
    """A handler for a function with one effect without a target."""

    def handler(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
        reader.into.effect(kind, None, *flags)
        return UNKNOWN

    return handler


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
    **dict.fromkeys(("builtins.print", "pprint.pprint", "sys.stdout.write"), words.shown),
    **PROCESSES,
    **NETWORK_HANDLERS,
    **dict.fromkeys(CODECS, decode),
    **dict.fromkeys(("codecs.decode", "builtins.str.decode"), decode),
    **dict.fromkeys(("os.setuid", "os.setgid", "os.setreuid", "os.setresuid", "os.seteuid"), note("privilege")),
    **dict.fromkeys(("os.path.expanduser", "os.path.abspath", "os.path.realpath", "os.path.normpath"), same),
    **dict.fromkeys(("glob.glob", "glob.iglob"), found_by_pattern),
    **dict.fromkeys(("os.walk", "os.fwalk"), listing("walk")),
    **dict.fromkeys(("os.listdir",), listing("names")),
    **dict.fromkeys(("os.scandir",), listing("path")),
    **dict.fromkeys(("pathlib.Path", "pathlib.PosixPath", "pathlib.PurePath"), make_path),
    **dict.fromkeys(("os.getenv", "os.environ.get"), environment),
    **dict.fromkeys(("requests.Session", "requests.session", "httpx.Client", "httpx.AsyncClient"), make("session")),
    **dict.fromkeys(("aiohttp.ClientSession", "urllib.request.build_opener"), make("session")),
    **dict.fromkeys(("pstats.Stats", "cProfile.Profile", "profile.Profile"), make("computed")),
    "psutil.process_iter": make("any-process"),
    "psutil.Process": one_process,
    **dict.fromkeys(("os.environ.setdefault", "os.putenv"), put_variable),
    "os.environ.update": put_variables,
    "os.environ.pop": environment,
    "os.unsetenv": environment,
    **dict.fromkeys(("uvicorn.run", "hypercorn.run", "waitress.serve", "asyncio.start_unix_server"), note("listen")),
    **dict.fromkeys(("operator.methodcaller", "operator.attrgetter"), asks_for),
    "types.FunctionType": capable,
    "types.CodeType": capable,
    "importlib.reload": words.unread,
    **dict.fromkeys(("textwrap.dedent", "inspect.cleandoc"), words.dedented),
    **dict.fromkeys(("git.Repo", "git.Repo.clone_from", "git.repo.Repo"), git.repository),
    **dict.fromkeys(words.COMMANDS, words.by_command),
    **dict.fromkeys(("pexpect.spawn", "pexpect.run", "pexpect.popen_spawn.PopenSpawn"), consoles.console),
    "importlib.import_module": import_module,
    **dict.fromkeys(("pkgutil.iter_modules", "pkgutil.walk_packages"), make("module-names")),
    "importlib.util.spec_from_file_location": module_file,
    "builtins.getattr": get_attribute,
    **dict.fromkeys((f"re.{n}" for n in ("compile", "search", "match", "findall", "finditer", "fullmatch")), pattern),
    "builtins.open": opened,
    "io.FileIO": opened,
    "os.chmod": chmod,
    "os.chdir": change_directory,
    "os.path.join": join,
    "os.path.expandvars": expand_variables,
    "collections.namedtuple": named_tuple,
    "logging.basicConfig": log_file,
    **dict.fromkeys(("urllib.request.URLopener", "urllib.request.FancyURLopener"), make("session")),
    "keyring.get_password": note("reveal"),
    **dict.fromkeys(("pyautogui.screenshot", "PIL.ImageGrab.grab", "pyscreenshot.grab"), note("reveal", "captured")),
    **dict.fromkeys(("sounddevice.rec", "cv2.VideoCapture"), recording),
    "crontab.CronTab": note("persist"),
    "pathlib.Path.home": make("path", "~"),
    "pathlib.Path.cwd": make("path", "."),
    "os.getcwd": make("text", "."),
    "tempfile.gettempdir": make("text", "/tmp"),
    "site.getusersitepackages": make("text", "~/.local/lib/python3/site-packages"),
    "site.getuserbase": make("text", "~/.local"),
    "site.getsitepackages": make_list("/usr/lib/python3/dist-packages"),
    **dict.fromkeys(("shlex.split", "shlex.quote", "shlex.join"), words.shell_words),
    **dict.fromkeys(("tempfile.mkdtemp", "tempfile.mktemp", "tempfile.TemporaryDirectory"), temporary),
    **dict.fromkeys(("tempfile.mkstemp", "tempfile.NamedTemporaryFile"), temporary),
    **DATABASES,
    "sqlalchemy.text": same,
    "sqlalchemy.inspect": make("plain"),
    "marshal.loads": decode,
    "yaml.load": load_yaml,
    **dict.fromkeys(("ctypes.CDLL", "ctypes.cdll.LoadLibrary", "ctypes.PyDLL"), native_library),
    "jinja2.Template": template,
    "boto3.client": cloud.client,
    **dict.fromkeys(("boto3.session.Session", "boto3.Session"), make("aws-session")),
    **dict.fromkeys(RUNNERS, make("runner")),
}
