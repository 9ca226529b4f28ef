"""What the functions of Python that reach for the machine do with their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chimera_guard.effects.code.python import cloud, consoles, folding, git, words
from chimera_guard.effects.code.python.constants import either
from chimera_guard.effects.code.python.databases import DATABASES
from chimera_guard.effects.code.python.guesses import each
from chimera_guard.effects.code.python.libraries import (
    RUNNERS,
    load_yaml,
    module_file,
    native_library,
    template,
)
from chimera_guard.effects.code.python.network import NETWORK_HANDLERS
from chimera_guard.effects.code.python.paths import (
    change_directory,
    chmod,
    expand_variables,
    found_by_pattern,
    join,
    listing,
    make_path,
    opened,
    same,
    temporary,
)
from chimera_guard.effects.code.python.processes import PROCESSES, capable
from chimera_guard.effects.code.python.reflection import asks_for, get_attribute, import_module
from chimera_guard.effects.code.python.values import (
    UNKNOWN,
    Arguments,
    Class,
    Handler,
    Keywords,
    Known,
    Thing,
    Unknown,
    argument_at,
    first_of,
    lifted,
    taint_in,
    target_of,
    template_of,
    text_of,
    variable,
)
from chimera_guard.words.value import HOLE

if TYPE_CHECKING:
    from chimera_guard.effects.code.python.reader import PythonReader

DECODED = Unknown(frozenset({"decoded"}))


def decode(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """Decoding functions: folded where the text is constant, else what comes out is "decoded"."""
    codec = CODECS.get(path)
    if codec is None:
        codec = text_of(argument_at(arguments, 1, keywords, "encoding")) or ""
    value = first_of(arguments)
    if isinstance(value, Known):
        result = folding.decoded(value.value, codec)
        if result is not folding.NOTHING:
            return Known(result)
    return Unknown(DECODED.taint | (value.taint if isinstance(value, Unknown) else frozenset()))


def environment(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`os.getenv`."""
    given = argument_at(arguments, 1, keywords, "default", default=Known(None))
    return either(variable(text_of(first_of(arguments))), given)


def named_tuple(reader: PythonReader, path: str, arguments: Arguments, keywords: Keywords) -> Any:
    """`collections.namedtuple("Job", "path size")`: a class with such fields."""
    given = argument_at(arguments, 1, {})
    listed = given.value if isinstance(given, Known) else ""
    fields = listed.replace(",", " ").split() if isinstance(listed, str) else listed
    return Class("tuple", [], {str(field): UNKNOWN for field in fields}, True)


def set_variable(reader: PythonReader, name: Any, value: Any) -> None:
    """`os.environ[name] = value`: it counts for what is started afterwards."""
    if isinstance(name, str) and name.isidentifier():
        reader.into.variable(name, text_of(value))
    else:
        reader.into.effect("environment", None)


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
    reader.into.looks_for(text_of(first_of(arguments)))
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
