"""Variables that change which code other programs run."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import GUARD
from chimera_guard.effects.places import names
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
LOADERS = names(
    """
    LD_PRELOAD LD_AUDIT DYLD_INSERT_LIBRARIES GCONV_PATH
    BASH_ENV ENV PROMPT_COMMAND PS0 PS4 SHELLOPTS BASHOPTS ZDOTDIR PERL5OPT PERL5DB RUBYOPT PYTHONSTARTUP PYTHONHOME
    PYTHONINSPECT PYTHONBREAKPOINT PHPRC JAVA_TOOL_OPTIONS _JAVA_OPTIONS LESSOPEN LESSCLOSE GIT_EXEC_PATH
    TAR_OPTIONS RSYNC_RSH RSYNC_CONNECT_PROG GIT_PROXY_COMMAND GIT_TEMPLATE_DIR NODE_REPL_EXTERNAL_MODULE
    AUTOM4TE FACTERLIB GROFF_BIN_PATH LUA_INIT VIMINIT EXINIT RUBYSHELL OPENSSL_ENGINES
    """
)
LOADING = frozenset({"-r", "--require", "--import", "--loader", "--experimental-loader"})
LIBRARIES = names("LD_PRELOAD DYLD_INSERT_LIBRARIES")
LIBRARY_PLACES = ("/usr/lib", "/lib/", "/lib64/", "/usr/local/lib", "/opt/homebrew/lib/", "/usr/local/opt/")
SEARCH_PATHS = names("PATH LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH DYLD_FALLBACK_LIBRARY_PATH")
OPEN_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/private/tmp", ".")


def _split(effect: Effect) -> tuple[str, str | None]:
    """The variable's name and its value, as far as they are known."""
    target = effect.target
    if target is None:
        return "", None
    name, equals, value = (target.text if target.text is not None else target.prefix).partition("=")
    return name.removesuffix("+"), value if equals and target.text is not None else None


def _plain_prompt(name: str, value: str | None) -> bool:
    """Whether it is a prompt that runs nothing: it would say so by a substitution."""
    return name in ("PS0", "PS4") and value is not None and "$(" not in value and "`" not in value


@rule(
    "environment-guard",
    HIGH,
    on="environment",
    reason="changes how this guard works",
    why="Who can change the guard's settings can switch it off.",
    match=["export CHIMERA_GUARD_POLICY=never", "__cg_off=1", "__cg_check() { :; }"],
)
def environment_guard(effect: Effect, context: Context) -> bool:
    return _split(effect)[0].startswith(GUARD)


@rule(
    "environment-loads-code",
    HIGH,
    on="environment",
    reason="sets {target}, which makes other programs run code of its own choice",
    why="Every program that is started afterwards runs that code first.",
    instead="run the one program that needs it with the variable, and name a file that you have read",
    match=[
        "export LD_PRELOAD=/tmp/x.so",
        "export BASH_ENV=/tmp/x",
        "export NODE_OPTIONS='--require /tmp/x.js'",
    ],
    not_match=[
        "export EDITOR=vim",
        "export NODE_OPTIONS='--require ./trace.js --max-old-space-size=4096'",
        "LD_PRELOAD=/usr/lib/libjemalloc.so.2 ls",
        "PS4='+ ' bash -x ./x.sh",
    ],
)
def environment_loads_code(effect: Effect, context: Context) -> bool:
    name, value = _split(effect)
    if name == "NODE_OPTIONS":  # most of them are settings; these load a file, which others can write here
        words = (value or "").replace("=", " ").split()
        pairs = zip(words, words[1:], strict=False)
        return any(option in LOADING and file.startswith(OPEN_PLACES[:-1]) for option, file in pairs)
    if name in LIBRARIES and value is not None:
        files = value.replace(":", " ").split()
        return not all(file.startswith(LIBRARY_PLACES) and "/../" not in file for file in files)
    return name in LOADERS and value != "" and not _plain_prompt(name, value)


@rule(
    "environment-path",
    HIGH,
    on="environment",
    reason="lets programs be found where others can put them",
    why="A file with the name of an everyday command, or of its library, is then run in its place.",
    instead="put the directory last, and name it absolutely",
    match=["export PATH=/tmp/bin:$PATH", "export PATH=.:$PATH", "LD_LIBRARY_PATH=/usr/lib:/tmp/x ls"],
    not_match=["export PATH=$PATH:/opt/bin", "export LD_LIBRARY_PATH=/usr/local/cuda/lib64:$LD_LIBRARY_PATH"],
)
def environment_path(effect: Effect, context: Context) -> bool:
    target = effect.target
    if target is None:
        return False
    name, _, value = (target.text if target.text is not None else target.prefix).partition("=")
    if name not in SEARCH_PATHS:
        return False
    whole = value.split(":") if target.text is not None else [value.partition(":")[0]]
    if name != "PATH":  # a project's programs are run with its own libraries
        return any(part.startswith(OPEN_PLACES[:-1]) for part in whole)
    return any(part.startswith(OPEN_PLACES) or (part and part[0] not in "/~$") for part in whole)


@rule(
    "environment-history",
    HIGH,
    on="environment",
    reason="keeps the shell from recording what is run ({target})",
    why="Afterwards nobody, you included, can tell what was done.",
    instead="put a blank before the one command that holds a secret",
    match=["export HISTFILE=/dev/null", "export HISTSIZE=0"],
    not_match=["export HISTSIZE=10000", "export HISTCONTROL=ignoredups", "export HISTIGNORE=ls:pwd"],
)
def environment_history(effect: Effect, context: Context) -> bool:
    name, value = _split(effect)
    if name == "HISTFILE":
        return value in ("", "/dev/null")
    if name == "HISTCONTROL":
        return value is not None and not {"ignorespace", "ignoreboth"}.isdisjoint(value.split(":"))
    if name == "HISTIGNORE":
        return value is not None and "*" in value.split(":")
    return name in ("HISTSIZE", "HISTFILESIZE", "SAVEHIST") and value == "0"


@rule("environment-changed", MEDIUM, on="environment", reason="sets {target}, which changes what other programs run")
def environment_changed(effect: Effect, context: Context) -> bool:
    return not _plain_prompt(*_split(effect))
