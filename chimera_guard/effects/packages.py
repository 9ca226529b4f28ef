"""Programs that are named by what they come in: a package, the image of a container, or another program."""

from __future__ import annotations

from chimera_guard import catalogue
from chimera_guard.catalogue.usage import Usage
from chimera_guard.effects.operands import Action
from chimera_guard.effects.reader import Reading
from chimera_guard.words.value import Value

# How the names of machines begin, and the tools that are there once for each of them.
_MACHINES = (
    "aarch64", "alpha", "arm", "avr", "hppa", "i386", "i486", "i586", "i686", "ia64", "loongarch", "m68k", "microblaze",
    "mips", "msp430", "nios2", "or1k", "powerpc", "ppc", "riscv", "s390", "sh4", "sparc", "tricore", "x86_64", "xtensa",
)  # fmt: skip
_BUILDING = frozenset(
    """
    addr2line ar as c++ c++filt cc cpp clang clang++ elfedit g++ gcc gcc-ar gcc-nm gcc-ranlib gcov gdb gfortran gprof ld
    nm objcopy objdump pkg-config ranlib readelf size strings strip
    """.split()
)
ROLES = frozenset({"package", "image", "tool"})


def as_command(reading: Reading, item: Action) -> Action:
    """The action itself, or where it names its program so, the command that it stands for."""
    if item.role.partition(":")[0] not in ROLES or not item.values:
        return item
    return item._replace(role="command", values=_words(reading, item))


def _words(reading: Reading, item: Action) -> tuple[Value, ...]:
    """The command line that a package, an image or the subcommand of another program stands for."""
    first, *rest = item.values
    if item.role.startswith("tool:"):
        name, *before = item.role.removeprefix("tool:").split(",")
        told = (first._replace(text=word) for word in before)
        return (_named(first, name), *told, *(rest if first.text == "--" else item.values))
    if item.role == "package":
        return (_named(first, _package(first.text or "")), *rest)
    started = reading.values("entrypoint")
    if started:
        return (started[-1], *rest)
    tool = _image(first.text or "")
    # What the catalogue lists by its image starts with the tool; of others it is the first word that says what runs.
    return (_named(first, tool), *rest) if tool else tuple(rest)


def usage_of(name: str) -> Usage | None:
    """What the catalogue knows of a program, also by a name that says which version: `python3.12`, `rimraf@5`."""
    found = catalogue.load(name)
    if found is None and name[-4:].lower() == ".exe":  # Windows tells no case from the other
        name = name.lower()
        found = catalogue.load(name)
    if found is not None:
        return found
    plain = name.removesuffix(".exe")
    unversioned = plain.rstrip("0123456789.-")
    names = (unversioned, without_version(plain), for_any_machine(unversioned))
    return next(filter(None, map(catalogue.load, names)), None)


def is_option(value: Value) -> bool:
    """Whether a word in the place of a command is for what is started in any case: `docker run web --port 80`."""
    return value.text is not None and value.text.startswith("-") and value.text.strip("-") != ""


def without_version(name: str) -> str:
    """`rimraf` for `rimraf@5`, `black` for `black==23`."""
    return name.partition("@")[0].partition("==")[0]


def for_any_machine(name: str) -> str:
    """`objdump` for `arm-none-eabi-objdump`: a tool that builds for another machine does what its namesake does."""
    machine, dash, rest = name.partition("-")
    while dash and machine.startswith(_MACHINES):
        if rest in _BUILDING:
            return rest
        _, dash, rest = rest.partition("-")
    return ""


def _named(value: Value, name: str) -> Value:
    return value._replace(text=name) if name else value


def _package(text: str) -> str:
    """`wrangler` for `wrangler@latest`; the tool for `@scope/package@1.2`, or the last part of that name."""
    scope, slash, name = text.partition("/") if text.startswith("@") else ("", "", text)
    name = without_version(name.partition("[")[0])
    return (slash and _listed(f"{scope}/{name}")) or name


def _image(text: str) -> str:
    """`terraform` for `docker.io/hashicorp/terraform:1.7`, where the catalogue lists this image."""
    parts = text.partition("@")[0].split("/")
    parts[-1] = parts[-1].partition(":")[0]
    return _listed("/".join(parts[-2:])) if len(parts) > 1 else ""


def _listed(name: str) -> str:
    """The first name of the tool that the catalogue lists under a name with a slash."""
    found = catalogue.data(name)
    return "" if found is None else str(found["names"][0])
