"""The scripting languages that are read by their tokens; the smaller ones stand here."""

from __future__ import annotations

from chimera_guard.effects.code.scripts.language import COMMON, Language, table
from chimera_guard.effects.code.scripts.languages_text import PERL, RUBY
from chimera_guard.effects.code.scripts.languages_web import NODE, PHP
from chimera_guard.effects.code.scripts.tokens import Syntax
from chimera_guard.effects.places import names

LUA = Language(
    Syntax(("--",), ("--[[", "]]"), "text", (), raw_single=False, regex=False),
    table(
        """
        shell: os.execute io.popen execute popen ffi.C.system C.system ffi.C.popen
        eval: load loadstring
        exec-script: dofile loadfile
        delete: os.remove
        move write: os.rename
        open: io.open
        read: io.lines
        capable: ffi.load ffi.C.execv ffi.C.execve package.loadlib debug.getinfo_ vim.fn.system
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
        dirname nlevels aggregate merge tapply within with subset cbind rbind colnames rownames colMeans rowMeans cumsum
        quantile cor scale round floor ceiling Reduce Filter Map vapply nchar trimws startsWith endsWith regmatches
        gregexpr sprintf message warning stop tryCatch return NULL TRUE FALSE FUN data na.rm print cat paste0 unlist
        array is.numeric is.character class typeof seq_along seq_len max min any all ifelse switch repeat break next
        table prop.table cut hist_ mean glm predict anova t.test wilcox.test shapiro.test by strftime format as.Date
        difftime julian months weekdays toupper rapply outer crossprod solve det diag
        dirname nlevels quit q stopifnot invisible
        """
    ),
)

GO = Language(
    Syntax(("//",), ("/*", "*/"), "text", (), raw_single=False, regex=False),
    table(
        """
        argv: exec.Command syscall.Exec os.StartProcess
        delete: os.Remove
        delete+recursive+force: os.RemoveAll
        write: os.WriteFile os.Create os.Mkdir os.MkdirAll ioutil.WriteFile os.OpenFile
        read: os.ReadFile os.Open ioutil.ReadFile
        move write: os.Rename
        - link: os.Symlink os.Link
        chmod: os.Chmod
        chown: os.Chown
        truncate: os.Truncate
        chdir: os.Chdir
        fetch: http.Get http.Head
        send: http.Post http.PostForm
        connect: net.Dial net.DialTimeout tls.Dial
        listen: net.Listen http.ListenAndServe
        sql: Exec Query QueryRow ExecContext
        capable: syscall.Syscall syscall.RawSyscall plugin.Open syscall.Kill syscall.Mount exec.CommandContext
        """
    ),
    COMMON | names("package main import func var const type struct fmt make append len panic string int"),
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
    "go": GO,
    "groovy": OTHER,
    "swift": OTHER,
}
