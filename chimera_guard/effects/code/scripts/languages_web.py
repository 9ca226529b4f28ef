"""JavaScript and PHP: what their names do, and which are harmless."""

from __future__ import annotations

from chimera_guard.effects.code.scripts.language import COMMON, Language, table, taken_away
from chimera_guard.effects.code.scripts.tokens import Syntax
from chimera_guard.effects.places import names


def _php(code: str) -> str:
    before, _, rest = code.partition("<?php")
    return rest.rstrip().removesuffix("?>") if rest and not before.strip() else code


NODE = Language(
    Syntax(("//",), ("/*", "*/"), "text", ("${",), raw_single=False),
    table(
        """
        shell: exec execSync Bun.$ std.system std.popen
        shell: execaCommand execaCommandSync
        argv: execa execaSync spawn spawnSync execFile execFileSync fork Bun.spawn Bun.spawnSync Deno.run Deno.Command
        later: setTimeout setInterval setImmediate
        eval: eval Function runInThisContext runInNewContext runInContext
        delete: unlink unlinkSync rmdir rmdirSync Deno.remove Deno.removeSync
        delete+recursive: rimraf.sync rimrafSync sync rimraf.rimrafSync
        delete+recursive: rm rmSync rimraf remove removeSync emptyDirSync
        write: writeFile writeFileSync createWriteStream mkdir mkdirSync Bun.write Deno.writeTextFile
        write: mkdtempSync mkdtemp
        truncate: truncateSync ftruncateSync truncate
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
        send: dns.resolve dns.lookup dns.resolve4 dns.resolveTxt resolve lookup resolve4 resolve6 resolveTxt
        connect: connect net.connect createConnection tls.connect WebSocket Deno.connect
        listen: listen Deno.listen Deno.serve Bun.serve
        kill: process.kill Deno.kill
        privilege: setuid setgid
        rows: deleteMany updateMany destroy del db.delete tx.delete sequelize.sync db.sync dataSource.synchronize
        rows: AppDataSource.synchronize
        database-delete: sequelize.drop connection.drop
        database-delete: dropDatabase dropSchema dropTable dropTableIfExists dropCollection dropAllTables
        statement: .run .prepare
        sql: query execute $executeRawUnsafe $queryRawUnsafe raw
        capable: constructor dlopen binding _load Worker createRequire importScripts
        module: require import
        """
    )
    | taken_away(),
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
        delete clear size existsSync statSync isDirectory isFile isSymbolicLink readdirSync lstatSync basename
        dirname extname relative normalize
        isAbsolute platform arch cpus totalmem freemem hostname homedir tmpdir type release userInfo
        networkInterfaces createHash update digest randomBytes randomUUID write on once emit end close pipe
        setEncoding json text async await function const let var typeof instanceof void throw try switch case break
        continue default this null undefined true false class extends super static yield console process global
        globalThis module exports flat flatMap fill localeCompare toLocaleString at format inspect promisify
        getTimezoneOffset DateTimeFormat NumberFormat RelativeTimeFormat Collator formatToParts structuredClone ownKeys
        Proxy Reflect deepStrictEqual throws rejects equal notStrictEqual notEqual doesNotThrow isDeepStrictEqual fail
        notDeepStrictEqual test describe it before after beforeEach afterEach expect toBe toEqual toContain toThrow
        getOwnPropertyNames getPrototypeOf defineProperty fromEntries is toSorted toReversed with findLast
        findLastIndex copyWithin normalize getUTCHours getUTCDate getUTCMonth getUTCFullYear getDay getMinutes
        getSeconds getMilliseconds setDate setHours setMonth setFullYear toLocaleDateString toLocaleTimeString
        toDateString toTimeString toUTCString toPrecision valueOf hasOwn allSettled any withResolvers group groupEnd
        groupCollapsed count countReset trace dirxml timeLog isSafeInteger isFinite isNaN sign trunc cbrt hypot log1p
        expm1 atan2 atan sinh cosh tanh asin acos fround clz32 imul sourceMap flags sticky description for raw_
        Int8Array Uint8Array Uint16Array Uint32Array Int32Array Float32Array Float64Array ArrayBuffer DataView
        readUInt8 readUInt16LE readUInt32LE readUInt32BE readInt32LE byteLength subarray TextEncoder TextDecoder
        isBuffer compare EventEmitter addListener removeListener removeAllListeners WeakMap WeakSet WeakRef
        AbortController AbortSignal queueMicrotask performance mark measure createInterface blob arrayBuffer
        asUintN asIntN gzipSync gunzipSync deflateSync inflateSync brotliCompressSync brotliDecompressSync
        unzipSync gzip
        gunzip deflate inflate Headers FormData append getAll cwd argv loadavg endianness EOL constants
        styleText parseArgs
        resourceUsage cpuUsage constrainedMemory Atomics.load Atomics.store Atomics.add rejects doesNotMatch equals
        SharedArrayBuffer isEncoding transcode swap16 swap32 swap64 fround 
        bigint builtinModules isBuiltin stat statfsSync lstat access accessSync readlinkSync realpathSync opendirSync
        readDir readDirSync realPath realPathSync execPath getHeapStatistics ascii semver nanoseconds escapeHTML
        deepEquals stringWidth isPromise types toPrecision deref description cause
        readline question pathToFileURL fileURLToPath ok equal deepEqual strictEqual exec
        """
    ),
    names("child_process_ eval_ mainModule"),
    {
        "exec": "child_process",
        **dict.fromkeys(("resolve", "lookup", "resolve4", "resolve6", "resolveTxt"), "dns"),
        "rm": "fs",
        "connect": "net",
        "remove": "fs",
        "listen": "createServer",
        "fork": "child_process",
        "spawn": "child_process",
        "rename": "fs",
        "got": "",
        "sync": "rimraf",
    },
    names("fs path os util crypto child_process http https net url querystring events stream zlib readline assert dns")
    | names("tls fs/promises perf_hooks process buffer string_decoder timers constants vm v8 worker_threads module")
    | names("async_hooks diagnostics_channel punycode http2 dgram util/types path/posix stream/promises tty test")
    | names("timers/promises readline/promises assert/strict trace_events"),
    plain_prefixes=("readInt", "readUInt", "readBig", "readFloat", "readDouble", "writeInt", "writeUInt", "writeBig"),
    subscripts=True,
    grave=names("child_process fs net http vm node:child_process node:fs fs/promises"),
)

PHP = Language(
    Syntax(("#", "//"), ("/*", "*/"), "command", ("{$", "${", "$"), sigils="$", regex=False, here="<<<"),
    table(
        """
        shell: system exec shell_exec passthru popen proc_open expect_popen
        argv: pcntl_exec
        eval: eval assert create_function
        capable: call_user_func call_user_func_array array_map_ preg_replace_callback_eval dl unserialize
        capable: extract pcntl_fork
        capable: register_shutdown_function_ ReflectionFunction FFI.cdef FFI fsockopen stream_socket_client
        capable: socket_create
        delete: unlink rmdir
        rows: delete
        database-delete: dropIfExists dropAllTables Schema.drop truncate
        asked: .exec
        sql: .query .executeStatement .executeQuery .executeUpdate .multi_query .unprepared .statement .prepare
        sql: mysqli_query pg_query query DB.statement DB.unprepared
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
        stream: stream_context_create curl_setopt curl_setopt_array
        exec-script: include include_once require require_once
        privilege: posix_setuid posix_setgid posix_seteuid
        kill: posix_kill
        """
    ),
    COMMON
    | names(
        """
        as class public private protected static new extends implements interface use namespace global const abstract
        final try catch finally throw switch case break continue default endif endforeach endwhile endfor null true
        false self parent __construct __toString instanceof match fn yield clone int string float bool void mixed trait
        enum readonly elseif else foreach while do goto callable iterable object Exception InvalidArgumentException
        RuntimeException DateTime DateInterval DateTimeImmutable ArrayObject SplStack SplQueue stdClass PHP_INT_MAX
        getMessage getCode getLine add diff sub modify getTimestamp setTimezone STR_PAD_LEFT JSON_PRETTY_PRINT
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
        dechex hexdec bindec decbin octdec decoct base_convert
        scandir glob basename dirname pathinfo realpath filesize filemtime fgets fread feof fclose exit die array
        function getenv PHP_VERSION PHP_EOL opcache_get_status
        """
    ),
    plain_prefixes=("str_", "array_", "json_", "preg_match", "preg_quote", "preg_split", "mb_", "is_", "ctype_"),
    bare_calls=True,
    prepared=_php,
)
