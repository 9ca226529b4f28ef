"""What variables make programs load that find them: code, settings in which code is named, files to write into."""

from __future__ import annotations

from chimera_guard.effects.names import GUARD, PLAIN_PAGERS, PLANTING, PROMPTS, PROXIES, TRUSTED
from chimera_guard.effects.places import OPEN_PLACES, names

# Variables that name a file which programs write what they do to.
LOGS = names(
    """
    GIT_TRACE GIT_TRACE_PACKET GIT_TRACE_PACKFILE GIT_TRACE_PERFORMANCE GIT_TRACE_SETUP GIT_TRACE_SHALLOW
    GIT_TRACE_CURL GIT_TRACE_PACK_ACCESS GIT_TRACE_FSMONITOR GIT_TRACE_REFS GIT_TRACE2 GIT_TRACE2_EVENT GIT_TRACE2_PERF
    LD_DEBUG_OUTPUT SSLKEYLOGFILE KRB5_TRACE MALLOC_TRACE GOCOVERDIR COVERAGE_FILE LLVM_PROFILE_FILE PSQL_HISTORY
    MYSQL_HISTFILE LESSHISTFILE NODE_REPL_HISTORY PYTHON_HISTORY SQLITE_HISTORY
    """
)
# Settings in which programs can be named, which counts where others can write them.
_SETTINGS = names("GIT_DIR PSQLRC RIPGREP_CONFIG_PATH SCREENRC INPUTRC BAT_CONFIG_PATH R_PROFILE_USER")
_LOADERS = names(
    """
    LD_PRELOAD LD_AUDIT DYLD_INSERT_LIBRARIES GCONV_PATH BASH_ENV ENV PS0 PS4 PERL5DB PYTHONBREAKPOINT
    LESSOPEN LESSCLOSE RSYNC_CONNECT_PROG NODE_REPL_EXTERNAL_MODULE AUTOM4TE LUA_INIT RUBYSHELL
    """
)
# Where people keep start-up files and programs of their own; where others can put some, they are not their own.
_OWN = names(
    "ZDOTDIR PYTHONSTARTUP PYTHONHOME PHPRC GIT_TEMPLATE_DIR GIT_EXEC_PATH FACTERLIB GROFF_BIN_PATH OPENSSL_ENGINES"
)
# Options that are mostly settings, and those among them that load a file.
_JAVA = ("-javaagent:", "-agentpath:", "-agentlib:", "-Xbootclasspath/a:", "@")
_OPTIONS = {
    "NODE_OPTIONS": ("-r", "--require", "--import", "--loader", "--experimental-loader"),
    "PERL5OPT": ("-I", "-M", "-m", "-d"), "RUBYOPT": ("-I", "-r"), "JAVA_TOOL_OPTIONS": _JAVA, "_JAVA_OPTIONS": _JAVA,
    "VIMINIT": ("",), "EXINIT": ("",),
    "TAR_OPTIONS": (*"-f --file -F -I --to-c --checkpoint-a --use- --rsh- --rmt- --info- --new-v".split(),),
}  # fmt: skip
_ANYBODYS = (*OPEN_PLACES, "data:", "http:", "https:")
_CODE = frozenset("(`;!")
_NOTHING = names("/dev/null 0") | {""}
_LIBRARIES = names("LD_PRELOAD DYLD_INSERT_LIBRARIES")
_LIBRARY_PLACES = ("/usr/lib", "/lib/", "/lib64/", "/usr/local/lib", "/opt/homebrew/lib/", "/usr/local/opt/")


def plants(name: str, text: str | None) -> bool:
    """Whether a variable decides which code other programs run, or by way of whom they reach others."""
    if name in PROXIES:
        return text != ""
    if name not in PLANTING:
        opened = name in _SETTINGS and text is not None and text.startswith(OPEN_PLACES)
        return opened or name.startswith(("GIT_CONFIG_", "BASH_FUNC_", *GUARD))
    if text is None:
        return True
    if name == "PATH":
        return not TRUSTED.issuperset(text.split(":"))
    if name == "ENV":  # mostly what a project calls the place that it runs in: `dev`, `production`
        return "/" in text or text[:1] in ("~", "$", "`")
    return not (name.endswith("PAGER") and text in PLAIN_PAGERS)


def loads(name: str, text: str | None, known: str) -> bool:
    """Whether a variable makes programs load what others can write, or code that stands in it.

    `text` is its value where that is known, `known` its beginning, or its end, where only that is.
    """
    if name in _OPTIONS:
        return (text is None and name == "TAR_OPTIONS") or _options_load(name, known)
    if name in _OWN:
        return known.startswith(OPEN_PLACES)
    if name == "PROMPT_COMMAND":  # what of it is known is walked
        return not known and text is None
    if text is None:
        return name in _LOADERS
    if name in _LIBRARIES:
        files = text.replace(":", " ").split()
        return not all(file.startswith(_LIBRARY_PLACES) and "/../" not in file for file in files)
    if name == "PYTHONBREAKPOINT" and text.endswith("set_trace"):
        return False
    return name in _LOADERS and text not in _NOTHING and not plain_prompt(name, text) and not _shows_files(name, text)


def plain_prompt(name: str, text: str | None) -> bool:
    """Whether it is a prompt that runs nothing: it would say so by a substitution."""
    return name in PROMPTS | {"PS4"} and text is not None and "$(" not in text and "`" not in text


def _shows_files(name: str, text: str) -> bool:
    """Whether it is the system's own program that makes a pager show archives and pictures."""
    program, _, rest = text.lstrip("|- ").partition(" ")
    shown = name in ("LESSOPEN", "LESSCLOSE") and "lesspipe" in program.rpartition("/")[2]
    return shown and program.startswith(("/usr/", "/bin/", "/opt/homebrew/", "lesspipe")) and set(rest) <= set("%s ")


def _options_load(name: str, text: str) -> bool:
    words = text.split()
    for word, after in zip(words, [*words[1:], ""], strict=False):
        option = next(filter(word.startswith, _OPTIONS[name]), None)
        file = (word[len(option) :].lstrip("=") or after) if option is not None else ""
        if file and (name == "TAR_OPTIONS" or file.startswith(_ANYBODYS) or not _CODE.isdisjoint(file)):
            return True
    return False
