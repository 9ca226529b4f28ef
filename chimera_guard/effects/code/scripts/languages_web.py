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
        read link: symlink symlinkSync link linkSync Deno.symlink Deno.symlinkSync Deno.link Deno.linkSync
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
        AbortController AbortSignal abs access accessSync acos add addListener after afterEach all alloc allSettled any
        append arch argv Array ArrayBuffer arrayBuffer ascii asin asIntN assign asUintN async at atan atan2 atob
        Atomics.add Atomics.load Atomics.store await basename before beforeEach BigInt bigint blob Boolean break
        brotliCompressSync brotliDecompressSync btoa Buffer builtinModules byteLength case catch cause cbrt ceil charAt
        charCodeAt class clear clearInterval clearTimeout close clz32 codePointAt Collator compare concat console const
        constants constrainedMemory continue copyWithin cos cosh count countReset cpus cpuUsage create createHash
        createInterface cwd DataView Date DateTimeFormat decodeURI decodeURIComponent deepEqual deepEquals
        deepStrictEqual default defineProperty deflate deflateSync delete deref describe description digest dir dirname
        dirxml doesNotMatch doesNotThrow emit encodeURI encodeURIComponent end endianness endsWith entries EOL equal
        equals Error error escapeHTML EventEmitter every exec execPath existsSync exit expect expm1 exports extends
        extname fail false fileURLToPath fill filter finally find findIndex findLast findLastIndex flags flat flatMap
        Float32Array Float64Array floor forEach format formatToParts FormData freemem freeze from fromCharCode
        fromCodePoint fromEntries fround function get getAll getDate getDay getFullYear getHeapStatistics getHours
        getMilliseconds getMinutes getMonth getOwnPropertyNames getPrototypeOf getSeconds getTime getTimezoneOffset
        getUTCDate getUTCFullYear getUTCHours getUTCMonth global globalThis group groupCollapsed groupEnd gunzip
        gunzipSync gzip gzipSync has hasOwn hasOwnProperty Headers homedir hostname hrtime hypot imul includes indexOf
        inflate inflateSync info inspect instanceof Int32Array Int8Array is isAbsolute isArray isBuffer isBuiltin
        isDeepStrictEqual isDirectory isEncoding isFile isFinite isInteger isNaN isPromise isSafeInteger isSymbolicLink
        it join json keys lastIndexOf let loadavg localeCompare log log10 log1p log2 lstat lstatSync Map map mark match
        matchAll Math max measure memoryUsage min module nanoseconds networkInterfaces nextTick normalize
        notDeepStrictEqual notEqual notStrictEqual now null Number NumberFormat Object ok on once opendirSync ownKeys
        padEnd padStart parse parseArgs parseFloat parseInt pathToFileURL performance pipe platform pop pow process
        Promise promisify Proxy push question queueMicrotask race random randomBytes randomUUID readDir readDirSync
        readdirSync readInt32LE readline readlinkSync readUInt16LE readUInt32BE readUInt32LE readUInt8 realPath
        realPathSync realpathSync reduce Reflect RegExp reject rejects relative RelativeTimeFormat release
        removeAllListeners removeListener repeat replace replaceAll resolve resourceUsage reverse round search semver
        Set set setDate setEncoding setFullYear setHours setImmediate setInterval setMonth setTimeout SharedArrayBuffer
        shift sign sin sinh size slice some sort sourceMap splice split sqrt startsWith stat statfsSync static statSync
        sticky strictEqual String stringify stringWidth structuredClone styleText subarray substr substring super swap16
        swap32 swap64 switch Symbol table tan tanh test text TextDecoder TextEncoder then this throw throws time timeEnd
        timeLog tmpdir toBe toContain toDateString toEqual toFixed toISOString toLocaleDateString toLocaleString
        toLocaleTimeString toLowerCase toPrecision toReversed toSorted toString totalmem toThrow toTimeString
        toUpperCase toUTCString trace transcode trim trimEnd trimStart true trunc try type TypeError typeof types
        Uint16Array Uint32Array Uint8Array undefined unshift unzipSync update uptime URL URLSearchParams userInfo
        valueOf values var void warn WeakMap WeakRef WeakSet with withResolvers write yield
        """
    ),
    names("mainModule"),
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
        capable: call_user_func call_user_func_array dl unserialize
        capable: extract pcntl_fork
        capable: ReflectionFunction FFI.cdef FFI fsockopen stream_socket_client
        capable: socket_create
        delete: unlink rmdir
        rows: delete
        database-delete: dropIfExists dropAllTables Schema.drop truncate
        asked: .exec
        sql: .query .executeStatement .executeQuery .executeUpdate .multi_query .unprepared .statement .prepare
        sql: mysqli_query pg_query query DB.statement DB.unprepared
        write: file_put_contents tempnam
        write -: mkdir touch ftruncate
        open: fopen file_get_contents
        read: readfile file parse_ini_file highlight_file show_source
        move write: rename move_uploaded_file
        read write: copy
        read link: symlink link
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
        __construct __toString abs abstract add array ArrayObject as asort base64_decode base64_encode base_convert
        basename bin2hex bindec bool boolval break callable case catch ceil class class_exists clone compact const
        constant continue count crc32 current date DateInterval DateTime DateTimeImmutable decbin dechex decoct default
        define defined die diff dirname echo empty end endfor endforeach endif endwhile enum Exception exit explode
        extends extension_loaded false fclose feof fgets file_exists filemtime filesize final finally float floatval
        floor fn fread function function_exists gc_collect_cycles get_class get_loaded_extensions getCode getcwd getenv
        gethostname getLine getMessage getTimestamp gettype glob global goto hash hex2bin hexdec html_entity_decode
        htmlspecialchars http_build_query implements implode in_array ini_get instanceof int intdiv interface intval
        InvalidArgumentException is_dir is_file is_readable isset iterable json_decode json_encode JSON_PRETTY_PRINT key
        ksort lcfirst list ltrim match max md5 memory_get_peak_usage memory_get_usage method_exists microtime min mixed
        mktime modify mt_rand namespace next nl2br null number_format object octdec opcache_get_status parent parse_url
        password_hash password_verify pathinfo PHP_EOL PHP_INT_MAX php_sapi_name php_uname PHP_VERSION phpinfo
        phpversion pow prev print_r private protected public rand random_bytes random_int range rawurlencode readonly
        realpath reset round rsort rtrim RuntimeException scandir self serialize setTimezone settype sha1 shuffle sizeof
        sleep sort SplQueue SplStack sprintf sqrt static stdClass STR_PAD_LEFT string stripos strlen strpos strrev
        strrpos strtolower strtotime strtoupper strval sub substr switch throw time trait trim true try ucfirst ucwords
        uniqid unset urldecode urlencode use usleep usort var_dump var_export version_compare void yield
        """
    ),
    plain_prefixes=("str_", "array_", "json_", "preg_match", "preg_quote", "preg_split", "mb_", "is_", "ctype_"),
    bare_calls=True,
    prepared=_php,
)
