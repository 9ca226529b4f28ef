"""The scripting languages: how they are written, what their names do, and which names are harmless."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chimera_guard.effects.code.tokens import Syntax
from chimera_guard.effects.places import names


class Language(NamedTuple):
    """A language as `scripts` reads it.

    `actions` say what a call of a name does, `needs` which of them hold only as plain functions ("") or with a module
    loaded. `plain` names are harmless to call, `capable` ones reach for the machine in ways that are not followed.
    """

    syntax: Syntax
    actions: Mapping[str, str]
    plain: frozenset[str]
    capable: frozenset[str] = frozenset()
    needs: Mapping[str, str] = {}
    modules: frozenset[str] = frozenset()
    plain_prefixes: tuple[str, ...] = ()
    bare_calls: bool = False
    subscripts: bool = False
    all_arguments: bool = False
    grave: frozenset[str] = frozenset()  # modules after whose loading an unknown function could be theirs
    prepared: Callable[[str], str] = str


def table(text: str) -> dict[str, str]:
    """Lines of `action: name name ...`."""
    found = {}
    for line in text.strip().splitlines():
        action, _, rest = line.strip().partition(": ")
        for name in rest.split():
            found[name] = action
    return found


def _php(code: str) -> str:
    return code.replace("<?php", " ").replace("?>", " ")


COMMON = names("if else elsif elseif unless while until for foreach return and or not print printf length do in of new")

PERL = Language(
    Syntax(interpolation=("@{[", "${", "$", "@"), sigils="$@%&", quote_words=True),
    table(
        """
        shell: readpipe
        either: system exec
        eval: eval
        exec-script: require_file
        open: open
        delete: unlink rmdir
        delete+recursive: rmtree remove_tree
        write: mkdir truncate
        move write: rename move
        read write: copy
        - link: symlink link
        chmod: chmod
        chdir: chdir
        kill: kill
        connect: connect
        listen: listen
        privilege: setuid setgid POSIX.setuid POSIX.setgid
        capable: fork syscall socket sysopen utime chown chroot dlopen IO.Socket.INET
        fetch: get getstore HTTP.Tiny
        """
    ),
    COMMON
    | names(
        """
        abs atan2 bless binmode caller chomp chop chr cos defined delete each exists exp grep hex index int join
        keys lc lcfirst local localtime gmtime log map my our no oct ord pack pop pos push quotemeta rand ref
        reverse rindex scalar shift sin sleep sort splice split sprintf sqrt srand substr sum max min time tr uc
        ucfirst undef unpack unshift use values wantarray warn die say uniq first strftime encode_base64
        decode_base64 encode_json decode_json close eof readline exit last next redo qw encode decode Dumper floor
        ceil print_r BEGIN END package sub continue given when default lt gt le ge eq ne cmp x xor STDIN STDOUT
        STDERR ARGV md5_hex sha1_hex sha256_hex uri_escape uri_unescape
        """
    ),
    names("do_file AUTOLOAD DynaLoader Inline"),
    {"connect": "", "listen": "", "get": "LWP", "move": "File", "copy": "File"},
    bare_calls=True,
    all_arguments=True,
)

RUBY = Language(
    Syntax(interpolation=("#{",), sigils="$@", percent=True, block=None),
    table(
        """
        either: system exec spawn Process.spawn Kernel.system Kernel.exec Open3.capture2 Open3.capture3 Open3.capture2e
        either: Open3.popen3 IO.popen PTY.spawn
        eval: eval instance_eval class_eval module_eval
        capable: send __send__ public_send method const_get fork load instance_variable_set define_method syscall
        capable: Fiddle.dlopen Marshal.load TCPSocket.new UNIXSocket.new
        open: open File.open IO.read File.new Kernel.open
        read: File.read IO.readlines File.readlines File.foreach File.binread YAML.load_file
        write: File.write IO.write FileUtils.touch FileUtils.mkdir FileUtils.mkdir_p Dir.mkdir File.binwrite
        delete: File.delete File.unlink FileUtils.rm FileUtils.rm_f Dir.rmdir Dir.delete Dir.unlink FileUtils.remove
        delete+recursive+force: FileUtils.rm_rf FileUtils.rm_r FileUtils.remove_dir FileUtils.remove_entry rm_rf
        delete+recursive+force: FileUtils.remove_entry_secure FileUtils.rmtree
        move write: File.rename FileUtils.mv FileUtils.move
        read write: FileUtils.cp FileUtils.cp_r FileUtils.copy FileUtils.install
        - link: File.symlink FileUtils.ln_s FileUtils.ln
        chmod: File.chmod FileUtils.chmod FileUtils.chmod_R
        chdir: Dir.chdir FileUtils.cd
        fetch: URI.open Net.HTTP.get Net.HTTP.get_response
        send: Net.HTTP.post Net.HTTP.post_form
        connect: TCPSocket.open Net.SSH.start
        listen: TCPServer.new TCPServer.open
        kill: Process.kill
        privilege: Process.Sys.setuid Process.UID.change_privilege Process.setuid
        module: require
        """
    ),
    COMMON
    | names(
        """
        puts p pp format sprintf gets each each_with_index map select reject reduce inject sum min max sort sort_by
        first last size count to_s to_i to_f to_a to_sym to_h inspect join split gsub sub gsub! sub! strip chomp
        chop upcase downcase capitalize reverse include? empty? nil? keys values key? has_key? push pop shift
        unshift concat times upto downto step lambda proc raise exit sleep rand srand abs round floor ceil sqrt now
        strftime parse generate dump generate pretty_generate start_with? end_with? match match? scan tr index
        length zip flatten compact uniq any? all? none? find detect partition group_by each_slice each_cons freeze
        dup is_a? respond_to? class name new readlines read each_line lines bytes chars ord chr hex succ next dig
        fetch merge delete_if delete exist? exists? file? directory? basename dirname extname expand_path glob
        entries children Integer Float String Array require_relative attr_accessor attr_reader alias private public
        encode64 decode64 hexdigest digest load_gem spec version puts! warn loop yield begin rescue ensure then end
        def module class self super true false nil iso8601 utc
        """
    ),
    names("instance_eval __method__ binding ObjectSpace"),
    {"open": "", "system": "", "exec": "", "spawn": "", "rm_rf": "", "load": "", "fork": ""},
    names("json yaml set date time csv digest base64 securerandom fileutils open3 uri net/http erb ostruct pp bigdecimal")
    | names("tempfile optparse benchmark socket open-uri stringio zlib rubygems bundler English etc shellwords pathname"),
    bare_calls=True,
    all_arguments=True,
)

NODE = Language(
    Syntax(("//",), ("/*", "*/"), "text", ("${",), raw_single=False),
    table(
        """
        shell: exec execSync Bun.$
        argv: spawn spawnSync execFile execFileSync fork Bun.spawn Bun.spawnSync Deno.run Deno.Command
        eval: eval Function vm.runInThisContext vm.runInNewContext runInContext
        delete: unlink unlinkSync rmdir rmdirSync Deno.remove Deno.removeSync
        delete+recursive: rm rmSync rimraf remove removeSync emptyDirSync
        write: writeFile writeFileSync createWriteStream mkdir mkdirSync Bun.write Deno.writeTextFile mkdtempSync truncateSync
        write: Deno.writeTextFileSync Deno.writeFile outputFileSync Deno.mkdir
        append: appendFile appendFileSync
        read: readFile readFileSync createReadStream Deno.readTextFile Deno.readTextFileSync Deno.readFile Bun.file
        move write: rename renameSync
        read write: copyFile copyFileSync cpSync
        - link: symlink symlinkSync linkSync
        chmod: chmodSync
        chdir: chdir Deno.chdir
        fetch: fetch http.get https.get axios.get got
        send: http.request https.request axios.post
        connect: net.connect createConnection tls.connect WebSocket Deno.connect
        listen: listen Deno.listen Deno.serve Bun.serve
        kill: process.kill Deno.kill
        privilege: setuid setgid
        capable: constructor dlopen binding _load Worker createRequire importScripts
        module: require import
        """
    ),
    COMMON
    | names(
        """
        log error warn info table dir time timeEnd stringify parse push pop shift unshift slice splice map filter
        reduce forEach find findIndex some every includes indexOf lastIndexOf join split replace replaceAll trim
        trimStart trimEnd toUpperCase toLowerCase charAt charCodeAt codePointAt fromCharCode fromCodePoint padStart
        padEnd repeat startsWith endsWith substring substr match matchAll test search concat reverse sort keys
        values entries assign freeze create hasOwnProperty toString toFixed toISOString getTime now getFullYear
        getMonth getDate getHours parseInt parseFloat isNaN isFinite isArray isInteger Number String Boolean Array
        Object Date Math RegExp Map Set Promise Symbol BigInt Error TypeError Buffer from alloc resolve reject then
        catch finally all race max min floor ceil round abs sqrt pow random sin cos tan log2 log10 setTimeout
        setInterval clearTimeout clearInterval setImmediate nextTick exit cwd hrtime memoryUsage uptime
        encodeURIComponent decodeURIComponent encodeURI decodeURI atob btoa URL URLSearchParams get set has add
        delete clear size existsSync statSync readdirSync lstatSync basename dirname extname relative normalize
        isAbsolute platform arch cpus totalmem freemem hostname homedir tmpdir type release userInfo
        networkInterfaces createHash update digest randomBytes randomUUID write on once emit end close pipe
        setEncoding json text async await function const let var typeof instanceof void throw try switch case break
        continue default this null undefined true false class extends super static yield console process global
        globalThis module exports flat flatMap fill localeCompare toLocaleString at format inspect promisify
        readline question pathToFileURL fileURLToPath ok equal deepEqual strictEqual exec
        """
    ),
    names("child_process_ eval_ mainModule"),
    {
        "exec": "child_process",
        "rm": "fs",
        "remove": "fs",
        "listen": "createServer",
        "fork": "child_process",
        "spawn": "child_process",
        "rename": "fs",
        "got": "",
    },
    names("fs path os util crypto child_process http https net url querystring events stream zlib readline assert dns tls")
    | names("fs/promises perf_hooks process buffer string_decoder timers constants vm v8 worker_threads"),
    subscripts=True,
    grave=names("child_process fs net http vm node:child_process node:fs fs/promises"),
)

PHP = Language(
    Syntax(("#", "//"), ("/*", "*/"), "command", ("{$", "${", "$"), sigils="$", regex=False),
    table(
        """
        shell: system exec shell_exec passthru popen proc_open expect_popen
        argv: pcntl_exec
        eval: eval assert create_function
        capable: call_user_func call_user_func_array array_map_ preg_replace_callback_eval dl unserialize extract pcntl_fork
        capable: register_shutdown_function_ ReflectionFunction FFI.cdef FFI fsockopen stream_socket_client socket_create
        delete: unlink rmdir
        write: file_put_contents mkdir touch move_uploaded_file ftruncate tempnam
        open: fopen file_get_contents
        read: readfile file parse_ini_file highlight_file show_source
        move write: rename
        read write: copy
        - link: symlink link
        chmod: chmod
        chown: chown
        chdir: chdir
        fetch: curl_init
        send: mail
        exec-script: include include_once require require_once
        privilege: posix_setuid posix_setgid posix_seteuid
        kill: posix_kill
        """
    ),
    COMMON
    | names(
        """
        echo phpinfo phpversion php_uname php_sapi_name var_dump print_r var_export count sizeof implode explode
        trim ltrim rtrim substr strlen strpos stripos strrpos strrev strtolower strtoupper ucfirst ucwords lcfirst
        sprintf number_format nl2br htmlspecialchars html_entity_decode json_encode json_decode serialize
        base64_encode base64_decode md5 sha1 hash crc32 bin2hex hex2bin urlencode urldecode rawurlencode
        http_build_query parse_url date time microtime mktime strtotime sleep usleep rand mt_rand random_int
        random_bytes uniqid abs ceil floor round max min pow sqrt intdiv range compact in_array sort rsort usort
        ksort asort shuffle end reset current key next prev list isset empty unset define defined constant intval
        floatval strval boolval gettype settype get_class method_exists function_exists class_exists
        extension_loaded get_loaded_extensions ini_get getcwd gethostname memory_get_usage memory_get_peak_usage
        password_hash password_verify version_compare gc_collect_cycles file_exists is_file is_dir is_readable
        scandir glob basename dirname pathinfo realpath filesize filemtime fgets fread feof fclose exit die array
        function PHP_VERSION PHP_EOL opcache_get_status
        """
    ),
    plain_prefixes=("str_", "array_", "json_", "preg_match", "preg_quote", "preg_split", "mb_", "is_", "ctype_", "date_"),
    bare_calls=True,
    prepared=_php,
)

LUA = Language(
    Syntax(("--",), ("--[[", "]]"), "text", (), raw_single=False, regex=False),
    table(
        """
        shell: os.execute io.popen
        eval: load loadstring
        exec-script: dofile loadfile
        delete: os.remove
        move write: os.rename
        open: io.open
        read: io.lines
        capable: package.loadlib debug.getinfo_ vim.fn.system
        module: require
        """
    ),
    COMMON
    | names(
        """
        tostring tonumber pairs ipairs type assert error pcall xpcall select unpack rawget rawset setmetatable
        getmetatable format sub gsub gmatch match find rep reverse upper lower byte char len insert remove concat
        sort floor ceil abs max min sqrt random randomseed huge pi date time clock getenv difftime exit write read
        lines close flush next then end local function nil true false
        """
    ),
    modules=names("string table math os io cjson json inspect"),
    subscripts=True,
    bare_calls=True,
)

R = Language(
    Syntax(backtick="text", raw_single=False, regex=False),
    table(
        """
        shell: system shell
        argv: system2
        eval: eval
        exec-script: source
        delete: unlink file.remove
        write: write write.csv writeLines saveRDS save dir.create file.create sink write.table
        read: readLines read.csv readRDS load read.table scan
        fetch: download.file url
        connect: socketConnection
        install: install.packages
        capable: do.call dyn.load .Call
        """
    ),
    COMMON
    | names(
        """
        cat c paste paste0 mean median sum sd var min max seq rep round sqrt exp log abs nchar substr toupper
        tolower sprintf strsplit gsub sub grepl length names data.frame list matrix head tail summary str nrow ncol
        dim table unique sort order rev which apply sapply lapply mapply function library require suppressMessages
        Sys.time Sys.Date Sys.getenv R.version.string packageVersion sessionInfo rnorm runif sample set.seed lm
        t.test is.na is.null as.numeric as.character as.integer factor levels getwd file.exists list.files basename
        dirname nlevels quit q stopifnot invisible
        """
    ),
)

OTHER = Language(
    Syntax(("//", "#"), ("/*", "*/"), "command", ("$", "#{")),
    table("capable: exec execute run system eval spawn open file socket"),
    COMMON | names("println puts"),
    bare_calls=True,
)
JULIA = Language(
    Syntax(interpolation=("$",), regex=False),
    table("capable: run open rm mv cp write eval include ccall readlines download\nshell: pipeline"),
    COMMON | names("println show sqrt sum map length typeof string join parse rand round push! using import show"),
)

LANGUAGES: dict[str, Language] = {
    "perl": PERL,
    "ruby": RUBY,
    "node": NODE,
    "javascript": NODE,
    "deno": NODE,
    "bun": NODE,
    "php": PHP,
    "lua": LUA,
    "r": R,
    "julia": JULIA,
    "groovy": OTHER,
    "tcl": OTHER,
    "swift": OTHER,
}
