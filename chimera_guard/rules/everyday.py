"""Changes of every day: worth a look where the policy wants one, and no more."""

from __future__ import annotations

from chimera_guard.context import Context
from chimera_guard.effects.globs import matches
from chimera_guard.effects.model import Effect
from chimera_guard.effects.names import VITAL_PACKAGES
from chimera_guard.risk import SecurityRisk
from chimera_guard.rules.registry import rule

HIGH, MEDIUM = SecurityRisk.HIGH, SecurityRisk.MEDIUM
ARCHITECTURES = (".x86_64", ".noarch", ".aarch64", ".i686", ".ppc64le", ".s390x")


@rule(
    "makes-directory",
    MEDIUM,
    on="write",
    reason="makes directories: {target}",
    match=["mkdir -p build"],
    not_match=["touch build"],
)
def makes_directory(effect: Effect, context: Context) -> bool:
    return "directory" in effect.flags and effect.scope not in ("null", "remote")


@rule(
    "writes-file",
    MEDIUM,
    on="write append truncate link",
    reason="writes {target}",
    why="What is there under that name is replaced or changed.",
    match=["echo x > notes.txt", "touch a b", "cp a b", "tee .env"],
    not_match=["echo x > /dev/null", "echo x 2>&1", "cat notes.txt"],
)
def writes_file(effect: Effect, context: Context) -> bool:
    return effect.scope not in ("null", "remote")


@rule(
    "moves-file",
    MEDIUM,
    on="move",
    reason="moves {target} away",
    match=[("mv a b", "writes-file"), ("mv .env.example .env", "writes-file")],
)
def moves_file(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "installs",
    MEDIUM,
    on="install",
    reason="adds software: {target}",
    why="Packages can run code of their own while they are installed.",
    match=["pip install requests", ("sudo apt install jq", "privilege-root")],
    not_match=["pip list"],
)
def installs(effect: Effect, context: Context) -> bool:
    return True


@rule(
    "uninstalls-vital",
    HIGH,
    on="uninstall",
    reason="removes {target}, without which the machine may not start, let anybody in, or install anything again",
    why="What depends on it is removed with it, and that is often the desktop, or the package manager itself.",
    instead="look at what would go with it first: apt-get -s remove, dnf remove --assumeno",
    match=[
        "apt purge -y libc6",
        ("sudo dnf remove -y systemd", "privilege-root"),
        "apt-get remove python3",
        "emerge -C sys-apps/systemd",
        'apt-get purge -y "linux-image-$(uname -r)"',
        "apt-get remove '^python3$'",
    ],
    not_match=["apt remove jq", "pip uninstall dash", "apt remove linux-headers-1", "apt -s remove apt"],
)
def uninstalls_vital(effect: Effect, context: Context) -> bool:
    target = effect.target
    if target is None or "system" not in effect.flags:
        return False
    name = target.text if target.text is not None else target.glob or target.prefix
    return any(matches(pattern, each) for each in _packages(name.lower()) for pattern in VITAL_PACKAGES)


def _packages(name: str) -> set[str]:
    """The package that is meant: `bash:amd64`, `bash.x86_64`, `bash-5.1-2`, `sys-apps/bash`, `^bash$`, `bash-`."""
    name = name.partition(":")[0].lstrip("^").rstrip("+-$")
    plain = name.removesuffix(f".{name.rpartition('.')[2]}") if name.endswith(ARCHITECTURES) else name
    parts = plain.split("-")
    version = next((place for place, part in enumerate(parts) if place and part[:1].isdigit()), len(parts))
    return {name, plain, "-".join(parts[:version]), plain.rpartition("/")[2]}


@rule(
    "uninstalls-everything",
    HIGH,
    on="uninstall",
    reason="removes all the software that a package manager has installed",
    why="What depended on any of it stops working, and it takes long to put it back.",
    instead="name what is to go",
    match=["flatpak uninstall --all", "pip freeze | xargs pip uninstall -y", "brew remove $(brew list)"],
    not_match=["flatpak uninstall --unused", "apt autoremove", "pip freeze | grep ^nvidia | xargs pip uninstall -y"],
)
def uninstalls_everything(effect: Effect, context: Context) -> bool:
    # It is the list that is lost, whatever the packages are of: few have written down what was there.
    return "all" in effect.flags or "inventory" in effect.taint


@rule("uninstalls", MEDIUM, on="uninstall", reason="removes software: {target}", match=["pip uninstall requests"])
def uninstalls(effect: Effect, context: Context) -> bool:
    return True
