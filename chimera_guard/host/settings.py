"""What the user has settled: from the settings file, then from the environment. Options of a command come on top."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping

from chimera_guard.policy import AlwaysConfirm, ConfirmAboveThreshold, ConfirmationPolicy, NeverConfirm
from chimera_guard.records import TYPE_CHECKING, NamedTuple
from chimera_guard.risk import SecurityRisk

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from chimera_guard.context import Context
    from chimera_guard.rules import Rule

PREFIX = "CHIMERA_GUARD_"
_LARGEST = 1 << 20
CATASTROPHIC = frozenset({"deletion-root", "deletion-home", "device-overwritten", "overwriting-device"})


class SettingsError(Exception):
    """A setting is wrong; the message says in which file, on which line, and which key."""


class HookSettings(NamedTuple):
    """`[hook]`: what happens when the guard itself fails, the seconds a question waits, whether the LLM is asked."""

    on_failure: str = "warn"
    ask_timeout: float = 30.0
    llm: bool = False


class LlmSettings(NamedTuple):
    """`[llm]`: which model is asked, how, and how long. Without a `model` none is."""

    model: str | None = None
    api_base: str | None = None
    api_key_env: str | None = None
    ask: str = "uncertain"
    deadline: float = 10.0
    hook_deadline: float = 3.0
    budget_per_hour: int = 60

    @property
    def api_key(self) -> str | None:
        """The key, from the variable that `api_key_env` names; None leaves it to the usual variables."""
        return os.environ.get(self.api_key_env) if self.api_key_env else None


class AuditSettings(NamedTuple):
    """`[audit]`: whether each verdict is written down, and in which file (None: the default one)."""

    enabled: bool = False
    file: str | None = None


class Settings(NamedTuple):
    """Everything that can be settled, with its default.

    `deny` are the ids of rules that are refused outright, `catastrophic` of those for which the shell hook wants a
    typed word. `tools` is the directory of the user's own tool files, `rules` are the user's own rules. `source` is
    the file that was read, None where there is none.
    """

    policy_name: str = "threshold"
    threshold: SecurityRisk = SecurityRisk.HIGH
    confirm_unknown: bool = True
    unrecognised: str = "medium"
    deny: frozenset[str] = frozenset()
    catastrophic: frozenset[str] = CATASTROPHIC
    tools: str = ""
    rules: tuple[Rule, ...] = ()
    hook: HookSettings = HookSettings()
    llm: LlmSettings = LlmSettings()
    audit: AuditSettings = AuditSettings()
    source: str | None = None

    def policy(self) -> ConfirmationPolicy:
        """The confirmation policy that these settings describe."""
        if self.policy_name == "never":
            return NeverConfirm()
        if self.policy_name == "always":
            return AlwaysConfirm()
        return ConfirmAboveThreshold(self.threshold, self.confirm_unknown)

    def applied_to(self, context: Context) -> Context:
        """The facts with what is settled about judging: the user's rules, and how unrecognised programs rate."""
        return context._replace(unrecognised=self.unrecognised, rules=self.rules)


def config_directory(environ: Mapping[str, str] | None = None) -> str:
    """Return the directory of the user's settings, whether it exists or not."""
    if sys.platform == "linux":  # what platformdirs answers there, without the time that importing it takes
        environ = os.environ if environ is None else environ
        base = environ.get("XDG_CONFIG_HOME", "").strip() or os.path.join(_home(environ), ".config")
        return os.path.join(base, "chimera-guard")
    import platformdirs

    return platformdirs.user_config_dir("chimera-guard", appauthor=False)


def without_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what says where the settings file lies, and nothing that changes what it says: for the shell hook, which
    a variable that a command line could set must not switch off."""
    return {name: environ[name] for name in ("HOME", "XDG_CONFIG_HOME") if name in environ}


def load(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the file `path` (default: the user's own), changed by the variables of `environ`.

    A file that does not exist is no error unless it was named. Raises SettingsError for anything that is wrong in
    the file, in one of the variables, or that can't be read.
    """
    environ = os.environ if environ is None else environ
    directory = config_directory(environ)
    file = str(path) if path is not None else os.path.join(directory, "config.toml")
    text = _read(file, needed=path is not None)
    values: dict[str, dict[str, Any]] = {}
    if text is not None:
        from chimera_guard.host.settings_file import read

        values = read(text, file)
    if any(name.startswith(PREFIX) for name in environ):
        from chimera_guard.host.settings_file import read_environment

        read_environment(environ, values)
    top = {"tools": os.path.join(directory, "tools"), **values.get("", {})}
    return Settings(
        **top,
        hook=HookSettings(**values.get("hook", {})),
        llm=LlmSettings(**values.get("llm", {})),
        audit=AuditSettings(**values.get("audit", {})),
        source=file if text is not None else None,
    )


def load_tools(settings: Settings) -> list[str]:
    """Add the user's own tool files to the catalogue, and return the names of the tools.

    Raises SettingsError for a file that is wrong.
    """
    files = tool_files(settings)
    if not files:
        return []
    from chimera_guard.host.settings_file import read_tool

    return [read_tool(file) for file in files]


def tool_files(settings: Settings) -> list[str]:
    """Return the user's own tool files; a directory that does not exist is an empty one."""
    try:
        names = sorted(name for name in os.listdir(settings.tools) if name.endswith(".toml"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise SettingsError(f"{settings.tools}: {error.strerror}") from None
    return [os.path.join(settings.tools, name) for name in names]


def _home(environ: Mapping[str, str]) -> str:
    return environ.get("HOME") or os.path.expanduser("~")


def read_text(file: str) -> str:
    """Return the text of a file of the user's; a pipe or an endless device in its place must not hang a shell.

    Raises:
        OSError, UnicodeDecodeError: when it can't be read.
        SettingsError: when it is no file of a settings file's size.
    """
    # bytes that are there at once, or an error
    with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as stream:
        if stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode):
            raise SettingsError(f"{file}: is a pipe, not a file")
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise SettingsError(f"{file}: is larger than {_LARGEST} bytes")
    return data.decode("utf-8-sig")  # with the mark that some editors put in front


def _read(file: str, needed: bool) -> str | None:
    try:
        return read_text(file)
    except (FileNotFoundError, NotADirectoryError):
        if os.path.islink(file):
            raise SettingsError(f"{file}: is a link to {os.readlink(file)}, which is not there") from None
        if needed:
            raise SettingsError(f"{file}: there is no such file") from None
        return None
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file}: is not UTF-8 text") from None
