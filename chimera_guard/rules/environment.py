"""Variables that change which code other programs run."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import GUARD, PROXIES
from chimera_guard.effects.places import OPEN_PLACES, names
from chimera_guard.effects.variables import loads, plain_prompt
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
SEARCH_PATHS = names("PATH LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH DYLD_FALLBACK_LIBRARY_PATH")


def _split(effect: Effect) -> tuple[str, str | None]:
    """The variable's name and its value, as far as they are known."""
    name, equals, value = effect.beginning.partition("=")
    return name.removesuffix("+"), value if equals and effect.text is not None else None


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
        "ENV=production ./x.sh",
        "export RUBYOPT=-W0",
        "export PYTHONSTARTUP=~/.pythonrc",
    ],
)
def environment_loads_code(effect: Effect, context: Context) -> bool:
    name, value = _split(effect)
    target = effect.target
    if target is None:
        return False
    known = target.beginning.partition("=")[2] or target.suffix
    return bool(name and "remote" in effect.taint) or loads(name, value, known)


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
    name, _, value = effect.beginning.partition("=")
    if name not in SEARCH_PATHS:
        return False
    whole = value.split(":") if effect.text is not None else [value.partition(":")[0]]
    if name != "PATH":  # a project's programs are run with its own libraries
        return any(part.startswith(OPEN_PLACES) for part in whole)
    return any(part.startswith((*OPEN_PLACES, ".")) or (part and part[0] not in "/~$") for part in whole)


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


@rule(
    "environment-rerouted",
    MEDIUM,
    on="environment",
    reason="sets {target}, by way of which programs then reach other machines",
    why="Whoever runs that machine sees where to, and what is not encrypted.",
    match=["export https_proxy=http://proxy.example:3128"],
    not_match=["export https_proxy=", "unset https_proxy", "export no_proxy=localhost"],
)
def environment_rerouted(effect: Effect, context: Context) -> bool:
    return _split(effect)[0] in PROXIES


@rule("environment-changed", MEDIUM, on="environment", reason="sets {target}, which changes what other programs run")
def environment_changed(effect: Effect, context: Context) -> bool:
    return not plain_prompt(*_split(effect))
