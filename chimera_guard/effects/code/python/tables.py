"""Names of Python: which modules and functions are harmless, and which reach for the machine."""

from __future__ import annotations

from chimera_guard.effects.places import names

# Modules of which nothing reaches beyond the process; and those that are only looked at to ask for their version.
HARMLESS_MODULES = names(
    """
    __future__ abc argparse array ast base64 binascii bisect calendar cmath collections colorsys configparser
    contextlib copy csv dataclasses datetime decimal difflib dis email enum errno fnmatch fractions functools getopt
    getpass gettext glob graphlib hashlib heapq hmac html imghdr inspect io ipaddress itertools json keyword
    linecache locale logging math mimetypes numbers operator optparse pathlib platform pprint pwd grp queue quopri
    random re reprlib rlcompleter sched secrets shlex site stat statistics string stringprep struct symtable sys
    sysconfig textwrap time timeit token tokenize tomllib traceback types typing typing_extensions unicodedata
    unittest urllib uuid warnings weakref xml zoneinfo builtins codecs gzip bz2 lzma zlib tempfile threading
    concurrent asyncio resource readline tabnanny this antigravity aifc audioop chunk codeop contextvars copyreg
    encodings faulthandler filecmp genericpath lib2to3 modulefinder nturl2path opcode pickletools pyclbr pydoc_data
    pyexpat selectors sre_compile sre_constants sre_parse sunau tracemalloc turtle wsgiref xdrlib uu mailcap cgi cgitb
    """
)
# Their import is harmless; what they are asked to do is looked up.
INERT_IN_MODULES = names(
    """
    os posixpath ntpath shutil subprocess socket http requests httpx aiohttp urllib3 sqlite3 importlib
    cProfile profile pstats shelve dbm wave doctest pydoc cmd locale plistlib sndhdr crypt bdb pdb trace zipapp
    multiprocessing signal select ssl smtplib ftplib telnetlib poplib imaplib socketserver pty ctypes pickle
    marshal runpy code webbrowser zipfile tarfile fileinput pkgutil venv ensurepip pip setuptools psycopg2
    psycopg mysql MySQLdb asyncpg pyodbc oracledb cx_Oracle aiosqlite mariadb duckdb
    compileall curses distutils imp mailbox netrc nntplib pipes py_compile smtpd spwd syslog termios tty xmlrpc
    zipimport asyncore asynchat pymysql redis boto3 paramiko fcntl mmap commands nt posix atexit gc tkinter dotenv
    jinja2
    """
)
CAPABLE_MODULES = names("winreg antigravity2 _winapi cffi sh plumbum fabric invoke scapy pynput keyboard mss")

HARMLESS_BUILTINS = names(
    """
    abs aiter all any anext ascii bin bool bytearray bytes callable chr classmethod complex dict dir divmod
    enumerate filter float format frozenset hasattr hash help hex id input int isinstance issubclass iter len
    list map max memoryview min next object oct ord pow print property range repr reversed round set slice
    sorted staticmethod str sum super tuple type zip True False None NotImplemented Ellipsis exit quit copyright
    credits license vars Exception BaseException ValueError TypeError KeyError IndexError AttributeError
    RuntimeError OSError IOError ImportError ModuleNotFoundError FileNotFoundError SystemExit KeyboardInterrupt
    StopIteration AssertionError NotImplementedError PermissionError ZeroDivisionError UnicodeDecodeError
    UnicodeEncodeError Warning DeprecationWarning UserWarning TimeoutError ConnectionError __name__ __file__
    __doc__ xrange unicode raw_input globals locals
    """
)
HARMLESS_METHODS = names(
    """
    join replace format lower upper strip lstrip rstrip decode encode split rsplit splitlines title capitalize
    swapcase removeprefix removesuffix zfill hex expandtabs casefold startswith endswith find rfind count index
    rindex isdigit isalpha isalnum isspace islower isupper partition rpartition ljust rjust center translate
    maketrans append extend insert pop sort reverse copy keys values items get setdefault update union intersection
    difference add discard most_common elements group groups groupdict match search findall finditer sub fullmatch
    start end span total_seconds isoformat strftime strptime timestamp date time year month day hour now today
    utcnow fromtimestamp weekday dumps loads load dump readline readlines read write writelines close flush seek
    tell fileno isatty getvalue exists is_file is_dir is_symlink stat as_posix relative_to with_name with_stem parts
    name stem suffix suffixes parent parents resolve absolute hexdigest digest parse fromstring getroot iter
    itertext text tag attrib tobytes tolist reshape shape mean sum std var min max round sorted astype head tail
    describe print_exc format_exc getLogger info debug warning error critical add_argument parse_args print_help
    sections options has_option next send_ack json raise_for_status status_code iterdir glob rglob ndim dtype size T
    is_available device_count get_device_name version iter_lines lstat samefile expanduser match_hostname popleft
    appendleft rotate cast conjugate real imag bit_length to_bytes from_bytes groupby agg aggregate sort_values
    sort_index value_counts nunique unique dropna fillna isnull isna notnull notna to_string to_dict to_list
    reset_index set_index pivot_table pivot melt merge drop_duplicates duplicated corr cov quantile median mode
    cumsum diff pct_change rolling resample sample nlargest nsmallest iterrows itertuples memory_usage select_dtypes
    contains isin between clip idxmax idxmin transpose ravel flatten squeeze dot any all argmax argmin argsort
    nonzero map submit result as_completed namelist getnames infolist getinfo getmembers testzip findtext iterfind
    select select_one get_text prettify find_all cpu detach numpy item unsqueeze permute parameters
    named_parameters state_dict numel cursor fetchall fetchone fetchmany getsockname as_tuple quantize is_integer
    as_integer_ratio limit_denominator elements subtract splitext getpixel getbbox convert resize crop thumbnail
    histogram getcolors getdata symmetric_difference issubset issuperset isdisjoint intersection_update
    move_to_end popitem fromkeys span lastgroup flags expand subn isnumeric isdecimal isidentifier istitle isascii
    put put_nowait get_nowait empty qsize task_done acquire release wait notify is_alive is_set done cancelled
    exception normal uniform integers choice choices shuffle permutation standard_normal randn rand randint poisson
    binomial trace cumprod prod argpartition searchsorted fill_diagonal swapaxes repeat astimezone utcoffset
    setLevel addHandler setFormatter removeHandler getbuffer perf_counter scalar scalars cancel readable
    _asdict _replace total_ordering
    cache_info cache_clear register enter_context push_callback dispatch registry
    writable seekable truediv total nunique rename_axis add_prefix add_suffix
    """
)
CAPABLE_METHODS = names(
    """
    unlink rmdir rmtree write_text write_bytes system popen run exec_module execute executescript sendall connect
    sendto bind listen spawn delete drop drop_all drop_database truncate touch mkdir makedirs chmod chown symlink_to
    hardlink_to extractall extract load_module eval exec exec_command post put patch request kill terminate
    urlretrieve urlopen download upload upload_file delete_object put_object invoke run_command communicate
    check_output check_call call Popen fork forkpty dup2 setuid setgid symlink link rename putenv unsetenv
    remove_file send_file sendmail storbinary
    """
)
# Functions of modules with dangerous neighbours.
PLAIN_FUNCTIONS = names(
    """
    os.getcwd os.getcwdb os.listdir os.scandir os.walk os.fwalk os.stat os.lstat os.access os.getpid os.getppid
    os.getuid os.geteuid os.getgid os.getegid os.getgroups os.getlogin os.uname os.cpu_count os.getloadavg
    os.get_terminal_size os.environ.get os.environ.items os.environ.keys os.environ.copy os.environ.values
    os.environ os.getenv os.getenvb os.sep os.linesep os.name os.pathsep os.readlink os.fspath os.fsencode
    os.fsdecode os.strerror os.urandom os.isatty os.times os.sysconf os.confstr os.sched_getaffinity os.cpu_count
    os.get_exec_path os.path.exists os.statvfs os.close os.pipe os.read os.write os.fdopen os.umask os.nice os.wait
    os.waitpid os._exit os.abort os.fsync os.sync shutil.which shutil.disk_usage shutil.get_terminal_size
    shutil.ignore_patterns subprocess.list2cmdline socket.gethostname socket.getfqdn socket.gethostbyname
    socket.getaddrinfo socket.inet_aton socket.inet_ntoa importlib.metadata.version importlib.util.find_spec
    importlib.util.module_from_spec
    importlib.metadata.distributions importlib.metadata.distribution importlib.metadata.metadata
    importlib.metadata.requires importlib.metadata.files importlib.resources.files
    importlib.metadata.packages_distributions importlib.metadata.entry_points importlib.invalidate_caches
    sqlite3.sqlite_version signal.Signals signal.strsignal pkgutil.iter_modules pkgutil.walk_packages
    ssl.OPENSSL_VERSION http.HTTPStatus zipfile.is_zipfile tarfile.is_tarfile multiprocessing.cpu_count
    torch.cuda.is_available torch.cuda.device_count torch.cuda.get_device_name
    signal.signal signal.alarm signal.getsignal signal.default_int_handler signal.setitimer signal.pause
    multiprocessing.Pool multiprocessing.Process multiprocessing.Queue multiprocessing.Manager multiprocessing.Lock
    multiprocessing.Value multiprocessing.Array multiprocessing.Event multiprocessing.Pipe
    multiprocessing.current_process multiprocessing.get_context multiprocessing.set_start_method
    multiprocessing.pool.ThreadPool multiprocessing.freeze_support pickle.dump marshal.dump gc.get_objects gc.get_stats
    yaml.safe_load yaml.dump yaml.safe_dump pickle.dumps marshal.dumps toml.load toml.loads gc.collect
    atexit.register ssl.create_default_context certifi.where ctypes.util.find_library packaging.version.parse
    py_compile.compile compileall.compile_file compileall.compile_dir compileall.compile_path netrc.netrc
    syslog.syslog syslog.openlog termios.tcgetattr termios.tcsetattr tty.setraw tty.setcbreak curses.wrapper
    xmlrpc.client.dumps xmlrpc.client.loads mailbox.mbox mailbox.Maildir
    numpy.show_config torch.__version__ requests.__version__ mmap.mmap ctypes.sizeof ctypes.byref ctypes.POINTER
    ctypes.pointer ctypes.Structure ctypes.create_string_buffer ctypes.c_int ctypes.c_uint ctypes.c_long ctypes.c_ulong
    ctypes.c_double ctypes.c_float ctypes.c_char ctypes.c_char_p ctypes.c_size_t ctypes.c_bool ctypes.c_byte
    ctypes.c_ubyte ctypes.c_int8 ctypes.c_int16 ctypes.c_int32 ctypes.c_int64 ctypes.c_uint8 ctypes.c_uint16
    ctypes.c_uint32 ctypes.c_uint64 ctypes.c_longlong ctypes.c_ulonglong
    """
)
# Methods whose names begin so take away what others use, in whatever service it lies.
TAKING_AWAY = tuple(
    """
    delete drop_table drop_database drop_collection drop_schema drop_keyspace drop_column drop_constraint terminate
    destroy purge flush_all flushall flushdb deregister revoke wipe
    """.split()
)
# Names that a program of the project's own has as well as ways to a shell: told apart by whether they are given a text.
OWN_NAMES = names("run connect request listen bind extract touch patch invoke download")
# path of the function: the effects of its arguments, in order ("-": none)
FILES: dict[str, str] = {
    "os.remove": "delete",
    "os.unlink": "delete",
    "os.rmdir": "delete",
    "os.removedirs": "delete",
    "shutil.rmtree": "delete+recursive+force",
    "os.truncate": "truncate",
    "os.mkdir": "write",
    "os.makedirs": "write",
    "os.mknod": "write",
    "os.mkfifo": "write",
    "os.open": "write",
    "os.rename": "move write",
    "os.renames": "move write",
    "os.replace": "move write",
    "os.link": "read link",
    "os.symlink": "read link",
    "os.chown": "chown",
    "os.lchown": "chown",
    "shutil.chown": "chown",
    "os.utime": "write",
    "shutil.move": "move write",
    "shutil.copy": "read write",
    "shutil.copy2": "read write",
    "shutil.copyfile": "read write",
    "shutil.copytree": "read write",
    "shutil.copymode": "read chmod",
    "shutil.make_archive": "write - read+packed",
    "shutil.unpack_archive": "read write",
    "gzip.open": "read",
    "bz2.open": "read",
    "lzma.open": "read",
    "linecache.getlines": "read",
    "fileinput.input": "read",
    "fileinput.FileInput": "read",
    "zipfile.ZipFile": "read",
    "tarfile.open": "read",
    "xml.etree.ElementTree.parse": "read",
    "venv.create": "write",
    "PIL.Image.open": "read",
    "logging.FileHandler": "append",
    "logging.handlers.RotatingFileHandler": "append",
    "logging.handlers.TimedRotatingFileHandler": "append",
    "gzip.GzipFile": "read",
    "bz2.BZ2File": "read",
    "lzma.LZMAFile": "read",
    "tarfile.TarFile": "read",
    "shelve.open": "write",
    "dbm.open": "write",
    "wave.open": "read",
    "numpy.load": "read",
    "numpy.loadtxt": "read",
    "numpy.save": "write",
    "numpy.savetxt": "write",
    "openpyxl.load_workbook": "read",
    "docx.Document": "read",
    "pptx.Presentation": "read",
    "pypdf.PdfReader": "read",
    "PyPDF2.PdfReader": "read",
    "xlsxwriter.Workbook": "write",
    "matplotlib.pyplot.savefig": "write",
    "matplotlib.pyplot.imsave": "write",
    "imageio.imwrite": "write",
    "cv2.imwrite": "write",
    "torch.save": "- write",
    "joblib.dump": "- write",
    "pandas.read_csv": "read",
    "pandas.read_json": "read",
    "pandas.read_parquet": "read",
    "pandas.read_excel": "read",
    "os.chroot": "privilege",
}
NETWORK: dict[str, str] = {
    "urllib.request.urlopen": "fetch",
    "urllib.request.Request": "fetch",
    "urllib.request.urlretrieve": "fetch write",
    "urllib.urlopen": "fetch",
    "urllib2.urlopen": "fetch",
    "urllib.urlretrieve": "fetch write",
    "requests.get": "fetch",
    "requests.head": "fetch",
    "requests.options": "fetch",
    "httpx.get": "fetch",
    "requests.post": "send",
    "requests.put": "send",
    "requests.patch": "send",
    "requests.delete": "remote-delete",
    "httpx.post": "send",
    "httpx.put": "send",
    "httpx.delete": "remote-delete",
    "smtplib.SMTP": "connect",
    "smtplib.SMTP_SSL": "connect",
    "ftplib.FTP": "connect",
    "telnetlib.Telnet": "connect",
    "imaplib.IMAP4_SSL": "connect",
    "poplib.POP3_SSL": "connect",
    "paramiko.SSHClient": "connect",
    "socket.create_connection": "connect",
    "asyncio.open_connection": "connect",
    "asyncio.start_server": "listen",
    "socket.create_server": "listen",
    "socketserver.TCPServer": "listen",
    "socketserver.ThreadingTCPServer": "listen",
    "http.server.HTTPServer": "listen",
    "http.server.ThreadingHTTPServer": "listen",
    "http.server.test": "listen",
    "webbrowser.open": "fetch",
}
ALIASES = {
    "os.popen2": "os.popen",
    "os.popen3": "os.popen",
    "os.popen4": "os.popen",
    "posix.system": "os.system",
    "nt.system": "os.system",
    "posix.remove": "os.remove",
    "posix.unlink": "os.unlink",
    "io.open": "builtins.open",
    "codecs.open": "builtins.open",
    "builtins.file": "builtins.open",
    "builtins.__import__": "importlib.import_module",
    "importlib.__import__": "importlib.import_module",
    "commands.getoutput": "subprocess.getoutput",
    "commands.getstatusoutput": "subprocess.getoutput",
    "subprocess.getstatusoutput": "subprocess.getoutput",
    "builtins.execfile": "runpy.run_path",
}
