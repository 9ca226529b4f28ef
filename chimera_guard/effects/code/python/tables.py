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
# Modules that reach for the machine: each function of theirs is looked up, and what is not known of it counts as grave.
REACHING_MODULES = names(
    """
    asynchat asyncore atexit bdb cmd code commands compileall cProfile crypt ctypes curses dbm distutils doctest
    ensurepip fileinput http imp importlib mailbox marshal multiprocessing netrc nntplib nt ntpath os pdb pickle
    pipes pkgutil plistlib posix posixpath profile pstats pty py_compile pydoc runpy shelve shutil signal smtpd sndhdr
    socket socketserver spwd sqlite3 subprocess syslog telnetlib termios trace tty venv wave webbrowser xmlrpc zipapp
    zipimport
    """
)
# Modules that speak with something elsewhere: what they are asked for is seen in the methods of what they give.
SPEAKING_MODULES = names(
    """
    aiohttp aiosqlite asyncpg boto3 cx_Oracle dotenv duckdb fcntl ftplib gc httpx imaplib jinja2 mariadb mmap mysql
    MySQLdb oracledb paramiko pip poplib psycopg psycopg2 pymysql pyodbc redis requests select setuptools smtplib ssl
    tarfile tkinter urllib3 zipfile
    """
)
# Their import is harmless.
INERT_IN_MODULES = REACHING_MODULES | SPEAKING_MODULES
CAPABLE_MODULES = names("winreg _winapi cffi sh plumbum fabric invoke scapy pynput keyboard mss")

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
    _asdict _replace absolute acquire add add_argument add_prefix add_suffix addHandler agg aggregate all any append
    appendleft argmax argmin argpartition argsort as_completed as_integer_ratio as_posix as_tuple astimezone astype
    attrib between binomial bit_length cache_clear cache_info cancel cancelled capitalize casefold cast center choice
    choices clip close conjugate contains convert copy corr count cov cpu critical crop cumprod cumsum cursor date day
    debug decode describe detach device_count diff difference digest discard dispatch done dot drop_duplicates dropna
    dtype dump dumps duplicated elements empty encode end endswith enter_context error exception exists expand
    expandtabs expanduser extend fetchall fetchmany fetchone fileno fill_diagonal fillna find find_all findall finditer
    findtext flags flatten flush format format_exc from_bytes fromkeys fromstring fromtimestamp fullmatch get
    get_device_name get_nowait get_text getbbox getbuffer getcolors getdata getinfo getLogger getmembers getnames
    getpixel getroot getsockname getvalue glob group groupby groupdict groups has_option head hex hexdigest histogram
    hour idxmax idxmin imag index info infolist insert integers intersection intersection_update is_alive is_available
    is_dir is_file is_integer is_set is_symlink isalnum isalpha isascii isatty isdecimal isdigit isdisjoint isidentifier
    isin islower isna isnull isnumeric isoformat isspace issubset issuperset istitle isupper item items iter iter_lines
    iterdir iterfind iterrows itertext itertuples join json keys lastgroup limit_denominator ljust load loads lower
    lstat lstrip maketrans map match match_hostname max mean median melt memory_usage merge min mode month most_common
    move_to_end name named_parameters namelist ndim next nlargest nonzero normal notify notna notnull now nsmallest
    numel numpy nunique options parameters parent parents parse parse_args partition parts pct_change perf_counter
    permutation permute pivot pivot_table poisson pop popitem popleft prettify print_exc print_help prod push_callback
    put put_nowait qsize quantile quantize raise_for_status rand randint randn ravel read readable readline readlines
    real register registry relative_to release removeHandler removeprefix removesuffix rename_axis repeat replace
    resample reset_index reshape resize resolve result reverse rfind rglob rindex rjust rolling rotate round rpartition
    rsplit rstrip samefile sample scalar scalars search searchsorted sections seek seekable select select_dtypes
    select_one send_ack set_index setdefault setFormatter setLevel shape shuffle size sort sort_index sort_values sorted
    span split splitext splitlines squeeze standard_normal start startswith stat state_dict status_code std stem
    strftime strip strptime sub submit subn subtract suffix suffixes sum swapaxes swapcase symmetric_difference T tag
    tail task_done tell testzip text thumbnail time timestamp title to_bytes to_dict to_list to_string tobytes today
    tolist total total_ordering total_seconds trace translate transpose truediv uniform union unique unsqueeze update
    upper utcnow utcoffset value_counts values var version wait warning weekday with_name with_stem writable write
    writelines year zfill
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
    atexit.register certifi.where compileall.compile_dir compileall.compile_file compileall.compile_path ctypes.byref
    ctypes.c_bool ctypes.c_byte ctypes.c_char ctypes.c_char_p ctypes.c_double ctypes.c_float ctypes.c_int ctypes.c_int16
    ctypes.c_int32 ctypes.c_int64 ctypes.c_int8 ctypes.c_long ctypes.c_longlong ctypes.c_size_t ctypes.c_ubyte
    ctypes.c_uint ctypes.c_uint16 ctypes.c_uint32 ctypes.c_uint64 ctypes.c_uint8 ctypes.c_ulong ctypes.c_ulonglong
    ctypes.create_string_buffer ctypes.POINTER ctypes.pointer ctypes.sizeof ctypes.Structure ctypes.util.find_library
    curses.wrapper gc.collect gc.get_objects gc.get_stats http.HTTPStatus importlib.invalidate_caches
    importlib.metadata.distribution importlib.metadata.distributions importlib.metadata.entry_points
    importlib.metadata.files importlib.metadata.metadata importlib.metadata.packages_distributions
    importlib.metadata.requires importlib.metadata.version importlib.resources.files importlib.util.find_spec
    importlib.util.module_from_spec mailbox.Maildir mailbox.mbox marshal.dump marshal.dumps mmap.mmap
    multiprocessing.Array multiprocessing.cpu_count multiprocessing.current_process multiprocessing.Event
    multiprocessing.freeze_support multiprocessing.get_context multiprocessing.Lock multiprocessing.Manager
    multiprocessing.Pipe multiprocessing.Pool multiprocessing.pool.ThreadPool multiprocessing.Process
    multiprocessing.Queue multiprocessing.set_start_method multiprocessing.Value netrc.netrc numpy.show_config os._exit
    os.abort os.access os.close os.confstr os.cpu_count os.environ.keys os.fdopen os.fsdecode os.fsencode os.fspath
    os.fsync os.get_exec_path os.get_terminal_size os.getcwdb os.getegid os.getenvb os.geteuid os.getgid os.getgroups
    os.getloadavg os.getlogin os.getpid os.getppid os.getuid os.isatty os.lstat os.nice os.pipe os.read os.readlink
    os.sched_getaffinity os.stat os.statvfs os.strerror os.sync os.sysconf os.times os.umask os.uname os.urandom os.wait
    os.waitpid os.write packaging.version.parse pickle.dump pickle.dumps py_compile.compile shutil.disk_usage
    shutil.get_terminal_size shutil.ignore_patterns shutil.which signal.alarm signal.default_int_handler
    signal.getsignal signal.pause signal.setitimer signal.signal signal.Signals signal.strsignal socket.getfqdn
    socket.gethostname socket.inet_aton socket.inet_ntoa ssl.create_default_context subprocess.list2cmdline
    syslog.openlog syslog.syslog tarfile.is_tarfile termios.tcgetattr termios.tcsetattr toml.load toml.loads
    torch.cuda.device_count torch.cuda.get_device_name torch.cuda.is_available tty.setcbreak tty.setraw
    xmlrpc.client.dumps xmlrpc.client.loads yaml.dump yaml.safe_dump yaml.safe_load zipfile.is_zipfile
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
