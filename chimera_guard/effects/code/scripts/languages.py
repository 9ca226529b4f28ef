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
        connect+unauthenticated: connect socket.tcp socket.udp
        listen+unauthenticated: bind
        delete: os.remove
        move write: os.rename
        open: io.open
        read: io.lines
        capable: ffi.load ffi.C.execv ffi.C.execve package.loadlib vim.fn.system
        module: require
        """
    ),
    COMMON
    | names(
        """
        abs assert byte ceil char clock close concat date difftime end error exit false find floor flush format function
        getenv getmetatable gmatch gsub huge insert ipairs len lines local lower match max min next nil pairs pcall pi
        random randomseed rawget rawset read remove rep reverse select setmetatable sort sqrt sub then time tonumber
        tostring true type unpack upper write xpcall
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
        write: dir.create file.create sink
        puts: write write.csv write.csv2 write.table writeLines saveRDS save dput dump
        prints: cat
        move write: file.rename
        read write: file.copy
        read link: file.symlink file.link
        read: readLines read.csv readRDS load read.table scan
        fetch: url
        downloads: download.file
        connect: socketConnection
        install: install.packages
        capable: do.call dyn.load .Call
        """
    ),
    COMMON
    | names(
        """
        abs aggregate all anova any apply array as.character as.Date as.integer as.numeric basename break by c cbind
        ceiling class colMeans colnames cor crossprod cumsum cut data data.frame det diag difftime dim dirname endsWith
        exp factor FALSE file.exists Filter floor format FUN function getwd glm gregexpr grepl gsub head ifelse
        invisible is.character is.na is.null is.numeric julian lapply levels library list list.files lm log Map mapply
        matrix max mean median merge message min months na.rm names nchar ncol next nlevels nrow NULL order outer
        packageVersion paste paste0 predict prop.table q quantile quit R.version.string rapply rbind Reduce regmatches
        rep repeat require rev rnorm round rowMeans rownames runif sample sapply scale sd seq seq_along seq_len
        sessionInfo set.seed shapiro.test solve sort sprintf sqrt startsWith stop stopifnot str strftime strsplit sub
        subset substr sum summary suppressMessages switch Sys.Date Sys.getenv Sys.time t.test table tail tapply tolower
        toupper trimws TRUE tryCatch typeof unique unlist vapply var warning weekdays which wilcox.test with within
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
        read link: os.Symlink os.Link
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
    table(
        """
        capable: run open rm mv cp write eval include ccall readlines download
        shell: pipeline
        connect+unauthenticated: connect
        listen+unauthenticated: listen
        """
    ),
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
