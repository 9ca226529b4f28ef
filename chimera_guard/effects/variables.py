"""What variables do to the programs that find them: code that they load, settings, files to write into, ways to go."""

from __future__ import annotations

from chimera_guard.effects.names import GUARD, TRUSTED
from chimera_guard.effects.places import OPEN_PLACES, names

# Texts that the shell expands each time before it shows them.
PROMPTS = frozenset("PS0 PS1 PS2 PROMPT PROMPT2 RPROMPT RPS1 PS3".split())
# What the shell itself runs, or expands, without being told to.
SHELL_RUNS = PROMPTS | {"PROMPT_COMMAND"}
# Endings of the names of variables whose value is a command that some program runs.
RUN_LATER = tuple(
    """
    _COMMAND EDITOR PAGER ASKPASS VISUAL BROWSER _CMD _RSH GIT_SSH SVN_SSH EXTERNAL_DIFF _GNU_RUNNER _MUSL_RUNNER
    _DARWIN_RUNNER _MSVC_RUNNER _GNUEABIHF_RUNNER _MUSLEABIHF_RUNNER _NONE_RUNNER _EABI_RUNNER _EABIHF_RUNNER
    _COMPILER_LAUNCHER
    """.split()
)
# Variables that decide which code other programs run, or what the shell keeps of it.
PLANTING = frozenset(
    """
    LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH GCONV_PATH
    PATH BASH_ENV ENV PROMPT_COMMAND PS4 ZDOTDIR PYTHONPATH PYTHONSTARTUP PYTHONHOME PYTHONINSPECT
    PYTHONBREAKPOINT PERL5LIB PERL5OPT PERL5DB RUBYOPT RUBYLIB NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE
    JAVA_TOOL_OPTIONS _JAVA_OPTIONS CLASSPATH PHPRC GIT_SSH GIT_SSH_COMMAND GIT_EXTERNAL_DIFF GIT_PAGER
    GIT_EDITOR GIT_ASKPASS GIT_PROXY_COMMAND GIT_EXEC_PATH GIT_TEMPLATE_DIR GIT_CONFIG_COUNT GIT_CONFIG_GLOBAL
    GIT_CONFIG_SYSTEM GIT_CONFIG_PARAMETERS GIT_SEQUENCE_EDITOR PAGER MANPAGER EDITOR VISUAL BROWSER LESSOPEN
    LESSCLOSE LESSKEY SSH_ASKPASS SUDO_ASKPASS SUDO_EDITOR HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL HISTIGNORE
    SHELLOPTS BASHOPTS PS0 CC CXX RUSTC_WRAPPER MAKEFLAGS CHIMERA_GUARD TAR_OPTIONS RSYNC_RSH RSYNC_CONNECT_PROG
    FZF_DEFAULT_COMMAND GREP_OPTIONS PIP_INDEX_URL PIP_EXTRA_INDEX_URL UV_INDEX_URL UV_DEFAULT_INDEX
    NPM_CONFIG_REGISTRY npm_config_registry YARN_REGISTRY YARN_NPM_REGISTRY_SERVER GOPROXY HOMEBREW_BOTTLE_DOMAIN
    ANTHROPIC_BASE_URL OPENAI_BASE_URL OPENAI_API_BASE GTK_MODULES QT_PLUGIN_PATH OPENSSL_CONF OPENSSL_MODULES
    SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS GIT_SSL_CAINFO
    AUTOM4TE FACTERLIB GROFF_BIN_PATH LUA_INIT MAKEFILES LUA_PATH LUA_CPATH CURL_HOME WGETRC
    HGRCPATH PSMODULEPATH SVN_SSH CARGO_BUILD_RUSTC VIMINIT EXINIT RUBYSHELL OPENSSL_ENGINES
    """.split()
)
# Variables that say by way of which machine programs reach others.
PROXIES = frozenset("http_proxy https_proxy all_proxy ftp_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY".split())
# Variables that switch off whether the other side has to prove who it is, and the values that do so ("" for any).
UNCHECKED = {
    "NODE_TLS_REJECT_UNAUTHORIZED": ("0",), "GIT_SSL_NO_VERIFY": ("1", "true", "yes"), "PYTHONHTTPSVERIFY": ("0",),
    "GOINSECURE": ("",), "GONOSUMDB": ("",), "GONOSUMCHECK": ("",), "GOFLAGS": ("-insecure",), "GOSUMDB": ("off",),
    "NPM_CONFIG_STRICT_SSL": ("false",), "npm_config_strict_ssl": ("false",),
    "PIP_TRUSTED_HOST": ("",), "UV_INSECURE_HOST": ("",), "CARGO_HTTP_CHECK_REVOKE": ("false",),
    "AWS_NO_VERIFY_SSL": ("",), "ANSIBLE_HOST_KEY_CHECKING": ("false", "False", "0"), "DOCKER_CONTENT_TRUST": ("0",),
    "CONDA_SSL_VERIFY": ("false", "0"), "VAULT_SKIP_VERIFY": ("1", "true"), "CONSUL_HTTP_SSL_VERIFY": ("false",),
    "ARGOCD_INSECURE": ("true", "1"), "PERL_LWP_SSL_VERIFY_HOSTNAME": ("0",),
}  # fmt: skip
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
_SETTINGS = names(
    """
    GIT_DIR PSQLRC RIPGREP_CONFIG_PATH SCREENRC INPUTRC BAT_CONFIG_PATH R_PROFILE_USER ANSIBLE_CONFIG HELM_PLUGINS
    PIP_CONFIG_FILE TF_CLI_CONFIG_FILE BUNDLE_GEMFILE COMPOSER_HOME
    """
)
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
    "JDK_JAVA_OPTIONS": _JAVA, "MAVEN_OPTS": _JAVA, "GRADLE_OPTS": _JAVA, "SBT_OPTS": _JAVA,
    "VIMINIT": ("",), "EXINIT": ("",),
    "TAR_OPTIONS": (*"-f --file -F -I --to-c --checkpoint-a --use- --rsh- --rmt- --info- --new-v".split(),),
}  # fmt: skip
# What shows text and does nothing else, so that it can be named as a pager.
_PLAIN_PAGERS = frozenset(["", "cat", "less", "more", *(f"less -{how}" for how in "R F X S FR FX RX FRX".split())])
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
        opened = opened or (name in _OPTIONS and text is not None and _options_load(name, text))
        return opened or name.startswith(("GIT_CONFIG_", "BASH_FUNC_", *GUARD))
    if text is None:
        return True
    if name == "PATH":
        return not TRUSTED.issuperset(text.split(":"))
    if name == "ENV":  # mostly what a project calls the place that it runs in: `dev`, `production`
        return "/" in text or text[:1] in ("~", "$", "`")
    return not (name.endswith("PAGER") and text in _PLAIN_PAGERS)


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


def computes(text: str) -> bool:
    """Whether a text that is taken for a number has commands run: in the brackets right behind a name.

    The shell comes as far as to what is no part of a sum, and one word further.
    """
    place = text.find("[")
    if place < 0:
        return False
    words = text[: next((at for at, sign in enumerate(text) if sign in _NO_SUM), len(text))].split(" ")
    reached = next((at + 2 for at in range(len(words) - 1) if _named(words[at][-1:], words[at + 1][:1])), len(words))
    end = len(" ".join(words[:reached]))
    for _ in range(_MAX_BRACKETS):
        if not 0 <= place < end:
            break
        inside = text[place + 1 :].partition("]")[0]
        if _named(text[place - 1 : place]) and any(mark in inside for mark in _COMMANDS):
            return True
        place = text.find("[", place + 1)
    return False


def _named(*signs: str) -> bool:
    return all(sign.isalnum() or sign == "_" for sign in signs)


_COMMANDS = ("$(", "`", "<(", ">(")
_NO_SUM = frozenset("'\"`${}.@\\;")
_MAX_BRACKETS = 64
